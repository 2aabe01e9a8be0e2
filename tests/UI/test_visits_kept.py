from datetime import datetime, timedelta
from types import SimpleNamespace

import gradio as gr
import pytest

from UI.visits_kept import VisitsKept


@pytest.fixture
def kept():
    """Return visits of a small page and the parts of it: a counter and what is shown."""
    parts = {1: gr.State(0), 2: gr.HTML("at first")}
    config = SimpleNamespace(blocks=parts, config_for_block=lambda *_: {"props": {}})
    visits = VisitsKept()
    visits.set_blocks(
        SimpleNamespace(default_config=config, blocks=parts, state_session_capacity=100)
    )
    return visits, 1, 2


def test_each_visit_has_a_state_of_its_own(kept):
    visits, counter, _ = kept
    visits["one"][counter] = 1
    assert (visits["one"][counter], visits["other"][counter]) == (1, 0)


def test_what_a_visit_shows_is_not_kept(kept):
    visits, _, shown = kept
    visits["one"]._update_value_in_config(shown, "somebody's picture")
    visits["one"][shown] = gr.HTML("somebody's picture", render=False)
    assert list(visits["one"].components) == []


def test_a_visit_that_ended_is_forgotten_after_an_hour_and_one_that_is_open_later(kept):
    visits, counter, _ = kept
    for name in ("ended", "open"):
        visits[name][counter] = 1
    visits["ended"].is_closed = True
    visits.delete_all_expired_state()
    assert "ended" in visits
    for hours, left in ((1.5, ["open"]), (25, [])):
        for name in visits.time_last_used:
            visits.time_last_used[name] = datetime.now() - timedelta(hours=hours)
        visits.delete_all_expired_state()
        assert list(visits.session_data) == left
        assert list(visits.time_last_used) == left


def test_of_very_many_the_longest_unused_goes(kept):
    visits, counter, _ = kept
    visits.capacity = 3
    for name in ("first", "second", "third", "first", "fourth"):
        visits[name][counter] = 1
    assert list(visits.session_data) == ["third", "first", "fourth"]
