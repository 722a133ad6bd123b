"""The map of page Find help in a sandboxed frame: draws what it is told, and only that."""

import copy
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from geo.geocode import candidates
from geo.maps import findmap
from geo.referral import refer
from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.waiting import wait_until

KNOWN = live.catalog()
UNITS = KNOWN.services.facilities
SOURCE = "crisis-coverage"
RING = [[-90.15, 34.15], [-89.75, 34.15], [-89.75, 34.5], [-90.1, 34.52], [-90.15, 34.15]]
PLACE = {
    "point": [-89.95, 34.31],
    "center": [-89.95, 34.31],
    "radius_m": 30_000,
    "rings": [RING],
    "scale": "zip",
    "counties": ["28107", "28161"],
    "possible": ["csu-batesville", "csu-grenada"],
    "designated": ["csu-grenada"],
}
HOST = """<!doctype html><html lang="en"><title>host</title><body style="margin:0">
<iframe id="map" title="Map" sandbox="allow-scripts" src="map.html"
  style="border:0;display:block;width:{width}px;height:{height}px"></iframe>
<iframe id="stranger" title="Stranger" srcdoc="<p>stranger</p>" hidden></iframe>
<script>
  const heard = [];
  addEventListener("message", ({{ source, data }}) => {{
    if (source === document.getElementById("map").contentWindow) heard.push(data);
  }});
</script>"""
# What the frame shows of a look-up.
DRAWN = """() => ({
    areas: [...document.querySelectorAll("path.area")].map((one) => ({
        words: one.getAttribute("aria-label"), corners: Number(one.dataset.corners) })),
    points: [...document.querySelectorAll(".leaflet-marker-icon.point")]
        .map((one) => one.getAttribute("aria-label")),
    ways: document.querySelectorAll("path.way").length,
    counties: [...document.querySelectorAll("path.county[data-chosen=true]")]
        .map((one) => one.dataset.id).sort(),
    roles: Object.fromEntries([...document.querySelectorAll(".pin[data-unit]")]
        .filter((one) => one.dataset.roles).map((one) => [one.dataset.unit, one.dataset.roles])),
    labels: [...document.querySelectorAll(".label.found:not(.crowded)")].map((one) => one.innerText),
    legend: document.getElementById("legend").innerText,
})"""
NOTHING = {"areas": [], "points": [], "ways": 0, "counties": [], "roles": {}, "labels": []}
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".label:not(.crowded), .leaflet-marker-icon.pin")]
        .map((one) => [one.textContent, one.getBoundingClientRect()]);
    return boxes.flatMap(([words, a], at) => boxes.slice(at + 1)
        .filter(([mark, b]) => !(words === "+" && mark === "+")
            && a.left < b.right - 2 && b.left < a.right - 2
            && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([other]) => `${words} on ${other}`));
}"""
# What of a path or a button lies outside the map's own box.
OUTSIDE = """(selector) => {
    const map = document.querySelector(".folium-map").getBoundingClientRect();
    return [...document.querySelectorAll(selector)].filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left < map.left || right > map.right || top < map.top || bottom > map.bottom;
    }).length;
}"""


def expect_inside(frame: Frame, selector: str) -> None:
    """Wait until nothing that is selected lies outside of the map."""
    wait_until(frame, lambda: frame.evaluate(OUTSIDE, selector) == 0)


@cache
def html() -> bytes:
    return findmap.find_map(live.assessment())


Framed = Callable[..., Frame]


@pytest.fixture
def framed(page: Page) -> Framed:
    """Return a function that shows the map in a sandboxed frame of a size, once it says ready."""
    return partial(show_framed, page)


def show_framed(page: Page, width: int = 480, height: int = 600) -> Frame:
    page.set_viewport_size({"width": max(width, 360), "height": max(height, 420)})
    files = {"map.html": html(), "host.html": HOST.format(width=width, height=height).encode()}

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        route.fulfill(body=files[name], content_type="text/html; charset=utf-8")

    page.unroute_all()
    page.route("**/*", answer)
    page.goto("http://127.0.0.1/host.html")
    page.wait_for_function("heard.some((one) => one.type === 'ready')")
    return page.frames[1]


@pytest.fixture
def still(kept: Page) -> Frame:
    """The map in a frame that draws nothing, one for all tests of what it does not draw."""
    if len(kept.frames) > 1:
        ask(kept, None, 3)
        found = drawn(kept.frames[1])
        if {name: found[name] for name in NOTHING} == NOTHING:
            return kept.frames[1]
    return show_framed(kept)


def tell(page: Page, *messages: Any) -> None:
    """Say something to the frame, as its parent does, and forget what it said before."""
    page.evaluate(
        """(messages) => {
            heard.length = 0;
            const { contentWindow } = document.getElementById("map");
            messages.forEach((message) => contentWindow.postMessage(message, "*"));
        }""",
        messages,
    )


def shown(place: Any, turn: Any = 1) -> dict[str, Any]:
    said = {"source": SOURCE, "type": "show", "layer": findmap.LAYER, "selected": None}
    return {**said, "place": place, "turn": turn}


def ask(page: Page, place: Any, turn: int = 1) -> None:
    tell(page, shown(place, turn))
    expect_drawn(page, turn)


def expect_drawn(page: Page, turn: int) -> None:
    page.wait_for_function(
        "turn => heard.some((one) => one.type === 'drawn' && one.turn === turn)", arg=turn
    )


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("heard")
    return found


def drawn(frame: Frame) -> dict[str, Any]:
    found: dict[str, Any] = frame.evaluate(DRAWN)
    return found


def expect_nothing(frame: Frame) -> None:
    found = drawn(frame)
    legend = found.pop("legend")
    assert found == NOTHING
    assert legend.strip() == "+\nCrisis unit\nIt is inside the circle"


def test_a_place_is_drawn_with_its_area_units_and_counties(page: Page, framed: Framed) -> None:
    frame = framed()
    expect_nothing(frame)
    ask(page, PLACE, turn=7)
    assert heard(page) == [
        {"source": SOURCE, "type": "drawn", "layer": findmap.LAYER, "selected": None, "turn": 7}
    ]
    found = drawn(frame)
    assert found["areas"] == [{"words": "About where the ZIP lies", "corners": len(RING)}]
    assert found["points"] == ["Center of the ZIP area"]
    assert found["ways"] == 2
    assert found["counties"] == ["28107", "28161"]
    assert found["roles"] == {
        "csu-batesville": "could be nearest",
        "csu-grenada": "could be nearest, region's own",
    }
    assert sorted(found["labels"]) == [
        "Batesville\ncould be nearest",
        "Grenada\ncould be nearest\nregion's own",
    ]
    for words in ("About where the ZIP lies", "Could be nearest", "Other crisis unit"):
        assert words in found["legend"]


def test_a_disc_and_a_nearest_unit_that_is_certain(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, {**PLACE, "rings": [], "scale": "place", "possible": ["csu-batesville"]})
    found = drawn(frame)
    assert found["areas"] == [{"words": "Where the person may be", "corners": 0}]
    assert found["points"] == ["Center of the town"]
    assert found["roles"] == {"csu-batesville": "nearest", "csu-grenada": "region's own"}
    assert "Nearest crisis unit" in found["legend"]


def test_the_next_place_leaves_nothing_of_the_one_before(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, PLACE)
    other = {
        **PLACE,
        "rings": [],
        "center": [-89.1, 30.4],
        "point": [-89.1, 30.4],
        "counties": ["28047"],
        "possible": ["csu-gulfport"],
        "designated": ["csu-gulfport"],
    }
    ask(page, other)
    found = drawn(frame)
    assert found["counties"] == ["28047"]
    assert found["roles"] == {"csu-gulfport": "nearest, region's own"}
    assert len(found["areas"]) == found["ways"] == len(found["points"]) == 1
    ask(page, None)
    expect_nothing(frame)


@pytest.mark.parametrize("size", [(480, 600), (366, 548), (320, 400), (760, 500)])
def test_place_and_units_are_in_view_and_named(
    page: Page, framed: Framed, size: tuple[int, int]
) -> None:
    frame = framed(*size)
    ask(page, PLACE)
    assert frame.evaluate(OUTSIDE, "path.area, path.way, [data-roles]:not([data-roles=''])") == 0
    assert len(drawn(frame)["labels"]) == 2
    assert frame.evaluate(OVERLAPS) == []
    wide = frame.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]


@pytest.mark.parametrize(
    ("text", "size", "name"),
    [
        ("38606", (480, 580), "Panola"),
        ("38606", (366, 480), "Panola"),
    ],
)
def test_a_county_under_a_units_words_is_named_beside(
    page: Page, framed: Framed, text: str, size: tuple[int, int], name: str
) -> None:
    found = refer.answer(live.assessment(), text)
    (candidate,) = found.candidates
    area = candidates.area_of(KNOWN, candidate)
    frame = framed(*size)
    ask(page, findmap.drawing(KNOWN, candidate, area, found.referrals[0]))
    names = frame.locator(".label.own:not(.crowded)").all_inner_texts()
    assert name in names
    assert len(drawn(frame)["labels"]) == len(
        {
            *found.referrals[0].possible_nearest,
            *(unit.facility for unit in found.referrals[0].designated),
        }
    )
    assert frame.evaluate(OVERLAPS) == []


def test_a_change_of_size_keeps_the_place_in_view(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, PLACE)
    page.locator("#map").evaluate("one => Object.assign(one.style, {width: '340px'})")
    frame.wait_for_function("innerWidth === 340")
    expect_inside(frame, "path.area, [data-roles]:not([data-roles=''])")


def test_units_are_buttons_whose_names_say_what_they_are(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, PLACE)
    for unit in UNITS:
        button = frame.get_by_role("button", name=unit.name)
        expect(button).to_have_count(1)
        name = button.get_attribute("aria-label") or ""
        assert unit.phone in name
        assert ("Could be nearest" in name) == (unit.id in PLACE["possible"])
        assert ("Region's own" in name) == (unit.id in PLACE["designated"])
    ask(page, None)
    for unit in UNITS:
        name = frame.get_by_role("button", name=unit.name).get_attribute("aria-label") or ""
        assert "earest" not in name


def test_what_matters_differs_by_shape_too(page: Page, framed: Framed) -> None:
    """A square is what could be nearest, a ring around it the region's own, a disc any other."""
    frame = framed()
    ask(page, {**PLACE, "possible": ["csu-batesville"]})
    look = """(one) => { const style = getComputedStyle(one);
        return [style.borderRadius, style.boxShadow !== "none"]; }"""
    pins = {
        name: frame.locator(f"[data-unit='{name}']").evaluate(look)
        for name in ("csu-batesville", "csu-grenada", "csu-tupelo")
    }
    assert pins["csu-batesville"][0] == "2px"
    assert pins["csu-grenada"] == ["50%", True]
    assert pins["csu-tupelo"] == ["50%", False]


