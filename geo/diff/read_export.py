"""Reads a file that `export` wrote: the rows of its layer of counties as a snapshot."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from geo.catalog.dates import parse_day
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Basis, Flag, Status
from geo.diff.read_table import READERS, Table
from geo.diff.snapshot import CountyRow, Provider, Snapshot, SnapshotKind, Verdict, by_type_and_id
from geo.errors import Problems
from geo.exports import counties as columns
from geo.exports.csvfile import STAMP

__all__ = ["read"]

_HEAD: Final = ("geoid", "county", "region", "people")
_VERDICT: Final = (columns.STATUS, columns.BASIS, columns.FLAGS)
_LISTS: Final = ("s_", columns.IDS, columns.BASES, columns.PHONES)
_GEOID: Final = re.compile(r"[0-9]{5}")
_PEOPLE: Final = re.compile(r"[0-9]{1,9}")


def read(path: StrPath) -> Snapshot:
    """Return the snapshot that the layer of counties of a file describes.

    Raises
    ------
    DataError
        If the file is not of its format, lacks the layer, or does not tell its day and data; else
        with every problem: first the columns that are missing, then cells of another form.
    """
    path = Path(path)
    problems = Problems(path.name)
    table = READERS[path.suffix.lower()](path, problems)
    as_of, data_sha256 = (table.stamps.get(name) for name in STAMP)
    if not (isinstance(as_of, str) and as_of and isinstance(data_sha256, str) and data_sha256):
        message = "the file says of which day (as_of) and data_sha256 it is"
        problems.refuse("no-stamp", message, line=table.stamp_line)
    cells = _Cells(table, problems)
    standards = cells.ids(_VERDICT)
    prefixes = (columns.TEAM, columns.UNIT)
    lists = [
        (who, kind) for who in prefixes for kind in cells.ids([f"{who}{part}" for part in _LISTS])
    ]
    cells.check_columns(standards, lists)
    problems.check()
    counties = [cells.county(place) for place in range(len(table.rows))]
    by_geoid = {county.geoid: county for county in counties}
    cells.check_once([county.geoid for county in counties])
    snapshot = Snapshot(
        name=str(path),
        kind=SnapshotKind.EXPORT,
        as_of=cells.day(as_of),
        data_sha256=data_sha256,
        counties=by_geoid,
        standards={standard: standard for standard in standards},
        verdicts={
            (county.geoid, standard): cells.verdict(place, standard)
            for place, county in enumerate(counties)
            for standard in standards
        },
        services=frozenset(kind for _, kind in lists),
        providers=by_type_and_id(
            provider
            for who, kind in lists
            for place in range(len(table.rows))
            for provider in cells.providers(place, who, kind)
        ),
    )
    problems.check()
    return snapshot


class _Cells:
    """Reads the cells of a table, and collects what is wrong with them."""

    def __init__(self, table: Table, problems: Problems) -> None:
        self.table, self.problems = table, problems

    def _add(self, place: int, rule: str, column: str, found: object, message: str) -> None:
        """Add a problem of one cell; `place` counts rows from 0."""
        lines = self.table.lines
        self.problems.add(
            rule,
            message,
            line=lines[place] if lines else 0,
            where=f"rows[{place}].{column}",
            found="" if found is None else str(found),
        )

    def ids(self, starts: Sequence[str]) -> list[str]:
        """Return, each once, what follows one of `starts` in the names of columns."""
        ids = (
            column.removeprefix(start)
            for column in self.table.columns
            for start in starts
            if column.startswith(start)
        )
        return list(dict.fromkeys(ids))

    def check_columns(self, standards: Sequence[str], lists: Sequence[tuple[str, str]]) -> None:
        """Add a problem for each column that is missing."""
        needed = [
            *_HEAD,
            *(f"{start}{standard}" for standard in standards for start in _VERDICT),
            *(f"{who}{part}{kind}" for who, kind in lists for part in _LISTS),
        ]
        missing = [column for column in needed if column not in self.table.columns]
        for column in [*missing, *([] if standards else [f"{columns.STATUS}..."])]:
            message = "a column of the layer of counties is missing"
            self.problems.add("missing-column", message, where=column)

    def day(self, as_of: str) -> dt.date:
        """Return the day that the table says it is of."""
        try:
            return parse_day(as_of)
        except ValueError as error:
            line = self.table.stamp_line
            self.problems.add("not-a-date", str(error), line=line, where="as_of", found=as_of)
        return dt.date.min

    def check_once(self, geoids: Sequence[str]) -> None:
        """Add a problem for each row of a county that another row before it is of."""
        if not geoids:
            self.problems.add("no-rows", "there is no county", where="geoid")
        for place, geoid in enumerate(geoids):
            if geoid in geoids[:place]:
                self._add(place, "duplicate-id", "geoid", geoid, "each county has one row")

    def county(self, place: int) -> CountyRow:
        """Return the county of a row."""
        row = self.table.rows[place]
        geoid, name, people = str(row["geoid"]), row["county"], str(row["people"])
        if not _GEOID.fullmatch(geoid):
            message = "a GEOID is text of five digits"
            self._add(place, "wrong-form", "geoid", row["geoid"], message)
        if not isinstance(name, str):
            self._add(place, "missing-field", "county", name, "a county has a name")
        counted = _PEOPLE.fullmatch(people)
        if not counted:
            message = "people are a whole number"
            self._add(place, "not-a-number", "people", row["people"], message)
        return CountyRow(
            geoid=geoid,
            name=str(name),
            people=int(people) if counted else None,
            region=None if row["region"] is None else str(row["region"]),
        )

    def verdict(self, place: int, standard: str) -> Verdict:
        """Return the verdict of a row's county on a standard."""
        row = self.table.rows[place]
        flags = row[f"{columns.FLAGS}{standard}"]
        try:
            return Verdict(
                status=Status(row[f"{columns.STATUS}{standard}"]),
                basis=Basis(row[f"{columns.BASIS}{standard}"]),
                flags=tuple(Flag(flag) for flag in str(flags).split(columns.BETWEEN))
                if flags
                else (),
            )
        except ValueError as error:
            message = "a verdict has a status, a basis and flags as the export writes them"
            self._add(place, "unknown-value", f"{columns.STATUS}{standard}", error, message)
        return Verdict(status=Status.UNKNOWN, basis=Basis.NONE, flags=())

    def providers(self, place: int, who: str, kind: str) -> Iterator[Provider]:
        """Yield who reaches a row's county, by the four lists of one service type."""
        row = self.table.rows[place]
        lists = [str(row[f"{who}{part}{kind}"] or "").split(columns.BETWEEN) for part in _LISTS]
        if lists[1] == [""]:
            return
        try:
            for title, key, basis, phone in zip(*lists, strict=True):
                yield Provider(
                    service=kind,
                    id=key,
                    title=title,
                    unit=who == columns.UNIT,
                    phone=None if phone == columns.NO_NUMBER else phone,
                    reach={str(row["geoid"]): Basis(basis)},
                )
        except ValueError:
            message = "the lists of teams have the same length, and each basis is one that there is"
            column = f"{who}{columns.IDS}{kind}"
            self._add(place, "wrong-form", column, row[column], message)
