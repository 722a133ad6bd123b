"""How old the evidence of a table is: said once above it, where most of its rows are past their limit."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from geo import text
from geo.catalog.dates import parse_when
from geo.catalog.fact_ids import region_of
from geo.catalog.records import Flag
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.findings import Evidence, Finding
from geo.said import Period, said

__all__ = [
    "EACH",
    "FRESH",
    "Ages",
    "Dated",
    "age",
    "ages",
    "flags_of",
    "is_stale",
    "notes_beside",
    "of_evidence",
    "of_findings",
]

_DAYS_IN_A_YEAR: Final = 365
FRESH: Final = "within its own age limit"
"""The mark of a row within its age limit, where most others are past theirs: it can be over a year old too."""


class Dated(NamedTuple):
    """A source that something shown rests on: its id, its date as the data writes it, its age."""

    source: str
    as_of: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Ages:
    """What to say once above a table, and which marks are left for its rows.

    `banner` is empty where no row is past its age limit. Where most are, `mostly_stale`, a row is
    marked for being fresh, else for being past its limit.
    """

    banner: str
    mostly_stale: bool

    def mark(self, stale: bool | None) -> str:
        """Return the mark of a row's age; empty where the banner says it, or for None: no evidence."""
        if stale is None or stale is self.mostly_stale:
            return ""
        return Flag.STALE.label if stale else FRESH

    def marks(self, flags: Collection[Flag], *, stale: bool | None) -> tuple[str, ...]:
        """Return what sets a row apart from the others: its age, then its other flags."""
        others = (flag.label for flag in Flag if flag in flags and flag is not Flag.STALE)
        return tuple(filter(None, (self.mark(stale), *others)))

    def marks_of(self, finding: Finding) -> tuple[str, ...]:
        """Return what sets a verdict apart from the others of its table."""
        return self.marks(finding.flags, stale=is_stale(finding))


EACH: Final = Ages("", mostly_stale=False)
"""Nothing is said above the rows: each that is past its age limit is marked."""


def age(described: str, day: dt.date) -> str:
    """Return how old something is on a day, by the oldest day it can describe, in words.

    `described` is a date as the data writes it.
    """
    days = (day - _first_day(described)).days
    return text.age(days) if days >= 0 else "of a later day"


@lru_cache(maxsize=1024)
def _first_day(described: str) -> dt.date:
    return parse_when(described).first_day


def ages(rows: Iterable[bool | None], sources: Iterable[Dated], day: dt.date) -> Ages:
    """Return what is said of the age of a table's rows.

    Parameters
    ----------
    rows : iterable of bool or None
        Whether each row's evidence is past its age limit; None for one that rests on none.
    sources : iterable of Dated
        The sources that the rows rest on, each as often as it comes.
    day : datetime.date
        The day that the table is of.
    """
    told = [row for row in rows if row is not None]
    old = sum(told)
    if not old:
        return EACH
    return Ages(_banner(set(sources), day), mostly_stale=2 * old >= len(told))


def _banner(sources: Collection[Dated], day: dt.date) -> str:
    """Return how old sources are, of which at least one is past its age limit.

    It speaks of what the answers rest on: a page may cite newer rules that decide none of them.
    """
    aged = [each for each in sources if (day - _first_day(each.as_of)).days > _DAYS_IN_A_YEAR]
    old = len(aged) if aged else sum(each.stale for each in sources)
    newest = max(sources, key=lambda each: (_first_day(each.as_of), each.as_of)).as_of
    if len(sources) == 1:
        if aged:
            return said(
                "The list or statement behind these answers is more than a year old ({newest}). Call to "
                "confirm before you rely on it.",
                newest=Period(newest),
            )
        return said(
            "The list or statement behind these answers is over its age limit ({newest}). Call to "
            "confirm before you rely on it.",
            newest=Period(newest),
        )
    how = said("more than a year old") if aged else said("over their age limit")
    some = said("Most") if 2 * old > len(sources) else said("Some")
    return said(
        "{part} lists and statements behind these answers are {how} (newest: {newest}). Call to "
        "confirm before you rely on them.",
        part=said("All") if old == len(sources) else some,
        how=how,
        newest=Period(newest),
    )


def of_findings(findings: Sequence[Finding], day: dt.date, calls: Sequence[Call] = ()) -> Ages:
    """Return what is said of the age of verdicts, and of telephone numbers where they are shown too."""
    facts = (fact for each in findings for fact in (*each.evidence, *each.left_out_by))
    numbers = _aged(calls)
    rows = [*map(is_stale, findings), *(call.stale for call in numbers)]
    return ages(rows, (*of_evidence(facts), *map(_of_call, numbers)), day)


def of_evidence(facts: Iterable[Evidence]) -> Iterator[Dated]:
    """Yield the sources of all that evidence rests on; a record that makes a fact fresh is one."""
    for fact in facts:
        for known in fact.rests_on:
            through = fact.membership if region_of(known.fact) is not None else None
            source = known.record or (through.source if through else fact.source)
            yield Dated(source, known.as_of, known.stale)
        if not fact.rests_on:
            yield Dated(fact.source, fact.as_of, fact.stale)


def _aged(calls: Sequence[Call]) -> list[Call]:
    return [call for call in calls if not (isinstance(call, StatewideCall) and call.rules)]


def _of_call(call: Call) -> Dated:
    return Dated(call.source, call.as_of, call.stale)


def flags_of(call: Call) -> tuple[Flag, ...]:
    """Return the flags of a telephone number."""
    flags = {Flag.STALE: call.stale, Flag.DISPUTED: call.disputed, Flag.WEAK: call.weak}
    return tuple(flag for flag, has in flags.items() if has)


def is_stale(finding: Finding) -> bool | None:
    """Return whether what a verdict rests on is past its age limit; None where it rests on nothing."""
    if Flag.STALE in finding.flags:
        return True
    return False if finding.evidence or finding.left_out_by else None


def notes_beside(finding: Finding, ages: Ages) -> tuple[str, ...]:
    """Return a verdict's notes, without the one on its age where the banner says it.

    Notes stand in the order of the flags, and the age comes first.
    """
    told = Flag.STALE in finding.flags and ages.mostly_stale
    return finding.notes[1:] if told else finding.notes
