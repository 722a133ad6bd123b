"""Writes the rows of a batch, or continues after those of an earlier run."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from geo.catalog.raw_file import StrPath
from geo.errors import DataError, Problem
from geo.referral import csv_rows
from geo.referral.batch_columns import COLUMNS, STATUSES
from geo.referral.csv_rows import Fault, Header, Row

__all__ = ["ROWS_AT_ONCE", "Summary", "Table", "refuse", "write"]

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
        return header.before + header.row.raw + header.delimiter + added + self.end

    def own(self, row: Row) -> bytes:
        """Return the input's part of an output row, with the delimiter after it.

        Cells that are missing at its end are empty ones here, so that the added columns stand in
        their place. The whole text of a row that cannot be read becomes the first cell.
        """
        delimiter, count = self.header.delimiter, len(self.header.row.cells)
        if row.fault is None:
            return row.raw + delimiter * (count - len(row.cells) + 1)
        return csv_rows.quoted(row.raw) + delimiter * count


def refuse(path: StrPath, line: int, rule: str, where: str, message: str) -> NoReturn:
    """Raise a DataError of one problem, without the value, which may be an address."""
    raise DataError([Problem(os.fspath(path), line, rule, where, "", message)])


def write(
    table: Table,
    out: BinaryIO,
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
    """
    old = _Old(table, out, target)
    matching = resume and old.has_header()
    if not matching:
        out.write(table.head())
    counts = Counter[str]()
    resumed = number = 0
    for number, row in enumerate(table.rows, start=1):
        status = old.status(row, number) if matching else None
        if status is None:
            matching = False
            status, added = table.answer(row)
            out.write(table.own(row) + added + (row.end or table.end))
        else:
            resumed += 1
        counts[status] += 1
        if number % ROWS_AT_ONCE == 0:
            out.flush()
            tell(number)
    if matching:
        old.check_end()
    out.flush()
    by_status = {status: counts[status] for status in STATUSES if counts[status]}
    return Summary(rows=number, by_status=by_status, resumed_rows=resumed)


@dataclass(frozen=True, slots=True)
class _Old:
    """The output of an earlier run, read in step with the input."""

    table: Table
    out: BinaryIO
    target: StrPath

    def has_header(self) -> bool:
        """Return whether the header is complete; part of one is cut off."""
        head = self.table.head()
        start = self.out.read(len(head))
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
        at = self.out.tell()
        own = self.table.own(row)
        start = self.out.read(len(own))
        if start != own:
            if self._cut_at(at, start, own):
                return None
            message = "this row is not that of the input: the input or the output was changed"
            refuse(self.target, row.line, "other-input", "row", message)
        rest = self.out.readline(csv_rows.MAX_BYTES)
        if not rest.endswith(b"\n") and self._cut_at(at, b"", b""):
            return None
        return self._checked(row, number, rest)

    def check_end(self) -> None:
        """Refuse an output that goes on after the last row of the input."""
        if self.out.read(1):
            message = "the output has more rows than the input"
            refuse(self.target, 0, "longer-than-input", "output", message)

    def _cut_at(self, at: int, start: bytes, whole: bytes) -> bool:
        """Cut the output off if it ends within what should be `whole`; return whether it did."""
        if self.out.read(1) or not whole.startswith(start):
            return False
        self.out.seek(at)
        self.out.truncate()
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
