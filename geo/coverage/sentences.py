"""The sentences of a finding: why it is so, what its flags mean, what would lift it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.catalog.records import (
    Basis,
    BearsOn,
    Beds,
    Contradiction,
    County,
    Evaluation,
    Facility,
    Flag,
    OpenQuestion,
    Operator,
    ServiceType,
    Source,
    Standard,
    Status,
)
from geo.coverage.findings import Evidence, MembershipEvidence, RegionMembership, StandardTotal
from geo.text import listing, period

__all__ = [
    "Case",
    "Topic",
    "about",
    "bed_details",
    "beds",
    "lift",
    "notes",
    "rule",
    "span",
    "summary",
    "topic",
    "unit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the sentences on one standard share: made once, used for every county."""

    standard: Standard
    as_of: dt.date
    types: Mapping[str, ServiceType]
    what: str
    """The standard's service types in words: "PACT, ICORT or ICSS"."""
    asks: tuple[str, ...]


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

    @property
    def place(self) -> str:
        """The county's name with the word County."""
        return f"{self.county.name} County"


def topic(
    standard: Standard,
    *,
    as_of: dt.date,
    types: Mapping[str, ServiceType],
    holes: Sequence[OpenQuestion],
    open_types: Collection[str],
) -> Topic:
    """Return what the sentences on a standard share; `open_types` are those without full list."""
    asked = [
        one.ask
        for one in holes
        if not (one.counties or one.regions or one.units)
        and not set(one.about).isdisjoint(open_types)
    ]
    return Topic(
        standard=standard,
        as_of=as_of,
        types=types,
        what=listing([types[one].short for one in standard.any_of], "or"),
        asks=tuple(f"Ask: {one}" for one in asked),
    )


def span(membership: MembershipEvidence) -> str:
    """Return from when to when a county was in a region."""
    start = f"since {period(membership.valid_from)}" if membership.valid_from else ""
    end = f"until {period(membership.valid_to)}" if membership.valid_to else ""
    return " ".join(one for one in (start, end) if one) or "as long as the records go back"


def about(operator: Operator) -> str:
    """Return who runs a region and how to reach them: name, number, address, note."""
    street = ", ".join(one for one in (operator.street, operator.city) if one)
    parts = [operator.name, operator.phone, street, operator.note]
    return ". ".join(one.rstrip(".") for one in parts if one) + "."


def unit(facility: Facility, sources: Mapping[str, Source]) -> str:
    """Return what is known of a facility: address, how exact its point is, beds, doubts."""
    opened = f" Opened {period(facility.opened.text)}." if facility.opened else ""
    operator = f" Operator {facility.operator_note}." if facility.operator_note else ""
    street = facility.street or "Street not known"
    return (
        f"{street}, {facility.city}; the point on the map is right within "
        f"{facility.radius_m / 1000:g} km. {' '.join(bed_details(facility, sources))}{opened}"
        f"{operator}{f' {facility.note}' if facility.note else ''}"
    )


def beds(facility: Facility) -> str:
    """Return a facility's beds as "16 certified, 12 staffed"; "unknown" where no source tells."""
    some = [
        f"{one.low} {one.kind}" if one.low == one.high else f"{one.low} to {one.high} {one.kind}"
        for one in facility.beds
    ]
    return ", ".join(some) or "unknown"