# Names of states in sight, each with whether it lies on a county.
NAMES_OF_STATES = """() => [...document.querySelectorAll(".label.state:not(.crowded)")].map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const on = [left, right].some((x) => [top, bottom].some((y) =>
        document.elementFromPoint(x, y)?.matches("path.county")));
    return [one.textContent, on];
})"""


def test_a_neighboring_state_is_named_where_the_view_shows_it(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, None)
    whole = dict(frame.evaluate(NAMES_OF_STATES))
    assert {"Alabama", "Louisiana", "Arkansas"} <= {*whole}
    assert not any(whole.values())
    at = [-88.43, 33.5]  # Columbus, by Alabama's line
    near = {"point": at, "center": at, "rings": [], "radius_m": 6000, "counties": ["28087"]}
    ask(page, changed(**near, possible=["csu-west-point"], designated=[]))
    assert frame.evaluate(NAMES_OF_STATES) == [["Alabama", False]]


def test_the_view_changes_by_keyboard(page: Page, framed: Framed) -> None:
    frame = framed()
    ask(page, PLACE)
    state = "path.county"
    assert frame.evaluate(OUTSIDE, state) > 0
    whole = frame.get_by_role("button", name="Whole state")
    whole.focus()
    page.keyboard.press("Enter")
    assert frame.evaluate(OUTSIDE, state) == 0
    page.keyboard.press("Shift+Tab")
    expect(frame.get_by_role("button", name="The place")).to_be_focused()
    page.keyboard.press("Space")
    assert frame.evaluate(OUTSIDE, state) > 0
    assert frame.evaluate(OUTSIDE, "path.area") == 0
    frame.get_by_role("button", name="Tupelo").focus()
    expect(frame.locator(".leaflet-tooltip")).to_contain_text("Tupelo Crisis Stabilization Unit")
    page.keyboard.press("Enter")
    frame.locator("[data-unit='csu-tupelo']").scroll_into_view_if_needed()
    expect_inside(frame, "[data-unit='csu-tupelo']")  # the map glides there


