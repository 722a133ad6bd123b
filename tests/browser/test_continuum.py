"""The page The whole system in a real Chromium: two clicks away, readable at every width, by everyone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import expect_accessible
from tests.browser.fitting import tables_that_slide
from tests.browser.waiting import expect_whole

TITLE = "The whole system, in four parts"
PARTS = ["Someone to talk to", "Someone to respond", "Somewhere to go", "Continuing care"]
WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((element) => element.scrollWidth - element.clientWidth)"""

HIDDEN_SEGMENTS = """() => [...document.querySelectorAll('[data-testid=stButtonGroup] button')].filter((button) => {
    const own = button.getBoundingClientRect(), around = button.parentElement.getBoundingClientRect()
    return own.left < around.left - 2 || own.right > around.right + 2
}).map((button) => button.innerText)"""
"""The segments of a control that one has to scroll to."""


def test_the_whole_system_is_one_click_from_the_first_page(page: Page, app_url: str) -> None:
    page.goto(app_url)
    expect_whole(page)
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    for part in PARTS:
        expect(page.get_by_role("heading", level=2, name=part, exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", ["", "?county=28007"])
def test_nothing_scrolls_sideways_and_axe_finds_no_violation(
    page: Page, app_url: str, query: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app_url}/continuum{query}")
    expect_whole(page)
    expect(page.locator(".cc-foot")).to_be_attached()
    if query:
        expect(page.locator(".cc-county-fold")).to_be_visible()
        expect(page.locator(".cc-matrix")).to_be_hidden()
        page.locator("summary").get_by_text("The whole state, part by part").click()
        expect(page.locator(".cc-matrix")).to_be_visible()
    expect_accessible(page)
    assert page.evaluate(WIDE) == [0, 0]
    assert page.evaluate(HIDDEN_SEGMENTS) == []
    assert tables_that_slide(page) == []


def test_a_county_picked_here_goes_along(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/continuum?county=28007")
    expect_whole(page)
    answers = page.locator(".cc-answers").first
    expect(answers.locator("[data-part=care]")).to_contain_text("Claimed only")
    page.get_by_role("link", name="Open Attala County").click()
    expect(page).to_have_url(re.compile(r"/county\?county=28007$"))
