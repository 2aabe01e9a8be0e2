"""Every word that a visitor sees is in their language, Gradio's own included."""

import pytest
from playwright.sync_api import expect

from README_images.page_screenshots import TAB
from UI.look import css_string

LOCALES = ["en-US", "zh-CN"]
PHONE = {"width": 390, "height": 844}


def drawn(locator, where):
    """Return the words that the style sheet puts before or after an element."""
    content = locator.evaluate("(one, where) => getComputedStyle(one, where).content", where)
    return content.strip('"')


@pytest.mark.parametrize("locale", LOCALES)
def test_words_that_gradio_has_in_english_only_are_replaced_by_ours(visit, shared_data, locale):
    page = visit(locale)
    page.control("photo-in", "camera").click()
    allow = page["photo-in"].locator("[title='grant webcam access'] .wrap")
    assert drawn(allow, "::after") == page.says("page.allow_camera")
    page.upload("photo-in", shared_data / "bad_inputs" / "empty.png")
    title = page.page.locator(".toast-title.error")
    expect(title).to_be_visible()
    assert drawn(title, "::before") == page.says("page.attention")


@pytest.mark.parametrize("locale", LOCALES)
def test_hint_has_a_title_in_the_visitors_language(visit, locale):
    page = visit(locale)
    page["photo-button"].click()
    title = page.page.locator(".toast-title.info")
    expect(title).to_be_visible()
    assert drawn(title, "::before") == page.says("page.hint")
    page.sees_toast(page.says("page.photo.missing"))


@pytest.mark.parametrize("locale", LOCALES)
def test_file_of_the_wrong_kind_is_refused_in_the_visitors_language(visit, tmp_path, locale):
    note = tmp_path / "$1 note.txt"
    note.write_text("no picture")
    page = visit(locale)
    page.upload("photo-in", note)
    page.sees_toast(page.says("page.toast.wrong_kind", files=note.name))


def test_style_says_words_with_quotes_as_they_are():
    assert css_string('点"x" \\') == r'"点\"x\" \\"'


@pytest.mark.parametrize("locale", LOCALES)
def test_language_and_every_tab_can_be_chosen_on_a_telephone(visit, locale):
    page = visit(locale)
    page.page.set_viewport_size(PHONE)
    choice = page.page.locator(".fm-lang").bounding_box()
    assert choice["x"] + choice["width"] <= PHONE["width"]
    name = page.page.locator(".fm-head h1").bounding_box()
    assert abs(name["y"] + name["height"] / 2 - choice["y"] - choice["height"] / 2) < 20
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for tab in page.page.locator(TAB).all():
        box = tab.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("locale", LOCALES)
def test_small_pictures_and_boxes_are_named_in_the_visitors_language(visit, astronaut, locale):
    page = visit(locale)
    page["photo-more"].locator("button").first.click()
    page.upload("photo-files", [astronaut, astronaut])
    for number in (1, 2):
        name = page.says("page.controls.thumbnail", number=number, count=2)
        expect(page["photo-many"].get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(page.control("photo-files", "upload").first).to_have_attribute(
        "title", page.says("page.controls.upload")
    )