def bed_details(facility: Facility, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return each bed figure with what it counts, who says so, when, and the note on it."""
    return tuple(
        f"{_bed_count(one)}: {sources[one.source].publisher}, {sources[one.source].as_of}."
        + (f" {one.note}" if one.note else "")
        for one in facility.beds
    ) or ("Beds unknown.",)


def _bed_count(beds: Beds) -> str:
    count = f"{beds.low}" if beds.low == beds.high else f"{beds.low} to {beds.high}"
    return f"{count} {beds.kind} beds"


def summary(total: StandardTotal, counties: int) -> str:
    """Return one standard's numbers as sentences: counties, people, and what they rest on."""
    parts = [f"{total.covered} of {counties} counties are covered{_bases(total)}."]
    words = {
        Status.CLAIMED: "only claimed: a general sentence speaks for them, no list",
        Status.GAP: "a gap: a list that is meant to be complete leaves them out",
        Status.UNKNOWN: "unknown: nothing speaks for or against them",
    }
    for status, meaning in words.items():
        count = getattr(total, status.value)
        if count:
            people = f"{total.people[status.value]:,} people"
            parts.append(f"{count} ({people}) {'is' if count == 1 else 'are'} {meaning}.")
    if total.flags["stale"]:
        some = "All evidence" if total.flags["stale"] == counties else "Some evidence"
        parts.append(f"{some} is older than its source's age limit: confirm before relying on it.")
    return " ".join(parts)


def _bases(total: StandardTotal) -> str:
    """Return who is covered and how: " (… people): 24 by name, 58 by region"."""
    if not total.covered:
        return ""
    people = f" ({total.people['covered']:,} people)"
    named, by_region = total.bases["listed"], total.bases["region"]
    if named and by_region:
        return f"{people}: {named} by name and {by_region} through their region"
    return f"{people}, all by name" if named else f"{people}, all through their region"


def rule(case: Case) -> str:
    """Return why the status is what it is."""
    match case.status:
        case Status.COVERED:
            return _covered(case)
        case Status.CLAIMED:
            return (
                f"Claimed: only a general sentence speaks for {case.place}; no source names the "
                f"county or its region for {case.topic.what}."
            )
        case Status.GAP:
            where = f" in {_region(case)}" if _asks_region(case) else ""
            return (
                f"Gap: the list for {case.topic.what} is meant to be complete and shows none for "
                f"{case.place}{where}."
            )
    if case.possible and all(one.certain for one in case.memberships):
        return (
            f"Unknown: whether any {case.topic.what} was in {_region(case)} on {case.topic.as_of} is not "
            "known: the county that has it was changing its region."
        )
    if case.possible:
        some = listing([f"Region {one.region}" for one in case.memberships], "or")
        return f"Unknown: whether {case.place} was in {some} on {case.topic.as_of} is not known."
    return (
        f"Unknown: no source dated on or before {case.topic.as_of} speaks for or against {case.topic.what} in "
        f"{case.place}."
    )


def _covered(case: Case) -> str:
    best = case.carrying[0]
    short = case.topic.types[best.service].short
    if case.topic.standard.evaluation is not Evaluation.SERVICE:
        if best.basis is Basis.LISTED:
            return f"Covered: the source lists {best.title}, and its town lies in {case.place}."
        return f"Covered: the source lists {best.title}, in {case.place}'s {_region(case)}."
    if best.basis is Basis.LISTED:
        return f"Covered: the source names {case.place} under {short}."
    return f"Covered: the source names {_region(case)} under {short}, and {case.place} is in it."


def _region(case: Case) -> str:
    return listing([f"Region {one.region}" for one in case.memberships], "or")


def _asks_region(case: Case) -> bool:
    return case.topic.standard.evaluation is Evaluation.FACILITY_IN_REGION


def notes(case: Case, flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return one sentence for each flag, and one for each contradiction that touches the county."""
    found: list[str] = []
    if Flag.STALE in flags:
        newest = max(one.as_of for one in case.carrying or case.left_out_by)
        found.append(
            f"Stale: the newest evidence describes {newest}, longer ago than its source's age "
            "limit. Confirm before relying on it."
        )
    if Flag.WEAK in flags:
        membership = case.memberships[0].evidence
        found.append(
            f"Weak: that {case.place} is in Region {membership.region} is {membership.confidence}: "
            f"{membership.says}."
        )
    if case.contradicted:
        found.append("Disputed: the complete list leaves the county out, the general sentence not.")
    for one in case.conflicts:
        word = "Disputed" if one.bears_on is BearsOn.COVERAGE else "Sources differ"
        sides = "; ".join(f"{side.says} ({side.source})" for side in one.sides)
        found.append(f"{word}: {one.title}. {sides}. {one.treatment}")
    return tuple(found)


def lift(case: Case, flags: Sequence[Flag]) -> tuple[str, ...]:
    """Return what would have to be shown for a better status or to clear a weak one."""
    found: list[str] = []
    if case.status is not Status.COVERED:
        found.append(_missing_proof(case))
        found += case.topic.asks
    elif Flag.WEAK in flags:
        found.append(f"A dated source that names {case.place} as part of {_region(case)}.")
    return tuple(found)


def _missing_proof(case: Case) -> str:
    match case.topic.standard.evaluation:
        case Evaluation.FACILITY_IN_COUNTY:
            return f"A dated source that lists a {case.topic.what} in {case.place}."
        case Evaluation.FACILITY_IN_REGION:
            return f"A dated source that lists a {case.topic.what} in the region of {case.place}."
    regions = _region(case)
    return f"A dated source that names {case.place}, or {regions}, for {case.topic.what}."
