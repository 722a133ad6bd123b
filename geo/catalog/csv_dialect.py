"""How a table that a spreadsheet saved as text is written: what it is, its delimiter, its characters, its rows."""

import csv
import io
import re
from typing import Final

from geo.errors import Problems

__all__ = ["BOM", "DELIMITERS", "SEP", "delimiter", "is_utf16", "is_workbook", "rows", "text_of"]

_LONGEST_CELL: Final = 10_000_000
DELIMITERS: Final = (b",", b";", b"\t")
BOM: Final = b"\xef\xbb\xbf"
SEP: Final = re.compile(rb'"?sep=(.)"?', re.IGNORECASE)
"""A first line by which a file tells Excel its delimiter, which is the group."""
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
# Archives, which .xlsx and .ods are, and the compound file that an .xls is.
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_utf16(start: bytes) -> bool:
    """Return whether a file with this start is UTF-16, which spreadsheets save as "Unicode text"."""
    return start.startswith(_UTF16)


def is_workbook(start: bytes) -> bool:
    """Return whether a file with this start is a workbook (.xlsx, .ods, .xls) and no text."""
    return start.startswith(_WORKBOOKS)


def delimiter(line: bytes) -> bytes:
    """Return what stands most often in a line outside of quotes; of equals the comma, then ``;``."""
    outside = b"".join(line.split(b'"')[::2])
    return max(DELIMITERS, key=outside.count)  # of equals the first


def text_of(raw: bytes) -> str:
    """Return bytes as text: UTF-8, else Windows-1252, in which spreadsheets still save."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def rows(raw: bytes, problems: Problems) -> list[tuple[int, list[str]]]:
    """Return each row's line and cells, the header first; what a spreadsheet writes before it is left out.

    Raises
    ------
    DataError
        For what is no CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252, and an empty file.
    """
    if is_workbook(raw):
        message = "this is a workbook or another archive, not CSV: save the sheet as CSV UTF-8"
        problems.refuse("workbook", message)
    if is_utf16(raw):
        problems.refuse("utf-16", "the file is UTF-16: save it as CSV UTF-8")
    raw = raw.removeprefix(BOM)
    head = raw.partition(b"\n")[0].removesuffix(b"\r")
    named = SEP.fullmatch(head)
    mark = named[1] if named else delimiter(head)
    if mark not in DELIMITERS:
        message = "the delimiter is to be a comma, a semicolon or a tab"
        problems.refuse("unknown-delimiter", message, line=1)
    # The limit is the process's: other tables are read with the one it had.
    before = csv.field_size_limit(_LONGEST_CELL)
    text = io.StringIO(text_of(raw), newline="")
    reader = csv.reader(text, delimiter=mark.decode(), strict=True)
    read: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            read.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.refuse("not-csv", f"this is not CSV: {error}", line=line)
    finally:
        csv.field_size_limit(before)
    read = read[1:] if named else read
    if not read:
        problems.refuse("not-csv", "the file is empty")
    return read
