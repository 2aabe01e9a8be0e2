from base64 import b64encode

import cv2
import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.conftest import film

NAME = "张三"


@pytest.fixture(scope="session")
def darker(astronaut, tmp_path_factory):
    """Return another photo of the astronaut: mirrored and darker."""
    file = tmp_path_factory.mktemp("photos") / "darker.jpg"
    cv2.imwrite(str(file), cv2.convertScaleAbs(read_image(astronaut)[:, ::-1], alpha=0.7))
    return file


def stored(people):
    return {person.name: person.faces for person in people.people.all()}


def numbered(page, number):
    return page["enrol-faces"].get_by_role(
        "button", name=page.says("page.enrol.face", number=number)
    )


def test_uploaded_photo_makes_somebody_known(visit, people, astronaut, locale):
    page = visit(locale)
    page.tab("enrol")
    page.sees("people", page.says("page.people.none"))
    page.enrol(astronaut, f"  {NAME} ")
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    page.sees("people", NAME)
    expect(page["enrol-message"].locator("img")).to_have_count(1)
    assert stored(people) == {NAME: 1}
    page.tab("photo")
    page.upload("photo-in", astronaut)
    page.sees("photo-table", NAME)


def test_double_click_enrols_once_and_says_so(visit, people, astronaut):
    page = visit()
    page.tab("enrol")
    page.upload("enrol-in", astronaut)
    page.sees("enrol-faces", page.says("page.enrol.grade_good"))
    page.type_name(NAME)
    button = page["enrol-button"]
    button.evaluate("one => { one.clicks = 0; one.addEventListener('click', () => one.clicks++); }")
    button.dblclick()
    assert button.evaluate("one => one.clicks") == 1
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    assert stored(people) == {NAME: 1}


def test_photo_from_the_camera_makes_somebody_known(visit, people, engine, astronaut, locale):
    page = visit(locale)
    page.tab("enrol")
    page.type_name(NAME)
    page.photograph("enrol-in")
    page["enrol-button"].click()
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    service = open_service(engine, people)
    # A mirrored face would be less like its photo.
    upright, mirrored = (
        service.gallery.nearest(engine.embed(image, engine.detect(image)))[0].similarity
        for image in (read_image(astronaut), cv2.flip(read_image(astronaut), 1))
    )
    assert upright > mirrored
    assert upright > 0.9


def test_second_photo_of_the_same_person_adds_a_face(visit, people, astronaut, darker):
    page = visit()
    page.tab("enrol")
    page.enrol(astronaut, NAME)
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    expect(page["enrol-in"].locator("img")).to_have_count(0)
    assert page.name_typed() == ""
    page.enrol(darker, NAME)
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=2))
    assert stored(people) == {NAME: 2}


def test_several_photos_are_taken_at_once_and_useless_ones_named(
    visit, people, shared_data, group_photo, locale
):
    folder = shared_data / "lfw" / "known" / "Keanu_Reeves"
    photos = [*sorted(folder.glob("*.jpg"))[:3], group_photo]
    page = visit(locale)
    page.tab("enrol")
    page["enrol-more"].get_by_role("button").first.click()
    page.upload("enrol-files", photos)
    expect(page["enrol-files"].locator(".file")).to_have_count(len(photos))
    page.type_name(NAME)
    page["enrol-button"].click()
    asked = page.says("page.enrol.choose_or_leave_out", file=group_photo.name, count=6, name=NAME)
    page.sees("enrol-message", asked)
    assert stored(people) == {}
    page["enrol-anyway"].click()
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=3))
    several = page.says("page.enrol.several", count=6)
    page.sees(
        "enrol-message", page.says("page.enrol.refused", file=group_photo.name, reason=several)
    )
    assert stored(people) == {NAME: 3}


def test_face_clicked_when_asked_is_enrolled_with_the_clear_ones(
    visit, people, astronaut, group_photo
):
    page = visit("zh-CN")
    page.tab("enrol")
    drop(page, [astronaut, group_photo])
    page.sees("enrol-faces", page.says("page.enrol.choose_here", count=6))
    page.type_name(NAME)
    page["enrol-button"].click()
    expect(page["enrol-anyway"]).to_be_visible()
    numbered(page, 3).click()
    unlike = page.says("page.enrol.unlike", name=NAME, similarity="")
    page.sees("enrol-message", unlike.partition("（")[0])
    page["enrol-anyway"].click()
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=2))
    assert stored(people) == {NAME: 2}


