"""Which facility is nearest: exactly, for one point or millions."""

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.catalog.records import Catalog, ServiceRole
from geo.spatial import geodesy

if TYPE_CHECKING:  # numpy is for many points; one point goes without
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Columns = NDArray[np.float64]
    # Places of the two nearest by chord are searched; (winner, whether no other can be nearer).
    Search = Callable[[Columns], tuple[NDArray[np.intp], NDArray[np.bool_]]]

__all__ = ["Near", "nearest", "nearest_many"]

CHUNK = 65_536
"""Points worked on at once, some 20 MB; larger does not go faster."""
SWEEP_MOST = 100
"""Facilities up to which looking at each is faster than a tree."""
SWEEP_CHUNK = 8_192
"""Points that a sweep takes at once, so that its rows stay in the processor's cache."""
SWEEP_ROWS = 8
"""Facilities scored at once: a larger product would be shared among threads, which on a busy
machine wait for each other many times as long as it takes."""
SETTLE_PAIRS = 1_000_000
"""Pairs of point and facility that are settled at once."""
SLACK_M2 = 1.0
"""What squared chords, made as differences of numbers near 4e13, are widened by; their error is below 0.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A facility and how far it is in a straight line (geodesic, WGS 84), in meters."""

    facility_id: str
    facility: str
    # Three distances tell where somebody is.
    distance_m: float = field(repr=False)
    phone: str
    region: int


def nearest(
    catalog: Catalog, lon: float, lat: float, k: int = 3, kind: str | None = None
) -> tuple[Near, ...]:
    """Return the `k` facilities nearest to a point in degrees (WGS 84), nearest first.

    With a `kind` those of this service type, without it those of all types that people in crisis
    are taken to (`ServiceRole.FACILITY`).
    Distances are those of `geodesy.between_m`, to the facility's own point: what its `radius_m`
    leaves open is the question of `possible_nearest.possible`. Of two equally far the first in the data
    comes first. Fewer than `k` are returned where there are fewer; ValueError is raised for
    coordinates that are no degrees and for a `k` below 1.
    """
    geodesy.check_point(lon, lat)
    if k < 1:
        raise ValueError("k is at least 1")
    kinds = (kind,) if kind else catalog.services.types_of(ServiceRole.FACILITY)
    units = [unit for unit in catalog.services.facilities if unit.type in kinds]
    here = geodesy.point(lon, lat)
    chords = [math.dist(here, geodesy.point(unit.lon, unit.lat)) for unit in units]
    # The k nearest by chord all lie within this, so nothing beyond it can be among the k nearest.
    reach = geodesy.upper_m(sorted(chords)[k - 1]) + geodesy.SLACK_M if k < len(units) else math.inf
    near = [unit for unit, chord in zip(units, chords, strict=True) if chord <= reach]
    far = [geodesy.between_m(lon, lat, unit.lon, unit.lat) for unit in near]
    ordered = sorted(far)
    if any(b - a < geodesy.DOUBT_M for a, b in pairwise(ordered)):
        far = [float(geodesy.geodesic_m(lon, lat, unit.lon, unit.lat)) for unit in near]
    ranked = sorted(range(len(near)), key=far.__getitem__)[:k]
    return tuple(
        Near(
            facility_id=near[place].id,
            facility=near[place].name,
            distance_m=far[place],
            phone=near[place].phone,
            region=near[place].region,
        )
        for place in ranked
    )


def nearest_many(
    facility_lonlat: "ArrayLike", lon: "ArrayLike", lat: "ArrayLike"
) -> "tuple[NDArray[np.intp], NDArray[np.float64]]":
    """Return the nearest facility of many points, exactly, and how far it is.

    Parameters
    ----------
    facility_lonlat : array of shape (m, 2)
        Degrees, WGS 84.
    lon, lat : arrays of shape (n,)
        Degrees, WGS 84.

    Returns
    -------
    index : array of n integers
        Places in `facility_lonlat`: the least `pyproj.Geod` distance, to the last bit; of equal
        ones the lowest place.
    distance_m : array of n floats
        Metres, as `geodesy.distance_m`.

    Raises
    ------
    ValueError
        For shapes that do not fit, no facility, or a coordinate that is no degree; the
        message names its place, not its value.

    Notes
    -----
    The nearest by straight chord through the Earth is searched, which is quick. A geodesic is
    no shorter than its chord and no longer than `geodesy.upper_m` says. So where the second
    chord is longer than the winner's upper bound, every other geodesic is longer than the
    winner's, and the choice is proven. Elsewhere (a few points in a million in one state) all
    facilities whose chord is within that bound are measured with `pyproj.Geod`. Memory stays
    below 200 MB, the result aside.
    """
    import numpy as np

    units, lons, lats = _checked(facility_lonlat, lon, lat)
    # Of several facilities at one place the first stands for all.
    places = np.sort(np.unique(units, axis=0, return_index=True)[1])
    units = units[places]
    at = geodesy.ecef(units)
    many = len(units) > SWEEP_MOST
    search = _tree(at) if many else _sweep(at)
    index, far_m = np.empty(len(lons), np.intp), np.empty(len(lons))
    step = CHUNK if many else SWEEP_CHUNK
    for start in range(0, len(lons), step):
        chunk = slice(start, start + step)
        order = _by_place(lons[chunk], lats[chunk]) if many else slice(None)
        degrees = np.stack((lons[chunk][order], lats[chunk][order])).T
        winner, distance = _nearest(degrees, units, at, search)
        index[chunk][order] = places[winner]
        far_m[chunk][order] = distance
    return index, far_m


