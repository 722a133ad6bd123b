"""The small map of a county sheet: the county, its neighbors, and the units with their radius."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.catalog.records import Catalog, County, Facility
from geo.maps.styles import BORDER
from geo.report import html, svg
from geo.report.projection import Atlas, Box, Spot, around
from geo.spatial.geodesy import METERS_PER_MILE
from geo.text import county_title, listing

__all__ = ["locator"]

_MARGIN_KM: Final = 9.0
_KM_PER_MILE: Final = METERS_PER_MILE / 1000
_HERE, _REGION, _OTHER = "#f7f0a8", "#d9e7f3", "#faf9f5"
"""Fills that no verdict uses, so that no county looks covered here."""
_INK: Final = "#111111"
_SCALE_LETTERS: Final = 2.6
"""Height of the ground of the scale, in letters."""
_WIDE_KM: Final = 250.0
_LETTER_WIDTH: Final = 0.58
"""Average width of a letter as a share of its size, in the drawings' fonts."""
_WIDE: Final = 0.5
"""Height as a share of the width up to which there is no room for regions' numbers below the names."""
_TRIED: Final = 30
"""How many positions across and down a county are tried for its name."""
_LONGEST_REGION: Final = "Region 00"


def locator(  # noqa: PLR0913  (a map has that many sides)
    catalog: Catalog,
    atlas: Atlas,
    county: County,
    regions: Mapping[str, Sequence[int]],
    facilities: Sequence[Facility],
    near_units: Collection[str],
    *,
    across: int,
    shape: float,
) -> Markup:
    """Return the map of one county as an SVG.

    Parameters
    ----------
    catalog, atlas
        The data, and its shapes on the flat map.
    county : County
        Drawn in the middle, filled.
    regions : mapping
        GEOID to region numbers; several while a move is uncertain.
    facilities : sequence of Facility
        The units to draw where they lie inside the frame.
    near_units : collection of str
        Ids of those that the frame has to hold, such as the nearest ones; a dashed line leads to each.
    across : int
        Width of the map, in heights of a letter of its names.
    shape : float
        Its height as a share of its width.
    """
    near = sorted(atlas.beside[county.geoid])
    spots = [atlas.units[unit] for unit in sorted(near_units)]
    frame = _frame([atlas.boxes[unit] for unit in (county.geoid, *near)], spots, across, shape)
    size = (frame[2] - frame[0]) / across
    names = {county.geoid: county.name for county in catalog.counties}
    inside = [unit for unit in facilities if _holds(frame, atlas.units[unit.id], size)]
    shown = [geoid for geoid in atlas.paths if _meet(atlas.boxes[geoid], frame)]
    taken = shapely.union_all([_ground(atlas.units[unit.id], unit.city, size) for unit in inside])
    own = set(regions[county.geoid])
    inner = html.join(
        (
            *(
                _shape(atlas.paths[unit], _REGION if own & set(regions[unit]) else _OTHER, size)
                for unit in shown
            ),
            _shape(atlas.paths[county.geoid], _HERE, size, edge=0.3),
            *(_way(atlas, county.geoid, spot, size) for spot in spots),
            *(_ring(atlas, unit, size) for unit in inside),
            *(_unit(atlas, unit, size) for unit in inside),
            *(
                # Of the county itself the caption tells the region; there is little room below units.
                _name(
                    _free(atlas, unit, names[unit], taken, size, below=bool(numbers)),
                    names[unit],
                    numbers,
                    size,
                )
                for unit in (county.geoid, *near)
                for numbers in [regions[unit] if shape > _WIDE and unit != county.geoid else ()]
            ),
            _scale(frame, size),
        )
    )
    title = f"{county_title(county.name)} and its neighbors"
    high = frame[3] - frame[1] + _SCALE_LETTERS * size
    box = (frame[0], frame[1], frame[2] - frame[0], high)
    desc = _words(inside, near, names, regions)
    return svg.drawing(f"locator-{county.geoid}-{across}", title, desc, box, inner)


def _frame(boxes: Sequence[Box], spots: Sequence[Spot], across: int, shape: float) -> Box:
    """Return what the map shows: counties, and units with the names of their towns."""
    frame = around([*boxes, *(_room(spot, 0.0) for spot in spots)], _MARGIN_KM)
    # Once more, with room for the names, whose size is known only now.
    size = (_shaped(frame, shape)[2] - _shaped(frame, shape)[0]) / across
    return _shaped(around([*boxes, *(_room(spot, size) for spot in spots)], _MARGIN_KM), shape)


def _room(spot: Spot, size: float) -> Box:
    """Return the box that a unit takes with its circle, its cross and the name of its town above it."""
    radius = spot.radius_km
    return (
        spot.x - max(radius, 4 * size),
        spot.y - max(radius, 2 * size),
        spot.x + max(radius, 4 * size),
        spot.y + max(radius, size),
    )


def _shaped(frame: Box, shape: float) -> Box:
    """Return a frame made wider or higher on both sides, so that its height is that share of its width."""
    left, top, right, bottom = frame
    more_wide = max(0.0, (bottom - top) / shape - (right - left)) / 2
    more_high = max(0.0, (right - left) * shape - (bottom - top)) / 2
    return left - more_wide, top - more_high, right + more_wide, bottom + more_high


def _way(atlas: Atlas, geoid: str, spot: Spot, size: float) -> Markup:
    x, y = atlas.centers[geoid]
    way = svg.line(x, y, spot.x, spot.y, _INK, f"{size / 4:.1f} {size / 3:.1f}")
    return Markup('<g stroke-width="{:.2f}">{}</g>').format(size * 0.12, way)


