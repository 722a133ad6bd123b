"""The state map's page in a real browser: on its own, from disk, and in a frame that is told what to show."""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, Route, expect

from geo.catalog.records import Flag
from geo.coverage import evidence
from geo.maps import layers
from tests import live
from tests.browser.waiting import expect_still, wait_until

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
GEOIDS = [county.geoid for county in KNOWN.counties]
NAMES = {county.geoid: county.name for county in KNOWN.counties}
STANDARDS = [standard.id for standard in VERIFIED.standards]
LAYERS = [layer.id for layer in layers.layers(KNOWN)]
FACILITIES = KNOWN.services.facilities
SOURCE = "crisis-coverage"

# What a status is to look like, written out here: pattern, or plain, and the color of the ground.
LOOKS = {
    "covered": ("", "#56b4e9"),
    "claimed": ("diagonal", "#fbe3b0"),
    "gap": ("cross", "#f6cebd"),
    "unknown": ("dots", "#ffffff"),
}
# The counties as the page draws them: id, then pattern and color of the fill that is really there.
DRAWN = """() => Object.fromEntries([...document.querySelectorAll("path.county")].map((path) => {
    const fill = path.getAttribute("fill");
    const link = fill.match(/^url\\(#(.+)\\)$/);
    const pattern = link && document.getElementById(link[1]);
    return [path.dataset.id, {
        pattern: pattern ? pattern.getAttribute("class") : "",
        color: pattern ? pattern.querySelector("rect").getAttribute("fill") : fill,
        kind: path.dataset.kind,
        flags: path.dataset.flags.split(" ").filter(Boolean),
        dashed: Boolean(path.getAttribute("stroke-dasharray")),
        weight: Number(path.getAttribute("stroke-width")),
        words: path.getAttribute("aria-label"),
        place: [...path.parentElement.children].indexOf(path),
    }];
}))"""
# Visible words on the map that lie on each other or on a button.
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".label:not(.crowded), .leaflet-marker-icon.pin")]
        .map((one) => [one.textContent, one.getBoundingClientRect()]);
    return boxes.flatMap(([words, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => a.left < b.right - 2 && b.left < a.right - 2
            && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([other]) => `${words} on ${other}`));
}"""
HOST = """<!doctype html><html lang="en"><title>host</title><body style="margin:0">
<iframe id="map" sandbox="allow-scripts" src="map.html"
  style="border:0;display:block;width:{width}px;height:{height}px"></iframe>
<iframe id="stranger" srcdoc="<p>stranger</p>" hidden></iframe>
<script>
  const heard = [];
  addEventListener("message", ({{ source, data }}) => {{
    if (source === document.getElementById("map").contentWindow) heard.push(data);
  }});
