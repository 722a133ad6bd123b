"""The whole app in a real Chromium: both pages as a planner meets them."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from geo.catalog.records import Status
from tests import live, small_state
from tests.browser.accessible import expect_accessible
from tests.browser.waiting import ALL_IN_VIEW, expect_still, expect_whole, wait_until

KNOWN = live.catalog()
VERIFIED = live.assessment()
STANDARDS = [standard.id for standard in VERIFIED.standards]
TITLES = {standard.id: standard.title for standard in VERIFIED.standards}
TITLE = "Map of the counties. The table on this page holds the same facts."
MAP = f".webmap:has(> iframe[title='{TITLE}'])"


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    """The first page once it is whole and its map is drawn, all of it in view."""
    page.set_viewport_size(ALL_IN_VIEW)
    page.goto(app_url)
    expect_drawn(page, STANDARDS[0])
    expect_whole(page)
    expect_still(page.locator(MAP))
    return page


def expect_drawn(page: Page, layer: str, selected: str = "") -> None:
    box = page.locator(MAP)
    expect(box).to_have_attribute("data-drawn", layer, timeout=30_000)
    expect(box).to_have_attribute("data-selected", selected)
    expect(box).to_have_attribute("aria-busy", "false")


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{TITLE}']")


def county(page: Page, geoid: str) -> Locator:
    return inside(page).locator(f"path[data-id='{geoid}']")


def choose(page: Page, label: str, option: str) -> None:
    field = page.get_by_role("combobox", name=label)
    # A list that is open closes when the page scrolls, as a click from afar would make it.
    field.scroll_into_view_if_needed()
    expect_still(field)
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def on_the_map(page: Page) -> dict[str, str]:
    """Read the kind that each county's path was painted with."""
    found: dict[str, str] = (
        inside(page)
        .locator("path[data-id^='28']")
        .evaluate_all("paths => Object.fromEntries(paths.map(p => [p.dataset.id, p.dataset.kind]))")
    )
    return found


