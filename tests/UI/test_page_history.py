"""History on the page: who was here, when, and the moment itself."""

import csv
import io
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from face_process.face_enroll import encode_crop, enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from SQL.backups import keep_backup
from SQL.database_operate import Store
from SQL.sightings import Sighting
from tests.command_line import run_here
from tests.UI.films import write_video
from tests.UI.visit import WAIT

NAME = "张三"
PHONE = {"width": 390, "height": 844}


def local_noon(days_ago):
    day = date.today() - timedelta(days=days_ago)
    return datetime.combine(day, time(12)).astimezone()


@pytest.fixture
def service(engine, people, astronaut):
    """Return a recogniser over the page's own people: one is known, nobody was seen yet."""
    people.sightings.forget(datetime.now(UTC) + timedelta(days=2))
    opened = open_service(engine, people)
    enrol(opened, NAME, [examine(opened, read_image(astronaut), NAME)])
    return opened


@pytest.fixture
def keep(service, astronaut):
    """Return a function that keeps somebody seen live: whose, when, for how long, where."""
    store = service.store
    crop = encode_crop(examine(service, read_image(astronaut), "x").crop)
    vector = np.eye(service.engine.identity.dimension, dtype=np.float32)[0]

    def add(name, start, minutes=1.0, source="door", **film):
        person = store.people.find(name).id if name else None
        start = start.astimezone(UTC)
        end = start + timedelta(minutes=minutes)
        similarity = 0.75 if name else None
        clock = (1.0, 2.0) if film else (None, None)
        one = Sighting(
            person, source, start, end, *clock, similarity, crop,
            service.gallery.model_id, vector, **film,
        )  # fmt: skip
        store.sightings.add([one])

    return add


@pytest.fixture
def street(service, running, astronaut, tmp_path):
    """Return a film, recognised on the command line, that shows somebody from 1 to 3 seconds."""
    image = read_image(astronaut)
    empty = np.full_like(image, 90)
    film = write_video(tmp_path / "street.mp4", [empty, image, image, empty], 4, sound=False)
    run_here(
        "recognize",
        film,
        FACEMIND_DATABASE=str(running[1] / "known_faces.db"),
        FACEMIND_PACK="mini",
    )
    return film


@contextmanager
def history(visit, locale="en-US"):
    page = visit(locale)
    page.tab("history")
    shown = page["history-list"].locator("li, .fm-note").first
    expect(shown).to_be_visible(timeout=WAIT)
    yield page


def choose(page, box, words):
    page[f"history-{box}"].locator("input").click()
    page.page.get_by_role("option", name=words, exact=True).click()


def rows(page):
    return page["history-list"].locator("li button")


def says(page, key, **values):
    return page.says(f"page.history.{key}", **values)


def test_a_row_opens_its_picture_and_the_moment_in_its_film(visit, people, street, keep, locale):
    keep(None, local_noon(0) - timedelta(days=1))
    with history(visit, locale) as page:
        expect(rows(page)).to_have_count(2)
        row = rows(page).filter(has_text=NAME)
        row.focus()
        page.page.keyboard.press("Enter")
        page.sees(
            "history-visit", says(page, "in_file", start="0:01.0", end="0:03.0", file="street.mp4")
        )
        picture = page["history-visit"].get_by_alt_text(says(page, "portrait", name=NAME))
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 112
        player = page["history-visit"].locator("video")
        page.page.wait_for_function(
            "video => video.readyState >= 2 && Math.abs(video.currentTime - 1.02) < 0.1",
            arg=player.element_handle(),
        )
        assert player.get_attribute("aria-label") == says(
            page, "player", file="street.mp4", start="0:01.0"
        )
        assert page.page.evaluate("document.activeElement.innerText") == NAME
        page["history-close"].press("Enter")
        expect(page["history-panel"]).to_be_hidden()
        expect(row).to_be_focused()
        street.write_bytes(b"something else")
        row.click()
        page.sees("history-visit", says(page, "file_gone", file="street.mp4"))
        expect(page["history-visit"].locator("video")).to_have_count(0)