def test_among_several_faces_the_clicked_one_is_enrolled(
    visit, people, engine, group_photo, locale
):
    page = visit(locale)
    page.tab("enrol")
    page.enrol(group_photo, NAME)
    page.sees("enrol-message", page.says("page.enrol.choose", count=6, name=NAME))
    assert stored(people) == {}
    numbered(page, 3).click()
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    expect(page["enrol-faces"].locator("button")).to_have_count(0)
    image = read_image(group_photo)
    matches = open_service(engine, people).gallery.nearest(
        engine.embed(image, engine.detect(image))
    )
    best = max(range(6), key=lambda index: matches[index].similarity)
    assert best == 2
    assert matches[best].similarity > 0.99


def test_group_in_front_of_the_camera_is_clicked_too(
    visit, chromium, people, group_photo, tmp_path
):
    browser = chromium(film(tmp_path / "group.mjpeg", group_photo))
    try:
        page = visit(using=browser)
        page.tab("enrol")
        page.type_name(NAME)
        page.photograph("enrol-in")
        page["enrol-button"].click()
        numbered(page, 6).click()
        page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
        page.sees("enrol-message", page.says("quality.too_small"))
        assert stored(people) == {NAME: 1}
    finally:
        browser.close()


def test_doubtful_face_is_stored_with_advice(visit, people, astronaut, tmp_path, locale):
    dim = cv2.GaussianBlur(read_image(astronaut) // 4, None, 4)
    cv2.imwrite(str(tmp_path / "dim.png"), dim)
    page = visit(locale)
    page.tab("enrol")
    page.enrol(tmp_path / "dim.png", NAME)
    page.sees("enrol-message", page.says("quality.blurred"))
    page.sees("enrol-message", page.says("quality.too_dark"))
    assert stored(people) == {NAME: 1}


def test_face_of_somebody_else_is_stored_only_when_confirmed(
    visit, engine, people, astronaut, locale
):
    service = open_service(engine, people)
    enrol(service, "Eileen", [examine(service, read_image(astronaut), "Eileen")])
    page = visit(locale)
    page.tab("enrol")
    page.enrol(astronaut, NAME)
    question = page.says("page.enrol.resembles", other="Eileen", similarity="1.00", name=NAME)
    page.sees("enrol-message", question)
    assert stored(people) == {"Eileen": 1}
    page["enrol-leave"].click()
    page.sees("enrol-message", page.says("page.enrol.left"))
    assert stored(people) == {"Eileen": 1}
    assert page.name_typed() == NAME
    page["enrol-button"].click()
    page.sees("enrol-message", question)
    page["enrol-anyway"].click()
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    expect(page["enrol-anyway"]).to_be_hidden()
    assert stored(people) == {"Eileen": 1, NAME: 1}


def test_somebody_else_of_a_name_that_is_taken_is_asked_about(
    visit, engine, people, astronaut, shared_data, locale
):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    page = visit(locale)
    page.tab("enrol")
    page.enrol(shared_data / "lfw" / "known" / "Keanu_Reeves" / "Keanu_Reeves_0001.jpg", NAME)
    question = page.says("page.enrol.unlike", name=NAME, similarity="0")
    page.sees("enrol-message", question.partition("0")[0])
    expect(page["enrol-message"].locator("img")).to_have_count(2)  # both, to be compared
    assert stored(people) == {NAME: 1}
    page.type_name(f"{NAME} 2")
    page["enrol-button"].click()
    page.sees("enrol-message", page.says("page.enrol.created_1", name=f"{NAME} 2"))
    assert stored(people) == {NAME: 1, f"{NAME} 2": 1}


def test_question_is_dropped_when_the_name_changes(visit, engine, people, astronaut):
    service = open_service(engine, people)
    enrol(service, "Eileen", [examine(service, read_image(astronaut), "Eileen")])
    page = visit()
    page.tab("enrol")
    page.enrol(astronaut, NAME)
    expect(page["enrol-anyway"]).to_be_visible()
    page.type_name("Eileen")
    expect(page["enrol-anyway"]).to_be_hidden()
    page["enrol-button"].click()
    page.sees("enrol-message", page.says("page.enrol.created", name="Eileen", count=2))


def test_useless_photo_is_refused_and_the_name_kept(visit, people, shared_data, tmp_path, locale):
    blank = tmp_path / "blank.png"
    cv2.imwrite(str(blank), read_image(shared_data / "bad_inputs" / "einstein.png") * 0 + 255)
    (tmp_path / "zero.jpg").write_bytes(b"")
    page = visit(locale)
    page.tab("enrol")
    for file, sentence in (
        (blank, page.says("error.no_face")),
        (tmp_path / "zero.jpg", page.says("error.image_unreadable", file="zero.jpg")),
        (
            shared_data / "bad_inputs" / "corrupted.png",
            page.says("error.image_unreadable", file="corrupted.png"),
        ),
    ):
        page.enrol(file, NAME)
        page.sees_toast(sentence)
        assert page.name_typed() == NAME
        page.control("enrol-in", "remove_image").click()
    assert stored(people) == {}


def test_missing_name_or_photo_is_asked_for(visit, people, astronaut, locale):
    page = visit(locale)
    page.tab("enrol")
    page.type_name(NAME)
    page["enrol-button"].click()
    page.sees_toast(page.says("page.photo.missing"))
    page.enrol(astronaut, "   ")
    page.sees_toast(page.says("error.name_empty"))
    assert stored(people) == {}


def test_name_is_shown_as_typed_and_never_run(visit, people, astronaut):
    name = "<img src=x onerror=alert(1)> ${1+1} {{value}} & 张"
    page = visit()
    page.page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
    page.tab("enrol")
    page.enrol(astronaut, name)
    page.sees("enrol-message", name)
    page.sees("people", name)
    page.tab("photo")
    page.upload("photo-in", astronaut)
    page.sees("photo-table", name)
    page.sees("photo-summary", name)
    assert stored(people) == {name: 1}


def test_what_a_photo_shows_is_said_before_anything_is_stored(
    visit, engine, people, astronaut, darker, locale
):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    page = visit(locale)
    page.tab("enrol")
    page.upload("enrol-in", darker)
    page.sees("enrol-faces", page.says("page.enrol.grade_good"))
    page.sees("enrol-faces", page.says("page.enrol.known_as", name=NAME))
    similarity = service.gallery.nearest(
        engine.embed(read_image(darker), engine.detect(read_image(darker)))
    )[0].similarity
    about = page.says("page.enrol.similar", similarity=f"{similarity:.2f}", count=1)
    page.sees("enrol-faces", about)
    expect(page["enrol-faces"].get_by_role("img", name=NAME)).to_be_visible()
    assert stored(people) == {NAME: 1}
    page["enrol-faces"].get_by_role("button", name=NAME).click()
    page.page.wait_for_function(
        "name => document.querySelector('#enrol-name input, #enrol-name textarea').value === name",
        arg=NAME,
    )
    page["enrol-button"].click()
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=2))
    expect(page["enrol-message"].locator("img")).to_have_count(2)
    page["enrol-next"].click()
    expect(page["enrol-message"]).not_to_contain_text(NAME)
    expect(page["enrol-next"]).to_be_hidden()


