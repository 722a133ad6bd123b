"""What is worked out for every demand point once, for all areas: distances, ranks, bed access.

Distances are straight lines (geodesic, WGS 84) from demand points to units. A unit known by its
town alone may stand anywhere within its radius, so each has its least and most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.access import demand, floating_catchment, supply
from geo.access.demand import Demand
from geo.access.supply import Supply
from geo.catalog.records import Catalog, Facility
from geo.catalog.rings import Ring
from geo.spatial import distance_bounds, geodesy

__all__ = ["REACH_MILES", "ZONES", "Far", "Field", "measure_distances"]

Column = NDArray[np.float64]

REACH_MILES = 60.0
"""Limit of the two-step floating catchments, and of the enhanced ones' outermost zone."""
ZONES = tuple(zip((20.0, 40.0, REACH_MILES), floating_catchment.LUO_QI_WEIGHTS, strict=True))
"""The limit in three equal zones, as Luo and Qi divided theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """Miles of each point to a unit: with all units at their points, and the least and most."""

    at: Column
    low: Column
    high: Column

    def of(self, some: NDArray[np.intp]) -> "Far":
        """Return those of some points."""
        return Far(at=self.at[some], low=self.low[some], high=self.high[some])


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Everything that is worked out once for all areas; arrays have one row for each point.

    `winner` is the place of the nearest unit in ``supply.units``; `own_known` tells whether the
    county's region is certain and has a unit, and `elsewhere` whether the nearest is none of them.
    `two_step` and `enhanced` are beds within reach for each person,
    by the least and by the most beds. `range_miles` bounds everybody's miles, by GEOID.
    """

    catalog: Catalog
    supply: Supply
    points: Demand
    winner: NDArray[np.intp]
    nearest: Far
    second: Far
    own: Far
    own_known: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]
    two_step: tuple[Column, Column]
    enhanced: tuple[Column, Column]
    range_miles: dict[str, tuple[float, float]]


def measure_distances(catalog: Catalog, there: Supply, points: Demand) -> Field:
    """Return what all areas' measures are made of, for each of the points."""
    units = there.units
    spots = np.array([(one.lon, one.lat) for one in units]).reshape(-1, 2)
    reach = np.array([one.radius_m for one in units]) / geodesy.METRES_PER_MILE
    far = (
        geodesy.distance_m(points.lon[:, None], points.lat[:, None], spots[:, 0], spots[:, 1])
        / geodesy.METRES_PER_MILE
    )
    # Where all people of a county stand at one point, each may live anywhere in it.
    apart = _spread(catalog, points)[:, None] + reach
    ids = [one.id for one in units]
    owned = np.array(
        [[unit in there.own[one.geoid] for unit in ids] for one in catalog.counties], np.bool_
    ).reshape(len(catalog.counties), len(units))[points.county]
    sure = np.array([one not in there.disputed for one in ids], np.bool_)
    winner = far.argmin(axis=1) if len(units) else np.zeros(len(far), np.intp)
    own_known = np.asarray(owned.any(axis=1), np.bool_)
    its_own = owned[np.arange(len(far)), winner] if len(units) else own_known
    ranges = _ranges(catalog, units, there.disputed)
    least, most = supply.bed_supply(there)
    return Field(
        catalog=catalog,
        supply=there,
        points=points,
        winner=winner,
        nearest=_bounded(_ranked(far, apart, sure, 0), catalog, points, ranges),
        second=_ranked(far, apart, sure, 1),
        own=_ranked(np.where(owned, far, np.inf), apart, sure, 0),
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
        miles[place] = away.max(initial=0.0) / geodesy.METRES_PER_MILE
    return miles


def _ranked(far: Column, apart: Column, sure: NDArray[np.bool_], rank: int) -> Far:
    """Return the miles to each point's nearest unit (`rank` 0) or second nearest (1).

    `apart` is how much nearer or farther each unit may be to whom each point stands for, and
    `sure` which units nobody disputes: the most does without the others, where it can.

    The least of the k-th nearest is the k-th of the least distances, and so with the most: no
    distance is below its least or above its most, and ranks keep that order.
    """
    if far.shape[1] <= rank:
        nothing = np.full(len(far), np.inf)
        return Far(at=nothing, low=nothing, high=nothing)

    def ranked(miles: Column) -> Column:
        return np.partition(miles, rank, axis=1)[:, rank]

    most = far + apart
    certain = ranked(np.where(sure, most, np.inf))
    return Far(
        at=ranked(far),
        low=ranked(np.maximum(far - apart, 0.0)),
        high=np.where(np.isfinite(certain), certain, ranked(most)),
    )


def _bounded(
    nearest: Far, catalog: Catalog, points: Demand, ranges: dict[str, tuple[float, float]]
) -> Far:
    """Return distances that keep within what holds for everybody in the point's county.

    Only points that stand for a whole county can break it: their least and most are rough.
    """
    if points.scale is not demand.Scale.COUNTY:
        return nearest
    known = [ranges.get(one.geoid, (0.0, np.inf)) for one in catalog.counties]
    least, most = np.array(known)[points.county].T
    # A center may lie a little outside of its county's shape.
    return Far(
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
    sure = tuple(one for one in units if one.id not in disputed) or units
    found = {}
    for geoid, rings in catalog.outlines.items():
        low, high = _range(rings, units)
        if sure != units:
            high = _range(rings, sure)[1]
        found[geoid] = low, high
    return found


def _range(rings: Sequence[Ring], units: Sequence[Facility]) -> tuple[float, float]:
    spots = [(one.lon, one.lat) for one in units]
    low, high = distance_bounds.distance_range(rings, spots, [one.radius_m for one in units])
    return low / geodesy.METRES_PER_MILE, high / geodesy.METRES_PER_MILE
