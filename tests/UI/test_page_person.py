"""One person's page: all that is kept of them, and all that can be done with it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import numpy as np
from playwright.sync_api import expect

from face_process.face_enroll import enrol
from face_process.face_service import open_service
from face_process.photo_seen import see_photo
from SQL.backups import backups_of, keep_backup
from SQL.sightings import Sighting

NAME = "张三"


def stored(people):
    return {person.name: person.faces for person in people.people.all()}


def names_in(copy):
    with closing(sqlite3.connect(copy)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM person")}


def test_note_is_kept_and_taken_away(visit, people, enrol_quickly, locale):
    enrol_quickly(NAME)
    page = visit(locale)
    page.open_person(NAME)
    for note, key in (("第三组 <b>${x}", "noted"), ("", "note_removed")):
        page["person-note"].locator("textarea").fill(note)
        page["person-save-note"].click()
        page.sees("people-said", page.says(f"page.people.{key}", name=NAME))
        assert people.people.find(NAME).note == note


def test_taken_name_offers_to_merge_the_two(visit, people, enrol_quickly, locale):
    enrol_quickly("Bob", "Robert", count=2)
    people.people.set_note("Bob", "works at night")
    page = visit(locale)
    page.open_person("Bob")
    box = page["person-name"].locator("input, textarea")
    box.fill(" Bobby ")
    page["person-rename"].click()
    page.sees("people-said", page.says("page.people.renamed", name="Bob", new_name="Bobby"))
    page.sees("person-head", "Bobby")
    for confirmed in (False, True):
        box.fill("Robert")
        page["person-rename"].click()
        page.sees("people-question", page.says("page.people.name_taken", into="Robert"))
        faces, note = (page.says("page.people.faces", count=2), page.says("page.people.what_note"))
        what = page.says("page.people.and", first=faces, last=note)
        facts = {"name": "Bobby", "into": "Robert", "what": what}
        page.answer(page.says("page.people.ask_merge", **facts), confirmed)
        if not confirmed:
            assert stored(people) == {"Bobby": 2, "Robert": 2}
    page.sees("people-said", page.says("page.people.merged", name="Bobby", into="Robert"))
    page.sees("person-head", page.says("page.people.faces", count=4))
    assert stored(people) == {"Robert": 4}
    assert people.people.find("Robert").note == "works at night"


def test_person_is_merged_with_another_who_is_chosen(visit, people, enrol_quickly):
    enrol_quickly("Bob", "Robert")
    page = visit()
    page.open_person("Bob")
    page["person-merging"].get_by_role("button").first.click()
    page["person-merge"].click()
    page.sees_toast(page.says("page.people.merge_whom"))
    page["person-merge-into"].locator("input").fill("nobody")
    page["person-merge-into"].locator("input").press("Enter")
    page["person-merge"].click()
    page.sees_toast(page.says("page.people.nobody_called", name="nobody"))
    page["person-merge-into"].locator("input").click()
    page.page.get_by_role("option", name="Robert").click()
    page["person-merge"].click()
    page.answer("Merge Bob into Robert?")
    page.sees("person-head", "Robert")
    assert stored(people) == {"Robert": 2}


def test_chosen_faces_become_portrait_go_to_others_and_are_deleted(
    visit, people, enrol_quickly, locale
):
    newest = enrol_quickly("Bob", count=5)[0].face_ids[::-1]
    page = visit(locale)
    page.open_person("Bob")
    expect(page["person-portrait"]).to_be_hidden()
    page.choose_faces(0, 2)
    page["person-portrait"].click()
    page.sees_toast(page.says("page.people.portrait_one"))
    page.choose_faces(0)
    page["person-portrait"].click()
    page.sees("people-said", page.says("page.people.portrait_set", name="Bob"))
    assert people.people.portrait("Bob") == newest[2]
    expect(page["person-faces"].locator(".fm-star")).to_have_attribute("data-face", str(newest[2]))
    page.choose_faces(0, 1)
    page["person-move-to"].locator("input").fill(NAME)
    page["person-move-to"].locator("input").press("Enter")
    page["person-move"].click()
    page.sees("people-said", page.says("page.people.moved", count=2, name=NAME))
    assert stored(people) == {"Bob": 3, NAME: 2}
    page.choose_faces(1)
    page["person-delete-faces"].click()
    page.answer(page.says("page.people.ask_faces", count=1, name="Bob"))
    page.sees("people-said", page.says("page.people.faces_deleted", count=1, name="Bob"))
    expect(page["person-faces"].locator("[data-face]")).to_have_count(2)
    assert [face.id for face in people.people.faces("Bob")] == [newest[4], newest[2]]
    page.choose_faces(0, 1)
    page["person-delete-faces"].click()
    page.answer(page.says("page.people.ask_last_faces", name="Bob"))
    page.sees("person-faces", page.says("page.people.no_faces", name="Bob"))
    assert stored(people) == {"Bob": 0, NAME: 2}


def test_who_is_deleted_is_gone_from_copies_too_where_that_is_wanted(
    visit, people, enrol_quickly, locale
):
    enrol_quickly("Bob", "Eve", NAME, count=2)
    for old in backups_of(people.file):
        old.unlink()
    keep_backup(people)
    (copy,) = backups_of(people.file)
    named = f"backups/{copy.name}"
    (model_id,) = (one for one in people.models() if people.templates.count(one))
    face, now = people.people.faces("Bob")[0].id, datetime.now(UTC)
    (look,) = people.templates.of_faces(model_id, [face]).vectors
    seen = (None, "bob's door", now, now, None, None, None, b"crop", model_id, look)
    people.sightings.add([Sighting(*seen)])
    page = visit(locale)
    for name, purge in (("Bob", False), ("Eve", True)):
        page.open_person(name)
        page["person-delete"].click()
        what = page.says("page.people.faces", count=2)
        page.sees("people-question", page.says("page.people.ask_delete", name=name, what=what))
        page.sees("people-question", page.says("page.people.held_by", files=named))
        if name == "Bob":
            words = page.says("page.people.ask_unknown", name=name, count=1)
            page.sees("people-question", words)
        if purge:
            page["people-purge"].locator("input").check()
        page["people-confirm"].click()
        page.sees("people-said", page.says("page.people.deleted", name=name))
        key = "page.people.purged" if purge else "page.people.still_held"
        page.sees("people-said", page.says(key, files=named))
        expect(page["people-grid"].locator(f"[data-name={name}]")).to_have_count(0)
        assert "bob's door" not in people.sightings.sources()
    assert stored(people) == {NAME: 2}
    assert names_in(copy) == {"Bob", NAME}


def test_photos_add_faces_and_what_is_unclear_is_asked(
    visit, people, engine, astronaut, group_photo, shared_data
):
    service = open_service(engine, people)
    keanu = sorted((shared_data / "lfw" / "known" / "Keanu_Reeves").glob("*.jpg"))
    enrol(service, NAME, [see_photo(service, keanu[0]).candidate])
    enrol(service, "Eileen", [see_photo(service, astronaut).candidate])
    page = visit("zh-CN")
    page.open_person(NAME)
    page.add_photos([keanu[0], keanu[1], group_photo])
    page.sees("person-chooser", page.says("page.enrol.choose", count=6, name=NAME))
    page["person-skip"].click()
    page.sees("people-said", page.says("page.people.added", count=1, name=NAME))
    page.sees("people-said", page.says("page.people.already", name=NAME))
    assert stored(people)[NAME] == 2
    page.add_photos([group_photo])
    number = page.says("page.enrol.face", number=2)
    page["person-chooser"].get_by_role("button", name=number).click()
    unlike = page.says("page.enrol.unlike", name=NAME, similarity="")
    page.answer(unlike.partition("（")[0])
    page.sees("people-said", page.says("page.people.added", count=1, name=NAME))
    assert stored(people)[NAME] == 3
    page.add_photos([astronaut])
    facts = {"other": "Eileen", "similarity": "1.00", "name": NAME}
    page.answer(page.says("page.enrol.resembles", **facts), confirmed=False)
    assert stored(people)[NAME] == 3
    page.add_photos([astronaut])
    page.answer(page.says("page.enrol.resembles", **facts))
    page.sees("person-head", page.says("page.people.faces", count=4))
    assert stored(people) == {NAME: 4, "Eileen": 1}


def test_what_others_changed_meanwhile_is_told_and_shown(visit, people, enrol_quickly, locale):
    bob = enrol_quickly("Bob", count=3)[0]
    page = visit(locale)
    page.open_person("Bob")
    page.choose_faces(0)
    people.people.remove_face(bob.face_ids[2])
    page["person-portrait"].click()
    page.sees("people-said", page.says("page.people.changed"))
    expect(page["person-faces"].locator("[data-face]")).to_have_count(2)
    page.choose_faces(0)
    page["person-delete-faces"].click()
    page.sees("people-question", page.says("page.people.ask_faces", count=1, name="Bob"))
    people.people.move_face(bob.face_ids[1], "Eve")
    page["person-note"].locator("textarea").fill("not yet saved")
    page["people-confirm"].click()
    page.sees("people-said", page.says("page.people.changed"))
    expect(page["person-faces"].locator("[data-face]")).to_have_count(1)
    expect(page["person-note"].locator("textarea")).to_have_value("not yet saved")
    assert stored(people) == {"Bob": 1, "Eve": 1}
    people.people.rename("Bob", "Robert")
    page["person-delete"].click()
    page.sees("people-said", page.says("page.people.now_called", name="Bob", new_name="Robert"))
    page.sees("person-head", "Robert")
    people.people.remove("Robert")
    page["person-save-note"].click()
    page.sees("people-said", page.says("page.people.gone", name="Robert"))
    expect(page.cards().locator("b")).to_have_text(["Eve"])


def test_when_and_where_somebody_was_seen_is_told_by_visits(visit, people, engine, enrol_quickly):
    bob = enrol_quickly("Bob", count=61)[0]
    model_id = people.register_model(engine.identity)
    vector = np.eye(1, engine.identity.dimension, dtype=np.float32)[0]
    start = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    times = [start + timedelta(minutes=minutes) for minutes in (0, 1, 120)]
    people.sightings.add(
        Sighting(bob.person_id, "browser", time, time, None, None, 0.7, b"", model_id, vector)
        for time in times
    )
    page = visit("zh-CN")
    page.open_person("Bob")
    last = times[-1].astimezone().strftime("%Y-%m-%d %H:%M")
    facts = {"time": last, "source": page.says("page.place.browser")}
    page.sees("person-head", page.says("page.people.seen", count=2, **facts))
    expect(page["person-seen"].locator("tbody tr")).to_have_count(2)
    page.sees("person-faces", page.says("page.people.range_faces", first=1, last=60, total=61))
    page["person-faces"].get_by_role("button", name=page.says("page.people.next")).click()
    expect(page["person-faces"].locator("[data-face]")).to_have_count(1)
