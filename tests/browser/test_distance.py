"""The page Distance in a real Chromium: what it answers at once, its map and filters, tabs and files."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from geo.access import gaps
from geo.maps.measures import measures
from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.fitting import tables_that_slide
from tests.browser.waiting import ALL_IN_VIEW, expect_whole, wait_until

KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
RANKED = {limit: gaps.rank(VERIFIED, ACCESS, limit) for limit in ACCESS.limits_miles}
MEASURES = {measure.id: measure for measure in measures(ACCESS, RANKED)}
TITLE = "Map of the counties by distance. The tables on this page hold the same facts."
MAP = f".webmap:has(> iframe[title='{TITLE}'])"
SIZES = [(1280, 900), (390, 844)]


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    """The page once its map is drawn, all of it in view."""
    page.set_viewport_size(ALL_IN_VIEW)
    return visit(page, f"{app_url}/distance")


def visit(page: Page, address: str, layer: str = "far-30", selected: str = "") -> Page:
    page.goto(address)
    expect_drawn(page, layer, selected)
    return page


def expect_drawn(page: Page, layer: str, selected: str = "") -> None:
    box = page.locator(MAP)
    expect(box).to_have_attribute("data-drawn", layer, timeout=30_000)
    expect(box).to_have_attribute("data-selected", selected)
    expect(box).to_have_attribute("aria-busy", "false")
    expect_whole(page)


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{TITLE}']")


def painted(page: Page) -> dict[str, tuple[str, str]]:
    """Return the kind of each county on the map, and whether it is faded."""
    found: dict[str, tuple[str, str]] = (
        inside(page)
        .locator("path[data-id^='28']")
        .evaluate_all(
            "paths => Object.fromEntries(paths.map(p => [p.dataset.id, [p.dataset.kind, p.dataset.faded]]))"
        )
    )
    return {geoid: (kind, faded) for geoid, (kind, faded) in found.items()}


def expect_kinds(page: Page, key: str) -> None:
    """Expect every county in its class, marked where it is certain that most are farther."""
    kind = MEASURES[key]
    expected = {
        geoid: f"class-{kind.grade(figure.value or 0)}"
        + ("-certain" if geoid in (kind.certain or ()) else "")
        for geoid, figure in kind.figures.items()
    }
    assert {geoid: kind for geoid, (kind, _) in painted(page).items()} == expected


def choose(page: Page, label: str, option: str) -> None:
    """Choose by keyboard, as a list closes when the page scrolls under a pointer."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def press(page: Page, group: str, option: str) -> None:
    """Choose a segment."""
    page.get_by_role("radiogroup", name=group).get_by_text(option, exact=True).click()


def counties(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("sorted by"))


def in_the_table(page: Page) -> list[str]:
    found: list[str] = (
        counties(page)
        .locator("[data-geoid]")
        .evaluate_all("names => names.map(name => name.dataset.geoid)")
    )
    return found


def top_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["y"]


# --- the first screen ----------------------------------------------------------------------------


def test_the_first_screen_answers_how_far_and_where_it_is_worst(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, f"{app_url}/distance")
    main = page.get_by_test_id("stMain")
    expect(page.locator(".cc-lead")).to_contain_text(re.compile(r"About \d+ in 100 people"))
    totals = RANKED[30].totals
    expect(main).to_contain_text(f"{totals.people_far.value:,.0f}")
    expect(main).to_contain_text(f"{totals.people_not_shown:,}")
    box = page.locator(MAP).bounding_box()
    assert box
    assert box["y"] <= 400
    assert box["width"] >= 0.6 * 1200
    rows = page.locator(".cc-worst li")
    expect(rows).to_have_count(7)
    last = rows.nth(6).bounding_box()
    assert last
    assert last["y"] + last["height"] <= 900
    names = [row.county for row in RANKED[30].ranking[:7]]
    assert rows.locator("a").all_inner_texts() == names


