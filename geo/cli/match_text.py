"""A directory beside the data as text for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from geo import text as geo_text
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Record
from geo.cli import terminal
from geo.match import service_codes
from geo.match.cells import address_of
from geo.match.patch import Patch
from geo.match.records import Cell, CellStatus, Listing, MatchReport, ProviderMatch

__all__ = ["print_records", "print_report"]

_TITLES: Final = {
    CellStatus.DIFFERENT: ("Different", "bold red"),
    CellStatus.NEW: ("New: the data lack it", "green"),
    CellStatus.UNSURE: ("Not sure: rows disagree", "yellow"),
    CellStatus.WITHHELD: ("Withheld by the directory", "default"),
    CellStatus.EQUAL: ("Equal", "default"),
}
_MOST_ROWS: Final = 4
"""Rows of a record that only may be listed; JSON has all."""


def print_report(report: MatchReport, change: Patch, written: StrPath | None) -> None:
    """Print the file, what differs first, what may be listed, the codes, and the change of new addresses."""
    out = terminal.screen()
    terminal.lines(out, _head(report), indent=0)
    for status, (title, style) in _TITLES.items():
        cells = [
            _cell(match, cell, style)
            for match in report.matches
            for cell in match.cells
            if cell.status is status
        ]
        terminal.lines(out, cells, title)
    notes = [f"{match.title}: {match.note}" for match in report.matches if match.note]
    terminal.lines(out, notes, "Rows under the same number that are another site, or may be")
    terminal.lines(out, map(_may_be, report.may_be), "May be listed: not compared")
    terminal.lines(
        out,
        _codes(report),
        "Service codes, in the directory's words: no proof that a county is served",
    )
    _print_change(out, change, written)
    if report.not_found:
        terminal.lines(out, [", ".join(report.not_found)], "Not found: this says nothing")


def print_records(report: MatchReport, records: Sequence[Record], *, written: bool) -> None:
    """Print what was recorded or can be, how old it is, and the day and data of it all."""
    out = terminal.screen()
    facts = ", ".join(record.fact for record in records)
    values = geo_text.count(len(records), "equal value", "equal values")
    said = "Recorded in confirmations.yaml" if written else "Can be recorded with --write"
    terminal.lines(out, [facts] if facts else [], f"{said}: {values}")
    if report.directory.day:
        terminal.lines(out, [_age(report)])
    out.print()
    terminal.foot(out, str(report.as_of), report.data_sha256)


def _head(report: MatchReport) -> Iterator[str | Text]:
    directory, rows, counts = report.directory, report.directory.rows, report.counts
    described = f"describes {directory.describes} ({directory.described_by})"
    yield Text(
        f"{directory.file}, {described if directory.describes else 'year not known'}", "bold"
    )
    skipped = geo_text.count(rows.elsewhere, "row of another state", "rows of other states")
    yield (
        f"{geo_text.count(rows.total, 'row', 'rows')}: {rows.in_state:,} of this state, "
        f"{rows.in_neighbor_states:,} of states with neighbor units; {skipped} skipped; "
        f"{rows.unmatched:,} of this state name nobody here"
    )
    every = [f"{counts[status]} {status}" for status in CellStatus]
    yield Text(
        f"Values: {', '.join(every)}. Records that may be listed: {counts['may_be_listed']}; "
        f"not found: {counts['not_found']}.",
        "bold",
    )
    yield from report.notes


def _age(report: MatchReport) -> str:
    """Return how old a record of the directory is, and whether it makes anything fresh."""
    day = report.directory.day
    if report.would_refresh:
        return f"A record of this directory is of {day}, the oldest day it can describe, and still fresh."
    return (
        f"A record of this directory is of {day}, the oldest day it can describe: that is past the age "
        "limit, so nothing becomes fresh by it."
    )


def _cell(match: ProviderMatch, cell: Cell, style: str) -> Text:
    """Return one value: ours, the directory's, and the rows that say so."""
    row = Text(f"{match.title}, {cell.cell}: ", style)
    if cell.status is CellStatus.EQUAL:
        said = f"{cell.ours}"
    elif cell.status is CellStatus.WITHHELD:
        said = f"ours is {cell.ours}" if cell.ours else "we have none either"
    elif cell.ours:
        said = f"ours {cell.ours}; listed {cell.listed}" if cell.listed else f"ours {cell.ours}"
    else:
        said = cell.listed or "several are listed"
    note = f"; {cell.note}" if cell.note else ""
    row.append(f"{said}{note} ({_rows(cell)}; by {match.matched_by})", "default")
    return row


def _rows(cell: Cell) -> str:
    numbers = geo_text.listing([str(line) for line in cell.lines])
    sheet = f" of {cell.sheet}" if cell.sheet else ""
    return f"row{'' if len(cell.lines) == 1 else 's'} {numbers}{sheet}"


def _may_be(match: ProviderMatch) -> str:
    shown = "; ".join(map(_row, match.listings[:_MOST_ROWS]))
    more = len(match.listings) - _MOST_ROWS
    return f"{match.title}: {match.note}: {shown}{f'; {more} more' if more > 0 else ''}"


def _row(listing: Listing) -> str:
    numbers = [number.number for number in listing.numbers]
    sheet = f" of {listing.sheet}" if listing.sheet else ""
    return ", ".join(
        filter(
            None, (f"row {listing.line}{sheet} {listing.full_name}", address_of(listing), *numbers)
        )
    )


def _codes(report: MatchReport) -> Iterator[str]:
    """Yield what rows say of help in a crisis, each code explained once."""
    meaning: dict[str, str] = {}
    for match in report.matches:
        told = [code for code in match.codes if code.code in service_codes.OF_CRISIS]
        meaning.update({code.code: code.definition or "not defined" for code in told})
        if told:
            yield f"{match.title}: {' '.join(code.code for code in told)}"
    if meaning:
        yield "; ".join(f"{code}: {said}" for code, said in sorted(meaning.items()))


def _print_change(out: Console, change: Patch, written: StrPath | None) -> None:
    """Print the patch as it would be in a file, so that it can be copied, or where it was written."""
    if not change.text and not change.left_out:
        return
    terminal.section(out, "Change to services.yaml")
    if change.text and written:
        said = f"  Wrote {written}: apply it with patch -p1 in the data folder"
        out.print(Text(said), soft_wrap=True)
    for line in change.text.splitlines() if not written else ():
        out.print(Text(line), soft_wrap=True)
    terminal.lines(out, (f"Not in the patch: {reason}" for reason in change.left_out))
