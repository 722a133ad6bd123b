"""What the directory's service codes mean, in the directory's own words: never a proof that a county is served."""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

from geo.match.columns import key
from geo.match.records import Code

__all__ = ["OF_CRISIS", "codes_in", "key_of", "published"]

KEY_SOURCE: Final = (
    "the key of the National Directory of 2024, as far as it is about crisis and settings"
)
_CODE: Final = ("servicecode", "code")
_NAME: Final = ("servicename", "codename", "definition", "description")
_YES: Final = frozenset({"1", "1.0", "x", "y", "yes", "true"})
_LONGEST: Final = 12


@cache
def published() -> Mapping[str, Code]:
    """Return the codes whose meaning comes along: those about crisis, kind of facility and setting."""
    text = (resources.files("geo.match") / "service_codes.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Code(code=row["code"], definition=row["definition"], category=row["category"])
        for row in csv.DictReader(text.splitlines())
    }


OF_CRISIS: Final = frozenset({"ACT", "AOT", "CBHC", "CIT", "ICM", "PEOFF", "PEON", "SPS", "WI"})
"""Codes about help in a crisis and intensive help, which a text for people shows."""


def key_of(rows: Iterator[tuple[int, Mapping[int, str]]]) -> dict[str, Code]:
    """Return the definitions in a sheet that is the file's own key, nothing from any other sheet."""
    places: dict[str, int] = {}
    found: dict[str, Code] = {}
    for _, cells in rows:
        if not places:
            places = _places(cells)
            continue
        code, name, category, more = (
            cells.get(places.get(column, -1), "") for column in ("code", "name", "category", "more")
        )
        if code and name:
            definition = f"{name}: {more}" if more and more != name else name
            found[code.upper()] = Code(
                code=code.upper(), definition=definition, category=category or None
            )
    return found


def _places(cells: Mapping[int, str]) -> dict[str, int]:
    """Return the columns of a key by what they hold, nothing where a row is not its header."""
    named = {key(cell): place for place, cell in sorted(cells.items())}
    wanted = {"code": _CODE, "name": _NAME, "category": ("categoryname", "category")}
    wanted["more"] = ("servicedescription",)
    found = {
        what: next((named[word] for word in words if word in named), None)
        for what, words in wanted.items()
    }
    places = {what: place for what, place in found.items() if place is not None}
    return places if {"code", "name"} <= places.keys() else {}


def codes_in(cell: str, flags: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of a row: the words of one cell, and the columns that say yes.

    `flags` are by header, in lower case, the cells of the columns that are nothing else.
    """
    listed = re.findall(r"[^\W_]+", cell)
    ticked = [name for name, value in flags.items() if value.casefold() in _YES]
    every = (code.upper() for code in (*listed, *ticked) if len(code) <= _LONGEST)
    return tuple(dict.fromkeys(every))
