"""How far the people of every county are from the units: the measures put together.

Distances are straight lines (geodesic, WGS 84) from demand points to units. A unit known by its
town alone may stand anywhere within its radius, so each figure comes with its least and most.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.access import area_measures, demand, distances, reach_standards, supply
from geo.access.demand import Demand
from geo.access.distances import Field
from geo.access.records import Access, Area, AreaKind, DemandSource, ReachVerdict
from geo.catalog.records import Catalog, ReachStandard, ServiceRole
from geo.coverage import verify
from geo.coverage.assessment import Assessment
from geo.jsonable import SCHEMA
from geo.spatial.geodesy import METRES_PER_MILE

__all__ = ["METHOD", "measure"]

Column = NDArray[np.float64]

METHOD = "straight-line (WGS 84 geodesic) miles from demand points; not drive time"


def measure(
    assessment: Assessment,
    points: Demand | None = None,
    service: str | None = None,
) -> Access:
    """Return the measures of the state, its regions and its counties.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of: units and regions are taken as of the assessment's day.
    points : Demand, optional
        Where people live; without it the points that came along.
    service : str, optional
        Id of the service type whose units are measured to; without it the first of role
        facility that has any.

    Returns
    -------
    Access
        A region holds the counties that certainly belong to it on that day; the state all.

    Raises
    ------
    ValueError
        For a service type that the data does not have.
    """
    kinds = [one.id for one in assessment.catalog.services.service_types]
    if service is not None and service not in kinds:
        raise ValueError("no such service type")
    kind = service or _placed(assessment.catalog)
    if points is None:
        return _of_default(assessment, kind)
    return _measure(assessment, points, kind)


def _placed(catalog: Catalog) -> str:
    """Return the first type of unit that people are taken to, one that has units before others."""
    kinds = catalog.services.types_of(ServiceRole.FACILITY)
    placed = {unit.type for unit in catalog.services.facilities}
    known = [kind for kind in kinds if kind in placed] or kinds
    return known[0] if known else catalog.services.service_types[0].id


@lru_cache(maxsize=4)
def _of_default(assessment: Assessment, service: str) -> Access:
    return _measure(assessment, demand.default(assessment.catalog), service)


def _measure(assessment: Assessment, points: Demand, service: str) -> Access:
    there = supply.at(assessment, service)
    laid = distances.measure_distances(assessment.catalog, there, points)
    source = _source(assessment.catalog, points, service)
    questions = tuple(
        one
        for one in assessment.catalog.services.reach_standards
        if one.type == service
        and verify.in_force(one.in_force_from, one.in_force_to, assessment.as_of)
    )

    def area(kind: AreaKind, key: str, name: str, geoids: tuple[str, ...]) -> Area:
        places = [
            place for place, one in enumerate(assessment.catalog.counties) if one.geoid in geoids
        ]
        some = np.flatnonzero(np.isin(points.county, places))
        found = area_measures.area(laid, kind, (key, name), geoids, some)
        return replace(found, reach=_reach(laid, questions, source, found, some))

    settled = there.settled
    inside = {
        number: tuple(
            one.geoid for one in assessment.catalog.counties if settled.get(one.geoid) == number
        )
        for number in sorted(one.number for one in assessment.catalog.services.regions)
    }
    whole = assessment.catalog.services.study_area
    return Access(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        method=METHOD,
        service=service,
        units=len(there.units),
        limits_miles=area_measures.LIMITS_MILES,
        demand=source,
        state=area(
            AreaKind.STATE,
            whole.state_fips,
            whole.name,
            tuple(one.geoid for one in assessment.catalog.counties),
        ),
        regions=tuple(
            area(AreaKind.REGION, str(number), f"Region {number}", geoids)
            for number, geoids in inside.items()
            if geoids
        ),
        counties=tuple(
            replace(area(AreaKind.COUNTY, one.geoid, one.name, (one.geoid,)), rucc=one.rucc)
            for one in assessment.catalog.counties
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
        reach_standards.judge(
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
    """Return the measured error of the share within a limit; None where it was not measured.

    Minutes stand for a whole range of miles, so that the largest error of any limit is theirs.
    """
    match kind:
        case AreaKind.COUNTY:
            known = source.error_share
        case AreaKind.REGION:
            known = source.error_share_regions
        case AreaKind.STATE:
            known = source.error_share_state
    if limit_miles is None:
        return max(known.values(), default=None)
    return next((error for limit, error in known.items() if limit == limit_miles), None)


def _source(catalog: Catalog, points: Demand, service: str) -> DemandSource:
    error = demand.measured_error(catalog, points)
    shares = error.shares if error else ()

    def parts(kind: AreaKind) -> dict[int, float]:
        # Rounded, since a hundredth of a decimal number has a tail that says nothing.
        return {share.within_miles: round(getattr(share, kind.value) / 100, 4) for share in shares}

    return DemandSource(
        title=points.title,
        vintage=points.vintage,
        scale=points.scale.value,
        points=len(points.people),
        people=area_measures.rounded_people(float(points.people.sum())),
        census_people=sum(one.people for one in catalog.counties),
        counties_without=tuple(
            one.name
            for place, one in enumerate(catalog.counties)
            if one.people and not points.people[points.county == place].any()
        ),
        sha256=points.sha256,
        error_miles=error.mean_miles if error else None,
        error_share=parts(AreaKind.COUNTY),
        error_share_regions=parts(AreaKind.REGION),
        error_share_state=parts(AreaKind.STATE),
        error_of_other_units=error is not None
        and error.units_sha256 != demand.units_sha256(catalog, service),
    )
