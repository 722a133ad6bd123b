"""Writes the rows of a batch, or continues after those of an earlier run."""

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from geo.catalog import csv_dialect
from geo.catalog.raw_file import StrPath
from geo.errors import DataError, Problem
from geo.referral import csv_rows
from geo.referral.batch_columns import COLUMNS, STATUSES
from geo.referral.csv_rows import Fault, Header, Row
from geo.text import is_formula

__all__ = ["RESUME_HINT", "ROWS_AT_ONCE", "Summary", "Table", "refuse", "write"]

RESUME_HINT = (
    "The output is not complete, but every row in it is: "
    "the same command with --resume continues after the last one."
)
"""What to tell where a run was stopped."""

ROWS_AT_ONCE = 100
"""Rows after which the output is flushed and progress is reported."""
_STATUSES = frozenset(status.encode() for status in STATUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run wrote: rows by status, and how many of them an earlier run had written."""

    rows: int
    by_status: Mapping[str, int]
    resumed_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An input with a valid header, and what makes its output.

    `answer` gives the status and the added cells of a row; the last two cells of every row are
    `stamp`, the day and the hash of the data.
    """

    header: Header
    rows: Iterator[Row]
    answer: Callable[[Row], tuple[str, bytes]]
    stamp: tuple[bytes, bytes]

    @property
    def end(self) -> bytes:
        """Return the line end of the file."""
        return self.header.row.end or b"\n"

    def head(self) -> bytes:
        """Return the output's header."""
        header = self.header
        added = header.delimiter.join(name.encode() for name in COLUMNS)
        return (
            header.before
            + _harmless(header.row, header.delimiter)
            + header.delimiter
            + added
            + self.end
        )

    def own(self, row: Row) -> bytes:
        """Return the input's part of an output row, with the delimiter after it.

        An apostrophe goes before what a spreadsheet would take for a formula.
        Cells that are missing at its end are empty ones here, so that the added columns stand in
        their place. The whole text of a row that cannot be read becomes the first cell.
        """
        delimiter, count = self.header.delimiter, len(self.header.row.cells)
        if row.fault is None:
            return _harmless(row, delimiter) + delimiter * (count - len(row.cells) + 1)
        text = b"'" + row.raw if _is_formula(row.raw) else row.raw
        return csv_rows.quoted(text) + delimiter * count


def _harmless(row: Row, delimiter: bytes) -> bytes:
    """Return the bytes of a row, with an apostrophe in each cell that would be taken for a formula.

    It stands before the cell's text, inside its quotes. All else is as it was.
    """
    if not any(map(_is_formula, row.cells)):
        return row.raw
    raw_cells = csv_rows.raw_cells(row.raw, delimiter)
    return delimiter.join(
        raw if not _is_formula(cell) else b"\"'" + raw[1:] if raw.startswith(b'"') else b"'" + raw
        for cell, raw in zip(row.cells, raw_cells, strict=True)
    )


def _is_formula(cell: bytes) -> bool:
    """Return whether a spreadsheet could take a cell for a formula; most begin with a letter or digit."""
    return not cell[:1].isalnum() and is_formula(csv_dialect.text_of(cell))


def refuse(path: StrPath, line: int, rule: str, where: str, message: str) -> NoReturn:
    """Raise a DataError of one problem, without the value, which may be an address."""
    raise DataError([Problem(os.fspath(path), line, rule, where, "", message)])


def write(
    table: Table,
    out: io.FileIO,
    target: StrPath,
    tell: Callable[[int], None],
    *,
    resume: bool,
) -> Summary:
    """Write header and rows, or with `resume` those that are missing in `out`.

    Raises
    ------
    DataError
        With `resume`, if the content of `out` is not the start of what would be written.
    OSError
        If `out` cannot be written to; it names `target` and the last row, up to which it is whole.
    """
    # Two ways to one file: reading goes ahead of where rows are compared, writing waits for nothing.
    old = _Old(table, io.BufferedReader(io.FileIO(out.fileno(), closefd=False)), out, target)
    new = _New(out, target)
    matching = resume and old.has_header()
    if not matching:
        new.begin(0, lines=0)
        new.add(table.head())
    counts = Counter[str]()
    resumed = number = 0
    try:
        for number, row in enumerate(table.rows, start=1):
            status = old.status(row, number) if matching else None
            if status is None:
                if matching:
                    new.begin(old.read.tell(), lines=1 + resumed)
                    matching = False
                status, added = table.answer(row)
                new.add(table.own(row) + added + (row.end or table.end))
            else:
                resumed += 1
            counts[status] += 1
            if number % ROWS_AT_ONCE == 0:
                new.flush()
                tell(number)
    finally:
        new.flush()
    if matching:
        old.check_end()
    by_status = {status: counts[status] for status in STATUSES if counts[status]}
    return Summary(rows=number, by_status=by_status, resumed_rows=resumed)


@dataclass(slots=True)
class _New:
    """What a run writes: whole lines, of which `lines` are in the file up to the byte `size`.

    Without a buffer below it, which would try again at the end to write what there was no room for.
    """

    out: io.FileIO
    target: StrPath
    size: int = 0
    lines: int = 0
    waiting: list[bytes] = field(default_factory=list)

    def begin(self, size: int, lines: int) -> None:
        """Begin after the lines of an earlier run, which are so many bytes."""
        self.out.seek(size)
        self.size, self.lines = size, lines

    def add(self, line: bytes) -> None:
        """Take a line, with its end, to be written with the next ones."""
        self.waiting.append(line)

    def flush(self) -> None:
        """Write the lines that wait. Where that fails, what was written of half a line is cut off."""
        lines, self.waiting = self.waiting, []
        rest = memoryview(b"".join(lines))
        try:
            while rest:
                rest = rest[self.out.write(rest) :]
        except OSError as error:
            self._cut(lines)
            said = (
                f"{error.strerror} after row {max(self.lines - 1, 0):,} of the table. {RESUME_HINT}"
            )
            raise OSError(error.errno, said, os.fspath(self.target)) from None
        except BaseException:  # Ctrl+C between two parts
            self._cut(lines)
            raise
        self.size += sum(map(len, lines))
        self.lines += len(lines)

    def _cut(self, lines: list[bytes]) -> None:
        """Cut the file off after the last of the lines that is whole."""
        written = self.out.seek(0, io.SEEK_END)
        for line in lines:
            if self.size + len(line) > written:
                break
            self.size += len(line)
            self.lines += 1
        self.out.truncate(self.size)


@dataclass(frozen=True, slots=True)
class _Old:
    """The output of an earlier run, read in step with the input."""

    table: Table
    read: io.BufferedReader
    out: io.FileIO
    target: StrPath

    def has_header(self) -> bool:
        """Return whether the header is complete; part of one is cut off."""
        head = self.table.head()
        start = self.read.read(len(head))
        if start == head:
            return True
        if not self._cut_at(0, start, head):
            message = "the header is not that of this input with the added columns"
            refuse(self.target, self.table.header.row.line, "other-header", "output", message)
        return False

    def status(self, row: Row, number: int) -> str | None:
        """Return the status that the output has for a row, or None where it has no such row yet.

        A row whose end is missing is cut off.
        """
        at = self.read.tell()
        own = self.table.own(row)
        start = self.read.read(len(own))
        if start != own:
            if self._cut_at(at, start, own):
                return None
            message = "this row is not that of the input: the input or the output was changed"
            refuse(self.target, row.line, "other-input", "row", message)
        rest = self.read.readline(csv_rows.MAX_BYTES)
        if not rest.endswith(b"\n") and self._cut_at(at, b"", b""):
            return None
        return self._checked(row, number, rest)

    def check_end(self) -> None:
        """Refuse an output that goes on after the last row of the input."""
        if self.read.read(1):
            message = "the output has more rows than the input"
            refuse(self.target, 0, "longer-than-input", "output", message)

    def _cut_at(self, at: int, start: bytes, whole: bytes) -> bool:
        """Cut the output off if it ends within what should be `whole`; return whether it did."""
        if self.read.read(1) or not whole.startswith(start):
            return False
        self.read.seek(at)
        self.out.truncate(at)
        return True

    def _checked(self, row: Row, number: int, rest: bytes) -> str:
        """Return the status in the added cells `rest` of an old row."""
        end = row.end or self.table.end
        added = rest.removesuffix(end)
        cells = csv_rows.cells_of(added, self.table.header.delimiter)
        whole = rest.endswith(end) and not isinstance(cells, Fault) and len(cells) == len(COLUMNS)
        if isinstance(cells, Fault) or not whole or cells[0] not in _STATUSES:
            message = "the added columns of this row were not written by a run"
            refuse(self.target, row.line, "not-ours", "row", message)
        if cells[-2:] != self.table.stamp:
            message = "this row is of other data or another day; start over with --overwrite"
            refuse(self.target, row.line, "other-data", "row", message)
        status = cells[0].decode()
        # Rows 1, 2, 4, 8 ... are looked up again: another column, or another version, would show.
        if number & (number - 1) == 0 and self.table.answer(row) != (status, added):
            message = "this row has another answer now; start over with --overwrite"
            refuse(self.target, row.line, "other-answer", "row", message)
        return status
