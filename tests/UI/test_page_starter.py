"""The page works at once with the starter, and changes to better models without losing anybody."""

import zipfile

import pytest
from playwright.sync_api import expect

from README_images.page_screenshots import settle
from SQL.database_operate import Store
from tests.UI.conftest import PROJECT, web

LOCALES = ["en-US", "zh-CN"]
PHONE = {"width": 390, "height": 844}
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def bare(starter, tmp_path):
    """Return the address of a clone's page: a starter, no other models and no network."""
    own = {"HOME": str(tmp_path), "FACEMIND_MODELS": str(tmp_path / "models"), "FACEMIND_PACK": ""}
    offline = {"http_proxy": NOWHERE, "https_proxy": NOWHERE, "no_proxy": "127.0.0.1"}
    program = PROJECT / "tests" / "starter_client.py"
    with web(tmp_path, program, STARTER=str(starter), **own, **offline) as (_, address):
        yield address


@pytest.fixture
def better(shared_models, tmp_path):
    """Return a better pack's zip, called what the download is called."""
    file = tmp_path / "buffalo_l.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for model in (shared_models / "mini_casia").glob("*.onnx"):
            archive.write(model, model.name)
    return file


@pytest.mark.parametrize("locale", LOCALES)
def test_a_clone_recognises_at_once_and_a_better_pack_takes_over(
    bare, visit, better, tmp_path, locale
):
    page = visit(locale, bare)
    page["welcome-example"].click()
    name = page.says("page.welcome.example_name")
    page.sees("welcome-said", name)
    page["welcome-recognize"].click()
    page.sees("photo-table", name)
    page.sees("starter", page.says("page.starter.why"))
    page["starter-better"].click()
    page.sees("settings-pack-now", page.says("page.settings.pack.stopgap", pack="buffalo_l"))
    expect(page["starter"]).to_be_hidden()
    expect(page["pack-download"]).to_be_in_viewport()
    page.upload("pack-in", better)
    page.sees("pack-progress", page.says("page.settings.pack.takes_over", pack="buffalo_l"))
    facts = {"pack": "buffalo_l", "device": "cpu", "faces": 1}
    page.sees("settings-pack-progress", page.says("page.settings.pack.done", **facts))
    page.sees("settings-pack-now", "buffalo_l")
    page.tab("photo")
    page["photo-button"].click()
    page.sees("photo-table", name)
    again = visit(locale, bare)
    settle(again.page)
    expect(again["starter"]).to_be_hidden()
    with Store(tmp_path / "known_faces.db") as store:
        assert [person.faces for person in store.people.all()] == [1]
        assert store.setting("pack") is None


def test_line_on_the_starter_fits_a_telephone_and_is_put_away_for_good(bare, visit, tmp_path):
    page = visit("en-US", bare)
    page.page.set_viewport_size(PHONE)
    expect(page["starter"]).to_be_visible()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page["starter-later"].click()
    expect(page["starter"]).to_be_hidden()
    settle(page.page)
    with Store(tmp_path / "known_faces.db") as store:
        assert store.setting("starter_put_away") == "yes"
    page.load_again()
    settle(page.page)
    expect(page["starter"]).to_be_hidden()
    page.tab("settings")
    page.sees("settings-pack-now", page.says("page.settings.pack.stopgap", pack="buffalo_l"))
