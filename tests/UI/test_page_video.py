import time

import av
import numpy as np
import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.films import FRAMES_A_SECOND, write_video

NAME = "张三"


@pytest.fixture(scope="module")
def clip(astronaut, tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("clips") / "clip.mp4", [read_image(astronaut)], 2)


@pytest.fixture(scope="module")
def long_clip(astronaut, tmp_path_factory):
    file = tmp_path_factory.mktemp("clips") / "long.mp4"
    return write_video(file, [read_image(astronaut)], 40, sound=False)


@pytest.fixture
def known(engine, people, astronaut):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])


def plays(page):
    """Return the length in seconds of the result, once it really plays."""
    video = page["video-out"].locator("video")
    expect(video).to_be_visible(timeout=90_000)
    return video.evaluate(
        """async video => {
            video.muted = true;
            await video.play();
            await new Promise(done => video.addEventListener('timeupdate', () =>
                video.currentTime > 0.2 && video.readyState >= 2 && done()));
            return video.duration;
        }"""
    )


def unfinished(running):
    """Return the folders of results that are being written."""
    folders = (running[1] / "gradio_temp").glob("*/video-*")
    return [folder for folder in folders if not list(folder.glob("*.mp4"))]


def all_gone(folders):
    """Wait until folders are removed."""
    end = time.monotonic() + 20
    while any(folder.exists() for folder in folders) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(folder.exists() for folder in folders)


def test_uploaded_video_gets_names_keeps_its_sound_and_plays(visit, known, clip, locale, tmp_path):
    page = visit(locale)
    page.tab("video")
    page.upload("video-in", clip)
    expect(page["video-in"].locator("video")).to_be_visible()
    page["video-button"].click()
    assert plays(page) == pytest.approx(2, abs=0.2)
    page.sees("video-progress", page.says("page.video.people_1", names=NAME))
    for words in (NAME, "0:00.0", "0:02.0", page.says("page.table.best")):
        page.sees("video-table", words)
    expect(page["video-cancel"]).to_be_hidden()
    source = page["video-out"].locator("video").get_attribute("src")
    result = tmp_path / "result.mp4"
    result.write_bytes(page.context.request.get(source).body())
    with av.open(str(result)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert container.streams.audio[0].codec_context.name == "aac"
        assert sum(1 for _ in container.decode(video=0)) == 2 * FRAMES_A_SECOND


@pytest.fixture(scope="module")
def late_clip(astronaut, tmp_path_factory):
    """Return a video that shows nobody for two seconds, then somebody for two."""
    image = read_image(astronaut)
    empty = np.full_like(image, 90)
    return write_video(tmp_path_factory.mktemp("clips") / "late.mp4", [empty, image], 4)


def test_click_on_somebody_takes_the_player_to_them(visit, known, late_clip, people, locale):
    before = len(people.sightings.find())
    page = visit(locale)
    page.tab("video")
    page.upload("video-in", late_clip)
    expect(page["video-in"].locator("video")).to_be_visible()
    page["video-button"].click()
    player = page["video-out"].locator("video")
    expect(player).to_be_visible(timeout=90_000)
    row = page["video-table"].locator("tbody tr")
    expect(row).to_have_count(1)
    hint = page.says("page.video.jump", time="0:02.0")
    expect(row.locator(".fm-jump")).to_have_attribute("title", hint)
    assert row.locator("img").evaluate("image => image.decode().then(() => image.naturalHeight)")
    for place in (row.locator(".fm-jump"), row.locator("td").nth(2)):
        player.evaluate("video => { video.currentTime = 0.5; }")
        place.click()
        page.page.wait_for_function(
            "video => Math.abs(video.currentTime - 2.02) < 0.1 && !video.seeking",
            arg=player.element_handle(),
        )
    assert len(people.sightings.find()) == before + 1
    seen = people.sightings.find(limit=1)[0]
    assert (seen.name, seen.source) == (NAME, late_clip.name)
    assert seen.from_seconds == pytest.approx(2.0, abs=0.05)


def test_video_recorded_with_the_camera_is_recognised(visit, known, locale):
    page = visit(locale)
    page.tab("video")
    page.record("video-in", 1)
    page["video-button"].click()
    assert plays(page) > 0.1  # a busy machine drops most of what a camera gives
    page.sees("video-table", NAME)


def test_cancel_stops_the_work_and_leaves_nothing(visit, running, known, long_clip, locale):
    page = visit(locale)
    page.tab("video")
    page.upload("video-in", long_clip)
    expect(page["video-in"].locator("video")).to_be_visible()
    page["video-button"].click()
    page.sees("video-progress", "%")
    expect(page["video-button"]).to_be_disabled()
    folders = unfinished(running)
    assert len(folders) == 1
    page["video-cancel"].click()
    page.sees("video-progress", page.says("page.video.cancelled"))
    assert all_gone(folders)
    expect(page["video-button"]).to_be_enabled()
    page["video-button"].click()
    page.sees("video-progress", "%")
    page["video-cancel"].click()
    page.sees("video-progress", page.says("page.video.cancelled"))


def test_closed_browser_tab_ends_the_work(visit, running, known, long_clip):
    page = visit()
    page.tab("video")
    page.upload("video-in", long_clip)
    expect(page["video-in"].locator("video")).to_be_visible()
    page["video-button"].click()
    page.sees("video-progress", "%")
    folders = unfinished(running)
    assert len(folders) == 1
    page.page.close()
    assert all_gone(folders)


def test_file_that_is_no_video_gets_a_sentence(visit, shared_data, tmp_path, locale):
    (tmp_path / "text.mp4").write_text("no video")
    page = visit(locale)
    page.tab("video")
    page.upload("video-in", tmp_path / "text.mp4")
    expect(page["video-in"].locator("video")).to_be_visible()
    page["video-button"].click()
    page.sees_toast(page.says("error.video_unreadable", file="text.mp4"))
    expect(page["video-button"]).to_be_enabled()
    expect(page["video-cancel"]).to_be_hidden()


def test_missing_video_is_asked_for(visit, locale):
    page = visit(locale)
    page.tab("video")
    page["video-button"].click()
    page.sees("video-progress", page.says("page.video.missing"))
