import threading

import pytest

from face_process.errors import ModelError
from UI.pack_fetch import PackFetches

SECONDS = 10
SLOW = "doesn't hear at once"


@pytest.fixture
def downloads(monkeypatch):
    """Replace downloads by ones that last until told to end; return those that were begun."""
    begun = []

    def download(_name, into, _report, *, stop):
        end = threading.Event()
        begun.append(end)
        while not end.wait(0.01):
            if stop.is_set() and into.name != SLOW:
                raise ModelError("download_stopped")
        return into

    monkeypatch.setattr("UI.pack_fetch.download_pack", download)
    yield begun
    for end in begun:
        end.set()


def test_whoever_asks_while_a_download_runs_gets_that_one(downloads, tmp_path):
    fetches = PackFetches()
    assert fetches.current is None
    fetch = fetches.begin(tmp_path)
    assert fetches.begin(tmp_path) is fetch is fetches.current
    assert fetch.watch(0.05)
    downloads[0].set()
    assert fetch.ended.result(SECONDS) == tmp_path
    assert not fetch.watch(SECONDS)
    assert fetches.begin(tmp_path) is not fetch


def test_a_download_that_was_given_up_counts_as_ended_at_once(downloads, tmp_path):
    fetches = PackFetches()
    fetch = fetches.begin(tmp_path)
    fetch.cancel()
    assert (fetch.running, fetch.cancelled) == (False, True)
    with pytest.raises(ModelError, match="stopped"):
        fetch.ended.result(SECONDS)
    assert fetches.begin(tmp_path).running


def test_one_that_was_given_up_but_still_writes_is_waited_for(downloads, tmp_path):
    fetches = PackFetches()
    fetches.begin(tmp_path / SLOW).cancel()
    after = fetches.begin(tmp_path)
    assert after.watch(0.1)
    assert len(downloads) == 1
    downloads[0].set()
    assert after.watch(0.1)
    assert len(downloads) == 2
