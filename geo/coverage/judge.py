"""One standard put to every county: what each county's link to it rests on, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import Basis, Contradiction, County, Evaluation, Flag, Standard, Status
from geo.coverage import contradictions, explain, fact_ages
from geo.coverage.evidence import (
    ORDER,
    EvidenceIndex,
    Struck,
    claim_evidence,
    in_county,
    in_region,
    is_weak,
    measured,
    serving,
)
from geo.coverage.findings import Evidence, Finding, Measured
from geo.coverage.rulings import Ruling
from geo.text import date

__all__ = ["Measure", "judge"]

Measure = Callable[[Standard, EvidenceIndex], Mapping[str, Measured]]
"""What distances say of a standard that is evaluated as within: by GEOID, of every county."""


def _status_of(basis: Basis) -> Status | None:
    """Return what a basis makes of a county; without one it hangs on the lists."""
    match basis:
        case Basis.LISTED | Basis.CONFIRMED | Basis.REGION | Basis.MEASURED:
            return Status.COVERED
        case Basis.CLAIMED:
            return Status.CLAIMED
        case Basis.NONE:
            return None
        case _:
            assert_never(basis)


_STATUS = {basis: _status_of(basis) for basis in Basis}

# Service type and GEOID in; evidence out, and whether there may be more.
_LookUp = Callable[[str, str, EvidenceIndex], tuple[Sequence[Evidence], bool]]


@dataclass(frozen=True, slots=True)
class _Question:
    """A standard, with all that is the same for every county on the date."""

    standard: Standard
    topic: explain.Topic
    claims: tuple[Evidence, ...]
    complete: bool
    lists: tuple[Evidence, ...]  # the complete lists among its service types
    conflicts: Mapping[str, tuple[Contradiction, ...]]  # by GEOID
    on_units: tuple[Contradiction, ...]  # those about single teams or facilities


def judge(standard: Standard, index: EvidenceIndex, measure: Measure) -> list[Finding]:
    """Return the finding for every county, by what the standard's kind looks at."""
    counties = index.catalog.counties
    question = _question(standard, index)
    match standard.evaluation:
        case Evaluation.SERVICE:
            return [_find(question, county, serving, index) for county in counties]
        case Evaluation.FACILITY_IN_COUNTY:
            return [_find(question, county, in_county, index) for county in counties]
        case Evaluation.FACILITY_IN_REGION:
            return [_find(question, county, in_region, index) for county in counties]
        case Evaluation.WITHIN:
            distances, units = measure(standard, index), _units(standard, index)
            return [
                _find_measured(question, county, distances[county.geoid], units, index)
                for county in counties
            ]
        case _:
            assert_never(standard.evaluation)


def _question(standard: Standard, index: EvidenceIndex) -> _Question:
    closed = [kind for kind in standard.any_of if kind in index.complete]
    known = contradictions.known(standard, index.catalog, index.as_of)
    return _Question(
        standard=standard,
        topic=explain.topic(
            standard,
            as_of=index.as_of,
            types=index.types,
            data=index.catalog.services,
            open_types=[kind for kind in standard.any_of if kind not in closed],
        ),
        claims=tuple(_claimed(standard, index)),
        complete=len(closed) == len(standard.any_of),
        lists=tuple(index.complete[kind] for kind in closed),
        conflicts=contradictions.by_county(known, index.catalog),
        on_units=tuple(conflict for conflict in known if conflict.units),
    )


def _find(question: _Question, county: County, look_up: _LookUp, index: EvidenceIndex) -> Finding:
    evidence, possible = _speaking(question, look_up, county.geoid, index)
    basis = evidence[0].basis if evidence else Basis.NONE
    left_out = question.complete and not possible
    struck = _struck(question, county.geoid, index)
    # A list that names what a record took away does not leave the county out.
    lists = tuple(
        fact for fact in question.lists if fact.service not in {each.kind for each in struck}
    )
    status = _STATUS[basis] or (Status.GAP if left_out else Status.UNKNOWN)
    carrying = tuple(fact for fact in evidence if _STATUS[fact.basis] is status)
    case = explain.Case(
        topic=question.topic,
        county=county,
        status=status,
        carrying=carrying,
        left_out_by=() if status is Status.COVERED or possible else lists,
        memberships=index.regions[county.geoid],
        conflicts=_conflicts(question, county, carrying),
        # A general sentence that contradicts a complete list is a dispute between sources too.
        contradicted=left_out and not struck and status is Status.CLAIMED,
        possible=possible,
        struck=struck,
        behind=question.lists if struck and status is Status.GAP else (),
        challenges=_challenges(carrying, county.geoid, index),
    )
    disputed = (
        case.contradicted
        or any(contradictions.disputes(conflict, carrying) for conflict in case.conflicts)
        or (bool(carrying) and all(fact.challenged for fact in carrying))
    )
    return _finding(case, basis, evidence, disputed=disputed)


def _struck(question: _Question, geoid: str, index: EvidenceIndex) -> tuple[Struck, ...]:
    """Return what records took away from a county, of the types that a standard asks for."""
    if not index.struck:
        return ()
    in_county_only = question.standard.evaluation is Evaluation.FACILITY_IN_COUNTY
    return tuple(
        struck
        for kind in question.standard.any_of
        for struck in index.struck.get((kind, geoid), ())
        if not (in_county_only and struck.home and struck.home != geoid)
    )