def test_only_films_that_somebody_was_seen_in_are_served_and_only_while_they_are_the_same(
    visit, people, street, keep, tmp_path
):
    (tmp_path / "secret.txt").write_text("secret")
    keep(NAME, local_noon(0))
    keep(None, local_noon(0), source="secret.txt", file=str(tmp_path / "secret.txt"), clip="00")
    numbers = {one.source: one.id for one in people.sightings.find()}
    with history(visit) as page:

        def fetch(number):
            address = f"{page.address}/history/clip/{number}"
            return page.context.request.get(address, headers={"range": "bytes=4-7"})

        part = fetch(numbers["street.mp4"])
        assert (part.status, part.body()) == (206, b"ftyp")
        assert part.headers["content-type"] == "video/mp4"
        assert "street" not in str(part.headers)
        for number in (numbers["door"], numbers["secret.txt"], 999_999):
            assert fetch(number).status == 404
        street.write_bytes(b"something else")
        assert fetch(numbers["street.mp4"]).status == 404


def test_visits_are_found_by_person_days_place_and_pause(visit, people, keep, locale):
    noon = local_noon(0)
    for minute in (0, 4, 30):
        keep(NAME, noon + timedelta(minutes=minute))
    keep(None, local_noon(1), source="0")
    keep(NAME, local_noon(10), source="yard")
    keep(NAME, local_noon(40), source="upload.mp4", clip="c0ffee")
    with history(visit, locale) as page:
        expect(rows(page)).to_have_count(3)
        page.sees("history-list", page.says("page.place.camera", number=0))
        expect(rows(page).nth(1)).to_contain_text("12:00 – 12:05")
        page["history-gap"].locator("input").fill("60")
        expect(rows(page)).to_have_count(2)
        expect(rows(page).first).to_contain_text("12:00 – 12:31")
        choose(page, "who", says(page, "unknown"))
        expect(rows(page)).to_have_count(1)
        choose(page, "who", NAME)
        choose(page, "span", says(page, "month"))
        expect(rows(page)).to_have_count(2)
        choose(page, "source", "yard")
        expect(rows(page)).to_have_count(1)
        choose(page, "source", says(page, "everywhere"))
        choose(page, "span", says(page, "dates"))
        expect(rows(page)).to_have_count(3)
        page["history-last"].locator("input").first.fill(f"{local_noon(30):%Y-%m-%d}")
        page["history-last"].locator("input").first.press("Enter")
        expect(rows(page)).to_have_count(1)
        rows(page).click()
        page.sees("history-visit", says(page, "upload_gone", file="upload.mp4"))
        page["history-first"].locator("input").first.fill(f"{local_noon(0):%Y-%m-%d}")
        page["history-first"].locator("input").first.press("Enter")
        dates = {"first": local_noon(0).date(), "last": local_noon(30).date()}
        page.sees_toast(says(page, "wrong_order", **dates))
        choose(page, "span", says(page, "yesterday"))
        page.sees("history-list", says(page, "none"))
        page["history-gap"].locator("input").fill("-1")
        page.sees_toast(page.says("error.gap_out_of_range", value=-1, most=1440))


