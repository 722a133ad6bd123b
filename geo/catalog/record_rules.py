"""Reads confirmations.yaml and checks each record against the facts that it can be about."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, get_args

from geo.catalog import authority, confirmations, forms, raw_file, schema, yamltree
from geo.catalog.confirmations import Confirmations, Record
from geo.catalog.dates import When
from geo.catalog.fact_ids import CLOSED, Aspect, Fact, facts
from geo.catalog.problem_report import Entry, Report
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Services
from geo.catalog.vocabulary import ChallengeState, RecordHow, RecordOutcome

__all__ = ["parse", "read"]

_PHONE: Final = get_args(forms.Phone)[1]
_BEDS = re.compile(r"0|[1-9][0-9]{0,3}")
# A page or an answer that names no day can still have a year; a call and a visit have a day.
_ON_A_DAY = (RecordHow.TELEPHONE, RecordHow.VISIT)
_FULL_NUMBER: Final = len("601-555-0123")
_TOWN = re.compile(r",|\b[0-9]{5}\b")
_MANY = 3  # names of facts near to a wrong one

_Fault = tuple[str, str, str, str]  # field, rule, found, message


def read(
    path: StrPath, services: Services | None, counties: Collection[str], report: Report
) -> Confirmations:
    """Return the records of a file, none where there is no file; problems go to the report.

    Parameters
    ----------
    path : path
        The file.
    services : Services, optional
        What services.yaml holds; without it facts, counties and who answered are not checked.
    counties : collection of str
        Names and aliases of the counties.
    report : Report
        Where problems go.
    """
    if not raw_file.is_there(path):
        return confirmations.NONE
    raw = raw_file.read_bytes(path, yamltree.MAX_BYTES, report)
    return parse(raw, services, counties, report)


def parse(
    raw: bytes, services: Services | None, counties: Collection[str], report: Report
) -> Confirmations:
    """Return the records that a file's bytes hold, as `read` does."""
    held = schema.read(Confirmations, yamltree.parse(raw, report), "", report)
    records = [entry for entry in report.entries if entry.kind is Record]
    # Without records nothing is asked of the facts, and most folders have none.
    known = facts(services) if services and records else None
    answering = _answering(services) if services else frozenset()
    for entry in records:
        found_faults = [*_faults(entry, known, counties, answering)]
        if services and known:
            found_faults += authority.faults(entry.values, services, known)
        for field, rule, found, message in found_faults:
            where = f"{entry.where}.{field}" if field else entry.where
            report.at(where, rule, found, message)
    return held if isinstance(held, Confirmations) else confirmations.NONE


def _answering(services: Services) -> frozenset[str]:
    """Return the ids of all who can give an answer."""
    groups = services.operators, services.facilities, services.neighbor_units
    return frozenset(entry.id for group in groups for entry in group)


def _faults(
    entry: Entry,
    known: Mapping[str, Fact] | None,
    counties: Collection[str],
    answering: Collection[str],
) -> Iterator[_Fault]:
    values = entry.values
    yield from _day_faults(values)
    yield from _outcome_faults(values)
    fact_id = values.get("fact", "")
    aspect = fact_id.rpartition("/")[2]
    yield from _aspect_faults(values, aspect)
    if known is None:
        return
    if aspect in set(Aspect) and fact_id not in known:
        yield "fact", "unknown-fact", fact_id, f"no fact has this id{_near(fact_id, known)}"
    answered = values.get("answered_by")
    if answered and answered not in answering:
        message = "no operator, unit or neighbor's unit has this id"
        yield "answered_by", "unknown-operator", answered, message
    for place, name in enumerate(values.get("counties", ())):
        if name not in counties:
            message = "no county has this name"
            yield f"counties[{place}]", "unknown-county", name, message


def _day_faults(values: Mapping[str, Any]) -> Iterator[_Fault]:
    on, recorded = values.get("on"), values.get("recorded")
    if on and not on.earliest:
        yield "on", "not-a-day", on.text, "an answer has a first day: it ages from there"
    elif on and values.get("how") in _ON_A_DAY and not _is_day(on):
        yield "on", "not-a-day", on.text, "a call or a visit was on one day: YYYY-MM-DD"
    if recorded and not _is_day(recorded):
        yield "recorded", "not-a-day", recorded.text, "a record was written on one day: YYYY-MM-DD"
    elif on and recorded and on.first_day > recorded.first_day:
        message = f"recorded lies before the answer ({on})"
        yield "recorded", "range-reversed", recorded.text, message


