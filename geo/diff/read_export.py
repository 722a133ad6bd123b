"""Reads a file that `export` wrote: the rows of its layer of counties as a snapshot."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from geo.access.gaps import FAR_MILES
from geo.catalog.dates import parse_day
from geo.catalog.records import Basis, Flag, Status
from geo.diff.read_table import READERS, Table
from geo.diff.snapshot import (
    CountyRow,
    Near,
    Provider,
    Snapshot,
    SnapshotKind,
    Verdict,
    by_type_and_id,
)
from geo.errors import Problems
from geo.exports import counties as columns
from geo.exports.csvfile import STAMP
from geo.exports.measures import MILES
from geo.exports.table import names_of

__all__ = ["read"]

_HEAD: Final = ("geoid", "county", "region", "people")
_VERDICT: Final = (columns.STATUS, columns.BASIS, columns.FLAGS)
_LISTS: Final = ("s_", columns.IDS, columns.BASES, columns.PHONES)
_GEOID: Final = re.compile(r"[0-9]{5}")
_PEOPLE: Final = re.compile(r"[0-9]{1,9}")


def read(raw: bytes, name: str, ending: str, problems: Problems) -> Snapshot:
    """Return the snapshot that the layer of counties of a file describes, by the suffix of its name.

    Raises
    ------
    DataError
        If the file is not of its format, lacks the layer, or does not tell its day and data; else
        with every problem: first the columns that are missing, then cells of another form.
    """
    table = READERS[ending](raw, problems)
    as_of, data_sha256 = _stamp(table, problems)
    cells = _Cells(table, problems)
    standards = cells.names(_VERDICT)
    prefixes = (columns.TEAM, columns.UNIT)
    lists = [
        (who, kind) for who in prefixes for kind in cells.names([f"{who}{part}" for part in _LISTS])
    ]
    cells.check_columns(standards, lists)
    problems.check()
    standard_ids = cells.ids(columns.STANDARDS, standards)
    type_ids = cells.ids(columns.TYPES, [kind for _, kind in lists])
    counties = [cells.county(place) for place in range(len(table.rows))]
    cells.check_once([county.geoid for county in counties])
    snapshot = Snapshot(
        name=name,
        kind=SnapshotKind.EXPORT,
        as_of=cells.day(as_of),
        data_sha256=data_sha256,
        counties={county.geoid: county for county in counties},
        standards={key: key for key in standard_ids.values()},
        verdicts={
            (county.geoid, key): cells.verdict(place, standard)
            for place, county in enumerate(counties)
            for standard, key in standard_ids.items()
        },
        services=frozenset(type_ids.values()),
        providers=by_type_and_id(
            replace(provider, service=type_ids[kind])
            for who, kind in lists
            for place in range(len(table.rows))
            for provider in cells.providers(place, who, kind)
        ),
        statewide=_statewide(table),
        near=_near(table),
    )
    problems.check()
    return snapshot


def _statewide(table: Table) -> dict[str, tuple[str, str]] | None:
    """Return title and number of what rules give to everybody, by id; None where it is not told."""
    if table.statewide is None:
        return None
    return {
        str(row["service"]): (str(row["title"]), str(row["phone"]))
        for row in table.statewide
        if row.get("citation") and {"service", "title", "phone"} <= row.keys()
    }


def _near(table: Table) -> Near | None:
    """Return how many people live within the far limit, of all counties; None where one does not tell."""
    names = [f"people{part}_within_{FAR_MILES}_{MILES}" for part in ("", "_low", "_high")]
    if not set(names) <= set(table.columns):
        return None
    try:
        people, low, high = (
            round(math.fsum(float(str(row[name])) for row in table.rows)) for name in names
        )
    except ValueError:
        return None
    return Near(limit_miles=FAR_MILES, people=people, low=low, high=high)


def _stamp(table: Table, problems: Problems) -> tuple[str, str]:
    """Return the day and the hash of the data that a table is of; DataError where it tells none."""
    as_of, data_sha256 = (table.stamps.get(name) for name in STAMP)
    if not (isinstance(as_of, str) and as_of and isinstance(data_sha256, str) and data_sha256):
        message = "the file says of which day (as_of) and data_sha256 it is"
        problems.refuse("no-stamp", message, line=table.stamp_line)
    return as_of, data_sha256


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

    def names(self, starts: Sequence[str]) -> list[str]:
        """Return, each once, what follows one of `starts` in the names of columns."""
        names = (
            column.removeprefix(start)
            for column in self.table.columns
            for start in starts
            if column.startswith(start)
        )
        return list(dict.fromkeys(names))

    def ids(self, column: str, names: Sequence[str]) -> dict[str, str]:
        """Return the id that each name stands for, by the cells of a column.

        Version 0.1.0 had no such column: its columns were named by the ids themselves.
        """
        if column not in self.table.columns:
            return {name: name for name in names}
        told = [str(row[column] or "") for row in self.table.rows]
        first = told[0] if told else ""
        by_name = {name: key for key, name in names_of(first.split(columns.BETWEEN)).items()}
        for place, cell in enumerate(told):
            if cell != first or not set(names) <= by_name.keys():
                message = "every row names the ids whose names stand in the names of columns"
                self._add(place, "wrong-form", column, cell, message)
        return {name: by_name.get(name, name) for name in dict.fromkeys(names)}

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
        seen: set[str] = set()
        for place, geoid in enumerate(geoids):
            if geoid in seen:
                self._add(place, "duplicate-id", "geoid", geoid, "each county has one row")
            seen.add(geoid)

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
