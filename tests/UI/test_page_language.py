"""Which language the page speaks: chosen on it, else set for it, else the browser's."""

import pytest
from playwright.sync_api import expect

from tests.UI.conftest import web
from UI.texts import text


@pytest.fixture(params=["zh", "en"])
def set_language(request):
    return request.param


@pytest.fixture
def page_in(shared_models, tmp_path, set_language):
    """Return the address of a page whose language was set."""
    with web(tmp_path, FACEMIND_LANGUAGE=set_language) as (_, address):
        yield address


def test_language_that_was_set_is_spoken_until_the_visitor_chooses(visit, page_in, set_language):
    other = "en" if set_language == "zh" else "zh"
    page = visit("en-US" if set_language == "zh" else "zh-CN", page_in)
    page.language = set_language
    page.tab("photo")
    page.sees("photo-summary", text(set_language, "page.nobody"))  # said by the program
    page.tab("live")
    page.sees("live-note", text(set_language, "page.live.hint_kept", count=30))
    page.page.locator(f"[data-lang={other}]").click()
    page.language = other
    page.tab("photo")
    page.sees("photo-summary", text(other, "page.nobody"))
    expect(page["photo-button"]).to_have_text(text(other, "page.photo.button"))
