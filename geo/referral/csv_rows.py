"""CSV rows as raw bytes; unreadable rows are kept."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import BinaryIO

from geo.catalog import csv_dialect
from geo.catalog.csv_dialect import BOM, DELIMITERS

__all__ = [
    "KEPT_BYTES",
    "MAX_BYTES",
    "MAX_LINES",
    "OF_FILE",
    "Fault",
    "Header",
    "Row",
    "cells_of",
    "quoted",
    "raw_cells",
    "read",
]

MAX_BYTES = 1_000_000
"""Bytes of the longest row that is read."""
MAX_LINES = 200
"""Lines of the longest row that is read: the end of a quoted cell is sought no farther."""
KEPT_BYTES = 32_000
"""Bytes kept of a line longer than `MAX_BYTES`; a cell of a spreadsheet holds 32,767 characters."""


class Fault(StrEnum):
    """Why a row cannot be read."""

    TOO_LONG = "row_too_long"
    NUL = "nul_byte"
    OPEN_QUOTE = "open_quote"
    AFTER_QUOTE = "text_after_quote"
    LONE_CR = "lone_carriage_return"
    CELL_COUNT = "cell_count"
    BLANK = "blank_line"
    UTF_16 = "utf_16"
    WORKBOOK = "workbook"
    DELIMITER = "unknown_delimiter"


OF_FILE = frozenset({Fault.UTF_16, Fault.WORKBOOK, Fault.DELIMITER})
"""Faults of the file as a whole, which its first row has."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Row:
    """One row. `line` is where it begins, from 1; `raw` its bytes without the line end `end`.

    `cells` are the values without their quotes, none where the row has a `fault`, and fewer than
    the header's where its last are missing. Of a line that is too long, `raw` is the beginning.
    """

    line: int
    raw: bytes
    end: bytes
    cells: tuple[bytes, ...] = ()
    fault: Fault | None = None

    def __repr__(self) -> str:
        """Tell the line, not what stands in it."""
        return f"Row(line {self.line}, {self.fault or 'read'}, hidden)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The row of names, the bytes `before` it, and the file's delimiter."""

    row: Row
    before: bytes
    delimiter: bytes


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    body: bytes
    end: bytes
    length: int  # of the line in the file, which may be longer than `body`


class _State(Enum):
    """Where the end of a line leaves the reader."""

    DONE = 1
    INSIDE = 2  # of quotes
    BROKEN = 3


def read(file: BinaryIO) -> tuple[Header, Iterator[Row]] | None:
    """Return the header of a CSV file and its further rows, or None where there is no header.

    The delimiter is the comma, semicolon or tab that occurs most often in the first line outside of
    quotes; the comma where they are equal. A line such as ``sep=;`` before the header, which Excel
    writes, names it and is no row. Rows end with LF or CRLF. Quotes follow RFC 4180: a quote at the
    start of a cell opens it, two quotes inside stand for one, and the cell ends after the closing
    quote. A row whose quote is not closed within `MAX_LINES` lines and `MAX_BYTES` bytes, or is
    followed by other text on a later line, is its first line alone.

    Parameters
    ----------
    file : binary file
        Read once, front to back; never more than about `MAX_BYTES` of it are in memory.
    """
    lines = _Lines(file)
    first = lines.take()
    if first is None:
        return None
    before = BOM if first.body.startswith(BOM) else b""
    body = first.body.removeprefix(BOM)
    named = csv_dialect.SEP.fullmatch(body)
    fault = _fault_of_file(first.body, named)
    if named and not fault:
        before += body + first.end
        delimiter = named[1]
    else:
        lines.give_back([_Line(first.number, body, first.end, first.length)])
        delimiter = csv_dialect.delimiter(body)
    rows = _rows(lines, delimiter)
    row = next(rows, None)
    if row is None:
        return None
    if fault:
        row = replace(row, line=1, cells=(), fault=fault)
    count = len(row.cells)
    header = Header(row=row, before=before, delimiter=delimiter)
    return header, (_counted(row, count) for row in rows)


def quoted(cell: bytes) -> bytes:
    """Return a value as a quoted cell; a NUL byte, which CSV readers reject, becomes U+2400."""
    return b'"' + cell.replace(b'"', b'""').replace(b"\0", "\u2400".encode()) + b'"'


def raw_cells(raw: bytes, delimiter: bytes) -> list[bytes]:
    """Return the cells of a row that can be read as they stand there, in their quotes."""
    cells = []
    for match in _PATTERNS[delimiter].cell.finditer(raw):
        cells.append(raw[match.start() : match.start(3)])
        if not match[3]:
            break
    return cells


def cells_of(raw: bytes, delimiter: bytes) -> tuple[bytes, ...] | Fault:
    """Return the values of a row without its line end, or why there are none."""
    if b"\0" in raw:
        return Fault.NUL
    if b'"' not in raw:
        return Fault.LONE_CR if b"\r" in raw else tuple(raw.split(delimiter))
    pattern = _PATTERNS[delimiter]
    cells = []
    at = 0
    while True:
        match = pattern.cell.match(raw, at)
        if match is None:
            return Fault.AFTER_QUOTE if pattern.closed.match(raw, at) else Fault.OPEN_QUOTE
        inside, plain, parting = match.groups()
        if plain is not None and b"\r" in plain:
            return Fault.LONE_CR
        cells.append(inside.replace(b'""', b'"') if plain is None else plain)
        if not parting:
            return tuple(cells)
        at = match.end()


