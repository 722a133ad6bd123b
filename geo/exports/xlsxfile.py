"""Every layer as a sheet of one XLSX workbook, without shapes."""

import datetime as dt
import io
from typing import Any

import xlsxwriter

from geo.errors import CrisisCoverageError
from geo.exports.layers import Bundle
from geo.exports.table import Layer

__all__ = ["LONGEST_CELL", "TooLongError", "content"]

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""
_NARROWEST, _WIDEST = 8, 60
_PLAIN = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


class TooLongError(CrisisCoverageError, ValueError):
    """A text is longer than a cell of a workbook can hold."""


def content(bundle: Bundle) -> bytes:
    """Return every layer of a bundle as a sheet: text stays text, a formula or link is nowhere.

    Each sheet's head stays in view, and its columns can be filtered.

    Raises
    ------
    TooLongError
        If a text is longer than `LONGEST_CELL`; nothing is cut.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **_PLAIN})
    book.set_properties(
        {
            "title": bundle.title,
            "author": "ms-crisis-coverage",
            "comments": f"As of {bundle.as_of}. Data {bundle.data_sha256}",
            "created": dt.datetime.fromisoformat(bundle.as_of),
        }
    )
    heading = book.add_format({"bold": True})
    for layer in bundle.layers:
        _write(book.add_worksheet(layer.name), layer, heading)
    book.close()
    return out.getvalue()


def _write(sheet: Any, layer: Layer, heading: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, layer.table.num_rows, layer.table.num_columns - 1)
    for place, (name, cells) in enumerate(layer.table.to_pydict().items()):
        longest = max(len(str(cell)) for cell in (name, *cells) if cell is not None)
        sheet.set_column(place, place, min(max(longest + 1, _NARROWEST), _WIDEST))
        sheet.write_string(0, place, name, heading)
        for line, cell in enumerate(cells, start=1):
            if not isinstance(cell, str):
                sheet.write(line, place, cell)
            elif sheet.write_string(line, place, cell) < 0:
                message = f"a cell of an .xlsx file holds {LONGEST_CELL:,} characters"
                raise TooLongError(f"{sheet.name}, row {line + 1}: {message}; take another format")
