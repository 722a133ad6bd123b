"""Writes the rows of a batch, going on after those that an earlier run has written."""

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
"""Rows after which the output is handed to the system and progress is told."""
_STATUSES = frozenset(one.encode() for one in STATUSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run wrote: rows by status, and how many of them an earlier run had written."""

    rows: int
    by_status: Mapping[str, int]
    resumed_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An input whose header was found good, and what makes its output.

    `answer` gives status and added cells of a row; the last two cells of every row are `stamp`,
    the day and the hash of the data.
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
        added = header.delimiter.join(one.encode() for one in COLUMNS)
        return header.before + header.row.raw + header.delimiter + added + self.end

    def own(self, row: Row) -> bytes:
        """Return a row's part of the output that is the input's, with the delimiter after it.

        Of a row that cannot be read the whole text becomes the first cell.
        """
        delimiter = self.header.delimiter
        if row.fault is None:
            return row.raw + delimiter
        return csv_rows.quoted(row.raw) + delimiter * len(self.header.row.cells)


def refuse(path: StrPath, line: int, rule: str, where: str, message: str) -> NoReturn:
    """Raise a DataError of one problem; what was found is left out: it may be an address."""
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
        With `resume`, if what is there is no beginning of what is to be written.
    """
    old = _Old(table, out, target)
    going_on = resume and old.has_header()
    if not going_on:
        out.write(table.head())
    counts = Counter[str]()
    resumed = number = 0
    for number, row in enumerate(table.rows, start=1):
        status = old.status(row, number) if going_on else None
        if status is None:
            going_on = False
            status, added = table.answer(row)
            out.write(table.own(row) + added + (row.end or table.end))
        else:
            resumed += 1
        counts[status] += 1
        if number % ROWS_AT_ONCE == 0:
            out.flush()
            tell(number)
    if going_on:
        old.check_end()
    out.flush()
    by_status = {one: counts[one] for one in STATUSES if counts[one]}
    return Summary(rows=number, by_status=by_status, resumed_rows=resumed)


@dataclass(frozen=True, slots=True)
class _Old:
    """The output of an earlier run, read in step with the input."""

    table: Table
    out: BinaryIO
    target: StrPath

    def has_header(self) -> bool:
        """Return whether the header is there whole; the beginning of one is cut off."""
        head = self.table.head()
        found = self.out.read(len(head))
        if found == head:
            return True
        if not self._cut_at(0, found, head):
            message = "the header is not that of this input with the added columns"
            refuse(self.target, self.table.header.row.line, "other-header", "output", message)
        return False

    def status(self, row: Row, number: int) -> str | None:
        """Return the status that stands in the output, or None where there is no such row yet.

        A row whose end is missing is cut off.
        """
        at = self.out.tell()
        own = self.table.own(row)
        found = self.out.read(len(own))
        if found != own:
            if self._cut_at(at, found, own):
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

    def _cut_at(self, at: int, found: bytes, whole: bytes) -> bool:
        """Cut the output off where it ends within what was to be `whole`; return whether it does."""
        if self.out.read(1) or not whole.startswith(found):
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