def test_the_same_photo_is_stored_once(visit, people, astronaut, tmp_path, locale):
    (tmp_path / "again.png").write_bytes(astronaut.read_bytes())
    page = visit(locale)
    page.tab("enrol")
    page.enrol(astronaut, NAME)
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    page.enrol(tmp_path / "again.png", NAME)
    page.sees("enrol-faces", page.says("page.enrol.already", names=NAME))
    page.sees("enrol-message", page.says("page.enrol.repeated", file="again.png", name=NAME))
    assert stored(people) == {NAME: 1}


def test_several_photos_dropped_at_once_are_judged_and_a_face_is_clicked_in_place(
    visit, people, astronaut, group_photo, shared_data, locale
):
    page = visit(locale)
    page.tab("enrol")
    drop(page, [astronaut, group_photo, shared_data / "bad_inputs" / "empty.png"])
    for grade in ("good", "open", "none"):
        page.sees("enrol-faces", page.says(f"page.enrol.grade_{grade}"))
    page.sees("enrol-faces", page.says("page.enrol.choose_here", count=6))
    page.sees("enrol-faces", page.says("error.image_unreadable", file="empty.png"))
    numbered(page, 3).click()
    expect(numbered(page, 3)).to_have_attribute("aria-pressed", "true")
    page.type_name(NAME)
    page["enrol-button"].click()
    page["enrol-anyway"].click()  # it is two people, which is asked about
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=2))
    assert stored(people) == {NAME: 2}


def drop(page, files):
    """Let files fall onto the place for one photo, as from a folder's window."""
    contents = [(file.name, b64encode(file.read_bytes()).decode()) for file in files]
    page["enrol-in"].locator("button").first.evaluate(
        """(place, contents) => {
            const carried = new DataTransfer();
            for (const [name, bytes] of contents) {
                const content = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
                carried.items.add(new File([content], name, {type: 'image/png'}));
            }
            place.dispatchEvent(new DragEvent('drop', {dataTransfer: carried, bubbles: true,
                cancelable: true}));
        }""",
        contents,
    )
