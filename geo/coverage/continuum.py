"""The continuum of care: what each county has to talk to, to respond, to go to, and of continuing care.

A pillar's status is the verdict on its deciding types taken together: what a crisis asks for, see `pillars`. Every
other type has a verdict of its own beside it. Numbers that rules give to everybody come before the status of
a pillar, since a rule says more of them than any list; programmes are told and never counted.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from geo.catalog.records import Basis, County, Flag, Pillar, ServiceType, Source, Status
from geo.coverage import beside, freshness, pillars, rests_on
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.coverage.continuum_records import (
    Continuum,
    ContinuumPillar,
    ContinuumType,
    CountyContinuum,
    MatrixCell,
    MatrixRow,
    StatePillar,
    TypeCount,
)
from geo.coverage.county import sources_of
from geo.coverage.evidence import NAMED
from geo.coverage.findings import Finding
from geo.coverage.freshness import Ages
from geo.coverage.programmes import trainings_on
from geo.coverage.reentry import pilot
from geo.jsonable import SCHEMA
from geo.text import listing

__all__ = ["ages", "county_continuum", "matrix", "state_pillar", "statewide"]


def county_continuum(assessment: Assessment, county: County) -> CountyContinuum:
    """Return what a county has of each pillar, on the date of the assessment."""
    regions = tuple(own.region for own in assessment.evidence.regions[county.geoid])
    own = tuple(_pillar(assessment, county, pillar) for pillar in Pillar)
    return CountyContinuum(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        geoid=county.geoid,
        county=county.name,
        people=county.people,
        regions=regions,
        pillars=own,
        sources=_cited(assessment, own),
    )


def statewide(assessment: Assessment) -> Continuum:
    """Return the whole state's continuum: counts for each type, and each county by pillars."""
    data = assessment.catalog.services
    own = tuple(state_pillar(assessment, pillar) for pillar in Pillar)
    targets = pilot(assessment).targets
    terms = tuple(term for term in data.terms if assessment.evidence.speaks(term.source))
    trainings = tuple(trainings_on(data.trainings, assessment.evidence))
    return Continuum(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        counties=assessment.counties,
        people=assessment.people,
        pillars=own,
        matrix=matrix(assessment),
        targets=targets,
        terms=terms,
        trainings=trainings,
        sources=_cited(assessment, (own, targets, terms, trainings)),
    )


def matrix(assessment: Assessment) -> tuple[MatrixRow, ...]:
    """Return a row for each county, in the order of the data, with a cell for each pillar."""
    return tuple(
        MatrixRow(
            geoid=county.geoid,
            county=county.name,
            region=" or ".join(
                str(own.region) for own in assessment.evidence.regions[county.geoid]
            ),
            people=county.people,
            cells=tuple(_cell(assessment, county, pillar) for pillar in Pillar),
        )
        for county in assessment.catalog.counties
    )


def ages(assessment: Assessment) -> Ages:
    """Return what is said once of the age of the verdicts that pillars' statuses are of, without those of rules."""
    judged = pillars.judged(assessment).pillars
    findings = [
        finding
        for pillar, own in judged.items()
        if not _by_rule(assessment, pillar)
        for finding in own.values()
    ]
    return freshness.of_findings(findings, assessment.as_of)


def _cell(assessment: Assessment, county: County, pillar: Pillar) -> MatrixCell:
    finding = pillars.judged(assessment).pillars.get(pillar, {}).get(county.geoid)
    strongest = _strongest(finding)
    return MatrixCell(
        pillar=pillar,
        status=finding.status if finding else Status.UNKNOWN,
        basis=finding.basis if finding else Basis.NONE,
        flags=finding.flags if finding else (),
        by_rule=_by_rule(assessment, pillar),
        strongest=strongest,
        short=assessment.evidence.types[strongest].short if strongest else "",
    )


def _strongest(finding: Finding | None) -> str | None:
    """Return the type that a source names the county or its region under; a general statement names none."""
    return finding.evidence[0].service if finding and finding.basis in NAMED else None


def _by_rule(assessment: Assessment, pillar: Pillar) -> bool:
    return any(call.rules for call in _numbers(assessment, pillar))


def _numbers(assessment: Assessment, pillar: Pillar) -> tuple[StatewideCall, ...]:
    """Return the numbers for everybody: those of a rule are someone to talk to, others as their type says."""
    pillar_of = {kind.id: kind.pillar for kind in assessment.catalog.services.service_types}
    return tuple(
        call
        for call in assessment.statewide
        if (Pillar.CONTACT if call.rules else pillar_of[call.service]) is pillar
    )


def _pillar(assessment: Assessment, county: County, pillar: Pillar) -> ContinuumPillar:
    cell = _cell(assessment, county, pillar)
    finding = pillars.judged(assessment).pillars.get(pillar, {}).get(county.geoid)
    types = tuple(
        _type(assessment, county, kind)
        for kind in assessment.catalog.services.service_types
        if kind.pillar is pillar
    )
    numbers = {own.region for own in assessment.evidence.regions[county.geoid]}
    return ContinuumPillar(
        pillar=pillar,
        label=pillar.label,
        status=cell.status,
        basis=cell.basis,
        flags=cell.flags,
        by_rule=cell.by_rule,
        deciding=tuple(kind.id for kind in pillars.deciding(assessment.catalog, pillar)),
        strongest=cell.strongest,
        sentence=_sentence(assessment, pillar, finding),
        which_unit=rests_on.which_unit(assessment, county, types),
        types=types,
        offers=beside.offers(assessment, pillar),
        numbers=_numbers(assessment, pillar),
        programmes=tuple(
            told
            for told in beside.programmes(assessment, pillar)
            if told.region in {None, *numbers} and told.county in {None, county.name}
        ),
        steps=beside.steps(assessment, pillar),
        missing=beside.missing(
            assessment, pillar, {kind.service: {kind.status: 1} for kind in types}, county
        ),
    )