def _is_day(when: When) -> bool:
    return when.earliest == when.latest


def _outcome_faults(values: Mapping[str, Any]) -> Iterator[_Fault]:
    """Yield what an outcome needs and the record lacks, and what it must not have."""
    outcome, state = values.get("outcome"), values.get("state")
    challenged = outcome is RecordOutcome.CHALLENGED
    if challenged and state is None:
        yield "", "missing-key", "", "a challenge says its state: open, upheld or rejected"
    if outcome and not challenged and state:
        yield "state", "not-asked", state, "only a challenge has a state"
    settled = state in (ChallengeState.UPHELD, ChallengeState.REJECTED)
    if settled and not values.get("reason"):
        yield "", "missing-key", "", "a challenge that was settled says the reason"
    if outcome and not settled and values.get("reason"):
        found = values["reason"]
        yield "reason", "not-asked", found, "only a challenge that was settled has a reason"
    may_change = outcome is RecordOutcome.CORRECTED or state is ChallengeState.UPHELD
    if outcome and values.get("now") and not may_change:
        message = "only a correction, or a challenge that was upheld, says what it is now"
        yield "now", "not-asked", values["now"], message


def _aspect_faults(values: Mapping[str, Any], aspect: str) -> Iterator[_Fault]:
    """Yield what does not fit what the fact is about."""
    if aspect and aspect not in set(Aspect):
        message = f"expected one of: {', '.join(Aspect)} after the slash"
        yield "fact", "unknown-fact", values["fact"], message
        return
    names, now = values.get("counties", ()), values.get("now")
    outcome, state = values.get("outcome"), values.get("state")
    if aspect == Aspect.COUNTIES:
        if not names and outcome:
            yield "", "missing-key", "", "a record about counties names them"
        if now:
            message = "what is served now stands under counties"
            yield "now", "not-asked", now, message
        return
    if aspect and names:
        message = "only a record about counties names any"
        yield "counties", "not-asked", ", ".join(names), message
    needs_now = outcome is RecordOutcome.CORRECTED or (
        state is ChallengeState.UPHELD and aspect not in (Aspect.LISTING, Aspect.BEDS)
    )
    if aspect and needs_now and not now:
        yield "", "missing-key", "", "say with now: what it is instead"
    if now:
        yield from _now_faults(aspect, now)
    if isinstance(values.get("says"), str) and not values["says"].strip():
        yield "says", "empty-value", values["says"], "expected their words"


def _now_faults(aspect: str, now: str) -> Iterator[_Fault]:
    if aspect == Aspect.PHONE and not re.fullmatch(_PHONE.regex, now, re.ASCII):
        yield "now", "wrong-form", now, f"expected {_PHONE.says}"
    elif aspect == Aspect.PHONE and len(now) < _FULL_NUMBER:
        yield "now", "wrong-form", now, "expected a number of its own, not one for everybody"
    if aspect == Aspect.ADDRESS and _TOWN.search(now):
        message = (
            "give the street alone, without a town or ZIP: one that moved to another town is changed in "
            "services.yaml, with its point"
        )
        yield "now", "wrong-form", now, message
    if aspect == Aspect.BEDS and not _BEDS.fullmatch(now):
        yield "now", "not-a-number", now, "expected a whole number of beds, up to 9999"
    if aspect == Aspect.LISTING and now != CLOSED:
        yield "now", "not-a-choice", now, f"expected: {CLOSED}"


def _near(fact_id: str, known: Mapping[str, Fact]) -> str:
    """Return the facts that a wrong id may stand for: of the same entry, else of a near spelling."""
    item = fact_id.rpartition("/")[0]
    own = [name for name, fact in known.items() if fact.item == item]
    if not own:
        from difflib import get_close_matches  # only a fault needs it

        own = get_close_matches(fact_id[:80], known, n=_MANY)
    return f"; the nearest are {', '.join(own)}" if own else ""
