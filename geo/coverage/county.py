"""Everything known about one county, put together from the whole catalog."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from geo.catalog.records import (
    Basis,
    Catalog,
    Contradiction,
    County,
    Evaluation,
    Facility,
    OpenQuestion,
    Operator,
    Source,
)
from geo.coverage import asking, unit_catchments
from geo.coverage import contradictions as coverage_contradictions
from geo.coverage import evidence as coverage_evidence
from geo.coverage import regions as coverage_regions
from geo.coverage.assessment import Assessment
from geo.coverage.calls import Call, always, disputes
from geo.coverage.centers import Center, centers
from geo.coverage.findings import Evidence, Finding, MembershipEvidence, RegionMembership
from geo.coverage.programmes import DatedProgramme, programmes_on
from geo.jsonable import SCHEMA

__all__ = ["Call", "CountyProfile", "always", "county_profile", "disputes", "sources_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyProfile:
    """One county: its region and numbers, every service, verdict and dispute, and the sources.

    `which_unit` says which of the region's own units it is said to belong to; "" where nobody says.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    county: County
    regions: tuple[RegionMembership, ...]
    operators: tuple[Operator, ...]
    centers: tuple[Center, ...]
    calls: tuple[Call, ...]
    services: tuple[Evidence, ...]
    facilities: tuple[Facility, ...]
    which_unit: str
    findings: tuple[Finding, ...]
    region_history: tuple[MembershipEvidence, ...]
    contradictions: tuple[Contradiction, ...]
    holes: tuple[OpenQuestion, ...]
    programmes: tuple[DatedProgramme, ...]
    sources: tuple[Source, ...]


def county_profile(assessment: Assessment, county: County) -> CountyProfile:
    """Return all that the catalog holds on a county, on the date of the assessment."""
    catalog, data = assessment.catalog, assessment.catalog.services
    own = assessment.evidence.regions[county.geoid]
    operators = {membership.operator for membership in own}
    numbers = {membership.region for membership in own}
    serving = coverage_evidence.providers(assessment.evidence)
    services = tuple(
        evidence
        for kind in data.service_types
        for evidence in serving.get((kind.id, county.geoid), ())
    )
    units = {service.service_id for service in services}
    own_units = tuple(facility for facility in data.facilities if facility.id in units)
    findings = tuple(finding for finding in assessment.findings if finding.geoid == county.geoid)
    numbered = [fact for fact in services if fact.phone and fact.basis is not Basis.CLAIMED]
    parts = CountyProfile(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        county=county,
        regions=own,
        operators=tuple(operator for operator in data.operators if operator.id in operators),
        centers=centers(assessment, county.geoid),
        calls=(*assessment.statewide, *(_call(assessment, fact) for fact in numbered)),
        services=services,
        facilities=own_units,
        which_unit=unit_catchments.pointing(county.geoid, own_units, catalog, assessment.as_of),
        findings=findings,
        region_history=_history(catalog, county),
        contradictions=_contradictions(assessment, findings),
        holes=_open_questions(catalog, county, numbers, units, findings),
        programmes=tuple(
            programme
            for programme in programmes_on(data.programmes, assessment.evidence)
            if programme.region in numbers and programme.county in (None, county.name)
        ),
        sources=(),
    )
    return _with_sources(parts, catalog)


def _contradictions(
    assessment: Assessment, findings: Sequence[Finding]
) -> tuple[Contradiction, ...]:
    """Return the contradictions that findings name, as they stand on the day."""
    named = {conflict for finding in findings for conflict in finding.contradictions}
    standing = coverage_contradictions.standing(assessment.catalog, assessment.as_of)
    return tuple(conflict for conflict in standing if conflict.id in named)


def _open_questions(
    catalog: Catalog,
    county: County,
    numbers: set[int],
    units: set[str],
    findings: Sequence[Finding],
) -> tuple[OpenQuestion, ...]:
    """Return what nobody has shown yet and concerns a county, its regions, its units or its gaps."""
    unproven = {finding.standard for finding in findings if finding.status != "covered"}
    kinds = {
        kind
        for standard in catalog.services.standards
        if standard.id in unproven and _asks_for_proof(standard.evaluation)
        for kind in standard.any_of
    }
    names = {name for name, geoid in catalog.geoid_by_name.items() if geoid == county.geoid}
    return tuple(
        question
        for question in asking.open_questions(catalog.services)
        if _concerns(question, names, numbers, units, kinds)
    )


def _call(assessment: Assessment, evidence: Evidence) -> Call:
    return Call(
        phone=evidence.phone or "",
        title=evidence.title,
        service=evidence.service,
        basis=evidence.basis,
        weak=coverage_evidence.is_weak(evidence),
        stale=evidence.stale,
        disputed=evidence.challenged
        or bool(disputes(assessment.catalog, evidence.service_id, assessment.as_of)),
        source=evidence.phone_source or evidence.source,
        as_of=assessment.evidence.sources[evidence.phone_source or evidence.source].describes,
        other_numbers=evidence.other_numbers,
        replaced_phone=evidence.replaced_phone,
    )


def _asks_for_proof(evaluation: Evaluation) -> bool:
    """Return whether a source could show that a service is there; a distance is measured."""
    match evaluation:
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            return True
        case Evaluation.WITHIN:
            return False
        case _:
            assert_never(evaluation)


def _concerns(
    hole: OpenQuestion, names: set[str], regions: set[int], units: set[str], unproven: set[str]
) -> bool:
    """Return whether a hole concerns a county: see `OpenQuestion`."""
    if not (hole.counties or hole.regions or hole.units):
        return not unproven.isdisjoint(hole.about)
    return not (
        names.isdisjoint(hole.counties)
        and regions.isdisjoint(hole.regions)
        and units.isdisjoint(hole.units)
    )


def _history(catalog: Catalog, county: County) -> tuple[MembershipEvidence, ...]:
    """Return every membership of the county, the oldest first."""
    sources = {source.id: source for source in catalog.services.sources}
    held = [
        (membership, region.number)
        for region in catalog.services.regions
        for membership in region.members
        if county.geoid in {catalog.geoid_by_name[name] for name in membership.counties}
    ]
    held.sort(key=lambda item: item[0].valid_from.latest if item[0].valid_from else dt.date.min)
    return tuple(
        coverage_regions.membership_evidence(number, membership, sources[membership.source])
        for membership, number in held
    )


def _with_sources(dossier: CountyProfile, catalog: Catalog) -> CountyProfile:
    values = {name: getattr(dossier, name) for name in CountyProfile.__dataclass_fields__}
    values["sources"] = catalog.services.sources_of(sources_of(dossier))
    return CountyProfile(**values)


def sources_of(value: object) -> set[str]:
    """Return the ids of all sources that a record, or the records inside it, name."""
    if isinstance(value, (tuple, list)):
        return {name for item in value for name in sources_of(item)}
    fields = getattr(value, "__dataclass_fields__", {})
    found: set[str] = set()
    for name in fields:
        inner = getattr(value, name)
        if name in ("source", "phone_source", "location_source", "address_source"):
            found |= {inner} if inner else set()
        elif name == "also":
            found |= set(inner)
        else:
            found |= sources_of(inner)
    return found
