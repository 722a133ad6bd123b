"""Pages for whoever reads them otherwise: magnified, in colors of their own, without motion, by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.finding import ask_place, box
from tests.browser.test_frame import EVERYWHERE
from tests.browser.waiting import expect_whole

MOST_STOPS = 60
# How far a page is wider than what shows it.
WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((element) => element.scrollWidth - element.clientWidth)"""
# Whether the focus is seen: a line or a shadow at the element itself or at the control around it.
SEEN = """() => {
    for (let one = document.activeElement; one && !one.matches('.stApp, body'); one = one.parentElement) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        if ((outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none') return true;
    }
    return false;
}"""
MOVING = """() => [...document.querySelectorAll('[class*="cc-"], .webmap, .webmap *')].filter((one) => {
    const { animationDuration, transitionDuration } = getComputedStyle(one);
    return [animationDuration, transitionDuration].join().split(',').some((time) => parseFloat(time) > 0.01);
}).map((one) => one.className)"""
SIGNS = """(all) => all.map((one) => {
    const { forcedColorAdjust, backgroundImage, backgroundColor, borderTopWidth } = getComputedStyle(one);
    const look = backgroundImage + backgroundColor;
    return { kept: forcedColorAdjust === 'none', look, edge: parseFloat(borderTopWidth) };
})"""


@pytest.fixture(scope="module")
def magnified(browser: Browser) -> Page:
    """Return a window of 1280 x 900 pixels at 200 %."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    return context.new_page()


@pytest.mark.parametrize("path", EVERYWHERE)
def test_at_twice_the_size_no_page_scrolls_sideways(
    magnified: Page, app_url: str, path: str
) -> None:
    magnified.goto(f"{app_url}/{path}")
    expect_whole(magnified)
    assert magnified.evaluate(WIDE) == [0, 0]
    expect(magnified.get_by_role("heading", level=1)).to_be_attached()


@pytest.fixture
def in_system_colors(page: Page) -> Iterator[Page]:
    """Return a page in the colors of the system.

    Chromium hands these down to the pages that are opened after it, even in other contexts, until they are
    taken back.
    """
    page.emulate_media(forced_colors="active")
    yield page
    page.emulate_media(forced_colors="none")


def test_in_colors_of_the_system_statuses_keep_their_patterns_and_edges(
    in_system_colors: Page, app_url: str
) -> None:
    page = in_system_colors
    page.goto(app_url)
    expect_whole(page)
    bars = page.locator(".cc-bar").evaluate_all(SIGNS)
    assert len(bars) == 3
    assert all(bar["kept"] and bar["edge"] >= 1 for bar in bars)
    parts = page.locator('[class^="cc-bar-"]').evaluate_all(SIGNS)
    assert len({part["look"] for part in parts}) >= 2
    # Before each word in the table a swatch; those of two statuses differ.
    expect(page.locator(".cc-status").nth(82)).to_be_attached()
    swatches = page.locator(".cc-status").evaluate_all(
        """(all) => all.map((one) => [one.textContent.trim(), getComputedStyle(one, '::before')])
            .map(([words, { forcedColorAdjust, backgroundImage, backgroundColor }]) =>
                [words, forcedColorAdjust, backgroundImage + backgroundColor])"""
    )
    looks = {look for _, _, look in swatches}
    assert {adjust for _, adjust, _ in swatches} == {"none"}
    assert len(looks) == len({words.partition(" (")[0] for words, _, _ in swatches}) > 1


@pytest.mark.parametrize("path", ["", "find", "distance"])
def test_who_asks_for_no_motion_gets_none_of_ours(page: Page, app_url: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/{path}")
    expect_whole(page)
    assert page.evaluate(MOVING) == []


def tab_to(page: Page, target: Locator, *, most: int = MOST_STOPS, key: str = "Tab") -> None:
    """Press Tab until an element has the focus, and fail where a stop on the way is not seen."""
    for _ in range(most):
        page.keyboard.press(key)
        # Inside a map's frame the frame itself shows where the focus is.
        if not page.evaluate("document.activeElement.matches('iframe, body')"):
            assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("(one) => one === document.activeElement"):
            return
    pytest.fail("the keyboard does not get there")


def test_by_keyboard_a_county_that_is_not_shown_is_found_and_opened(
    page: Page, app_url: str
) -> None:
    page.goto(app_url)
    expect_whole(page)
    skip = page.get_by_role("button", name="Skip the map")
    tab_to(page, skip)
    page.keyboard.press("Enter")
    name = page.get_by_role("region", name="Counties not shown").get_by_role("link").first
    tab_to(page, name)
    county = name.inner_text()
    page.keyboard.press("Enter")
    opened = page.get_by_role("button", name=f"Open {county} County").or_(
        page.get_by_role("link", name=f"Open {county} County")
    )
    expect(opened).to_be_visible()
    tab_to(page, opened, key="Shift+Tab")  # the county's answer stands above the names
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=f"{county} County")).to_be_visible()


def test_by_keyboard_a_place_is_typed_and_its_number_reached(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/find")
    expect_whole(page)
    tab_to(page, box(page), most=12)
    shown = ask_place(page, "38606")
    box(page).focus()
    number = page.locator(".cc-first").get_by_role("link", name=str(shown.mobile_crisis[0].phone))
    tab_to(page, number)


def test_by_keyboard_the_workbook_is_reached(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/sources")
    expect_whole(page)
    tab_to(page, page.get_by_role("button", name="workbook").first)
