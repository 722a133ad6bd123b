"""Reads sheets of an XLSX workbook as rows of cells, from memory and with limits on what it may unpack.

A workbook is an archive, so that a small file can hold more than a computer has room for.
"""

import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from xml.parsers import expat

__all__ = ["Cell", "NotAWorkbookError", "sheets"]

Cell = str | int | float | bool | None
MAX_XML_BYTES: Final = 64_000_000
"""Of all parts of a workbook that are read, unpacked."""
MAX_ROWS: Final = 20_000
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError),
    *(EOFError, OSError, KeyError, ValueError, IndexError),
)
"""What the archive, its compression, its XML or a cell is refused with."""
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_STRINGS: Final = "xl/sharedStrings.xml"


class NotAWorkbookError(ValueError):
    """The bytes are no whole workbook, or one that holds more than is read."""


def sheets(raw: bytes, names: Sequence[str]) -> dict[str, list[list[Cell]]]:
    """Return by name the rows of those sheets that a workbook has; a row that is left out is empty.

    Raises
    ------
    NotAWorkbookError
        If it is no whole workbook, or holds more than `MAX_XML_BYTES` or `MAX_ROWS`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = _Parts(archive)
            paths = _paths(parts)
            strings = _strings(parts)
            return {
                name: _Rows(strings).read(parts.read(paths[name]))
                for name in names
                if name in paths
            }
    except _BROKEN as error:
        raise NotAWorkbookError from error


class _Parts:
    """Reads parts of an archive, whatever sizes it says that they have."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.left = archive, MAX_XML_BYTES

    def has(self, path: str) -> bool:
        return path in self.archive.namelist()

    def read(self, path: str) -> bytes:
        with self.archive.open(path) as part:
            raw = part.read(self.left + 1)
        self.left -= len(raw)
        if self.left < 0:
            raise NotAWorkbookError
        return raw


def _parse(
    raw: bytes,
    start: Callable[[str, Mapping[str, str]], object],
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
) -> None:
    """Call functions for the elements of an XML document, by their names without namespace."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, given: start(_local(name), given)
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    parser.Parse(raw, True)


def _refuse(*_: object) -> None:
    """Refuse a document that declares entities, which may grow without end."""
    raise NotAWorkbookError


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _paths(parts: _Parts) -> dict[str, str]:
    """Return the path of each sheet in the archive, by its name."""
    named: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(element: str, given: Mapping[str, str]) -> None:
        if element == "sheet":
            links = [value for key, value in given.items() if _local(key) == "id" != key]
            named[given["name"]] = links[0]

    def relation(element: str, given: Mapping[str, str]) -> None:
        if element == "Relationship":
            target = given["Target"]
            targets[given["Id"]] = target[1:] if target.startswith("/") else f"xl/{target}"

    _parse(parts.read("xl/workbook.xml"), sheet)
    _parse(parts.read("xl/_rels/workbook.xml.rels"), relation)
    return {name: targets[link] for name, link in named.items() if link in targets}


def _strings(parts: _Parts) -> list[str]:
    """Return the texts that cells of all sheets refer to by number."""
    texts: list[list[str]] = []
    inside: list[str] = []

    def start(element: str, _: Mapping[str, str]) -> None:
        inside.append(element)
        if element == "si":
            texts.append([])

    def text(piece: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            texts[-1].append(piece)

    if parts.has(_STRINGS):
        _parse(parts.read(_STRINGS), start, lambda _: inside.pop(), text)
    return ["".join(pieces) for pieces in texts]


class _Rows:
    """Reads the cells of one sheet."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.strings = strings
        self.rows: list[list[Cell]] = []
        self.pieces: list[str] = []
        self.column, self.kind, self.is_value = 0, "n", False

    def read(self, raw: bytes) -> list[list[Cell]]:
        """Return the rows of a sheet."""
        _parse(raw, self._start, self._end, self._text)
        return self.rows

    def _start(self, element: str, given: Mapping[str, str]) -> None:
        if element == "row":
            self._row(int(given.get("r", len(self.rows) + 1)))
        elif element == "c":
            place = _PLACE.fullmatch(given.get("r", ""))
            self.column = _number(place[1]) if place else len(self.rows[-1])
            self.kind, self.pieces = given.get("t", "n"), []
        self.is_value = element in ("v", "t")

    def _row(self, number: int) -> None:
        if not len(self.rows) < number <= MAX_ROWS:
            raise NotAWorkbookError
        self.rows += [[] for _ in range(number - len(self.rows))]

    def _text(self, piece: str) -> None:
        if self.is_value:
            self.pieces.append(piece)

    def _end(self, element: str) -> None:
        self.is_value = False
        if element == "c":
            row = self.rows[-1]
            if self.column < len(row):
                raise NotAWorkbookError
            row += [None] * (self.column - len(row))
            row.append(self._cell("".join(self.pieces)))

    def _cell(self, text: str) -> Cell:
        match self.kind:
            case _ if not text:
                return None
            case "s":
                return self.strings[int(text)] or None
            case "b":
                return text == "1"
            case "n":
                number = float(text)
                if not math.isfinite(number):
                    raise NotAWorkbookError
                return int(number) if number.is_integer() else number
            case "e":
                return None
        return text


def _number(letters: str) -> int:
    """Return the place of a column, from 0: "A" is 0, "AB" 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
