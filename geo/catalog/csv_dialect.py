"""How a table that a spreadsheet saved as text is written: what it is, its delimiter, its characters."""

import re
from typing import Final

__all__ = ["BOM", "DELIMITERS", "SEP", "delimiter", "is_utf16", "is_workbook", "text_of"]

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
