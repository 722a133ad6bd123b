"""Reads the table of sentences in Spanish beside their English, or says everything that is wrong with it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from geo.catalog import csvtable
from geo.catalog.csvtable import Row, column, matches
from geo.catalog.raw_file import StrPath
from geo.catalog.yamltree import is_forbidden
from geo.errors import Problems

__all__ = ["FILE", "NONE", "Spanish", "placeholders", "read"]

FILE: Final = "spanish.csv"
_REVIEWED: Final = "reviewed"
"""Id of the first row, which says of all others whether somebody who speaks Spanish checked them."""


@dataclass(frozen=True, slots=True)
class Spanish:
    """Sentences in Spanish by their English; ``{name}`` in both stands for a field."""

    rows: Mapping[str, str]
    reviewed: bool


NONE: Final = Spanish(MappingProxyType({}), reviewed=False)
"""What a data folder without the table has."""


def _is_text(cell: str) -> bool:
    # Braces stand around placeholders alone, which have a rule of their own.
    plain = cell.replace("{", "").replace("}", "")
    return bool(cell.strip()) and not any(map(is_forbidden, plain))


def placeholders(sentence: str) -> set[str] | None:
    """Return the names of a sentence's fields; None where its braces hold something else."""
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        return None
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not conversion for _, _, spec, conversion in parts)
    return names if plain and all(map(str.isidentifier, names)) else None


_TEXT: Final = ("forbidden-character", "a sentence has plain characters", _is_text)
_COLUMNS: Final = (
    column(
        "id",
        ("wrong-form", "an id is lower-case words with hyphens", matches("[a-z0-9]+(-[a-z0-9]+)*")),
        unique="id",
    ),
    column("english", _TEXT, unique="English sentence"),
    column("spanish", _TEXT),
)


def read(path: StrPath) -> Spanish:
    """Return the table: its columns are id, english and spanish; others are passed over.

    Raises
    ------
    DataError
        With file, line and rule of every row that is not complete, whose placeholders are not the same in
        both languages or that comes twice, and where the first row is not the one on the review.
    """
    file = Path(path)
    problems = Problems(file.name)
    rows = list(csvtable.rows(file, _COLUMNS, problems))
    if not rows or rows[0].cells["id"] != _REVIEWED:
        problems.refuse("no-review", f"the first row has the id {_REVIEWED}", line=2)
    first, *sentences = rows
    if first.cells["spanish"] not in ("yes", "no"):
        problems.add(
            "wrong-form",
            "whether the table is reviewed is yes or no",
            line=first.line,
            where=first.where,
            found=first.cells["spanish"],
        )
    for row in sentences:
        _check(row, problems)
    problems.check()
    told = {row.cells["english"]: row.cells["spanish"] for row in sentences}
    return Spanish(MappingProxyType(told), reviewed=first.cells["spanish"] == "yes")


def _check(row: Row, problems: Problems) -> None:
    english, spanish = (placeholders(row.cells[name]) for name in ("english", "spanish"))
    if not row.broken and (english is None or english != spanish):
        problems.add(
            "placeholders",
            "both languages have the same placeholders, such as {place}",
            line=row.line,
            where=row.where,
            found=row.cells["spanish"],
        )
