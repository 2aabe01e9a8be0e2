"""A name is questioned, confirmed and corrected on the page, and known at once."""

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_recognize import see_faces
from face_process.face_service import open_service
from face_process.image_file import read_image

ANGELINA, BEN = "Angelina_Jolie", "Ben_Affleck"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def photo_of(shared_data):
    """Return a function that gives the file of somebody's photo."""
    return lambda name, number: sorted((shared_data / "lfw" / "known" / name).iterdir())[number]


@pytest.fixture
def known(engine, people, photo_of):
    """Angelina and Ben, enrolled with a photo each from this process, beside the page."""
    service = open_service(engine, people)
    for name in (ANGELINA, BEN):
        enrol(service, name, [examine(service, read_image(photo_of(name, 0)), name)])
    return service


def faces(people):
    return {person.name: person.faces for person in people.people.all()}


def nearest_two(service, file):
    """Return the two people whom the largest face of a photo resembles most."""
    largest = max(see_faces(service, read_image(file)), key=lambda one: one.face.width)
    service.refresh()
    return service.gallery.candidates(largest.vector, 2)


def row(page, name):
    """Return the table's row of somebody known, or of the first stranger (None)."""
    rows = page["photo-table"].locator("tbody tr")
    if name is None:
        return rows.filter(has=page.page.locator(".fm-unknown")).first
    return rows.filter(has=page.page.locator("strong", has_text=name))


def recognise(page, file, name):
    """Upload a photo and wait for somebody's row."""
    page.upload("photo-in", file)
    expect(row(page, name)).to_be_visible()


def question(page, name):
    """Press the button of a row, and wait for the panel."""
    row(page, name).get_by_role("button").click()
    expect(page["photo-why"]).to_be_visible()


def type_name(page, name):
    """Type a name as a person does, without choosing among those offered."""
    box = page["photo-why-name"].locator("input")
    box.click()
    box.press_sequentially(name)


def test_a_clicked_face_is_explained_and_confirmed(visit, known, people, photo_of, locale):
    page = visit(locale)
    recognise(page, photo_of(ANGELINA, 1), ANGELINA)
    page["photo-out"].locator("img").click()  # in its middle, where LFW has the face
    named, _ = nearest_two(known, photo_of(ANGELINA, 1))
    values = {"similarity": f"{named.similarity:.2f}", "threshold": "0.50"}
    for words in (
        page.says("page.why.named", name=ANGELINA),
        page.says("page.why.rests", **values),
        page.says("page.why.next"),
        BEN,
    ):
        page.sees("photo-why-faces", words)
    expect(page["photo-why-faces"].locator("img")).to_have_count(3)
    bar = page["photo-why-faces"].get_by_role("img", name=page.says("page.why.bar", **values))
    expect(bar).to_be_visible()
    right = page.page.get_by_role("button", name=page.says("page.why.right", name=ANGELINA))
    right.click()
    page.sees("photo-why-said", page.says("page.why.kept", name=ANGELINA, count=2))
    page.sees("photo-table", "1.00")
    right.click()
    page.sees("photo-why-said", page.says("page.why.known", name=ANGELINA))
    assert faces(people) == {ANGELINA: 2, BEN: 1}
    page["photo-why-close"].click()
    expect(page["photo-why"]).to_be_hidden()


@pytest.mark.parametrize(("locale", "name"), [("en-US", BEN), ("zh-CN", "新来的人")])
def test_somebody_else_known_or_new_is_named_at_once(visit, known, people, photo_of, locale, name):
    page = visit(locale)
    recognise(page, photo_of(ANGELINA, 1), ANGELINA)
    question(page, ANGELINA)
    if name == BEN:  # the next nearest: a click takes the name
        page["photo-why-faces"].get_by_role(
            "button", name=page.says("page.why.choose", name=BEN)
        ).click()
        expect(page["photo-why-name"].locator("input")).to_have_value(BEN)
    else:
        type_name(page, name)
    page["photo-why-save"].click()
    expect(row(page, name)).to_contain_text("1.00")
    count = 2 if name == BEN else 1
    page.sees("photo-why-said", page.says("page.why.kept", name=name, count=count))
    assert faces(people)[name] == count
    page.sees("photo-why-faces", page.says("page.why.named", name=name))


