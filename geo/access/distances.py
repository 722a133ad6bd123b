"""What is worked out for every demand point once, for all areas: distances, ranks, bed access.

Distances are straight lines (geodesic, WGS 84) to units, each with its least and most: a unit known by
its town alone may stand anywhere within its radius.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.access import demand, floating_catchment
from geo.access.county_miles import CountyMiles
from geo.access.demand import Demand
from geo.access.reach_standards import AreaMiles
from geo.access.supply import Supply, bed_supply
from geo.catalog.records import Catalog, Facility
from geo.coverage.neighbors import CountedUnit
from geo.spatial import distance_bounds, geodesy

__all__ = [
    "REACH_MILES",
    "ZONES",
    "PointMeasures",
    "PointMiles",
    "area_miles",
    "by_county",
    "measure_distances",
]

Column = NDArray[np.float64]

MILES_DECIMALS = 4
"""Of miles that hold for everybody, and of figures: finer than anything here is known, coarse enough
to be the same on every machine."""
_POINT_DECIMALS = 6
"""Of miles to a point, for questions of distance: some 2 mm, so that they are the same everywhere."""
REACH_MILES = 60.0
"""Limit of the two-step floating catchments, and of the enhanced ones' outermost zone."""
ZONES = tuple(zip((20.0, 40.0, REACH_MILES), floating_catchment.LUO_QI_WEIGHTS, strict=True))
"""The limit in three equal zones, as Luo and Qi divided theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointMiles:
    """Miles of each point to a unit: with all units at their points, and the least and most."""

    at: Column
    low: Column
    high: Column

    def of(self, points: NDArray[np.intp]) -> "PointMiles":
        """Return the miles of the points at these places only."""
        return PointMiles(at=self.at[points], low=self.low[points], high=self.high[points])

    def or_nearer(self, other: "PointMiles") -> "PointMiles":
        """Return the miles to the nearest of two groups of units, from those to each group's."""
        return PointMiles(
            at=np.minimum(self.at, other.at),
            low=np.minimum(self.low, other.low),
            high=np.minimum(self.high, other.high),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointMeasures:
    """Everything that is worked out once for all areas; arrays have one row for each point.

    `winner` is the place of the nearest unit in ``supply.units``; `own_known` tells whether the
    county's region is certain and has a unit, and `elsewhere` whether the nearest is none of them.
    `own` and `own_farthest` lead to the nearest and the farthest of the region's units.
    `with_neighbors` are the miles to the nearest unit of this state or the next that counts;
    `neighbor` is the place in ``supply.neighbors`` of the one that is nearer than all of this state's,
    -1 where none is. `two_step` and `enhanced` are beds within reach for each person,
    by the least and by the most beds. `range_miles` bounds everybody's miles, by GEOID.
    """

    catalog: Catalog
    supply: Supply
    points: Demand
    winner: NDArray[np.intp]
    nearest: PointMiles
    second: PointMiles
    with_neighbors: PointMiles
    neighbor: NDArray[np.intp]
    own: PointMiles
    own_farthest: PointMiles
    own_known: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]
    two_step: tuple[Column, Column]
    enhanced: tuple[Column, Column]
    range_miles: dict[str, tuple[float, float]]


