"""The state map's page in a frame of a real browser: it shows what it is told, and tells what is clicked."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.accessible import expect_accessible
from tests.browser.state_map_page import (
    DRAWN,
    GEOIDS,
    LAYERS,
    NAMED,
    NAMES,
    OVERLAPS,
    SOURCE,
    STANDARDS,
    county,
    expect_standard,
    expect_whole_state,
    html,
    not_covered,
    serve,
    zoom_in,
)
from tests.browser.waiting import wait_until

HOST = """<!doctype html><html lang="en"><title>host</title><body style="margin:0">
<iframe id="map" sandbox="allow-scripts" src="map.html"
  style="border:0;display:block;width:{width}px;height:{height}px"></iframe>
<iframe id="stranger" srcdoc="<p>stranger</p>" hidden></iframe>
<script>
  const heard = [];
  addEventListener("message", ({{ source, data }}) => {{
    const frame = document.getElementById("map");
    if (source !== frame.contentWindow) return;
    heard.push(data);
    if (data.type === "below") frame.style.height = {height} + data.px + "px";
  }});
</script>"""


Framed = Callable[..., Frame]


@pytest.fixture
def framed(page: Page) -> Framed:
    """Return a function that shows the map in a sandboxed frame of a size, once it says ready.

    As in the app, a legend below the map adds to the frame's height.
    """

    def show(width: int = 700, height: int = 600) -> Frame:
        page.set_viewport_size({"width": max(width, 360), "height": max(height, 420) + 600})
        host = HOST.format(width=width, height=height).encode()
        serve(page, {"map.html": html(), "host.html": host})
        page.goto("http://127.0.0.1/host.html")
        page.wait_for_function("heard.some((one) => one.type === 'ready')")
        expect_whole_state(page.frames[1])
        return page.frames[1]

    return show


def ask(page: Page, layer: Any, selected: Any, only: Any = None) -> None:
    """Tell the frame what to show, as its parent does, and wait until it says it did."""
    page.evaluate("heard.length = 0")
    tell(page, layer, selected, only)
    page.wait_for_function("heard.some((one) => one.type === 'drawn')")


def tell(page: Page, layer: Any, selected: Any, only: Any = None) -> None:
    page.evaluate(
        """([layer, selected, only, source]) => {
            document.getElementById("map").contentWindow.postMessage(
                { source, type: "show", layer, selected, only }, "*");
        }""",
        [layer, selected, only, SOURCE],
    )


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("heard")
    return found


def said(page: Page) -> list[Any]:
    """Return what the frame said of anything but its legend's height."""
    return [message for message in heard(page) if message["type"] != "below"]


FADED = """() => [...document.querySelectorAll("path.county")]
    .filter((path) => path.dataset.faded === "true").map((path) => path.dataset.id).sort()"""
LEAFLET_MOVES_MS = 400
"""Longer than Leaflet takes to move a map."""
WRITTEN = """() => [...document.querySelectorAll(".label.name:not(.crowded)")].map((one) => one.textContent)"""


@pytest.mark.parametrize(("width", "height"), [(700, 600), (358, 420)])
def test_a_filter_fades_the_rest_zooms_and_is_counted(
    framed: Framed, page: Page, width: int, height: int
) -> None:
    frame = framed(width, height)
    ask(page, "intensive", None)
    assert frame.evaluate(FADED) == []
    before = county(frame, "28045").bounding_box()
    left = ["28045", "28047", "28059"]
    ask(page, "intensive", "28047", left)
    assert frame.evaluate(FADED) == sorted(set(GEOIDS) - set(left))
    assert set(frame.evaluate(WRITTEN)) <= {NAMES[geoid] for geoid in left}
    counts = frame.locator("#legend li[data-kind] .count").all_inner_texts()
    assert sum(map(int, counts)) == len(left)
    near = county(frame, "28045").bounding_box()
    assert before
    assert near
    assert near["width"] > 1.5 * before["width"]
    ask(page, "intensive", None)
    assert frame.evaluate(FADED) == []
    expect_whole_state(frame)


@pytest.mark.parametrize("only", [["28045", "1"], "28045", [28045], {}, 7])
def test_a_filter_that_is_none_of_the_counties_is_not_heard(
    framed: Framed, page: Page, only: Any
) -> None:
    frame = framed()
    ask(page, "intensive", None)
    page.evaluate("heard.length = 0")
    tell(page, "intensive", "28049", only)
    ask(page, "regions", None)
    assert frame.evaluate(FADED) == []
    drawn = [message for message in said(page) if message["type"] == "drawn"]
    assert [message["layer"] for message in drawn] == ["regions"]


@pytest.mark.parametrize(("width", "height"), [(700, 600), (358, 420)])
def test_axe_finds_nothing_in_the_frame(
    framed: Framed, page: Page, width: int, height: int
) -> None:
    frame = framed(width, height)
    for layer in ("intensive", "regions"):
        ask(page, layer, "28049")
        expect_accessible(frame)


