"""Which county a point lies in, exactly, and how far other counties and states are."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.catalog.records import Catalog
from geo.catalog.rings import Ring, contains, extent
from geo.errors import UnknownCountyError
from geo.spatial import geodesy
from geo.spatial.area import Area

if TYPE_CHECKING:  # numpy and shapely are for many points; one point goes without
    import numpy as np
    from numpy.typing import NDArray

    Columns = NDArray[np.float64]

__all__ = [
    "Outline",
    "Sides",
    "area_of_county",
    "border_m",
    "counties",
    "counties_within",
    "county_at",
    "state_line",
]

Sides = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
_Ring = tuple[tuple[float, float], ...]
_ENDS = 2
# Edges that are looked at or left out together.
_PIECE = 12


class Outline(NamedTuple):
    """A county or state: its GEOID or postal code, closed rings in degrees, and its extent.

    `pieces` are its rings in paths of a few edges, each with its extent.
    """

    id: str
    rings: tuple[_Ring, ...]
    box: Sides
    pieces: tuple[tuple[Sides, _Ring], ...]


def county_at(catalog: Catalog, lon: float, lat: float) -> str:
    """Return the GEOID of the county that covers a point in degrees; "" outside of all.

    Exact on counties.geojson: a border belongs to both its counties, and the lower GEOID is
    returned. Raises ValueError for coordinates that are no degrees, DataError where
    counties.geojson is missing or broken.
    """
    geodesy.check_point(lon, lat)
    return next((county.id for county in counties(catalog) if _covers(county, lon, lat)), "")


def counties_within(
    catalog: Catalog, lon: float, lat: float, within_m: float
) -> tuple[tuple[str, float], ...]:
    """Return the counties that come within so many meters of a point, and how near they come.

    Returns
    -------
    tuple of (GEOID, meters)
        Nearest first, equals by GEOID; 0 meters for a county that covers the point. Straight-line
        distance to the outline, within 0.03 % up to 200 km (`_away_m` says how).

    Raises
    ------
    ValueError
        For coordinates that are no degrees.
    DataError
        Where counties.geojson is missing or broken.
    """
    near = []
    sides = _around(lon, lat, within_m)
    for county in _reached(counties(catalog), sides):
        away_m = _away_m(county, lon, lat, sides)
        if away_m <= within_m:
            near.append((away_m, county.id))
    return tuple((geoid, away_m) for away_m, geoid in sorted(near))


def state_line(
    catalog: Catalog, lon: float, lat: float, within_m: float = math.inf
) -> tuple[str, float] | None:
    """Return the nearest other state (postal code) and how far it is in meters.

    Parameters
    ----------
    catalog : Catalog
        For context_states.geojson. Its shapes are drawn, not surveyed: the edges that they share
        with the study area are right within 500 m, all others within 2,500 m.
    lon, lat : float
        Degrees.
    within_m : float
        Meters beyond which a state does not matter, which is quicker.

    Returns
    -------
    tuple or None
        0 meters inside another state; None where there is no file, or no state so near in it.

    Raises
    ------
    ValueError
        For coordinates that are no degrees.
    DataError
        Where the file is broken.
    """
    geodesy.check_point(lon, lat)
    sides = _around(lon, lat, within_m) if math.isfinite(within_m) else None
    near = _reached(_states(catalog), sides) if sides else _states(catalog)
    bounds = [(_at_least_m(state.box, lon, lat), state) for state in near]
    best: tuple[float, str] | None = None
    for least, state in sorted(bounds, key=lambda pair: (pair[0], pair[1].id)):
        if best and least > best[0]:
            break
        away = (_away_m(state, lon, lat, sides), state.id)
        best = min(best, away) if best else away
    return (best[1], best[0]) if best and best[0] <= within_m else None


def border_m(catalog: Catalog, lon: float, lat: float, within_m: float) -> float:
    """Return how far the study area's own outline is from a point in degrees, at land or shore.

    That outline is the edges in counties.geojson that one county alone has. In meters, as exact as
    `counties_within`; infinite where it does not come within `within_m`. Raises as that does.
    """
    sides = _around(lon, lat, within_m)
    # Every county that comes so near is looked at, so that an edge inside the state is found twice;
    # one that is found once because its other county lies farther is itself farther.
    edges = Counter(
        frozenset(edge)
        for county in _reached(counties(catalog), sides)
        for path in _paths_in(county, sides)
        for edge in pairwise(path)
    )
    outer = [tuple(edge) for edge, count in edges.items() if count == 1 and len(edge) == _ENDS]
    away_m = _edges_away_m(outer, lon, lat)
    return away_m if away_m <= within_m else math.inf


def area_of_county(catalog: Catalog, geoid: str) -> Area:
    """Return a county's outline as an area, around the middle of its extent.

    Raises UnknownCountyError for another GEOID, DataError where counties.geojson is missing or
    broken.
    """
    county = next((county for county in counties(catalog) if county.id == geoid), None)
    if county is None:
        raise UnknownCountyError(())
    west, south, east, north = county.box
    lon, lat = (west + east) / 2, (south + north) / 2
    middle = geodesy.point(lon, lat)
    corners = (geodesy.point(x, y) for ring in county.rings for x, y in ring)
    farthest = geodesy.upper_m(max(math.dist(middle, corner) for corner in corners))
    # An edge is straight in degrees and may bow out between its corners, by less than this.
    return Area(lon=lon, lat=lat, radius_m=math.ceil(farthest * 1.002), rings=county.rings)


# One outline ---------------------------------------------------------------------------------


def _covers(outline: Outline, lon: float, lat: float) -> bool:
    west, south, east, north = outline.box
    return west <= lon <= east and south <= lat <= north and contains(outline.rings, lon, lat)


def _around(lon: float, lat: float, within_m: float) -> Sides:
    """Return a box that holds every point within so many meters of one."""
    geodesy.check_point(lon, lat)
    reach_lat = math.degrees(within_m / geodesy.LEAST_CURVE_RADIUS_M)
    reach_lon = reach_lat / math.cos(math.radians(min(abs(lat) + reach_lat, 89.0)))
    return lon - reach_lon, lat - reach_lat, lon + reach_lon, lat + reach_lat


def _reached(outlines: Iterable[Outline], sides: Sides) -> Iterator[Outline]:
    """Yield the outlines whose extents meet a box."""
    west, south, east, north = sides
    for outline in outlines:
        left, bottom, right, top = outline.box
        if left <= east and right >= west and bottom <= north and top >= south:
            yield outline


def _paths_in(outline: Outline, sides: Sides) -> Iterator[_Ring]:
    """Yield the pieces of an outline whose boxes meet a box: all edges that do, and some beside."""
    west, south, east, north = sides
    for (left, bottom, right, top), path in outline.pieces:
        if left <= east and right >= west and bottom <= north and top >= south:
            yield path


def _at_least_m(box: Sides, lon: float, lat: float) -> float:
    """Return meters that a point is surely away from a box: a quick bound, a tenth below the truth."""
    west, south, east, north = box
    highest = max(abs(lat), abs(south), abs(north))
    north_m = math.radians(max(south - lat, lat - north, 0.0))
    east_m = math.radians(max(west - lon, lon - east, 0.0)) * math.cos(math.radians(highest))
    return 0.9 * geodesy.LEAST_CURVE_RADIUS_M * max(north_m, east_m)


def _away_m(outline: Outline, lon: float, lat: float, sides: Sides | None = None) -> float:
    """Return how far an outline is from a point in meters, 0 where it covers it.

    Of its edges only those that may meet the box `sides` must count; infinite where there is none.

    Corners are put on a plane around the point: north by the radius of curvature of the meridian,
    east by that of the circle of latitude half way to the corner, so that the narrowing of the
    degrees is right to the second order. Edges are straight on that plane. Within 0.03 % of PROJ's
    azimuthal equidistant projection up to 200 km.
    """
    if _covers(outline, lon, lat):
        return 0.0
    return _edges_away_m(_paths_in(outline, sides) if sides else outline.rings, lon, lat)


def _edges_away_m(paths: Iterable[Sequence[tuple[float, float]]], lon: float, lat: float) -> float:
    """Return how far the nearest edge of paths is from a point in meters, as `_away_m` says."""
    sine, cosine = math.sin(math.radians(lat)), math.cos(math.radians(lat))
    stretch = 1 / (1 - geodesy.ECCENTRICITY_2 * sine * sine)
    across = geodesy.EQUATOR_RADIUS_M * math.sqrt(stretch)
    along = across * stretch * (1 - geodesy.ECCENTRICITY_2)
    degree = math.pi / 180
    least = math.inf
    for path in paths:
        corners = []
        for x, y in path:
            half = (y - lat) * degree / 2
            narrow = cosine - sine * half - cosine * half * half / 2
            corners.append(((x - lon) * degree * narrow * across, 2 * half * along))
        for (x1, y1), (x2, y2) in pairwise(corners):
            dx, dy = x2 - x1, y2 - y1
            length = dx * dx + dy * dy
            part = -(x1 * dx + y1 * dy) / length if length else 0.0
            # Written out: this is asked of every edge, and a call takes as long as all the rest.
            part = 0.0 if part < 0.0 else 1.0 if part > 1.0 else part
            x, y = x1 + part * dx, y1 + part * dy
            square = x * x + y * y
            if square < least:
                least = square
    return math.sqrt(least)


# What is read ----------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def counties(catalog: Catalog) -> tuple[Outline, ...]:
    """Return the county outlines by GEOID; DataError where counties.geojson is missing or broken."""
    return tuple(_outline(geoid, catalog.outlines[geoid]) for geoid in sorted(catalog.outlines))


@lru_cache(maxsize=4)
def _states(catalog: Catalog) -> tuple[Outline, ...]:
    """Return the outlines of the other states, by postal code."""
    return tuple(_outline(state.postal, state.rings) for state in catalog.context.states)


def _outline(name: str, rings: Iterable[Ring]) -> Outline:
    closed = tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings)
    return Outline(name, closed, extent(closed), tuple(map(_boxed, _paths(closed))))


def _paths(rings: Iterable[_Ring]) -> Iterator[_Ring]:
    """Yield rings in paths of at most `_PIECE` edges."""
    for ring in rings:
        for start in range(0, len(ring) - 1, _PIECE):
            yield ring[start : start + _PIECE + 1]


def _boxed(path: _Ring) -> tuple[Sides, _Ring]:
    lons, lats = zip(*path, strict=True)
    return (min(lons), min(lats), max(lons), max(lats)), path
