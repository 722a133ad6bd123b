"""CSV: read back cell by cell, and no cell acts as a formula."""

import codecs
import csv
import io
from typing import Any

import pyarrow as pa
import pytest

from geo import text as geo_text
from geo.exports import csvfile, layers
from geo.exports.layers import Bundle
from tests.exports.states import FORMULA, about_with, layer
from tests.small_state import DAY


def typed(cell: str, kind: pa.DataType) -> Any:
    readers: dict[pa.DataType, Any] = {
        pa.string(): lambda text: text.removeprefix("'") if FORMULA in text else text,
        pa.int64(): int,
        pa.float64(): float,
        pa.bool_(): {"true": True, "false": False}.__getitem__,
    }
    return readers[kind](cell) if cell else None


@pytest.mark.parametrize("name", layers.LAYERS)
def test_csv_is_read_back_cell_by_cell(name: str, bundle: Bundle) -> None:
    exported = layer(bundle, name)
    content = csvfile.content(bundle, exported)
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(text, strict=True))
    assert content.startswith(codecs.BOM_UTF8 + exported.table.column_names[0].encode())
    assert content.count(codecs.BOM_UTF8) == 1
    assert content.count(b"\r\n") == len(rows) + 1
    for row, own in zip(rows, exported.rows(), strict=True):
        assert row.pop("as_of") == DAY.isoformat()
        assert row.pop("data_sha256") == bundle.data_sha256
        assert {
            field.name: typed(row[field.name], field.type) for field in exported.table.schema
        } == own


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "@x", "-x", "\tx", "=1+1", "-2+3", " =1", "\u200b@x"]
)
def test_no_cell_acts_as_a_formula(text: str, bundle: Bundle) -> None:
    hostile = about_with(bundle, (text, "28001"), ("-90.5", "601-555-0123"))
    rows = list(csv.reader(io.StringIO(csvfile.content(bundle, hostile).decode())))
    assert rows[1][0] == geo_text.safe(text) == f"'{text}"
    # A number stays one, a GEOID and a telephone number stay text.
    assert rows[2][:2] == ["-90.5", "601-555-0123"]
    assert rows[1][1] == "28001"


def test_a_line_end_in_a_cell_is_a_space(bundle: Bundle) -> None:
    rows = csvfile.content(bundle, about_with(bundle, ("a\r\nb", "c\n\nd"))).split(b"\r\n")
    assert rows[1].startswith(b"a b,c d,")


def test_a_layer_without_rows_keeps_its_columns(bundle: Bundle) -> None:
    content = csvfile.content(bundle, about_with(bundle)).decode("utf-8-sig")
    assert content == "what,is,as_of,data_sha256\r\n"
