"""How old the evidence of a table is: said once above it, where most of its rows are past their limit."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo import text
from geo.catalog.dates import parse_when
from geo.catalog.records import Flag
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.findings import Evidence, Finding

__all__ = [
    "EACH",
    "FLAG_WORDS",
    "FRESH",
    "Ages",
    "age",
    "ages",
    "flags_of",
    "is_stale",
    "notes_beside",
    "of_calls",
    "of_evidence",
    "of_findings",
]

FLAG_WORDS: Final[Mapping[Flag, str]] = {
    Flag.STALE: "over its age limit",
    Flag.DISPUTED: "disputed",
    Flag.WEAK: "region inferred",
}
"""What a reader is told of a flag, where it stands as a mark in a row."""
FRESH: Final = "fresh"
"""The mark of a row within its age limit, where most others are past theirs."""


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
        return FLAG_WORDS[Flag.STALE] if stale else FRESH

    def marks(self, flags: Collection[Flag], *, stale: bool | None) -> tuple[str, ...]:
        """Return what sets a row apart from the others: its age, then its other flags."""
        others = (words for flag, words in FLAG_WORDS.items() if flag in flags)
        told = (self.mark(stale), *(words for words in others if words != FLAG_WORDS[Flag.STALE]))
        return tuple(filter(None, told))

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


def ages(
    rows: Iterable[bool | None],
    described: Iterable[str],
    day: dt.date,
    everything: str = "Everything here",
) -> Ages:
    """Return what is said of the age of a table's rows.

    Parameters
    ----------
    rows : iterable of bool or None
        Whether each row's evidence is past its age limit; None for one that rests on none.
    described : iterable of str
        The dates of all that is past its age limit, as the data writes them.
    day : datetime.date
        The day that the table is of.
    everything : str
        What to call all rows that rest on evidence.
    """
    told = [row for row in rows if row is not None]
    old = sum(told)
    if not old:
        return EACH
    if old < len(told):
        are, them = ("is past its", "it") if old == 1 else ("are past their", "them")
        some = (
            f"{old} of {len(told)} here {are} age limit: confirm {them} before relying on {them}."
        )
        return Ages(some, mostly_stale=2 * old >= len(told))
    newest = max(described, key=_first_day, default=None)
    how_old = f": the newest source is {age(newest, day)} old" if newest else ""
    whole = f"{everything} is past its age limit{how_old}. Confirm before relying on it."
    return Ages(whole, mostly_stale=True)


def of_findings(findings: Sequence[Finding], day: dt.date) -> Ages:
    """Return what is said of the age of verdicts."""
    facts = (fact for each in findings for fact in (*each.evidence, *each.left_out_by))
    return ages(map(is_stale, findings), of_evidence(facts), day)


def of_evidence(facts: Iterable[Evidence]) -> Iterator[str]:
    """Yield the dates of what is past its age limit in evidence."""
    for fact in facts:
        if fact.stale:
            old = [known.as_of for known in fact.rests_on if known.stale]
            yield from old or [fact.as_of]


def of_calls(calls: Sequence[Call], day: dt.date) -> Ages:
    """Return what is said of the age of telephone numbers; rules that give some have none."""
    aged = [call for call in calls if not (isinstance(call, StatewideCall) and call.rules)]
    old = (call.as_of for call in aged if call.stale)
    everything = (
        "Every number here" if len(aged) == len(calls) else "Every number that no rule gives"
    )
    return ages((call.stale for call in aged), old, day, everything)


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