</script>"""


@cache
def html() -> bytes:
    return layers.state_map(VERIFIED)


def serve(page: Page, files: dict[str, bytes]) -> None:
    """Answer for a loopback host without a server; what is not there is refused."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name in files:
            route.fulfill(body=files[name], content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.route("**/*", answer)


@pytest.fixture
def alone(page: Page) -> Page:
    """The map as a page of its own, 1280 x 900."""
    page.set_viewport_size({"width": 1280, "height": 900})
    serve(page, {"map.html": html()})
    page.goto("http://127.0.0.1/map.html")
    return page


Framed = Callable[..., Frame]


@pytest.fixture
def framed(page: Page) -> Framed:
    """Return a function that shows the map in a sandboxed frame of a size, once it says ready."""

    def show(width: int = 700, height: int = 600) -> Frame:
        page.set_viewport_size({"width": max(width, 360), "height": max(height, 420)})
        host = HOST.format(width=width, height=height).encode()
        serve(page, {"map.html": html(), "host.html": host})
        page.goto("http://127.0.0.1/host.html")
        page.wait_for_function("heard.some((one) => one.type === 'ready')")
        return page.frames[1]

    return show


def ask(page: Page, layer: Any, selected: Any) -> None:
    """Tell the frame what to show, as its parent does, and wait until it says it did."""
    page.evaluate("heard.length = 0")
    tell(page, layer, selected)
    page.wait_for_function("heard.some((one) => one.type === 'drawn')")


def tell(page: Page, layer: Any, selected: Any) -> None:
    page.evaluate(
        """([layer, selected, source]) => {
            document.getElementById("map").contentWindow.postMessage(
                { source, type: "show", layer, selected }, "*");
        }""",
        [layer, selected, SOURCE],
    )


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("heard")
    return found


def county(page: Page | Frame, geoid: str) -> Locator:
    return page.locator(f'path.county[data-id="{geoid}"]')


def expect_standard(drawn: dict[str, Any], standard: str, selected: str | None = None) -> None:
    """Compare each of the 82 paths with the verdict, by its look and by its words."""
    assert sorted(drawn) == GEOIDS
    for finding in VERIFIED.of(standard):
        path = drawn[finding.geoid]
        assert (path["pattern"], path["color"]) == LOOKS[finding.status.value]
        lines = path["words"].split("\n")
        assert lines[0] == f"{finding.county} County"
        assert lines[2].endswith(f": {finding.status.value}")
        flags = [flag.value for flag in finding.flags if flag is not Flag.STALE]
        assert path["flags"] == flags
        assert [line.split(":")[0].lower() for line in lines[4:]] == flags
        assert path["dashed"] == (bool(flags) and finding.geoid != selected)
        assert (path["weight"] == 4) == (finding.geoid == selected)


@pytest.mark.unwatched
def test_it_opens_from_disk_and_asks_for_nothing(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(html())
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    for layer in LAYERS:
        page.get_by_label("Layer", exact=True).select_option(layer)
    assert page.locator("path.county").count() == 82
    assert asked == [file.as_uri()]
    assert said == []


def test_82_counties_and_a_named_button_for_each_facility(alone: Page) -> None:
    expect(alone.locator("path.county")).to_have_count(82)
    pins = alone.locator(".leaflet-marker-icon.pin")
    expect(pins).to_have_count(14)
    names = pins.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert names == [
        f"{facility.name}, {facility.phone}, right within {facility.radius_m // 1000} km"
        for facility in FACILITIES
    ]
    assert names[0] == "Batesville Crisis Stabilization Unit, 662-563-9176, right within 6 km"
    assert set(pins.evaluate_all("all => all.map((one) => one.getAttribute('role'))")) == {"button"}
    expect(alone.locator("path.radius")).to_have_count(14)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_county_looks_and_reads_as_the_verdict_says(alone: Page, standard: str) -> None:
    alone.get_by_label("Layer", exact=True).select_option(standard)
    expect_standard(alone.evaluate(DRAWN), standard)


def test_regions_and_teams_look_as_the_data_say(alone: Page) -> None:
    serving = evidence.providers(evidence.gather(KNOWN, DAY))
    for kind in ("mobile_crisis", "pact", "icort"):
        alone.get_by_label("Layer", exact=True).select_option(kind)
        drawn = alone.evaluate(DRAWN)
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
    alone.get_by_label("Layer", exact=True).select_option("regions")
    regions = alone.evaluate(DRAWN)
    assert len({(path["kind"], path["color"]) for path in regions.values()}) == 11


def test_marks_meant_for_the_eye_lie_on_top(alone: Page) -> None:
    alone.get_by_label("Layer", exact=True).select_option("mobile-crisis")
    county(alone, "28049").dispatch_event("click")
    drawn = alone.evaluate(DRAWN)
    plain = [path["place"] for path in drawn.values() if not path["flags"] and path["weight"] < 4]
    flagged = [path["place"] for path in drawn.values() if path["dashed"]]
    assert len(flagged) == 4
    circles = alone.locator("path.radius").evaluate_all(
        "all => all.map((one) => [...one.parentElement.children].indexOf(one))"
    )
    assert max(plain) < min(flagged) <= max(flagged) < drawn["28049"]["place"] < min(circles)


@pytest.mark.parametrize("layer", LAYERS)
def test_legend_sentence_and_table_say_what_the_map_shows(alone: Page, layer: str) -> None:
    alone.get_by_label("Layer", exact=True).select_option(layer)
    drawn = alone.evaluate(DRAWN)
    kinds = [path["kind"] for path in drawn.values()]
    for item in alone.locator("#legend li[data-kind]").all():
        count = kinds.count(item.get_attribute("data-kind") or "")
        words = "no county" if not count else "1 county" if count == 1 else f"{count} counties"
        expect(item).to_contain_text(words)
        expect(item.locator("svg.swatch")).to_have_count(1)
    alone.get_by_text("All 82 counties as a table").click()
    rows = alone.locator("#table tbody tr")
    expect(rows).to_have_count(82)
    cells = rows.evaluate_all(
        "all => all.map((one) => [...one.cells].map((cell) => cell.innerText))"
    )
    named = dict(
        alone.locator("#legend li[data-kind]").evaluate_all(
            "all => all.map((one) => [one.dataset.kind, one.querySelector('b').innerText])"
        )
    )
    for geoid, row in zip(GEOIDS, cells, strict=True):
        assert row[0] == NAMES[geoid]
        assert row[3] == named[drawn[geoid]["kind"]]
        assert row[5].lower().count(":") == len(drawn[geoid]["flags"])


def test_the_legend_names_each_status_and_its_pattern(alone: Page) -> None:
    alone.get_by_label("Layer", exact=True).select_option("intensive")
    words = alone.locator("#legend").inner_text()
    for part in (
        "Covered, plain",
        "Claimed, diagonal lines",
        "Gap, crossed lines",
        "Unknown, dots",
        "Dashed border, weak or disputed: 1 county",
        "64 counties, 2,653,203 people",
        "18 counties, 308,076 people",
    ):
        assert part in words
    live = alone.locator("#sentence[aria-live=polite]")
    expect(live).to_contain_text("64 of 82 counties are covered")
    expect(live).to_contain_text("18 (308,076 people) are only claimed")


def test_a_county_tells_whom_to_call(alone: Page) -> None:
    county(alone, "28015").click(position={"x": 30, "y": 40})
    panel = alone.locator("#county")
    expect(panel.get_by_role("heading", name="Carroll County")).to_be_visible()
    expect(panel).to_contain_text("Region 6, 9,998 people")
    expect(panel).to_contain_text("A mobile crisis team: covered")
    expect(panel).to_contain_text("Weak: its region was inferred")
    expect(panel.get_by_role("link", name="866-453-6216")).to_have_attribute(
        "href", "tel:8664536216"
    )
    for number in ("911", "988", "877-210-8513"):
        expect(panel.get_by_role("link", name=number, exact=True)).to_be_visible()
    expect(alone.get_by_label("County", exact=True)).to_have_value("28015")
    alone.get_by_label("County", exact=True).select_option("28001")
    expect(panel.get_by_role("heading", name="Adams County")).to_be_visible()


def test_a_facility_chooses_the_county_it_is_in(alone: Page) -> None:
    for place, facility in enumerate(FACILITIES):
        alone.locator(".leaflet-marker-icon.pin").nth(place).press("Enter")
        expect(alone.locator("#county h2")).to_have_text(f"{facility.county} County")


def test_the_page_names_sources_day_data_and_makers(alone: Page) -> None:
    expect(alone.locator("#sources")).to_contain_text("Mississippi Department of Mental Health")
    expect(alone.locator("#as-of")).to_have_text(f"As of {DAY} - data {KNOWN.data_sha256[:12]}")
    credit = alone.locator(".leaflet-control-attribution")
    for words in (
        "U.S. Census Bureau",
        "GeoNames (geonames.org), CC BY 4.0",
        "Made with Natural Earth",
    ):
        expect(credit).to_contain_text(words)
    calls = alone.locator("#calls")
    expect(calls).to_contain_text("In an emergency call 911.")
    expect(calls).to_contain_text("In a crisis call or text 988.")


def test_overlays_stay_as_chosen_while_the_layer_changes(alone: Page) -> None:
    for name, seen in (
        ("Crisis Stabilization Unit (14)", ".leaflet-marker-icon.pin, path.radius"),
        ("County names", ".label.name"),
        ("Cities", ".label.city"),
        ("Rivers", "path.river"),
        ("Neighbouring states", "path.land, path.border, .label.state"),
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
    assert kinds == ["land", "border", "river", "county", "radius"]


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
    pins = [
        f"{facility.name}, {facility.phone}, right within {facility.radius_m // 1000} km"
        for facility in FACILITIES
    ]
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


def expect_nothing(page: Page | Frame) -> None:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("layer", ["mobile-crisis", "intensive", "csu-in-county", "mobile_crisis"])
def test_axe_finds_nothing(alone: Page, width: int, layer: str) -> None:
    alone.set_viewport_size({"width": width, "height": 900})
    alone.get_by_label("Layer", exact=True).select_option(layer)
    alone.get_by_label("County", exact=True).select_option("28049")
    alone.get_by_text("All 82 counties as a table").click()
    expect_nothing(alone)


@pytest.mark.parametrize(("width", "height"), [(700, 600), (358, 420)])
def test_axe_finds_nothing_in_the_frame(
    framed: Framed, page: Page, width: int, height: int
) -> None:
    frame = framed(width, height)
    for layer in ("intensive", "regions"):
        ask(page, layer, "28049")
        expect_nothing(frame)


# --- sizes ---------------------------------------------------------------------------------------


def whole_state(page: Page | Frame) -> bool:
    """Tell whether every county lies in the map, and the state fills it one way."""
    found: bool = page.evaluate(
        """() => {
            const map = document.querySelector(".folium-map").getBoundingClientRect();
            const all = [...document.querySelectorAll("path.county")].map((one) => one.getBoundingClientRect());
            const west = Math.min(...all.map((one) => one.left)), east = Math.max(...all.map((one) => one.right));
            const north = Math.min(...all.map((one) => one.top)), south = Math.max(...all.map((one) => one.bottom));
            const inside = west >= map.left && east <= map.right && north >= map.top && south <= map.bottom;
            return inside && ((east - west) / map.width > 0.9 || (south - north) / map.height > 0.9);
        }"""
    )
    return found


def expect_whole_state(page: Page | Frame) -> None:
    wait_until(page, lambda: whole_state(page))


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800), (900, 500), (600, 1200)])
def test_the_state_fits_every_window(alone: Page, width: int, height: int) -> None:
    alone.set_viewport_size({"width": width, "height": height})
    expect_whole_state(alone)
    assert alone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(700, 600), (358, 420), (560, 400), (1100, 640)])
