"""The measures of one area: of the demand points that lie in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.access import distances, statistics, supply
from geo.access.distances import MILES_DECIMALS, PointMeasures, PointMiles
from geo.access.reach_standards import Share
from geo.access.records import (
    Area,
    AreaKind,
    Distances,
    NeighborShare,
    PeopleBeyond,
    PeopleWithin,
    Range,
    UnitShare,
)
from geo.access.supply_records import BedAccess

__all__ = ["LIMITS_MILES", "area", "rounded_people", "rounded_share"]

Column = NDArray[np.float64]

LIMITS_MILES = (15, 30, 45, 60)
"""Straight-line miles within which people are counted."""
_BEYOND_MILES = (45, 90)
"""Straight-line miles, one way, beyond which people are counted who are taken to their region's own unit."""
_PER_100K = 100_000
# Finer than anything here is known, coarse enough to be the same on every machine.
_PEOPLE_DECIMALS, _SHARE_DECIMALS = 3, 6


def area(
    measures: PointMeasures,
    kind: AreaKind,
    id_and_name: tuple[str, str],
    geoids: tuple[str, ...],
    points: NDArray[np.intp],
) -> Area:
    """Return the measures of the demand points `points`, which are those of the counties `geoids`."""
    people = measures.points.people[points]
    nearest, own = measures.nearest.of(points), measures.own.of(points)
    ranges = [measures.range_miles[geoid] for geoid in geoids if geoid in measures.range_miles]
    whole = len(ranges) == len(geoids)
    regions = {number for geoid in geoids for number in measures.supply.regions[geoid]}
    known = measures.own_known[points]
    own, own_people = own.of(np.flatnonzero(known)), people[known]
    with_neighbors = measures.with_neighbors.of(points)
    any_unit, any_neighbor = bool(measures.supply.units), bool(measures.supply.neighbors)
    return Area(
        kind=kind,
        id=id_and_name[0],
        name=id_and_name[1],
        counties=geoids,
        regions=tuple(sorted(regions)),
        rucc=_rucc(measures, geoids[0]) if kind is AreaKind.COUNTY else None,
        people=rounded_people(float(people.sum())),
        points=len(points),
        nearest=_distances(nearest, people),
        nearest_with_neighbors=_distances(with_neighbors, people),
        own=_distances(own, own_people) if own_people.any() else None,
        own_farthest_mean_miles=_mean(measures.own_farthest.of(points[known]), own_people),
        own_people=rounded_people(float(own_people.sum())),
        own_beyond=_beyond_limits(own, own_people),
        within=_within_limits(nearest, people, any_unit),
        within_with_neighbors=_within_limits(with_neighbors, people, any_unit or any_neighbor),
        second=_within_limits(measures.second.of(points), people, any_unit),
        people_by_mile=_by_mile(nearest.at, people),
        least_miles=round(min(low for low, _ in ranges), MILES_DECIMALS) if whole else None,
        most_miles=round(max(high for _, high in ranges), MILES_DECIMALS) if whole else None,
        nearest_units=_nearest_units(measures, geoids, points),
        people_nearer_elsewhere=rounded_people(float(people[measures.elsewhere[points]].sum())),
        neighbors=_neighbors(measures, points),
        people_nearer_to_neighbor=_nearer_across(measures, points),
        disputed=_disputed(measures, geoids, points),
        beds=supply.bed_count(measures.supply, geoids),
        bed_access=_bed_access(measures, points),
        teams=supply.team_loads(measures.supply, geoids),
        reach=(),
    )


def _rucc(measures: PointMeasures, geoid: str) -> int:
    return next(county.rucc for county in measures.catalog.counties if county.geoid == geoid)


def _distances(far: PointMiles, people: Column) -> Distances:
    def of(share: float) -> Range:
        return _range(
            *(statistics.quantile(side, people, share) for side in (far.at, far.low, far.high)),
            decimals=MILES_DECIMALS,
        )

    return Distances(
        mean_miles=_mean(far, people),
        median_miles=of(0.5),
        p90_miles=of(0.9),
    )


def _mean(far: PointMiles, people: Column) -> Range:
    means = (statistics.mean(side, people) for side in (far.at, far.low, far.high))
    return _range(*means, decimals=MILES_DECIMALS)


def _within_limits(far: PointMiles, people: Column, any_unit: bool) -> tuple[PeopleWithin, ...]:
    return tuple(_within(far, people, limit, any_unit) for limit in LIMITS_MILES)


def _within(far: PointMiles, people: Column, limit: int, any_unit: bool) -> PeopleWithin:
    total = float(people.sum())
    if not any_unit or not total:
        nothing = Range(value=None, low=None, high=None)
        return PeopleWithin(miles=limit, people=nothing, share=nothing)
    # Units far off put few people within: the least people belong to the most miles.
    counts = [statistics.people_within(side, people, limit) for side in (far.at, far.high, far.low)]
    return PeopleWithin(
        miles=limit,
        people=_range(*counts, decimals=_PEOPLE_DECIMALS),
        share=_range(*(count / total for count in counts), decimals=_SHARE_DECIMALS),
    )


