"""From the rows of an exported layer of counties to a side."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from geo.catalog.dates import parse_day
from geo.catalog.records import Basis, Flag, Status
from geo.diff.read_table import Table
from geo.diff.records import CountyRow, Provider, Snapshot, SnapshotKind, Verdict
from geo.errors import DataError, Problem, shown
from geo.exports.counties import (
    BASES,
    BASIS,
    BETWEEN,
    FLAGS,
    IDS,
    NO_NUMBER,
    PHONES,
    STATUS,
    TEAM,
    UNIT,
)

__all__ = ["side"]

_HEAD: Final = ("geoid", "county", "region", "people")
_VERDICT: Final = (STATUS, BASIS, FLAGS)
_LISTS: Final = ("s_", IDS, BASES, PHONES)
_GEOID: Final = re.compile(r"[0-9]{5}")
_PEOPLE: Final = re.compile(r"[0-9]{1,9}")


class _Faults:
    """The problems of a table so far."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.problems: list[Problem] = []

    def add(self, place: int | None, rule: str, where: str, found: object, message: str) -> None:
        line = self.table.first_line
        at = line + place if line and place is not None else 0
        row = "" if place is None else f"rows[{place}]."
        said = shown(str("" if found is None else found))
        self.problems.append(Problem(self.table.file, at, rule, f"{row}{where}", said, message))

    def stop(self) -> None:
        if self.problems:
            raise DataError(self.problems)


def side(table: Table, name: str) -> Snapshot:
    """Return the side that an exported layer of counties describes.

    Raises
    ------
    DataError
        With every problem: first the columns that are missing, then cells of another form.
    """
    faults = _Faults(table)
    standards = _after(_VERDICT, table)
    kinds = [
        (who, kind)
        for who in (TEAM, UNIT)
        for kind in _after([f"{who}{part}" for part in _LISTS], table)
    ]
    _check_columns(faults, standards, kinds)
    faults.stop()
    found = _read(faults, name, standards, kinds)
    faults.stop()
    return found


def _read(
    faults: _Faults, name: str, standards: Sequence[str], kinds: Sequence[tuple[str, str]]
) -> Snapshot:
    """Return a side whose cells are right where `faults` has none."""
    rows = list(enumerate(faults.table.rows))
    counties = [_county(faults, place, row) for place, row in rows]
    by_geoid = {one.geoid: one for one in counties}
    if len(by_geoid) < len(counties) or not counties:
        faults.add(None, "duplicate-id", "geoid", "", "each county has one row, and there are some")
    return Snapshot(
        name=name,
        kind=SnapshotKind.EXPORT,
        as_of=_day(faults),
        data_sha256=faults.table.data_sha256,
        counties=by_geoid,
        standards={one: one for one in standards},
        verdicts={
            (one.geoid, standard): _verdict(faults, place, row, standard)
            for one, (place, row) in zip(counties, rows, strict=True)
            for standard in standards
        },
        services=frozenset(kind for _, kind in kinds),
        providers=_providers(faults, kinds),
    )


def _after(starts: Iterable[str], table: Table) -> list[str]:
    """Return, each once, what follows one of `starts` in the names of columns."""
    found = (
        one.removeprefix(start)
        for one in table.columns
        for start in starts
        if one.startswith(start)
    )
    return list(dict.fromkeys(found))


def _check_columns(
    faults: _Faults, standards: Sequence[str], kinds: Sequence[tuple[str, str]]
) -> None:
    needed = [
        *_HEAD,
        *(f"{start}{one}" for one in standards for start in _VERDICT),
        *(f"{who}{part}{kind}" for who, kind in kinds for part in _LISTS),
    ]
    message = "a column of the layer of counties is missing"
    for one in needed:
        if one not in faults.table.columns:
            faults.add(None, "missing-column", one, "", message)
    if not standards:
        faults.add(None, "missing-column", f"{STATUS}...", "", message)


def _county(faults: _Faults, place: int, row: Mapping[str, Any]) -> CountyRow:
    geoid, name, people = str(row["geoid"]), row["county"], str(row["people"])
    if not _GEOID.fullmatch(geoid):
        faults.add(place, "wrong-form", "geoid", geoid, "a GEOID is text of five digits")
    if not isinstance(name, str):
        faults.add(place, "missing-field", "county", name, "a county has a name")
    if not _PEOPLE.fullmatch(people):
        faults.add(place, "not-a-number", "people", people, "people are a whole number")
    return CountyRow(
        geoid=geoid,
        name=str(name),
        people=int(people) if _PEOPLE.fullmatch(people) else None,
        region=None if row["region"] is None else str(row["region"]),
    )


def _verdict(faults: _Faults, place: int, row: Mapping[str, Any], standard: str) -> Verdict:
    flags = row[f"{FLAGS}{standard}"]
    try:
        return Verdict(
            status=Status(row[f"{STATUS}{standard}"]),
            basis=Basis(row[f"{BASIS}{standard}"]),
            flags=tuple(Flag(one) for one in str(flags).split(BETWEEN)) if flags else (),
        )
    except ValueError as error:
        message = "a verdict has a status, a basis and flags as the export writes them"
        faults.add(place, "unknown-value", f"{STATUS}{standard}", error, message)
    return Verdict(status=Status.UNKNOWN, basis=Basis.NONE, flags=())


def _providers(
    faults: _Faults, kinds: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Provider]:
    found: dict[tuple[str, str], Provider] = {}
    for who, kind in kinds:
        for place, row in enumerate(faults.table.rows):
            for key, title, basis, phone in _listed(faults, place, who, kind):
                held = found.get((kind, key))
                before = held.reach if held else {}
                found[kind, key] = Provider(
                    service=kind,
                    id=key,
                    title=title,
                    unit=who == UNIT,
                    phone=None if phone == NO_NUMBER else phone,
                    reach={**before, str(row["geoid"]): basis},
                )
    return found


def _listed(faults: _Faults, place: int, who: str, kind: str) -> list[tuple[str, str, Basis, str]]:
    """Return id, title, basis and number of each entry of a county's four lists."""
    row = faults.table.rows[place]
    titles, keys, bases, phones = (
        str(row[f"{who}{part}{kind}"] or "").split(BETWEEN) for part in _LISTS
    )
    if keys == [""]:
        return []
    try:
        return [
            (key, title, Basis(basis), phone)
            for key, title, basis, phone in zip(keys, titles, bases, phones, strict=True)
        ]
    except ValueError as error:
        message = "the lists of teams have the same length, and each basis is one that there is"
        faults.add(place, "wrong-form", f"{who}{IDS}{kind}", error, message)
    return []


def _day(faults: _Faults) -> dt.date:
    try:
        return parse_day(faults.table.as_of)
    except ValueError as error:
        faults.add(None, "not-a-date", "as_of", faults.table.as_of, str(error))
    return dt.date.min
