"""The page Gaps in a real Chromium: ranking, map by measure, filters, downloads."""

import csv
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from geo.access import gaps
from geo.maps.classes import Measure
from geo.maps.measures import measures
from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.waiting import ALL_IN_VIEW, expect_whole, wait_until

KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
RANKED = {limit: gaps.rank(VERIFIED, ACCESS, limit) for limit in ACCESS.limits_miles}
MEASURES = {measure.id: measure for measure in measures(KNOWN, ACCESS, RANKED)}
TITLE = "Map of the counties by measure. The tables on this page hold the same facts."
MAP = f".webmap:has(> iframe[title='{TITLE}'])"
RANKING = "Counties by people beyond the limit"


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    """The page once its map is drawn, all of it in view."""
    page.set_viewport_size(ALL_IN_VIEW)
    page.goto(f"{app_url}/gaps")
    expect_drawn(page, "far-30")
    return page


def expect_drawn(page: Page, layer: str, selected: str = "") -> None:
    box = page.locator(MAP)
    expect(box).to_have_attribute("data-drawn", layer, timeout=30_000)
    expect(box).to_have_attribute("data-selected", selected)
    expect(box).to_have_attribute("aria-busy", "false")
    expect(page.locator(".cc-foot")).to_be_attached()


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{TITLE}']")


