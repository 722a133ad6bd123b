"""A layer as CSV: UTF-8 with a byte order mark, commas, CRLF (RFC 4180), without shapes."""

import csv
import io

from geo import text
from geo.exports.layers import Bundle
from geo.exports.table import Cell, Layer

__all__ = ["STAMP", "content"]

STAMP = ("as_of", "data_sha256")
"""Columns that end every row: the day and the data it is of."""


def content(bundle: Bundle, layer: Layer) -> bytes:
    """Return a layer as CSV: an empty cell for None, true and false, numbers to their last digit.

    A text that a spreadsheet could take for a formula begins with an apostrophe, and a line end
    in it is a space. A reader has to be told that GEOIDs and telephone numbers are text. Without
    the byte order mark Excel takes the file for Windows-1252, and shows a dash as three letters.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*layer.table.column_names, *STAMP))
    stamp = (bundle.as_of, bundle.data_sha256)
    writer.writerows((*map(_cell, row.values()), *stamp) for row in layer.rows())
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return text.safe(value) if isinstance(value, str) else repr(value)
