"""How far the nearest unit can be from anywhere in a polygon, wherever each unit really stands."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.spatial import geodesy

__all__ = ["FINEST_M", "TOLERANCE_M", "distance_range"]

TOLERANCE_M = 25.0
"""A box that can add no more than this to what is found is not divided."""
FINEST_M = 12.5
"""Radius of a box below which it is not divided either."""
# A geodesic here is right within 10 micrometres; a middle may lie 0.1 mm outside of the polygon.
_SLACK_M = 1e-3
# About 0.1 mm: far above the rounding of degrees, far below what matters.
_GRAIN_DEG = 1e-9
# Parts along the longer side of a box; the first cut makes up for the size of a county.
_FIRST_CUT = 8
_CUT = 4
# Boxes times edges looked at in one go, so that memory stays small.
_PAIRS = 50_000

Columns = NDArray[np.float64]
Rings = Sequence[Sequence[Sequence[float]]]


def distance_range(
    rings: Rings, unit_lonlat: ArrayLike, unit_radius_m: ArrayLike
) -> tuple[float, float]:
    """Return the least and the most that the nearest unit can be away from a point of a polygon.

    Parameters
    ----------
    rings : sequences of (longitude, latitude)
        Closed rings in degrees, outer ones and holes in any order; a point is inside by the
        even-odd rule, and the border belongs to the polygon. Edges are straight in degrees.
    unit_lonlat : array of shape (m, 2)
        Degrees, WGS 84; m is at least 1. With one unit it is the range to that unit.
    unit_radius_m : array of shape (m,)
        How far from that point the unit may really be, in metres.

    Returns
    -------
    least_m, most_m : float
        Whole metres: straight-line (geodesic) distances. Wherever in the polygon a point is, and
        wherever within its radius each unit stands, the nearest unit is at least `least_m` and at
        most `most_m` away. Each is within 27 m of a distance that does occur.

    Raises
    ------
    ValueError
        For no rings, no units, shapes that do not fit, a coordinate that is no degree, and a
        radius that is negative, infinite or no number.

    Notes
    -----
    Let d(p, i) be the distance from p to the point of unit i, and r(i) its radius. Wherever unit i
    stands, it is between d(p, i) - r(i) and d(p, i) + r(i) away (triangle inequality). So the
    nearest is at least low(p), the minimum of max(0, d(p, i) - r(i)), and at most high(p), the
    minimum of d(p, i) + r(i), over all i. Both occur: every unit may stand straight towards p, or
    straight away from it. So `least_m` is the least low(p), and `most_m` the greatest high(p), of
    all p in the polygon. `_greatest` finds both, on the safe side; rounding to whole metres goes
    outwards.
    """
    units, radii = _checked(unit_lonlat, unit_radius_m)
    edges = np.array([(*one[:2], *two[:2]) for ring in rings for one, two in pairwise(ring)])
    if not len(edges):
        raise ValueError("a polygon has at least one ring")
    units, radii = _that_matter(units, radii, _around(edges))

    def away_m(lon: Columns, lat: Columns) -> Columns:
        return geodesy.distance_m(lon[:, np.newaxis], lat[:, np.newaxis], *units.T)

    most = _greatest(lambda lon, lat: (away_m(lon, lat) + radii).min(axis=1), edges)
    # The least low(p) is found as the greatest of its opposite. At 0 a unit can be next door.
    near = _greatest(lambda lon, lat: (radii - away_m(lon, lat)).max(axis=1), edges, enough=0.0)
    return float(math.floor(max(-near, 0.0))), float(math.ceil(most))


def _checked(unit_lonlat: ArrayLike, unit_radius_m: ArrayLike) -> tuple[Columns, Columns]:
    """Return units and radii as arrays; `geodesy` checks the degrees."""
    units, radii = (np.asarray(one, np.float64) for one in (unit_lonlat, unit_radius_m))
    if units.ndim != 2 or units.shape[1] != 2 or not len(units) or radii.shape != units.shape[:1]:
        raise ValueError("units are to have two columns, at least one row, and a radius each")
    if not (np.isfinite(radii) & (radii >= 0)).all():
        raise ValueError("radii are finite metres, 0 or more")
    return units, radii


def _that_matter(units: Columns, radii: Columns, box: "_Boxes") -> tuple[Columns, Columns]:
    """Return the units that can be the nearest to a point of one box, and their radii.

    With m its middle and h its radius: another is at least d(m, i) - r(i) - h away from every
    point, and that is more than the least d(m, j) + r(j) + h, within which there is always a unit.
    """
    away_m = geodesy.distance_m(box.lon, box.lat, *units.T)
    reach_m = 2 * box.radius_m() + _SLACK_M
    near = away_m - radii <= (away_m + radii).min() + reach_m
    return units[near], radii[near]


class _Boxes(NamedTuple):
    """Middles in degrees, and half the sides, which all have in common."""

    lon: Columns
    lat: Columns
    half_lon: float
    half_lat: float

    def radius_m(self) -> Columns:
        """Return how far a point of each box is from its middle at most.

        No radius of curvature is larger than a²/b, and no circle of latitude in the box is wider
        than the one nearest to the equator; a line straight in degrees is no longer than this.
        """
        widest = np.maximum(np.abs(self.lat) - self.half_lat, 0.0)
        east = math.radians(self.half_lon) * np.cos(np.radians(widest))
        return np.hypot(east, math.radians(self.half_lat)) * geodesy.MOST_CURVE_RADIUS_M

    def some(self, which: NDArray[np.bool_]) -> "_Boxes":
        """Return those that are marked."""
        return self._replace(lon=self.lon[which], lat=self.lat[which])

    def cut(self, parts: int) -> "_Boxes":
        """Return the parts of each box: so many along the longer side, and about square."""
        shrink = math.cos(math.radians(float(np.mean(self.lat))))
        piece = max(self.half_lon * shrink, self.half_lat) / parts
        columns = max(1, math.ceil(self.half_lon * shrink / piece - 0.5))
        rows = max(1, math.ceil(self.half_lat / piece - 0.5))
        east = ((2 * np.arange(columns) + 1) / columns - 1) * self.half_lon
        north = ((2 * np.arange(rows) + 1) / rows - 1) * self.half_lat
        lon, lat = np.meshgrid(east, north)
        return _Boxes(
            (self.lon[:, np.newaxis] + lon.ravel()).ravel(),
            (self.lat[:, np.newaxis] + lat.ravel()).ravel(),
            self.half_lon / columns,
            self.half_lat / rows,
        )


def _greatest(
    value: Callable[[Columns, Columns], Columns], edges: Columns, enough: float = math.inf
) -> float:
    """Return a bound on a function over a polygon: its greatest value, and up to 25.1 m more.

    Parameters
    ----------
    value : function of longitudes and latitudes, each of shape (k,), to k numbers
        In metres; over a distance it may not change by more than that distance. d(p, i) + r(i)
        and its opposite do not (triangle inequality), nor the least or greatest of several.
    edges : array of shape (e, 4)
        Of the polygon: longitude and latitude of both ends.
    enough : float
        Once a value in the polygon reaches it, some value not below it is returned.

    Notes
    -----
    With m the middle of a box and h its radius, no value in the box is above value(m) + h. Boxes
    that surely miss the polygon are left away; so are those that cannot exceed the best value seen
    at a corner of the polygon or a middle inside. A box that exceeds it by at most `TOLERANCE_M`,
    or whose radius is below `FINEST_M`, adds its value(m) + h to the result. All others are cut. So
    no point's value is above the result. A box of h < 12.5 m that touches the polygon has a point
    of it where the value is at least value(m) - h, which is at most 25 m below.
    """
    best = result = float(value(edges[:, 0], edges[:, 1]).max()) + _SLACK_M
    boxes = _around(edges).cut(_FIRST_CUT)
    while len(boxes.lon) and best < enough:
        most = value(boxes.lon, boxes.lat) + boxes.radius_m() + _SLACK_M
        rising = most > best
        boxes, most = boxes.some(rising), most[rising]
        inside, touched = _place(boxes, edges)
        radius = boxes.radius_m()
        best = max(best, float(np.max((most - radius)[inside], initial=-math.inf)))
        kept = inside | touched
        done = (most <= best + TOLERANCE_M) | (radius < FINEST_M)
        result = max(result, best, float(np.max(most[kept & done], initial=-math.inf)))
        boxes = boxes.some(kept & ~done)
        if len(boxes.lon):
            boxes = boxes.cut(_CUT)
    return result


def _around(edges: Columns) -> _Boxes:
    """Return the one box around a polygon."""
    west, south = edges[:, :2].min(axis=0)
    east, north = edges[:, :2].max(axis=0)
    return _Boxes(
        np.array([(west + east) / 2]),
        np.array([(south + north) / 2]),
        float(east - west) / 2 + _GRAIN_DEG,
        float(north - south) / 2 + _GRAIN_DEG,
    )


def _place(boxes: _Boxes, edges: Columns) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether each middle is in the polygon, and whether an edge may touch the box."""
    inside, touched = np.zeros((2, len(boxes.lon)), np.bool_)
    step = max(1, _PAIRS // len(edges))
    for start in range(0, len(boxes.lon), step):
        some = slice(start, start + step)
        part = boxes._replace(lon=boxes.lon[some], lat=boxes.lat[some])
        inside[some], touched[some] = _place_some(part, edges)
    return inside, touched


def _place_some(boxes: _Boxes, edges: Columns) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Do so for some boxes. No edge touches where a line parts them: along either of the two."""
    x1, y1, x2, y2 = edges.T
    lon, lat = boxes.lon[:, np.newaxis], boxes.lat[:, np.newaxis]
    along, up = (x2 - x1) / 2, (y2 - y1) / 2
    x, y = x1 + along - lon, y1 + up - lat
    # Left of an edge that goes up, or right of one that goes down: it is crossed.
    side = x * up - y * along
    crossed = ((y1 > lat) != (y2 > lat)) & ((side > 0) == (up > 0))
    wide, high = boxes.half_lon + _GRAIN_DEG, boxes.half_lat + _GRAIN_DEG
    touches = (
        (np.abs(x) <= wide + np.abs(along))
        & (np.abs(y) <= high + np.abs(up))
        & (np.abs(side) <= wide * np.abs(up) + high * np.abs(along))
    )
    return crossed.sum(axis=1) % 2 == 1, touches.any(axis=1)
