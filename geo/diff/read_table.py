"""Reads the layer of counties back out of a file that `export` wrote, in any of its formats."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from geo.diff.read_bytes import raw, refuse
from geo.exports import about, csvfile
from geo.exports.counties import NAME

__all__ = ["READERS", "Table"]

_CSV_CELL: Final = 10_000_000
_STAMP: Final = csvfile.STAMP
_KINDS: Final = {".gpkg": "GeoPackage", ".parquet": "Parquet file", ".xlsx": "XLSX workbook"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of the layer of counties as a file has them, and its stamps; nothing is checked yet.

    `first_line` is the line of the first row, 0 where rows have no lines.
    """

    file: str
    first_line: int
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    as_of: str
    data_sha256: str


def _csv(path: Path) -> Table:
    content = raw(path)
    # The limit is the process's: other tables are read with the one it had.
    before = csv.field_size_limit(_CSV_CELL)
    try:
        text = content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except UnicodeDecodeError:
        refuse(path.name, "not-utf-8", "the file is to be UTF-8")
    except csv.Error as error:
        refuse(path.name, "not-csv", f"this is not CSV: {error}")
    except ValueError:
        refuse(path.name, "not-csv", "the file is empty")
    finally:
        csv.field_size_limit(before)
    for line, row in enumerate(rows, start=2):
        if len(row) != len(head):
            message = f"a row has as many cells as the header: {len(head)}"
            refuse(path.name, "cell-count", message, line=line, found=str(len(row)))
    stamps = [{row[head.index(one)] for row in rows} if one in head else set() for one in _STAMP]
    if any(len(one) != 1 for one in stamps):
        message = "the columns as_of and data_sha256 say one day and one state of the data"
        refuse(path.name, "missing-column", message, line=1)
    made = [{name: cell or None for name, cell in zip(head, row, strict=True)} for row in rows]
    (as_of,), (sha256,) = stamps
    return _table(path, head, made, as_of, sha256, first_line=2)


def _geojson(path: Path) -> Table:
    content = raw(path)
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse(path.name, "not-utf-8", "the file is to be UTF-8")
    except (ValueError, RecursionError) as error:
        refuse(path.name, "not-geojson", f"not JSON: {error}")
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        refuse(path.name, "not-geojson", "the file is to be a GeoJSON FeatureCollection")
    rows: list[dict[str, Any]] = []
    for feature in features:
        row = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(row, dict):
            refuse(path.name, "not-geojson", "each feature has properties")
        rows.append(row)
    columns = list(rows[0]) if rows else []
    if any(list(row) != columns for row in rows):
        refuse(path.name, "not-geojson", "each feature has the same properties")
    return _table(path, columns, rows, found.get(_STAMP[0]), found.get(_STAMP[1]))


def _parquet(path: Path) -> Table:
    content = raw(path)
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        _refuse_broken(path)
    stamps = table.schema.metadata or {}
    as_of, sha256 = (stamps.get(one.encode(), b"").decode("utf-8", "replace") for one in _STAMP)
    return _of_arrow(path, table, as_of, sha256)


def _gpkg(path: Path) -> Table:
    return _of_gdal(path, b"SQLite format 3\0")


def _xlsx(path: Path) -> Table:
    return _of_gdal(path, b"PK\x03\x04")


def _of_gdal(path: Path, magic: bytes) -> Table:
    """Return the table of a file with several layers; its first bytes say that it is one."""
    if not raw(path).startswith(magic):
        _refuse_broken(path)
    try:
        # By place: GDAL takes the first line of a sheet of texts alone for no header.
        lines = [list(one.values()) for one in _layer(path, about.NAME).to_pylist()]
        told = {one[0]: one[1] for one in lines if len(one) > 1}
        return _of_arrow(path, _layer(path, NAME), told.get(_STAMP[0]), told.get(_STAMP[1]))
    except pyogrio.errors.DataLayerError:
        refuse(path.name, "missing-layer", f"the file has the layers {NAME} and {about.NAME}")
    except (pyogrio.errors.DataSourceError, pa.ArrowException, OSError):
        _refuse_broken(path)


def _refuse_broken(path: Path) -> NoReturn:
    """Say what a file is not, without what a library says of its inside."""
    ending = path.suffix.lower()
    refuse(path.name, f"not-{ending[1:]}", f"this is no whole {_KINDS[ending]}")


def _layer(path: Path, name: str) -> Any:
    return pyogrio.read_arrow(path, layer=name, read_geometry=False)[1]


def _of_arrow(path: Path, table: Any, as_of: object, sha256: object) -> Table:
    plain = table.drop_columns([one for one in ("geometry", "geom") if one in table.column_names])
    return _table(path, plain.column_names, plain.to_pylist(), as_of, sha256)


def _table(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    as_of: object,
    sha256: object,
    *,
    first_line: int = 0,
) -> Table:
    if not isinstance(as_of, str) or not isinstance(sha256, str) or not as_of or not sha256:
        refuse(path.name, "no-stamp", "the file says of which day (as_of) and data_sha256 it is")
    return Table(
        file=path.name,
        first_line=first_line,
        columns=tuple(columns),
        rows=tuple(rows),
        as_of=as_of,
        data_sha256=sha256,
    )


READERS: Final[Mapping[str, Callable[[Path], Table]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
    ".gpkg": _gpkg,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
"""By suffix."""