def test_the_page_is_not_long_before_anything_is_unfolded(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    for tab in ("counties", "how-far", "elsewhere", "second"):
        visit(page, f"{app_url}/distance?tab={tab}")
        height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        assert height <= 3500, tab


# --- choices -------------------------------------------------------------------------------------


def test_another_limit_restyles_the_map_and_stands_in_the_address(opened: Page) -> None:
    frame = opened.locator(f"{MAP} > iframe").get_attribute("src")
    expect_kinds(opened, "far-30")
    press(opened, "Farther than", "45 miles")
    expect_drawn(opened, "far-45")
    expect_kinds(opened, "far-45")
    expect(opened).to_have_url(re.compile(r"/distance\?within=45$"))
    expect(opened.locator(".cc-lead")).to_contain_text("more than 45 miles from one")
    assert opened.locator(f"{MAP} > iframe").get_attribute("src") == frame
    opened.go_back()
    expect_drawn(opened, "far-30")
    expect(opened).to_have_url(re.compile(r"/distance$"))
    expect(opened.locator(".cc-lead")).to_contain_text("more than 30 miles from one")


def test_units_in_neighboring_states_are_counted_on_demand(opened: Page) -> None:
    expect(opened.locator(".cc-below-toggle")).to_contain_text("Off. With them it would be ")
    opened.get_by_test_id("stCheckbox").get_by_text("Count units in neighboring states").click()
    expect_drawn(opened, "far-with-neighbors-30")
    expect_kinds(opened, "far-with-neighbors-30")
    expect(opened).to_have_url(re.compile(r"/distance\?neighbors=counted$"))
    expect(opened.locator(".cc-below-toggle")).to_contain_text("Ask whether they take people")
    ranked = gaps.order(RANKED[30], with_neighbors=True).ranking
    names = opened.locator(".cc-worst li a").all_inner_texts()
    assert names == [row.county for row in ranked[:7]]
    assert "DeSoto" not in names


def test_the_map_follows_the_filter_and_fades_the_rest(opened: Page) -> None:
    whole = inside(opened).locator("path[data-id='28109']").bounding_box()
    choose(opened, "Region", "Region 12")
    press(opened, "Counties", "Rural")
    left = {row.geoid for row in RANKED[30].ranking if 12 in row.regions and row.rucc > 3}

    def follows() -> bool:
        return {geoid for geoid, (_, faded) in painted(opened).items() if faded == "false"} == left

    wait_until(opened, follows)
    expect_whole(opened)
    expect(opened).to_have_url(re.compile(r"counties=rural&region=12$"))
    near = inside(opened).locator("path[data-id='28109']").bounding_box()
    assert whole
    assert near
    assert near["width"] > 1.5 * whole["width"]
    legend = inside(opened).locator("#legend li[data-kind^='class'] .count")
    assert sum(map(int, legend.all_inner_texts())) == len(left)
    assert set(in_the_table(opened)) == left
    press(opened, "Counties", "All")
    choose(opened, "Region", "Every region")
    wait_until(opened, lambda: {faded for _, faded in painted(opened).values()} == {"false"})
    expect(opened).to_have_url(re.compile(r"/distance$"))


def test_the_table_has_all_counties_in_the_order_of_the_command(
    opened: Page, run: Callable[..., Any]
) -> None:
    press(opened, "Rows", "All 82")
    for head, order in (("County", "county"), ("Intensive team not shown", "not-shown")):
        counties(opened).get_by_role("button", name=head, exact=True).click()
        said = json.loads(run("gaps", "--format", "json", "--sort", order).stdout)
        expected = [row["geoid"] for row in said["ranking"]]
        wait_until(opened, lambda expected=expected: in_the_table(opened) == expected)
        expect(opened).to_have_url(re.compile(rf"sort={order}"))
        sorted_by = counties(opened).locator("th[aria-sort]")
        expect(sorted_by).to_have_count(1)
    link = counties(opened).get_by_role("link", name="Neshoba")
    expect(link).to_have_attribute("href", "county?county=28099")
    link.click()
    expect(opened).to_have_url(re.compile(r"/county\?county=28099"))


def test_a_county_is_chosen_on_the_map_and_in_the_list(opened: Page) -> None:
    inside(opened).locator("path[data-id='28099']").click()
    panel = opened.get_by_role("status", name="Neshoba County")
    expect(panel).to_be_visible()
    expect_drawn(opened, "far-30", "28099")
    row = next(ranked for ranked in RANKED[30].ranking if ranked.geoid == "28099")
    expect(panel).to_contain_text(f"Most people? {row.most_far.label}.")
    for part in row.not_shown:
        expect(panel).to_contain_text(part.status.label)
    choose(opened, "County", "Yazoo")
    expect_drawn(opened, "far-30", "28163")
    expect(opened.get_by_role("status", name="Yazoo County")).to_be_visible()
    opened.reload()
    expect_drawn(opened, "far-30", "28163")
    opened.get_by_role("link", name="Open Yazoo County").click()
    expect(opened).to_have_url(re.compile(r"/county\?county=28163"))
    expect(opened.get_by_role("heading", name="Yazoo County", level=1)).to_be_visible()


def test_only_the_open_tab_is_built_and_the_address_names_it(opened: Page) -> None:
    expect(counties(opened)).to_be_visible()
    opened.get_by_role("tab", name="How far people are").click()
    expect(opened).to_have_url(re.compile(r"tab=how-far$"))
    drawing = opened.locator("img.cc-drawing")
    expect(drawing).to_have_attribute("alt", re.compile("straight-line miles to the nearest CSU"))
    expect(counties(opened)).to_have_count(0)
    opened.get_by_text("The same as a table").click()
    expect(opened.get_by_role("region", name=re.compile("every five miles"))).to_be_visible()
    opened.get_by_role("tab", name="Closer to another region's unit").click()
    expect(opened).to_have_url(re.compile(r"tab=elsewhere$"))
    out = [county for county in ACCESS.counties if county.nearest_units[0].own is False]
    table = opened.get_by_role("region", name=re.compile("closer to another region's unit"))
    expect(table.locator("tbody tr")).to_have_count(len(out))
    opened.get_by_role("tab", name="A second unit, and beds").click()
    expect(opened.get_by_role("region", name="Beds by region")).to_be_visible()
    opened.reload()
    expect(opened.get_by_role("region", name="Beds by region")).to_be_visible()


def test_an_old_address_leads_here_with_its_choices(page: Page, app_url: str) -> None:
    page.set_viewport_size(ALL_IN_VIEW)
    old = "gaps_limit=45+miles&gaps_county=Neshoba&gaps_urban=Not+metropolitan+%28codes+4+to+9%29"
    visit(page, f"{app_url}/gaps?{old}", "far-45", "28099")
    expect(page).to_have_url(re.compile(r"/distance\?within=45&counties=rural&county=28099$"))


def test_an_unknown_choice_in_the_address_is_said(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/distance?within=31")
    expect(page.get_by_text("This page's address asks for within=31")).to_be_visible()


def test_the_files_hold_the_counties_shown(
    page: Page, app_url: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    page.set_viewport_size(ALL_IN_VIEW)
    visit(page, f"{app_url}/distance?region=12&counties=rural&sort=people")
    call = ("gaps", "--format", "json", "--region", "12", "--rural", "--sort", "people")
    asked = run(*call)
    texts = {}
    for suffix in ("csv", "json"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"These counties, {suffix.upper()}").press("Enter")
        name = waiting.value.suggested_filename
        assert name == f"gaps-30-miles-{KNOWN.data_sha256[:12]}.{suffix}"
        waiting.value.save_as(tmp_path / name)
        texts[suffix] = (tmp_path / name).read_bytes().decode()
    assert texts["json"] == asked.stdout
    rows = list(csv.DictReader(texts["csv"].splitlines()))
    said = json.loads(asked.stdout)["ranking"]
    assert [row["geoid"] for row in rows] == [ranked["geoid"] for ranked in said]
    assert {row["data_sha256"] for row in rows} == {KNOWN.data_sha256}


def test_where_no_county_is_left_the_page_says_so(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/distance?region=7&counties=metro")
    expect(page.locator(".cc-lead")).to_contain_text("No county is both in this region and of this")
    expect(page.get_by_role("tab")).to_have_count(0)


# --- for everybody -------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("choice", ["county=28099", "tab=how-far", "tab=elsewhere", "tab=second"])
def test_nothing_scrolls_sideways_and_axe_finds_no_violation(
    page: Page, app_url: str, width: int, height: int, choice: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    selected = choice.partition("county=")[2]
    visit(page, f"{app_url}/distance?{choice}", "far-30", selected)
    for fold in page.locator(".cc-fold > summary").all():
        fold.click()
    wide = page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    )
    assert wide == [0, 0]
    assert tables_that_slide(page) == []
    expect_accessible(page)


def test_on_a_phone_the_tapped_county_s_answer_comes_into_view(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{app_url}/distance")
    inside(page).locator("path[data-id='28099']").click()
    panel = page.get_by_role("status", name="Neshoba County")
    expect(panel).to_be_in_viewport(ratio=0.9)
    expect_drawn(page, "far-30", "28099")


def test_on_a_phone_names_and_controls_are_tall_enough(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{app_url}/distance")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            '.cc-worst li, .cc-fold > summary, [data-testid=stButtonGroup] button, .stCheckbox label')]
        .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
