"""Reads the layer of counties back out of a file that `export` wrote, in any of its formats."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from geo import text as geo_text
from geo.catalog import csv_dialect, raw_file
from geo.diff import read_json
from geo.diff.read_json import MAX_BYTES
from geo.errors import Problems
from geo.exports import about, counties, everybody
from geo.exports.csvfile import STAMP

__all__ = ["READERS", "Table"]

_KINDS: Final = {".gpkg": "GeoPackage", ".parquet": "Parquet file", ".xlsx": "XLSX workbook"}


class Table(NamedTuple):
    """Rows of the layer of counties as a file has them, and its stamps; nothing is checked yet.

    `lines` are those of the rows, none where rows have no lines; so is that of the stamps where
    every row has them. Rows at the end that hold nothing are left out. `statewide` are the rows of
    the layer of numbers for everybody, None where the file has no such layer.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    stamps: Mapping[Any, Any]
    lines: Sequence[int] = ()
    stamp_line: int = 0
    statewide: Sequence[Mapping[str, Any]] | None = None


def _csv(path: Path, problems: Problems) -> Table:
    """Return a CSV file in any of the ways in which spreadsheets save it."""
    raw = raw_file.read_bytes(path, MAX_BYTES, problems)
    (first, head), *numbered = csv_dialect.rows(raw, problems)
    missing = [name for name in STAMP if name not in head]
    for name in missing:
        message = "a column is missing that says of which day and data the file is"
        problems.add("missing-column", message, line=first, where=name)
    while numbered and not any(map(str.strip, numbered[-1][1])):
        numbered.pop()
    if not numbered:
        problems.add("no-rows", "a table has a row below its header", line=first)
    for line, cells in numbered:
        if len(cells) != len(head):
            message = f"a row has as many cells as the header: {len(head)}"
            problems.add("cell-count", message, line=line, found=str(len(cells)))
    problems.check()
    lines = [line for line, _ in numbered]
    rows = [dict(zip(head, map(_unguarded, cells), strict=True)) for _, cells in numbered]
    _check_stamps(rows, lines, problems)
    stamps = {name: rows[0][name] for name in STAMP}
    return Table(head, rows, stamps, lines, stamp_line=lines[0])


def _check_stamps(
    rows: Sequence[Mapping[str, str | None]], lines: Sequence[int], problems: Problems
) -> None:
    """Refuse rows of another day or of other data than the first, each with its line."""
    for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
        for name in STAMP:
            if row[name] != rows[0][name]:
                message = f"every row is of one day and one state of the data, as line {lines[0]}"
                where, found = f"rows[{place}].{name}", row[name] or ""
                problems.add("mixed-rows", message, line=line, where=where, found=found)
    problems.check()


def _unguarded(cell: str) -> str | None:
    """Return a cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell and geo_text.safe(cell[1:]) == cell else cell or None


def _geojson(path: Path, problems: Problems) -> Table:
    document = read_json.read(path, problems, "not-geojson")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        problems.refuse("not-geojson", "the file is to be a GeoJSON FeatureCollection")
    rows: list[dict[str, Any]] = []
    for feature in features:
        row = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(row, dict):
            problems.refuse("not-geojson", "each feature has properties")
        rows.append(row)
    columns = list(rows[0]) if rows else []
    if any(list(row) != columns for row in rows):
        problems.refuse("not-geojson", "each feature has the same properties")
    return Table(columns, rows, document)


def _parquet(path: Path, problems: Problems) -> Table:
    content = raw_file.read_bytes(path, MAX_BYTES, problems)
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        _refuse_broken(path, problems)
    metadata = table.schema.metadata or {}
    stamps = {name: metadata.get(name.encode(), b"").decode("utf-8", "replace") for name in STAMP}
    return Table(table.column_names, table.to_pylist(), stamps)


def _is_database(raw: bytes) -> bool:
    """Return whether bytes are an SQLite database, with all the pages that its head counts."""
    page_bytes, pages = int.from_bytes(raw[16:18]), int.from_bytes(raw[28:32])
    return raw.startswith(b"SQLite format 3\0") and len(raw) >= pages * page_bytes


def _is_archive(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04")


def _of_gdal(
    path: Path, problems: Problems, *, is_whole: Callable[[bytes], bool], first_line: int = 0
) -> Table:
    """Return the content of a file with several layers; its bytes say whether it is one.

    `first_line` is that of a sheet's first row below the header, 0 where rows have no lines.
    """
    if not is_whole(raw_file.read_bytes(path, MAX_BYTES, problems)):
        _refuse_broken(path, problems)
    try:
        about_rows, table = (
            pyogrio.read_arrow(path, layer=name, read_geometry=False)[1]
            for name in (about.NAME, counties.NAME)
        )
    except pyogrio.errors.DataLayerError:
        message = f"the file has the layers {counties.NAME} and {about.NAME}"
        problems.refuse("missing-layer", message)
    except (pyogrio.errors.DataSourceError, pa.ArrowException, OSError):
        _refuse_broken(path, problems)
    # By place: GDAL takes the first line of a sheet of texts alone for no header.
    statements = [list(row.values()) for row in about_rows.to_pylist()]
    stamps = {cells[0]: cells[1] for cells in statements if len(cells) > 1}
    rows = table.to_pylist()
    while rows and all(cell is None or not str(cell).strip() for cell in rows[-1].values()):
        rows.pop()
    lines = range(first_line, first_line + len(rows)) if first_line else ()
    return Table(table.column_names, rows, stamps, lines, statewide=_statewide(path))


def _statewide(path: Path) -> Sequence[Mapping[str, Any]] | None:
    """Return the rows of the layer of numbers for everybody; None in a file that lacks it."""
    try:
        table = pyogrio.read_arrow(path, layer=everybody.NAME, read_geometry=False)[1]
    except (pyogrio.errors.DataLayerError, pa.ArrowException, OSError):
        return None
    rows: list[dict[str, Any]] = table.to_pylist()
    if "phone" in table.column_names or not rows:
        return rows
    # As above: what GDAL takes for a row is the header.
    head, *below = ([*row.values()] for row in rows)
    return [dict(zip(map(str, head), cells, strict=True)) for cells in below]


def _refuse_broken(path: Path, problems: Problems) -> NoReturn:
    """Say what a file is not, without what a library says of its inside."""
    ending = path.suffix.lower()
    problems.refuse(f"not-{ending[1:]}", f"this is no whole {_KINDS[ending]}")


READERS: Final[Mapping[str, Callable[[Path, Problems], Table]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
    ".gpkg": partial(_of_gdal, is_whole=_is_database),
    ".parquet": _parquet,
    ".xlsx": partial(_of_gdal, is_whole=_is_archive, first_line=2),
}
"""By suffix."""
