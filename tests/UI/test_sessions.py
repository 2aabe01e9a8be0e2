"""How long a session lasts, and how quickly a password can be guessed."""

from UI.sessions import (
    FREE_GUESSES,
    GUESSES_A_MINUTE,
    IDLE_SECONDS,
    LONGEST_SECONDS,
    LONGEST_WAIT,
    Guesses,
    Sessions,
)

HERE, THERE = "192.168.1.5", "192.168.1.6"


class Clock:
    """A clock that only a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def guess_wrongly(guesses, clock, address, times):
    """Guess as quickly as an address may; return how many seconds that took."""
    start = clock.now
    for _ in range(times):
        clock.now += guesses.wait(address)
        assert not guesses.is_right(address, "guess")
    return clock.now - start


def test_session_ends_when_it_is_not_used_and_after_a_week_anyway():
    clock = Clock()
    sessions = Sessions(clock)
    idle, used = sessions.start(), sessions.start()
    while clock.now < LONGEST_SECONDS:
        assert sessions.knows(used)
        clock.now += IDLE_SECONDS - 1
    assert not sessions.knows(idle)
    assert not sessions.knows(used)


def test_session_is_kept_as_a_hash_alone():
    sessions = Sessions()
    token = sessions.start()
    assert token not in repr(vars(sessions))
    sessions.end(token)
    assert not sessions.knows(token)


def test_a_few_mistakes_cost_nothing():
    clock = Clock()
    assert guess_wrongly(Guesses("right", clock), clock, HERE, FREE_GUESSES) == 0


def test_guesses_of_an_address_become_slow_and_nobody_waits_long():
    clock = Clock()
    guesses = Guesses("right", clock)
    guess_wrongly(guesses, clock, HERE, 50)
    assert guesses.wait(HERE) == LONGEST_WAIT
    assert guesses.wait(THERE) == 0, "others don't wait for it"
    clock.now += LONGEST_WAIT
    assert guesses.wait(HERE) == 0
    assert guesses.is_right(HERE, "right")
    assert guess_wrongly(guesses, clock, HERE, FREE_GUESSES) == 0, "that is forgotten"


def test_neighbours_in_an_ipv6_network_count_as_one():
    clock = Clock()
    guesses = Guesses("right", clock)
    for number in range(FREE_GUESSES):
        guesses.is_right(f"fd00::{number}", "guess")
    assert guesses.wait("fd00::ffff") > 0
    assert guesses.wait("fd00:0:0:1::1") == 0
    assert guesses.wait("::ffff:192.168.1.5") == 0


def test_guesses_of_very_many_addresses_are_slow_and_who_was_right_is_let_in():
    clock = Clock()
    guesses = Guesses("right", clock)
    assert guesses.is_right(HERE, "right")
    for number in range(GUESSES_A_MINUTE):
        guesses.is_right(f"10.0.0.{number}", "guess")
    assert 0 < guesses.wait(THERE) <= 60
    assert guesses.wait(HERE) == 0
    clock.now += 60
    assert guesses.wait(THERE) == 0


def test_password_is_the_same_however_its_letters_are_made():
    guesses = Guesses("Zoë 密码")
    assert guesses.is_right(HERE, "Zoe\u0308\u3000密码")
    assert not guesses.is_right(HERE, "zoë 密码")
