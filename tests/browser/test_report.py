"""The report in a real browser: on a wide and a narrow screen, and on paper."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from geo.access import gaps, measure
from geo.report import write
from tests import live
from tests.conftest import Done

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
SHEET = "counties/28009-benton.html"
LETTER_PX = 720
"""Between the margins of 0.5 in, at 96 pixels an inch."""
TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Contrast is looked at on the sheet, whose colors are all there are: ten thousand cells take long.
RULES = {SHEET: TAGS, write.INDEX: {**TAGS, "rules": {"color-contrast": {"enabled": False}}}}


@cache
def pages() -> tuple[write.Page, ...]:
    access = measure.measure(VERIFIED)
    return tuple(write.pages(VERIFIED, access, gaps.rank(VERIFIED, access)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write.write(folder, iter(pages()), len(pages()), lambda _share, _count: None)
    return folder


def wider_than_screen(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("name", [write.INDEX, SHEET])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, watch: Any, report: Path, name: str, width: int
) -> None:
    # axe is put into the page by a script tag, which the page's own policy refuses.
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    watch.follow(context)
    page = context.new_page()
    page.goto((report / name).as_uri())
    results = Axe().run(page, options=RULES[name])
    wide = wider_than_screen(page)
    context.close()
    assert results.violations_count == 0, results.generate_report()
    assert wide <= 0


def test_a_reader_goes_from_the_index_to_a_sheet_and_back(page: Page, report: Path) -> None:
    page.goto((report / write.INDEX).as_uri())
    page.get_by_role("region", name="Verdicts by county").get_by_role(
        "link", name="Benton", exact=True
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Benton County")
    expect(page.get_by_role("link", name="988", exact=True)).to_have_attribute("href", "tel:988")
    expect(page.get_by_role("img", name="Benton County and its neighbors")).to_be_visible()
    page.get_by_role("link", name="Statewide report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mississippi")


@pytest.mark.parametrize("name", [write.INDEX, SHEET])
def test_on_paper_everything_fits_between_the_margins(page: Page, report: Path, name: str) -> None:
    page.set_viewport_size({"width": LETTER_PX, "height": 950})
    page.emulate_media(media="print")
    page.goto((report / name).as_uri())
    assert wider_than_screen(page) <= 0
    over = page.evaluate(
        "limit => [...document.querySelectorAll('table, svg, li')].filter("
        "(one) => one.getBoundingClientRect().right > limit + 1).length",
        LETTER_PX,
    )
    assert over == 0


def test_patterns_tell_statuses_apart_without_color(page: Page, report: Path) -> None:
    page.goto((report / SHEET).as_uri())
    shapes = page.evaluate(
        "() => Object.fromEntries(['covered', 'claimed', 'gap'].map((one) => [one, "
        "getComputedStyle(document.querySelector(`.cc-${one}`), '::after').clipPath]))"
    )
    assert shapes["covered"] == "none"
    assert len(set(shapes.values())) == 3


def test_the_command_prints_the_statewide_report_and_all_sheets(
    run: Callable[..., Done],
    tmp_path: Path,
    chromium_path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROMIUM", chromium_path)
    done = run("report", "-o", str(tmp_path), "--pdf", "--as-of", "2026-11-21")
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "counties",
        "counties.pdf",
        "index.html",
        "statewide.pdf",
    ]
    statewide, sheets = (sheets_of(tmp_path / name) for name in ("statewide.pdf", "counties.pdf"))
    assert 10 <= statewide <= 40
    # Each county begins on a new sheet of paper, and takes two or three.
    assert 2 * 82 <= sheets <= 3 * 82
    content = (tmp_path / "counties.pdf").read_bytes()
    assert b"/MediaBox [0 0 612 792]" in content
    assert str(tmp_path).encode() not in content


def sheets_of(pdf: Path) -> int:
    """Return how many sheets of paper a PDF has, by the objects that it holds for them."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))
