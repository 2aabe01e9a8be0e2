import os
import tracemalloc
from itertools import pairwise

import cv2
import numpy as np
import pytest
from live_scenes import (
    TILE,
    dissolved,
    empty,
    in_front,
    names,
    play,
    side_by_side,
    talking,
)

from face_process.face_enroll import enrol, examine
from face_process.face_track import LiveRecognizer

FRAMES = int(os.environ.get("FACEMIND_TEST_FRAMES", "400"))
"""How long the test for leaks goes on; 20,000 takes minutes."""


@pytest.fixture
def know(service, shared_data):
    """Return a way to enrol a talking person from a later moment of their clip."""

    def enrol_head(name):
        image = talking(shared_data, name, 1, start=150)[0]
        return enrol(service, name, [examine(service, image, name)])

    return enrol_head


@pytest.fixture
def live(service):
    return LiveRecognizer(service)


def test_a_known_face_is_named_at_once_and_stays_one_track(live, know, shared_data):
    know("d19")
    shown = play(live, talking(shared_data, "d19", 40))
    assert names(shown[0]) == ["d19"]
    assert all(names(faces) == ["d19"] for faces in shown)
    assert {face.track for faces in shown for face in faces} == {1}
    assert {face.since for faces in shown for face in faces} == {0.0}


def test_most_frames_follow_motion_instead_of_detecting(live, know, shared_data):
    know("d19")
    shown = play(live, talking(shared_data, "d19", 60))
    detected = [faces[0].detected is not None for faces in shown]
    assert detected[0]
    assert sum(detected) < 20
    for faces in shown:
        x1, y1, x2, y2 = faces[0].box
        assert 0 <= x1 < x2 <= TILE
        assert 0 <= y1 < y2 <= TILE


def test_a_face_that_the_detector_misses_once_is_hidden_for_one_frame_only(
    live, know, service, shared_data, monkeypatch
):
    know("d19")
    head = talking(shared_data, "d19", 60)
    play(live, head[:30])
    with monkeypatch.context() as patch:
        patch.setattr(type(service.engine), "detect_at", lambda *_: [])
        shown, frame = live.step(head[30], 30 / 25), 30
        while shown:
            frame += 1
            shown = live.step(head[frame], frame / 25)
    assert names(live.step(head[frame + 1], (frame + 1) / 25)) == ["d19"]


def test_a_stranger_is_looked_at_before_being_called_one(live, know, shared_data):
    know("d19")
    shown = play(live, talking(shared_data, "d12", 40))
    assert not shown[0][0].decided
    assert shown[-1][0].decided
    assert all(names(faces) == [None] * len(faces) for faces in shown)
    assert shown[-1][0].nearest.name == "d19"  # so that the answer can be questioned


def test_a_name_never_survives_a_cut_to_another_face(live, know, shared_data):
    know("d19")
    play(live, talking(shared_data, "d19", 20))
    shown = play(live, talking(shared_data, "d20", 20), start=20)
    assert all(None in names(faces) or not faces for faces in shown)
    assert not any("d19" in names(faces) for faces in shown)
    assert all(face.track > 1 for faces in shown for face in faces)


def test_a_cut_in_one_half_of_the_picture_leaves_the_other_half_alone(live, know, shared_data):
    know("d19"), know("d20")
    steady = talking(shared_data, "d19", 60)
    right = talking(shared_data, "d20", 30) + talking(shared_data, "d12", 30)
    shown = play(live, side_by_side(steady, right))
    assert names(shown[29]) == ["d19", "d20"]
    assert all("d20" not in names(faces) for faces in shown[30:])
    assert all(faces[0].name == "d19" for faces in shown)


@pytest.mark.parametrize("length", [4, 8, 12, 25])
@pytest.mark.parametrize("pair", [("d19", "d20"), ("d20", "d12"), ("d3", "d19")], ids="-".join)
def test_a_name_goes_while_one_picture_dissolves_into_another(
    live, know, shared_data, pair, length
):
    before, after = pair
    know(before), know(after)
    heads = [talking(shared_data, one, 60 + length) for one in pair]
    shown = play(live, dissolved(*heads, 30, length))
    assert all(names(faces) == [before] for faces in shown[:30])
    mostly_other = 30 + round(0.75 * length)
    late = sum(before in names(faces) for faces in shown[mostly_other:])
    assert late <= 2
    assert not any(before in names(faces) for faces in shown[30 + length :])
    assert all(names(faces) == [after] for faces in shown[34 + length :])


def test_a_stranger_a_picture_dissolves_into_gets_no_name(live, know, shared_data):
    know("d19")
    heads = [talking(shared_data, one, 80) for one in ("d19", "d20")]
    shown = play(live, dissolved(*heads, 30, 12))
    assert all(names(faces) == ["d19"] for faces in shown[:30])
    assert not any("d19" in names(faces) for faces in shown[39:])


