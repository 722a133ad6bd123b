"""Equal values as records for confirmations.yaml: numbers and addresses, never whom anybody serves."""

import datetime as dt
from collections.abc import Container
from typing import Final

from geo.catalog import yamltree
from geo.catalog.dates import When, parse_when
from geo.catalog.fact_ids import facts
from geo.catalog.records import Catalog, Record, RecordHow, RecordOutcome
from geo.match.records import Cell, CellStatus, Directory, MatchReport

__all__ = ["confirmed"]

_HOW: Final = RecordHow.DIRECTORY
_MOST_WORDS: Final = 900


def confirmed(
    report: MatchReport,
    catalog: Catalog,
    challenged: Container[str],
    by: str,
    today: dt.date,
) -> tuple[Record, ...]:
    """Return a record for each value that a directory's own row has as the data have it.

    None for a fact that was taken from this directory, or that an open challenge is about: a list that
    says the same does not settle what somebody found out. None at all where what the directory
    describes has no first day: a record ages from there.

    Parameters
    ----------
    report : MatchReport
        The directory beside the data.
    catalog : Catalog
        The data as its files have it; of the same directory no record is made again.
    challenged : container of str
        Ids of the facts that open challenges are about.
    by : str
        The role of whoever compared, never a person's name.
    today : datetime.date
        The day on which it is written down.
    """
    when = parse_when(report.directory.describes) if report.directory.describes else None
    if when is None or when.earliest is None:
        return ()
    open_facts = _open(report.directory, catalog, when)
    return tuple(
        Record(
            fact=cell.fact,
            outcome=RecordOutcome.CONFIRMED,
            on=when,
            recorded=parse_when(today.isoformat()),
            how=_HOW,
            by=by,
            says=_says(report.directory, cell),
        )
        for match in report.matches
        for cell in match.cells
        if cell.status is CellStatus.EQUAL and cell.listing and cell.fact
        if cell.fact in open_facts and cell.fact not in challenged
    )


def _open(directory: Directory, catalog: Catalog, when: When) -> set[str]:
    """Return the facts that a directory can confirm: none of its own, none that it has confirmed."""
    own = {source.id for source in catalog.services.sources if source.sha256 == directory.sha256}
    own.add(directory.source_id)
    there = {
        record.fact
        for record in catalog.confirmations.records
        if (record.how, record.on) == (_HOW, when)
    }
    known = facts(catalog.services)
    return {name for name, fact in known.items() if fact.source not in own} - there


def _says(directory: Directory, cell: Cell) -> str:
    """Return the row's own words, without characters that the data refuse."""
    listing = cell.listing
    sheet = f" of {cell.sheet}" if cell.sheet else ""
    named = f"row {listing.line}{sheet}: {listing.full_name}" if listing else ""
    words = f"{directory.file}, {named}, {cell.listed}"
    return "".join(char for char in words if not yamltree.is_forbidden(char))[:_MOST_WORDS]