def _meet(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _holds(frame: Box, at: Spot, size: float) -> bool:
    """Return whether a unit's cross and the name of its town above it lie in the frame."""
    side = 3 * size
    return (
        frame[0] + side < at.x < frame[2] - side and frame[1] + 1.8 * size < at.y < frame[3] - size
    )


def _shape(path: str, fill: str, size: float, edge: float = 0.08) -> Markup:
    return Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{:.2f}"/>').format(
        path, fill, BORDER, size * edge
    )


def _ring(atlas: Atlas, unit: Facility, size: float) -> Markup:
    at = atlas.units[unit.id]
    circle = svg.circle(at.x, at.y, at.radius_km, "none", _INK, f"{size:.1f} {size / 2:.1f}")
    return Markup('<g stroke-width="{:.2f}">{}</g>').format(size * 0.12, circle)


def _unit(atlas: Atlas, unit: Facility, size: float) -> Markup:
    at = atlas.units[unit.id]
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
    return cross + town


def _ground(at: Spot, city: str, size: float) -> BaseGeometry:
    """Return where a unit's cross, town and dashed circle stand."""
    point = shapely.Point(at.x, at.y)
    ring = point.buffer(at.radius_km).boundary.buffer(0.1 * size)
    half = _half_width(city, 0.9 * size)
    town = shapely.box(at.x - half, at.y - 1.6 * size, at.x + half, at.y + 0.5 * size)
    return shapely.union(ring, town)


def _half_width(words: str, size: float) -> float:
    return len(words) * size * _LETTER_WIDTH / 2


def _free(
    atlas: Atlas, geoid: str, name: str, taken: BaseGeometry, size: float, *, below: bool
) -> tuple[float, float]:
    """Return where a county's name stands: in its middle, or beside what units take there.

    `below`: the region's number stands below the name. Of the places inside the county where the name
    meets no unit's mark the one nearest to its middle; where there is none, the one that it covers least.
    """
    shape, (left, top, right, bottom) = atlas.shapes[geoid], atlas.boxes[geoid]
    middle = atlas.centers[geoid]
    half = max(_half_width(name, size), below * _half_width(_LONGEST_REGION, 0.8 * size))
    across, down = np.meshgrid(np.linspace(left, right, _TRIED), np.linspace(top, bottom, _TRIED))
    x, y = np.append(middle[0], across.ravel()), np.append(middle[1], down.ravel())
    frames = shapely.box(x - half, y - 0.5 * size, x + half, y + (1.5 if below else 0.5) * size)
    if not shapely.intersects(frames[0], taken):
        return middle
    shapely.prepare(shape)
    allowed = shapely.contains_properly(shape, frames)
    # The middle is a place even where the county is too small for its name.
    allowed[0] = True
    x, y, frames = x[allowed], y[allowed], frames[allowed]
    off = np.hypot(x - middle[0], y - middle[1])
    best = np.lexsort((off, _covered(frames, taken, off)))[0]
    return float(x[best]), float(y[best])


def _covered(
    frames: NDArray[np.object_], taken: BaseGeometry, off: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how much of what is taken each frame covers; infinite where a free one is less far off.

    An area takes long, and such a frame would not be chosen whatever it covers.
    """
    shapely.prepare(taken)
    meets = shapely.intersects(frames, taken)
    asked = meets & (off <= np.min(off[~meets], initial=math.inf))
    covered = np.where(meets, math.inf, 0.0)
    covered[asked] = np.round(shapely.area(shapely.intersection(frames[asked], taken)), 3)
    return covered


def _name(at: tuple[float, float], name: str, regions: Sequence[int], size: float) -> Markup:
    x, y = at
    numbers = "/".join(str(region) for region in regions)
    named = svg.text(x, y + 0.4 * size, name, size, "middle", size * 0.25)
    if not numbers:
        return named
    below = svg.text(x, y + 1.4 * size, f"Region {numbers}", size * 0.8, "middle", size * 0.25)
    return named + below


def _scale(frame: Box, size: float) -> Markup:
    """Return the scale on a ground of its own below the map, where nothing runs through it."""
    miles = 10 if frame[2] - frame[0] < _WIDE_KM else 20
    left, low = frame[0] + size, frame[3] + (_SCALE_LETTERS - 0.7) * size
    right = left + miles * _KM_PER_MILE
    bar = svg.line(left, low, right, low, _INK)
    # Wider than the map: where the page gives it more room, what lies beside the frame is seen too.
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    ground = svg.rect(frame[0] - wide, frame[3], 3 * wide, high, "#ffffff")
    edge = Markup('<g stroke-width="{:.2f}">{}</g>').format(
        size * 0.08, svg.line(frame[0] - wide, frame[3], frame[2] + wide, frame[3], BORDER)
    )
    thick = Markup('<g stroke-width="{:.2f}">{}</g>').format(size * 0.3, bar)
    return ground + edge + thick + svg.text(left, low - 0.6 * size, f"{miles} miles", size)


def _miles(unit: Facility) -> str:
    return f"{max(1, round(unit.radius_m / METERS_PER_MILE))}"


def _words(
    inside: Sequence[Facility],
    near: Sequence[str],
    names: Mapping[str, str],
    regions: Mapping[str, Sequence[int]],
) -> str:
    beside = listing(
        [
            f"{names[unit]} (Region {' or '.join(map(str, regions[unit]))})"
            if regions[unit]
            else names[unit]
            for unit in near
        ]
    )
    towns = listing([f"{unit.city} (within about {_miles(unit)} miles)" for unit in inside])
    units = f" Units, with their town: {towns}." if towns else " No unit on this map."
    return f"It touches {beside or 'no other county of the state'}.{units}"