def test_axe_finds_no_violation(page: Page, framed: Framed) -> None:
    framed()
    ask(page, PLACE)
    expect_accessible(page)


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(PLACE), **parts}


REFUSED = {
    "nothing at all": {},
    "a text": "38606",
    "an array": [PLACE],
    "a point that is text": changed(point=["-89.95", "34.31"]),
    "a point without end": changed(point=[float("inf"), 34.31]),
    "a point that is no number": changed(point=[float("nan"), 34.31]),
    "a point off the globe": changed(center=[-89.95, 134.31]),
    "a point of three": changed(point=[-89.95, 34.31, 0]),
    "no radius": changed(radius_m=None),
    "a radius below zero": changed(radius_m=-1),
    "a radius of half the globe": changed(radius_m=20_000_000),
    "a ring of three": changed(rings=[RING[:3]]),
    "a ring of texts": changed(rings=[["a", "b", "c", "d"]]),
    "a ring with markup": changed(rings=[[*RING[:-1], ["<img src=x onerror=alert(1)>", 34]]]),
    "too many corners": changed(rings=[RING * 1_300]),
    "too many corners together": changed(rings=[RING * 700, RING * 700]),
    "too many rings": changed(rings=[RING] * 201),
    "a scale that is unknown": changed(scale="planet"),
    "a scale that every object has": changed(scale="constructor"),
    "a scale that is markup": changed(scale="<img src=x onerror=alert(1)>"),
    "a county of another state": changed(counties=["01001"]),
    "a county that is a number": changed(counties=[28107]),
    "counties as text": changed(counties="28107"),
    "more counties than there are": changed(counties=["28107"] * 83),
    "a unit that is unknown": changed(possible=["csu-nowhere"]),
    "a unit that every object has": changed(designated=["__proto__"]),
    "a unit that is an array": changed(possible=[["csu-batesville"]]),
}


