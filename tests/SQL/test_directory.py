import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from face_process.errors import GalleryError
from face_process.types import ModelIdentity
from SQL.directory import Order
from SQL.rows import NewFace
from SQL.sightings import Sighting

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VECTOR = np.eye(1, 8, dtype=np.float32)[0]


def face(quality=None, crop=b"crop"):
    return NewFace(crop, VECTOR, quality, "photo.jpg")


@pytest.fixture
def model_id(store):
    return store.register_model(ModelIdentity("mini", "a" * 64, 8))


@pytest.fixture
def enrol(store, model_id):
    return lambda name, *faces: store.add_faces(name, faces or [face()], model_id)


@pytest.fixture
def see(store, model_id):
    def seen(person_id, time):
        one = Sighting(person_id, "door", time, time, None, None, 0.7, b"crop", model_id, VECTOR)
        store.sightings.add([one])

    return seen


def names(page):
    return [person.name for person in page.people]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Émile Zola", "Łukasz", "Søren Holm", "王小明", "张小三"]),
        ("EMILE", ["Émile Zola"]), ("émile", ["Émile Zola"]), ("E\u0301mile", ["Émile Zola"]),
        ("zola em", ["Émile Zola"]), ("soren", ["Søren Holm"]),
        ("ol", ["Émile Zola", "Søren Holm"]),
        ("luk", ["Łukasz"]), ("小", ["王小明", "张小三"]), (" 三 ", ["张小三"]),
        ("%", []), ("_", []),
        ("x" * 5000, []),
    ],
)  # fmt: skip
def test_names_are_found_by_any_part_however_it_is_typed(store, enrol, search, found):
    for name in ("张小三", "Émile Zola", "王小明", "Søren Holm", "Łukasz"):
        enrol(name)
    page = store.directory.page(search)
    assert sorted(names(page)) == sorted(found)
    assert page.total == len(found)


def test_names_are_sorted_without_case_and_accents_and_chinese_ones_by_sound(store, enrol):
    for name in ("zoe", "王小明", "Élise", "eve", "Adam", "李雷", "张三", "阿明"):
        enrol(name)
    found = names(store.directory.page())
    assert found == ["Adam", "Élise", "eve", "zoe", "阿明", "李雷", "王小明", "张三"]


def test_people_come_by_when_they_were_enrolled_or_last_seen(store, enrol, see):
    bob, eve, zoe, _ = (enrol(name).person_id for name in ("Bob", "Eve", "Zoe", "Adam"))
    for person_id, hours in ((eve, 1), (bob, 3), (eve, 2), (zoe, 9), (None, 20)):
        see(person_id, NOW + timedelta(hours=hours))
    assert names(store.directory.page(order=Order.NEWEST)) == ["Adam", "Zoe", "Eve", "Bob"]
    page = store.directory.page(order=Order.SEEN)
    assert names(page) == ["Zoe", "Bob", "Eve", "Adam"]
    assert page.people[2].last_seen == NOW + timedelta(hours=2)
    assert page.people[3].last_seen is None
    assert store.directory.sightings(eve) == 2


def test_pages_follow_each_other_and_the_last_one_is_shown_beyond_the_end(store, enrol):
    for number in range(7):
        enrol(f"Bob {number}")
    first, last = store.directory.page(limit=3), store.directory.page(offset=6, limit=3)
    assert (names(first), first.offset, first.total) == (["Bob 0", "Bob 1", "Bob 2"], 0, 7)
    assert (names(last), last.offset) == (["Bob 6"], 6)
    assert store.directory.page(offset=99, limit=3) == last
    assert store.directory.page(offset=-5, limit=3) == first
    none = store.directory.page("nobody", offset=3)
    assert (none.people, none.offset, none.total) == ((), 0, 0)


def test_each_person_is_listed_with_faces_and_the_portrait_that_can_be_shown(store, enrol):
    worst, _, best = enrol("Bob", face(0.2), face(0.9, None), face(0.8)).face_ids
    enrol("Eve", face(0.5, None))
    bob, eve = store.directory.page().people
    assert (bob.faces, bob.portrait, eve.faces, eve.portrait) == (3, best, 1, None)
    store.people.set_portrait(worst)
    assert store.directory.find(bob.id).portrait == worst == store.people.portrait("Bob")
    assert store.directory.find(99) is None


def test_faces_come_a_page_at_a_time_the_newest_first(store, enrol):
    ids = enrol("Bob", *[face(0.1 * number) for number in range(5)]).face_ids
    enrol("Eve")
    bob = store.people.find("Bob")
    page = store.directory.faces(bob.id, limit=2)
    assert ([one.id for one in page.faces], page.total) == ([ids[4], ids[3]], 5)
    page = store.directory.faces(bob.id, offset=40, limit=2)
    assert ([one.id for one in page.faces], page.offset) == ([ids[0]], 4)


def test_pictures_are_those_of_the_faces_asked_for(store, enrol):
    first, second, third = enrol("Bob", face(crop=b"one"), face(crop=None), face()).face_ids
    assert store.directory.pictures([first, second, 99]) == {first: b"one"}
    assert store.directory.pictures([third]) == {third: b"crop"}


def test_faces_are_somebodys_only_while_they_are_all_there(store, enrol):
    bob, eve = enrol("Bob", face(), face()), enrol("Eve")
    assert store.directory.owns(bob.person_id, bob.face_ids)
    assert not store.directory.owns(bob.person_id, [*bob.face_ids, *eve.face_ids])
    assert not store.directory.owns(bob.person_id, [99])
    assert store.directory.owns(bob.person_id, [])


def test_what_would_go_is_told_beforehand(store, enrol):
    first, second = enrol("Bob", face(), face()).face_ids
    everything = store.directory.what_goes("Bob")
    assert (everything.person.name, set(everything.faces)) == ("Bob", {first, second})
    some = store.directory.what_goes("Bob", [second])
    assert (some.person, set(some.faces)) == (None, {second})
    assert store.people.find("Bob").faces == 2


def test_several_faces_are_removed_together_or_none(store, enrol):
    first, second, third = enrol("Bob", face(), face(), face()).face_ids
    with pytest.raises(GalleryError, match="number 99"):
        store.people.remove_face(first, 99)
    assert store.people.find("Bob").faces == 3
    assert set(store.people.remove_face(first, third).faces) == {first, third}
    assert [one.id for one in store.people.faces("Bob")] == [second]


def test_several_faces_go_to_somebody_else_together_or_none(store, enrol):
    first, second, third = enrol("Bob", face(), face(), face()).face_ids
    store.people.set_portrait(third)
    with pytest.raises(GalleryError, match="number 99"):
        store.people.move_face(first, "Eve", 99)
    assert [person.name for person in store.people.all()] == ["Bob"]
    assert store.people.move_face(first, "Eve", third).faces == 2
    assert store.people.portrait("Bob") == second


def test_nobodys_pictures_are_read_for_a_list(store, enrol):
    """Faces are counted, portraits chosen and sightings found by index alone."""
    enrol("Bob")
    with closing(sqlite3.connect(store.file)) as connection:
        for query in (
            "SELECT count(*) FROM face WHERE person_id = 1",
            "SELECT max(ended_at) FROM sighting WHERE person_id = 1",
        ):
            (plan,) = (row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
            assert "USING COVERING INDEX" in plan
        best = "WHERE person_id = 1 AND crop IS NOT NULL ORDER BY quality DESC, id LIMIT 1"
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT id FROM face {best}").fetchall()
        assert [row[3] for row in plan] == ["SEARCH face USING INDEX face_by_quality (person_id=?)"]
