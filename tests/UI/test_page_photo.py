import shutil

import numpy as np
import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.visit import Visit

NAME = "张三 Ann"
BAD_INPUTS = ["corrupted.png", "empty.png"]
FORMATS = ["bmp", "gif", "ico", "jpeg", "png", "tiff", "webp"]


@pytest.fixture
def known(engine, people, astronaut):
    """Enrol the astronaut from this process, beside the page."""
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    return service


def test_uploaded_photo_is_answered_with_name_similarity_and_threshold(
    visit, known, astronaut, locale
):
    page = visit(locale)
    page.upload("photo-in", astronaut)
    answer = page.says("page.photo.faces_1", names=NAME)
    page.sees("photo-summary", answer)
    expect(page.page.get_by_role("status").filter(has_text=answer)).to_have_count(1)
    for words in (NAME, "1.00", "0.50", page.says("page.table.similarity")):
        page.sees("photo-table", words)
    assert page.picture("photo-out").shape == read_image(astronaut).shape


def test_photo_that_is_no_longer_kept_is_asked_for_again(visit, running, astronaut, locale):
    page = visit(locale)
    page.upload("photo-in", astronaut)
    page.sees("photo-summary", page.says("page.photo.faces_1", names=page.says("page.unknown")))
    page.page.wait_for_function("[...document.images].every(image => image.complete)")
    page.expected_complaint = "Failed to load resource"  # where the picture is asked for again
    for upload in running[1].glob("gradio_temp/facemind-*/*"):
        if upload.is_dir():
            shutil.rmtree(upload)
    page["photo-button"].click()
    page.sees_toast(page.says("page.upload_lost"))


def test_answer_comes_into_view_on_a_phone(browser, running, known, astronaut):
    page = Visit(browser, running[0], viewport={"width": 390, "height": 844})
    page.upload("photo-in", astronaut)
    page.sees("photo-summary", NAME)
    expect(page["photo-summary"]).to_be_in_viewport(ratio=1)
    page.close()


def test_photo_from_the_camera_is_recognised_and_not_mirrored(visit, known, locale):
    page = visit(locale)
    page.photograph("photo-in")
    page.sees("photo-table", NAME)
    taken = page.picture("photo-out").astype(int)
    left, right = taken[:, 10:30].mean((0, 1)), taken[:, -30:-10].mean((0, 1))
    assert left[2] > 200 > left[0] + 100, "the red bar stands at the left"
    assert np.ptp(right) < 30


def test_pasted_photo_is_recognised(visit, known, astronaut):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.paste("photo-in", astronaut)
    page.sees("photo-table", NAME)


def test_strangers_are_unknown_with_the_nearest_person_beside(visit, known, group_photo, locale):
    page = visit(locale)
    page.upload("photo-in", group_photo)
    unknown = page.says("page.unknown")
    page.sees("photo-table", page.says("page.table.nearest", name=NAME))
    rows = page["photo-table"].locator("tbody tr")
    assert rows.count() == 6
    assert all(unknown in row for row in rows.all_inner_texts())
    page.sees("photo-summary", page.says("page.list_separator").join([unknown] * 6))


def test_with_nobody_enrolled_the_page_says_where_to_start(visit, astronaut, locale):
    page = visit(locale)
    page.sees("photo-summary", page.says("page.nobody"))
    page.upload("photo-in", astronaut)
    page.sees("photo-table", page.says("page.unknown"))
    page.sees("photo-summary", page.says("page.nobody"))


def test_person_enrolled_elsewhere_is_known_at_the_next_recognition(
    visit, engine, people, astronaut
):
    page = visit()
    page.upload("photo-in", astronaut)
    page.sees("photo-table", page.says("page.unknown"))
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    page["photo-button"].click()
    page.sees("photo-table", NAME)


def test_photo_taken_out_takes_its_answer_along(visit, known, astronaut):
    page = visit()
    page.upload("photo-in", astronaut)
    page.sees("photo-table", NAME)
    page.control("photo-in", "remove_image").click()
    expect(page["photo-table"]).not_to_contain_text(NAME)
    expect(page["photo-out"].locator("img")).to_have_count(0)


def test_photo_without_a_face_is_no_error(visit, tmp_path, locale):
    from PIL import Image

    Image.new("RGB", (320, 240), "white").save(tmp_path / "blank.png")
    page = visit(locale)
    page.upload("photo-in", tmp_path / "blank.png")
    page.sees("photo-summary", page.says("page.photo.no_face"))
    expect(page.page.get_by_test_id("toast-body")).to_have_count(0)


def test_files_that_are_no_pictures_get_a_sentence(visit, shared_data, tmp_path, locale):
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "zero.jpg").write_bytes(b"")
    files = [shared_data / "bad_inputs" / name for name in BAD_INPUTS]
    page = visit(locale)
    for file in [*files, tmp_path / "text.jpg", tmp_path / "zero.jpg"]:
        page.upload("photo-in", file)
        page.sees_toast(page.says("error.image_unreadable", file=file.name))


def test_every_kind_of_picture_is_recognised(visit, engine, people, shared_data):
    folder = shared_data / "bad_inputs"
    service = open_service(engine, people)
    photo = read_image(folder / "einstein.png")
    enrol(service, "Albert", [examine(service, photo, "Albert")])
    page = visit()
    for kind in FORMATS:
        with page.changing("photo-out"):
            page.upload("photo-in", folder / f"einstein.{kind}")
        page.sees("photo-table", "Albert")
        page.control("photo-in", "remove_image").click()
        expect(page["photo-table"]).not_to_contain_text("Albert")
