"""Reads a CSV file as rows that know their line."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.catalog.yamltree import MAX_BYTES, shown
from geo.errors import Problem

__all__ = ["NO_TABLE", "read_bytes", "rows"]

NO_TABLE = frozenset(("no-file", "too-large", "not-utf-8", "missing-column", "not-csv"))
"""Rules after which it is not known what the table holds."""


def read_bytes(path: Path, problems: list[Problem]) -> bytes | None:
    """Return the bytes of a file, one more than are allowed at most; None with a problem."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        problems.append(Problem(path.name, 0, "no-file", "file", "", message))
        return None


def rows(
    path: Path, columns: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line and values of each row, in the order of `columns`; others are passed over.

    Yields nothing where the file is no such table; what is wrong with it goes to `problems`. A
    row that is too short has empty values.
    """

    def refuse(line: int, rule: str, where: str, found: str, message: str) -> None:
        problems.append(Problem(path.name, line, rule, where, shown(found), message))

    raw = read_bytes(path, problems)
    if raw is None:
        return
    if len(raw) > MAX_BYTES:
        refuse(0, "too-large", "file", "", f"at most {MAX_BYTES} bytes are read")
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        refuse(line, "not-utf-8", "file", "", "the file is to be UTF-8")
        return
    table = csv.reader(io.StringIO(text, newline=""))
    last = 0
    try:
        header = next(table, [])
        missing = [one for one in columns if header.count(one) != 1]
        if missing:
            message = f"each of these columns is to stand here once: {', '.join(missing)}"
            refuse(1, "missing-column", "header", ", ".join(header), message)
            return
        places = [header.index(one) for one in columns]
        last = table.line_num
        for row in table:
            last = table.line_num
            if row:
                whole = row + [""] * (len(header) - len(row))
                yield last, tuple([whole[place] for place in places])
    except csv.Error as error:
        refuse(last + 1, "not-csv", "file", "", f"this is not CSV: {error}")
