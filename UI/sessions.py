"""Who has given the password, and who only guesses."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
import unicodedata
from collections import deque
from collections.abc import Callable

from UI.addresses import as_address

Clock = Callable[[], float]

IDLE_SECONDS = 12 * 3600
"""A working day; a session that isn't used for so long ends."""
LONGEST_SECONDS = 7 * 24 * 3600
FREE_GUESSES = 4
"""Everybody mistypes; only then an address has to wait."""
LONGEST_WAIT = 30.0
FORGOTTEN_AFTER = 900.0
"""Seconds after which an address's wrong guesses are forgotten."""
GUESSES_A_MINUTE = 60
"""Wrong ones, of all addresses together."""
MINUTE = 60.0
IPV6_NETWORK = 64
"""Bits that an IPv6 network has; whoever has one can take any address in it."""


class Sessions:
    """Whoever has given the password; in memory only, and only hashes of what they hold.

    Args:
        clock: Gives seconds that never go back.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._used: dict[bytes, tuple[float, float]] = {}

    def start(self) -> str:
        """Return the secret of a new session."""
        now = self._clock()
        self._used = {one: times for one, times in self._used.items() if self._holds(times)}
        token = secrets.token_urlsafe(32)
        self._used[_digest(token)] = (now, now)
        return token

    def knows(self, token: str) -> bool:
        """Return whether a session holds, and keep it from ending."""
        digest = _digest(token)
        times = self._used.get(digest)
        if times is None or not self._holds(times):
            self._used.pop(digest, None)
            return False
        self._used[digest] = (times[0], self._clock())
        return True

    def end(self, token: str) -> None:
        """End a session, if it still holds."""
        self._used.pop(_digest(token), None)

    def _holds(self, times: tuple[float, float]) -> bool:
        started, used = times
        now = self._clock()
        return now - started < LONGEST_SECONDS and now - used < IDLE_SECONDS


class Guesses:
    """The password, and how quickly it may be tried.

    After a few wrong guesses an address waits, twice as long each time, up to half a minute.
    While very many addresses guess, those wait that have never been right.

    Args:
        password: What is right.
        clock: Gives seconds that never go back.
    """

    def __init__(self, password: str, clock: Clock = time.monotonic) -> None:
        self._right = _digest(as_written(password))
        self._clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}
        self._recent: deque[float] = deque()
        self._trusted: set[str] = set()

    def wait(self, address: str) -> float:
        """Return for how many seconds an address may not try; 0: it may."""
        now = self._clock()
        network = _network(address)
        count, last = self._wrong.get(network, (0, now))
        own = min(2.0 ** (count - FREE_GUESSES), LONGEST_WAIT) if count >= FREE_GUESSES else 0.0
        waits = [last + own - now]
        if network not in self._trusted and len(self._recent) >= GUESSES_A_MINUTE:
            waits.append(self._recent[0] + MINUTE - now)
        return max(0.0, *waits)

    def is_right(self, address: str, guess: str) -> bool:
        """Return whether an address knows the password; ask :meth:`wait` first."""
        network = _network(address)
        if hmac.compare_digest(_digest(as_written(guess)), self._right):
            self._wrong.pop(network, None)
            self._trusted.add(network)
            return True
        now = self._clock()
        self._forget(now)
        count, _ = self._wrong.get(network, (0, now))
        self._wrong[network] = (count + 1, now)
        self._recent.append(now)
        while len(self._recent) > GUESSES_A_MINUTE:
            self._recent.popleft()
        return False

    def _forget(self, now: float) -> None:
        self._wrong = {
            network: (count, last)
            for network, (count, last) in self._wrong.items()
            if now - last < FORGOTTEN_AFTER
        }


def as_written(password: str) -> str:
    """Return a password as it is compared: composed, however a keyboard makes its letters.

    As RFC 8265 (OpaqueString) has it, spaces of every kind are one, letters keep their case.
    """
    spaced = "".join(" " if unicodedata.category(one) == "Zs" else one for one in password)
    return unicodedata.normalize("NFC", spaced)


def _digest(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def _network(address: str) -> str:
    """Return what stands for whoever sends from an address."""
    known = as_address(address.partition("%")[0])
    if known is None or known.version == 4:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, IPV6_NETWORK), strict=False))
