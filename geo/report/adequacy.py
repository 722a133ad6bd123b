"""What the file on adequacy says: the services that a statute names, county by county, from the verdicts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.access.records import Access, Area
from geo.catalog.records import Adequacy, Catalog, County, Plan, Standard, Status
from geo.coverage import calls
from geo.coverage import county as coverage_county
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Finding
from geo.errors import CrisisCoverageError
from geo.jsonable import SCHEMA
from geo.report import adequacy_notice
from geo.report.adequacy_records import (
    AdequacyFile,
    CountyFile,
    CountyService,
    RecordedPlan,
    ServiceCount,
    ServiceDistance,
)

__all__ = ["adequacy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What every county's file is made from."""

    assessment: Assessment
    access: Access
    asked: Adequacy
    standards: Mapping[str, Standard]
    areas: Mapping[str, Area]


def adequacy(
    assessment: Assessment, access: Access, counties: Sequence[County] | None = None
) -> AdequacyFile:
    """Return the file of the statute that the data's section `adequacy` is about.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access : Access
        Measures of the same data on the same day.
    counties : sequence of County, optional
        Those to tell of; without it all of them. The counts are of the whole state either way.

    Raises
    ------
    CrisisCoverageError
        If the data has no such section: it names no statute on adequacy.
    """
    data = assessment.catalog.services
    asked = data.adequacy
    if asked is None:
        raise CrisisCoverageError(
            "This data names no statute on adequacy, so there is no file to write."
        )
    ground = _Ground(
        assessment=assessment,
        access=access,
        asked=asked,
        standards={standard.id: standard for standard in data.standards},
        areas={area.id: area for area in access.counties},
    )
    sources = {source.id: source for source in data.sources}
    references = {reference.id: reference for reference in data.references}
    stated = [
        calls.stated(references[name], sources[references[name].source]) for name in asked.rules
    ]
    return AdequacyFile(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        known_on=assessment.known_on,
        official=asked.official,
        says=adequacy_notice.always(asked.official),
        rules=tuple(stated),
        services=tuple(_counts(ground)),
        counties=tuple(
            _county(ground, county)
            for county in (assessment.catalog.counties if counties is None else counties)
        ),
    )


def _counts(ground: _Ground) -> list[ServiceCount]:
    totals = {total.id: total for total in ground.assessment.standards}
    counts = []
    for service in ground.asked.services:
        total = totals[service.standard]
        counts.append(
            ServiceCount(
                name=service.name,
                standard=service.standard,
                title=total.title,
                covered=total.covered,
                claimed=total.claimed,
                gap=total.gap,
                unknown=total.unknown,
                people_not_shown=ground.assessment.people - total.people[Status.COVERED],
            )
        )
    return counts


def _county(ground: _Ground, county: County) -> CountyFile:
    profile = coverage_county.county_profile(ground.assessment, county)
    findings = {finding.standard: finding for finding in profile.findings}
    services = tuple(
        _service(ground, profile, service.name, findings[service.standard])
        for service in ground.asked.services
    )
    plan = _plan(ground.assessment.catalog, county, ground.assessment.as_of)
    asks = tuple(adequacy_notice.asks(ground.asked, profile, services))
    return CountyFile(
        geoid=county.geoid,
        county=county.name,
        regions=tuple(membership.region for membership in profile.regions),
        people=county.people,
        services=services,
        not_shown=tuple(service.name for service in services if not service.shown),
        plan=plan,
        asks=asks,
        notice=adequacy_notice.notice(ground.assessment, ground.asked, profile, services, plan),
    )


def _service(ground: _Ground, profile: CountyProfile, name: str, finding: Finding) -> CountyService:
    standard = ground.standards[finding.standard]
    return CountyService(
        name=name,
        standard=standard.id,
        title=standard.title,
        status=finding.status,
        shown=finding.status is Status.COVERED,
        flags=finding.flags,
        rule=finding.rule,
        notes=finding.notes,
        evidence=finding.evidence,
        left_out_by=finding.left_out_by,
        lift=finding.lift,
        distance=_distance(ground, standard, finding.geoid),
        questions=tuple(
            question
            for question in profile.holes
            if not set(question.about).isdisjoint(standard.any_of)
        ),
    )


def _distance(ground: _Ground, standard: Standard, geoid: str) -> ServiceDistance | None:
    """Return how far people are from the service's units; None where it has none to go to."""
    if ground.access.service not in standard.any_of:
        return None
    area = ground.areas[geoid]
    return ServiceDistance(
        unit=ground.access.unit_short,
        nearest=area.nearest,
        within=area.within,
        nearest_units=tuple(unit.facility for unit in area.nearest_units),
    )


def _plan(catalog: Catalog, county: County, as_of: dt.date) -> RecordedPlan | None:
    """Return the newest record of a county's plan by the day; None where there is none."""
    known = [
        plan
        for plan in catalog.services.plans
        if catalog.geoid_by_name[plan.county] == county.geoid and plan.day.first_day <= as_of
    ]
    if not known:
        return None
    newest: Plan = max(known, key=lambda plan: (plan.day.latest, plan.day.first_day))
    return RecordedPlan(
        status=newest.status,
        day=newest.day.text,
        source=newest.source,
        told_by=newest.told_by,
        words=newest.words,
    )
