"""The inputs say in the visitor's language why the browser gives them no camera."""

import pytest
from playwright.sync_api import expect

INPUTS = {"photo": "photo-in", "video": "video-in", "enrol": "enrol-in"}


@pytest.fixture(scope="module")
def without_camera(chromium):
    """Return a browser on a machine without a camera."""
    opened = chromium(None)
    yield opened
    opened.close()


def open_camera(page, tab):
    """Click for the camera of a tab's input, and return where a note about it appears."""
    page.tab(tab)
    page.control(INPUTS[tab], "camera").click()
    page[INPUTS[tab]].locator("[title='grant webcam access'] button").click()
    return page[INPUTS[tab]].get_by_role("alert")


def test_missing_camera_is_said_in_each_input(visit, without_camera, locale):
    page = visit(locale, using=without_camera)
    for tab in INPUTS:
        expect(open_camera(page, tab)).to_have_text(page.says("page.live.no_camera"))
    page["enrol-in"].locator("[title='grant webcam access'] button").click()
    expect(page["enrol-in"].get_by_role("alert")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "key"), [("NotAllowedError", "denied"), ("NotReadableError", "busy")]
)
def test_refused_camera_is_said_and_works_once_it_is_given(visit, name, key):
    page = visit(
        "zh-CN",
        script=f"""const real = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = async function (wanted) {{
            if (!window.given) throw new DOMException('', '{name}');
            return real.call(this, wanted);
        }};""",
    )
    note = open_camera(page, "photo")
    expect(note).to_have_text(page.says(f"page.live.{key}"))
    page.page.evaluate("window.given = true")
    page["photo-in"].locator("[title='grant webcam access'] button").click()
    expect(page.control("photo-in", "take")).to_be_visible()
    expect(note).to_have_count(0)


def test_address_that_gets_no_camera_is_said(visit):
    page = visit()
    page.page.evaluate("Object.defineProperty(navigator, 'mediaDevices', {value: undefined}); 0")
    with page.page.expect_event("pageerror"):  # Gradio asks all the same
        said = open_camera(page, "photo")
    expect(said).to_have_text(page.says("page.live.insecure"))
    page.complaints.clear()


def test_camera_without_a_microphone_is_recorded_without_sound(visit):
    page = visit(
        script="""const real = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = async function (wanted) {
            if (wanted.audio) throw new DOMException('', 'NotFoundError');
            return real.call(this, wanted);
        };""",
    )
    page.tab("video")
    page.record("video-in", seconds=0.5)
    expect(page["video-in"].get_by_label("grant webcam access")).to_have_count(0)
