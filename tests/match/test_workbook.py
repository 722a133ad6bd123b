"""Workbooks as rows of texts, and what is refused of them."""

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError, Problems
from geo.match import workbook
from tests.match.directories import xlsx_file

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def read(raw: bytes) -> dict[str, list[tuple[int, dict[int, str]]]]:
    found = workbook.sheets(raw, Problems("a.xlsx"))
    return {name: [(line, dict(cells)) for line, cells in rows] for name, rows in found}


def refused(raw: bytes) -> str:
    with pytest.raises(DataError) as error:
        read(raw)
    (problem,) = error.value.problems
    assert problem.file == "a.xlsx"
    return problem.rule


def packed(
    sheet: str, *, texts: str = "", head: str = "", target: str = "worksheets/s.xml"
) -> bytes:
    """Return a workbook of one sheet that is written by hand."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = '<sheets><sheet name="One" r:id="r1"/></sheets>'
    kind = f'Type="{relation}/worksheet"'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="{relation}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<rs><Relationship Id="r1" {kind} Target="{target}"/></rs>',
        "xl/worksheets/s.xml": head + SHEET.format(sheet),
    }
    if texts:
        parts["xl/sharedStrings.xml"] = f"<sst>{texts}</sst>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_cells_stand_in_the_rows_and_columns_of_their_sheet(tmp_path: Path) -> None:
    rows = [["A title"], [], [None, "name", 82001], ["x", None, 1.5, True]]
    path = xlsx_file(tmp_path / "a.xlsx", {"Cover": [["hello"]], "List": rows})
    assert read(path.read_bytes()) == {
        "Cover": [(1, {0: "hello"})],
        "List": [
            (1, {0: "A title"}),
            (3, {1: "name", 2: "82001"}),
            (4, {0: "x", 2: "1.5", 3: "1"}),
        ],
    }


def test_hidden_sheets_and_columns_beyond_z_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Seen")
        hidden = book.add_worksheet("Hidden")
        hidden.write("AB7", "far right")
        hidden.hide()
    assert read((tmp_path / "a.xlsx").read_bytes())["Hidden"] == [(7, {27: "far right"})]


def test_inline_texts_formats_reading_aids_errors_and_missing_references() -> None:
    sheet = (
        '<row><c t="inlineStr"><is><t>in </t><r><t>place</t></r></is></c><c><v>7</v></c></row>'
        '<row r="5"><c r="B5" t="s"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>told</v></c></row>'
    )
    texts = "<si><r><t>rich</t></r><r><t> text</t></r><rPh><t>aid</t></rPh></si>"
    assert read(packed(sheet, texts=texts)) == {
        "One": [(1, {0: "in place", 1: "7"}), (5, {1: "rich text", 3: "told"})]
    }


def test_a_part_may_be_named_from_the_root() -> None:
    raw = packed('<row><c t="str"><v>x</v></c></row>', target="/xl/worksheets/s.xml")
    assert read(raw) == {"One": [(1, {0: "x"})]}


def test_prefixes_of_names_do_not_matter() -> None:
    sheet = '<x:row xmlns:x="y"><x:c t="str"><x:v>x</x:v></x:c></x:row>'
    assert read(packed(sheet)) == {"One": [(1, {0: "x"})]}


@pytest.mark.parametrize(
    "sheet",
    [
        '<row><c t="s"><v>3</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row r="many"/>',
        '<row><c r="é1"><v>1</v></c></row>',
        "<row><c>",
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(sheet: str) -> None:
    assert refused(packed(sheet)) == "not-xlsx"


def test_what_is_no_whole_workbook_is_refused(tmp_path: Path) -> None:
    whole = xlsx_file(tmp_path / "a.xlsx", {"One": [["x" * 50]] * 50}).read_bytes()
    assert refused(whole[:-200]) == "not-xlsx"
    assert refused(b"PK\x03\x04") == "not-xlsx"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", "no workbook")
    assert refused(out.getvalue()) == "not-xlsx"


def test_a_document_type_is_refused_before_its_entities_are_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert refused(packed("<row><c><v>&b;</v></c></row>", head=bomb)) == "document-type"


def test_a_part_that_is_too_large_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_PART_BYTES", 10_000)
    assert refused(packed("<row/>" * 5_000)) == "too-large"


def test_a_password_is_told() -> None:
    raw = bytearray(packed("<row/>"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            raw[at + place] |= 1
    assert refused(bytes(raw)) == "locked"


@given(st.data())
def test_a_changed_workbook_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(packed('<row><c t="s"><v>0</v></c></row>', texts="<si><t>x</t></si>"))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=4)):
        raw[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DataError):
        read(bytes(raw))
