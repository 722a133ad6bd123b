"""The small map of a county sheet: the county, its neighbors, and the units with their radius."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo.geodesy import METRES_PER_MILE
from geo.maps.looks import BORDER, NOBODY, PALETTE
from geo.records import Catalog, County, Facility
from geo.report import html, svg
from geo.report.atlas import Atlas, Box, Spot, around
from geo.wording import listing

__all__ = ["locator"]

_MARGIN_KM: Final = 8.0
_KM_PER_MILE: Final = METRES_PER_MILE / 1000
_HERE: Final = PALETTE[3]
"""A fill that no verdict has, so that no county looks covered here."""
_INK: Final = "#111111"
_LETTERS_ACROSS: Final = 30
"""The map is as wide as so many letters of its names are high."""


def locator(
    catalog: Catalog,
    on: Atlas,
    county: County,
    regions: Mapping[str, Sequence[int]],
    there: Sequence[Facility],
    near_units: Collection[str],
) -> Markup:
    """Return the map of one county as an SVG.

    Parameters
    ----------
    catalog, on
        The data, and its shapes on the flat map.
    county : County
        Drawn in the middle, filled.
    regions : mapping
        GEOID to region numbers; several while a move is uncertain.
    there : sequence of Facility
        The units to draw where they lie inside the frame.
    near_units : collection of str
        Ids of those that the frame has to hold, such as the nearest ones.
    """
    near = sorted(on.beside[county.geoid])
    spots = [on.units[one] for one in sorted(near_units)]
    boxes = [on.boxes[one] for one in (county.geoid, *near)]
    boxes += [
        (one.x - one.radius_km, one.y - one.radius_km, one.x + one.radius_km, one.y + one.radius_km)
        for one in spots
    ]
    frame = around(boxes, _MARGIN_KM)
    size = (frame[2] - frame[0]) / _LETTERS_ACROSS
    names = {one.geoid: one.name for one in catalog.counties}
    inside = [one for one in there if _holds(frame, on.units[one.id])]
    shown = [geoid for geoid in on.paths if _meet(on.boxes[geoid], frame)]
    inner = html.join(
        (
            *(_shape(on.paths[one], one == county.geoid, size) for one in shown),
            _shape(on.paths[county.geoid], here=True, size=size),
            *(_unit(on, one, size) for one in inside),
            *(_name(on, one, names[one], regions[one], size) for one in (county.geoid, *near)),
            _scale(frame, size),
        )
    )
    title = f"{county.name} County and its neighbors"
    box = (frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1])
    desc = _words(inside, near, names, regions)
    return svg.drawing(f"locator-{county.geoid}", title, desc, box, inner)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(frame: Box, at: Spot) -> bool:
    return frame[0] < at.x < frame[2] and frame[1] < at.y < frame[3]


def _shape(path: str, here: bool, size: float) -> Markup:
    return Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{:.2f}"/>').format(
        path, _HERE if here else NOBODY.fill, BORDER, size * (0.3 if here else 0.08)
    )


def _unit(on: Atlas, unit: Facility, size: float) -> Markup:
    at = on.units[unit.id]
    circle = svg.circle(at.x, at.y, at.radius_km, "none", _INK, f"{size:.1f} {size / 2:.1f}")
    cross = Markup('<path d="M{} {}h{w}M{} {}v{w}" stroke="{}" stroke-width="{:.2f}"/>').format(
        svg.number(at.x - size / 2),
        svg.number(at.y),
        svg.number(at.x),
        svg.number(at.y - size / 2),
        _INK,
        size * 0.3,
        w=svg.number(size),
    )
    town = svg.text(at.x, at.y - 0.7 * size, unit.city, size * 0.9, "middle", size * 0.3)
    return _thin(circle, size) + cross + town


def _thin(mark: Markup, size: float) -> Markup:
    return Markup('<g stroke-width="{:.2f}">{}</g>').format(size * 0.12, mark)


def _name(on: Atlas, geoid: str, name: str, regions: Sequence[int], size: float) -> Markup:
    x, y = on.centers[geoid]
    numbers = "/".join(str(one) for one in regions)
    below = svg.text(x, y + 1.4 * size, f"Region {numbers}", size * 0.8, "middle", size * 0.25)
    return svg.text(x, y + 0.4 * size, name, size, "middle", size * 0.25) + below


def _scale(frame: Box, size: float) -> Markup:
    miles = 10 if frame[2] - frame[0] < 250 else 20
    left, low = frame[0] + size, frame[3] - size
    right = left + miles * _KM_PER_MILE
    bar = svg.line(left, low, right, low, _INK)
    thick = Markup('<g stroke-width="{:.2f}">{}</g>').format(size * 0.3, bar)
    return thick + svg.text(left, low - 0.5 * size, f"{miles} miles", size, halo=size * 0.25)


def _words(
    inside: Sequence[Facility],
    near: Sequence[str],
    names: Mapping[str, str],
    regions: Mapping[str, Sequence[int]],
) -> str:
    beside = listing(
        [f"{names[one]} (Region {' or '.join(str(n) for n in regions[one])})" for one in near]
    )
    some = listing([f"{one.city} (right within {one.radius_m / 1000:g} km)" for one in inside])
    units = f" Units, by town: {some}." if some else " No unit on this map."
    return f"It touches {beside or 'no other county of the state'}.{units}"
