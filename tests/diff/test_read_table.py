"""Rows and stamps out of a file of each format, and what is said of a file that is none."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.diff import read_state, read_table
from geo.errors import Problems
from geo.exports import gpkgfile, layers, xlsxfile
from tests.diff.states import Refused, rules
from tests.small_state import DAY


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.gpkg", b"no database", "not-gpkg"),
        ("a.gpkg", b"SQLite format 3\0 and nothing more", "not-gpkg"),
        ("a.xlsx", b"no archive", "not-xlsx"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "not-xlsx"),
        ("a.parquet", b"PAR1", "not-parquet"),
        ("a.geojson", b"{", "not-geojson"),
        ("a.geojson", b"[]", "not-geojson"),
        (
            "a.geojson",
            b'{"features": [], "as_of": 3, "as_of": 3, "data_sha256": "0"}',
            "not-geojson",
        ),
        ("a.geojson", b'{"features": [1]}', "not-geojson"),
        ("a.geojson", b'{"features": [{"properties": {"a": 1}}]}', "no-stamp"),
        ("a.geojson", b'{"features": [], "as_of": 3, "data_sha256": "0"}', "no-stamp"),
        ("a.geojson", b"\xff", "not-utf-8"),
        ("a.geojson", b"[" * 100_000, "not-geojson"),
        ("a.csv", b"", "not-csv"),
        ("a.csv", b"\xef\xbb\xbf", "not-csv"),
        ("a.csv", b"sep=;\r\n", "not-csv"),
        ("a.csv", b"sep=|\r\na|b\r\n", "unknown-delimiter"),
        ("a.csv", "geoid\tcounty\n".encode("utf-16"), "utf-16"),
        ("a.csv", b"PK\x03\x04 and more", "workbook"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "workbook"),
        ("a.csv", b'a,b\r\n"x,y\r\n', "not-csv"),
        ("a.csv", b"as_of,data_sha256\r\nx\r\n", "cell-count"),
        ("a.csv", b"as_of,data_sha256\r\n\r\n,\r\n", "no-rows"),
        ("a.csv", b"geoid,county\r\n28001,Adams\r\n", "missing-column"),
        ("a.csv", b"geoid,county,as_of\r\n28001,Adams,2026-11-21\r\n", "missing-column"),
        ("a.csv", b"geoid,as_of,data_sha256\r\n28001,,\r\n", "no-stamp"),
        ("a.csv", b"geoid,as_of,data_sha256\r\n28001,2026-11-21,0\r\n", "missing-column"),
    ],
)
def test_a_file_that_is_none_is_told_with_file_and_rule(
    name: str, content: bytes, rule: str, refused: Refused
) -> None:
    assert rules(refused(name, content)) == {rule}


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".xlsx", ".geojson"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_told_without_a_library_s_words(
    ending: str, share: float, files: dict[str, Path], refused: Refused
) -> None:
    content = files[ending].read_bytes()
    error = refused(f"cut{ending}", content[: int(len(content) * share)])
    assert rules(error) <= {f"not-{ending[1:]}", "missing-layer", "no-stamp"}
    for raw in ("SQL", "magic", "DRIVER", "driver", "footer", "database", "Parquet magic"):
        assert raw not in error.problems[0].message
    kinds = {".gpkg": "GeoPackage", ".parquet": "Parquet file", ".xlsx": "XLSX workbook"}
    if rules(error) == {f"not-{ending[1:]}"} and ending in kinds:
        assert error.problems[0].message == f"this is no whole {kinds[ending]}"


def test_a_table_says_its_day_and_data_and_where_its_rows_begin(files: dict[str, Path]) -> None:
    for ending in read_table.READERS:
        table = read_table.READERS[ending](files[ending].read_bytes(), Problems(files[ending].name))
        assert table.stamps["as_of"] == DAY.isoformat()
        assert len(table.stamps["data_sha256"]) == 64
        assert [row["county"] for row in table.rows] == ["Alder", "Birch", "Cedar"]
        assert list(table.lines) == ([2, 3, 4] if ending in (".csv", ".xlsx") else [])
        assert table.stamp_line == (2 if ending == ".csv" else 0)
        assert {"geoid", "people"} <= set(table.columns)


def test_a_csv_with_rows_of_two_days_is_told(files: dict[str, Path], refused: Refused) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    first, *rest = text.splitlines(keepends=True)
    mixed = [first, *rest[:1], *(row.replace(DAY.isoformat(), "2026-02-20") for row in rest[1:])]
    problems = refused("a.csv", "".join(mixed).encode()).problems
    assert [(problem.rule, problem.line, problem.where, problem.found) for problem in problems] == [
        ("mixed-rows", 3, "rows[1].as_of", "2026-02-20"),
        ("mixed-rows", 4, "rows[2].as_of", "2026-02-20"),
    ]
    assert rules(refused("a.csv", first.encode())) == {"no-rows"}


def test_a_file_without_its_layers_is_told(catalog: Catalog, refused: Refused) -> None:
    assessment = assess.verify(catalog, DAY)
    bare = layers.build(assessment, measure.measure(assessment), ("about",))
    for name, content in (("a.gpkg", gpkgfile.content(bare)), ("a.xlsx", xlsxfile.content(bare))):
        assert rules(refused(name, content)) == {"missing-layer"}


def test_features_with_other_properties_are_told(files: dict[str, Path], refused: Refused) -> None:
    document = json.loads(files[".geojson"].read_text(encoding="utf-8"))
    del document["features"][1]["properties"]["region"]
    assert rules(refused("a.geojson", json.dumps(document).encode())) == {"not-geojson"}
    document["features"] = []
    assert rules(refused("a.geojson", json.dumps(document).encode())) == {"missing-column"}


def test_an_apostrophe_that_the_export_put_before_a_formula_is_taken_off(
    files: dict[str, Path], tmp_path: Path
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    path = tmp_path / "a.csv"
    for cell, title in (("'=West crew", "=West crew"), ("'West crew", "'West crew")):
        path.write_text(text.replace("West crew", cell), encoding="utf-8")
        providers = read_state.read(path).providers
        assert providers["outreach-crew", "crew-west"].title == title


def test_reading_leaves_the_limit_of_cells_of_other_tables_alone(files: dict[str, Path]) -> None:
    before = csv.field_size_limit()
    read_state.read(files[".csv"])
    assert csv.field_size_limit() == before


def test_a_cell_longer_than_other_tables_may_have_is_read(
    files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    text = files[".csv"].read_text(encoding="utf-8")
    path.write_text(text.replace("West crew", "W" * 200_000), encoding="utf-8")
    title = read_state.read(path).providers["outreach-crew", "crew-west"].title
    assert title == "W" * 200_000


def test_a_file_too_large_is_told(monkeypatch: pytest.MonkeyPatch, refused: Refused) -> None:
    monkeypatch.setattr(read_state, "MAX_BYTES", 10)
    assert rules(refused("a.csv", b"0123456789x")) == {"too-large"}


def saved(text: str, delimiter: str) -> str:
    """Return a CSV file as a spreadsheet saves it with another delimiter."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("named", [False, True])
