"""Reads a directory file, workbook or CSV of any year, and keeps the rows of the states that matter."""

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from geo.catalog import csv_dialect, raw_file
from geo.catalog.dates import When, parse_when
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Services
from geo.errors import Problems
from geo.match import columns, service_codes, workbook
from geo.match.columns import Columns
from geo.match.normalize import numbers, zip5
from geo.match.records import Code, Directory, Listing, RowCounts
from geo.match.workbook import Row, Sheet

__all__ = ["MOST_BYTES", "read"]

MOST_BYTES: Final = 60_000_000
_ROWS_ABOVE: Final = 60
"""Rows with titles and notes that may stand above the header."""
_NOTHING: Final = frozenset({"na", "n/a", "#n/a", "nan", "none", "null", "."})
_OWN: Final = "data_sha256"
"""What every export of this program says of itself."""
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_SUBSTANCE_USE: Final = frozenset({"su", "sa", "sud", "substance", "drug", "alcohol"})
_MENTAL_HEALTH: Final = frozenset({"mh", "mental"})
_DAY = re.compile(r"(?<!\d)(20[12]\d)[_-](0[1-9]|1[0-2])[_-](0[1-9]|[12]\d|3[01])(?!\d)")


def read(path: StrPath, services: Services, describes: When | None = None) -> Directory:
    """Return the rows of a directory file for the study area and the states of neighbor units.

    Parameters
    ----------
    path : path
        An .xlsx workbook of any number of sheets, or CSV as spreadsheets save it.
    services : Services
        Names the study area, and the units of other states.
    describes : When, optional
        What the file describes; without it the title above its header or its name must tell.

    Raises
    ------
    DataError
        Where it is neither, too large, or no sheet has a header with name, city, state and telephone.
    """
    name = Path(path).name
    problems = Problems(name)
    raw = raw_file.read_bytes(path, MOST_BYTES, problems)
    reader = _Reader(services)
    reader.take(_sheets(raw, problems), problems)
    if describes is None:
        describes, told_by = _described(reader.titles, name)
    else:
        told_by = "--describes"
    return Directory(
        file=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        describes=str(describes) if describes else None,
        day=describes.first_day if describes else None,
        described_by=told_by,
        has_points=reader.has_points,
        for_substance_use=any(map(_is_of_substance_use, (*reader.titles, name))),
        rows=reader.counts(),
        listings=tuple(reader.listings),
        key={**service_codes.published(), **reader.key},
    )


def _sheets(raw: bytes, problems: Problems) -> Iterator[Sheet]:
    if raw.startswith(b"PK"):
        return workbook.sheets(raw, problems)
    if csv_dialect.is_workbook(raw):
        problems.refuse(
            "old-workbook", "this is an .xls workbook or has a password: save it as .xlsx"
        )
    rows = csv_dialect.rows(raw, problems)
    cells = ((line, dict(enumerate(map(str.strip, row)))) for line, row in rows)
    return iter([Sheet("", cells)])


class _Reader:
    """Takes sheets in, one row at a time, so that of a whole country only the wanted rows are kept."""

    def __init__(self, services: Services) -> None:
        area = services.study_area
        self._own = {area.postal.casefold(), area.name.casefold()}
        self._postal = area.postal
        self._neighbors = {unit.state.casefold() for unit in services.neighbor_units}
        self.listings: list[Listing] = []
        self.titles: list[str] = []
        self.key: dict[str, Code] = {}
        self.has_points = False
        self._in_state = self._near = self._elsewhere = self._without = 0

    def take(self, sheets: Iterable[Sheet], problems: Problems) -> None:
        """Take every sheet with the needed columns; DataError where there is none."""
        tables, own = 0, False
        best: tuple[int, str, set[str]] = (0, "", set())
        for name, rows in sheets:
            found, above = _header(rows)
            own = own or any(_OWN in cells.values() for _, cells in above)
            if found is None:
                self.key.update(service_codes.key_of(chain(above, rows)))
                nearest = [(line, name, columns.known(cells)) for line, cells in above]
                best = max(best, *nearest, key=lambda row: len(row[2])) if nearest else best
                continue
            tables += 1
            own = own or columns.key(_OWN) in found.others
            self.titles += [name, *(cell for _, cells in above for cell in cells.values())]
            self.has_points |= "lat" in found.fields
            self._take_rows(name, found, rows)
        if own:
            message = "the file was exported from such data as it would be compared with: it proves nothing"
            problems.refuse("own-export", message)
        if not tables:
            _refuse_headless(best, problems)

    def counts(self) -> RowCounts:
        """Return how many rows there were, and of which states."""
        total = self._in_state + self._near + self._elsewhere + self._without
        return RowCounts(
            total=total,
            in_state=self._in_state,
            in_neighbor_states=self._near,
            elsewhere=self._elsewhere,
            without_state=self._without,
        )

    def _take_rows(self, sheet: str, found: Columns, rows: Iterator[Row]) -> None:
        for line, cells in rows:
            if not any(cells.values()):
                continue
            state = cells.get(found.fields["state"], "").strip().casefold()
            if not state:
                self._without += 1
            elif state in self._own:
                self._in_state += 1
                self.listings.append(_listing(line, sheet, cells, found, self._postal))
            elif state in self._neighbors:
                self._near += 1
                self.listings.append(_listing(line, sheet, cells, found, state.upper()))
            else:
                self._elsewhere += 1


