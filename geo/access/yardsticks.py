"""Published benchmarks from elsewhere, applied to a state's people; and the rules behind a question."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Final

from geo.catalog.records import (
    Catalog,
    Proof,
    Reference,
    ReferenceKind,
    ReferenceStatus,
    Source,
    Standard,
    Value,
)
from geo.coverage import sentences
from geo.coverage.verify import in_force
from geo.text import period

__all__ = ["SHOWN_AS", "WITHHELD", "Named", "Yardstick", "backing", "recalled", "yardsticks"]

SHOWN_AS = "a benchmark from elsewhere, not a rule here"
WITHHELD = "we know of this benchmark but have not read it"
_KINDS: Final = {
    ReferenceKind.RULE: "rule",
    ReferenceKind.YARDSTICK: "benchmark",
    ReferenceKind.FIGURE: "figure",
    ReferenceKind.TARGET: "target, not a result",
}
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:; (.+))?")
_PER_100K = re.compile(r"(.+)_per_100k")
_ADULTS = "adult_share"
_ALL_PEOPLE = re.compile(r"general_population_share(?:_(.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """One number of one reference, and what it comes to for so many people; never a duty.

    `value` is the number in words, with its source's doubt; `figure` what follows for the people.
    """

    reference: str
    title: str
    citation: str
    source: str
    as_of: str
    words: str
    value: str
    figure: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A yardstick that is only remembered: its name and where to check it, without a number."""

    reference: str
    title: str
    citation: str
    source: str
    words: str


def yardsticks(
    catalog: Catalog, people: int, as_of: dt.date | None = None
) -> tuple[Yardstick, ...]:
    """Return what yardsticks that were read come to for so many people, in the order of the data.

    With a day, those whose source describes a later time are left aside.

    The unit of a value is in its name: ``*_per_100k`` counts something for 100,000 people,
    ``adult_share`` is a part of all adults, ``general_population_share*`` a part of all people.
    Values of other names are left out, and so is whatever is only recalled: the reference, its
    source or the value.
    """
    sources = {source.id: source for source in catalog.services.sources}
    found: list[Yardstick] = []
    for reference in catalog.services.references:
        source = sources[reference.source]
        if _is_yardstick(reference) and _read(reference, source) and _speaks(source, as_of):
            figures = (_yardstick(reference, source, value, people) for value in reference.values)
            found += (figure for figure in figures if figure)
    return tuple(found)


def recalled(catalog: Catalog, as_of: dt.date | None = None) -> tuple[Named, ...]:
    """Return the yardsticks that are only remembered, in the order of the data, up to a day."""
    sources = {source.id: source for source in catalog.services.sources}
    return tuple(
        Named(
            reference=reference.id,
            title=reference.title,
            citation=reference.citation,
            source=reference.source,
            words=WITHHELD,
        )
        for reference in catalog.services.references
        if _is_yardstick(reference)
        and not _read(reference, sources[reference.source])
        and _speaks(sources[reference.source], as_of)
    )


def backing(standard: Standard, references: Sequence[Reference], as_of: dt.date) -> tuple[str, ...]:
    """Return what stands behind a question of distance, in sentences to show beside it.

    Its references with citation and status (in force, replaced, vacated, not binding), or that
    there are none; whether it is itself in force on the day; its note.
    """
    found = [
        f"{reference.title}: {reference.citation} ({_KINDS[reference.kind]}, {reference.status.value}"
        f"{_how_known(reference.proof)})."
        for reference in references
        if reference.id in standard.references
    ]
    found = found or ["No rule or benchmark asks for this."]
    if not in_force(standard.in_force_from, standard.in_force_to, as_of):
        found.append(f"Not in force on {period(as_of.isoformat())}.")
    return (*found, *((standard.note,) if standard.note else ()))


def _how_known(proof: Proof) -> str:
    return f", {how}" if (how := sentences.grade(proof)) else ""


def _is_yardstick(reference: Reference) -> bool:
    return (
        reference.kind is ReferenceKind.YARDSTICK
        and reference.status is ReferenceStatus.NOT_BINDING
    )


def _read(reference: Reference, source: Source) -> bool:
    return Proof.RECALLED not in (reference.proof, source.proof)


def _speaks(source: Source, as_of: dt.date | None) -> bool:
    start = source.as_of.earliest
    return as_of is None or start is None or start <= as_of


def _yardstick(reference: Reference, source: Source, value: Value, people: int) -> Yardstick | None:
    amount = _AMOUNT.fullmatch(value.value)
    if value.proof is Proof.RECALLED or not amount:
        return None
    said = _said(value.name, Decimal(amount[1]), people)
    if not said:
        return None
    words, figure = said
    return Yardstick(
        reference=reference.id,
        title=reference.title,
        citation=reference.citation,
        source=reference.source,
        as_of=period(source.describes),
        words=SHOWN_AS,
        value=f"{words}; {amount[2]}" if amount[2] else words,
        figure=figure,
        note=reference.note,
    )


def _said(name: str, amount: Decimal, people: int) -> tuple[str, str] | None:
    """Return a value in words and what it comes to; None for a name whose unit is not known."""
    if counted := _PER_100K.fullmatch(name):
        what = counted[1].replace("_", " ")
        comes_to = _rounded(amount * people / 100_000, ROUND_HALF_UP)
        return f"{amount:f} {what} for 100,000 people", f"{comes_to} {what} for {people:,} people"
    percent = f"{(100 * amount).normalize():f}%"
    if name == _ADULTS:
        # A part of all people, rounded up, is never less than that part of the adults.
        most = _rounded(amount * people, ROUND_CEILING)
        return f"{percent} of adults", (
            f"at most {most} places: {percent} of all {people:,} people (we have no count of adults)"
        )
    if part := _ALL_PEOPLE.fullmatch(name):
        which = f" ({part[1].replace('_', ' ')} guideline)" if part[1] else ""
        places = _rounded(amount * people, ROUND_HALF_UP)
        return f"{percent} of all people{which}", f"{places} places for {people:,} people"
    return None


def _rounded(number: Decimal, how: str) -> str:
    return f"{number.quantize(Decimal(1), rounding=how):,}"