# --- sizes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(700, 600), (358, 420), (560, 400), (1100, 640)])
def test_the_state_fits_every_frame(framed: Framed, page: Page, width: int, height: int) -> None:
    frame = framed(width, height)
    for layer in ("intensive", "mobile_crisis"):
        ask(page, layer, None)
        expect_whole_state(frame)
        assert frame.evaluate("document.documentElement.scrollWidth") <= width
        below = frame.locator("#side").evaluate("one => one.offsetHeight") if width < 640 else 0
        assert frame.evaluate("document.documentElement.scrollHeight") <= height + below


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


def test_the_state_fits_again_after_a_frame_was_another_size_as_on_paper(
    framed: Framed, page: Page
) -> None:
    frame = framed(727, 600)
    page.evaluate("document.getElementById('map').style.width = '100%'")
    page.add_style_tag(content="@media print { #map { height: 490px !important } }")
    for _ in range(2):
        page.pdf(format="Letter", margin={"left": "0.65in", "right": "0.65in"})
        page.wait_for_timeout(LEAFLET_MOVES_MS)
        expect_whole_state(frame)


def test_a_tooltip_never_lies_under_the_legend(framed: Framed, page: Page) -> None:
    """It is 1280 px wide in the app; the legend is then on the map."""
    frame = framed(727, 600)
    ask(page, "intensive", None)
    legend = frame.locator("#side").bounding_box()
    assert legend
    seen = 0
    for path in frame.locator("path.county").all():
        box = path.bounding_box()
        assert box
        if box["x"] > legend["x"] + legend["width"] + 200 or box["y"] < legend["y"] - 100:
            continue
        path.hover(force=True)
        tip = frame.locator(".leaflet-tooltip")
        expect(tip).to_have_count(1)
        told = tip.bounding_box()
        assert told
        seen += 1
        assert (
            told["x"] >= legend["x"] + legend["width"] or told["y"] + told["height"] <= legend["y"]
        )
        assert told["x"] + told["width"] <= 727
    assert seen >= 15


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_county_that_is_not_covered_has_its_name_on_the_map(
    framed: Framed, page: Page, standard: str
) -> None:
    """As large as the app shows it at 1280 px: no name lies on another, on a unit or on the legend."""
    frame = framed(727, 600)
    expect_whole_state(frame)
    ask(page, standard, None)
    named = frame.evaluate(NAMED)
    assert len(named) == len(set(named)) > 75
    assert not_covered(standard) <= set(named)
    assert frame.evaluate(OVERLAPS) == []
    leaders = frame.locator("path.leader").count()
    assert leaders == frame.evaluate(ASTRAY)


# Names whose middle is not in their own county.
ASTRAY = """() => [...document.querySelectorAll(".label.name:not(.crowded)")].filter((name) => {
    const box = name.getBoundingClientRect();
    const own = [...document.querySelectorAll("path.county")].find((path) =>
        path.getAttribute("aria-label").startsWith(`${name.textContent} County`));
    const around = [[0, 0], [-2, 0], [2, 0], [0, -2], [0, 2]].map(([x, y]) =>
        new DOMPoint(box.left + box.width / 2 + x, box.top + box.height / 2 + y));
    return !around.some((at) => own.isPointInFill(at.matrixTransform(own.getScreenCTM().inverse())));
}).length"""


@pytest.mark.parametrize("standard", ["intensive", "pact-or-icort", "mobile-crisis"])
def test_a_phone_names_the_chosen_county_those_not_covered_and_cities(
    framed: Framed, page: Page, standard: str
) -> None:
    frame = framed(390, 470)
    expect_whole_state(frame)
    ask(page, standard, "28069")  # Kemper
    assert set(frame.evaluate(NAMED)) == not_covered(standard) | {"Kemper"}
    assert frame.evaluate(OVERLAPS) == []
    assert frame.locator(".label.city:not(.crowded)").count() >= 3
    for _ in range(2):
        zoom_in(frame)
    assert len(set(frame.evaluate(NAMED)) - not_covered(standard)) > 4
    assert frame.evaluate(OVERLAPS) == []


@pytest.mark.parametrize(("width", "height"), [(358, 420), (390, 470), (1100, 640)])
def test_no_layer_writes_words_on_words(
    framed: Framed, page: Page, width: int, height: int
) -> None:
    frame = framed(width, height)
    expect_whole_state(frame)
    for layer in LAYERS:
        ask(page, layer, None)
        expect_whole_state(frame)
        wait_until(page, lambda: frame.evaluate(OVERLAPS) == [])


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
            expect_whole_state(frame)
            standing = frame.evaluate(STANDING)
            assert standing
            assert all(under == [mark] for mark, under in standing)