def _type(assessment: Assessment, county: County, kind: ServiceType) -> ContinuumType:
    judged = pillars.judged(assessment)
    finding = judged.types[kind.id][county.geoid]
    at_home = judged.in_county.get(kind.id, {}).get(county.geoid)
    evidence = rests_on.in_order(assessment, county, finding)
    source, as_of, quote = rests_on.words(assessment, kind, (*evidence, *finding.left_out_by))
    return ContinuumType(
        service=kind.id,
        name=kind.name,
        short=kind.short,
        purpose=kind.purpose,
        role=kind.role,
        status=finding.status,
        basis=finding.basis,
        flags=finding.flags,
        in_county=at_home.status if at_home else None,
        rule=finding.rule,
        notes=finding.notes,
        lift=finding.lift,
        evidence=evidence,
        left_out_by=finding.left_out_by,
        contradictions=finding.contradictions,
        offers=_offering(assessment, kind),
        by_offer_alone=not evidence and _by_offer_alone(assessment, kind),
        source=source,
        as_of=as_of,
        quote=quote,
    )


def _sentence(assessment: Assessment, pillar: Pillar, finding: Finding | None) -> str:
    by_rule = [call.phone for call in _numbers(assessment, pillar) if call.rules]
    if by_rule:
        are = "is" if len(by_rule) == 1 else "are"
        return f"By rule, {listing(by_rule)} {are} for everybody. {beside.RULES_PROMISE_NOTHING}"
    return finding.rule if finding else "No source that we read names a service of this kind."


def state_pillar(assessment: Assessment, pillar: Pillar) -> StatePillar:
    """Return one pillar of the whole state."""
    data = assessment.catalog.services
    findings = [*pillars.judged(assessment).pillars.get(pillar, {}).values()]
    types = tuple(_count(assessment, kind) for kind in data.service_types if kind.pillar is pillar)
    flags = Counter(flag for finding in findings for flag in finding.flags)
    return StatePillar(
        pillar=pillar,
        label=pillar.label,
        definition=beside.definition(assessment, pillar, by_rule=_by_rule(assessment, pillar)),
        by_rule=_by_rule(assessment, pillar),
        deciding=tuple(kind.id for kind in pillars.deciding(assessment.catalog, pillar)),
        **_statuses(assessment, findings),
        flags={flag.value: flags[flag] for flag in Flag},
        overlap=rests_on.overlap(assessment, pillar),
        types=types,
        offers=beside.offers(assessment, pillar),
        numbers=_numbers(assessment, pillar),
        programmes=beside.programmes(assessment, pillar),
        steps=beside.steps(assessment, pillar),
        missing=beside.missing(
            assessment, pillar, {kind.service: kind.by_status for kind in types}
        ),
    )


def _count(assessment: Assessment, kind: ServiceType) -> TypeCount:
    source = assessment.evidence.sources[kind.source]
    findings = [*pillars.judged(assessment).types[kind.id].values()]
    return TypeCount(
        service=kind.id,
        name=kind.name,
        short=kind.short,
        purpose=kind.purpose,
        role=kind.role,
        complete=kind.complete,
        **_statuses(assessment, findings),
        offers=_offering(assessment, kind),
        by_offer_alone=_by_offer_alone(assessment, kind)
        and not any(finding.evidence for finding in findings),
        rests_on=rests_on.cited(assessment, findings),
        source=source.id,
        as_of=source.describes,
        stale=assessment.evidence.is_stale(source.id),
        quote=kind.quote,
    )


def _offering(assessment: Assessment, kind: ServiceType) -> tuple[str, ...]:
    """Return the ids of the offers that include a type."""
    found = pillars.offers(assessment, kind.pillar)
    return tuple(claim.id for claim in found if kind.id in claim.about)


def _by_offer_alone(assessment: Assessment, kind: ServiceType) -> bool:
    """Return whether an offer includes a type that no standard asks for and no team or unit is of."""
    judged = assessment.catalog.services.judged_types()
    return kind not in judged and bool(_offering(assessment, kind))


def _statuses(assessment: Assessment, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the counties of each status, and the people in them; without a finding nothing is known."""
    people = {county.geoid: county.people for county in assessment.catalog.counties}
    status = {finding.geoid: finding.status for finding in findings}
    counts = Counter(status.get(geoid, Status.UNKNOWN) for geoid in people)
    return {each.value: counts[each] for each in Status} | {
        "people": {
            each.value: sum(
                number
                for geoid, number in people.items()
                if status.get(geoid, Status.UNKNOWN) is each
            )
            for each in Status
        }
    }


def _cited(assessment: Assessment, told: object) -> tuple[Source, ...]:
    return assessment.catalog.services.sources_of(sources_of(told))
