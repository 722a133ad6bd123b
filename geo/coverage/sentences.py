"""What is known of a unit, an operator, a membership or a whole standard, in sentences."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, assert_never

from geo.catalog.records import (
    Basis,
    Evaluation,
    Facility,
    Flag,
    Operator,
    Precision,
    Proof,
    Source,
    Status,
)
from geo.coverage import beds, unit_catchments
from geo.coverage.calls import Call, StatedRule, StatewideCall
from geo.coverage.fact_ages import is_old
from geo.coverage.findings import MembershipEvidence, OtherNumber, StandardTotal
from geo.text import about_miles, between, count, listing, period

__all__ = [
    "BASIS",
    "BASIS_WORDS",
    "BY_DISTANCE",
    "FOR_EVERYBODY",
    "STATEWIDE_SERVICE",
    "WAYS",
    "Meaning",
    "about",
    "given_by",
    "grade",
    "in_its_words",
    "meaning",
    "of_evidence",
    "or_others",
    "possible",
    "span",
    "summary",
    "unit",
    "unread",
]

BY_DISTANCE = (
    "On a distance test, covered means near enough: enough people live within the limit. Gap means too "
    "far: too few do. Unknown means that our data cannot tell."
)
"""Said where the statuses are explained."""
FOR_EVERYBODY = (
    "These numbers are statewide, so they say nothing about one county. The rules say that calls must "
    "connect; they do not promise an answer."
)
"""Said below the numbers for everybody."""
STATEWIDE_SERVICE = "Its source says that it answers statewide."
"""Said of a number for everybody that no rule gives."""


def span(membership: MembershipEvidence) -> str:
    """Return from when to when a county was in a region."""
    start = f"since {between(membership.valid_from)}" if membership.valid_from else ""
    end = f"until {between(membership.valid_to)}" if membership.valid_to else ""
    return " ".join(side for side in (start, end) if side) or "always, as far as records show"


def about(operator: Operator) -> str:
    """Return who runs a region and how to reach them: name, number, address, note."""
    street = ", ".join(part for part in (operator.street, operator.city) if part)
    parts = [operator.name, operator.phone, street, operator.note]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def unit(facility: Facility, sources: Mapping[str, Source], day: dt.date) -> str:
    """Return what is known of a facility on a day: address and whose, how exact its point is, beds, doubts."""
    parts = (
        _address(facility, sources, day),
        unit_catchments.words(facility, sources, day),
        *beds.details(facility, sources),
        f"Opened {between(facility.opened.text)}." if facility.opened else "",
        f"Operator {facility.operator_note}." if facility.operator_note else "",
        facility.note or "",
    )
    return " ".join(filter(None, parts))


def _address(facility: Facility, sources: Mapping[str, Source], day: dt.date) -> str:
    """Return a facility's street and town, with who gives the street, of when, and whether that is old."""
    near = f"within {about_miles(facility.radius_m)}"
    source = sources.get(facility.address_source or "")
    if not facility.street or not source:
        return f"In {facility.city}; street address not published (map point {near})."
    old = f", {Flag.STALE.label}" if is_old(source, day) else ""
    town = " the town's," if facility.precision is Precision.CITY else ""
    return (
        f"{facility.street}, {facility.city} (address from {source.named}, "
        f"{period(source.describes)}{old}). The map point is{town} right {near}."
    )


def in_its_words(rule: StatedRule) -> str:
    """Return a rule's citation, its own words where there are any, source and date of the text."""
    quote = f": “{rule.quote}”" if rule.quote else ""
    how = f", {how}" if (how := grade(rule.proof)) else ""
    return f"{rule.citation}{quote} ({rule.source}, {period(rule.as_of)}{how})"


def grade(proof: Proof) -> str:
    """Return how the words of a text are known, "" where they were read in it."""
    match proof:
        case Proof.READ:
            return ""
        case Proof.PART:
            return "read in part"
        case Proof.REPORTED:
            return "read in a report about it"
        case Proof.RECALLED:
            return "remembered, not read"
        case _:
            assert_never(proof)


def given_by(call: Call) -> str:
    """Return the first rule that gives a number to everybody, in its words; "" where none does."""
    return in_its_words(call.rules[0]) if isinstance(call, StatewideCall) and call.rules else ""


def or_others(others: Sequence[OtherNumber]) -> str:
    """Return the other numbers of a team or unit, to stand after its name: ", or 228-… by a source"."""
    return "".join(
        f", or {other.phone} (from {other.named}, {period(other.as_of)})" for other in others
    )