def test_the_legend_lies_left_of_the_state_with_labels_and_counts(
    framed: Framed, page: Page
) -> None:
    frame = framed(727, 600)
    expect_whole_state(frame)
    ask(page, "intensive", None)
    legend, stage = (frame.locator(one).bounding_box() for one in ("#side", ".folium-map"))
    assert legend
    assert stage
    assert legend["x"] - stage["x"] < 20
    assert legend["y"] + legend["height"] <= stage["y"] + stage["height"]
    assert legend["y"] > stage["y"] + stage["height"] / 3
    items = frame.locator("#legend li[data-kind]").all_inner_texts()
    counts = [" ".join(item.split()[:4]) for item in items]
    assert counts[0] == "Covered 64"
    assert counts[1].startswith("Claimed only 18")
    assert items[2:] == ["Not on the list 0", "No information 0"]
    frame.locator("#shown summary").click()
    frame.get_by_label("Cities").uncheck()
    expect(frame.locator(".label.city")).to_have_count(0)


def test_the_small_legend_lies_below_the_map_in_two_columns_and_says_how_high_it_is(
    framed: Framed, page: Page
) -> None:
    frame = framed(390, 470)
    ask(page, "intensive", None)
    stage, side = (frame.locator(one).bounding_box() for one in ("#stage", "#side"))
    assert stage
    assert side
    assert side["y"] >= stage["y"] + stage["height"]
    first, second, third = (
        frame.locator("#legend li").nth(number).bounding_box() for number in range(3)
    )
    assert first
    assert second
    assert third
    assert first["y"] == second["y"] < third["y"]
    assert second["x"] > first["x"] + 150
    expect(frame.locator("#legend small").first).to_be_hidden()
    page.evaluate("heard.length = 0")
    ask(page, "regions", None)
    page.wait_for_function("heard.some((one) => one.type === 'below')")
    told = [message["px"] for message in heard(page) if message["type"] == "below"]
    assert told[-1] == frame.locator("#side").evaluate("one => one.scrollHeight") > 150


def test_a_long_legend_leaves_the_map_its_place(framed: Framed, page: Page) -> None:
    frame = framed(727, 600)
    ask(page, "mobile_crisis", None)
    side, zoom = (frame.locator(one).bounding_box() for one in ("#side", ".leaflet-control-zoom"))
    assert side
    assert zoom
    assert side["y"] >= zoom["y"] + zoom["height"]
    assert side["y"] + side["height"] <= 600
    assert frame.locator("#side").evaluate("one => one.scrollHeight > one.clientHeight")


def test_buttons_of_the_map_are_large_enough_for_a_finger(framed: Framed) -> None:
    frame = framed(390, 470)
    for name in ("Zoom in", "Zoom out"):
        box = frame.get_by_label(name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_in_a_frame_what_the_parent_has_is_not_shown_twice(framed: Framed) -> None:
    frame = framed()
    for part in ("select", "h1", "#table table", "#county"):
        assert frame.locator(part).filter(visible=True).count() == 0
    expect(frame.locator("#legend li").first).to_be_visible()
    expect(frame.locator(".leaflet-control-attribution")).to_contain_text("Natural Earth")


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


# --- the bridge ----------------------------------------------------------------------------------


def test_the_frame_says_ready_draws_what_it_is_told_and_says_so(framed: Framed, page: Page) -> None:
    frame = framed()
    assert said(page) == [{"source": SOURCE, "type": "ready"}]
    for standard in STANDARDS:
        ask(page, standard, "28007")
        assert said(page) == [
            {"source": SOURCE, "type": "drawn", "layer": standard, "selected": "28007"}
        ]
        expect_standard(frame.evaluate(DRAWN), standard, "28007")
    ask(page, "regions", None)
    assert said(page)[0]["selected"] is None
    assert not any(path["selected"] for path in frame.evaluate(DRAWN).values())


def test_clicks_and_enter_go_to_the_parent(framed: Framed, page: Page) -> None:
    frame = framed()
    page.evaluate("heard.length = 0")
    county(frame, "28163").click(position={"x": 40, "y": 30})
    county(frame, "28001").focus()
    county(frame, "28001").press("Enter")
    frame.locator(".leaflet-marker-icon.pin").first.press("Enter")
    page.wait_for_function("heard.filter((one) => one.type === 'county').length === 3")
    assert said(page) == [
        {"source": SOURCE, "type": "county", "geoid": geoid}
        for geoid in ("28163", "28001", "28107")
    ]
    assert not any(path["selected"] for path in frame.evaluate(DRAWN).values())


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
    assert [message["selected"] for message in said(page)] == ["28001"]
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
    assert [message["selected"] for message in said(page)] == ["28001"]
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
    page.wait_for_function("heard.filter((one) => one.type === 'drawn').length === 30")
    assert [[message["layer"], message["selected"]] for message in said(page)] == [*steps, last]
    expect_standard(frame.evaluate(DRAWN), last[0], last[1])
