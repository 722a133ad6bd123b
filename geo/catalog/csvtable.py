"""Reads a CSV file as rows that know their line, each cell checked by the rules of its column."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from geo.catalog import raw_file
from geo.catalog.raw_file import StrPath
from geo.catalog.schema import DECIMAL
from geo.catalog.yamltree import MAX_BYTES, is_forbidden
from geo.errors import Problems, shown

__all__ = [
    "DEGREES",
    "Column",
    "Row",
    "Rule",
    "column",
    "is_name",
    "matches",
    "named",
    "rows",
]

Rule = tuple[str, str, Callable[[str], object]]
"""Name of the rule, its sentence, and what is true of a cell that keeps it."""
DEGREES: Rule = ("not-a-number", "degrees are a decimal number", DECIMAL.fullmatch)


class Column(NamedTuple):
    """A column by its name in the header, and the rules of its cells.

    Of a cell the first rule that it breaks is reported. Where `unique` gives a noun for the
    message, no two cells may be the same. An `optional` one may be left out or have empty cells.
    """

    name: str
    rules: tuple[Rule, ...]
    unique: str
    optional: bool


class Row(NamedTuple):
    """One row: its line in the file, its cells by column, and the columns that broke a rule."""

    line: int
    cells: dict[str, str]
    broken: tuple[str, ...]

    @property
    def where(self) -> str:
        """Return the place of the row, by its first cell."""
        return f"row of {shown(next(iter(self.cells.values())))}"


def column(name: str, *rules: Rule, unique: str = "", optional: bool = False) -> Column:
    """Return a column with its rules."""
    return Column(name, rules, unique, optional)


def rows(path: StrPath, columns: Sequence[Column], problems: Problems) -> Iterator[Row]:
    """Yield the rows of a table, those that break a rule too; other columns are passed over.

    What is wrong with a row goes to `problems`. A row that is too short has empty cells.

    Raises
    ------
    DataError
        Where the file is no such table.
    """
    text = raw_file.decoded(raw_file.read_bytes(path, MAX_BYTES, problems), problems)
    table = csv.reader(io.StringIO(text, newline=""))
    seen: dict[str, set[str]] = {column.name: set() for column in columns if column.unique}
    line = 0
    try:
        header = next(table, [])
        known = [column for column in columns if not column.optional or column.name in header]
        names = [column.name for column in known]
        missing = [name for name in names if header.count(name) != 1]
        if missing:
            message = f"expected each of these columns once: {', '.join(missing)}"
            found = ", ".join(header)
            problems.refuse("missing-column", message, line=1, where="header", found=found)
        places = [header.index(name) for name in names]
        line = table.line_num
        for values in table:
            line = table.line_num
            if values:
                whole = values + [""] * (len(header) - len(values))
                cells = dict(zip(names, [whole[place] for place in places], strict=True))
                yield _checked(Row(line, cells, ()), known, seen, problems)
    except csv.Error as error:
        problems.refuse("not-csv", f"this is not CSV: {error}", line=line + 1)


def _checked(
    row: Row, columns: Sequence[Column], seen: dict[str, set[str]], problems: Problems
) -> Row:
    """Return a row with the columns that broke a rule, each of which is reported."""
    broken: list[str] = []
    for name, rules, unique, optional in columns:
        cell = row.cells[name]
        if optional and not cell:
            continue
        for rule, message, holds in rules:
            if not holds(cell):
                problems.add(rule, message, line=row.line, where=row.where, found=cell)
                broken.append(name)
                break
        else:
            if unique and cell in seen[name]:
                message = f"duplicate {unique}"
                problems.add("duplicate-id", message, line=row.line, where=row.where, found=cell)
                broken.append(name)
            elif unique:
                seen[name].add(cell)
    return row._replace(broken=tuple(broken)) if broken else row


def matches(pattern: str) -> Callable[[str], object]:
    """Return what is true of a cell of which the whole matches a regular expression."""
    return re.compile(pattern).fullmatch


def named(message: str) -> Rule:
    """Return the rule that a cell is a name of plain characters."""
    return "forbidden-character", message, is_name


def is_name(cell: str) -> bool:
    """Return whether a text is a name of plain characters."""
    if cell.isascii() and cell.replace(" ", "").isalpha():  # nearly every name
        return True
    return bool(cell.strip()) and not any(map(is_forbidden, cell))
