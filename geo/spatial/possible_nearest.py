"""Which facilities could be the nearest, from somewhere in an area, wherever each really stands."""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from geo.catalog.rings import Ring, contains
from geo.spatial import boxes, geodesy
from geo.spatial.area import Area
from geo.spatial.boxes import GRAIN_DEG, Boxes

__all__ = ["FINEST_M", "MOST_BOXES", "possible"]

FINEST_M = 50.0
"""Radius of a box below which `possible` no longer divides it."""
MOST_BOXES = 2_000
"""Boxes that `possible` looks at before it keeps what is still open."""


def possible(
    unit_lonlat: Iterable[Sequence[float]], unit_radius_m: Iterable[float], area: Area
) -> tuple[int, ...]:
    """Return which units could be the nearest to some point of an area.

    Parameters
    ----------
    unit_lonlat : pairs of float
        Degrees, WGS 84.
    unit_radius_m : floats
        How far from that point the unit may really be, in meters; as many as there are units.
    area : Area
        Its border belongs to it. Rings stay within longitudes -180 to 180.

    Returns
    -------
    tuple of int
        Places of the units, ascending: every unit i for which the area has a point p with
        d(p, i) - r(i) <= d(p, j) + r(j) for all units j. None is ever missing. One too many is
        within 110 m of such a tie at a point within 50 m of the area (within 250 m where the
        nearest are 200 to 500 km away), unless the area is so winding or large that `MOST_BOXES`
        are looked at. At a single point (a disc of radius 0) the answer is exact to 0.1 mm.

    Notes
    -----
    The area is divided into boxes. With m the middle of a box and all of it within h of m, no
    distance from a point of the box differs by more than h from that at m (triangle inequality).
    So i is out of a box where d(m, i) - r(i) - h > min over j of (d(m, j) + r(j)) + h, and in as
    soon as the condition holds at a middle that lies in the area. Otherwise the box is halved. A
    box is left away if it surely misses the area, and what is undecided in one of h < 50 m is
    kept: there d(m, i) - r(i) <= min + 2 h, which is 100 m, and some for the chords that stand
    for distances (`chord` and `upper_m` of it, between which d lies, are 8 m apart at 200 km).
    """
    units = [
        _Unit(lon, lat, geodesy.point(lon, lat), radius)
        for (lon, lat), radius in zip(unit_lonlat, unit_radius_m, strict=True)
    ]
    if area.rings or area.radius_m:
        return _divide(units, area)
    here = geodesy.point(area.lon, area.lat)
    return _possible_at(units, area.lon, area.lat, [math.dist(here, unit.at) for unit in units])


class _Unit(NamedTuple):
    lon: float
    lat: float
    at: geodesy.Point
    radius_m: float


_Edge = tuple[float, float, float, float]


def _divide(units: Sequence[_Unit], area: Area) -> tuple[int, ...]:
    """Return the units that a search through ever smaller boxes cannot rule out."""
    region = _Polygon(area.rings) if area.rings else _Disc(area)
    kept: set[int] = set()
    queue = deque([(region.box, region.edges, tuple(range(len(units))))])
    looked_at = 0
    while queue:
        box, edges, candidates = queue.popleft()
        open_ = [place for place in candidates if place not in kept]
        looked_at += 1
        if not open_:
            continue
        if looked_at > MOST_BOXES:
            kept.update(open_)
            continue
        edges = [edge for edge in edges if _may_touch(box, edge)]
        radius = math.hypot(*box.half_sides_m())
        middle = geodesy.point(box.lon, box.lat)
        inside, beside = region.place(box, edges, middle, radius)
        if beside:
            continue
        chords = [math.dist(middle, unit.at) for unit in units]
        if inside:
            kept.update(_possible_at(units, box.lon, box.lat, chords))
        limit = 2 * radius + _reach(units, chords)
        left = tuple(i for i in open_ if i not in kept and chords[i] - units[i].radius_m <= limit)
        if radius < FINEST_M:
            kept.update(left)
        elif left:
            east, north = box.half_sides_m()
            halves = box.cut(2, 1) if east > north else box.cut(1, 2)
            queue.extend((half, edges, left) for half in halves)
    return tuple(sorted(kept))


