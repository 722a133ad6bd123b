"""Reads the table of counties, or says everything that is wrong with it."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from geo.catalog import csvtable
from geo.catalog.csvtable import DEGREES, Row, column, matches, named
from geo.catalog.raw_file import StrPath
from geo.catalog.records import County
from geo.catalog.schema import DECIMAL
from geo.errors import DataError, Problems
from geo.text import CountyName

__all__ = ["CountyTable", "read"]


def _is_area(cell: str) -> bool:
    return bool(DECIMAL.fullmatch(cell)) and float(cell) > 0


# Room enough for any U.S. county (Los Angeles County: 10,014,009 in 2020).
_PEOPLE = "a count of people is a whole number below 100 million"
_FULL_NAME = "full_name"
_COLUMNS = (
    column("geoid", ("wrong-form", "a GEOID has five digits", matches("[0-9]{5}")), unique="GEOID"),
    column("name", named("a county has a name of plain characters"), unique="county name"),
    column("pop2020", ("not-a-number", _PEOPLE, matches("0|[1-9][0-9]{0,7}"))),
    column("land_sq_mi", ("not-a-number", "a land area is a positive number", _is_area)),
    column("rucc_2023", ("wrong-form", "a Rural-Urban Continuum Code is 1 to 9", matches("[1-9]"))),
    column("center2020_lon", DEGREES),
    column("center2020_lat", DEGREES),
    column(
        _FULL_NAME,
        named("a full name of a county has plain characters"),
        unique="full county name",
        optional=True,
    ),
)


class CountyTable(NamedTuple):
    """The rows of counties.csv.

    `counties` are those without a fault, by GEOID, `lines` their lines in the file. `names` are
    those of all rows; none at all where a name itself or the file is at fault: no list then tells
    what is unknown.
    """

    counties: tuple[County, ...]
    lines: Mapping[str, int]
    names: tuple[str, ...]
    problems: Problems


def read(path: StrPath) -> CountyTable:
    """Return counties.csv: its counties, and every problem.

    The columns are geoid (five digits), name, pop2020 (people, 2020 Census), land_sq_mi (square
    miles), rucc_2023 (Rural-Urban Continuum Code, 1 to 9), center2020_lon and center2020_lat
    (center of population, degrees), and, where it is there, full_name, which else is the name with
    the word County; others are passed over.
    """
    problems = Problems(Path(path).name)
    rows: list[Row] = []
    whole = False
    with contextlib.suppress(DataError):  # which `problems` has
        for row in csvtable.rows(path, _COLUMNS, problems):
            rows.append(_fitting(row, problems))
        if not rows:
            problems.refuse("no-counties", "expected a row for each county", line=1)
        whole = not any("name" in row.broken for row in rows)
    sound = [row for row in rows if not row.broken]
    return CountyTable(
        counties=tuple(sorted(map(_county, sound), key=lambda county: county.geoid)),
        lines={row.cells["geoid"]: row.line for row in sound},
        names=tuple(dict.fromkeys(map(_name, rows))) if whole else (),
        problems=problems,
    )


def _fitting(row: Row, problems: Problems) -> Row:
    """Return a row, broken where its full name is that of another county."""
    full = row.cells.get(_FULL_NAME, "")
    if row.broken or not full or full.startswith(row.cells["name"]):
        return row
    message = "a full name begins with the name"
    problems.add("wrong-form", message, line=row.line, where=row.where, found=full)
    return row._replace(broken=(_FULL_NAME,))


def _name(row: Row) -> CountyName:
    return CountyName(row.cells["name"], row.cells.get(_FULL_NAME, ""))


def _county(row: Row) -> County:
    geoid, _, people, land, rucc, lon, lat, *_ = row.cells.values()
    return County(
        geoid=geoid,
        name=_name(row),
        people=int(people),
        land_sq_mi=float(land),
        rucc=int(rucc),
        center_lon=float(lon),
        center_lat=float(lat),
    )
