"""The verdict: what each county's link to each standard rests on, and what follows from it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.catalog.dates import When
from geo.catalog.records import (
    Basis,
    BearsOn,
    Catalog,
    Contradiction,
    County,
    Evaluation,
    Flag,
    Standard,
    Status,
)
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import (
    ORDER,
    EvidenceIndex,
    claim_evidence,
    gather,
    in_county,
    in_region,
    is_weak,
    serving,
)
from geo.coverage.findings import Evidence, Finding, StandardTotal
from geo.jsonable import SCHEMA

__all__ = ["exit_code", "in_force", "verify"]

_STATUS = {
    Basis.LISTED: Status.COVERED,
    Basis.REGION: Status.COVERED,
    Basis.CLAIMED: Status.CLAIMED,
}


def verify(catalog: Catalog, as_of: dt.date | None = None) -> Assessment:
    """Return the finding for every county and standard.

    Parameters
    ----------
    catalog : Catalog
        The checked data.
    as_of : datetime.date, optional
        The date to judge by: memberships and standards as they stood then, sources dated later
        left aside, age of evidence counted up to it. Without it the machine's date.

    Returns
    -------
    Assessment
        A finding for every county and standard; none is left out.
    """
    day = as_of or dt.datetime.now(tz=dt.UTC).astimezone().date()
    facts = gather(catalog, day)
    findings: list[Finding] = []
    totals: list[StandardTotal] = []
    for standard in catalog.services.standards:
        question = _ask(standard, facts)
        some = [_find(question, county, facts) for county in catalog.counties]
        findings += some
        totals.append(_total(standard, some, catalog, day))
    return Assessment(
        schema=SCHEMA,
        data_sha256=catalog.data_sha256,
        as_of=day,
        counties=len(catalog.counties),
        people=sum(one.people for one in catalog.counties),
        standards=tuple(totals),
        findings=tuple(findings),
        catalog=catalog,
        evidence=facts,
    )


def exit_code(assessment: Assessment, *, strict: bool = False) -> int:
    """Return 1 where a required standard has a gap (strict: or a claim or an unknown), else 0."""
    asked = [one for one in assessment.standards if one.required and one.in_force]
    bad = sum(one.gap + (one.claimed + one.unknown if strict else 0) for one in asked)
    return 1 if bad else 0


def in_force(start: When | None, end: When | None, as_of: dt.date) -> bool:
    """Return whether something in force from `start` to `end` (last day) is so on a date."""
    begun = not start or (start.earliest or dt.date.min) <= as_of
    return begun and (not end or as_of <= end.latest)


# Service type and GEOID in; evidence out, and whether there may be more.
_LookUp = Callable[[str, str, EvidenceIndex], tuple[Sequence[Evidence], bool]]


@dataclass(frozen=True, slots=True)
class _Question:
    """A standard, with all that is the same for every county on the date."""

    standard: Standard
    look_up: _LookUp
    topic: sentences.Topic
    claims: tuple[Evidence, ...]
    complete: bool
    lists: tuple[Evidence, ...]  # the complete lists among its service types
    conflicts: Mapping[str, tuple[Contradiction, ...]]  # by GEOID
    on_units: tuple[Contradiction, ...]  # those about single teams or facilities


def _ask(standard: Standard, facts: EvidenceIndex) -> _Question:
    closed = [one for one in standard.any_of if one in facts.complete]
    return _Question(
        standard=standard,
        look_up=_look_up(standard.evaluation),
        topic=sentences.topic(
            standard,
            as_of=facts.as_of,
            types=facts.types,
            holes=facts.catalog.services.holes,
            open_types=[one for one in standard.any_of if one not in closed],
        ),
        claims=tuple(_claimed(standard, facts)),
        complete=len(closed) == len(standard.any_of),
        lists=tuple(facts.complete[one] for one in closed),
        conflicts=_conflicts(standard, facts),
        on_units=tuple(one for one in _disagreeing(standard, facts) if one.units),
    )


def _find(question: _Question, county: County, facts: EvidenceIndex) -> Finding:
    evidence, possible = _speaking(question, county.geoid, facts)
    basis = evidence[0].basis if evidence else Basis.NONE
    left_out = question.complete and not possible
    nothing = Status.GAP if left_out else Status.UNKNOWN
    status = _STATUS.get(basis, nothing)
    carrying = tuple(one for one in evidence if _STATUS[one.basis] is status)
    case = sentences.Case(
        topic=question.topic,
        county=county,
        status=status,
        carrying=carrying,
        left_out_by=() if status is Status.COVERED or possible else question.lists,
        memberships=facts.regions[county.geoid],
        conflicts=(
            *question.conflicts.get(county.geoid, ()),
            *(one for one in question.on_units if _touches(one, carrying)),
        ),
        # A general sentence that contradicts a complete list is a dispute between sources too.
        contradicted=left_out and status is Status.CLAIMED,
        possible=possible,
    )
    flags = _flags(case)
    return Finding(
        geoid=county.geoid,
        county=county.name,
        standard=question.standard.id,
        status=status,
        basis=basis,
        flags=flags,
        evidence=tuple(evidence),
        left_out_by=case.left_out_by,
        rule=sentences.rule(case),
        notes=sentences.notes(case, flags),
        lift=sentences.lift(case, flags),
        contradictions=tuple(one.id for one in case.conflicts),
    )


def _flags(case: sentences.Case) -> tuple[Flag, ...]:
    ground = case.carrying or case.left_out_by
    flags: list[Flag] = []
    if ground and all(one.stale for one in ground):
        flags.append(Flag.STALE)
    if case.contradicted or any(_disputes(one, case.carrying) for one in case.conflicts):
        flags.append(Flag.DISPUTED)
    if case.carrying and all(is_weak(one) for one in case.carrying):
        flags.append(Flag.WEAK)
    return tuple(flags)


def _speaking(question: _Question, geoid: str, facts: EvidenceIndex) -> tuple[list[Evidence], bool]:
    """Return all evidence for a county, the strongest first, and whether there may be more.

    There may be more where it hangs on a region that is not certain on the date.
    """
    found = list(question.claims)
    possible = False
    for kind in question.standard.any_of:
        here, unsure = question.look_up(kind, geoid, facts)
        found += here
        possible = possible or unsure
    if len(found) > 1:
        found.sort(key=lambda one: (ORDER[one.basis], one.service_id, one.service))
    return found, possible


def _look_up(evaluation: Evaluation) -> _LookUp:
    """Return how a standard's kind finds evidence for one service type in one county."""
    match evaluation:
        case Evaluation.SERVICE:
            return serving
        case Evaluation.FACILITY_IN_COUNTY:
            return in_county
        case Evaluation.FACILITY_IN_REGION:
            return in_region