@pytest.mark.parametrize("step", [10, 30])
def test_whoever_steps_in_front_of_a_face_does_not_take_its_name(live, know, shared_data, step):
    know("d19")
    lefts = [max(0, TILE * 3 // 2 - step * max(0, index - 10)) for index in range(90)]
    frames = in_front(talking(shared_data, "d19", 90), talking(shared_data, "d20", 90), lefts)
    shown = play(live, frames)
    assert all("d19" in names(faces) for faces in shown[:12])
    covered = lefts.index(next(left for left in lefts if left < TILE // 6))
    assert sum("d19" in names(faces) for faces in shown[covered:]) <= 3


def test_two_known_people_who_swap_places_swap_names(live, know, shared_data):
    know("d19"), know("d20")
    one, other = talking(shared_data, "d19", 40), talking(shared_data, "d20", 40)
    shown = play(live, side_by_side(one[:20] + other[20:], other[:20] + one[20:]))
    assert names(shown[19]) == ["d19", "d20"]
    assert all(names(faces) in (["d20", "d19"], ["d20", None], [None, "d19"]) or not any(
        names(faces)) for faces in shown[20:])  # fmt: skip
    assert names(shown[-1]) == ["d20", "d19"]


def test_a_face_that_goes_is_gone_and_named_again_when_it_comes_back(live, know, shared_data):
    know("d19")
    head = talking(shared_data, "d19", 60)
    left = talking(shared_data, "d12", 90)
    frames = side_by_side(head[:30] + empty(30) + head[30:], left)
    shown = play(live, frames)
    assert not any("d19" in names(faces) for faces in shown[30:60])
    assert "d19" in names(shown[63])


def test_of_two_faces_alike_only_one_gets_the_name(live, know, shared_data):
    know("d19")
    head = talking(shared_data, "d19", 25)
    shown = play(live, side_by_side(head, head))
    assert all(len(faces) == 2 for faces in shown)
    assert all(names(faces).count("d19") == 1 for faces in shown)


def test_somebody_enrolled_meanwhile_gets_the_name_and_loses_it_when_removed(
    live, know, service, shared_data
):
    head = talking(shared_data, "d19", 120)
    shown = play(live, head[:30])
    assert names(shown[-1]) == [None]
    know("d19")
    shown = play(live, head[30:60], start=30)
    assert names(shown[-1]) == ["d19"]
    service.store.people.rename("d19", "张三")
    assert names(play(live, head[60:80], start=60)[-1]) == ["张三"]
    service.store.people.remove("张三")
    assert names(play(live, head[80:], start=80)[-1]) == [None]


def test_what_ended_is_told_once_with_its_best_look(live, know, shared_data):
    know("d19")
    play(live, talking(shared_data, "d19", 30))
    assert live.take_ended() == []
    play(live, talking(shared_data, "d20", 24), start=30)
    assert live.take_ended() == []  # it might still be named again
    play(live, talking(shared_data, "d20", 3, start=24), start=54)
    (ended,) = live.take_ended()
    assert ended.face.name == "d19"
    assert ended.crop.shape == (112, 112, 3)
    assert np.linalg.norm(ended.embedding) == pytest.approx(1, abs=1e-5)
    assert ended.until == 29 / 25  # as long as it was shown
    assert [one.face.name for one in live.finish()] == [None]
    assert live.finish() == []


def test_a_person_who_is_named_again_at_once_was_there_all_the_time(live, know, shared_data):
    know("d19")
    head = talking(shared_data, "d19", 60)
    shown = play(live, side_by_side(head[:30] + empty(30), empty(30) + head[30:]))
    assert names(shown[-1]) == ["d19"]
    assert shown[-1][0].track != 1
    assert shown[-1][0].since == 0.0
    assert [(one.face.name, one.face.since, one.until) for one in live.finish()] == [
        ("d19", 0.0, 59 / 25)
    ]


def test_who_came_back_later_was_there_twice(live, know, shared_data):
    know("d19")
    head = talking(shared_data, "d19", 60)
    play(live, head[:30] + empty(40) + head[30:])
    assert [one.face.name for one in live.finish()] == ["d19", "d19"]


def test_who_cannot_be_recognised_at_the_end_ends_under_their_name(live, know, shared_data):
    know("d19")
    head = talking(shared_data, "d19", 90)
    blurred = [
        cv2.GaussianBlur(image, (0, 0), 1 + 0.25 * index) for index, image in enumerate(head[40:])
    ]
    shown = play(live, head[:40] + blurred)
    assert names(shown[39]) == ["d19"]
    ended = [one.face for one in live.finish()]
    assert ended[0].name == ended[0].nearest.name == "d19"


def test_a_person_seen_twice_in_a_frame_ends_once_and_the_name_does_not_hop(
    live, know, shared_data
):
    know("d20")
    head = talking(shared_data, "d20", 130)
    shown = play(live, side_by_side(head[:100], head[9:109]))
    owners = [[face.track for face in faces if face.name] for faces in shown]
    assert all(len(tracks) <= 1 for tracks in owners)
    changes = sum(before != after for before, after in pairwise(filter(None, owners)))
    assert changes <= 1
    ended = [one.face.name for one in live.finish()]
    assert set(ended) == {"d20"}


def test_frames_without_anybody_or_of_another_size_do_no_harm(live, know, shared_data):
    know("d19")
    assert play(live, empty(10)) == [[]] * 10
    head = talking(shared_data, "d19", 3)
    assert "d19" in names(play(live, head, start=10)[-1])
    small = [image[::2, ::2] for image in head]
    assert "d19" in names(play(live, small, start=13)[-1])


def test_a_face_that_fills_the_frame_is_followed(live, know, shared_data):
    """The detector misses it at full scale."""
    know("d3")
    head = [image[60:330, 40:310] for image in talking(shared_data, "d3", 40)]
    shown = play(live, head)
    assert sum(names(faces) == ["d3"] for faces in shown) >= 36


def test_memory_stays_flat(live, know, shared_data):
    know("d19")
    frames = side_by_side(talking(shared_data, "d19", 50), talking(shared_data, "d12", 50))
    play(live, frames[:20])
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for frame in range(FRAMES):
        live.step(frames[frame % 50], frame / 25)
        live.take_ended()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 5_000_000
