"""The file on adequacy in a real browser: on a wide and a narrow screen, and on paper."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.report import adequacy, adequacy_pages, pdf, write
from tests import live
from tests.browser.accessible import WCAG, expect_accessible
from tests.browser.fitting import expect_fits_on_letter, wider_than_screen

COUNTY = "adequacy/28009-benton.html"
# Contrast is looked at on the county's page, whose colors are all there are.
RULES: dict[str, Any] = {COUNTY: {}, adequacy_pages.INDEX: {"color-contrast": {"enabled": False}}}


@cache
def pages() -> tuple[write.Page, ...]:
    file = adequacy.adequacy(live.assessment(), live.access())
    return tuple(adequacy_pages.pages(live.assessment(), file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("adequacy")
    count = len(pages())
    write.write(made, iter(pages()), count, lambda _share, _count: None, adequacy_pages.FOLDER)
    return made


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [adequacy_pages.INDEX, COUNTY])
def test_axe_finds_nothing_nothing_scrolls_sideways_and_nothing_is_asked_for(
    kept: Page, folder: Path, name: str, width: int
) -> None:
    asked: list[str] = []
    kept.on("request", lambda request: asked.append(request.url))
    kept.set_viewport_size({"width": width, "height": 844})
    kept.goto((folder / name).as_uri())
    expect_accessible(kept, tags=(*WCAG, "best-practice"), rules=RULES[name])
    assert wider_than_screen(kept) <= 0
    assert asked == [(folder / name).as_uri()]


def test_a_reader_goes_from_the_list_to_a_county_and_back(page: Page, folder: Path) -> None:
    page.goto((folder / adequacy_pages.INDEX).as_uri())
    table = page.get_by_role("region", name="Services by county")
    table.get_by_role("link", name="Benton", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Benton County")
    expect(page.get_by_role("heading", name="Draft notice")).to_be_visible()
    page.get_by_role("link", name="Statewide list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mississippi")


@pytest.mark.parametrize("name", [adequacy_pages.INDEX, COUNTY])
def test_on_paper_everything_fits_between_the_margins(page: Page, folder: Path, name: str) -> None:
    expect_fits_on_letter(page, (folder / name).as_uri(), "table, li, article")


@pytest.mark.parametrize("place", [0, 1, 40, 80, 81])
def test_a_county_takes_two_sheets_of_paper_at_most(
    tmp_path: Path, chromium_path: str, place: int
) -> None:
    """The shortest, the longest and one between: the others lie between them."""
    counties = sorted((page for page in pages() if "/" in page.name), key=lambda one: len(one.html))
    assert len(counties) == 82
    file = tmp_path / "printed.pdf"
    pdf.print_pdf(chromium_path, counties[place].html, file)
    content = file.read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) <= 2
    assert b"/MediaBox [0 0 612 792]" in content
