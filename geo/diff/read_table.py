"""Reads the layer of counties back out of a file that `export` wrote, in any of its formats."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from geo import text as geo_text
from geo.catalog import raw_file
from geo.diff import read_json
from geo.diff.read_json import MAX_BYTES
from geo.errors import Problems
from geo.exports import about, counties
from geo.exports.csvfile import STAMP

__all__ = ["READERS", "Table"]

_CSV_CELL: Final = 10_000_000
_KINDS: Final = {".gpkg": "GeoPackage", ".parquet": "Parquet file", ".xlsx": "XLSX workbook"}


class Table(NamedTuple):
    """Rows of the layer of counties as a file has them, and its stamps; nothing is checked yet.

    `first_line` is the line of the first row, 0 where rows have no lines.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    stamps: Mapping[Any, Any]
    first_line: int = 0


def _csv(path: Path, problems: Problems) -> Table:
    text = raw_file.decoded(raw_file.read_bytes(path, MAX_BYTES, problems), problems)
    # The limit is the process's: other tables are read with the one it had.
    before = csv.field_size_limit(_CSV_CELL)
    try:
        head, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        problems.refuse("not-csv", f"this is not CSV: {error}")
    except ValueError:
        problems.refuse("not-csv", "the file is empty")
    finally:
        csv.field_size_limit(before)
    for line, cells in enumerate(lines, start=2):
        if len(cells) != len(head):
            message = f"a row has as many cells as the header: {len(head)}"
            problems.refuse("cell-count", message, line=line, found=str(len(cells)))
    rows = [dict(zip(head, map(_unguarded, cells), strict=True)) for cells in lines]
    stamps = {tuple(row.get(name) for name in STAMP) for row in rows}
    if len(stamps) != 1 or not set(STAMP) <= set(head):
        message = "the columns as_of and data_sha256 say one day and one state of the data"
        problems.refuse("missing-column", message, line=1)
    return Table(head, rows, dict(zip(STAMP, stamps.pop(), strict=True)), first_line=2)


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


def _of_gdal(path: Path, problems: Problems, *, magic: bytes) -> Table:
    """Return the content of a file with several layers; its first bytes say that it is one."""
    if not raw_file.read_bytes(path, MAX_BYTES, problems).startswith(magic):
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
    return Table(table.column_names, table.to_pylist(), stamps)


def _refuse_broken(path: Path, problems: Problems) -> NoReturn:
    """Say what a file is not, without what a library says of its inside."""
    ending = path.suffix.lower()
    problems.refuse(f"not-{ending[1:]}", f"this is no whole {_KINDS[ending]}")


READERS: Final[Mapping[str, Callable[[Path, Problems], Table]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
    ".gpkg": partial(_of_gdal, magic=b"SQLite format 3\0"),
    ".parquet": _parquet,
    ".xlsx": partial(_of_gdal, magic=b"PK\x03\x04"),
}
"""By suffix."""