def test_the_state_fits_every_frame(framed: Framed, page: Page, width: int, height: int) -> None:
    frame = framed(width, height)
    for layer in ("intensive", "mobile_crisis"):
        ask(page, layer, None)
        expect_whole_state(frame)
        assert frame.evaluate("document.documentElement.scrollWidth") <= width
        assert frame.evaluate("document.documentElement.scrollHeight") <= height


def test_a_frame_that_is_shown_later_is_ready_and_fits_once_it_is(page: Page) -> None:
    host = HOST.format(width=700, height=600).replace(
        "border:0;display:block", "border:0;display:none"
    )
    serve(page, {"map.html": html(), "host.html": host.encode()})
    page.goto("http://127.0.0.1/host.html")
    page.wait_for_function("heard.some((one) => one.type === 'ready')")
    ask(page, "regions", "28049")
    page.evaluate("document.getElementById('map').style.display = 'block'")
    frame = page.frames[1]
    expect_whole_state(frame)
    assert frame.evaluate(OVERLAPS) == []
    assert frame.locator(".label:not(.crowded)").count() > 20


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_words_on_the_map_do_not_lie_on_each_other(alone: Page, width: int, height: int) -> None:
    alone.set_viewport_size({"width": width, "height": height})
    expect_whole_state(alone)
    for layer in LAYERS:
        alone.get_by_label("Layer", exact=True).select_option(layer)
        assert alone.evaluate(OVERLAPS) == []
    if width == 1280:
        assert alone.locator(".label.name:not(.crowded)").count() > 50