def _claimed(standard: Standard, facts: EvidenceIndex) -> list[Evidence]:
    """Return the general statements that answer a standard.

    "One of A, B, C is everywhere" answers a question for A, B or C, not one for A or B. It can
    only be met by a type whose list is open, since the complete lists say where theirs are.
    """
    found: list[Evidence] = []
    for claim in facts.claims:
        if set(claim.about) <= set(standard.any_of):
            open_types = [one for one in claim.about if one not in facts.complete]
            found += [claim_evidence(claim, one, facts) for one in open_types or claim.about]
    return found


def _conflicts(standard: Standard, facts: EvidenceIndex) -> dict[str, tuple[Contradiction, ...]]:
    """Return by GEOID the contradictions that name a county, and those on coverage naming none.

    A dispute over a statewide count says nothing about one county; the page on data shows it.
    """
    found: dict[str, tuple[Contradiction, ...]] = {}
    for one in _disagreeing(standard, facts):
        named = {facts.catalog.geoid_by_name[name] for name in one.counties}
        if not named and not one.units and one.bears_on is BearsOn.COVERAGE:
            named = {county.geoid for county in facts.catalog.counties}
        for geoid in named:
            found[geoid] = (*found.get(geoid, ()), one)
    return found


def _disagreeing(standard: Standard, facts: EvidenceIndex) -> list[Contradiction]:
    """Return the contradictions on a standard's types, with the sides that speak on the date."""
    found: list[Contradiction] = []
    for one in facts.catalog.services.contradictions:
        sides = tuple(side for side in one.sides if facts.speaks(side.source))
        if len(sides) > 1 and not set(one.about).isdisjoint(standard.any_of):
            found.append(replace(one, sides=sides))
    return found


def _touches(contradiction: Contradiction, carrying: Sequence[Evidence]) -> bool:
    return any(one.service_id in contradiction.units for one in carrying)


def _disputes(contradiction: Contradiction, carrying: Sequence[Evidence]) -> bool:
    """Return whether a contradiction puts a finding in doubt, not only a detail or one of many."""
    if contradiction.bears_on is not BearsOn.COVERAGE:
        return False
    units = contradiction.units
    return not units or all(one.service_id in units for one in carrying)


def _total(
    standard: Standard, findings: Sequence[Finding], catalog: Catalog, as_of: dt.date
) -> StandardTotal:
    people = {one.geoid: one.people for one in catalog.counties}
    counts = Counter(one.status for one in findings)
    bases = Counter(one.basis for one in findings)
    flags = Counter(flag for one in findings for flag in one.flags)
    return StandardTotal(
        id=standard.id,
        title=standard.title,
        required=standard.required,
        in_force=in_force(standard.in_force_from, standard.in_force_to, as_of),
        covered=counts[Status.COVERED],
        claimed=counts[Status.CLAIMED],
        gap=counts[Status.GAP],
        unknown=counts[Status.UNKNOWN],
        people={
            status.value: sum(people[one.geoid] for one in findings if one.status is status)
            for status in Status
        },
        bases={basis.value: bases[basis] for basis in Basis},
        flags={flag.value: flags[flag] for flag in Flag},
    )
