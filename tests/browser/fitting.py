"""Whether a page fits: nothing scrolls sideways on a screen, nothing runs over the edge of paper."""

from playwright.sync_api import Page

LETTER_PX = 691
"""8.5 inches less both margins of 0.65 in (report/paper.css), at 96 pixels an inch."""


def wider_than_screen(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def expect_fits_on_letter(page: Page, address: str, elements: str) -> None:
    """Fail where, printed on US Letter, an element that a selector finds passes the right margin."""
    page.set_viewport_size({"width": LETTER_PX, "height": 950})
    page.emulate_media(media="print")
    page.goto(address)
    assert wider_than_screen(page) <= 0
    over = page.evaluate(
        "([limit, elements]) => [...document.querySelectorAll(elements)].filter("
        "(element) => element.getBoundingClientRect().right > limit + 1).length",
        [LETTER_PX, elements],
    )
    assert over == 0