def measure_distances(catalog: Catalog, supply: Supply, points: Demand) -> PointMeasures:
    """Return what all areas' measures are made of, for each of the points."""
    matrix = _matrix(catalog, supply.units, supply.disputed, points)
    far = matrix.far
    ids = [unit.id for unit in supply.units]
    owned = np.array(
        [[unit in supply.own[county.geoid] for unit in ids] for county in catalog.counties],
        np.bool_,
    ).reshape(len(catalog.counties), len(ids))[points.county]
    winner = matrix.winner()
    own_known = np.asarray(owned.any(axis=1), np.bool_)
    its_own = owned[np.arange(len(far)), winner] if ids else own_known
    ranges = _ranges(catalog, supply.units, supply.disputed)
    least, most = bed_supply(supply)
    nearest = _bounded(matrix.ranked(0), catalog, points, ranges)
    across = _matrix(catalog, supply.neighbors, (), points)
    with_neighbors = nearest.or_nearer(across.ranked(0))
    nearer = np.isfinite(nearest.at) & (with_neighbors.at < nearest.at)
    return PointMeasures(
        catalog=catalog,
        supply=supply,
        points=points,
        winner=winner,
        nearest=nearest,
        with_neighbors=with_neighbors,
        neighbor=np.where(nearer, across.winner(), -1),
        second=matrix.ranked(1),
        own=matrix._replace(far=np.where(owned, far, np.inf)).ranked(0),
        own_farthest=matrix.farthest(owned),
        own_known=own_known,
        elsewhere=np.logical_and(own_known, ~its_own),
        two_step=(
            floating_catchment.two_step(points.people, least, far, REACH_MILES),
            floating_catchment.two_step(points.people, most, far, REACH_MILES),
        ),
        enhanced=(
            floating_catchment.enhanced(points.people, least, far, ZONES),
            floating_catchment.enhanced(points.people, most, far, ZONES),
        ),
        range_miles=ranges,
    )


def by_county(
    catalog: Catalog,
    units: tuple[Facility, ...],
    disputed: frozenset[str],
    points: Demand,
    neighbors: Sequence[CountedUnit] = (),
) -> dict[str, CountyMiles]:
    """Return by GEOID how far a county's points are from the nearest of some units, at least one."""
    matrix = _matrix(catalog, units, disputed, points)
    winner = matrix.winner()
    ranges = _ranges(catalog, units, disputed)
    nearest = _bounded(matrix.ranked(0), catalog, points, ranges)
    across = nearest.or_nearer(_matrix(catalog, neighbors, (), points).ranked(0))
    counties = {}
    for place, county in enumerate(catalog.counties):
        rows = np.flatnonzero(points.county == place)
        least, most = (round(miles, MILES_DECIMALS) for miles in ranges[county.geoid])
        people = points.people[rows]
        counts = np.bincount(winner[rows], weights=people, minlength=len(units))
        order = sorted(np.flatnonzero(counts).tolist(), key=lambda unit: (-counts[unit], unit))
        own = area_miles(people, nearest.of(rows), least, most)
        both = area_miles(people, across.of(rows), None, None)
        same = (both.at, both.low, both.high) == (own.at, own.low, own.high)
        counties[county.geoid] = CountyMiles(own, tuple(order), None if same else both)
    return counties


def area_miles(
    people: Column, far: PointMiles, least: float | None, most: float | None
) -> AreaMiles:
    """Return the miles of an area's points as questions of distance take them, rounded."""
    at, low, high = (
        np.round(miles, _POINT_DECIMALS).tolist() for miles in (far.at, far.low, far.high)
    )
    return AreaMiles(people.tolist(), at, low, high, least, most)


class _Matrix(NamedTuple):
    """Miles from each point (row) to each unit (column), with all units at their points.

    `apart` is how much nearer or farther each unit may be to whom a point stands for, and `sure`
    which units nobody disputes.
    """

    far: Column
    apart: Column
    sure: NDArray[np.bool_]

    def winner(self) -> NDArray[np.intp]:
        """Return the place of the nearest unit; 0 where there is none."""
        rows, units = self.far.shape
        return self.far.argmin(axis=1) if units else np.zeros(rows, np.intp)

    def ranked(self, rank: int) -> PointMiles:
        """Return the miles to each point's nearest unit (`rank` 0) or second nearest (1).

        The most does without the disputed units, where it can. The least of the k-th nearest is the
        k-th of the least distances, and so with the most: no distance is below its least or above
        its most, and ranks keep that order.
        """
        if self.far.shape[1] <= rank:
            nothing = np.full(len(self.far), np.inf)
            return PointMiles(at=nothing, low=nothing, high=nothing)

        def ranked(miles: Column) -> Column:
            return np.partition(miles, rank, axis=1)[:, rank]

        most = self.far + self.apart
        certain = ranked(np.where(self.sure, most, np.inf))
        return PointMiles(
            at=ranked(self.far),
            low=ranked(np.maximum(self.far - self.apart, 0.0)),
            high=np.where(np.isfinite(certain), certain, ranked(most)),
        )

    def farthest(self, among: NDArray[np.bool_]) -> PointMiles:
        """Return the miles to each point's farthest of some units; minus infinity where there is none."""
        most = partial(np.max, axis=1, initial=-np.inf, where=among)
        return PointMiles(
            at=most(self.far),
            low=most(np.maximum(self.far - self.apart, 0.0)),
            high=most(self.far + self.apart),
        )