def _challenges(
    carrying: Sequence[Evidence], geoid: str, index: EvidenceIndex
) -> tuple[Ruling, ...]:
    """Return the open challenges on whom a team or unit serves, or on who is in a region."""
    asked = {fact.challenge: fact.fact for each in carrying for fact in each.rests_on}
    return tuple(
        index.rulings.challenges[fact, geoid]
        for challenge, fact in asked.items()
        if challenge and (fact, geoid) in index.rulings.challenges
    )


def _find_measured(
    question: _Question,
    county: County,
    far: Measured,
    units: Mapping[str, Evidence],
    index: EvidenceIndex,
) -> Finding:
    """Return the finding on a question of distance.

    That a unit is too far away is only known where the list of units is meant to be complete.
    """
    status, reason = far.status, far.reason
    if status is Status.GAP and not question.complete:
        status = Status.UNKNOWN
        day = date(index.as_of.isoformat())
        reason += f". But no list of {question.topic.what} is complete on {day}, so a nearer one may be missing"
    evidence = tuple(units[name] for name in far.units)
    case = explain.Case(
        topic=question.topic,
        county=county,
        status=status,
        carrying=evidence,
        left_out_by=(),
        memberships=index.regions[county.geoid],
        conflicts=_conflicts(question, county, evidence),
        contradicted=False,
        possible=False,
        reason=reason,
    )
    # How far people are was measured with and without the units that are disputed.
    disputed = any(
        contradictions.disputes(conflict, evidence)
        for conflict in case.conflicts
        if far.disputed or not conflict.units
    )
    basis = Basis.MEASURED if status is Status.COVERED else Basis.NONE
    finding = _finding(case, basis, evidence, disputed=disputed)
    return replace(finding, notes=(*finding.notes, *filter(None, [far.note])))


def _finding(
    case: explain.Case, basis: Basis, evidence: Sequence[Evidence], *, disputed: bool
) -> Finding:
    flags = _flags(case, disputed=disputed)
    return Finding(
        geoid=case.county.geoid,
        county=case.county.name,
        standard=case.topic.standard.id,
        status=case.status,
        basis=basis,
        flags=flags,
        evidence=tuple(evidence),
        left_out_by=case.left_out_by,
        rule=explain.rule(case),
        notes=explain.notes(case, flags),
        lift=explain.lift(case, flags),
        contradictions=tuple(conflict.id for conflict in case.conflicts),
    )


def _conflicts(
    question: _Question, county: County, evidence: Sequence[Evidence]
) -> tuple[Contradiction, ...]:
    """Return the contradictions that touch a finding: on the county, or on what carries it."""
    on_units = (
        conflict for conflict in question.on_units if contradictions.touches(conflict, evidence)
    )
    return *question.conflicts.get(county.geoid, ()), *on_units


def _flags(case: explain.Case, *, disputed: bool) -> tuple[Flag, ...]:
    ground = case.carrying or case.left_out_by or case.behind
    flags: list[Flag] = []
    if ground and all(fact.stale for fact in ground):
        flags.append(Flag.STALE)
    if disputed:
        flags.append(Flag.DISPUTED)
    if case.carrying and all(is_weak(fact) for fact in case.carrying):
        flags.append(Flag.WEAK)
    return tuple(flags)


def _speaking(
    question: _Question, look_up: _LookUp, geoid: str, index: EvidenceIndex
) -> tuple[list[Evidence], bool]:
    """Return all evidence for a county, the strongest first, and whether there may be more.

    There may be more where it hangs on a region that is not certain on the date.
    """
    evidence = _claims_here(question, geoid, index)
    possible = False
    for kind in question.standard.any_of:
        facts, unsure = look_up(kind, geoid, index)
        evidence += facts
        possible = possible or unsure
    if len(evidence) > 1:
        evidence.sort(key=lambda fact: (ORDER[fact.basis], fact.service_id, fact.service))
    return evidence, possible


def _claims_here(question: _Question, geoid: str, index: EvidenceIndex) -> list[Evidence]:
    """Return the general statements, without those that a record denies for the county."""
    if not index.rulings:
        return list(question.claims)
    here: list[Evidence] = []
    for claim in question.claims:
        fact = f"{claim.service}/{Aspect.COUNTIES}"
        said = index.rulings.said.get((fact, geoid))
        if not said or said.holds:
            challenged = (fact, geoid) in index.rulings.challenges
            rests = fact_ages.of(claim.source, [fact], geoid, index) if challenged else ()
            here.append(replace(claim, rests_on=rests))
    return here


def _units(standard: Standard, index: EvidenceIndex) -> dict[str, Evidence]:
    """Return by id the units of a standard's types, as evidence on how far they are."""
    return {
        fact.service_id: measured(fact, index)
        for kind in standard.any_of
        for facts in index.facilities.get(kind, {}).values()
        for fact in facts
    }


def _claimed(standard: Standard, index: EvidenceIndex) -> list[Evidence]:
    """Return the general statements that answer a standard.

    "One of A, B, C is everywhere" answers a question for A, B or C, not one for A or B. It can
    only be met by a type whose list is open, since the complete lists say where theirs are.
    """
    evidence: list[Evidence] = []
    for claim in index.claims:
        if set(claim.about) <= set(standard.any_of):
            open_types = [kind for kind in claim.about if kind not in index.complete]
            evidence += [claim_evidence(claim, kind, index) for kind in open_types or claim.about]
    return evidence
