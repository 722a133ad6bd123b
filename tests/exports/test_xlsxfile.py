"""XLSX: every layer a sheet, text stays text, and nothing is cut."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyogrio
import pytest

from geo.exports import layers, xlsxfile
from geo.exports.layers import Bundle
from tests.exports.states import about_with, by, layer, write_to
from tests.small_state import ALDER, DAY


def test_xlsx_holds_every_layer_cell_by_cell(bundle: Bundle) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsxfile.content(bundle)))
    assert tuple(book.sheetnames) == layers.LAYERS
    for exported in bundle.layers:
        sheet = book[exported.name]
        head, *rows = sheet.iter_rows()
        assert [cell.value for cell in head] == exported.table.column_names
        assert [[cell.value for cell in row] for row in rows] == [
            list(row.values()) for row in exported.rows()
        ]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert not sheet.auto_filter.filterColumn
        for row in rows:
            for cell, kind in zip(row, exported.table.schema.types, strict=True):
                assert cell.hyperlink is None
                assert cell.data_type != "f"
                if kind == pa.string() and cell.value is not None:
                    assert cell.data_type == "s"
                if kind == pa.bool_() and cell.value is not None:
                    assert cell.data_type == "b"
    assert book["counties"]["A2"].value == ALDER
    assert book.properties.created.date() == DAY


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "{=1+1}", "+1", "@x", "https://x.org/", "mailto:a@b.c", "007"]
)
def test_text_stays_text(text: str, bundle: Bundle) -> None:
    hostile = about_with(bundle, (text, "28001"))
    content = xlsxfile.content(replace(bundle, layers=(hostile,)))
    cell = openpyxl.load_workbook(io.BytesIO(content))["about"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


def test_a_text_too_long_for_a_cell_is_refused_not_cut(bundle: Bundle) -> None:
    fits = "x" * xlsxfile.LONGEST_CELL
    content = xlsxfile.content(replace(bundle, layers=(about_with(bundle, (fits, "a")),)))
    assert openpyxl.load_workbook(io.BytesIO(content))["about"]["A2"].value == fits
    longer = about_with(bundle, ("a", "b"), (fits + "x", "c"))
    with pytest.raises(xlsxfile.TooLongError, match=r"about, row 3: .* 32,767 characters; take"):
        xlsxfile.content(replace(bundle, layers=(longer,)))


def test_a_sheet_without_rows_has_its_head_and_a_filter(bundle: Bundle) -> None:
    content = xlsxfile.content(replace(bundle, layers=(about_with(bundle),)))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["about"]
    assert [cell.value for cell in sheet[1]] == ["what", "is"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B1")


def test_gdal_opens_the_workbook(tmp_path: Path, bundle: Bundle) -> None:
    path = write_to(tmp_path, "all.xlsx", xlsxfile.content(bundle))
    frame = pyogrio.read_dataframe(path, layer="counties")
    assert list(frame["geoid"]) == list(by(layer(bundle, "counties"), "geoid"))
