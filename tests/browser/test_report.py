"""The report in a real browser: on a wide and a narrow screen, and on paper."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.access import gaps, measure
from geo.report import pdf, write
from tests import live, small_state
from tests.browser.accessible import WCAG, expect_accessible
from tests.browser.fitting import expect_fits_on_letter, wider_than_screen
from tests.conftest import Done

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
SHEET = "counties/28009-benton.html"
"""Between the margins of 0.5 in, at 96 pixels an inch."""
# Contrast is looked at on the sheet, whose colors are all there are: ten thousand cells take long.
RULES: dict[str, Any] = {SHEET: {}, write.INDEX: {"color-contrast": {"enabled": False}}}


@cache
def pages() -> tuple[write.Page, ...]:
    access = measure.measure(VERIFIED)
    return tuple(write.pages(VERIFIED, access, gaps.rank(VERIFIED, access)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write.write(folder, iter(pages()), len(pages()), lambda _share, _count: None)
    return folder


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [write.INDEX, SHEET])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    kept: Page, report: Path, name: str, width: int
) -> None:
    kept.set_viewport_size({"width": width, "height": 844})
    kept.goto((report / name).as_uri())
    expect_accessible(kept, tags=(*WCAG, "best-practice"), rules=RULES[name])
    assert wider_than_screen(kept) <= 0


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
    expect_fits_on_letter(page, (report / name).as_uri(), "table, svg, li")


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
    home = small_state.write(tmp_path / "data")
    folder = tmp_path / "report"
    asked = ("--data", str(home), "--as-of", small_state.DAY.isoformat())
    done = run("report", "-o", str(folder), "--pdf", *asked)
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [
        "counties",
        "counties.pdf",
        "index.html",
        "statewide.pdf",
    ]
    assert sheets_of(folder / "statewide.pdf") >= 3
    # Each of the three counties begins on a new sheet of paper.
    assert 3 <= sheets_of(folder / "counties.pdf") <= 3 * 3
    for name in ("statewide.pdf", "counties.pdf"):
        content = (folder / name).read_bytes()
        assert b"/MediaBox [0 0 612 792]" in content
        assert str(tmp_path).encode() not in content


def county_sheets() -> list[write.Page]:
    """Return the pages of the counties, the shortest first."""
    sheets = [page for page in pages() if "/" in page.name]
    return sorted(sheets, key=lambda page: len(page.html))


def documents(printed: Sequence[write.Page]) -> Mapping[str, bytes]:
    return pdf.documents(printed, "Mississippi", "stamp")


def test_every_county_begins_a_sheet_of_the_document_that_is_printed() -> None:
    assert len(county_sheets()) == len(KNOWN.counties)
    begun = documents(pages())["counties.pdf"].count(b'<article class="cc-new-page ')
    assert begun == len(KNOWN.counties)


@pytest.mark.parametrize(
    ("part", "least", "most"), [("statewide", 10, 40), ("shortest", 6, 9), ("longest", 6, 9)]
)
def test_the_statewide_report_takes_some_sheets_of_paper_and_a_county_two_or_three(
    tmp_path: Path, chromium_path: str, part: str, least: int, most: int
) -> None:
    """Three shortest and three longest county sheets are printed: the others lie between them."""
    if part == "statewide":
        content = documents(pages())["statewide.pdf"]
    else:
        three = county_sheets()[:3] if part == "shortest" else county_sheets()[-3:]
        content = documents(three)["counties.pdf"]
    file = tmp_path / "printed.pdf"
    pdf.print_pdf(chromium_path, content, file)
    assert least <= sheets_of(file) <= most
    assert b"/MediaBox [0 0 612 792]" in file.read_bytes()
    assert str(tmp_path).encode() not in file.read_bytes()


def sheets_of(file: Path) -> int:
    """Return how many sheets of paper a PDF has, by the objects that it holds for them."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes()))