@dataclass(frozen=True, slots=True)
class _Patterns:
    cell: re.Pattern[bytes]
    closed: re.Pattern[bytes]
    inside: re.Pattern[bytes]


# Possessive, so that a long cell is scanned once, whatever follows it.
_INSIDE = rb'(?:[^"]++|"")*+'
_PATTERNS = {
    delimiter: _Patterns(
        cell=re.compile(rb'(?:"(%b)"|(?!")([^%b]*+))(%b|\Z)' % (_INSIDE, delimiter, delimiter)),
        closed=re.compile(rb'"%b"' % _INSIDE),
        inside=re.compile(_INSIDE),
    )
    for delimiter in DELIMITERS
}


class _Lines:
    """Lines of a file, which can be put back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting: deque[_Line] = deque()
        self._number = 0

    def take(self) -> _Line | None:
        """Return the next line, or None at the end."""
        if self._waiting:
            return self._waiting.popleft()
        raw = self._file.readline(MAX_BYTES + 1)
        if not raw:
            return None
        self._number += 1
        length = len(raw)
        kept = raw
        # A line without an end is read in pieces; its beginning is kept.
        while not raw.endswith(b"\n") and (raw := self._file.readline(MAX_BYTES)):
            length += len(raw)
        end = b"\r\n" if raw.endswith(b"\r\n") else b"\n" if raw.endswith(b"\n") else b""
        body = kept[: length - len(end)] if length <= MAX_BYTES else _beginning(kept)
        return _Line(self._number, body, end, length)

    def give_back(self, lines: list[_Line]) -> None:
        """Put lines back, to be taken next."""
        self._waiting.extendleft(reversed(lines))


def _beginning(body: bytes) -> bytes:
    """Return the first `KEPT_BYTES` of a line, without half a character at the end."""
    cut = KEPT_BYTES
    while cut > KEPT_BYTES - 3 and body[cut] & 0xC0 == 0x80:
        cut -= 1
    return body[:cut]


def _fault_of_file(line: bytes, named: re.Match[bytes] | None) -> Fault | None:
    """Return why a file with this first line cannot be read; `named` is the delimiter it names."""
    if csv_dialect.is_workbook(line):
        return Fault.WORKBOOK
    if csv_dialect.is_utf16(line):
        return Fault.UTF_16
    return Fault.DELIMITER if named and named[1] not in DELIMITERS else None


def _rows(lines: _Lines, delimiter: bytes) -> Iterator[Row]:
    while (first := lines.take()) is not None:
        if first.length > MAX_BYTES:
            yield Row(line=first.number, raw=first.body, end=first.end, fault=Fault.TOO_LONG)
            continue
        whole = [first]
        state = _after(first.body, delimiter, inside=False)
        size = first.length
        while state is _State.INSIDE and len(whole) < MAX_LINES and size <= MAX_BYTES:
            line = lines.take()
            if line is None:
                break
            whole.append(line)
            size += line.length
            if size <= MAX_BYTES:  # a longer line may not be here whole
                state = _after(line.body, delimiter, inside=True)
        if state is not _State.DONE:
            lines.give_back(whole[1:])
            whole = [first]
        yield _row(whole, delimiter)


def _after(body: bytes, delimiter: bytes, *, inside: bool) -> _State:
    """Return the state after a line that begins `inside` quotes or does not."""
    if not inside and b'"' not in body:
        return _State.DONE
    pattern = _PATTERNS[delimiter]
    at = 0
    if inside:
        # The line is scanned as if its quote opened here.
        at = pattern.inside.match(body).end()  # type: ignore[union-attr]  # it matches nothing too
        if at == len(body):
            return _State.INSIDE
        at += 1
        if at == len(body):
            return _State.DONE
        if not body.startswith(delimiter, at):
            return _State.BROKEN
        at += 1
    while match := pattern.cell.match(body, at):
        if not match[3]:
            return _State.DONE
        at = match.end()
    return _State.BROKEN if pattern.closed.match(body, at) else _State.INSIDE


def _row(lines: list[_Line], delimiter: bytes) -> Row:
    last = lines[-1]
    raw = b"".join(line.body + line.end for line in lines[:-1]) + last.body
    cells = cells_of(raw, delimiter)
    row = Row(line=lines[0].number, raw=raw, end=last.end)
    return replace(row, fault=cells) if isinstance(cells, Fault) else replace(row, cells=cells)


def _counted(row: Row, count: int) -> Row:
    """Return the row, with a fault where it has more cells than the header, or is an empty line."""
    if row.fault or len(row.cells) == count or (len(row.cells) < count and row.raw.strip()):
        return row
    fault = Fault.CELL_COUNT if row.raw.strip() else Fault.BLANK
    return replace(row, cells=(), fault=fault)
