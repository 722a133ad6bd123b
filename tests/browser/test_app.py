"""The whole app in a real Chromium: both pages as a planner meets them."""

import random
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from geo.access import assess
from geo.catalog.records import Status
from geo.coverage import overview
from tests import live, small_state
from tests.browser.accessible import expect_accessible
from tests.browser.fitting import count_shifts, expect_no_jump, tables_that_slide
from tests.browser.waiting import (
    ALL_IN_VIEW,
    expect_data,
    expect_still,
    expect_whole,
    wait_until,
)

KNOWN = live.catalog()
VERIFIED = live.assessment()
SERVICES = [total for total in VERIFIED.standards if total.required]
TITLES = {total.id: total.short for total in SERVICES}
FIRST = overview.first_to_show(overview.counts(VERIFIED))
OTHER = next(total.id for total in SERVICES if total.id != FIRST)
TITLE = "Map of the counties. The table on this page holds the same facts."
MAP = f".webmap:has(> iframe[title='{TITLE}'])"


@pytest.fixture
def opened(page: Page, app_url: str) -> Page:
    """The first page once it is whole and its map is drawn, all of it in view."""
    page.set_viewport_size(ALL_IN_VIEW)
    page.goto(app_url)
    expect_drawn(page, FIRST)
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


def show(page: Page, service: str) -> None:
    page.get_by_role("radiogroup", name="Service on the map").get_by_text(TITLES[service]).click()


def table(page: Page) -> Locator:
    return page.get_by_role("region", name="County by county")


def in_the_table(page: Page, service: str) -> dict[str, str]:
    """Read a service's column: the label beside each county's GEOID."""
    column = 4 + [total.id for total in SERVICES].index(service)
    found: dict[str, str] = table(page).evaluate(
        """(one, column) => Object.fromEntries([...one.querySelectorAll("[data-geoid]")].map((name) =>
            [name.dataset.geoid, name.closest("tr").cells[column - 1].textContent.trim()]))""",
        column,
    )
    return found


def names(page: Page) -> list[str]:
    return table(page).locator("tbody th").all_inner_texts()


def answer(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name} County", exact=True)


