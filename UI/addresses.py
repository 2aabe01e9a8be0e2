"""Where the page is found: this machine's names and addresses."""

from __future__ import annotations

import ipaddress
import os
import socket
from contextlib import suppress
from dataclasses import dataclass

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ELSEWHERE = ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that nobody has (RFC 5737, RFC 3849)."""
ANY_PORT = 9

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page listens, and by which names and addresses it is found.

    Attributes:
        port: The port.
        own: How a browser on this machine names it in a URL.
        beyond: Whether other machines reach it.
        names: Host names that mean it, lower case.
        addresses: Addresses that reach it.
    """

    port: int
    own: str
    beyond: bool
    names: frozenset[str]
    addresses: frozenset[Address]

    def own_url(self, scheme: str) -> str:
        """Return the URL for a browser on this machine."""
        return f"{scheme}://{self.own}:{self.port}"

    def other_urls(self) -> list[str]:
        """Return the URLs for other machines, addresses before names; always secure ones."""
        reachable = [one for one in self.addresses if not one.is_loopback]
        hosts = [_in_url(one) for one in sorted(reachable, key=lambda one: (one.version, one))]
        names = sorted(name for name in self.names if name not in LOOPBACK)
        return [f"https://{host}:{self.port}" for host in (*hosts, *names)]


def place_of(listening: socket.socket, host: str) -> Place:
    """Return where a listening socket is found.

    Args:
        listening: The socket, bound.
        host: The name or address that it was bound by.
    """
    bound, port = listening.getsockname()[:2]
    address = ipaddress.ip_address(bound)
    named = frozenset() if as_address(host) else frozenset({host.lower()})
    own = next(iter(named), _in_url(address))
    if address.is_loopback:
        return Place(port, own, False, LOOPBACK | named, frozenset({address}))
    names = LOOPBACK | named | own_names()
    if not address.is_unspecified:
        return Place(port, own, True, names, frozenset({address}))
    loopback = ipaddress.ip_address("127.0.0.1" if address.version == 4 else "::1")
    # An IPv6 socket takes IPv4, too, on most systems.
    found = {one for one in own_addresses() if one.version == 4 or address.version == 6}
    return Place(port, _in_url(loopback), True, names, frozenset({loopback, *found}))


def as_address(name: str) -> Address | None:
    """Return an address that is written plainly or in brackets, or None for a name."""
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


def own_names() -> frozenset[str]:
    """Return this machine's name, also as its neighbours look it up (mDNS); asks nobody."""
    name = socket.gethostname().lower()
    return frozenset({name} if "." in name else {name, f"{name}.local"}) - {""}


def own_addresses() -> frozenset[Address]:
    """Return this machine's addresses in its networks; asks nobody."""
    found: set[str] = set()
    for family, elsewhere in ELSEWHERE:
        # Nothing is sent: the system only chooses the address that it would send from.
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((elsewhere, ANY_PORT))
            found.add(asking.getsockname()[0])
    if os.name == "nt":  # which knows them all by its name; others would ask a name server
        with suppress(OSError):
            found.update(one[4][0] for one in socket.getaddrinfo(socket.gethostname(), ANY_PORT))
    addresses = {ipaddress.ip_address(one) for one in found}
    return frozenset(
        one for one in addresses if not (one.is_loopback or one.is_link_local or one.is_unspecified)
    )


def _in_url(one: Address) -> str:
    return f"[{one}]" if one.version == 6 else str(one)
