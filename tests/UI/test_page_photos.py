"""Several photos at once, chosen or dropped; large ones shown small."""

from base64 import b64encode

import cv2
import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image

ANGELINA, BEN, BILL = "Angelina_Jolie", "Ben_Affleck", "Bill_Frist"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def photos(shared_data):
    """One photo each of three people."""
    return [
        sorted((shared_data / "lfw" / "known" / name).iterdir())[1]
        for name in (ANGELINA, BEN, BILL)
    ]


@pytest.fixture
def known(engine, people, shared_data):
    """Angelina, enrolled with another photo."""
    service = open_service(engine, people)
    file = sorted((shared_data / "lfw" / "known" / ANGELINA).iterdir())[0]
    enrol(service, ANGELINA, [examine(service, read_image(file), ANGELINA)])
    return service


def captions(page):
    return page["photo-many"].locator(".caption-label")


def test_several_photos_are_named_and_a_broken_one_is_told(
    visit, known, photos, shared_data, tmp_path, locale
):
    blank = tmp_path / "blank.png"
    cv2.imwrite(str(blank), read_image(photos[0]) * 0)
    broken = shared_data / "bad_inputs" / "corrupted.png"
    page = visit(locale)
    page["photo-more"].get_by_role("button").first.click()
    page.upload("photo-files", [photos[0], broken, photos[1], blank])
    page.sees("photo-many-said", page.says("page.photos.done", count=3))
    reason = page.says("error.image_unreadable", file=broken.name)
    left_out = page.says("page.photos.unread", file=broken.name, reason=reason)
    page.sees("photo-many-said", left_out)
    unknown = page.says("page.unknown")
    expect(captions(page)).to_contain_text([ANGELINA, unknown, page.says("page.photos.no_face")])
    page["photo-many"].locator("button.thumbnail-item").nth(1).click()
    page.sees("photo-table", unknown)
    assert page.picture("photo-out").shape == read_image(photos[1]).shape
    page.page.set_viewport_size(PHONE)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_correction_names_all_open_photos_anew(visit, known, photos, shared_data):
    same = sorted((shared_data / "lfw" / "known" / BEN).iterdir())[0]
    page = visit()
    page["photo-more"].get_by_role("button").first.click()
    page.upload("photo-files", [same, photos[1]])
    page.sees("photo-many-said", page.says("page.photos.done", count=2))
    page["photo-many"].locator("button.thumbnail-item").first.click()
    page["photo-table"].get_by_role("button").click()
    page["photo-why-name"].locator("input").fill("Ben 本")
    page["photo-why-save"].click()
    expect(captions(page)).to_contain_text(["Ben 本", "Ben 本"])


def test_several_photos_dropped_onto_the_one_are_all_recognised(visit, known, photos):
    page = visit()
    page.page.evaluate(
        """async files => {
            const dropped = new DataTransfer();
            for (const [name, source] of files)
                dropped.items.add(new File([await (await fetch(source)).blob()], name,
                    {type: 'image/jpeg'}));
            document.querySelector('#photo-in button').dispatchEvent(new DragEvent('drop',
                {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }""",
        [[file.name, data_url(file)] for file in photos],
    )
    page.sees("photo-many-said", page.says("page.photos.done", count=3))
    expect(captions(page)).to_contain_text([ANGELINA, *[page.says("page.unknown")] * 2])
    expect(page["photo-in"].locator("img")).to_have_count(0)


def data_url(file):
    return f"data:image/jpeg;base64,{b64encode(file.read_bytes()).decode()}"


def test_a_large_photo_is_shown_smaller_and_its_faces_are_found_where_they_are_clicked(
    visit, known, photos, tmp_path
):
    wide = cv2.hconcat([read_image(photos[0]), read_image(photos[1]) * 0])
    large = cv2.resize(wide, (4000, 2000), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(tmp_path / "large.jpg"), large)
    page = visit()
    page.upload("photo-in", tmp_path / "large.jpg")
    page.sees("photo-table", ANGELINA)
    assert page.picture("photo-out").shape == (800, 1600, 3)
    box = page["photo-out"].locator("img").bounding_box()
    shown = {"x": box["width"] * 0.75, "y": box["height"] / 2}
    page["photo-out"].locator("img").click(position=shown)
    expect(page["photo-why"]).to_be_hidden()
    shown["x"] = box["width"] * 0.25
    page["photo-out"].locator("img").click(position=shown)
    page.sees("photo-why-faces", page.says("page.why.named", name=ANGELINA))