def _checked(
    facility_lonlat: "ArrayLike", lon: "ArrayLike", lat: "ArrayLike"
) -> "tuple[Columns, Columns, Columns]":
    import numpy as np

    units = np.asarray(facility_lonlat, np.float64)
    if units.ndim != 2 or units.shape[1] != 2 or not len(units):
        raise ValueError("facility_lonlat has two columns and at least one row")
    geodesy.check_degrees(*units.T)
    return units, *geodesy.columns(lon, lat)


def _by_place(lon: "Columns", lat: "Columns") -> "NDArray[np.intp]":
    """Return an order in which points that lie close together follow each other."""
    import numpy as np

    column, row = (
        ((axis - axis.min()) * (steps / max(float(np.ptp(axis)), 1e-9))).astype(np.uint16)
        for axis, steps in ((lon, 63), (lat, 255))
    )
    return np.argsort(column << np.uint16(8) | row, kind="stable")


def _nearest(
    degrees: "Columns", units: "Columns", at: "Columns", search: "Search"
) -> "tuple[NDArray[np.intp], Columns]":
    import numpy as np

    here = geodesy.ecef(degrees)
    winner, proven = search(here)
    if not proven.all():
        open_ = np.flatnonzero(~proven)
        winner[open_] = _settle(degrees[open_], here[open_], units, at)
    distance = geodesy.short_m(here, at.T.take(winner, axis=1).T)
    far = distance > geodesy.SHORT_M
    if far.any():
        distance[far] = geodesy.geodesic_m(*degrees[far].T, *units[winner[far]].T)
    return winner, distance


def _settle(
    degrees: "Columns", here: "Columns", units: "Columns", at: "Columns"
) -> "NDArray[np.intp]":
    """Return the places of the least `pyproj.Geod` distances among all that can be the nearest."""
    import numpy as np

    winner = np.empty(len(here), np.intp)
    step = max(1, SETTLE_PAIRS // len(at))
    for start in range(0, len(here), step):
        chunk = slice(start, start + step)
        chord = np.sqrt(sum((here[chunk, [axis]] - at[:, axis]) ** 2 for axis in range(3)))
        reach = geodesy.upper_m(chord.min(axis=1)) + geodesy.SLACK_M
        point, unit = np.nonzero(chord <= reach[:, np.newaxis])
        distance = np.full(chord.shape, np.inf)
        distance[point, unit] = geodesy.geodesic_m(*degrees[chunk][point].T, *units[unit].T)
        winner[chunk] = distance.argmin(axis=1)
    return winner


def _tree(at: "Columns") -> "Search":
    """Return a search by tree, for many facilities."""
    import numpy as np
    from scipy.spatial import cKDTree

    tree = cKDTree(at, leafsize=8)

    def search(here: "Columns") -> "tuple[NDArray[np.intp], NDArray[np.bool_]]":
        chord, place = map(np.asarray, tree.query(here, k=2))
        reach = geodesy.upper_m(chord[:, 0]) + geodesy.SLACK_M
        return place[:, 0].astype(np.intp), chord[:, 1] > reach

    return search


def _sweep(at: "Columns") -> "Search":
    """Return a search that looks at every facility, for few of them.

    With p the point and u a facility, p·u - u²/2 is largest where the chord |p - u| is shortest,
    and twice the difference of two such scores is the difference of the squared chords.
    """
    import numpy as np

    # A row of ones after the coordinates takes half the square off each score.
    table = np.column_stack((at, -(at * at).sum(axis=1) / 2))

    def search(here: "Columns") -> "tuple[NDArray[np.intp], NDArray[np.bool_]]":
        count = len(here)
        lifted = np.vstack((here.T, np.ones(count)))
        best, second = np.full(count, -np.inf), np.full(count, -np.inf)
        winner, mark = np.zeros(count, np.int8), np.empty(count, np.int8)
        lower, better = np.empty(count), np.empty(count, np.bool_)
        for first in range(0, len(at), SWEEP_ROWS):
            for place, score in enumerate(table[first : first + SWEEP_ROWS] @ lifted, first):
                np.greater(score, best, out=better)
                np.minimum(score, best, out=lower)
                np.maximum(second, lower, out=second)
                np.maximum(best, score, out=best)
                # Of all places that were the best so far the last is the highest.
                np.maximum(winner, np.multiply(better, np.int8(place), out=mark), out=winner)
        square = ((here.T - at.T.take(winner, axis=1)) ** 2).sum(axis=0)
        reach = geodesy.upper_m(np.sqrt(square)) + geodesy.SLACK_M
        return winner.astype(np.intp), 2 * (best - second) > reach * reach - square + SLACK_M2

    return search
