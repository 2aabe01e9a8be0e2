"""What holds for every tab, whichever there are: width, words, names, contrast, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from README_images.page_scene import NAMES, write_scene
from tests.UI.conftest import web
from tests.UI.page_looks import CONTRAST, FOCUS

LOCALES = ["en-US", "zh-CN"]
PHONE = {"width": 390, "height": 844}
CONTROL = re.compile(
    r"^\s*- (?:button|checkbox|combobox|link|radio|searchbox|slider|spinbutton|switch|tab|textbox)"
    r"\b(?: \"(?P<name>(?:[^\"\\]|\\.)*)\")?"
)
OF_BOTH = {
    "FaceMind",
    "API",
    "CSV",
    "Excel",
    "English",
    "mini",
    "starter",
    "casia",
    "cpu",
    "CPU",
    "ONNX",
    "MB",
    "KB",
}
"""Proper names and abbreviations, which Chinese uses as they are."""
HANZI = re.compile(r"[\u4e00-\u9fff]+")
RAW = re.compile(r"i18n{|translation_metadata|\b(?:page|common|status)\.[a-z_]+")
"""What stands where a label wasn't translated."""
MOST_STEPS = 80


@pytest.fixture(scope="module")
def scene(shared_models, tmp_path_factory):
    """Return the address of a page whose tabs all have something to show."""
    folder = tmp_path_factory.mktemp("scene")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACEMIND_PACK", "mini")
        write_scene(folder)
    with web(folder) as (_, address):
        yield address


def foreign(language, words):
    """Return words of the other language, apart from names, paths, flags and variables."""
    words = re.sub(r"\S*[/\\]\S*|\S+\.(?:db|jpg|mp4)\b|--[\w-]+|FACEMIND_\w+", " ", words)
    if language == "zh":
        return set(re.findall(r"[A-Za-z]{2,}", words)) - OF_BOTH - names(r"[A-Za-z]+")
    return set(HANZI.findall(words)) - {"中文"} - names(HANZI)


def names(pattern):
    return {part for name in NAMES for part in re.findall(pattern, name)}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_tab_fits_a_telephone_in_one_language_with_names_for_all_controls(
    visit, scene, locale
):
    page = visit(locale, scene)
    page.page.set_viewport_size(PHONE)
    for tab in page.each_tab():
        assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], tab
        words = page.page.locator("body").inner_text()
        assert RAW.findall(words) == [], tab
        assert foreign(page.language, words) == set(), tab
        lines = page.page.locator("body").aria_snapshot().splitlines()
        controls = [found for found in map(CONTROL.match, lines) if found]
        assert len(controls) > 5
        assert [one.string for one in controls if not one["name"]] == [], tab
        said = " ".join(one["name"] for one in controls)
        assert foreign(page.language, said) == set(), tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_every_tab_stand_out_from_what_they_stand_on(visit, scene, scheme):
    page = visit("en-US", scene)
    page.page.evaluate("dark => document.body.classList.toggle('dark', dark)", scheme == "dark")
    for tab in page.each_tab():
        assert page.page.evaluate(CONTRAST) == {}, tab


def test_keyboard_reaches_what_can_be_done_and_shows_where_it_is(visit, scene):
    page = visit("en-US", scene)
    for tab in page.each_tab():
        page.page.locator("[role=tab][aria-selected=true]").first.focus()
        met = []
        for _ in range(MOST_STEPS):
            page.page.keyboard.press("Tab")
            here = page.page.evaluate(FOCUS)
            if here is None or here["name"] == "welcome-open":
                break
            met.append(here)
        assert len(met) > 1, tab
        assert [one for one in met if not (one["shown"] and one["onScreen"])] == [], tab


def test_page_has_its_landmarks_and_one_main_heading(visit, scene):
    page = visit("zh-CN", scene)
    expect(page.page.get_by_role("heading", level=1)).to_have_text("FaceMind")
    expect(page.page.get_by_role("main")).to_have_count(1)
    expect(page.page.get_by_role("navigation").first).to_be_visible()
    assert page.page.evaluate("document.documentElement.lang").startswith("zh")
