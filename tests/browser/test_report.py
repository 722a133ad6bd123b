"""The report in a real browser: on a wide and a narrow screen, and on paper."""

import re
import shutil
import subprocess
from collections import Counter
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
MOST_SHEETS, MOST_WORDS, MOST_SHEETS_OF_A_COUNTY = 12, 6000, 2
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


def test_a_reader_goes_from_the_index_to_a_sheet_to_a_neighbor_and_back(
    page: Page, report: Path
) -> None:
    page.goto((report / write.INDEX).as_uri())
    table = page.get_by_role("region", name="All 82 counties and the required services")
    table.get_by_role("link", name="Benton", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Benton County")
    expect(page.get_by_role("link", name="988", exact=True)).to_have_attribute("href", "tel:988")
    expect(page.get_by_role("img", name="Benton County and its neighbors")).to_be_visible()
    around = page.get_by_role("navigation", name="Counties around")
    around.get_by_role("link", name="Union", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Union County")
    page.get_by_role("link", name="All counties").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Does every county have")
    page.get_by_role("link", name="Wayne County: Claimed only").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wayne County")


def test_on_a_phone_every_answer_of_the_matrix_is_in_sight(page: Page, report: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((report / write.INDEX).as_uri())
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.cc-matrix .cc-status')]
        .filter(one => one.getBoundingClientRect().right > innerWidth).length"""
    )
    assert outside == 0


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
        "annex.html",
        "counties",
        "counties.pdf",
        "counties.xlsx",
        "crisis.html",
        "crisis.pdf",
        "find-help.html",
        "index.html",
        "layers.gpkg",
        "statewide.pdf",
    ]
    assert sheets_of(folder / "statewide.pdf") >= 3
    # Each of the three counties begins on a new sheet of paper.
    assert 3 <= sheets_of(folder / "counties.pdf") <= 3 * 2
    for name in ("statewide.pdf", "counties.pdf"):
        content = (folder / name).read_bytes()
        assert b"/MediaBox [0 0 612 792]" in content
        assert str(tmp_path).encode() not in content


def documents(printed: Sequence[write.Page]) -> Mapping[str, bytes]:
    return pdf.documents(printed, "Mississippi", "stamp")


def test_every_county_begins_a_sheet_of_the_document_that_is_printed() -> None:
    begun = documents(pages())["counties.pdf"].count(b'<article class="cc-new-page ')
    assert begun == len(KNOWN.counties)


def printed(tmp_path: Path, chromium_path: str, name: str) -> list[str]:
    """Print a document and return the words of each sheet of paper."""
    file = tmp_path / "printed.pdf"
    pdf.print_pdf(chromium_path, documents(pages())[name], file)
    assert str(tmp_path).encode() not in file.read_bytes()
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", file.read_bytes())) == {b"0 0 612 792"}
    if not shutil.which("pdftotext"):
        return [""] * sheets_of(file)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def test_the_brief_takes_three_sheets_of_paper_and_all_with_the_annex_twelve(
    tmp_path: Path, chromium_path: str
) -> None:
    sheets = printed(tmp_path, chromium_path, "statewide.pdf")
    assert len(sheets) <= MOST_SHEETS
    words = [len(sheet.split()) for sheet in sheets]
    assert sum(words) <= MOST_WORDS
    if any(words):
        assert "What to ask" in sheets[0]
        assert "Adams" in sheets[1]
        assert "Yazoo" in sheets[2]
        assert "annex" in sheets[3]


def test_what_to_do_in_a_crisis_takes_one_sheet_of_paper(
    tmp_path: Path, chromium_path: str
) -> None:
    assert len(printed(tmp_path, chromium_path, "crisis.pdf")) == 1


def test_every_county_takes_two_sheets_of_paper_at_most(tmp_path: Path, chromium_path: str) -> None:
    """All 82 are printed in one run: page numbers alone would not tell whose third sheet it is."""
    sheets = printed(tmp_path, chromium_path, "counties.pdf")
    counted: Counter[str] = Counter(sheet.strip().partition(" County,")[0] for sheet in sheets)
    if counted.keys() != {""}:
        assert counted.keys() == {county.name for county in KNOWN.counties}
        assert max(counted.values()) <= MOST_SHEETS_OF_A_COUNTY, counted.most_common(3)
    assert len(sheets) <= MOST_SHEETS_OF_A_COUNTY * len(KNOWN.counties)


def sheets_of(file: Path) -> int:
    """Return how many sheets of paper a PDF has, by the objects that it holds for them."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes()))
