"""The state map's page in a real browser: on its own and from disk; see test_statemap_frame.py."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from geo.catalog.records import Facility
from geo.coverage import evidence, gather
from geo.coverage.contradictions import other_numbers
from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.state_map_page import (
    DRAWN,
    FACILITIES,
    GEOIDS,
    KNOWN,
    LAYERS,
    NAMED,
    NAMES,
    OVERLAPS,
    STANDARDS,
    county,
    expect_standard,
    expect_whole_state,
    html,
    not_covered,
    outlined,
    scale,
    serve,
    zoom_in,
)
from tests.browser.waiting import expect_still, wait_until

DAY = live.DAY
ADDRESS = "http://127.0.0.1/map.html"


@pytest.fixture
def alone(page: Page) -> Page:
    """The map as a page of its own, 1280 x 900."""
    page.set_viewport_size({"width": 1280, "height": 900})
    serve(page, {"map.html": html()})
    page.goto(ADDRESS)
    return page


@pytest.fixture
def settled(kept: Page) -> Page:
    """The map as a page of its own, loaded once for the tests that choose and look."""
    kept.set_viewport_size({"width": 1280, "height": 900})
    if kept.url != ADDRESS or not as_loaded(kept):
        serve(kept, {"map.html": html()})
        kept.goto(ADDRESS)
    return kept


def as_loaded(page: Page) -> bool:
    """Take back what those tests choose, and tell whether the page is as it was loaded."""
    page.get_by_label("Layer", exact=True).select_option(LAYERS[0])
    page.get_by_label("County", exact=True).select_option("")
    page.locator("#table details").evaluate("one => { one.open = false; scrollTo(0, 0); }")
    try:
        expect_whole_state(page)
    except pytest.fail.Exception:
        return False
    drawn = page.evaluate(DRAWN).values()
    boxes = page.get_by_role("checkbox").all()
    return not any(path["selected"] for path in drawn) and all(box.is_checked() for box in boxes)


@pytest.mark.unwatched
def test_it_opens_from_disk_and_asks_for_nothing(new_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(html())
    asked: list[str] = []
    said: list[str] = []
    new_page.on("request", lambda request: asked.append(request.url))
    new_page.on("console", lambda message: said.append(message.text))
    new_page.on("pageerror", lambda error: said.append(str(error)))
    new_page.goto(file.as_uri())
    for layer in LAYERS:
        new_page.get_by_label("Layer", exact=True).select_option(layer)
    assert new_page.locator("path.county").count() == 82
    assert asked == [file.as_uri()]
    assert said == []


def words(facility: Facility) -> str:
    phones = [facility.phone, *(other.phone for other in other_numbers(KNOWN, facility.id))]
    miles = max(1, round(facility.radius_m / 1609.344))
    within = "1 mile" if miles == 1 else f"{miles} miles"
    return f"{facility.name}, {' or '.join(phones)}, map point right within about {within}"


def test_82_counties_and_a_named_button_for_each_facility(settled: Page) -> None:
    expect(settled.locator("path.county")).to_have_count(82)
    pins = settled.locator(".leaflet-marker-icon.pin")
    expect(pins).to_have_count(14)
    names = pins.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert names == [words(facility) for facility in FACILITIES]
    assert names[0] == (
        "Batesville Crisis Stabilization Unit, 662-563-9176, map point right within about 4 miles"
    )
    assert names[7] == (
        "Gulfport Crisis Stabilization Unit, 228-213-3900 or 228-213-5900, map point right within about 1 mile"
    )
    assert set(pins.evaluate_all("all => all.map((one) => one.getAttribute('role'))")) == {"button"}
    expect(settled.locator("path.radius")).to_have_count(14)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_county_looks_and_reads_as_the_verdict_says(settled: Page, standard: str) -> None:
    settled.get_by_label("Layer", exact=True).select_option(standard)
    expect_standard(settled.evaluate(DRAWN), standard)


def test_regions_and_teams_look_as_the_data_say(settled: Page) -> None:
    serving = evidence.providers(gather.gather(KNOWN, DAY))
    for kind in ("mobile_crisis", "pact", "icort"):
        settled.get_by_label("Layer", exact=True).select_option(kind)
        drawn = settled.evaluate(DRAWN)
        assert sorted(drawn) == GEOIDS
        for geoid, path in drawn.items():
            some = serving.get((kind, geoid), ())
            by_region = bool(some) and all(fact.basis == "region" for fact in some)
            assert path["pattern"] == ("level" if by_region else "")
            assert (path["color"] == "#eeeeea") == (not some)
            assert path["words"].split("\n")[2] == (
                f"{some[0].title}, {some[0].phone or 'no number in the source'}"
                if some
                else f"No {kind.upper()} listed"
            )
    settled.get_by_label("Layer", exact=True).select_option("regions")
    regions = settled.evaluate(DRAWN)
    assert len({(path["kind"], path["color"]) for path in regions.values()}) == 11


def test_marks_meant_for_the_eye_lie_on_top(alone: Page) -> None:
    alone.get_by_label("Layer", exact=True).select_option("mobile-crisis")
    county(alone, "28049").dispatch_event("click")
    drawn = alone.evaluate(DRAWN)
    plain = [path["place"] for path in drawn.values() if not path["flags"]]
    flagged = [path["place"] for path in drawn.values() if path["dashed"]]
    assert len(flagged) == 1  # Carroll: its region alone is inferred
    lines, circles = (
        alone.locator(kind).evaluate_all(
            "all => all.map((one) => [...one.parentElement.children].indexOf(one))"
        )
        for kind in ("path.chosen", "path.radius")
    )
    assert max(plain) < min(flagged) <= max(flagged) < min(lines) < max(lines) < min(circles)
    assert outlined(alone) == [("#fff", "6", True), ("#1b2733", "3", True)]


@pytest.mark.parametrize("layer", LAYERS)
def test_legend_sentence_and_table_say_what_the_map_shows(settled: Page, layer: str) -> None:
    settled.get_by_label("Layer", exact=True).select_option(layer)
    drawn = settled.evaluate(DRAWN)
    kinds = [path["kind"] for path in drawn.values()]
    for item in settled.locator("#legend li[data-kind]").all():
        count = kinds.count(item.get_attribute("data-kind") or "")
        words = "1 county" if count == 1 else f"{count} counties"
        expect(item).to_contain_text(words)
        expect(item.locator("svg.swatch")).to_have_count(1)
    settled.get_by_text("All 82 counties as a table").click()
    rows = settled.locator("#table tbody tr")
    expect(rows).to_have_count(82)
    cells = rows.evaluate_all(
        "all => all.map((one) => [...one.cells].map((cell) => cell.innerText))"
    )
    named = dict(
        settled.locator("#legend li[data-kind]").evaluate_all(
            "all => all.map((one) => [one.dataset.kind, one.querySelector('b').innerText])"
        )
    )
    for geoid, row in zip(GEOIDS, cells, strict=True):
        assert row[0] == NAMES[geoid]
        assert row[3] == named[drawn[geoid]["kind"]]
        doubts = row[5] if len(row) > 5 else ""  # the column is left out where nothing fills it
        assert len(list(filter(None, doubts.split("; ")))) == len(drawn[geoid]["flags"])


# The patterns of the legend's swatches, in order.
PATTERNS = """() => [...document.querySelectorAll("#legend li[data-kind] .swatch rect")].map((one) => {
    const link = one.getAttribute("fill").match(/^url\\(#(.+)\\)$/);
    return link ? document.getElementById(link[1]).getAttribute("class") : "";
})"""


def test_the_legend_names_each_status_and_its_pattern(settled: Page) -> None:
    settled.get_by_label("Layer", exact=True).select_option("intensive")
    words = settled.locator("#legend").inner_text()
    for part in (
        "Covered 64 counties, 2,653,203 people",
        "Claimed only 18 counties, 308,076 people",
        "Not on the list 0 counties",
        "No information 0 counties",
    ):
        assert part in words
    assert "Region inferred" not in words
    assert settled.evaluate(PATTERNS) == ["", "diagonal", "cross", "dots"]
    live = settled.locator("#sentence[aria-live=polite]")
    expect(live).to_contain_text("64 of 82 counties are covered")
    expect(live).to_contain_text("Claimed only: 18 counties (308,076 people)")
    settled.get_by_label("Layer", exact=True).select_option("mobile-crisis")
    words = settled.locator("#legend").inner_text()
    assert "Region inferred 1" in words
    assert "Sources disagree" not in words


def test_a_county_tells_whom_to_call(settled: Page) -> None:
    county(settled, "28015").click(position={"x": 30, "y": 40})
    panel = settled.locator("#county")
    expect(panel.get_by_role("heading", name="Carroll County")).to_be_visible()
    expect(panel).to_contain_text("Region 6, 9,998 people")
    expect(panel).to_contain_text("Mobile crisis team: Covered")
    expect(panel).to_contain_text("Region inferred")
    expect(panel.get_by_role("link", name="866-453-6216")).to_have_attribute(
        "href", "tel:8664536216"
    )
    for number in ("911", "988", "877-210-8513"):
        expect(panel.get_by_role("link", name=number, exact=True)).to_be_visible()
    expect(settled.get_by_label("County", exact=True)).to_have_value("28015")
    settled.get_by_label("County", exact=True).select_option("28001")
    expect(panel.get_by_role("heading", name="Adams County")).to_be_visible()


def test_a_facility_chooses_the_county_it_is_in(settled: Page) -> None:
    for place, facility in enumerate(FACILITIES):
        settled.locator(".leaflet-marker-icon.pin").nth(place).press("Enter")
        expect(settled.locator("#county h2")).to_have_text(f"{facility.county} County")


def test_the_page_names_sources_day_data_and_makers(settled: Page) -> None:
    expect(settled.locator("#sources")).to_contain_text("Mississippi Department of Mental Health")
    expect(settled.locator("#as-of")).to_have_text(f"As of {DAY} - data {KNOWN.data_sha256[:12]}")
    credit = settled.locator(".leaflet-control-attribution")
    for words in (
        "U.S. Census Bureau",
        "GeoNames (geonames.org), CC BY 4.0",
        "Made with Natural Earth",
    ):
        expect(credit).to_contain_text(words)
    calls = settled.locator("#calls")
    expect(calls).to_contain_text("In an emergency call 911.")
    expect(calls).to_contain_text("In a crisis call or text 988.")


def test_overlays_stay_as_chosen_while_the_layer_changes(alone: Page) -> None:
    for name, seen in (
        ("Crisis Stabilization Unit (14)", ".leaflet-marker-icon.pin, path.radius"),
        ("County names", ".label.name"),
        ("Cities", ".label.city"),
        ("Rivers", "path.river"),
        ("Neighboring states", "path.water, path.border, .label.state"),
    ):
        box = alone.get_by_label(name)
        expect(box).to_be_checked()
        count = alone.locator(seen).count()
        assert count
        box.press("Space")
        expect(alone.locator(seen)).to_have_count(0)
        alone.get_by_label("Layer", exact=True).select_option("regions")
        alone.get_by_label("Layer", exact=True).select_option("pact")
        expect(box).not_to_be_checked()
        expect(alone.locator(seen)).to_have_count(0)
        box.press("Space")
        expect(alone.locator(seen)).to_have_count(count)
    order = alone.locator(".leaflet-overlay-pane path").evaluate_all(
        "all => all.map((one) => one.classList.item(0))"
    )
    kinds = [name for place, name in enumerate(order) if name != order[place - 1]]
    assert kinds == ["water", "border", "river", "county", "chosen", "radius"]


def test_the_keyboard_reaches_choices_and_facilities_but_no_county(alone: Page) -> None:
    reached: list[str] = []
    while len(reached) < 100:
        alone.keyboard.press("Tab")
        if alone.evaluate("document.activeElement === document.body"):
            break
        reached.append(
            alone.evaluate(
                "() => { const one = document.activeElement;"
                " return one.id || one.getAttribute('aria-label') || one.textContent; }"
            )
        )
    assert reached.index("choose-layer") < reached.index("choose-county")
    pins = [words(facility) for facility in FACILITIES]
    assert [name for name in reached if name in pins] == pins
    assert {"Zoom in", "Zoom out"} <= set(reached)
    assert not any(" County\n" in name for name in reached)
    assert set(
        alone.locator("path.county").evaluate_all("all => all.map((one) => one.tabIndex)")
    ) == {-1}
    alone.get_by_label("Layer", exact=True).focus()
    alone.keyboard.press("ArrowDown")
    expect_standard(alone.evaluate(DRAWN), STANDARDS[1])


def test_a_facility_shows_its_words_to_the_keyboard(alone: Page) -> None:
    alone.locator(".leaflet-marker-icon.pin").first.focus()
    expect(alone.locator(".leaflet-tooltip")).to_contain_text("662-563-9176")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("layer", ["mobile-crisis", "intensive", "csu-in-county", "mobile_crisis"])
def test_axe_finds_nothing(settled: Page, width: int, layer: str) -> None:
    settled.set_viewport_size({"width": width, "height": 900})
    settled.get_by_label("Layer", exact=True).select_option(layer)
    settled.get_by_label("County", exact=True).select_option("28049")
    settled.get_by_text("All 82 counties as a table").click()
    expect_accessible(settled)


# --- sizes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800), (900, 500), (600, 1200)])
def test_the_state_fits_every_window(settled: Page, width: int, height: int) -> None:
    settled.set_viewport_size({"width": width, "height": height})
    expect_whole_state(settled)
    assert settled.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_words_on_the_map_do_not_lie_on_each_other(settled: Page, width: int, height: int) -> None:
    settled.set_viewport_size({"width": width, "height": height})
    expect_whole_state(settled)
    for layer in LAYERS:
        settled.get_by_label("Layer", exact=True).select_option(layer)
        assert settled.evaluate(OVERLAPS) == []
        if layer in STANDARDS:
            named = set(settled.evaluate(NAMED))
            assert not_covered(layer) <= named if width == 1280 else named <= not_covered(layer)
    if width == 1280:
        assert settled.locator(".label.name:not(.crowded)").count() > 70


# --- manners -------------------------------------------------------------------------------------


def test_the_wheel_scrolls_the_page(alone: Page) -> None:
    alone.set_viewport_size({"width": 700, "height": 500})
    expect_whole_state(alone)
    before = scale(alone)
    alone.mouse.move(350, 400)
    alone.mouse.wheel(0, 120)
    wait_until(alone, lambda: alone.evaluate("window.scrollY") > 0)
    assert scale(alone) == before


def test_the_wheel_zooms_with_ctrl(alone: Page) -> None:
    expect_whole_state(alone)
    before = scale(alone)
    alone.mouse.move(350, 400)
    alone.keyboard.down("Control")
    alone.mouse.wheel(0, -300)
    alone.keyboard.up("Control")
    wait_until(alone, lambda: scale(alone) > before)
    assert alone.evaluate("window.scrollY") == 0


@pytest.fixture
def phone(browser: Browser, watch: Any) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    watch.follow(made)
    yield made
    made.close()


def test_one_finger_scrolls_the_page_until_the_map_is_zoomed(phone: BrowserContext) -> None:
    page = phone.new_page()
    serve(page, {"map.html": html()})
    page.goto(ADDRESS)
    expect_whole_state(page)
    dragged = re.compile("leaflet-touch-drag")
    expect(page.locator(".folium-map")).not_to_have_class(dragged)
    page.get_by_label("Zoom in").tap()
    expect(page.locator(".folium-map")).to_have_class(dragged)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_reduced_motion_is_respected(browser: Browser, watch: Any, motion: Any) -> None:
    made = browser.new_context(reduced_motion=motion, viewport={"width": 1280, "height": 900})
    watch.follow(made)
    page = made.new_page()
    serve(page, {"map.html": html()})
    page.goto(ADDRESS)
    expect_whole_state(page)
    before = scale(page)
    after = page.evaluate(
        """() => {
            document.querySelector(".leaflet-control-zoom-in").click();
            const path = document.querySelector('path.county[data-id="28049"]');
            return path.getBBox().width;
        }"""
    )
    assert (after > before) == (motion == "reduce")
    made.close()


def test_the_map_cannot_be_lost(alone: Page) -> None:
    expect_whole_state(alone)
    for _ in range(3):
        zoom_in(alone)
    alone.locator(".folium-map").focus()
    for _ in range(40):
        alone.keyboard.press("Shift+ArrowRight")
    expect_still(county(alone, "28049"))
    in_view = alone.evaluate(
        """() => {
            const map = document.querySelector(".folium-map").getBoundingClientRect();
            return [...document.querySelectorAll("path.county")].some((one) => {
                const box = one.getBoundingClientRect();
                return box.left < map.right && box.right > map.left && box.top < map.bottom && box.bottom > map.top;
            });
        }"""
    )
    assert in_view


def test_a_printed_page_holds_the_whole_state(alone: Page) -> None:
    alone.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect_whole_state(alone)
    box = alone.locator("#stage").bounding_box()
    assert box
    assert box["width"] == 640
    alone.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect_whole_state(alone)
