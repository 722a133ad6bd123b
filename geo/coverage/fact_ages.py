"""How old what is known of a fact is: by the record that answers for it, else by its source."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import Source
from geo.coverage.findings import FactAge
from geo.coverage.rulings import Rulings

__all__ = ["Known", "is_old", "of"]


class Known(Protocol):
    """What of an evidence index says how old facts are."""

    @property
    def as_of(self) -> dt.date:
        """Day that is asked about."""
        ...

    @property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        ...

    @property
    def rulings(self) -> Rulings:
        """What records of answers say."""
        ...


def is_old(source: Source, day: dt.date) -> bool:
    """Return whether a source is past its own age limit on a day, by the oldest day it can describe."""
    oldest = source.as_of.earliest or source.as_of.latest
    return (day - oldest).days > source.stale_after_days


def of(source_id: str, facts: Sequence[str], geoid: str, known: Known) -> tuple[FactAge, ...]:
    """Return the age of each fact of one source; `geoid` is the county that is asked about."""
    source = known.sources[source_id]
    old = is_old(source, known.as_of)
    return tuple(_age(source, old, fact, geoid, known.rulings) for fact in facts)


def _age(source: Source, old: bool, fact: str, geoid: str, rulings: Rulings) -> FactAge:
    if not rulings:
        return FactAge(fact=fact, as_of=source.describes, stale=old)
    key = (fact, geoid if fact.endswith(f"/{Aspect.COUNTIES}") else "")
    said = rulings.said.get(key)
    challenge = rulings.challenges.get(key)
    answers = said if said and said.holds and said.fresh else None
    return FactAge(
        fact=fact,
        as_of=answers.record.on.text if answers else source.describes,
        stale=old and not answers,
        record=answers.source if answers else None,
        challenge=challenge.source if challenge else None,
    )
