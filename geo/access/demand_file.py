"""Reads a user's file of where people live, or says everything that is wrong with it."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.access.demand import Demand, Scale
from geo.access.demand_columns import Cells, Columns, Fault, columns_of
from geo.catalog import raw_file
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog
from geo.errors import Problems, shown
from geo.spatial import assign, boundaries
from geo.text import county_title

__all__ = ["MAX_BYTES", "MAX_LINES", "MAX_PROBLEMS", "NEAR_M", "read"]

MAX_BYTES = 64_000_000
MAX_LINES = 1_000_000
"""Blank ones are counted too; the state has 171,778 census blocks."""
MAX_PROBLEMS = 1_000
"""After so many problems the rest of the file is not read: it is not the file that was meant."""
NEAR_M = 2_500.0
"""How far a point may lie outside its county: the borders are generalised, by 2.2 km at worst."""

_DELIMITERS = (",", ";", "\t")
_YEAR = re.compile(r"(?<![0-9])(20[12]0)(?![0-9])")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNITS = {
    Scale.BLOCK_GROUP: "block groups",
    Scale.TRACT: "tracts",
    Scale.COUNTY: "counties",
}


def read(path: StrPath, catalog: Catalog) -> Demand:
    """Return the people of a file, each row with its county; nothing of it is written or kept.

    Parameters
    ----------
    path : path
        The Census Bureau's centers of population of the state, for block groups, tracts or
        counties, 2010 or 2020, as published; or any CSV (comma, semicolon or tab) with columns for
        longitude (lon, longitude, lng, x), latitude (lat, latitude, y), in degrees (WGS 84 or
        NAD 83), and people (people, population, pop), and with county (a name or GEOID) or geoid
        (five digits or more), if it likes. UTF-8, else Latin-1.
    catalog : Catalog
        For the counties and their shapes.

    Returns
    -------
    Demand
        In the order of the file, rows of nobody among them; fractions of people are allowed. A
        row has the county that it names, else the one that its point lies in, else the nearest
        within `NEAR_M`.

    Raises
    ------
    DataError
        With every problem, its line, rule and what was found; after `MAX_PROBLEMS` no more is
        read. Also where counties.geojson is missing or broken.
    """
    name = Path(path).name
    problems = Problems(name, MAX_PROBLEMS)
    raw = raw_file.read_bytes(path, MAX_BYTES, problems, "; cut the file to this state's rows")
    if raw.startswith(_UTF16):
        problems.refuse("utf-16", "the file is UTF-16; save it as CSV in UTF-8")
    columns, cells = _cells(raw, catalog, problems)
    if not cells.line and not problems:
        problems.add("no-rows", "the file has no row of people")
    county = _counties(catalog, cells, problems)
    people = np.array(cells.people, np.float64)
    if not people.any() and not problems:
        problems.add("no-people", "no row has any people")
    problems.check()
    title, vintage = _words(name, columns.scale, people, catalog)
    return Demand(
        title=title,
        vintage=vintage,
        scale=columns.scale,
        sha256=hashlib.sha256(raw).hexdigest(),
        lon=np.array(cells.lon, np.float64),
        lat=np.array(cells.lat, np.float64),
        people=people,
        county=county,
    )


def _add(problems: Problems, line: int, fault: Fault) -> None:
    rule, where, found, message = fault
    problems.add(rule, message, line=line, where=where, found=found)


def _cells(raw: bytes, catalog: Catalog, problems: Problems) -> tuple[Columns, Cells]:
    """Return the header and the cells of every row that breaks no rule by itself."""
    rows = _rows(raw, problems)
    line, header = next(rows, (1, []))
    columns, wrong = columns_of(header)
    for fault in wrong:
        _add(problems, line, fault)
    cells = Cells(columns, catalog)
    if wrong:
        problems.check()
    for at, row in rows:
        for fault in cells.take(at, row):
            _add(problems, at, fault)
    return columns, cells


def _rows(raw: bytes, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield the line that each row begins on and its cells, blank lines left out."""
    try:
        raw.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "latin-1"  # reads any byte; what it makes of it matters for names alone
    with io.TextIOWrapper(io.BytesIO(raw), encoding, newline="") as text:
        first = next((line for line in text if line.strip()), "")
        text.seek(0)
        delimiter = max(_DELIMITERS, key=first.count)
        table = csv.reader(text, delimiter=delimiter, strict=True)
        line = 1
        try:
            for row in table:
                if table.line_num > MAX_LINES:
                    problems.add("too-many-lines", f"at most {MAX_LINES} lines are read", line=line)
                    return
                if any(map(str.strip, row)):
                    yield line, row
                line = table.line_num + 1
        except csv.Error as error:
            problems.add("not-csv", f"this is not CSV: {error}", line=line)


def _counties(catalog: Catalog, cells: Cells, problems: Problems) -> NDArray[np.intp]:
    """Return the county of each row: as named, else where its point lies, else the nearest."""
    named = np.array(cells.county, np.intp)
    geoids = np.array([county.geoid for county in catalog.counties])
    lying = assign.assign_counties(cells.lon, cells.lat, catalog)
    places = np.searchsorted(geoids, lying)
    places[lying == ""] = -1
    people = np.array(cells.people, np.float64)
    # A county's stretch of water has a point out at sea, and nobody to be far from anything.
    doubtful = np.where(named < 0, places < 0, (places != named) & (people > 0))
    county = np.where(named < 0, places, named)
    at = {geoid: place for place, geoid in enumerate(geoids.tolist())}
    for row in np.flatnonzero(doubtful).tolist():
        own = int(named[row])
        fault = _stray(catalog, at, own, cells.lon[row], cells.lat[row])
        if isinstance(fault, Fault):
            _add(problems, cells.line[row], fault)
        else:
            county[row] = fault
    return county


def _stray(
    catalog: Catalog, at: Mapping[str, int], own: int, lon: float, lat: float
) -> Fault | int:
    """Return the county of a point that lies in none, or not in its own (-1: none is named)."""
    found = f"{lon:g}, {lat:g}"
    near = [at[geoid] for geoid, _ in boundaries.counties_within(catalog, lon, lat, NEAR_M)]
    if not near:
        return Fault("outside-state", "lon, lat", found, "the point lies outside the state")
    if own in near or own < 0:
        return own if own in near else near[0]
    message = (
        f"the point lies outside {county_title(catalog.counties[own].name)}, which the row names"
    )
    return Fault("outside-county", "lon, lat", found, message)


def _words(
    name: str, scale: Scale, people: NDArray[np.float64], catalog: Catalog
) -> tuple[str, str]:
    """Return title and vintage: the year by the file's name, else by the number of people."""
    if scale is Scale.POINTS:
        return f"points from {shown(name)}", "not stated in the file"
    named = _YEAR.search(name)
    counted = float(people.sum()) == sum(county.people for county in catalog.counties)
    year = named[1] if named else "2020" if counted else ""
    title = f"Census Bureau centers of population {year}".rstrip()
    vintage = f"{year} Census" if year else "census year not stated in the file's name"
    return f"{title}, {_UNITS[scale]}, from {shown(name)}", vintage
