"""The sentences of a finding: why it is so, what its flags mean, what is needed to settle it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import (
    Basis,
    Contradiction,
    County,
    Evaluation,
    Facility,
    Flag,
    Services,
    ServiceType,
    Standard,
    Status,
)
from geo.coverage import asking, contradictions, record_notes, sentences, unit_order
from geo.coverage.evidence import Struck, is_weak
from geo.coverage.findings import Evidence, RegionMembership
from geo.coverage.rulings import HOW, Ruling
from geo.text import county_title, listing, period

__all__ = ["Case", "Topic", "lift", "notes", "rule", "topic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the sentences on one standard share: made once, used for every county."""

    standard: Standard
    as_of: dt.date
    types: Mapping[str, ServiceType]
    what: str
    """The standard's service types in words: "PACT, ICORT or ICSS"."""
    asks: tuple[str, ...]
    units: Mapping[str, Facility]
    """Every facility by id."""
    sources: Mapping[str, str]
    """Every source by id, as it is named."""


class Case(NamedTuple):
    """All that one finding's sentences are made of; a tuple, since one is made per finding."""

    topic: Topic
    county: County
    status: Status
    carrying: tuple[Evidence, ...]
    left_out_by: tuple[Evidence, ...]
    memberships: tuple[RegionMembership, ...]
    conflicts: tuple[Contradiction, ...]
    contradicted: bool
    possible: bool
    struck: tuple[Struck, ...] = ()
    challenges: tuple[Ruling, ...] = ()
    behind: tuple[Evidence, ...] = ()
    """The complete lists that name nothing else, where a record took away what they named."""
    reason: str = ""
    """What distances say, where they were measured."""

    @property
    def place(self) -> str:
        """The county's name with the word County."""
        return county_title(self.county.name)


def topic(
    standard: Standard,
    *,
    as_of: dt.date,
    types: Mapping[str, ServiceType],
    data: Services,
    open_types: Collection[str],
) -> Topic:
    """Return what the sentences on a standard share; `open_types` are those without full list."""
    asked = [
        hole.ask
        for hole in asking.open_questions(data)
        if not (hole.counties or hole.regions or hole.units)
        and not set(hole.about).isdisjoint(open_types)
    ]
    return Topic(
        standard=standard,
        as_of=as_of,
        types=types,
        what=listing([types[kind].short for kind in standard.any_of], "or"),
        asks=tuple(f"Ask: {ask}" for ask in asked),
        units={facility.id: facility for facility in data.facilities},
        sources={source.id: source.named for source in data.sources},
    )


def rule(case: Case) -> str:
    """Return why the status is what it is, after its label."""
    label = sentences.meaning(case.topic.standard.evaluation, case.status).label
    return f"{label}: {_why(case)}."


def _why(case: Case) -> str:
    match case.status:
        case Status.COVERED:
            return _covered(case)
        case Status.CLAIMED:
            return (
                f"a general statement includes {case.place}, but no list names the county or its "
                f"region for {case.topic.what}"
            )
        case Status.GAP:
            return _gap(case)
        case Status.UNKNOWN:
            return _unknown(case)
        case _:
            assert_never(case.status)


def _covered(case: Case) -> str:
    match case.topic.standard.evaluation:
        case Evaluation.SERVICE:
            best = case.carrying[0]
            short = case.topic.types[best.service].short
            if best.basis is Basis.CONFIRMED:
                return f"the region's center named {case.place} for {short} on {period(best.as_of)}"
            if _through_region(best.basis):
                return f"the source names {_region(case)} under {short}, and {_member(case, best)}"
            return f"the source names {case.place} under {short}"
        case Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            return _listed_units(case)
        case Evaluation.WITHIN:
            return case.reason
        case _:
            assert_never(case.topic.standard.evaluation)


def _listed_units(case: Case) -> str:
    """Return every unit that is as sure as the surest, the nearest first: which one takes somebody is not known."""
    best = case.carrying[0]
    same = [
        fact
        for fact in case.carrying
        if fact.basis is best.basis and is_weak(fact) is is_weak(best)
    ]
    own = unit_order.nearest_first(case.county, same, case.topic.units)
    lists = "the source lists" if len({fact.source for fact in own}) == 1 else "sources list"
    named = f"{lists} {listing([fact.title for fact in own])}"
    if _through_region(best.basis) and is_weak(best):
        member = _member(case, best)
        told = f", and {member}" if len(own) == 1 else f". {member[:1].upper()}{member[1:]}"
        return f"{named} in {_region(case)}{told}"
    if _through_region(best.basis):
        return f"{named}, in {case.place}'s {_region(case)}"
    where = (
        unit_order.lies_in(case.topic.units[best.service_id]) if len(own) == 1 else "each lies in"
    )
    return f"{named}, and {where} {case.place}"


def _member(case: Case, fact: Evidence) -> str:
    """Return that the county is in the region that a fact is about, as sure as that is."""
    return f"{'we inferred that ' if is_weak(fact) else ''}{case.place} is in it"


