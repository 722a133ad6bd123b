"""The whole verdict: what speaks for every county, and how far its people are from units."""

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from math import fsum
from typing import assert_never

from geo.access import county_miles, reach_standards, sentences
from geo.access.county_miles import CountyMiles, UnitMiles
from geo.access.reach_standards import Judgment, Within
from geo.access.records import Range
from geo.catalog.records import Catalog, Facility, ServiceRole, Standard, Status
from geo.coverage import county
from geo.coverage import verify as coverage_verify
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import EvidenceIndex, speaking_units
from geo.coverage.findings import Measured
from geo.coverage.neighbors import CountedUnit, counted
from geo.errors import DataError
from geo.text import county_title

__all__ = ["measure", "people_within", "units_of", "verify"]


def verify(
    catalog: Catalog, as_of: dt.date | None = None, known_on: dt.date | None = None
) -> Assessment:
    """Return the finding for every county and standard.

    Parameters
    ----------
    catalog : Catalog
        The checked data.
    as_of : datetime.date, optional
        The date to judge by: memberships and standards as they stood then, sources dated later
        left aside, age of evidence counted up to it. Without it `Catalog.today`.
    known_on : datetime.date, optional
        Records that were written down after this day are left aside; without it none is.

    Returns
    -------
    Assessment
        A finding for every county and standard; none is left out. Where a file that distances are
        measured from is missing or broken, questions of distance are unknown, with the reason.
    """
    return coverage_verify.verify(catalog, as_of or catalog.today(), measure, known_on)


def units_of(
    standard: Standard, index: EvidenceIndex
) -> tuple[tuple[Facility, ...], frozenset[str], tuple[CountedUnit, ...]]:
    """Return the units that a question of distance is about on a day, and the ids of disputed ones.

    Last come the units of other states that count, which decide nothing.
    """
    return _units(standard.any_of, index)


def _units(
    types: Collection[str], index: EvidenceIndex
) -> tuple[tuple[Facility, ...], frozenset[str], tuple[CountedUnit, ...]]:
    units = tuple(unit for unit in speaking_units(index) if unit.type in types)
    disputed = frozenset(
        unit.id for unit in units if county.disputes(index.catalog, unit.id, index.as_of)
    )
    return units, disputed, counted(index, types)


def people_within(assessment: Assessment, limit_miles: float) -> Range:
    """Return how many people live within so many straight-line miles of a unit on the day.

    The least and the most allow for where each unit is within its radius, and for disputed ones.
    Without a unit, or where distances cannot be measured, nothing is known.
    """
    kinds = assessment.catalog.services.service_types
    types = [kind.id for kind in kinds if kind.role is ServiceRole.FACILITY]
    units, disputed, neighbors = _units(types, assessment.evidence)
    if not units:
        return Range(value=None, low=None, high=None)
    try:
        found = _unit_miles(assessment.catalog, units, disputed, neighbors)
    except DataError:
        return Range(value=None, low=None, high=None)

    def near(column: str) -> float:
        return fsum(
            people
            for place in found.counties.values()
            for people, far in zip(place.miles.people, getattr(place.miles, column), strict=True)
            if far <= limit_miles
        )

    # Long distances put few people within: the least comes of the most miles.
    return Range(value=near("at"), low=near("high"), high=near("low"))


def measure(standard: Standard, index: EvidenceIndex) -> dict[str, Measured]:
    """Return what distances say of every county on one question of distance, by GEOID."""
    return _judged(index.catalog, standard, *units_of(standard, index))


@lru_cache(maxsize=8)
def _judged(
    catalog: Catalog,
    standard: Standard,
    units: tuple[Facility, ...],
    disputed: frozenset[str],
    neighbors: tuple[CountedUnit, ...],
) -> dict[str, Measured]:
    names = {place.geoid: county_title(place.name) for place in catalog.counties}
    if not units:
        return {
            geoid: _measured(reach_standards.no_unit(name), (), frozenset(), certain=False)
            for geoid, name in names.items()
        }
    try:
        found = _unit_miles(catalog, units, disputed, neighbors)
    except DataError as error:
        fault = error.problems[0]
        reason = f"distances cannot be measured: {fault.file}: {fault.message}"
        return dict.fromkeys(names, Measured(Status.UNKNOWN, reason, (), False))
    error_share = reach_standards.error_share(standard, found.error_share)
    judged = {}
    for geoid, far in found.counties.items():
        judgment = reach_standards.judge(
            standard, names[geoid], far.miles, found.error_miles, error_share
        )
        ids = tuple(units[place].id for place in far.nearest)
        certain = len(disputed) < len(units)
        measured = _measured(judgment, ids, disputed, certain=certain)
        shares = measured._replace(least=judgment.least, most=judgment.most)
        judged[geoid] = shares._replace(note=_across(standard, far))
    return judged


def _across(standard: Standard, county: CountyMiles) -> str:
    """Return what units of other states would change in a county's share, in words."""
    if county.with_neighbors is None:
        return ""
    own, both = (
        reach_standards.share_within(standard, miles)
        for miles in (county.miles, county.with_neighbors)
    )
    estimate = standard.within_minutes is not None
    return sentences.reach_with_neighbors(own, both, estimate=estimate)


def _measured(
    judgment: Judgment, units: tuple[str, ...], disputed: frozenset[str], *, certain: bool
) -> Measured:
    """Return a judgment as coverage takes it; `certain` where there are units nobody disputes.

    Within holds without the disputed units, and beyond with them, wherever there are others.
    """
    match judgment.status:
        case Within.WITHIN:
            in_doubt = not certain
        case Within.BEYOND:
            in_doubt = False
        case Within.CANNOT_TELL:
            in_doubt = not disputed.isdisjoint(units)
        case _:
            assert_never(judgment.status)
    return Measured(judgment.status.status, judgment.reason, units, in_doubt)


@lru_cache(maxsize=4)
def _unit_miles(
    catalog: Catalog,
    units: tuple[Facility, ...],
    disputed: frozenset[str],
    neighbors: tuple[CountedUnit, ...],
) -> UnitMiles:
    """Return what the data folder keeps for these units, else what is measured now."""
    key = county_miles.key(catalog, units, disputed, neighbors)
    kept = county_miles.stored(catalog.files, key)
    if kept:
        return kept
    from geo.access import (
        measure as measuring,
    )  # with NumPy: it takes longer to load than all the rest

    return measuring.unit_miles(catalog, units, disputed, neighbors)
