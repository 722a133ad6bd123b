"""Page Find help as its tests open it, ask it and read it."""

import re
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

from geo.referral import refer
from geo.referral.records import Answer, Referral
from tests import live
from tests.browser.waiting import expect_whole, wait_until

KNOWN = live.catalog()
UNITS = len(KNOWN.services.facilities)
TITLE = "Map of the place and the units. The answer on this page says the same in words."
MAP = f".webmap:has(> iframe[title='{TITLE}'])"
NOTHING_DRAWN = {"areas": 0, "counties": [], "possible": [], "own": []}


def answer_to(text: str) -> Answer:
    return refer.answer(live.today(), text, k=UNITS)


def load(page: Page, app_url: str) -> Page:
    """Load the page, before anything is typed."""
    page.goto(f"{app_url}/find")
    expect_map(page)
    return page


def as_new(page: Page, app_url: str) -> Page:
    """Return a page before anything is typed; where "Clear" does not bring that back, it is loaded."""
    if page.url != f"{app_url}/find" or not cleared(page):
        load(page, app_url)
    return page


def cleared(page: Page) -> bool:
    """Bring the page back to what it was when it was loaded, and tell whether that is so."""
    if box(page).input_value() or not page.locator(".cc-try").is_visible():
        # By keyboard: a window that changes its width may move the button away from the pointer.
        page.get_by_role("button", name="Clear").press("Enter")
    try:
        expect(answer(page)).to_contain_text("You will see whom to call first")
        expect_whole(page)
        expect_map(page)
    except AssertionError:
        return False
    page.evaluate(
        """() => {
            document.activeElement.blur();
            document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
        }"""
    )
    return (
        box(page).input_value() == ""
        and page.locator(".cc-try").is_visible()
        and page.locator(".st-key-find_ask").count() == 0
        and drawn(page) == NOTHING_DRAWN
    )


def expect_map(page: Page) -> None:
    expect(page.locator(MAP)).to_have_attribute("data-drawn", "find", timeout=30_000)
    expect(page.locator(MAP)).to_have_attribute("aria-busy", "false")


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Where is the person?")


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Answer")


def whole(page: Page) -> Locator:
    """Return all that is said of a place, also below the folds."""
    return page.locator(".cc-answer")


def choose(page: Page, number: int) -> None:
    """Choose one of the readings that are asked back."""
    page.locator(f".st-key-find_reading_{number}").get_by_role("button").click()
    expect(page.locator(".st-key-find_ask")).to_have_count(0)


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{TITLE}']")


def ask(page: Page, text: str, says: str | re.Pattern[str]) -> None:
    """Type a text, press Enter, and wait for an answer that says something."""
    box(page).fill(text)
    box(page).press("Enter")
    expect(answer(page)).to_contain_text(says)
    expect_map(page)


def ask_place(page: Page, text: str) -> Referral:
    """Ask for a text that is one place, and return what is to be shown of it."""
    found = answer_to(text)
    assert found.status == "ok"
    ask(page, text, found.referrals[0].placed)
    return found.referrals[0]


def expect_drawn(page: Page, expected: dict[str, Any]) -> None:
    """Wait until the map shows this of a look-up: the answer may be there a moment before."""
    wait_until(page, lambda: drawn(page) == expected)


def drawn(page: Page) -> dict[str, Any]:
    """Return what the map shows of a look-up, ids in order."""
    found: dict[str, Any] = (
        inside(page)
        .locator("body")
        .evaluate(
            """(body) => {
                const all = (css) => [...body.querySelectorAll(css)];
                return {
                    areas: all("path.area").length,
                    counties: all("path.county[data-chosen=true]").map((one) => one.dataset.id).sort(),
                    possible: all("[data-roles*=nearest]").map((one) => one.dataset.unit).sort(),
                    own: all("[data-roles*=own]").map((one) => one.dataset.unit).sort(),
                };
            }"""
        )
    )
    return found