def _header(rows: Iterator[Row]) -> tuple[Columns | None, list[Row]]:
    """Return the columns that the header names, and the rows above it; the rest stays in `rows`."""
    above: list[Row] = []
    for row in rows:
        found = columns.recognized(row[1])
        if found:
            return found, above
        above.append(row)
        if len(above) == _ROWS_ABOVE:
            break
    return None, above


def _listing(
    line: int, sheet: str, cells: Mapping[int, str], found: Columns, state: str
) -> Listing:
    """Return one row as a record."""

    def cell(field: str) -> str:
        return _text(cells.get(found.fields.get(field, -1), ""))

    lon, lat = _point(cell("lon"), cell("lat"))
    flags = {name: cells[place] for name, place in found.others.items() if place in cells}
    more = (_text(cells.get(place, "")) for place in found.more_numbers.values())
    return Listing(
        line=line,
        sheet=sheet or None,
        name=cell("name"),
        second_name=cell("name2"),
        street=", ".join(filter(None, (cell("street"), cell("street2")))),
        city=cell("city"),
        state=state,
        zip=zip5(cell("zip")),
        county=cell("county"),
        numbers=numbers(cell("phone")),
        more_numbers=tuple(number for text in more for number in numbers(text)),
        lon=lon,
        lat=lat,
        codes=service_codes.codes_in(cell("codes"), flags),
    )


def _text(cell: str) -> str:
    """Return a cell on one line; what stands for nothing is nothing."""
    text = " ".join(cell.split())
    return "" if text.casefold() in _NOTHING else text


def _point(lon: str, lat: str) -> tuple[float | None, float | None]:
    """Return a longitude and latitude in degrees, none where either is no such number or both are 0."""
    try:
        west, north = float(lon), float(lat)
    except ValueError:
        return None, None
    if not (math.isfinite(west) and abs(west) <= 180 and abs(north) <= 90) or west == north == 0:
        return None, None
    return west, north


def _is_of_substance_use(title: str) -> bool:
    """Return whether a title is of substance use alone: the publisher's own name has both words."""
    words = {word.casefold() for word in re.findall(r"[^\W_]+", title)}
    return bool(words & _SUBSTANCE_USE) and not words & _MENTAL_HEALTH


def _described(titles: Collection[str], name: str) -> tuple[When | None, str | None]:
    """Return what a file describes by the titles above its header, else by its name, and which told it."""
    day = _DAY.search(name)
    if day:
        return parse_when("-".join(day.groups())), "file name"
    for texts, told_by in ((titles, "title"), ((name,), "file name")):
        years = {year for text in texts for year in _YEAR.findall(text)}
        if len(years) == 1:
            return parse_when(years.pop()), told_by
    return None, None


def _refuse_headless(best: tuple[int, str, set[str]], problems: Problems) -> None:
    """Say which columns no row is the header of, and the row that comes nearest to one."""
    line, sheet, known = best
    missing = [field for field in columns.NEEDED if field not in known]
    message = (
        "expected a header with the columns name1, city, state and phone (in any order and case) "
        f"among the first {_ROWS_ABOVE} rows; missing: {', '.join(missing)}"
    )
    # What the row holds is not repeated: it may be somebody's address, in a file taken by mistake.
    found = f"of these only {', '.join(sorted(known))}" if known else "none of these"
    where = f"sheet {sheet}" if sheet else "header"
    problems.refuse("missing-column", message, line=line, where=where, found=found)