def test_a_visit_is_given_to_somebody_else_to_nobody_or_deleted(
    visit, people, service, keep, locale
):
    for hours in (0, 1):
        keep(NAME, local_noon(0) + timedelta(hours=hours))

    def whose():
        return sorted(one.name or "" for one in people.sightings.find())

    with history(visit, locale) as page:
        rows(page).first.click()
        page["history-assign"].click()
        page.sees_toast(says(page, "name_missing"))
        page["history-name"].locator("input").fill("新朋友")
        page["history-name"].locator("input").press("Enter")
        page["history-assign"].click()
        page.sees_toast(says(page, "enrolled", name="新朋友"))
        expect(page["history-panel"]).to_be_hidden()
        expect(rows(page).filter(has_text="新朋友")).to_have_count(1)
        assert whose() == ["张三", "新朋友"]
        assert people.people.find("新朋友").faces == 1
        rows(page).filter(has_text="新朋友").click()
        page["history-name"].locator("input").click()
        page.page.get_by_role("option", name=NAME, exact=True).click()
        page["history-learn"].locator("input").uncheck()
        page["history-assign"].click()
        page.sees_toast(says(page, "assigned", name=NAME))
        assert whose() == [NAME, NAME]
        assert people.people.find(NAME).faces == 1
        rows(page).first.click()
        page["history-disown"].click()
        page.sees_toast(says(page, "denied_so", name=NAME))
        expect(rows(page).filter(has_text=says(page, "unknown"))).to_have_count(1)
        rows(page).filter(has_text=says(page, "unknown")).click()
        page.sees("history-question", says(page, "who_is_it"))
        expect(page["history-disown"]).to_be_hidden()
        rows(page).filter(has_text=NAME).click()
        page.sees("history-question", says(page, "who_really"))
        page["history-remove"].click()
        page.sees("history-really", says(page, "really", count=1))
        page["history-keep"].click()
        expect(page["history-asking"]).to_be_hidden()
        copy = keep_backup(people, at_once=True)
        page["history-remove"].click()
        page.sees("history-really", copy.name)
        page["history-purge"].locator("input").check()
        page["history-remove-now"].click()
        page.sees_toast(says(page, "removed"))
        expect(rows(page)).to_have_count(1)
        assert whose() == [""]
        with Store(copy) as kept:
            assert len(kept.sightings.find()) == 1


def downloaded(page, kind):
    with page.page.expect_download() as download:
        page[f"history-{kind}"].click()
    assert NAME not in download.value.url
    return download.value.path().read_bytes()


def test_all_that_was_asked_for_is_downloaded_for_spreadsheets(visit, people, keep, locale):
    noon = local_noon(0)
    for number in range(60):
        keep(NAME, noon - timedelta(minutes=10 * number))
    people.people.rename(NAME, "=1+1")
    with history(visit, locale) as page:
        total = says(page, "count_visits", count=60)
        page.sees("history-place", says(page, "range", total=total, first=1, last=50))
        page["history-older"].click()
        page.sees("history-place", says(page, "range", total=total, first=51, last=60))
        expect(rows(page)).to_have_count(10)
        expect(page["history-older"]).to_be_disabled()
        written = downloaded(page, "csv").decode("utf-8-sig")
        heading, *lines = csv.reader(io.StringIO(written))
        assert (heading[0], len(lines)) == (says(page, "name"), 60)
        assert lines[0][:4] == [
            "'=1+1", "door", f"{noon:%Y-%m-%d}", f"{noon:%Y-%m-%d %H:%M:%S}",
        ]  # fmt: skip
        page["history-view"].get_by_text(says(page, "sheet"), exact=True).click()
        page.sees("history-list", says(page, "first_seen"))
        page.sees("history-list", "12:01")
        sheet = load_workbook(io.BytesIO(downloaded(page, "xlsx"))).active
        heading, first = list(sheet.iter_rows(max_row=2, values_only=True))
        columns = ("day_column", "name", "first_seen", "last_seen", "number", "present")
        assert heading == tuple(says(page, key) for key in columns)
        assert (first[0].date(), first[1], first[3]) == (noon.date(), "=1+1", time(12, 1))
        assert (first[4], first[5]) == (60, timedelta(hours=1))


def test_history_is_used_on_a_telephone(visit, people, keep, locale):
    keep("张三", local_noon(0), source="a very long name of a film that somebody recorded.mp4")
    with history(visit, locale) as page:
        page.page.set_viewport_size(PHONE)
        for step in (rows(page).first, page["history-remove"]):
            step.click()
            expect(page["history-visit"].locator("img").first).to_be_visible()
            assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        panel, listing = (page[f"history-{part}"].bounding_box() for part in ("panel", "list"))
        assert panel["y"] + panel["height"] <= listing["y"]
        expect(page["history-close"]).to_be_visible()
        page["history-view"].get_by_text(says(page, "sheet"), exact=True).click()
        page.sees("history-list", says(page, "present"))
        table = page["history-list"].locator(".fm-scroll").first
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
