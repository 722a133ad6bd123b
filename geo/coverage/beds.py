"""Beds of a facility: which figures count, and what they come to.

Sources give figures of several kinds, and planned ones do not count yet. Of figures that do not say
what they count, the older is left aside where a newer one lies within its range: "16 to 18" said of
many units at once says no more than a later "16". Figures that say what they count, such as designed
and staffed beds, are never left aside, since both can be right.
"""

from collections.abc import Mapping, Sequence

from geo.catalog.records import Beds, BedsKind, Facility, Source
from geo.text import period

__all__ = ["counting", "details", "rests_on_derived", "span", "words"]

_NUMBERS = {2: "two", 3: "three", 4: "four"}
_OF_NO_KIND = frozenset((BedsKind.REPORTED, BedsKind.DERIVED))


def counting(facility: Facility, sources: Mapping[str, Source]) -> tuple[Beds, ...]:
    """Return the figures that count now; `sources` by id. A derived figure is as old as its `source`."""
    there = [figure for figure in facility.beds if figure.kind is not BedsKind.PLANNED]
    return tuple(
        figure for figure in there if not any(_narrows(newer, figure, sources) for newer in there)
    )


def span(facility: Facility, sources: Mapping[str, Source]) -> tuple[int, int] | None:
    """Return the least and the most beds that the figures that count give; None where there is none."""
    figures = counting(facility, sources)
    if not figures:
        return None
    return min(figure.low for figure in figures), max(figure.high for figure in figures)


def rests_on_derived(facility: Facility, sources: Mapping[str, Source]) -> bool:
    """Return whether the beds would be others without the figures that no one source gives."""
    read = tuple(figure for figure in facility.beds if figure.kind is not BedsKind.DERIVED)
    if len(read) == len(facility.beds):
        return False
    least_and_most = span(facility, sources)
    there = [figure for figure in read if figure.kind is not BedsKind.PLANNED]
    if not there:
        return True
    return least_and_most != (
        min(figure.low for figure in there),
        max(figure.high for figure in there),
    )


def _narrows(newer: Beds, figure: Beds, sources: Mapping[str, Source]) -> bool:
    """Return whether a newer figure lies within the range of another, both of no said kind."""
    return (
        {newer.kind, figure.kind} <= _OF_NO_KIND
        and figure.low <= newer.low
        and newer.high <= figure.high
        and (newer.low, newer.high) != (figure.low, figure.high)
        and sources[newer.source].as_of.first_day > sources[figure.source].as_of.first_day
    )


def words(facility: Facility, sources: Mapping[str, Source]) -> str:
    """Return a facility's beds as "16 certified, 12 staffed"; "not published" where no source tells.

    Those that no one source gives are told as derived, and what a newer figure replaces as older.
    """
    counts = counting(facility, sources)
    told = [
        f"{_range(figure)} {_kind(figure)}{'' if _is_counted(figure, counts) else ' (older, not counted)'}"
        for figure in facility.beds
    ]
    return ", ".join(told) or "not published"


def details(facility: Facility, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return each bed figure with what it counts, who says so, when, and the note on it."""
    counts = counting(facility, sources)
    return tuple(
        f"{_bed_count(figure)}: {_said_by(figure, sources)}."
        + (f" {figure.note}" if figure.note else "")
        + ("" if _is_counted(figure, counts) else " Not counted: a newer figure is in this range.")
        for figure in facility.beds
    ) or ("Number of beds not published.",)


def _bed_count(figure: Beds) -> str:
    if figure.kind is BedsKind.DERIVED:
        return f"{_range(figure)} beds {_kind(figure)}"
    return f"{_range(figure)} {figure.kind} beds"


def _range(beds: Beds) -> str:
    return f"{beds.low}" if beds.low == beds.high else f"{beds.low} to {beds.high}"


def _kind(beds: Beds) -> str:
    if beds.kind is not BedsKind.DERIVED:
        return beds.kind.value
    number = 1 + len(beds.also)
    return f"derived from {_NUMBERS.get(number, str(number))} sources"


def _is_counted(figure: Beds, counts: Sequence[Beds]) -> bool:
    return figure.kind is BedsKind.PLANNED or figure in counts


def _said_by(beds: Beds, sources: Mapping[str, Source]) -> str:
    return "; ".join(
        f"{sources[name].publisher}, {period(sources[name].describes)}"
        for name in (beds.source, *beds.also)
    )
