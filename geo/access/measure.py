"""How far the people of every county are from the units: the measures put together.

Distances are straight lines (geodesic, WGS 84) from demand points to units. A unit known by its
town alone may stand anywhere within its radius, so each figure comes with its least and most.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from geo.access import area_measures, demand, distances, reach_standards, supply
from geo.access.county_miles import UnitMiles
from geo.access.demand import Demand
from geo.access.distances import PointMeasures
from geo.access.reach_standards import AreaMiles, Within
from geo.access.records import Access, Area, AreaKind, DemandSource, ReachVerdict
from geo.catalog.demand_error import DemandError
from geo.catalog.records import Catalog, Evaluation, Facility, ServiceRole, Standard
from geo.coverage import neighbors, verify
from geo.coverage.assessment import Assessment
from geo.coverage.neighbors import CountedUnit
from geo.jsonable import SCHEMA
from geo.text import county_title

__all__ = ["METHOD", "measure", "reach_verdict", "unit_miles"]

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
        The verdicts, with the data that they are of: units and regions are taken as of the
        assessment's day.
    points : Demand, optional
        Where people live; without it the bundled points.
    service : str, optional
        Id of the service type whose units are measured to; without it the first of role
        facility that has any. Where no type has that role nothing is measured.

    Returns
    -------
    Access
        A region holds the counties that certainly belong to it on that day; the state all.

    Raises
    ------
    ValueError
        For a service type that the data does not have.
    """
    kinds = [kind.id for kind in assessment.catalog.services.service_types]
    if service is not None and service not in kinds:
        raise ValueError("no such service type")
    kind = service or _placed(assessment.catalog)
    if points is None:
        return _of_default(assessment, kind)
    return _measure(assessment, points, kind)


def _placed(catalog: Catalog) -> str:
    """Return the first type of unit that people are taken to, one that has units before others; else ""."""
    kinds = catalog.services.types_of(ServiceRole.FACILITY)
    placed = {unit.type for unit in catalog.services.facilities}
    known = [kind for kind in kinds if kind in placed] or kinds
    return known[0] if known else ""


@lru_cache(maxsize=4)
def _of_default(assessment: Assessment, service: str) -> Access:
    return _measure(assessment, demand.default(assessment.catalog), service)


def _measure(assessment: Assessment, points: Demand, service: str) -> Access:
    counties = assessment.catalog.counties
    reachable = supply.at(assessment, service)
    measures = distances.measure_distances(assessment.catalog, reachable, points)
    source = _source(assessment.catalog, points, service)
    questions = _questions(assessment, service)

    def area(kind: AreaKind, key: str, name: str, geoids: Sequence[str]) -> Area:
        places = [place for place, county in enumerate(counties) if county.geoid in geoids]
        rows = np.flatnonzero(np.isin(points.county, places))
        measured = area_measures.area(measures, kind, (key, name), tuple(geoids), rows)
        return replace(measured, reach=_reach(measures, questions, source, measured, rows))

    by_region = _by_region(reachable.settled)
    whole, geoids = assessment.catalog.services.study_area, [county.geoid for county in counties]
    unit, short = supply.unit_names(assessment.catalog, service)
    return Access(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        method=METHOD,
        service=service or None,
        unit=unit,
        unit_short=short,
        not_measured=None if reachable.units else supply.not_measured(assessment, service),
        units=len(reachable.units),
        neighbor_units=len(reachable.neighbors),
        neighbor_note=neighbors.not_ours(assessment.catalog),
        limits_miles=area_measures.LIMITS_MILES,
        demand=source,
        state=area(AreaKind.STATE, whole.state_fips, whole.name, geoids),
        regions=tuple(
            area(AreaKind.REGION, str(number), f"Region {number}", by_region[number])
            for number in sorted(by_region)
        ),
        counties=tuple(
            area(AreaKind.COUNTY, county.geoid, county.name, [county.geoid]) for county in counties
        ),
    )


def _by_region(settled: Mapping[str, int]) -> Mapping[int, Sequence[str]]:
    """Return the counties that certainly belong to each region, by GEOID."""
    by_region: dict[int, list[str]] = defaultdict(list)
    for geoid in sorted(settled):
        by_region[settled[geoid]].append(geoid)
    return by_region


def _questions(assessment: Assessment, service: str) -> tuple[Standard, ...]:
    """Return the standards in force that ask how far the units of a service type are."""
    return tuple(
        standard
        for standard in assessment.catalog.services.standards
        if standard.evaluation is Evaluation.WITHIN
        and standard.any_of == (service,)
        and verify.in_force(standard.in_force_from, standard.in_force_to, assessment.as_of)
    )


