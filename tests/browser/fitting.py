"""Whether a page fits: nothing scrolls sideways or jumps on a screen, nothing runs over the edge of paper."""

from playwright.sync_api import Page

LETTER_PX = 691
"""8.5 inches less both margins of 0.65 in (report/paper.css), at 96 pixels an inch."""

# Adds up how far what is seen jumps while a page loads; see LayoutShift of the Web APIs.
SHIFTS = """() => {
    window.shifted = 0;
    window.shifts = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.hadRecentInput) return;
        window.shifted += entry.value;
        window.shifts.push(entry.sources.map(({ node, previousRect, currentRect }) =>
            [node?.className, previousRect.y, previousRect.height, currentRect.y, currentRect.height].join(" ")));
    })).observe({ type: "layout-shift", buffered: true });
}"""
MOST_SHIFTED = 0.1
"""Up to here a page does not jump, by Cumulative Layout Shift of the Web Vitals."""


def count_shifts(page: Page) -> None:
    """Have every page that is loaded from now on count how far it jumps."""
    page.add_init_script(f"({SHIFTS})()")


def expect_no_jump(page: Page) -> None:
    """Fail where what was seen since the page was loaded has jumped."""
    assert page.evaluate("window.shifted") <= MOST_SHIFTED, page.evaluate("window.shifts")


def wider_than_screen(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def tables_that_slide(page: Page) -> list[str]:
    """Return the names of the frames of tables that hold more than they show."""
    found: list[str] = page.locator(".cc-scroll").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)"
    )
    return found


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
