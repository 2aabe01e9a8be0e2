"""Who may talk to the page, request by request."""

import socket

import pytest

from UI.addresses import place_of
from UI.guard import Guard

NAMES = {"localhost", "127.0.0.1", "desk", "desk.local", "*.faces.example"}


async def served(scope):
    """Return whether a guard lets a request through."""
    passed = []

    async def app(scope, receive, send):
        passed.append(scope)

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        pass

    await Guard(app, NAMES, any_address=True)(scope, receive, send)
    return bool(passed)


def allows(method="POST", scheme="https", kind="http", **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "scheme": scheme, "method": method, "path": "/", "headers": raw}
    try:
        served(scope).send(None)  # it waits for nothing; a browser's own loop may run here
    except StopIteration as end:
        return end.value


@pytest.mark.parametrize(
    "host",
    ["desk:7860", "DESK.local", "192.168.1.5:7860", "[fd00::2]:7860", "cam.faces.example"],
)
def test_own_names_and_any_plain_address_are_served(host):
    assert allows("GET", host=host)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "desk.evil.example", "faces.example", "a.b.faces.example", "[fd00::2", "1.2"],
)
def test_names_of_strangers_are_refused(host):
    assert not allows("GET", host=host)


@pytest.mark.parametrize(
    ("scheme", "origin", "right"),
    [
        ("https", "https://desk:7860", True), ("https", "http://desk:7860", False),
        ("http", "http://desk:7860", True), ("http", "https://desk:7860", False),
        ("https", "https://desk", False), ("https", "https://desk.local:7860", False),
        ("https", "null", False),
    ],
)  # fmt: skip
def test_only_a_page_of_the_very_same_origin_acts(scheme, origin, right):
    assert allows(scheme=scheme, host="desk:7860", origin=origin) is right
    socket_scheme = scheme.replace("http", "ws")
    assert allows(None, socket_scheme, "websocket", host="desk:7860", origin=origin) is right


def test_page_with_an_ipv6_address_acts():
    assert allows(host="[fd00::2]:7860", origin="https://[fd00::2]:7860")


def test_program_without_an_origin_acts():
    assert allows(host="desk:7860")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_embed_nothing_but_may_lead_here(site):
    picture = {"sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}
    frame = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}
    visit = {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert not allows("GET", host="desk", sec_fetch_site=site, **picture)
    assert not allows("GET", host="desk", sec_fetch_site=site, **frame)
    assert allows("GET", host="desk", sec_fetch_site=site, **visit)
    assert not allows("POST", host="desk", sec_fetch_site=site, **visit)


@pytest.mark.parametrize(
    ("host", "beyond", "own"),
    [
        ("127.0.0.1", False, "127.0.0.1"), ("localhost", False, "localhost"),
        ("0.0.0.0", True, "127.0.0.1"),
    ],
)  # fmt: skip
def test_place_tells_whether_other_machines_reach_it(host, beyond, own):
    with socket.socket() as bound:
        bound.bind((host, 0))
        found = place_of(bound, host)
    assert (found.beyond, found.own) == (beyond, own)
    assert all(url.startswith("https://") for url in found.other_urls())
    assert bool(found.other_urls()) is beyond