def unit_miles(
    catalog: Catalog,
    units: tuple[Facility, ...],
    disputed: frozenset[str],
    neighbors: tuple[CountedUnit, ...],
) -> UnitMiles:
    """Return how far the people of every county are from the nearest of some units.

    The people are at the bundled points, `disputed` are ids among the units, and `neighbors` the
    units of other states that are measured to beside them. Raises
    DataError where a file that this is measured from is missing or broken.
    """
    points = demand.default(catalog)
    error = demand.measured_error(catalog, points)
    return UnitMiles(
        distances.by_county(catalog, units, disputed, points, neighbors),
        error.mean_miles if error else None,
        _share_errors(error, AreaKind.COUNTY),
    )


def _reach(
    measures: PointMeasures,
    questions: Sequence[Standard],
    source: DemandSource,
    area: Area,
    points: NDArray[np.intp],
) -> tuple[ReachVerdict, ...]:
    """Return the verdict on each question of distance for the demand points `points` of an area."""
    people = measures.points.people[points]
    nearest, across = measures.nearest.of(points), measures.with_neighbors.of(points)
    miles = distances.area_miles(people, nearest, area.least_miles, area.most_miles)
    with_neighbors = distances.area_miles(people, across, None, None)
    named = county_title(area.name) if area.kind is AreaKind.COUNTY else area.name
    errors = _error_shares(source, area.kind)
    return tuple(
        reach_verdict(
            standard,
            named,
            miles,
            source.error_miles,
            reach_standards.error_share(standard, errors),
            with_neighbors,
        )
        for standard in questions
    )


def reach_verdict(
    standard: Standard,
    area_name: str,
    miles: AreaMiles,
    error_miles: float | None = None,
    share_error: float | None = None,
    with_neighbors: AreaMiles | None = None,
) -> ReachVerdict:
    """Return the verdict on one area and one question of distance; see `reach_standards.judge`.

    `share` holds for the demand points as they are. `at_points` cannot be told where there is
    nobody, or no unit. Minutes are an estimate and never proven. `with_neighbors` are the miles that
    take in the next states' units (without them `miles`): they give a share, and no verdict.
    """
    judgment = reach_standards.judge(standard, area_name, miles, error_miles, share_error)
    share, asked = reach_standards.share_within(standard, miles), standard.share_of_people or 0.0
    at_points = reach_standards.status_of(share.value, share.value, asked)
    same = judgment.status is at_points
    return ReachVerdict(
        standard=standard.id,
        title=standard.title,
        required=standard.required,
        status=judgment.status,
        at_points=at_points,
        robust=judgment.sure or (same and at_points is not Within.CANNOT_TELL),
        proven=judgment.sure and standard.within_minutes is None,
        share=area_measures.rounded_share(share),
        share_with_neighbors=area_measures.rounded_share(
            reach_standards.share_within(standard, with_neighbors or miles)
        ),
        required_share=asked,
        limit_miles=standard.within_miles,
        limit_minutes=standard.within_minutes,
        estimate=standard.within_minutes is not None,
        rule=reach_standards.rule(judgment),
    )


def _error_shares(source: DemandSource, kind: AreaKind) -> Mapping[int, float]:
    match kind:
        case AreaKind.COUNTY:
            return source.error_share
        case AreaKind.REGION:
            return source.error_share_regions
        case AreaKind.STATE:
            return source.error_share_state
        case _:
            assert_never(kind)


def _source(catalog: Catalog, points: Demand, service: str) -> DemandSource:
    error = demand.measured_error(catalog, points)
    return DemandSource(
        title=points.title,
        vintage=points.vintage,
        scale=points.scale.value,
        points=len(points.people),
        people=area_measures.rounded_people(float(points.people.sum())),
        census_people=sum(county.people for county in catalog.counties),
        counties_without=tuple(
            county.name
            for place, county in enumerate(catalog.counties)
            if county.people and not points.people[points.county == place].any()
        ),
        sha256=points.sha256,
        error_miles=error.mean_miles if error else None,
        error_share=_share_errors(error, AreaKind.COUNTY),
        error_share_regions=_share_errors(error, AreaKind.REGION),
        error_share_state=_share_errors(error, AreaKind.STATE),
        error_of_other_units=error is not None
        and error.units_sha256 != demand.units_sha256(catalog, service),
    )


def _share_errors(error: DemandError | None, kind: AreaKind) -> dict[int, float]:
    """Return the error of the share of people within a limit, by limit, in parts of 1."""
    # Rounded, since a hundredth of a decimal number has a tail that says nothing.
    return {
        share.within_miles: round(getattr(share, kind.value) / 100, 4)
        for share in (error.shares if error else ())
    }
