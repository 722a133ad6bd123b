"""Whose word a correction takes: that of whoever runs what it is about, or of the department."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo.catalog.fact_ids import Aspect, Fact, region_item
from geo.catalog.records import RecordHow, RecordOutcome, Services

__all__ = ["faults"]

# What was read in a document or a directory has a publisher, and nobody to ask.
_READ = (RecordHow.DOCUMENT, RecordHow.DIRECTORY)


def faults(
    values: Mapping[str, Any], services: Services, known: Mapping[str, Fact]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield field, rule, value and message where a correction rests on nobody's word who is in charge.

    A wrong correction takes a number or a county away, so that whoever else says it challenges it.
    """
    fact = known.get(values.get("fact", ""))
    if values.get("outcome") is not RecordOutcome.CORRECTED or fact is None:
        return
    if fact.aspect is Aspect.COUNTIES and not fact.value:
        message = (
            "no list is there to correct: confirm the counties that were named, or challenge one"
        )
        yield "outcome", "not-asked", "corrected", message
    if values.get("how") in _READ:
        return
    in_charge = _in_charge(fact.item, services)
    if values.get("answered_by") not in in_charge:
        names = ", ".join(sorted(in_charge)) or "nobody here"
        message = f"only the word of {names} corrects this; whoever else says it challenges it"
        yield "answered_by", "not-in-charge", str(values.get("answered_by") or ""), message
    others = _others(values.get("now"), fact.item, services)
    if fact.aspect is Aspect.PHONE and values.get("now") and others:
        yield (
            "now",
            "number-of-another",
            str(values.get("now")),
            f"this is the number of {others[0]}",
        )


def _in_charge(item: str, services: Services) -> set[str]:
    """Return who can correct what is said of an entry: itself, who runs it, the department."""
    found = {services.study_area.department, item}
    found |= {each.operator for each in services.services if each.id == item}
    found |= {each.operator for each in services.facilities if each.id == item}
    found |= {each.operator for each in services.regions if region_item(each.number) == item}
    answering = {
        each.id
        for group in (services.operators, services.facilities, services.neighbor_units)
        for each in group
    }
    return {name for name in found if name in answering}


def _others(number: str | None, item: str, services: Services) -> list[str]:
    """Return the teams and units, other than an entry, that have a number."""
    return [
        each.id
        for group in (services.services, services.facilities, services.statewide)
        for each in group
        if each.phone == number and each.id != item
    ]
