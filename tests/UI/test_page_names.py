"""Names of files, which are often those of people, stay out of addresses."""

from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.films import write_video

NAME = "张三 (1)"


@pytest.fixture
def addresses(visit):
    """Return a page and the addresses that it asks for."""
    page, asked = visit(), []
    page.page.on("request", lambda request: asked.append(unquote(request.url)))
    return page, asked


def test_video_is_called_by_its_name_everywhere_but_in_addresses(
    addresses, engine, people, astronaut, tmp_path
):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    page, asked = addresses
    clip = write_video(tmp_path / f"{NAME}.mp4", [read_image(astronaut)], 1)
    page.tab("video")
    page.upload("video-in", clip)
    page["video-button"].click()
    expect(page["video-out"].locator("video")).to_be_visible(timeout=90_000)
    with page.page.expect_download() as saving:
        page.control("video-out", "download").click()
    assert saving.value.suggested_filename == f"{NAME}-facemind.mp4"
    assert {sighting.source for sighting in people.sightings.find()} == {f"{NAME}.mp4"}
    assert any("/gradio_api/file=" in address for address in asked)
    assert not any("张三" in address for address in asked)


def test_photo_is_told_by_its_name_when_it_is_refused(addresses, tmp_path):
    page, asked = addresses
    photo = tmp_path / f"{NAME}.png"
    photo.write_bytes(b"no picture")
    page.upload("photo-in", photo)
    page.sees_toast(page.says("error.image_unreadable", file=photo.name))
    assert not any("张三" in address or quote("张三") in address for address in asked)
