"""The open tab stands in the page's address."""

import re

import pytest
from playwright.sync_api import expect


def stands(page, place):
    """Wait until the address ends so."""
    expect(page.page).to_have_url(re.compile(rf"{re.escape(place)}$"))


def open_tab(page, name):
    """Wait until a tab, by the key of its label, is the open one."""
    tab = page.page.get_by_role("tab", name=page.says(f"page.{name}.tab"), exact=True)
    expect(tab).to_have_attribute("aria-selected", "true")


@pytest.fixture
def page(visit, enrol_quickly):
    enrol_quickly("张三")
    return visit("zh-CN")


def test_page_that_is_loaded_again_opens_its_tab_again(page):
    page.tab("people")
    stands(page, "/#/people")
    page.load_again()
    open_tab(page, "people")
    expect(page.cards()).to_have_count(1)


def test_back_and_forward_lead_through_the_tabs(page):
    page.tab("history")
    stands(page, "/#/history")
    page.tab("people")
    stands(page, "/#/people")
    page.page.go_back()
    open_tab(page, "history")
    page.page.go_back()
    open_tab(page, "photo")
    page.page.go_forward()
    open_tab(page, "history")


def test_back_leads_out_of_somebodys_page_whose_name_is_in_no_address(page):
    page.tab("live")
    stands(page, "/#/live")
    page.open_person("张三")
    stands(page, "/#/people/one")
    page.page.go_back()
    expect(page["person-head"]).to_be_hidden()
    expect(page.cards()).to_have_count(1)
    page.page.go_back()
    open_tab(page, "live")


def test_own_way_back_is_no_further_step(page):
    page.tab("live")
    stands(page, "/#/live")
    page.open_person("张三")
    stands(page, "/#/people/one")
    page["person-back"].click()
    stands(page, "/#/people")
    page.page.go_back()
    open_tab(page, "live")