def choose(page: Page, label: str, option: str) -> None:
    """Choose by keyboard, as a list closes when the page scrolls under a pointer."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def choose_region(page: Page, option: str) -> None:
    """Choose one of several, and close the list, which stays open for more."""
    choose(page, "Region", option)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def shows(page: Page, name: str, geoids: list[str]) -> bool:
    return in_the_table(page, name) == geoids


def in_the_table(page: Page, name: str) -> list[str]:
    """Return the GEOIDs of a table in their order."""
    found: list[str] = (
        page.get_by_role("region", name=name, exact=True)
        .locator("[data-geoid]")
        .evaluate_all("names => names.map(name => name.dataset.geoid)")
    )
    return found


def expect_kinds(page: Page, key: str) -> None:
    """Expect every county painted in its class, hatched where that is not sure."""
    kind = MEASURES[key]
    painted = (
        inside(page)
        .locator("path[data-id^='28']")
        .evaluate_all("paths => Object.fromEntries(paths.map(p => [p.dataset.id, p.dataset.kind]))")
    )
    expected = {
        geoid: "missing"
        if figure.value is None
        else f"class-{kind.grade(figure.value)}{mark(kind, geoid)}"
        for geoid, figure in kind.figures.items()
    }
    assert painted == expected


def mark(kind: Measure, geoid: str) -> str:
    if kind.certain is not None:
        return "-certain" if geoid in kind.certain else ""
    return "" if kind.is_sure(kind.figures[geoid]) else "-unsure"


def test_the_ranking_stands_in_the_order_of_the_command(
    opened: Page, run: Callable[..., Any]
) -> None:
    said = json.loads(run("gaps", "--format", "json").stdout)
    ranking = said["ranking"]
    wait_until(opened, partial(shows, opened, RANKING, [row["geoid"] for row in ranking]))
    not_shown = [row["geoid"] for row in ranking if row["not_shown"]]
    wait_until(opened, partial(shows, opened, "Counties not shown to have a service", not_shown))
    rows = opened.get_by_role("region", name=RANKING).locator("tbody tr")
    for number in (0, 2, 81):
        for part in ranking[number]["not_shown"]:
            expect(rows.nth(number)).to_contain_text(part["reason"])
        expect(rows.nth(number)).to_contain_text(ranking[number]["far_reason"])


def test_another_measure_or_limit_restyles_the_map_and_its_table(opened: Page) -> None:
    frame = opened.locator(f"{MAP} > iframe").get_attribute("src")
    expect_kinds(opened, "far-30")
    choose(opened, "Measure", "Beds of the region for 100,000 people")
    expect_drawn(opened, "beds")
    expect_kinds(opened, "beds")
    expect(opened.get_by_test_id("stMain")).to_contain_text(MEASURES["beds"].summary)
    choose(opened, "Measure", "Backup: a second CSU within the limit")
    expect_drawn(opened, "backup-30")
    choose(opened, "Limit, straight line", "60 miles")
    expect_drawn(opened, "backup-60")
    expect_kinds(opened, "backup-60")
    assert opened.locator(f"{MAP} > iframe").get_attribute("src") == frame
    table = opened.get_by_role("region", name=MEASURES["backup-60"].title)
    opened.get_by_text("The map as a table").click()
    expect(table).to_be_visible()
    for geoid in ("28033", "28001"):
        row = table.locator(f"tr:has([data-geoid='{geoid}'])")
        figure = MEASURES["backup-60"].figures[geoid]
        expect(row).to_contain_text(figure.words)
        expect(row).to_contain_text(MEASURES["backup-60"].name(figure))
    # The legend counts counties and people in each class, also in the frame.
    legend = inside(opened).locator("#legend")
    expect(legend).to_contain_text(re.compile(r"90 % or more.*[0-9]+ counties, [0-9,]+ people"))


def test_a_county_is_chosen_on_the_map_and_by_keyboard(opened: Page) -> None:
    inside(opened).locator("path[data-id='28099']").click()
    panel = opened.get_by_role("region", name="Gaps: Neshoba County")
    expect(panel).to_be_visible()
    expect_drawn(opened, "far-30", "28099")
    row = next(ranked for ranked in RANKED[30].ranking if ranked.geoid == "28099")
    expect(panel).to_contain_text(f"Place {row.rank} of 82 by people more than 30")
    expect(panel).to_contain_text(row.far_reason)
    for part in row.not_shown:
        expect(panel).to_contain_text(part.reason)
    link = panel.get_by_role("link", name="The whole sheet of Neshoba County")
    expect(link).to_have_attribute("href", "county?county=28099")
    choose(opened, "County", "Yazoo")
    # No unit is disputed since the directory of 2024, so no county tells of one.
    assert next(county for county in ACCESS.counties if county.id == "28163").disputed == ()
    expect(opened.get_by_role("region", name="Gaps: Yazoo County")).to_be_visible()
    expect_drawn(opened, "far-30", "28163")
    opened.reload()
    expect_drawn(opened, "far-30", "28163")
    opened.get_by_role("link", name="The whole sheet of Yazoo County").click()
    expect(opened.get_by_role("heading", name="Yazoo County", level=1)).to_be_visible()
    expect(opened).to_have_url(re.compile(r"/county\?county=28163$"))


def test_filters_narrow_lists_and_downloads_and_say_when_nothing_is_left(
    opened: Page, run: Callable[..., Any], tmp_path: Path
) -> None:
    choose_region(opened, "Region 12")
    choose(opened, "Rural-Urban Continuum Code 2023", "Not metropolitan (codes 4 to 9)")
    asked = run("gaps", "--format", "json", "--region", "12", "--rural")
    said = json.loads(asked.stdout)
    count = len(said["ranking"])
    expect(opened.get_by_text(f"{count} of 82 counties shown.")).to_be_visible()
    ranked = [row["geoid"] for row in said["ranking"]]
    wait_until(opened, partial(shows, opened, RANKING, ranked))
    expect_whole(opened)  # the files belong to the run that offers them
    texts = {}
    for suffix in ("csv", "json"):
        with opened.expect_download() as waiting:
            # Not by pointer: a click right after a scroll can go to the frame that was there.
            opened.get_by_role("button", name=suffix.upper()).press("Enter")
        name = waiting.value.suggested_filename
        assert name == f"gaps-30-miles-{KNOWN.data_sha256[:12]}.{suffix}"
        waiting.value.save_as(tmp_path / name)
        texts[suffix] = (tmp_path / name).read_bytes().decode()
    assert texts["json"] == asked.stdout
    rows = list(csv.DictReader(texts["csv"].splitlines()))
    assert [row["geoid"] for row in rows] == [ranked["geoid"] for ranked in said["ranking"]]
    far = [ranked["people_far"]["value"] for ranked in said["ranking"]]
    assert [float(row["people_far"]) for row in rows] == far
    assert {row["data_sha256"] for row in rows} == {KNOWN.data_sha256}

    choose(opened, "Rural-Urban Continuum Code 2023", "Metropolitan (codes 1 to 3)")
    expect(opened.locator(".cc-summary")).not_to_contain_text("No county")
    opened.get_by_role("button", name="Clear all").first.click()
    choose_region(opened, "Region 7")
    nothing = "No county is both in these regions and of this kind"
    expect(opened.locator(".cc-summary")).to_contain_text(nothing)
    expect(opened.get_by_role("region", name=RANKING)).to_have_count(0)


def test_distances_are_drawn_and_said(opened: Page) -> None:
    drawing = opened.locator("img.cc-drawing")
    drawing.scroll_into_view_if_needed()
    expect(drawing).to_have_attribute("alt", re.compile("straight-line miles to the nearest CSU"))
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 100")
    main = opened.get_by_test_id("stMain")
    out = [county for county in ACCESS.counties if county.nearest_units[0].own is False]
    expect(main).to_contain_text(
        f"For most people of {len(out)} counties a CSU of another region is nearer"
    )
    table = opened.get_by_role(
        "region", name="Counties whose nearest unit lies outside their region"
    )
    expect(table.locator("tbody tr")).to_have_count(len(out))
    for area in out:
        expect(table.locator("tbody")).to_contain_text(area.nearest_units[0].facility)
    for reference in KNOWN.services.references:
        if reference.kind == "yardstick" and reference.proof == "recalled":
            expect(main).to_contain_text(reference.title)
            expect(main).not_to_contain_text(reference.text)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_scrolls_sideways_and_axe_finds_no_violation(
    kept: Page, app_url: str, width: int
) -> None:
    kept.set_viewport_size({"width": width, "height": 844})
    if kept.url != f"{app_url}/gaps?gaps_county=Neshoba":
        kept.goto(f"{app_url}/gaps?gaps_county=Neshoba")
    expect_drawn(kept, "far-30", "28099")
    table = kept.locator("details").filter(has_text="The map as a table")
    if table.get_attribute("open") is None:
        kept.get_by_text("The map as a table").click()
    kept.locator(".cc-foot").scroll_into_view_if_needed()
    wide = kept.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    )
    expect_accessible(kept)
    assert wide == [0, 0]