def test_a_small_map_names_the_chosen_county_only(framed: Framed, page: Page) -> None:
    frame = framed(358, 420)
    ask(page, "intensive", "28069")
    expect_whole_state(frame)
    expect(frame.locator(".label.name:not(.crowded)")).to_have_text(["Kemper"])
    for layer in LAYERS:
        ask(page, layer, None)
        assert frame.evaluate(OVERLAPS) == []


# Marks that are shown, with the marks of the counties they really stand on.
STANDING = """() => [...document.querySelectorAll(".label.mark:not(.crowded)")].map((mark) => {
    const box = mark.getBoundingClientRect();
    const at = new DOMPoint(box.left + box.width / 2, box.top + box.height / 2);
    const under = [...document.querySelectorAll("path.county")].filter((path) =>
        path.isPointInFill(at.matrixTransform(path.getScreenCTM().inverse())));
    const names = (kind) => document.querySelector(`#legend [data-kind="${kind}"] .swatch`).textContent;
    return [mark.textContent, under.map((path) => names(path.dataset.kind))];
})"""


def test_marks_stand_on_what_they_mark_or_stay_away(framed: Framed, page: Page) -> None:
    for width, height in ((358, 420), (1100, 640)):
        frame = framed(width, height)
        expect_whole_state(frame)
        for layer in ("regions", "mobile_crisis", "pact", "icort"):
            ask(page, layer, None)
            standing = frame.evaluate(STANDING)
            assert standing
            assert all(under == [mark] for mark, under in standing)


