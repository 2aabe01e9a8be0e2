"""The page as a clone runs it: whatever else is missing, this is tried everywhere."""

import pytest
from playwright.sync_api import expect

from face_process.image_file import read_image
from tests.clone import CLONE, bare
from tests.UI.conftest import web
from tests.UI.films import write_video
from tests.UI.visit import Visit

NAME = "张三 Ann"


@pytest.fixture
def clone(tmp_path):
    with web(tmp_path, CLONE, **bare(tmp_path)) as (_, address):
        yield address


@pytest.fixture
def page(clone, browser, locale):
    opened = Visit(browser, clone, locale)
    yield opened
    opened.close()


def test_somebody_is_enrolled_and_recognised_in_photo_video_and_live(
    page, astronaut, group_photo, tmp_path
):
    page.sees("starter", page.says("page.starter.why"))
    page.tab("enrol")
    page.enrol(astronaut, NAME)
    page.sees("enrol-message", page.says("page.enrol.created_1", name=NAME))
    page.tab("photo")
    page.upload("photo-in", astronaut)
    page.sees("photo-summary", page.says("page.photo.faces_1", names=NAME))
    page.control("photo-in", "remove_image").click()
    page.upload("photo-in", group_photo)
    unknown = page.says("page.unknown")
    page.sees("photo-summary", page.says("page.list_separator").join([unknown] * 6))
    page.tab("video")
    page.upload("video-in", write_video(tmp_path / "clip.mp4", [read_image(astronaut)], 2))
    page["video-button"].click()
    page.sees("video-progress", page.says("page.video.people_1", names=NAME))
    page.tab("live")
    page["live-start"].click()
    expect(page.page.locator("#live-faces .fm-face-known")).to_contain_text(NAME)
    page["live-stop"].click()
