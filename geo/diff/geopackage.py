"""Reads tables of a GeoPackage, which is an SQLite database, from memory.

Whoever made it may have put more into it than tables: views, triggers and virtual tables run code of
SQLite's. Only plain tables are read, and only for as long as they should take.
"""

import re
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final

__all__ = ["NotAGeoPackageError", "tables"]

MAX_ROWS: Final = 20_000
_MAGIC: Final = b"SQLite format 3\0"
_HEAD: Final = struct.Struct(">16x H 10x I")
"""Of the head: bytes of a page, and how many pages there are."""
_MAX_STEPS: Final = 500_000_000
"""Of SQLite's own machine, for one file: seconds, where sound files take milliseconds."""
_STEPS_AT_ONCE: Final = 1_000_000
_MAX_CELL_BYTES: Final = 64_000_000
_PLAIN: Final = re.compile(r"BOOL|\w*INT|FLOAT|DOUBLE|REAL|TEXT|DATE", re.ASCII)
"""Types of columns that are not shapes."""
_NO_LOG: Final = b"\x01\x01"
"""In the head: written in place. In memory there is no file for a log beside it."""


class NotAGeoPackageError(ValueError):
    """The bytes are no whole database, or one that holds more than is read."""


def tables(raw: bytes, names: Sequence[str]) -> dict[str, list[list[Any]]]:
    """Return by name the rows of those plain tables that a database has, the names of columns first.

    Columns of shapes and of numbers that only count rows are left out.

    Raises
    ------
    NotAGeoPackageError
        If it is no whole database, or holds more than `MAX_ROWS`.
    """
    if not raw.startswith(_MAGIC) or len(raw) < _HEAD.size:
        raise NotAGeoPackageError
    page_bytes, pages = _HEAD.unpack_from(raw)
    if len(raw) < pages * page_bytes:
        raise NotAGeoPackageError
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(raw[:18] + _NO_LOG + raw[20:])
            _limit(database)
            found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            plain = {name for name, sql in found if str(sql).upper().startswith("CREATE TABLE")}
            return {name: _rows(database, name) for name in names if name in plain}
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise NotAGeoPackageError from error


def _limit(database: sqlite3.Connection) -> None:
    """Let a database take no more time and room than a sound one, and run nothing of its own."""
    left = _MAX_STEPS

    def step() -> bool:
        nonlocal left
        left -= _STEPS_AT_ONCE
        return left < 0

    database.set_progress_handler(step, _STEPS_AT_ONCE)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_CELL_BYTES)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")


def _rows(database: sqlite3.Connection, name: str) -> list[list[Any]]:
    columns = [
        str(column)
        for _, column, kind, _, _, key in database.execute(f"PRAGMA table_info({_quoted(name)})")
        if not key and _PLAIN.match(str(kind).upper())
    ]
    wanted = ", ".join(map(_quoted, columns)) or "NULL"
    query = f"SELECT {wanted} FROM {_quoted(name)} LIMIT {MAX_ROWS + 1}"  # noqa: S608  (quoted)
    rows = [list(row) for row in database.execute(query)]
    if len(rows) > MAX_ROWS:
        raise NotAGeoPackageError
    return [columns, *rows]


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