def _beyond_limits(far: PointMiles, people: Column) -> tuple[PeopleBeyond, ...]:
    total = float(people.sum())
    if not total:
        return ()
    beyond = []
    for limit in _BEYOND_MILES:
        near = (
            statistics.people_within(side, people, limit) for side in (far.at, far.low, far.high)
        )
        counts = [total - count for count in near]
        beyond.append(
            PeopleBeyond(
                miles=limit,
                people=_range(*counts, decimals=_PEOPLE_DECIMALS),
                share=_range(*(count / total for count in counts), decimals=_SHARE_DECIMALS),
            )
        )
    return tuple(beyond)


def _range(value: float | None, low: float | None, high: float | None, *, decimals: int) -> Range:
    """Return the three figures rounded; what is infinite (no unit to measure to) as None."""
    value, low, high = (
        round(figure, decimals) if figure is not None and np.isfinite(figure) else None
        for figure in (value, low, high)
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
    return tuple(rounded_people(float(count)) for count in counts)


def _nearest_units(
    measures: PointMeasures, geoids: Sequence[str], points: NDArray[np.intp]
) -> tuple[UnitShare, ...]:
    """Return the units that are somebody's nearest, the one of most people first."""
    people, winner = measures.points.people[points], measures.winner[points]
    total = float(people.sum())
    own = frozenset().union(*(measures.supply.own[geoid] for geoid in geoids))
    settled = any(geoid in measures.supply.settled for geoid in geoids)
    shares = []
    for place, unit in enumerate(measures.supply.units):
        here = (winner == place) & (people > 0)
        if not here.any():
            continue
        count = float(people[here].sum())
        miles = statistics.mean(measures.nearest.at[points][here], people[here])
        shares.append(
            UnitShare(
                facility_id=unit.id,
                facility=unit.name,
                region=unit.region,
                own=unit.id in own if settled else None,
                disputed=unit.id in measures.supply.disputed,
                people=rounded_people(count),
                share=round(count / total, _SHARE_DECIMALS),
                mean_miles=round(miles or 0.0, MILES_DECIMALS),
            )
        )
    return tuple(sorted(shares, key=lambda share: (-share.people, share.facility_id)))


def _nearer_across(measures: PointMeasures, points: NDArray[np.intp]) -> float | None:
    """Return the people to whom another state's unit is nearer; None where no own one is known."""
    if not measures.supply.units:
        return None
    here = points[measures.neighbor[points] >= 0]
    return rounded_people(float(measures.points.people[here].sum()))


def _neighbors(measures: PointMeasures, points: NDArray[np.intp]) -> tuple[NeighborShare, ...]:
    """Return the other states' units that are nearer to somebody, the one of most people first."""
    people, winner = measures.points.people[points], measures.neighbor[points]
    total = float(people.sum())
    shares = []
    for place, counted in enumerate(measures.supply.neighbors):
        here = (winner == place) & (people > 0)
        if not here.any():
            continue
        count = float(people[here].sum())
        miles = statistics.mean(measures.with_neighbors.at[points][here], people[here])
        shares.append(
            NeighborShare(
                unit_id=counted.id,
                unit=counted.unit.name,
                city=counted.unit.city,
                state=counted.unit.state,
                people=rounded_people(count),
                share=round(count / total, _SHARE_DECIMALS),
                mean_miles=round(miles or 0.0, MILES_DECIMALS),
            )
        )
    return tuple(sorted(shares, key=lambda share: (-share.people, share.unit_id)))


def _disputed(
    measures: PointMeasures, geoids: Sequence[str], points: NDArray[np.intp]
) -> tuple[str, ...]:
    """Return the names of the disputed units that are somebody's nearest or region's own here."""
    own = frozenset().union(*(measures.supply.own[geoid] for geoid in geoids))
    nearest = set(measures.winner[points][measures.points.people[points] > 0].tolist())
    return tuple(
        unit.name
        for place, unit in enumerate(measures.supply.units)
        if unit.id in measures.supply.disputed and (unit.id in own or place in nearest)
    )


def _bed_access(measures: PointMeasures, points: NDArray[np.intp]) -> BedAccess:
    people = measures.points.people[points]
    any_unit = bool(measures.supply.units)
    means = [
        statistics.mean(beds[points], people) if any_unit else None
        for beds in (*measures.two_step, *measures.enhanced)
    ]
    two_low, two_high, low, high = (
        round(mean * _PER_100K, MILES_DECIMALS) if mean is not None else None for mean in means
    )
    unreached = people[measures.nearest.at[points] > distances.REACH_MILES]
    return BedAccess(
        limit_miles=distances.REACH_MILES,
        two_step_low=two_low,
        two_step_high=two_high,
        enhanced_low=low,
        enhanced_high=high,
        people_unreached=rounded_people(float(unreached.sum())) if any_unit else None,
    )