def test_a_csv_is_read_as_spreadsheets_save_it(
    delimiter: str, encoding: str, named: bool, files: dict[str, Path], tmp_path: Path
) -> None:
    text = saved(files[".csv"].read_text(encoding="utf-8"), delimiter)
    text = text.replace("West crew", "Wést crew – “1”")
    path = tmp_path / "a.csv"
    first = f"sep={delimiter}\r\n" if named else ""
    path.write_bytes(f"{first}{text}".encode(encoding))
    snapshot = read_state.read(path)
    assert snapshot.providers["outreach-crew", "crew-west"].title == "Wést crew – “1”"
    own = read_state.read(files[".csv"])
    assert (snapshot.as_of, snapshot.data_sha256) == (own.as_of, own.data_sha256)
    assert (snapshot.counties, snapshot.verdicts) == (own.counties, own.verdicts)
    assert snapshot.providers.keys() == own.providers.keys()


@pytest.mark.parametrize("blank", ["\r\n", "\n\n", ",,,\r\n", "{}\r\n", " , \r\n\r\n", '""\n'])
def test_blank_rows_at_the_end_are_passed_over(
    blank: str, files: dict[str, Path], tmp_path: Path
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    whole = blank.format("," * text.splitlines()[0].count(","))
    path = tmp_path / "a.csv"
    path.write_bytes(files[".csv"].read_bytes() + (whole * 3).encode())
    snapshot = read_state.read(path)
    assert snapshot.counties == read_state.read(files[".csv"]).counties


def test_a_blank_row_among_others_and_a_short_one_are_told_by_line(
    files: dict[str, Path], refused: Refused
) -> None:
    head, *rows = files[".csv"].read_text(encoding="utf-8").splitlines()
    lines = [head, rows[0], "", rows[1], rows[2].rpartition(",")[0], ""]
    problems = refused("a.csv", "\r\n".join(lines).encode()).problems
    assert [(problem.rule, problem.line) for problem in problems] == [
        ("cell-count", 3),
        ("cell-count", 5),
    ]


def test_lines_are_those_of_the_file_where_a_cell_holds_several(
    files: dict[str, Path], refused: Refused
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    text = text.replace("56001,Alder", '56001,"Al\nd\ner"', 1).replace("56005,", "5,", 1)
    (problem,) = refused("a.csv", text.encode()).problems
    assert (problem.where, problem.line) == ("rows[2].geoid", 6)


def test_rows_of_a_sheet_are_told_by_their_number_and_blank_ones_at_its_end_passed_over(
    files: dict[str, Path], tmp_path: Path, refused: Refused
) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    sheet = book["counties"]
    for row in (6, 9):
        sheet.cell(row, 1).value = " "
    path = tmp_path / "blank.xlsx"
    book.save(path)
    assert read_state.read(path).counties == read_state.read(files[".xlsx"]).counties
    sheet.insert_rows(3)
    sheet["A5"].value = "5600"
    book.save(path)
    problems = refused("a.xlsx", path.read_bytes()).problems
    assert {problem.line for problem in problems} == {3, 5}
    assert [problem.where for problem in problems if problem.line == 5] == ["rows[3].geoid"]
