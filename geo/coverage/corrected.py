"""The data as records leave it on a day: numbers, streets and beds that were corrected, new disputes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeVar

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import (
    BearsOn,
    Beds,
    BedsKind,
    Catalog,
    CatchmentProof,
    Contradiction,
    Facility,
    NeighborUnit,
    Operator,
    Precision,
    Service,
    Services,
    Statement,
    UnitCatchment,
)
from geo.coverage.rulings import HOW, Ruling, Rulings, rule
from geo.text import period

__all__ = ["Ruled", "corrected"]

Ruled = tuple[Catalog, Rulings]
"""The data with its corrections, and what records say."""

_MOVED_RADIUS_M: Final = 15_000
"""How far a unit that moved within its town may be from its point: the largest town's allowance."""

_Listed = TypeVar("_Listed", Service, Facility)
_Numbered = TypeVar("_Numbered", Operator, Service, Facility, NeighborUnit)


@lru_cache(maxsize=8)
def corrected(catalog: Catalog, as_of: dt.date, known_on: dt.date | None = None) -> Ruled:
    """Return the data as records leave it on a day, and what they say.

    Without records it is the catalog itself. Whom teams serve and who is in which region is not
    decided here: that hangs on each county (`evidence` and `regions`).
    """
    rulings = rule(catalog, as_of, known_on)
    if not rulings:
        return catalog, rulings
    data = catalog.services
    services = replace(
        data,
        sources=(*data.sources, *rulings.sources),
        operators=tuple(_placed(_numbered(item, rulings), rulings) for item in data.operators),
        services=tuple(_shut(_numbered(item, rulings), rulings) for item in data.services),
        facilities=tuple(
            _shut(
                _serving(_with_beds(_moved(_numbered(item, rulings), rulings), rulings), rulings),
                rulings,
            )
            for item in data.facilities
        ),
        neighbor_units=tuple(_numbered(item, rulings) for item in data.neighbor_units),
        contradictions=(
            *(_put_to_rest(each, data, rulings) for each in data.contradictions),
            *_disputes(data, rulings),
        ),
    )
    return replace(catalog, services=services), rulings


def _change(item: str, aspect: Aspect, old: str | None, rulings: Rulings) -> Ruling | None:
    """Return what corrects a fact, None where nothing does or the data has it already."""
    ruling = rulings.of(item, aspect)
    if ruling and (ruling.now or not ruling.holds) and ruling.now != old:
        return ruling
    return None


def _numbered(item: _Numbered, rulings: Rulings) -> _Numbered:
    ruling = _change(item.id, Aspect.PHONE, item.phone, rulings)
    if not ruling or not ruling.now:
        return item
    note = _told(item.note, "Number", item.phone, ruling)
    return replace(item, phone=ruling.now, note=note)


def _placed(operator: Operator, rulings: Rulings) -> Operator:
    ruling = _change(operator.id, Aspect.ADDRESS, operator.street, rulings)
    if not ruling:
        return operator
    note = _told(operator.note, "Street", operator.street, ruling)
    return replace(operator, street=ruling.now, note=note)


def _moved(unit: Facility, rulings: Rulings) -> Facility:
    """Return a unit under its new street. Its point is the old one, so it may be anywhere in town."""
    ruling = _change(unit.id, Aspect.ADDRESS, unit.street, rulings)
    if not ruling:
        return unit
    return replace(
        unit,
        street=ruling.now,
        address_source=ruling.source,
        precision=Precision.CITY,
        radius_m=max(unit.radius_m, _MOVED_RADIUS_M),
        note=_told(unit.note, "Street", unit.street, ruling),
    )