@pytest.mark.parametrize("place", REFUSED.values(), ids=REFUSED)
def test_what_is_not_as_agreed_is_not_drawn(kept: Page, still: Frame, place: Any) -> None:
    tell(kept, shown(place), shown(None, 2))
    expect_drawn(kept, 2)  # messages arrive in order: the one before was heard by now
    assert [message["turn"] for message in heard(kept)] == [2]
    expect_nothing(still)


@pytest.mark.parametrize(
    "part",
    [
        {"source": "crisis"},
        {"type": "Show"},
        {"layer": "regions"},
        {"turn": "1"},
        {"turn": -1},
        {"turn": None},
    ],
)
def test_messages_of_another_kind_are_not_heard(kept: Page, still: Frame, part: Any) -> None:
    tell(kept, {**shown(PLACE), **part}, None, 7, "show", [SOURCE], shown(None, 2))
    expect_drawn(kept, 2)
    assert [message["turn"] for message in heard(kept)] == [2]
    expect_nothing(still)


def test_words_in_a_message_are_shown_nowhere(page: Page, framed: Framed) -> None:
    frame = framed()
    mark = "Zzyzxmark<img src=x onerror=alert(1)>"
    ask(page, {**PLACE, "label": mark, "placed": mark, mark: mark})
    assert "Zzyzxmark" not in frame.content()
    assert "Zzyzxmark" not in str(heard(page))


def test_only_the_parent_is_heard(kept: Page, still: Frame) -> None:
    tell(kept)
    kept.frames[2].evaluate(
        "message => parent.document.getElementById('map').contentWindow.postMessage(message, '*')",
        shown(PLACE, 5),
    )
    kept.evaluate(
        "message => document.getElementById('map').contentWindow.postMessage(message, '*')",
        shown(None, 2),
    )
    expect_drawn(kept, 2)
    assert [message["turn"] for message in heard(kept)] == [2]
    expect_nothing(still)


def test_on_its_own_the_page_shows_the_units(page: Page) -> None:
    page.route("**/*", lambda route: route.fulfill(body=html(), content_type="text/html"))
    page.goto("http://127.0.0.1/map.html")
    expect(page.locator(".leaflet-marker-icon.pin")).to_have_count(len(UNITS))
    expect(page.get_by_role("button", name="The place")).to_be_hidden()