def _may_touch(box: Boxes, edge: _Edge) -> bool:
    """Return False only if the edge surely misses the box: a line parts them."""
    x1, y1, x2, y2 = edge
    wide, high = box.half_lon + GRAIN_DEG, box.half_lat + GRAIN_DEG
    along, up = (x2 - x1) / 2, (y2 - y1) / 2
    x, y = x1 + along - box.lon, y1 + up - box.lat
    return bool(
        abs(x) <= wide + abs(along)
        and abs(y) <= high + abs(up)
        and abs(x * up - y * along) <= wide * abs(up) + high * abs(along)
    )


def _reach(units: Sequence[_Unit], chords: Sequence[float]) -> float:
    """Return how far the nearest unit is at most, each taken as far away as it may be."""
    pairs = zip(units, chords, strict=True)
    end, chord = min(((chord + unit.radius_m, chord) for unit, chord in pairs), default=(0.0, 0.0))
    return end - chord + float(geodesy.upper_m(chord))


class _Polygon:
    """An area of rings in degrees; a point is inside by the even-odd rule."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        self._rings = rings
        self.edges: Sequence[_Edge] = [
            (x1, y1, x2, y2) for ring in rings for (x1, y1), (x2, y2) in pairwise(ring)
        ]
        self.box = boxes.around(rings)

    def place(
        self, box: Boxes, edges: Sequence[_Edge], _middle: geodesy.Point, _radius: float
    ) -> tuple[bool, bool]:
        """Return whether the middle lies in the area, and whether the box surely misses it."""
        inside = contains(self._rings, box.lon, box.lat)
        return inside, not inside and not edges


class _Disc:
    """What lies within a distance of a point."""

    edges: Sequence[_Edge] = ()

    def __init__(self, area: Area) -> None:
        self.middle, self.radius_m = geodesy.point(area.lon, area.lat), area.radius_m
        # No radius of curvature is smaller than b²/a, no circle of latitude smaller than on a
        # sphere of radius a; near a pole the box goes all around.
        half_lat = math.degrees(self.radius_m / geodesy.LEAST_CURVE_RADIUS_M)
        shrink = math.cos(math.radians(min(abs(area.lat) + half_lat, 90.0)))
        around = geodesy.EQUATOR_RADIUS_M * shrink * math.pi
        half_lon = 180.0 * min(1.0, self.radius_m / around) if around > 1.0 else 180.0
        south, north = max(area.lat - half_lat, -90.0), min(area.lat + half_lat, 90.0)
        self.box = Boxes(area.lon, (south + north) / 2, half_lon, (north - south) / 2)

    def place(
        self, _box: Boxes, _edges: Sequence[_Edge], middle: geodesy.Point, radius: float
    ) -> tuple[bool, bool]:
        """Return whether the middle lies in the area, and whether the box surely misses it."""
        chord = math.dist(middle, self.middle)
        return geodesy.upper_m(chord) <= self.radius_m, chord - radius > self.radius_m


def _possible_at(
    units: Sequence[_Unit], lon: float, lat: float, chords: Sequence[float]
) -> tuple[int, ...]:
    """Return which units could be the nearest to one point, given their chords to it."""
    reach = _reach(units, chords) + geodesy.SLACK_M
    near = {
        i: geodesy.between_m(lon, lat, units[i].lon, units[i].lat)
        for i, chord in enumerate(chords)
        if chord - units[i].radius_m <= reach
    }
    limit = min((far + units[i].radius_m for i, far in near.items()), default=0.0)
    return tuple(i for i, far in near.items() if far - units[i].radius_m <= limit + geodesy.DOUBT_M)