def _serving(unit: Facility, rulings: Rulings) -> Facility:
    """Return a unit with the counties that it, or its operator, named as those it serves."""
    said = [
        (geoid, ruling)
        for geoid, ruling in rulings.named(f"{unit.id}/{Aspect.COUNTIES}")
        if ruling.holds and ruling.record.answered_by in (unit.id, unit.operator)
    ]
    if not said:
        return unit
    newest = max((ruling for _, ruling in said), key=lambda ruling: ruling.record.on.first_day)
    named = UnitCatchment(
        counties=tuple(rulings.names[geoid] for geoid, _ in said),
        proof=CatchmentProof.READ,
        source=newest.source,
        quote=newest.record.says,
        says=f"Named {period(newest.record.on.text)} {HOW[newest.record.how]}.",
    )
    return replace(unit, serves=named)


def _shut(item: _Listed, rulings: Rulings) -> _Listed:
    """Return a team or unit with a note where a record says that it is not there any more."""
    ruling = rulings.gone(item.id)
    if not ruling:
        return item
    record = ruling.record
    told = f"Not there any more by a record of {period(record.on.text)}, {HOW[record.how]}: {record.says}"
    return replace(item, note=_added(item.note, told))


def _with_beds(unit: Facility, rulings: Rulings) -> Facility:
    old = rulings.facts[f"{unit.id}/{Aspect.BEDS}"].value
    ruling = _change(unit.id, Aspect.BEDS, old, rulings)
    if not ruling:
        return unit
    note = _told(unit.note, "Beds", old, ruling)
    if not ruling.now:
        return replace(unit, beds=(), note=note)
    beds = int(ruling.now)
    figure = Beds(kind=BedsKind.REPORTED, low=beds, high=beds, source=ruling.source)
    return replace(unit, beds=(figure,), note=note)


def _told(note: str | None, what: str, old: str | None, ruling: Ruling) -> str:
    """Return a note that shows what was corrected, with the old value."""
    now = ruling.now or "not known"
    before = f"before: {old}" if old else "before: none known"
    record = ruling.changed or ruling.record
    told = f"{what} corrected {record.on} {HOW[record.how]}: {now} ({before})."
    return _added(note, told)


def _added(note: str | None, told: str) -> str:
    return f"{note} {told}" if note else told


def _put_to_rest(each: Contradiction, data: Services, rulings: Rulings) -> Contradiction:
    """Return a dispute on units that were found open later than any side says, as one of detail."""
    answers = [rulings.of(unit, Aspect.LISTING) for unit in each.units]
    if not answers or each.bears_on is BearsOn.DETAIL:
        return each
    known = [answer for answer in answers if answer and answer.holds and answer.fresh]
    newest = max(
        source.as_of.latest
        for source in data.sources
        if source.id in {side.source for side in each.sides}
    )
    if len(known) < len(answers) or any(answer.record.on.first_day <= newest for answer in known):
        return each
    days = " and ".join(dict.fromkeys(answer.record.on.text for answer in known))
    treatment = f"{each.treatment} Since then it was confirmed, on {days}, that it is open."
    return replace(each, bears_on=BearsOn.DETAIL, treatment=treatment)


def _disputes(data: Services, rulings: Rulings) -> Iterator[Contradiction]:
    """Yield the open challenges on a team or unit as contradictions with the source that lists it."""
    items = {item.id: item for items in (data.services, data.facilities) for item in items}
    for (fact_id, _), ruling in rulings.challenges.items():
        fact = rulings.facts[fact_id]
        item = items.get(fact.item)
        if not item or fact.aspect is Aspect.COUNTIES or not fact.source:
            continue
        on_coverage = fact.aspect is Aspect.LISTING
        yield Contradiction(
            id=f"challenge-{ruling.source}",
            title=f"{fact.title}: {fact.aspect}",
            about=(item.type,),
            units=(item.id,),
            bears_on=BearsOn.COVERAGE if on_coverage else BearsOn.DETAIL,
            sides=(
                Statement(source=fact.source, says=fact.value),
                Statement(source=ruling.source, says=ruling.record.says),
            ),
            treatment="The challenge is open; call before relying on it.",
        )
