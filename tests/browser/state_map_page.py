"""The state map's page as its tests open and read it."""

from functools import cache
from typing import Any

from playwright.sync_api import Frame, Locator, Page, Route

from geo.catalog.records import Flag
from geo.maps import layers
from tests import live
from tests.browser.waiting import wait_until

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


def scale(page: Page | Frame) -> float:
    """Width of Hinds County in pixels."""
    found: float = county(page, "28049").evaluate("one => one.getBBox().width")
    return found