def _gap(case: Case) -> str:
    if case.struck:
        return f"{_struck(case)}. No list names another {case.topic.what} for {case.place}"
    says = f"the list for {case.topic.what} is meant to be complete and names none for {case.place}"
    match case.topic.standard.evaluation:
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY:
            return says
        case Evaluation.FACILITY_IN_REGION:
            return f"{says}, in {_region(case)}"
        case Evaluation.WITHIN:
            return case.reason
        case _:
            assert_never(case.topic.standard.evaluation)


def _struck(case: Case) -> str:
    """Return what records took away, and when."""
    told: list[str] = []
    for struck in case.struck:
        record = struck.ruling.record
        serves = record.fact.endswith(f"/{Aspect.COUNTIES}")
        gone = "does not serve the county" if serves else "is no longer there"
        told.append(f"{struck.title} {gone} (record of {period(record.on.text)})")
    return listing(told)


def _unknown(case: Case) -> str:
    what, day = case.topic.what, period(case.topic.as_of.isoformat())
    if case.struck:
        return f"{_struck(case)}. We found nothing else about {what} in {case.place}"
    match case.topic.standard.evaluation:
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            if case.possible and not case.memberships:
                return f"this data does not say which region {case.place} is in"
            if case.possible and all(membership.certain for membership in case.memberships):
                return (
                    f"we do not know whether any {what} was in {_region(case)} on {day}. The county that "
                    "has it was changing its region"
                )
            if case.possible:
                return f"we do not know whether {case.place} was in {_region(case)} on {day}"
            return f"no source up to {day} says yes or no to {what} in {case.place}"
        case Evaluation.WITHIN:
            return case.reason
        case _:
            assert_never(case.topic.standard.evaluation)


def _through_region(basis: Basis) -> bool:
    match basis:
        case Basis.REGION:
            return True
        case Basis.LISTED | Basis.CONFIRMED | Basis.MEASURED | Basis.CLAIMED | Basis.NONE:
            return False
        case _:
            assert_never(basis)


def _region(case: Case) -> str:
    return listing([f"Region {membership.region}" for membership in case.memberships], "or")


def notes(case: Case, flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return one sentence for each flag, and one for each contradiction that touches the county."""
    told = [note for flag in flags if (note := _note(case, flag))]
    if case.contradicted:
        told.append(
            "Sources disagree: the complete list leaves the county out, but the general statement includes it."
        )
    for conflict in case.conflicts:
        named = case.topic.sources
        sides = " ".join(f"{named[side.source]} says: {side.words}." for side in conflict.sides)
        word = contradictions.word(conflict)
        told.append(f"{word}: {conflict.title}. {sides} {conflict.treatment}")
    for ruling in case.challenges:
        record = ruling.record
        told.append(
            f"{Flag.DISPUTED.label.capitalize()}: a challenge of {period(record.on.text)} "
            f"({HOW[record.how]}) is still open: {record.says}"
        )
    told += record_notes.confirmed(case.carrying)
    return tuple(told)


def _note(case: Case, flag: Flag) -> str:
    """Return what a flag means here; of a dispute its contradictions tell."""
    match flag:
        case Flag.STALE:
            newest = max(fact.as_of for fact in case.carrying or case.left_out_by or case.behind)
            return (
                f"{flag.label.capitalize()}. Newest source: {period(newest)}. Call to confirm before you "
                f"rely on it.{record_notes.open_yet(case.carrying)}"
            )
        case Flag.WEAK:
            membership = case.memberships[0].evidence
            return (
                f"{flag.label.capitalize()}: no source states that {case.place} is in Region "
                f"{membership.region}. Our reason: {membership.says}."
            )
        case Flag.DISPUTED:
            return ""
        case _:
            assert_never(flag)


def lift(case: Case, flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return what is needed for a better status, or to clear a region that was inferred."""
    if case.status is not Status.COVERED:
        return _missing_proof(case), *case.topic.asks
    if Flag.WEAK in flags:
        return (f"A dated source that states that {case.place} is in {_region(case)}.",)
    return ()


def _missing_proof(case: Case) -> str:
    what = case.topic.what
    match case.topic.standard.evaluation:
        case Evaluation.SERVICE:
            named = listing([case.place, *filter(None, [_region(case)])], "or")
            return f"A dated list that names {named} for {what}."
        case Evaluation.FACILITY_IN_COUNTY:
            return f"A dated list that shows a {what} in {case.place}."
        case Evaluation.FACILITY_IN_REGION:
            return f"A dated list that shows a {what} in the region of {case.place}."
        case Evaluation.WITHIN if case.status is Status.UNKNOWN and case.carrying:
            return (
                f"The street addresses of the units nearest to {case.place}, or a finer file of where "
                "its people live."
            )
        case Evaluation.WITHIN:
            return f"A dated list that shows a {what} nearer to the people of {case.place}."
        case _:
            assert_never(case.topic.standard.evaluation)