def test_the_small_legend_opens_on_demand_and_leaves_the_map_free(framed: Framed) -> None:
    frame = framed(358, 420)
    box = frame.locator("#stage").bounding_box()
    assert box
    assert box["height"] > 0.8 * 420
    legend = frame.locator("#legend li").first
    expect(legend).to_be_hidden()
    frame.locator("#legend summary").click()
    expect(legend).to_be_visible()
    frame.locator("#legend summary").click()
    expect(legend).to_be_hidden()
    frame.locator("#shown summary").click()
    frame.get_by_label("Cities").uncheck()
    expect(frame.locator(".label.city")).to_have_count(0)


def test_in_a_frame_what_the_parent_has_is_not_shown_twice(framed: Framed) -> None:
    frame = framed()
    for part in ("select", "h1", "#table table", "#county"):
        assert frame.locator(part).filter(visible=True).count() == 0
    expect(frame.locator("#legend li").first).to_be_visible()
    expect(frame.locator(".leaflet-control-attribution")).to_contain_text("Natural Earth")


# --- the bridge ----------------------------------------------------------------------------------


def test_the_frame_says_ready_draws_what_it_is_told_and_says_so(framed: Framed, page: Page) -> None:
    frame = framed()
    assert heard(page) == [{"source": SOURCE, "type": "ready"}]
    for standard in STANDARDS:
        ask(page, standard, "28007")
        assert heard(page) == [
            {"source": SOURCE, "type": "drawn", "layer": standard, "selected": "28007"}
        ]
        expect_standard(frame.evaluate(DRAWN), standard, "28007")
    ask(page, "regions", None)
    assert heard(page)[0]["selected"] is None
    assert {path["weight"] == 4 for path in frame.evaluate(DRAWN).values()} == {False}


def test_clicks_and_enter_go_to_the_parent(framed: Framed, page: Page) -> None:
    frame = framed()
    page.evaluate("heard.length = 0")
    county(frame, "28163").click(position={"x": 40, "y": 30})
    county(frame, "28001").focus()
    county(frame, "28001").press("Enter")
    frame.locator(".leaflet-marker-icon.pin").first.press("Enter")
    page.wait_for_function("heard.length === 3")
    assert heard(page) == [
        {"source": SOURCE, "type": "county", "geoid": geoid}
        for geoid in ("28163", "28001", "28107")
    ]
    assert {path["weight"] == 4 for path in frame.evaluate(DRAWN).values()} == {False}


FORGED = [
    None,
    17,
    "show",
    [],
    {},
    {"type": "show", "layer": "regions", "selected": None},
    {"source": SOURCE, "type": "draw", "layer": "regions", "selected": None},
    {"source": SOURCE, "type": "show", "layer": "no-such-layer", "selected": None},
    {"source": SOURCE, "type": "show", "layer": ["regions"], "selected": None},
    {"source": SOURCE, "type": "show", "layer": "__proto__", "selected": None},
    {"source": SOURCE, "type": "show", "layer": "regions", "selected": "28000"},
    {"source": SOURCE, "type": "show", "layer": "regions", "selected": {"geoid": "28001"}},
    {"source": SOURCE, "type": "show", "layer": "regions"},
]


