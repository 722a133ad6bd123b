"""Reads the layer of counties back out of a file that `export` wrote, in any of its formats."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq

from geo import text as geo_text
from geo.catalog import csv_dialect
from geo.diff import geopackage, read_json, workbook
from geo.diff.geopackage import NotAGeoPackageError
from geo.diff.workbook import NotAWorkbookError
from geo.errors import DataError, Problems
from geo.exports import about, counties, everybody
from geo.exports.csvfile import STAMP

__all__ = ["READERS", "Table"]

_LAYERS: Final = (counties.NAME, about.NAME, everybody.NAME)
MAX_CELLS: Final = 20_000_000
"""Of a Parquet file, which can say the same a million times in a few bytes."""
MAX_PARQUET_BYTES: Final = 256_000_000
"""Of a Parquet file's columns, unpacked."""


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


def _csv(raw: bytes, problems: Problems) -> Table:
    """Return a CSV file in any of the ways in which spreadsheets save it."""
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


def _geojson(raw: bytes, problems: Problems) -> Table:
    document = read_json.parse(raw, problems, "not-geojson")
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


def _parquet(raw: bytes, problems: Problems) -> Table:
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        head = file.metadata
        groups = [head.row_group(place) for place in range(head.num_row_groups)]
        if (
            head.num_rows * head.num_columns > MAX_CELLS
            or sum(group.total_byte_size for group in groups) > MAX_PARQUET_BYTES
        ):
            problems.refuse("too-large", "the file unpacks to more than is read")
        table = file.read()
        columns, rows = table.column_names, table.to_pylist()
    except DataError:  # which is a ValueError too
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        # The last two for texts that are no UTF-8, and for days beyond the calendar.
        _refuse_broken("parquet", "Parquet file", problems)
    metadata = table.schema.metadata or {}
    stamps = {name: metadata.get(name.encode(), b"").decode("utf-8", "replace") for name in STAMP}
    return Table(columns, rows, stamps)


def _geopackage(raw: bytes, problems: Problems) -> Table:
    try:
        layers = geopackage.tables(raw, _LAYERS)
    except NotAGeoPackageError:
        _refuse_broken("gpkg", "GeoPackage", problems)
    return _of_layers(layers, problems)


def _workbook(raw: bytes, problems: Problems) -> Table:
    try:
        layers = workbook.sheets(raw, _LAYERS)
    except NotAWorkbookError:
        _refuse_broken("xlsx", "XLSX workbook", problems)
    return _of_layers(layers, problems, first_line=2)


def _of_layers(
    layers: Mapping[str, Sequence[Sequence[Any]]], problems: Problems, first_line: int = 0
) -> Table:
    """Return the content of a file with several layers, each with its header as its first row.

    `first_line` is that of a sheet's first row below the header, 0 where rows have no lines.
    """
    if not {about.NAME, counties.NAME} <= layers.keys():
        message = f"the file has the layers {counties.NAME} and {about.NAME}"
        problems.refuse("missing-layer", message)
    stamps = {cells[0]: cells[1] for cells in layers[about.NAME] if len(cells) > 1}
    columns, rows = _records(layers[counties.NAME])
    while rows and all(cell is None or not str(cell).strip() for cell in rows[-1].values()):
        rows.pop()
    lines = range(first_line, first_line + len(rows)) if first_line else ()
    for_all = layers.get(everybody.NAME)
    statewide = None if for_all is None else _records(for_all)[1]
    return Table(columns, rows, stamps, lines, statewide=statewide)


def _records(layer: Sequence[Sequence[Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of a layer's columns, and its rows by these; cells that a row lacks are None."""
    head, *rows = layer or [[]]
    named = [(place, str(name)) for place, name in enumerate(head) if name is not None]
    return [name for _, name in named], [
        {name: row[place] if place < len(row) else None for place, name in named} for row in rows
    ]


def _refuse_broken(ending: str, kind: str, problems: Problems) -> NoReturn:
    """Say what a file is not, without what a library says of its inside."""
    problems.refuse(f"not-{ending}", f"this is no whole {kind}")


READERS: Final[Mapping[str, Callable[[bytes, Problems], Table]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
    ".xlsx": _workbook,
}
"""By suffix, from a file's bytes."""
