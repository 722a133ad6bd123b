"""The measures of one area: of the demand points that lie in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.access import distances, statistics, supply
from geo.access.distances import MILES_DECIMALS, Far, Field
from geo.access.reach_standards import Share
from geo.access.records import Area, AreaKind, BedAccess, Distances, Range, UnitShare, Within

__all__ = ["LIMITS_MILES", "area", "rounded_people", "rounded_share"]

Column = NDArray[np.float64]

LIMITS_MILES = (15, 30, 45, 60)
"""Straight-line miles within which people are counted."""
_PER_100K = 100_000
# Finer than anything here is known, coarse enough to be the same on every machine.
_PEOPLE_DECIMALS, _SHARE_DECIMALS = 3, 6


def area(
    laid: Field,
    kind: AreaKind,
    called: tuple[str, str],
    geoids: tuple[str, ...],
    some: NDArray[np.intp],
) -> Area:
    """Return the measures of the demand points `some`, which are those of the counties `geoids`."""
    people = laid.points.people[some]
    nearest, own = laid.nearest.of(some), laid.own.of(some)
    ranges = [laid.range_miles[one] for one in geoids if one in laid.range_miles]
    whole = len(ranges) == len(geoids)
    regions = {number for one in geoids for number in laid.supply.regions[one]}
    known = laid.own_known[some]
    own, own_people = own.of(np.flatnonzero(known)), people[known]
    there = bool(laid.supply.units)
    return Area(
        kind=kind,
        id=called[0],
        name=called[1],
        counties=geoids,
        regions=tuple(sorted(regions)),
        rucc=None,
        people=rounded_people(float(people.sum())),
        points=len(some),
        nearest=_distances(nearest, people),
        own=_distances(own, own_people) if own_people.any() else None,
        own_people=rounded_people(float(own_people.sum())),
        within=tuple(_within(nearest, people, limit, there) for limit in LIMITS_MILES),
        second=tuple(_within(laid.second.of(some), people, limit, there) for limit in LIMITS_MILES),
        people_by_mile=_by_mile(nearest.at, people),
        least_miles=round(min(low for low, _ in ranges), MILES_DECIMALS) if whole else None,
        most_miles=round(max(high for _, high in ranges), MILES_DECIMALS) if whole else None,
        nearest_units=_nearest_units(laid, geoids, some),
        people_nearer_elsewhere=rounded_people(float(people[laid.elsewhere[some]].sum())),
        disputed=_disputed(laid, geoids, some),
        beds=supply.bed_count(laid.supply, geoids),
        bed_access=_bed_access(laid, some),
        teams=supply.team_loads(laid.supply, geoids),
        reach=(),
    )


def _distances(far: Far, people: Column) -> Distances:
    def of(share: float) -> Range:
        return _range(
            *(statistics.quantile(one, people, share) for one in (far.at, far.low, far.high)),
            decimals=MILES_DECIMALS,
        )

    means = (statistics.mean(one, people) for one in (far.at, far.low, far.high))
    return Distances(
        mean_miles=_range(*means, decimals=MILES_DECIMALS),
        median_miles=of(0.5),
        p90_miles=of(0.9),
    )


def _within(far: Far, people: Column, limit: int, there: bool) -> Within:
    total = float(people.sum())
    if not there or not total:
        nothing = Range(value=None, low=None, high=None)
        return Within(miles=limit, people=nothing, share=nothing)
    # Far units put few people within: the least people belong to the most miles.
    counts = [statistics.people_within(one, people, limit) for one in (far.at, far.high, far.low)]
    return Within(
        miles=limit,
        people=_range(*counts, decimals=_PEOPLE_DECIMALS),
        share=_range(*(one / total for one in counts), decimals=_SHARE_DECIMALS),
    )


def _range(value: float | None, low: float | None, high: float | None, *, decimals: int) -> Range:
    """Return the three figures rounded; what is infinite (no unit to measure to) as None."""
    value, low, high = (
        round(one, decimals) if one is not None and np.isfinite(one) else None
        for one in (value, low, high)
    )
    return Range(value=value, low=low, high=high)


def rounded_share(share: Share) -> Range:
    """Return a share of people to a millionth."""
    return _range(*share, decimals=_SHARE_DECIMALS)


def rounded_people(count: float) -> float:
    """Return a number of people to a thousandth: scaled counts have parts of a person."""
    return round(count, _PEOPLE_DECIMALS)


def _by_mile(miles: Column, people: Column) -> tuple[float, ...]:
    """Return the people by whole mile: at place i those from i to less than i + 1 miles off."""
    reached = np.isfinite(miles)
    counts = np.bincount(miles[reached].astype(np.intp), weights=people[reached])
    return tuple(rounded_people(float(one)) for one in counts)


def _nearest_units(
    laid: Field, geoids: Sequence[str], some: NDArray[np.intp]
) -> tuple[UnitShare, ...]:
    """Return the units that are somebody's nearest, the one of most people first."""
    people, winner = laid.points.people[some], laid.winner[some]
    total = float(people.sum())
    own = frozenset().union(*(laid.supply.own[one] for one in geoids))
    settled = any(one in laid.supply.settled for one in geoids)
    found = []
    for place, unit in enumerate(laid.supply.units):
        here = (winner == place) & (people > 0)
        if not here.any():
            continue
        count = float(people[here].sum())
        miles = statistics.mean(laid.nearest.at[some][here], people[here])
        found.append(
            UnitShare(
                facility_id=unit.id,
                facility=unit.name,
                region=unit.region,
                own=unit.id in own if settled else None,
                disputed=unit.id in laid.supply.disputed,
                people=rounded_people(count),
                share=round(count / total, _SHARE_DECIMALS),
                mean_miles=round(miles or 0.0, MILES_DECIMALS),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.people, one.facility_id)))


def _disputed(laid: Field, geoids: Sequence[str], some: NDArray[np.intp]) -> tuple[str, ...]:
    """Return the names of the disputed units that are somebody's nearest or region's own here."""
    own = frozenset().union(*(laid.supply.own[one] for one in geoids))
    nearest = set(laid.winner[some][laid.points.people[some] > 0].tolist())
    return tuple(
        one.name
        for place, one in enumerate(laid.supply.units)
        if one.id in laid.supply.disputed and (one.id in own or place in nearest)
    )


def _bed_access(laid: Field, some: NDArray[np.intp]) -> BedAccess:
    people = laid.points.people[some]
    there = bool(laid.supply.units)
    means = [
        statistics.mean(one[some], people) if there else None
        for one in (*laid.two_step, *laid.enhanced)
    ]
    two_low, two_high, low, high = (
        round(one * _PER_100K, MILES_DECIMALS) if one is not None else None for one in means
    )
    unreached = people[laid.nearest.at[some] > distances.REACH_MILES]
    return BedAccess(
        limit_miles=distances.REACH_MILES,
        two_step_low=two_low,
        two_step_high=two_high,
        enhanced_low=low,
        enhanced_high=high,
        people_unreached=rounded_people(float(unreached.sum())) if there else None,
    )