def in_the_table(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.locator(".cc-table [data-geoid]").evaluate_all(
        "names => Object.fromEntries(names.map(n => [n.dataset.geoid,"
        " n.closest('tr').querySelector('.cc-status').textContent]))"
    )
    return found


def expect_table(page: Page, expected: dict[str, str]) -> None:
    """Wait until the table says this: it is written after the map is told."""
    wait_until(page, lambda: in_the_table(page) == expected)


def test_the_first_page_draws_every_county_and_every_unit(opened: Page) -> None:
    expect(inside(opened).locator("path[data-id^='28']")).to_have_count(82)
    for unit in KNOWN.services.facilities:
        pin = inside(opened).get_by_role("button", name=re.compile(unit.name))
        expect(pin).to_have_count(1)
        expect(pin).to_have_attribute("aria-label", re.compile(unit.phone))


def test_a_click_on_a_county_opens_its_panel(opened: Page) -> None:
    county(opened, "28007").click()
    panel = opened.get_by_role("region", name="Why: Attala County")
    expect(panel).to_be_visible()
    expect_drawn(opened, STANDARDS[0], "28007")
    expect(opened.get_by_role("combobox", name="County", exact=False).first).to_be_visible()
    expect(opened).to_have_url(re.compile(r"county=28007"))
    expect(panel.get_by_role("link", name="866-453-6216")).to_have_attribute(
        "href", "tel:866-453-6216"
    )


def test_the_panel_tells_why_in_whose_words_and_what_would_lift_it(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/?standard=intensive&county=28007")
    panel = page.get_by_role("region", name="Why: Attala County")
    expect(panel).to_contain_text("only a general sentence speaks for Attala County")
    expect(panel).to_contain_text("At least one of the below three services")
    expect(panel).to_contain_text("describes 2023-07")
    expect(panel).to_contain_text("Complete list of PACT")
    expect(panel).to_contain_text("What would lift it")
    expect(panel).to_contain_text("a list of ICSS specialists by county")
    expect(panel.get_by_role("link", name="988", exact=True)).to_be_visible()


def test_every_standards_map_shows_what_the_table_says(opened: Page) -> None:
    for number, standard in enumerate(STANDARDS):
        if number:
            choose(opened, "Standard", TITLES[standard])
        expect_drawn(opened, standard)
        expected = {finding.geoid: finding.status.value for finding in VERIFIED.of(standard)}
        expect(opened.locator(".cc-table caption").first).to_contain_text(TITLES[standard])
        expect_table(opened, expected)
        painted = on_the_map(opened)
        assert painted.keys() == expected.keys()
        for geoid, status in expected.items():
            assert painted[geoid] == status, (standard, geoid)


def test_no_map_is_stale_after_any_sequence_of_choices(opened: Page) -> None:
    chance = random.Random(7)  # noqa: S311 (a fixed order of choices, no secret)
    names = {county.geoid: county.name for county in KNOWN.counties}
    selected = ""
    for _ in range(12):
        standard = chance.choice(STANDARDS)
        choose(opened, "Standard", TITLES[standard])
        if chance.random() < 0.5:
            selected = chance.choice(list(names))
            county(opened, selected).dispatch_event("click")
        expect_drawn(opened, standard, selected)
        expected = {finding.geoid: finding.status.value for finding in VERIFIED.of(standard)}
        assert on_the_map(opened) == expected
        if selected:
            panel = opened.get_by_role("region", name=f"Why: {names[selected]} County")
            expect(panel.get_by_role("heading", level=3).first).to_have_text(TITLES[standard])


def test_an_address_brings_the_view_back(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?standard=csu-in-region&county=28015")
    expect_drawn(page, "csu-in-region", "28015")
    expect(page.get_by_role("region", name="Why: Carroll County")).to_contain_text("Weak")
    page.reload()
    expect_drawn(page, "csu-in-region", "28015")


def test_back_and_forward_bring_views_back(opened: Page) -> None:
    choose(opened, "Standard", TITLES["intensive"])
    expect_drawn(opened, "intensive")
    expect(opened).to_have_url(re.compile("standard=intensive"))
    opened.go_back()
    expect_drawn(opened, STANDARDS[0])
    opened.go_forward()
    expect_drawn(opened, "intensive")


def test_the_other_page_and_back_keeps_the_choice(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?standard=csu-in-region&county=28015")
    expect_drawn(page, "csu-in-region", "28015")
    page.get_by_role("link", name="Data and sources", exact=True).first.click()
    expect(page.get_by_role("heading", name="Data and sources", level=1)).to_be_visible()
    page.get_by_role("link", name="Coverage", exact=True).first.click()
    expect_drawn(page, "csu-in-region", "28015")


@pytest.mark.parametrize(
    "query", ["standard=nonsense&county=99999", "county=%3Cscript%3E&layer=%7B%7B7*7%7D%7D"]
)
def test_an_address_with_nonsense_shows_the_first_view(
    page: Page, app_url: str, query: str
) -> None:
    page.goto(f"{app_url}/?{query}")
    expect_drawn(page, STANDARDS[0])


def test_another_layer_keeps_the_standards_table(opened: Page) -> None:
    choose(opened, "On the map", "Regions")
    expect_drawn(opened, "regions")
    expect(opened).to_have_url(re.compile("layer=regions"))
    expect_table(
        opened, {finding.geoid: finding.status.value for finding in VERIFIED.of(STANDARDS[0])}
    )


def test_the_table_is_sorted_and_filtered(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?standard=intensive")
    expect_drawn(page, "intensive")
    choose(page, "Sort by", "People")
    expect(page.locator(".cc-table tbody tr").first).to_contain_text("Hinds")
    expect(page.locator(".cc-table th[aria-sort='descending']").first).to_have_text("People")
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="claimed").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("18 of 82 counties shown.")).to_be_visible()
    claimed = {
        finding.geoid: "claimed"
        for finding in VERIFIED.of("intensive")
        if finding.status is Status.CLAIMED
    }
    expect_table(page, claimed)
    page.get_by_role("combobox", name="Region").click()
    page.get_by_role("option", name="Region 3", exact=True).click()
    expect(page.get_by_text("6 of 82 counties shown.")).to_be_visible()


def test_the_numbers_to_call_stand_on_every_page(opened: Page) -> None:
    numbers = opened.get_by_role("navigation", name="Numbers to call")
    for page_name in ("Coverage", "Find help", "Data and sources"):
        opened.get_by_role("link", name=page_name, exact=True).first.click()
        expect(opened.get_by_role("heading", name=page_name, level=1)).to_be_visible()
        for number in ("911", "988", "877-210-8513"):
            link = numbers.get_by_role("link", name=number, exact=True)
            expect(link).to_have_attribute("href", f"tel:{number}")


def at(page: Page, app_url: str, address: str) -> Page:
    """Return a page that shows this address, loaded where it does not yet; it begins at its top."""
    if page.url != app_url + address:
        page.goto(app_url + address)
    settle(page, address)
    page.get_by_test_id("stMain").evaluate("one => one.scrollTo(0, 0)")
    return page


def settle(page: Page, address: str) -> None:
    if address.startswith("/?"):
        expect_drawn(page, "intensive", "28009")
    expect(page.locator(".cc-foot")).to_be_attached()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/?standard=intensive&county=28009"])
def test_nothing_scrolls_sideways_and_axe_finds_no_violation(
    kept: Page, app_url: str, address: str, width: int
) -> None:
    kept.set_viewport_size({"width": width, "height": 844})
    page = at(kept, app_url, address)
    expect_accessible(page)
    page.locator(".cc-foot").scroll_into_view_if_needed()
    wide = page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    )
    assert wide == [0, 0]


def test_a_county_is_chosen_by_keyboard_alone(opened: Page) -> None:
    field = opened.get_by_role("combobox", name="County")
    field.focus()
    opened.keyboard.type("Yazoo")
    expect(opened.get_by_role("option", name="Yazoo")).to_be_visible()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("region", name="Why: Yazoo County")).to_be_visible()
    expect_drawn(opened, STANDARDS[0], "28163")


@pytest.fixture
def edited(start_app: Any, repo_root: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An app on the data folder of a small state, which the test may edit."""
    home = small_state.write(tmp_path / "data")
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        yield app.url, home


def test_an_edit_shows_and_a_broken_line_keeps_the_last_sound_state(
    page: Page, edited: tuple[str, Path]
) -> None:
    url, home = edited
    content = small_state.services()
    first = content["standards"][0]["id"]
    page.goto(url)
    expect_drawn(page, first)
    pin = inside(page).get_by_role("button", name=re.compile("Alderton Haven"))
    expect(pin).to_have_count(0)
    added = {
        "id": "haven-alder",
        "name": "Alderton Haven",
        "city": "Alderton",
        "county": "Alder",
        "lon": -106.5,
        "lat": 42.5,
        "quote": "Alderton Haven",
    }
    content["facilities"].append({**content["facilities"][0], **added})
    (home / "services.yaml").write_text(small_state.as_yaml(content), encoding="utf-8")
    page.reload()
    expect_drawn(page, first)
    expect(pin).to_have_count(1)

    content["facilities"][0]["phone"] = "307-555-011"
    (home / "services.yaml").write_text(small_state.as_yaml(content), encoding="utf-8")
    page.reload()
    expect(page.get_by_text("1 problem now")).to_be_visible()
    expect(page.get_by_role("region", name="Problems in the data")).to_contain_text("wrong-form")
    expect_drawn(page, first)
    expect(pin).to_have_count(1)
    page.close()  # before the server goes, or it would complain of the silence


def test_files_that_are_broken_at_the_start_take_only_what_needs_them(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    for name in ("display_counties.geojson", "zips.csv"):
        (home / name).write_text("broken", encoding="utf-8")
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        page.goto(f"{app.url}/?county={small_state.ALDER}")
        expect(page.get_by_text("The map cannot be drawn.")).to_be_visible()
        problems = page.get_by_role("region", name="Problems in the data")
        expect(problems).to_contain_text("display_counties.geojson, line 1")
        expect(problems).to_contain_text("not-geojson")
        panel = page.get_by_role("region", name="Why: Alder County")
        expect(panel.get_by_role("link", name="307-555-0101")).to_be_visible()
        expect(page.locator(".cc-table [data-geoid]")).to_have_count(3)
        page.get_by_role("link", name="Distance", exact=True).first.click()
        expect(page.get_by_text("Distances cannot be measured")).to_be_visible()
        expect(problems).to_contain_text("zips.csv")
        page.get_by_role("link", name="Find help", exact=True).first.click()
        page.get_by_role("textbox", name="Where is the person?").fill("42.5, -106.5")
        page.get_by_role("button", name="Find help").click()
        answer = page.get_by_role("region", name="Answer")
        expect(answer.get_by_role("link", name="307-555-0101")).to_be_visible()
        expect(page.get_by_text("The map cannot be drawn.")).to_be_visible()
        page.close()  # before the server goes, or it would complain of the silence