def test_what_is_no_proper_message_changes_nothing(framed: Framed, page: Page) -> None:
    frame = framed()
    ask(page, "intensive", "28049")
    page.evaluate(
        """(all) => {
            heard.length = 0;
            all.forEach((one) => document.getElementById("map").contentWindow.postMessage(one, "*"));
        }""",
        FORGED,
    )
    tell(page, "intensive", "28001")  # comes after all of those
    page.wait_for_function("heard.some((one) => one.type === 'drawn')")
    assert [message["selected"] for message in heard(page)] == ["28001"]
    expect_standard(frame.evaluate(DRAWN), "intensive", "28001")


@pytest.mark.parametrize("sender", ["stranger", "itself"])
def test_only_the_parent_is_obeyed(framed: Framed, page: Page, sender: str) -> None:
    frame = framed()
    ask(page, "intensive", "28049")
    page.evaluate("heard.length = 0")
    message = {"source": SOURCE, "type": "show", "layer": "regions", "selected": None}
    if sender == "stranger":
        other = next(frame for frame in page.frames if frame.url == "about:srcdoc")
        other.evaluate("(one) => parent.frames[0].postMessage(one, '*')", message)
    else:
        frame.evaluate("(one) => window.postMessage(one, '*')", message)
    tell(page, "intensive", "28001")  # comes after that
    page.wait_for_function("heard.some((one) => one.type === 'drawn')")
    assert [message["selected"] for message in heard(page)] == ["28001"]
    expect_standard(frame.evaluate(DRAWN), "intensive", "28001")


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_sequence_the_map_shows_the_last(framed: Framed, page: Page, seed: int) -> None:
    frame = framed()
    chance = random.Random(seed)  # noqa: S311
    steps = [[chance.choice(LAYERS), chance.choice([None, *GEOIDS])] for _ in range(29)]
    last = [chance.choice(STANDARDS), chance.choice(GEOIDS)]
    page.evaluate(
        """([steps, source]) => {
            heard.length = 0;
            const frame = document.getElementById("map").contentWindow;
            steps.forEach(([layer, selected]) => frame.postMessage({ source, type: "show", layer, selected }, "*"));
        }""",
        [[*steps, last], SOURCE],
    )
    page.wait_for_function("heard.length === 30")
    assert [[message["layer"], message["selected"]] for message in heard(page)] == [*steps, last]
    expect_standard(frame.evaluate(DRAWN), last[0], last[1])


# --- manners -------------------------------------------------------------------------------------


def scale(page: Page | Frame) -> float:
    """Width of Hinds County in pixels."""
    found: float = county(page, "28049").evaluate("one => one.getBBox().width")
    return found


def larger_than(page: Page, before: float) -> bool:
    return scale(page) > before


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
    page.goto("http://127.0.0.1/map.html")
    expect_whole_state(page)
    dragged = re.compile("leaflet-touch-drag")
    expect(page.locator(".folium-map")).not_to_have_class(dragged)
    page.get_by_label("Zoom in").tap()
    expect(page.locator(".folium-map")).to_have_class(dragged)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_words_stay_inside_the_map(framed: Framed) -> None:
    frame = framed(358, 420)
    stage = frame.locator(".folium-map").bounding_box()
    assert stage
    for geoid in ("28009", "28045", "28141", "28157", "28039"):
        county(frame, geoid).hover(force=True)
        tooltip = frame.locator(".leaflet-tooltip").filter(has_text=f"{NAMES[geoid]} County")
        expect(tooltip).to_be_visible()
        box = tooltip.bounding_box()
        assert box
        assert box["x"] >= stage["x"] - 1
        assert box["y"] >= stage["y"] - 1
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
        assert box["y"] + box["height"] <= stage["y"] + stage["height"] + 1


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_reduced_motion_is_respected(browser: Browser, watch: Any, motion: Any) -> None:
    made = browser.new_context(reduced_motion=motion, viewport={"width": 1280, "height": 900})
    watch.follow(made)
    page = made.new_page()
    serve(page, {"map.html": html()})
    page.goto("http://127.0.0.1/map.html")
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
    hinds = county(alone, "28049")
    for _ in range(3):
        # Leaflet passes over a click while it still moves, and draws the shape anew after it.
        expect_still(hinds)
        drawn = hinds.get_attribute("d")
        alone.get_by_label("Zoom in").click()
        expect(hinds).not_to_have_attribute("d", drawn or "")
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
