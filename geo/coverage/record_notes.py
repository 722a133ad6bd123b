"""What records have confirmed of a finding, and what they have not yet, in sentences."""

from collections.abc import Iterable, Sequence
from typing import Final

from geo.catalog.fact_ids import Aspect, region_of
from geo.coverage.findings import Evidence, FactAge
from geo.text import listing, period

__all__ = ["ASPECT", "confirmed", "open_yet"]

ASPECT: Final = {
    Aspect.PHONE: "the number",
    Aspect.ADDRESS: "the address",
    Aspect.BEDS: "the beds",
    Aspect.COUNTIES: "the counties served",
    Aspect.LISTING: "that it is open",
    Aspect.ELIGIBILITY: "whom it takes",
}
"""What of an entry a fact is, to stand in a sentence."""


def confirmed(carrying: Sequence[Evidence]) -> list[str]:
    """Return one sentence for each team or unit and day: what was confirmed then."""
    told: list[str] = []
    for evidence in carrying:
        by_day: dict[str, list[FactAge]] = {}
        for fact in evidence.rests_on:
            if fact.record:
                by_day.setdefault(fact.as_of, []).append(fact)
        told += [
            f"Confirmed {period(day)}: {_named(known)} ({evidence.title})."
            for day, known in sorted(by_day.items())
        ]
    return told


def open_yet(carrying: Sequence[Evidence]) -> str:
    """Return what is left to confirm where a part was confirmed; empty where nothing was."""
    for evidence in carrying:
        if any(fact.record for fact in evidence.rests_on):
            left = [fact for fact in evidence.rests_on if fact.stale]
            if left:
                return f" Not confirmed yet: {_named(left)}."
    return ""


def _named(facts: Iterable[FactAge]) -> str:
    return listing(list(dict.fromkeys(_name(fact) for fact in facts)))


def _name(fact: FactAge) -> str:
    number = region_of(fact.fact)
    if number is not None:
        return f"the counties of Region {number}"
    return ASPECT[Aspect(fact.fact.rpartition("/")[2])]