def test_a_face_that_is_not_somebody_stays_so_until_a_better_match(
    visit, known, people, photo_of, locale
):
    file = photo_of(ANGELINA, 1)
    page = visit(locale)
    recognise(page, file, ANGELINA)
    question(page, ANGELINA)
    page.page.get_by_role("button", name=page.says("page.why.not", name=ANGELINA)).click()
    page.sees("photo-why-said", page.says("page.why.rejected", name=ANGELINA))
    expect(row(page, ANGELINA)).to_have_count(0)
    page = visit(locale)
    recognise(page, file, None)
    expect(row(page, ANGELINA)).to_have_count(0)
    assert faces(people) == {ANGELINA: 1, BEN: 1}
    enrol(known, ANGELINA, [examine(known, read_image(file), ANGELINA)])
    page["photo-button"].click()
    expect(row(page, ANGELINA)).to_contain_text("1.00")


def test_a_stranger_is_enrolled_with_the_keyboard_alone_on_a_telephone(
    visit, known, people, photo_of, locale
):
    page = visit(locale)
    page.page.set_viewport_size(PHONE)
    recognise(page, photo_of("Bill_Frist", 1), None)
    row(page, None).get_by_role("button").focus()
    page.page.keyboard.press("Enter")
    title = page["photo-why-faces"].locator("h3")
    expect(title).to_be_focused()
    expect(title).to_have_text(page.says("page.why.unknown"))
    expect(page["photo-why-not"]).to_be_hidden()
    box = page["photo-why-name"].locator("input")
    for _ in range(6):
        page.page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.page.keyboard.type("Ben")  # as the known Ben's name begins
    page.page.keyboard.press("Enter")
    page.sees("photo-why-said", page.says("page.why.kept", name="Ben", count=1))
    expect(row(page, "Ben")).to_contain_text("1.00")
    assert faces(people) == {ANGELINA: 1, BEN: 1, "Ben": 1}
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_face_like_a_third_person_is_asked_about(visit, known, people, photo_of, locale):
    enrol(known, "Eve", [examine(known, read_image(photo_of(ANGELINA, 2)), "Eve")])
    page = visit(locale)
    recognise(page, photo_of(ANGELINA, 1), "Eve")
    question(page, "Eve")
    type_name(page, BEN)
    page["photo-why-save"].click()
    _, third = nearest_two(known, photo_of(ANGELINA, 1))
    facts = {"other": third.name, "similarity": f"{third.similarity:.2f}", "name": BEN}
    page.sees("photo-why-said", page.says("page.why.resembles", **facts))
    page["photo-why-no"].click()
    page.sees("photo-why-said", page.says("page.why.left"))
    assert faces(people) == {ANGELINA: 1, BEN: 1, "Eve": 1}
    type_name(page, BEN)
    page["photo-why-save"].click()
    page.page.get_by_role("button", name=page.says("page.why.yes_resembles")).click()
    expect(row(page, BEN)).to_be_visible()
    assert faces(people)[BEN] == 2


def test_a_picture_enrolled_by_mistake_is_taken_out_only_when_confirmed(
    visit, known, people, photo_of
):
    page = visit()
    recognise(page, photo_of(ANGELINA, 0), ANGELINA)
    question(page, ANGELINA)
    page["photo-why-not"].click()
    page.sees("photo-why-said", page.says("page.why.enrolled_so", name=ANGELINA, count=1))
    assert faces(people) == {ANGELINA: 1, BEN: 1}
    page["photo-why-yes"].click()
    expect(row(page, ANGELINA)).to_have_count(0)
    assert faces(people) == {ANGELINA: 0, BEN: 1}


def test_without_a_name_nothing_is_stored_and_the_page_says_why(
    visit, known, people, photo_of, locale
):
    page = visit(locale)
    recognise(page, photo_of(ANGELINA, 1), ANGELINA)
    question(page, ANGELINA)
    page["photo-why-save"].click()
    page.sees_toast(page.says("error.name_empty"))
    people.people.remove(ANGELINA)
    page["photo-why-right"].click()
    page.sees_toast(page.says("error.person_gone"))
    assert faces(people) == {BEN: 1}


def test_visitors_question_their_own_photos(visit, known, photo_of):
    one, other = visit(), visit("zh-CN")
    recognise(one, photo_of(ANGELINA, 1), ANGELINA)
    recognise(other, photo_of(BEN, 1), BEN)
    question(one, ANGELINA)
    one.sees("photo-why-faces", one.says("page.why.named", name=ANGELINA))
    expect(other["photo-why"]).to_be_hidden()
    question(other, BEN)
    other.sees("photo-why-faces", other.says("page.why.named", name=BEN))
    recognise(one, photo_of(BEN, 1), BEN)
    expect(one["photo-why"]).to_be_hidden()
