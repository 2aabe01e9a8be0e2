"""Everybody who is known: leafed through, searched, opened and left again."""

from datetime import UTC, datetime, timedelta

import numpy as np
from playwright.sync_api import expect

from SQL.sightings import Sighting

PHONE = {"width": 390, "height": 844}


def numbered(count):
    return [f"Nr {number:03}" for number in range(count)]


def shown(page):
    return page.cards().locator("b").all_inner_texts()


def see(people, engine, person_id, time):
    model_id = people.register_model(engine.identity)
    vector = np.eye(1, engine.identity.dimension, dtype=np.float32)[0]
    people.sightings.add(
        [Sighting(person_id, "door", time, time, None, None, 0.7, b"", model_id, vector)]
    )


def test_people_are_leafed_through_and_found_as_one_types(visit, enrol_quickly, locale):
    enrol_quickly(*numbered(98), "Émile Zola", "张小三")
    page = visit(locale)
    page.tab("people")
    page.sees("people-grid", page.says("page.people.range", first=1, last=48, total=100))
    expect(page.cards()).to_have_count(48)
    assert shown(page)[:2] == ["Émile Zola", "Nr 000"]
    turn = page["people-grid"].get_by_role("button", name=page.says("page.people.next"))
    turn.click()
    page.sees("people-grid", page.says("page.people.range", first=49, last=96, total=100))
    turn.click()
    expect(page.cards()).to_have_count(4)
    expect(turn).to_be_disabled()
    for words, name in (("EMIL", "Émile Zola"), ("小", "张小三"), ("nr 77", "Nr 077")):
        page.search(words)
        expect(page.cards()).to_have_count(1)
        expect(page.cards().locator("b")).to_have_text(name)
    faces = page.says("page.people.faces", count=1)
    label = page.says("page.people.card", name="Nr 077", facts=faces)
    expect(page["people-grid"].get_by_role("button", name=label, exact=True)).to_be_visible()
    page.search("<b>{{1}}")
    page.sees("people-grid", page.says("page.people.no_match", search="<b>{{1}}"))


def test_people_are_sorted_by_who_is_new_or_was_seen_last(visit, people, engine, enrol_quickly):
    first, _, third = enrol_quickly("Zoe", "Bob", "Eve")
    time = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    see(people, engine, third.person_id, time)
    see(people, engine, first.person_id, time + timedelta(hours=2))
    page = visit("zh-CN")
    page.tab("people")
    for order, names in (
        ("newest", ["Eve", "Bob", "Zoe"]), ("seen", ["Zoe", "Eve", "Bob"]),
        ("name", ["Bob", "Eve", "Zoe"]),
    ):  # fmt: skip
        page["people-order"].locator("input").click()
        label = page.says(f"page.people.order_{order}")
        page.page.get_by_role("option", name=label, exact=True).click()
        expect(page.cards().locator("b")).to_have_text(names)
        if order == "seen":
            expect(page.cards().last).to_contain_text(page.says("page.people.never_seen"))


def test_where_nobody_is_known_the_way_to_enrolling_is_shown(visit, people, locale):
    page = visit(locale)
    page.tab("people")
    page.sees("people-grid", page.says("page.people.empty"))
    page["people-grid"].get_by_role("button", name=page.says("page.people.to_enrol")).click()
    expect(page["enrol-button"]).to_be_visible()


def test_who_has_no_picture_is_shown_by_their_initial(visit, enrol_quickly):
    enrol_quickly("张三", "alice", crop=None)
    enrol_quickly("Bob", crop=b"no picture")
    page = visit()
    page.tab("people")
    expect(page.cards().locator(".fm-initial")).to_have_text(["A", "B", "张"])


def test_back_leads_to_the_same_search_page_and_place(visit, enrol_quickly):
    enrol_quickly(*numbered(109), *"ABCDEFGH")
    page = visit()
    page.tab("people")
    page.search("r 0")
    page.sees("people-grid", page.says("page.people.range", first=1, last=48, total=109))
    page["people-grid"].get_by_role("button", name=page.says("page.people.next")).click()
    page.sees("people-grid", page.says("page.people.range", first=49, last=96, total=109))
    card = page["people-grid"].locator("[data-name='Nr 090']")
    card.scroll_into_view_if_needed()
    before = page.page.evaluate("scrollY")
    assert before > 0
    card.click()
    expect(page["person-back"]).to_be_focused()
    page["person-back"].click()
    expect(card).to_be_focused()
    page.sees("people-grid", page.says("page.people.range", first=49, last=96, total=109))
    assert abs(page.page.evaluate("scrollY") - before) < 2
    expect(page["people-search"].locator("input, textarea")).to_have_value("r 0")


def test_somebody_is_found_opened_and_left_with_the_keyboard_alone(visit, enrol_quickly):
    enrol_quickly("Bob", "Eve", count=2)
    page = visit()
    page.tab("people")
    expect(page.cards()).to_have_count(2)
    keys = page.page.keyboard
    page["people-search"].locator("input, textarea").focus()
    keys.type("eve")
    expect(page.cards()).to_have_count(1)
    keys.press("Tab")
    keys.press("Tab")
    expect(page.cards().first).to_be_focused()
    keys.press("Enter")
    expect(page["person-back"]).to_be_focused()
    keys.press("Tab")
    face = page["person-faces"].locator("[data-face]").first
    expect(face).to_be_focused()
    keys.press("Space")
    expect(face).to_have_attribute("aria-pressed", "true")
    keys.press("Tab")
    keys.press("Tab")
    expect(page["person-portrait"]).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page["people-question"].get_by_role("alertdialog")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page["people-asking"]).to_be_hidden()
    page["person-back"].focus()
    keys.press("Enter")
    expect(page.cards().first).to_be_focused()


def test_people_fit_on_a_telephone(visit, enrol_quickly):
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2
    enrol_quickly("Bob", name[:64], count=5)
    page = visit()
    page.page.set_viewport_size(PHONE)
    page.tab("people")
    width = "document.documentElement.scrollWidth"
    expect(page.cards()).to_have_count(2)
    assert page.page.evaluate(width) <= PHONE["width"]
    page.open_person(name[:64])
    page.choose_faces(0)
    page["person-delete-faces"].click()
    page.sees("people-question", page.says("page.people.ask_faces", name=name[:64], count=1))
    assert page.page.evaluate(width) <= PHONE["width"]
