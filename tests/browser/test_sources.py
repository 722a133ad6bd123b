"""The page Data & sources in a real Chromium: its parts, what is chosen to be compared, on both widths and on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.access import assess, measure
from geo.catalog import folder
from geo.exports import write
from geo.web import raw_files
from tests import small_state
from tests.browser.accessible import expect_accessible
from tests.browser.conftest import StartApp
from tests.browser.fitting import tables_that_slide, wider_than_screen
from tests.browser.waiting import expect_whole
from tests.conftest import Watch

# In two pieces, so that this file does not hold what is searched for.
MARK = "Zzyzx" + "mark"
PARTS = ("get", "compare", "unknown", "disagree", "units", "sources", "rules")
TALLEST_PX = 3500


@dataclass(frozen=True)
class Served:
    """An app on a made-up state, its log, and exports of the state before a number changed."""

    url: str
    home: Path
    services: dict[str, Any]
    log: Path
    files: Path


@pytest.fixture(scope="module")
def served(
    start_app: StartApp, repo_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    home, files = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("files")
    assessment = assess.verify(small_state.load(home))
    access = measure.measure(assessment)
    for ending in write.SUFFIXES:
        (files / f"{MARK}{ending}").write_bytes(write.content(assessment, access, ending))
    services = small_state.services()
    west = next(team for team in services["services"] if team["id"] == "crew-west")
    west["phone"] = "307-555-0199"
    small_state.write(home, services)
    with start_app(repo_root / "app.py", **{folder.VARIABLE: str(home)}) as app:
        yield Served(app.url, home, services, app.log, files)


def visit(page: Page, url: str, part: str) -> None:
    page.goto(f"{url}/sources?part={part}")
    expect(page.get_by_role("heading", name="Data & sources", level=1)).to_be_visible()
    expect_whole(page)


def choose(page: Page, *paths: Path) -> None:
    page.locator("input[type=file]").set_input_files([*paths])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_accessible_fits_and_is_not_too_long(
    page: Page, app_url: str, part: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, app_url, part)
    expect_accessible(page)
    assert wider_than_screen(page) <= 0
    assert tables_that_slide(page) == []
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth")
    if width == 1280:
        tall = page.get_by_test_id("stMainBlockContainer").evaluate("e => e.scrollHeight")
        assert tall <= TALLEST_PX


def test_every_file_is_made_when_it_is_asked_for(page: Page, served: Served) -> None:
    visit(page, served.url, "get")
    assessment = assess.verify(small_state.load(served.home, served.services))
    access = measure.measure(assessment)
    wanted = {
        "the workbook (Excel": write.content(assessment, access, ".xlsx"),
        "the table of counties (CSV": write.content(assessment, access, ".csv"),
        "the map layers (GeoPackage": write.content(assessment, access, ".gpkg"),
        "the county shapes (GeoJSON": write.content(assessment, access, ".geojson"),
        "the county shapes (Parquet": write.content(assessment, access, ".parquet"),
        "the verdicts (JSON": raw_files.verdicts(assessment),
        "the raw files (zip": raw_files.archive(assessment),
    }
    for label, content in wanted.items():
        page.get_by_role("button", name=f"Make {label})", exact=True).click()
        made = page.get_by_role("button", name=f"Download {label}, ")
        with page.expect_download() as waiting:
            made.click()
        assert Path(waiting.value.path()).read_bytes() == content, label


def test_a_part_is_reached_by_keyboard_and_back_goes_back(page: Page, served: Served) -> None:
    visit(page, served.url, "units")
    chosen = page.get_by_role("radio", name=re.compile("^Units"))
    expect(chosen).to_be_checked()
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?part=peers$"))
    expect(page.get_by_text("The data has no source on peer support")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?part=units$"))
    expect(page.get_by_role("heading", name="Cedar Falls Haven")).to_be_visible()


def test_the_search_filters_while_it_is_typed_and_is_in_no_address_and_no_log(
    page: Page, served: Served, watch: Watch
) -> None:
    visit(page, served.url, "sources")
    box = page.get_by_role("textbox", name=re.compile("Find a source"))
    box.press_sequentially(MARK)
    expect(page.get_by_text("No source has these words")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    box.fill("")
    expect(page.get_by_role("table")).to_be_visible()
    assert not [address for address in [page.url, *watch.addresses] if MARK in address]
    assert MARK not in served.log.read_text("utf-8")


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_an_older_export_is_compared_in_sentences(page: Page, served: Served, ending: str) -> None:
    visit(page, served.url, "compare")
    choose(page, served.files / f"{MARK}{ending}")
    changed = page.get_by_role("region", name="What changed", exact=True)
    expect(changed).to_contain_text("number 307-555-0101 before, number 307-555-0199 now")
    expect(changed).to_contain_text(f"{MARK}{ending}")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_changed_is_accessible_fits_and_prints_whole(
    page: Page, served: Served, watch: Watch, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, served.url, "compare")
    choose(page, served.files / f"{MARK}.xlsx")
    expect(page.get_by_role("region", name="What changed", exact=True)).to_be_visible()
    expect_whole(page)
    expect_accessible(page)
    assert wider_than_screen(page) <= 0
    remove = page.get_by_role("button", name=re.compile("Remove", re.IGNORECASE)).first
    box = remove.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    assert not [address for address in [page.url, *watch.addresses] if MARK in address]
    assert MARK not in served.log.read_text("utf-8")
    page.emulate_media(media="print")
    expect(page.locator(".cc-compared")).to_be_visible()
    expect(page.get_by_test_id("stFileUploader")).to_be_hidden()
    expect(page.get_by_role("radio").first).to_be_hidden()


def test_a_file_that_is_none_is_refused_and_another_can_be_chosen(
    page: Page, served: Served, tmp_path: Path
) -> None:
    visit(page, served.url, "compare")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    choose(page, broken)
    expect(page.get_by_role("alert").filter(has_text="cannot be compared")).to_be_visible()
    expect_whole(page)
    expect_accessible(page)
    page.get_by_role("button", name=re.compile("Remove", re.IGNORECASE)).first.click()
    expect(page.locator(".cc-refused")).to_have_count(0)
    choose(page, served.files / f"{MARK}.csv")
    expect(page.get_by_text("307-555-0199 now")).to_be_visible()


def test_a_file_that_is_too_large_never_leaves_the_browser(
    page: Page, served: Served, tmp_path: Path
) -> None:
    visit(page, served.url, "compare")
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (5 * 2**20 + 1))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    choose(page, large)
    expect(page.get_by_text(re.compile("must be 5.?0? ?MB or smaller"))).to_be_visible()
    assert "PUT" not in sent
