"""The state map's page as its tests open and read it."""

from functools import cache
from typing import Any

from playwright.sync_api import Frame, Locator, Page, Route, expect

from geo.catalog.records import Flag, Status
from geo.coverage import sentences
from geo.maps import layers
from tests import live
from tests.browser.waiting import expect_still, wait_until

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
    "covered": ("", "#a3cfec"),
    "claimed": ("diagonal", "#ffe6ad"),
    "gap": ("cross", "#f8d3c3"),
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
        selected: path.dataset.selected === "true",
        words: path.getAttribute("aria-label"),
        place: [...path.parentElement.children].indexOf(path),
    }];
}))"""
# Visible words on the map that lie on each other or on a button.
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".label:not(.crowded), .leaflet-marker-icon.pin")]
        .map((one) => [one.textContent, one.getBoundingClientRect()]);
    return boxes.flatMap(([words, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => a.left < b.right + 0.5 && b.left < a.right + 0.5
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


def label_of(standard: str, status: Status) -> str:
    """Return what readers are told a status is, which on a distance test is not the general label."""
    total = next(total for total in VERIFIED.standards if total.id == standard)
    return sentences.meaning(total.evaluation, status).label


def expect_standard(drawn: dict[str, Any], standard: str, selected: str | None = None) -> None:
    """Compare each of the 82 paths with the verdict, by its look and by its words."""
    assert sorted(drawn) == GEOIDS
    for finding in VERIFIED.of(standard):
        path = drawn[finding.geoid]
        assert (path["pattern"], path["color"]) == LOOKS[finding.status.value]
        lines = path["words"].split("\n")
        assert lines[0] == f"{finding.county} County"
        assert lines[2].endswith(f": {label_of(standard, finding.status)}")
        flags = [flag for flag in finding.flags if flag is not Flag.STALE]
        assert path["flags"] == [flag.value for flag in flags]
        assert [line.lower() for line in lines[4:]] == [flag.label for flag in flags]
        assert path["dashed"] == bool(flags)
        assert path["selected"] == (finding.geoid == selected)


NAMED = """() => [...document.querySelectorAll(".label.name:not(.crowded)")].map((one) => one.textContent)"""


def not_covered(layer: str) -> set[str]:
    """Return the names of the counties that a standard does not have covered."""
    return {
        finding.county for finding in VERIFIED.of(layer) if finding.status is not Status.COVERED
    }


def outlined(page: Page | Frame) -> list[tuple[str, str, bool]]:
    """Return color and width of the lines around the chosen county, and whether each is drawn there."""
    found: list[tuple[str, str, bool]] = page.evaluate(
        """() => {
            const county = document.querySelector('path.county[data-selected="true"]');
            const own = county && county.getBBox();
            return [...document.querySelectorAll("path.chosen")].map((line) => {
                const { x, y, width, height } = line.getBBox();
                const around = Boolean(own) && Math.abs(x - own.x) < 1 && Math.abs(y - own.y) < 1
                    && Math.abs(width - own.width) < 1 && Math.abs(height - own.height) < 1;
                return [line.getAttribute("stroke"), line.getAttribute("stroke-width"), around];
            });
        }"""
    )
    return [tuple(line) for line in found]


def whole_state(page: Page | Frame) -> bool:
    """Tell whether every county lies in the map, right of the legend, and the state fills that one way."""
    found: bool = page.evaluate(
        """() => {
            const map = document.querySelector(".folium-map").getBoundingClientRect();
            const side = document.getElementById("side");
            const isOver = getComputedStyle(side).position === "absolute";
            const left = isOver ? side.getBoundingClientRect().right : map.left;
            const all = [...document.querySelectorAll("path.county")].map((one) => one.getBoundingClientRect());
            const west = Math.min(...all.map((one) => one.left)), east = Math.max(...all.map((one) => one.right));
            const north = Math.min(...all.map((one) => one.top)), south = Math.max(...all.map((one) => one.bottom));
            const inside = west >= left && east <= map.right && north >= map.top && south <= map.bottom;
            return inside && ((east - west) / (map.right - left) > 0.9 || (south - north) / map.height > 0.9);
        }"""
    )
    return found


def expect_whole_state(page: Page | Frame) -> None:
    wait_until(page, lambda: whole_state(page))


def scale(page: Page | Frame) -> float:
    """Width of Hinds County in pixels."""
    found: float = county(page, "28049").evaluate("one => one.getBBox().width")
    return found


def zoom_in(page: Page | Frame) -> None:
    """Zoom in by the button, and wait until the map is drawn as large as that."""
    hinds = county(page, "28049")
    # Leaflet passes over a click while it still moves, and draws the shape anew after it.
    expect_still(hinds)
    drawn = hinds.get_attribute("d")
    page.get_by_label("Zoom in").click()
    expect(hinds).not_to_have_attribute("d", drawn or "")