def top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("county_of_address", ["", "?county=28007"])
def test_the_first_screen_has_answer_cards_and_most_of_the_map(
    page: Page, app_url: str, county_of_address: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{app_url}/{county_of_address}")
    expect_drawn(page, FIRST, county_of_address[-5:])
    expect_whole(page)
    lead = page.locator(".cc-lead")
    expect(lead).to_contain_text("not shown for 18 (308,076 people, 10%)")
    expect(lead).to_contain_text("listed for all 82 counties")
    expect(page.locator(".cc-card")).to_have_count(len(SERVICES))
    box = page.locator(MAP).bounding_box()
    assert box
    assert box["width"] >= 700
    assert box["height"] >= 600
    assert box["y"] < 600
    assert 900 - box["y"] > 0.6 * box["height"]
    if county_of_address:
        part = answer(page, "Attala")
        reasons = part.locator("td[colspan]")
        expect(reasons).to_have_count(len(SERVICES))
        for reason in reasons.all():
            assert not reason.evaluate("(one) => one.scrollWidth > one.clientWidth")
        assert top(reasons.last) < 900
        assert top(part.get_by_role("link", name="866-453-6216")) < 900
    else:
        part = page.get_by_role("region", name="Counties not shown")
        expect(part.get_by_role("link", name="601-359-1288")).to_have_count(1)
        listed = part.locator("a[data-pick]")
        expect(listed).to_have_count(18)
        assert top(listed.last) < 900


def test_the_page_does_not_jump_while_it_loads(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    count_shifts(page)
    page.goto(app_url)
    expect_drawn(page, FIRST)
    expect_whole(page)
    expect_still(page.locator(MAP))
    expect_no_jump(page)


def test_on_a_phone_the_answer_of_a_county_comes_into_view(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app_url)
    expect_drawn(page, FIRST)
    expect_whole(page)
    expect_still(page.locator(MAP))
    box = page.locator(MAP).bounding_box()
    assert box
    assert box["width"] == 390
    county(page, "28049").dispatch_event("click")
    expect_drawn(page, FIRST, "28049")
    part = answer(page, "Hinds")
    expect(part).to_be_in_viewport()
    wait_until(page, lambda: 0 <= top(part) < 200)
    expect(part.get_by_role("link").first).to_be_in_viewport()
    legend, choice = (
        inside(page).locator("#legend"),
        page.get_by_role("combobox", name="County", exact=True),
    )
    assert top(choice) > top(legend)


def test_the_first_page_draws_every_county_and_every_unit(opened: Page) -> None:
    expect(inside(opened).locator("path[data-id^='28']")).to_have_count(82)
    for unit in KNOWN.services.facilities:
        pin = inside(opened).get_by_role("button", name=re.compile(unit.name))
        expect(pin).to_have_count(1)
        expect(pin).to_have_attribute("aria-label", re.compile(unit.phone))


def test_a_click_on_a_county_tells_who_serves_it_and_leads_to_its_page(opened: Page) -> None:
    county(opened, "28007").click()
    part = answer(opened, "Attala")
    expect(part).to_contain_text("Region 6 · Life Help · 17,889 people")
    expect(part).to_contain_text("Intensive team")
    expect(part).to_contain_text("Claimed only")
    expect(part).to_contain_text(
        re.compile(r"Grenada( for \d+% of the people)?.*on average.*50 miles", re.DOTALL)
    )
    expect_drawn(opened, FIRST, "28007")
    expect(opened).to_have_url(re.compile(r"county=28007"))
    expect(part.get_by_role("link", name="866-453-6216")).to_have_attribute(
        "href", "tel:866-453-6216"
    )
    opened.get_by_role("link", name="Open Attala County").click()
    expect(opened).to_have_url(re.compile(r"/county\?county=28007"))
    expect(opened.get_by_role("heading", level=1)).to_contain_text("Attala County")


def test_the_counties_not_shown_can_be_chosen_from_their_names(opened: Page) -> None:
    part = opened.get_by_role("region", name="Counties not shown")
    expect(part.get_by_role("heading")).to_have_text("Intensive team: not shown for 18 counties")
    expect(part).to_contain_text(
        "Ask: DMH's behavioral health programs (601-359-1288): a list of ICSS"
    )
    part.get_by_role("link", name="Benton").press("Enter")
    expect(answer(opened, "Benton")).to_be_visible()
    expect_drawn(opened, FIRST, "28009")
    expect(part.get_by_role("link", name="Benton")).to_have_attribute("aria-current", "true")
    expect(part.get_by_role("link", name="Benton")).to_be_focused()
    show(opened, OTHER)
    expect(part.get_by_role("heading")).to_have_text(f"{TITLES[OTHER]}: every county is covered")


def test_every_services_map_shows_what_the_table_says(opened: Page) -> None:
    for service in TITLES:
        show(opened, service)
        expect_drawn(opened, service)
        findings = VERIFIED.of(service)
        assert on_the_map(opened) == {each.geoid: each.status.value for each in findings}
        assert in_the_table(opened, service) == {each.geoid: each.status.label for each in findings}


def test_no_map_is_stale_after_any_sequence_of_choices(opened: Page) -> None:
    chance = random.Random(7)  # noqa: S311 (a fixed order of choices, no secret)
    counties = {county.geoid: county.name for county in KNOWN.counties}
    selected = ""
    for _ in range(12):
        service = chance.choice(list(TITLES))
        show(opened, service)
        if chance.random() < 0.5:
            selected = chance.choice(list(counties))
            county(opened, selected).dispatch_event("click")
        expect_drawn(opened, service, selected)
        expected = {finding.geoid: finding.status.value for finding in VERIFIED.of(service)}
        assert on_the_map(opened) == expected
        if selected:
            expect(answer(opened, counties[selected])).to_be_visible()


@pytest.mark.parametrize("name", ["service", "standard"])
def test_an_address_brings_the_view_back(page: Page, app_url: str, name: str) -> None:
    page.goto(f"{app_url}/?{name}=csu-in-region&county=28015")
    expect_drawn(page, "csu-in-region", "28015")
    expect(answer(page, "Carroll")).to_contain_text("region inferred")
    page.reload()
    expect_drawn(page, "csu-in-region", "28015")


def test_back_and_forward_bring_views_back(opened: Page) -> None:
    show(opened, OTHER)
    expect_drawn(opened, OTHER)
    expect(opened).to_have_url(re.compile(f"service={OTHER}"))
    opened.get_by_role("button", name="People").click()
    expect(opened).to_have_url(re.compile("sort=-people"))
    wait_until(opened, lambda: names(opened)[0] == "Hinds")
    opened.go_back()
    wait_until(opened, lambda: names(opened)[0] == "Adams")
    expect_drawn(opened, OTHER)
    opened.go_back()
    expect_drawn(opened, FIRST)
    opened.go_forward()
    expect_drawn(opened, OTHER)


def test_the_other_page_and_back_keeps_the_choice(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?service=csu-in-region&county=28015")
    expect_drawn(page, "csu-in-region", "28015")
    page.get_by_role("link", name="Data & sources", exact=True).first.click()
    expect(page).to_have_url(re.compile("/sources"))
    page.get_by_role("link", name="Statewide", exact=True).first.click()
    expect_drawn(page, "csu-in-region", "28015")


@pytest.mark.parametrize(
    "query", ["service=nonsense&county=99999", "county=%3Cscript%3E&layer=%7B%7B7*7%7D%7D"]
)
def test_an_address_with_nonsense_is_said_and_shows_the_first_view(
    page: Page, app_url: str, query: str
) -> None:
    page.goto(f"{app_url}/?{query}")
    expect_drawn(page, FIRST)
    said = page.get_by_text("This page's address asks for")
    expect(said).to_be_visible()
    show(page, OTHER)
    expect_drawn(page, OTHER)
    expect(said).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?service=[\w-]+$"))


def test_a_choice_beside_the_map_draws_that_part_alone(page: Page, app_url: str) -> None:
    asked: list[str] = []

    def hear(frame: bytes | str) -> None:
        told = BackMsg.FromString(frame) if isinstance(frame, bytes) else BackMsg()
        if told.HasField("rerun_script"):
            asked.append(told.rerun_script.fragment_id)

    page.on("websocket", lambda socket: socket.on("framesent", hear))
    page.goto(app_url)
    expect_drawn(page, FIRST)
    expect_whole(page)
    assert asked
    assert not any(asked)
    asked.clear()
    show(page, OTHER)
    expect_drawn(page, OTHER)
    choose(page, "More maps", "Regions")
    expect_drawn(page, "regions")
    assert len(asked) == 2
    assert all(asked)


@pytest.mark.parametrize("service", [OTHER, FIRST], ids=["another", "chosen already"])
def test_more_maps_are_a_choice_away_and_a_service_leads_back(opened: Page, service: str) -> None:
    choose(opened, "More maps", "Regions")
    expect_drawn(opened, "regions")
    expect(opened).to_have_url(re.compile("layer=regions"))
    show(opened, service)
    expect_drawn(opened, service)
    expect(opened).not_to_have_url(re.compile("layer="))
    expect(opened.get_by_role("combobox", name="More maps")).to_have_value("")
    county(opened, "28015").click()
    expect_drawn(opened, service, "28015")


def test_an_old_address_of_another_standard_shows_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?standard=csu-in-county")
    expect_drawn(page, "csu-in-county")
    expect(page).to_have_url(re.compile(r"\?layer=csu-in-county$"))


def test_the_table_is_sorted_and_filtered(opened: Page) -> None:
    assert names(opened) == sorted(names(opened))
    assert len(names(opened)) == 82
    people = opened.get_by_role("button", name="People")
    people.focus()
    opened.keyboard.press("Enter")
    wait_until(opened, lambda: names(opened)[0] == "Hinds")
    expect(table(opened).locator("th[aria-sort='descending']")).to_have_text("People")
    expect(people).to_be_focused()
    opened.keyboard.press("Enter")
    wait_until(opened, lambda: names(opened)[0] == "Issaquena")
    expect(table(opened).locator("th[aria-sort='ascending']")).to_have_text("People")
    opened.get_by_role("radiogroup", name="Show").get_by_text("Not shown (18)").click()
    expect(opened.get_by_text("18 of 82 counties.")).to_be_visible()
    assert set(names(opened)) == {
        finding.county for finding in VERIFIED.of(FIRST) if finding.status is not Status.COVERED
    }
    choose(opened, "Region", "Region 3")
    expect(opened.get_by_text("6 of 82 counties.")).to_be_visible()
    opened.get_by_role("textbox", name="Find a county").fill("mon")
    wait_until(opened, lambda: names(opened) == ["Monroe"])
    expect(opened).to_have_url(re.compile(r"\?show=not-shown&region=3&sort=people$"))


def test_a_name_in_the_table_leads_to_the_county(opened: Page) -> None:
    link = table(opened).get_by_role("link", name="Yazoo")
    expect(link).to_have_attribute("href", "county?county=28163")
    link.click()
    expect(opened).to_have_url(re.compile(r"/county\?county=28163"))
    expect(opened.get_by_role("heading", level=1)).to_contain_text("Yazoo County")


def test_a_file_is_made_when_asked_for_and_can_be_saved(opened: Page, tmp_path: Path) -> None:
    opened.get_by_role("button", name="Make the workbook (Excel)").click()
    with opened.expect_download() as waiting:
        opened.get_by_role(
            "button", name=re.compile(r"^Download the workbook \(Excel, \d+ KB\)$")
        ).click(timeout=60_000)
    path = tmp_path / "counties.xlsx"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "counties.xlsx"
    assert path.read_bytes()[:2] == b"PK"
    expect_drawn(opened, FIRST)


def test_the_numbers_to_call_stand_on_every_page(opened: Page) -> None:
    numbers = opened.get_by_role("navigation", name="Numbers to call")
    for page_name in ("Statewide", "Find help", "Data & sources"):
        opened.get_by_role("link", name=page_name, exact=True).first.click()
        expect(opened).to_have_title(re.compile(f"^{page_name} - "))
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
    assert tables_that_slide(page) == []
    services = [page.locator(f".cc-counties td[data-label='{title}']") for title in TITLES.values()]
    people = page.locator(".cc-counties td[data-label='People']")
    for cell in [each.filter(visible=True).last for each in (*services, people)]:
        expect(cell).to_be_visible()
        if width == 390:
            box = cell.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_a_phone_begins_with_the_counties_not_covered_and_has_all_of_them_a_tap_away(
    page: Page, app_url: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app_url)
    expect_drawn(page, FIRST)
    expect_whole(page)
    rows = table(page).locator("tbody tr").filter(visible=True)
    not_covered = {
        finding.county
        for total in SERVICES
        for finding in VERIFIED.of(total.id)
        if finding.status is not Status.COVERED
    }
    expect(rows).to_have_count(len(not_covered))
    assert set(rows.locator("th").all_inner_texts()) == not_covered
    assert page.get_by_test_id("stMain").evaluate("(one) => one.scrollHeight") <= 5_000
    more = page.get_by_role("button", name=f"Show all {len(KNOWN.counties)}")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(len(KNOWN.counties))
    fewer = page.get_by_role("button", name="Show fewer")
    expect(fewer).to_be_focused()
    table(page).get_by_role("button", name="People").click()
    expect(rows).to_have_count(len(KNOWN.counties))
    expect(rows.first.locator("th")).to_have_text("Hinds")
    fewer.click()
    expect(rows).to_have_count(len(not_covered))
    page.get_by_label("Find a county").fill("Hinds")
    expect(rows).to_have_count(1)
    page.get_by_label("Find a county").fill("")
    expect(rows).to_have_count(len(not_covered))
    page.emulate_media(media="print")
    expect(rows).to_have_count(len(KNOWN.counties))


def test_a_county_is_chosen_by_keyboard_alone(opened: Page) -> None:
    field = opened.get_by_role("combobox", name="County", exact=True)
    field.focus()
    opened.keyboard.type("Yazoo")
    expect(opened.get_by_role("option", name="Yazoo")).to_be_visible()
    opened.keyboard.press("Enter")
    expect(answer(opened, "Yazoo")).to_be_visible()
    expect_drawn(opened, FIRST, "28163")


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
    verified = assess.verify(small_state.load(home.parent / "twin", content), small_state.DAY)
    first = overview.first_to_show(overview.counts(verified))
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
    expect_data(page, home)
    expect_drawn(page, first)
    expect(pin).to_have_count(1)

    content["facilities"][0]["phone"] = "307-555-011"
    (home / "services.yaml").write_text(small_state.as_yaml(content), encoding="utf-8")
    turns = cycle(["Not shown", "All"])

    def is_told_after_a_choice() -> bool:
        filters = page.get_by_role("radiogroup", name="Show")
        filters.get_by_role("radio", name=re.compile(next(turns))).click()
        expect_whole(page)
        return page.get_by_text("1 problem now").count() == 1

    wait_until(page, is_told_after_a_choice)
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
        panel = answer(page, "Alder")
        expect(panel.get_by_role("link", name="307-555-0101")).to_be_visible()
        expect(page.locator(".cc-table [data-geoid]")).to_have_count(3)
        page.get_by_role("link", name="Distance", exact=True).first.click()
        expect(page.get_by_text("Distances cannot be measured")).to_be_visible()
        expect(problems).to_contain_text("zips.csv")
        page.get_by_role("link", name="Find help", exact=True).first.click()
        page.get_by_role("textbox", name="Where is the person?").fill("42.5, -106.5")
        page.get_by_role("button", name="Find help").click()
        found = page.get_by_role("region", name="Answer")
        expect(found.get_by_role("link", name="307-555-0101")).to_be_visible()
        expect(page.get_by_text("The map cannot be drawn.")).to_be_visible()
        page.close()  # before the server goes, or it would complain of the silence