def _matrix(
    catalog: Catalog,
    units: Sequence[Facility | CountedUnit],
    disputed: Collection[str],
    points: Demand,
) -> _Matrix:
    spots = np.array([(unit.lon, unit.lat) for unit in units]).reshape(-1, 2)
    radius = np.array([unit.radius_m for unit in units]) / geodesy.METERS_PER_MILE
    far_m = geodesy.distance_m(points.lon[:, None], points.lat[:, None], spots[:, 0], spots[:, 1])
    return _Matrix(
        far=far_m / geodesy.METERS_PER_MILE,
        # Where all people of a county stand at one point, each may live anywhere in it.
        apart=_spread(catalog, points)[:, None] + radius,
        sure=np.array([unit.id not in disputed for unit in units], np.bool_),
    )


def _spread(catalog: Catalog, points: Demand) -> Column:
    """Return how many miles from its point anybody may live whom it stands for.

    Known where a point stands for a county: the farthest corner of its shape, since no place of a
    polygon is farther from a point than a corner. 0 for finer points, whose ground is not known.
    """
    miles = np.zeros(len(points.people))
    if points.scale is not demand.Scale.COUNTY:
        return miles
    for place, point in enumerate(points.county):
        rings = catalog.outlines.get(catalog.counties[point].geoid, ())
        corners = np.array([corner for ring in rings for corner in ring]).reshape(-1, 2)
        away = geodesy.distance_m(
            points.lon[place], points.lat[place], corners[:, 0], corners[:, 1]
        )
        miles[place] = away.max(initial=0.0) / geodesy.METERS_PER_MILE
    return miles


def _bounded(
    nearest: PointMiles, catalog: Catalog, points: Demand, ranges: dict[str, tuple[float, float]]
) -> PointMiles:
    """Return distances that keep within what holds for everybody in the point's county.

    Only points that stand for a whole county can break it: their least and most are rough.
    """
    if points.scale is not demand.Scale.COUNTY:
        return nearest
    known = [ranges.get(county.geoid, (0.0, np.inf)) for county in catalog.counties]
    least, most = np.array(known)[points.county].T
    # A center may lie a little outside of its county's shape.
    return PointMiles(
        at=nearest.at,
        low=np.minimum(np.maximum(nearest.low, least), nearest.at),
        high=np.maximum(np.minimum(nearest.high, most), nearest.at),
    )


@lru_cache(maxsize=4)
def _ranges(
    catalog: Catalog, units: tuple[Facility, ...], disputed: frozenset[str]
) -> dict[str, tuple[float, float]]:
    """Return by GEOID between which miles everybody in the county is from the nearest unit.

    The least with every unit, the most without the disputed ones, unless there are no others.
    """
    if not units:
        return {}
    spots = [(unit.lon, unit.lat) for unit in units]
    radii = [unit.radius_m for unit in units]
    certain = [unit.id not in disputed for unit in units]
    ranges = {}
    for geoid, rings in catalog.outlines.items():
        low, high = distance_bounds.distance_range(rings, spots, radii, certain)
        ranges[geoid] = low / geodesy.METERS_PER_MILE, high / geodesy.METERS_PER_MILE
    return ranges