def summary(total: StandardTotal, counties: int) -> str:
    """Return one standard's numbers as sentences: counties, people, and what they rest on.

    >>> summary(total, 82)  # doctest: +SKIP
    'All 82 counties are covered (2,961,279 people): 24 by name and 58 through their region.'
    """
    covered = meaning(total.evaluation, Status.COVERED).label.lower()
    how_many = "All" if total.covered == counties > 1 else f"{total.covered} of"
    parts = [f"{how_many} {counties} counties are {covered}{_bases(total)}."]
    for status in Status:
        number = getattr(total, status.value)
        if number and status is not Status.COVERED:
            told = meaning(total.evaluation, status)
            why = told.one if number == 1 else told.many
            who = f"{count(number, 'county', 'counties')} ({total.people[status.value]:,} people)"
            parts.append(f"{told.label}: {who}. {why[0].upper()}{why[1:]}.")
    return " ".join(parts)


def unread(totals: Sequence[StandardTotal]) -> str:
    """Return that nothing was read on these standards, of any county; "" where there is none."""
    if not totals:
        return ""
    titles = listing([total.short for total in totals])
    named = titles if len(totals) <= _NAMED_AT_MOST else f"{len(totals)} services"
    return f"No information for any county, and not required: {named}."


BASIS: Final[Mapping[Basis, str]] = {
    Basis.LISTED: "by name",
    Basis.CONFIRMED: "confirmed by its center",
    Basis.REGION: "through its region",
    Basis.MEASURED: "nearest to some people",
    Basis.CLAIMED: "general statement",
    Basis.NONE: "leaves the county out",
}
"""How evidence reaches one county, to stand beside it."""
BASIS_WORDS: Final[Mapping[str, str]] = {
    Basis.LISTED: "a source names the county",
    Basis.CONFIRMED: "its region's center named the county when asked",
    Basis.REGION: "a source names its region",
}
"""The same where nobody knows yet what it is beside."""
_NAMED_AT_MOST: Final = 6
WAYS: Final = {
    Basis.LISTED: "by name",
    Basis.CONFIRMED: "confirmed by their center",
    Basis.REGION: "through their region",
}


def _bases(total: StandardTotal) -> str:
    """Return who is covered and how: " (… people): 24 by name and 58 through their region"."""
    if not total.covered:
        return ""
    people = f" ({total.people['covered']:,} people)"
    match total.evaluation:
        case Evaluation.WITHIN:
            return people
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            ways = {
                way: number for basis, way in WAYS.items() if (number := total.bases.get(basis, 0))
            }
            if len(ways) == 1:
                return f"{people}, all {next(iter(ways))}"
            return f"{people}: {listing([f'{number} {way}' for way, number in ways.items()])}"
        case _:
            assert_never(total.evaluation)


class Meaning(NamedTuple):
    """What a status says: its label, and what it means for one county and for many."""

    label: str
    one: str
    many: str


def meaning(evaluation: Evaluation, status: Status) -> Meaning:
    """Return what a status says under a standard that is evaluated so."""
    match evaluation:
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            return of_evidence(status)
        case Evaluation.WITHIN:
            return _of_distance(status)
        case _:
            assert_never(evaluation)


def possible(evaluation: Evaluation) -> tuple[Status, ...]:
    """Return the statuses that a county can have under a standard that is evaluated so."""
    match evaluation:
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            return tuple(Status)
        case Evaluation.WITHIN:
            return Status.COVERED, Status.GAP, Status.UNKNOWN
        case _:
            assert_never(evaluation)


def of_evidence(status: Status) -> Meaning:
    """Return what a status says where sources speak of the county or its region."""
    match status:
        case Status.COVERED:
            one = "a source names the county or its region, or its center confirmed it"
            many = "a source names them or their region, or their center confirmed it"
        case Status.CLAIMED:
            one = "a general statement includes the county, but no list names it"
            many = "a general statement includes them, but no list names them"
        case Status.GAP:
            one = "the list is meant to be complete, and this county is not on it"
            many = "the list is meant to be complete, and they are not on it"
        case Status.UNKNOWN:
            one = many = "we found nothing either way"
        case _:
            assert_never(status)
    return Meaning(status.label, one, many)


def _of_distance(status: Status) -> Meaning:
    match status:
        case Status.COVERED:
            label, said = "Near enough", "enough of {} people live within the limit"
        case Status.CLAIMED:
            return of_evidence(status)
        case Status.GAP:
            label, said = "Too far", "too few of {} people live within the limit"
        case Status.UNKNOWN:
            label = "Not sure"
            said = "our data cannot tell whether enough of {} people live within the limit"
        case _:
            assert_never(status)
    return Meaning(label, said.format("its"), said.format("their"))
