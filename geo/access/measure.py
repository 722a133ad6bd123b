"""How far the people of every county are from the units: the measures put together.

Distances are straight lines (geodesic, WGS 84) from demand points to units. A unit known by its
town alone may stand anywhere within its radius, so each figure comes with its least and most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo import coverage
from geo.access import demand, field, judged, supply, weighted
from geo.access.demand import Demand
from geo.access.field import Far, Field
from geo.access.records import (
    Access,
    Area,
    AreaKind,
    BedAccess,
    DemandSource,
    Distances,
    Range,
    ReachVerdict,
    UnitShare,
    Within,
)
from geo.geodesy import METRES_PER_MILE
from geo.records import Catalog, ReachStandard
from geo.verdicts import SCHEMA, Verification

__all__ = ["LIMITS_MILES", "METHOD", "measure"]

Column = NDArray[np.float64]

LIMITS_MILES = (15, 30, 45, 60)
METHOD = "straight-line (WGS 84 geodesic) miles from demand points; not drive time"
_PER_100K = 100_000
# Finer than anything here is known, coarse enough to be the same on every machine.
_MILES_DECIMALS, _PEOPLE_DECIMALS, _SHARE_DECIMALS = 4, 3, 6


def measure(
    catalog: Catalog,
    verification: Verification,
    points: Demand | None = None,
    service: str | None = None,
) -> Access:
    """Return the measures of the state, its regions and its counties.

    Parameters
    ----------
    catalog, verification
        The data, and its verdicts: units and regions are taken as of the verification's day.
    points : Demand, optional
        Where people live; without it the points that came along.
    service : str, optional
        Id of the service type whose units are measured to; without it the first that has any.

    Returns
    -------
    Access
        A region holds the counties that certainly belong to it on that day; the state all.

    Raises
    ------
    ValueError
        For a service type that the data does not have.
    """
    kinds = [one.id for one in catalog.services.service_types]
    if service is not None and service not in kinds:
        raise ValueError("no such service type")
    with_units = {one.type for one in catalog.services.facilities}
    kind = service or next((one for one in kinds if one in with_units), kinds[0])
    if points is None:
        return _of_default(catalog, verification, kind)
    return _measure(catalog, verification, points, kind)


@lru_cache(maxsize=4)
def _of_default(catalog: Catalog, verification: Verification, service: str) -> Access:
    return _measure(catalog, verification, demand.default(catalog), service)


def _measure(catalog: Catalog, verification: Verification, points: Demand, service: str) -> Access:
    there = supply.gather(catalog, verification, service)
    laid = field.lay_out(catalog, there, points)
    source = _source(points)
    questions = tuple(
        one
        for one in catalog.services.reach_standards
        if one.type == service
        and coverage.in_force(one.in_force_from, one.in_force_to, verification.as_of)
    )

    def area(kind: AreaKind, key: str, name: str, geoids: tuple[str, ...]) -> Area:
        places = [place for place, one in enumerate(catalog.counties) if one.geoid in geoids]
        some = np.flatnonzero(np.isin(points.county, places))
        found = _area(laid, kind, (key, name), geoids, some)
        return replace(found, reach=_reach(laid, questions, source, found, some))

    settled = there.settled
    inside = {
        number: tuple(one.geoid for one in catalog.counties if settled.get(one.geoid) == number)
        for number in sorted(one.number for one in catalog.services.regions)
    }
    whole = catalog.services.study_area
    return Access(
        schema=SCHEMA,
        data_sha256=verification.data_sha256,
        as_of=verification.as_of,
        method=METHOD,
        service=service,
        units=len(there.units),
        limits_miles=LIMITS_MILES,
        demand=source,
        state=area(
            AreaKind.STATE,
            whole.state_fips,
            whole.name,
            tuple(one.geoid for one in catalog.counties),
        ),
        regions=tuple(
            area(AreaKind.REGION, str(number), f"Region {number}", geoids)
            for number, geoids in inside.items()
            if geoids
        ),
        counties=tuple(
            replace(area(AreaKind.COUNTY, one.geoid, one.name, (one.geoid,)), rucc=one.rucc)
            for one in catalog.counties
        ),
    )


def _reach(
    laid: Field,
    questions: Sequence[ReachStandard],
    source: DemandSource,
    area: Area,
    some: NDArray[np.intp],
) -> tuple[ReachVerdict, ...]:
    """Return the verdict on each question of distance for the demand points `some` of an area."""
    nearest = laid.nearest.of(some)
    named = f"{area.name} County" if area.kind is AreaKind.COUNTY else area.name
    return tuple(
        judged.judge(
            one,
            named,
            laid.points.people[some],
            nearest.at * METRES_PER_MILE,
            nearest.low * METRES_PER_MILE,
            nearest.high * METRES_PER_MILE,
            area.least_miles,
            area.most_miles,
            error_miles=source.error_miles,
            error_share=_error_share(source, area.kind, one.within_miles),
        )
        for one in questions
    )


def _error_share(source: DemandSource, kind: AreaKind, limit_miles: float | None) -> float | None:
    """Return the measured error of the share within a limit; None where it was not measured."""
    match kind:
        case AreaKind.COUNTY:
            known = source.error_share
        case AreaKind.REGION:
            known = source.error_share_regions
        case AreaKind.STATE:
            known = source.error_share_state
    return next((error for limit, error in known.items() if limit == limit_miles), None)


def _source(points: Demand) -> DemandSource:
    known = points.scale is demand.Scale.PIECES

    def parts(percent: Mapping[int, float]) -> dict[int, float]:
        # Rounded, since a hundredth of a decimal number has a tail that says nothing.
        return {limit: round(one / 100, 4) for limit, one in percent.items()} if known else {}

    return DemandSource(
        title=points.title,
        vintage=points.vintage,
        scale=points.scale.value,
        points=len(points.people),
        people=_rounded_people(float(points.people.sum())),
        sha256=points.sha256,
        error_miles=demand.ERROR_MILES if known else None,
        error_share=parts(demand.ERROR_SHARE),
        error_share_regions=parts(demand.ERROR_SHARE_REGIONS),
        error_share_state=parts(demand.ERROR_SHARE_STATE),
    )


def _area(
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
    owned = bool(len(own.at)) and bool(np.isfinite(own.at).all())
    return Area(
        kind=kind,
        id=called[0],
        name=called[1],
        counties=geoids,
        regions=tuple(sorted(regions)),
        rucc=None,
        people=_rounded_people(float(people.sum())),
        points=len(some),
        nearest=_distances(nearest, people),
        own=_distances(own, people) if owned else None,
        within=tuple(_within(nearest, people, limit) for limit in LIMITS_MILES),
        second=tuple(_within(laid.second.of(some), people, limit) for limit in LIMITS_MILES),
        people_by_mile=_by_mile(nearest.at, people),
        least_miles=round(min(low for low, _ in ranges), _MILES_DECIMALS) if whole else None,
        most_miles=round(max(high for _, high in ranges), _MILES_DECIMALS) if whole else None,
        nearest_units=_nearest_units(laid, geoids, some),
        people_nearer_elsewhere=_rounded_people(float(people[laid.elsewhere[some]].sum())),
        beds=supply.bed_count(laid.supply, geoids),
        bed_access=_bed_access(laid, some),
        teams=supply.team_loads(laid.supply, geoids),
        reach=(),
    )


def _distances(far: Far, people: Column) -> Distances:
    def of(share: float) -> Range:
        return _range(
            *(weighted.quantile(one, people, share) for one in (far.at, far.low, far.high)),
            decimals=_MILES_DECIMALS,
        )

    means = (weighted.mean(one, people) for one in (far.at, far.low, far.high))
    return Distances(
        mean_miles=_range(*means, decimals=_MILES_DECIMALS),
        median_miles=of(0.5),
        p90_miles=of(0.9),
    )


def _within(far: Far, people: Column, limit: int) -> Within:
    total = float(people.sum())
    # Far units put few people within: the least people belong to the most miles.
    counts = [weighted.people_within(one, people, limit) for one in (far.at, far.high, far.low)]
    return Within(
        miles=limit,
        people=_range(*counts, decimals=_PEOPLE_DECIMALS),
        share=_range(*(one / total if total else None for one in counts), decimals=_SHARE_DECIMALS),
    )


def _range(value: float | None, low: float | None, high: float | None, *, decimals: int) -> Range:
    """Return the three figures rounded; what is infinite (no unit to measure to) as None."""
    value, low, high = (
        round(one, decimals) if one is not None and np.isfinite(one) else None
        for one in (value, low, high)
    )
    return Range(value=value, low=low, high=high)


def _rounded_people(count: float) -> float:
    return round(count, _PEOPLE_DECIMALS)


def _by_mile(miles: Column, people: Column) -> tuple[float, ...]:
    """Return the people by whole mile: at place i those from i to less than i + 1 miles off."""
    reached = np.isfinite(miles)
    counts = np.bincount(miles[reached].astype(np.intp), weights=people[reached])
    return tuple(_rounded_people(float(one)) for one in counts)


def _nearest_units(
    laid: Field, geoids: Sequence[str], some: NDArray[np.intp]
) -> tuple[UnitShare, ...]:
    """Return the units that are somebody's nearest, the one of most people first."""
    people, winner = laid.points.people[some], laid.winner[some]
    total = float(people.sum())
    found = []
    for place, unit in enumerate(laid.supply.units):
        here = (winner == place) & (people > 0)
        if not here.any():
            continue
        count = float(people[here].sum())
        miles = weighted.mean(laid.nearest.at[some][here], people[here])
        found.append(
            UnitShare(
                facility_id=unit.id,
                facility=unit.name,
                region=unit.region,
                own=any(unit.id in laid.supply.own[one] for one in geoids),
                people=_rounded_people(count),
                share=round(count / total, _SHARE_DECIMALS),
                mean_miles=round(miles or 0.0, _MILES_DECIMALS),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.people, one.facility_id)))


def _bed_access(laid: Field, some: NDArray[np.intp]) -> BedAccess:
    people = laid.points.people[some]
    means = [weighted.mean(one[some], people) for one in (*laid.two_step, *laid.enhanced)]
    two_low, two_high, low, high = (
        round(one * _PER_100K, _MILES_DECIMALS) if one is not None else None for one in means
    )
    unreached = people[laid.nearest.at[some] > field.REACH_MILES]
    return BedAccess(
        limit_miles=field.REACH_MILES,
        two_step_low=two_low,
        two_step_high=two_high,
        enhanced_low=low,
        enhanced_high=high,
        people_unreached=_rounded_people(float(unreached.sum())),
    )
