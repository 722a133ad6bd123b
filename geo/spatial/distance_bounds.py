"""How far the nearest unit can be from anywhere in a polygon, wherever each unit really stands."""

import math
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.catalog.rings import Ring
from geo.spatial import boxes, geodesy
from geo.spatial.boxes import GRAIN_DEG, Boxes

__all__ = ["FINEST_M", "TOLERANCE_M", "distance_range"]

TOLERANCE_M = 25.0
"""A box that can add no more than this to what is found is not divided."""
FINEST_M = 12.5
"""Radius of a box below which it is not divided either."""
# A geodesic here is right within 10 micrometers; a middle may lie 0.1 mm outside of the polygon.
_SLACK_M = 1e-3
# Parts along the longer side of a box; the first cut makes up for the size of a county.
_FIRST_CUT = 8
_CUT = 4

Columns = NDArray[np.float64]
# Longitudes and latitudes, each of shape (k,), to k numbers.
_Function = Callable[[Columns, Columns], Columns]


def distance_range(
    rings: Sequence[Ring],
    unit_lonlat: ArrayLike,
    unit_radius_m: ArrayLike,
    certain: ArrayLike | None = None,
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
        How far from that point the unit may really be, in meters.
    certain : array of shape (m,), optional
        Which units count for the most; the others may not be there. Where none is certain, and
        without this, all count.

    Returns
    -------
    least_m, most_m : float
        Whole meters: straight-line (geodesic) distances. Wherever in the polygon a point is, and
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
    all p in the polygon. `_greatest` finds both, on the safe side; rounding to whole meters goes
    outwards.
    """
    units, radii = _checked(unit_lonlat, unit_radius_m)
    if not rings:
        raise ValueError("a polygon has at least one ring")
    polygon = _Polygon(rings)
    # The least low(p) is found as the greatest of its opposite. At 0 a unit can be next door.
    minus_low = _to_nearest(*_that_matter(units, radii, polygon.box), -1)
    near = -_greatest(minus_low, polygon, enough=0.0)
    if certain is not None and np.any(certain):
        sure = np.asarray(certain, np.bool_)
        units, radii = units[sure], radii[sure]
    most = _greatest(_to_nearest(*_that_matter(units, radii, polygon.box), 1), polygon)
    return float(math.floor(max(near, 0.0))), float(math.ceil(most))


def _to_nearest(units: Columns, radii: Columns, sign: int) -> _Function:
    """Return high(p) for sign 1; the opposite of low(p), with no least of 0, for sign -1."""

    def value(lon: Columns, lat: Columns) -> Columns:
        away_m = geodesy.distance_m(lon[:, np.newaxis], lat[:, np.newaxis], *units.T)
        nearest: Columns = (away_m + sign * radii).min(axis=1)
        return sign * nearest

    return value


def _checked(unit_lonlat: ArrayLike, unit_radius_m: ArrayLike) -> tuple[Columns, Columns]:
    """Return units and radii as arrays; `geodesy` checks the degrees."""
    units, radii = np.asarray(unit_lonlat, np.float64), np.asarray(unit_radius_m, np.float64)
    if units.ndim != 2 or units.shape[1] != 2 or not len(units) or radii.shape != units.shape[:1]:
        raise ValueError("units have two columns, at least one row, and a radius each")
    if not (np.isfinite(radii) & (radii >= 0)).all():
        raise ValueError("radii are finite meters, 0 or more")
    return units, radii


def _that_matter(units: Columns, radii: Columns, box: Boxes) -> tuple[Columns, Columns]:
    """Return the units that can be the nearest to a point of one box, and their radii.

    With m its middle and h its radius: another is at least d(m, i) - r(i) - h away from every
    point, and that is more than the least d(m, j) + r(j) + h, within which there is always a unit.
    """
    away_m = geodesy.distance_m(box.lon, box.lat, *units.T)
    reach_m = 2 * math.hypot(*box.half_sides_m()) + _SLACK_M
    near = away_m - radii <= (away_m + radii).min() + reach_m
    return units[near], radii[near]


class _Polygon:
    """Rings in degrees: the box around them, their corners, and which boxes they fill or enter."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        borders = [np.array([corner[:2] for corner in ring], np.float64) for ring in rings]
        self.corners = np.concatenate(borders)
        geodesy.check_degrees(*self.corners.T)
        self.box = boxes.around(rings)
        self._filled = [shapely.Polygon(border) for border in borders]
        self._border = shapely.multilinestrings([shapely.LineString(border) for border in borders])
        shapely.prepare([*self._filled, self._border])

    def place(self, level: Boxes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return whether each middle is in the polygon, and whether its border enters the box."""
        insides = [shapely.intersects_xy(ring, level.lon, level.lat) for ring in self._filled]
        wide, high = level.half_lon + GRAIN_DEG, level.half_lat + GRAIN_DEG
        ground = shapely.box(level.lon - wide, level.lat - high, level.lon + wide, level.lat + high)
        return reduce(np.logical_xor, insides), shapely.intersects(self._border, ground)


def _greatest(value: _Function, polygon: _Polygon, enough: float = math.inf) -> float:
    """Return a bound on a function over a polygon: its greatest value, and up to 25.1 m more.

    Parameters
    ----------
    value : function of longitudes and latitudes, each of shape (k,), to k numbers
        In meters; over a distance it may not change by more than that distance. d(p, i) + r(i)
        and its opposite do not (triangle inequality), nor the least or greatest of several.
    polygon : _Polygon
        In degrees.
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
    best = result = float(value(*polygon.corners.T).max()) + _SLACK_M
    lon, lat, *halves = polygon.box
    open_ = _cut(Boxes(np.array([lon]), np.array([lat]), *halves), _FIRST_CUT)
    while len(open_.lon) and best < enough:
        radius = np.hypot(*open_.half_sides_m())
        most = value(open_.lon, open_.lat) + radius + _SLACK_M
        rising = most > best
        open_, radius, most = _of(open_, rising), radius[rising], most[rising]
        inside, entered = polygon.place(open_)
        best = max(best, float(np.max((most - radius)[inside], initial=-math.inf)))
        kept = inside | entered
        done = (most <= best + TOLERANCE_M) | (radius < FINEST_M)
        result = max(result, best, float(np.max(most[kept & done], initial=-math.inf)))
        open_ = _cut(_of(open_, kept & ~done), _CUT)
    return result


def _of(level: Boxes, which: NDArray[np.bool_]) -> Boxes:
    """Return the boxes that are marked."""
    return level._replace(lon=level.lon[which], lat=level.lat[which])


def _cut(level: Boxes, parts: int) -> Boxes:
    """Return the parts of each box: so many along the longer side, and about square."""
    if not len(level.lon):
        return level
    wide = level.half_lon * math.cos(math.radians(float(np.mean(level.lat))))
    piece = max(wide, level.half_lat) / parts
    columns = max(1, math.ceil(wide / piece - 0.5))
    rows = max(1, math.ceil(level.half_lat / piece - 0.5))
    lon, lat, half_lon, half_lat = zip(*level.cut(columns, rows), strict=True)
    return Boxes(np.concatenate(lon), np.concatenate(lat), half_lon[0], half_lat[0])
