"""Reads an .xlsx workbook (ECMA-376) as rows of texts: nothing in it is run, and nothing outside is fetched.

With zipfile and expat alone: no library of the product reads cells with the rows they stand in, and
the two parts that matter are small. Sizes are checked before a part is unpacked, and a part with a
document type, through which entities could explode or name files, is refused.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from geo.errors import DataError, Problems

__all__ = ["MOST_PART_BYTES", "Row", "Sheet", "sheets"]

MOST_PART_BYTES: Final = 400_000_000
"""Bytes of the largest part that is unpacked; the directory of the whole country has about 15 MB."""
_MOST_COLUMNS: Final = 2_000
_CHUNK_BYTES: Final = 1 << 16
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError, ValueError)
# Another way of packing, or a password.
_UNREADABLE = (NotImplementedError, RuntimeError)

Row = tuple[int, Mapping[int, str]]
"""Its number in the sheet, from 1, and by column, from 0, the cells that hold something."""


class Sheet(NamedTuple):
    """A sheet by its name; the rows are read once, while they are asked for."""

    name: str
    rows: Iterator[Row]


def sheets(raw: bytes, problems: Problems) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in their order, the hidden ones too.

    Raises
    ------
    DataError
        Where it is no whole workbook, or a part is larger than `MOST_PART_BYTES`; rows raise it too.
    """
    book = _Workbook(raw, problems)
    for name, part in book.sheets():
        yield Sheet(name, book.rows(part))


class _Workbook:
    """The parts of a workbook that are needed, each refused where it is not what it should be."""

    def __init__(self, raw: bytes, problems: Problems) -> None:
        self._problems = problems
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN:
            self._refuse()
        self._shared: list[str] | None = None

    def sheets(self) -> list[tuple[str, str]]:
        """Return each sheet's name and part."""
        found: list[tuple[str, str]] = []
        parts: dict[str, str] = {}

        def relation(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes["Type"].endswith("/worksheet"):
                target = posixpath.join("/xl", attributes["Target"])
                parts[attributes["Id"]] = posixpath.normpath(target).lstrip("/")

        def sheet(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "sheet":
                ids = [value for key, value in attributes.items() if key.endswith(":id")]
                if ids and ids[0] in parts:
                    found.append((attributes["name"], parts[ids[0]]))

        for part, started in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
            for _ in self._parsed(part, _handlers(started)):
                pass
        return found

    def rows(self, part: str) -> Iterator[Row]:
        """Yield the rows of a sheet that hold something."""
        if self._shared is None:
            texts = _Texts()
            if "xl/sharedStrings.xml" in self._archive.namelist():
                for _ in self._parsed("xl/sharedStrings.xml", texts.handlers):
                    pass
            self._shared = texts.found
        cells = _Cells(self._shared)
        for _ in self._parsed(part, cells.handlers):
            yield from cells.taken()

    def _parsed(self, part: str, handlers: "_Handlers") -> Iterator[None]:
        """Parse a part piece by piece, and yield after each."""
        try:
            info = self._archive.getinfo(part)
            if info.file_size > MOST_PART_BYTES:
                most = f"a part of a workbook may have {MOST_PART_BYTES // 1_000_000} MB unpacked"
                self._problems.refuse("too-large", most, where=part)
            parser = _parser(handlers)
            with self._archive.open(info) as file:
                while piece := file.read(_CHUNK_BYTES):
                    parser.Parse(piece, False)
                    yield
            parser.Parse(b"", True)
            yield
        except DataError:  # which is a ValueError too
            raise
        except _UNREADABLE:
            message = (
                "the workbook has a password or is packed in an unusual way: save it anew as .xlsx"
            )
            self._problems.refuse("locked", message)
        except _DoctypeError:
            message = "a part has a document type, which no workbook has: it is not read"
            self._problems.refuse("document-type", message, where=part)
        except _BROKEN:
            self._refuse()

    def _refuse(self) -> Any:
        self._problems.refuse("not-xlsx", "this is no whole .xlsx workbook")


class _DoctypeError(Exception):
    """A part begins with a document type."""


class _Handlers(NamedTuple):
    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


def _handlers(start: Callable[[str, Mapping[str, str]], None]) -> _Handlers:
    """Return handlers that look at beginnings of elements alone."""
    return _Handlers(start, lambda _tag: None, lambda _text: None)


def _parser(handlers: _Handlers) -> Any:
    """Return a parser that gives names without their prefix and refuses a document type."""

    def refuse(*_arguments: object) -> None:
        raise _DoctypeError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: handlers.start(_local(tag), attributes)
    parser.EndElementHandler = lambda tag: handlers.end(_local(tag))
    parser.CharacterDataHandler = handlers.text
    return parser


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Texts:
    """The texts that cells share: pieces of one format each, joined; spelling aids are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_aid = False

    @property
    def handlers(self) -> _Handlers:
        return _Handlers(self._start, self._end, self._text)

    def _start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        self._in_aid = self._in_aid or tag == "rPh"
        self._in_text = tag == "t" and not self._in_aid

    def _end(self, tag: str) -> None:
        if tag == "si":
            self.found.append("".join(self._pieces))
        self._in_aid = self._in_aid and tag != "rPh"
        self._in_text = False

    def _text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _Cells:
    """The cells of a sheet, row by row."""

    def __init__(self, shared: list[str]) -> None:
        self._shared = shared
        self._rows: list[Row] = []
        self._cells: dict[int, str] = {}
        self._line, self._column = 0, -1
        self._kind = ""
        self._pieces: list[str] = []
        self._in_value = False

    @property
    def handlers(self) -> _Handlers:
        return _Handlers(self._start, self._end, self._text)

    def taken(self) -> list[Row]:
        """Return the rows that are whole, and forget them."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._cells, self._column = {}, -1
        elif tag == "c":
            named = attributes.get("r", "")
            self._column = _column(named) if named else self._column + 1
            self._kind = attributes.get("t", "n")
            self._pieces = []
        self._in_value = tag in ("v", "t")

    def _end(self, tag: str) -> None:
        self._in_value = False
        if tag == "c" and self._column < _MOST_COLUMNS and (text := self._value()):
            self._cells[self._column] = text
        elif tag == "row" and self._cells:
            self._rows.append((self._line, self._cells))

    def _text(self, text: str) -> None:
        if self._in_value:
            self._pieces.append(text)

    def _value(self) -> str:
        """Return what the cell shows; of a number what is stored, of an error nothing."""
        text = "".join(self._pieces).strip()
        if self._kind == "s" and text:
            place = int(text)
            if not 0 <= place < len(self._shared):
                raise ValueError
            return self._shared[place].strip()
        return "" if self._kind == "e" else text


def _column(reference: str) -> int:
    """Return the column of a cell such as B12, from 0."""
    place = 0
    for letter in reference.rstrip("0123456789").upper():
        if not "A" <= letter <= "Z":
            raise ValueError
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
