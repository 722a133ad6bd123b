"""How two files differ: text by its lines, JSON by its paths, tables as read back."""

import json
import struct
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import Point

from tools.output_differences import differences, value_differences


def told(folder: Path, name: str, old: bytes, new: bytes, **replaced: str) -> list[str]:
    for side, content in (("old", old), ("new", new)):
        (folder / side).mkdir(exist_ok=True)
        (folder / side / name).write_bytes(content)
    return list(differences(folder / "old" / name, folder / "new" / name, replaced))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": [{"b": 81}]}, {"a": [{"b": 82}]}, ["$.a[0].b: 81 != 82"]),
        ({"a": 1}, {"b": 1}, ["$.a is gone", "$.b is new"]),
        ({"a b": 1}, {"a b": 2}, ["$['a b']: 1 != 2"]),
        ([1, 2], [1], ["$: 2 items != 1 items", "$[1]: 2 is gone"]),
        ([1, 2], [3], ["$: 2 items != 1 items", "$[0]: 1 != 3", "$[1]: 2 is gone"]),
        ([1, 3], [1, 2, 3], ["$: 2 items != 3 items", "$[1]: 2 is new here"]),
        ([], [1], ["$: 0 items != 1 items", "$[0]: 1 is new here"]),
        (
            [1, [3], 4],
            [1, [2], 4, 5],
            ["$: 3 items != 4 items", "$[1][0]: 3 != 2", "$[3]: 5 is new here"],
        ),
        (1, 1.0, ["$: 1 != 1.0"]),
        (1, True, ["$: 1 != True"]),
        (0, None, ["$: 0 != None"]),
        ("1", 1, ["$: '1' != 1"]),
        ({}, [], ["$: {} != []"]),
        (float("nan"), float("nan"), []),
        (0.1 + 0.2, 0.3, ["$: 0.30000000000000004 != 0.3"]),
    ],
)
def test_values_differ_by_path(old: Any, new: Any, lines: list[str]) -> None:
    assert list(value_differences(old, new)) == lines


def test_long_texts_are_shown_where_they_differ() -> None:
    (line,) = value_differences("x" * 500 + "old" + "y" * 500, "x" * 500 + "new" + "y" * 500)
    assert "xxold" in line
    assert "xxnew" in line
    assert len(line) < 150


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", ["line 2: 'b' != 'B'"]),
        ("a\nb\nc\n", "a\nc\n", ["line 2: 'b' is gone"]),
        ("a\nc\n", "a\nb\nc\n", ["line 2: 'b' is new here"]),
        ("a\n", "a", ["line 2: '' is gone"]),
        ("a\nb\nc\nd\n", "a\nd\n", ["line 2: 'b' is gone", "line 3: 'c' is gone"]),
        ("a\r\n", "a\n", ["line 1: 'a\\r' != 'a'"]),
        ("a \n", "a\n", ["line 1: 'a ' != 'a'"]),
    ],
)
def test_text_differs_by_line(tmp_path: Path, old: str, new: str, lines: list[str]) -> None:
    assert told(tmp_path, "stdout.txt", old.encode(), new.encode()) == lines


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a,b\n1,2\n", "a,b\n1,3\n", ["$.rows[1].b: '2' != '3'"]),
        (
            "a,b\n1,2\n",
            "a,c,b\n1,0,2\n",
            [
                "$.columns: 2 items != 3 items",
                "$.columns[1]: 'c' is new here",
                "$.rows[0].c is new",
                "$.rows[1].c is new",
            ],
        ),
        ("a,b\n1,2,3\n", "a,b\n1,2,4\n", ["$.rows[1][2]: '3' != '4'"]),
        ("a,a\n1,2\n", "a,a\n1,3\n", ["$.rows[1]['a (1)']: '2' != '3'"]),
        (
            "a\n1\n",
            "a\n1\n2\n",
            ["$.rows: 2 items != 3 items", "$.rows[2]: {'a': '2'} is new here"],
        ),
        # The same values, other bytes.
        ("a\r\n", "a\n", ["line 1: 'a\\r' != 'a'"]),
        ('a\n"1"\n', "a\n1\n", ["line 2: '\"1\"' != '1'"]),
        ("", "a", ["$.columns: 0 items != 1 items", "$.columns[0]: 'a' is new here"]),
    ],
)
def test_csv_differs_by_column_and_also_in_its_form(
    tmp_path: Path, old: str, new: str, lines: list[str]
) -> None:
    assert told(tmp_path, "out.csv", old.encode(), new.encode())[: len(lines)] == lines


def test_bytes_that_are_no_text_differ_too(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "stdout.txt", b"\xff\x00", b"\xff\x01")
    assert line == r"bytes: b'\xff\x00' != b'\xff\x01'"


def test_json_differs_by_path_and_also_in_its_form(tmp_path: Path) -> None:
    old = {"a": 1, "b": {"c": 2}}
    assert told(tmp_path, "x.json", json.dumps(old).encode(), b'{"a": 1, "b": {"c": 3}}') == [
        "$.b.c: 2 != 3"
    ]
    (line,) = told(tmp_path, "x.geojson", json.dumps(old).encode(), b'{"b": {"c": 2}, "a": 1}')
    assert line == "$: the keys have another order"
    (line,) = told(tmp_path, "x.geojson", json.dumps(old).encode(), b'{"a":1, "b": {"c": 2}}')
    assert line.startswith("line 1: ")
    (line,) = told(tmp_path, "x.json", b"{", b"[")
    assert line == "line 1: '{' != '['"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("x.json", '{"a": 1}', '{"a":2}'),
        ("x.json", '{"a": 1}', '{"a": 2}\n'),
        ("x.json", '{\n "a": 1\n}', '{\n  "a": 2\n}'),
        ("x.json", '{"a": "é", "b": 1}', '{"a": "\\u00e9", "b": 2}'),
        ("x.csv", "a\r\n1\r\n", "a\n2\n"),
        ("x.csv", "a\n1\n", 'a\n"2"\n'),
    ],
)
def test_another_form_is_told_beside_other_values(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    lines = told(tmp_path, name, old.encode(), new.encode())
    assert [line.startswith("form: ") for line in lines] == [False, True]


def test_values_that_lie_deeper_are_no_other_form(tmp_path: Path) -> None:
    old, new = ({"a": [1]}, {"a": [1], "b": {"c": [{"d": 1}]}})
    texts = (json.dumps(value, indent=1).encode() for value in (old, new))
    assert told(tmp_path, "x.json", *texts) == ["$.b is new"]


def test_html_is_compared_after_parsing(tmp_path: Path) -> None:
    assert told(tmp_path, "x.html", b"<p id=a>x</p>\n", b'<p id="a">\nx</p>') == []
    assert told(tmp_path, "x.html", b"<p>x</p>", b"<p>y</p>") == ["line 2: 'x' != 'y'"]


def test_the_hash_of_the_data_is_no_difference(tmp_path: Path) -> None:
    old, new = b'{"data": "abc", "a": 1}', b'{"data": "xyz", "a": 2}'
    assert told(tmp_path, "x.json", old, new, abc="xyz") == ["$.a: 1 != 2"]
    assert told(tmp_path, "x.txt", b"abc", b"xyz", abc="xyz") == []


def workbook(path: Path, value: object, number_format: str = "General", title: str = "a") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet["B2"] = value
    sheet["B2"].number_format = number_format
    book.save(path)
    return path.read_bytes()


def test_workbooks_are_read_back(tmp_path: Path) -> None:
    base = workbook(tmp_path / "base.xlsx", 1)
    same = workbook(tmp_path / "same.xlsx", 1)
    padded = bytearray(base)
    # A time stamp of the archive: other bytes, the same workbook.
    padded[10:12] = struct.pack("<H", 0x1234)
    assert told(tmp_path, "x.xlsx", bytes(padded), same) == []
    for other in (
        workbook(tmp_path / "x1.xlsx", 2),
        workbook(tmp_path / "x2.xlsx", "1"),
        workbook(tmp_path / "x3.xlsx", 1, "0.0"),
        workbook(tmp_path / "x4.xlsx", 1, title="b"),
    ):
        assert told(tmp_path, "x.xlsx", base, other)
    (line,) = told(tmp_path, "x.xlsx", base, workbook(tmp_path / "x5.xlsx", 3))
    assert line == "$.sheets.a.rows[1]['None (1)'][0]: 1 != 3"


def table(path: Path, *rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path.read_bytes()


def test_a_new_column_of_a_workbook_is_told_by_its_name(tmp_path: Path) -> None:
    old = table(tmp_path / "a.xlsx", ("county", "people"), ("Lee", 1))
    new = table(tmp_path / "b.xlsx", ("county", "status", "people"), ("Lee", "gap", 1))
    assert told(tmp_path, "x.xlsx", old, new) == [
        "$.sheets.Sheet.columns: 2 items != 3 items",
        "$.sheets.Sheet.columns[1]: 'status' is new here",
        "$.sheets.Sheet.rows[0].status is new",
        "$.sheets.Sheet.rows[1].status is new",
    ]


def layer(**changed: Any) -> geopandas.GeoDataFrame:
    columns = {"name": ["Adams", "Lee"], "people": [1, 2], "known": [True, False]}
    points = changed.pop("points", [Point(-91, 31), Point(-88, 34)])
    return geopandas.GeoDataFrame(columns | changed, geometry=points, crs="EPSG:4269")


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"people": [1, 3]}, "$.{at}rows[1].people: 2 != 3"),
    ({"people": [1.0, 2.0]}, "people: int64"),
    ({"points": [Point(-91, 31), Point(-88, 35)]}, "rows[1]."),
    ({"more": ["", ""]}, "more is new"),
    ({"name": ["Adams", None]}, "'Lee' != None"),
]


@pytest.mark.parametrize(("changed", "expected"), CHANGES)
def test_geopackages_are_read_back(tmp_path: Path, changed: dict[str, Any], expected: str) -> None:
    layer().to_file(tmp_path / "old.gpkg", layer="units", driver="GPKG")
    layer(**changed).to_file(tmp_path / "new.gpkg", layer="units", driver="GPKG")
    lines = list(differences(tmp_path / "old.gpkg", tmp_path / "new.gpkg", {}))
    assert any(expected.format(at="layers.units.") in line for line in lines), lines


def test_layers_and_reference_systems_of_geopackages_count(tmp_path: Path) -> None:
    layer().to_file(tmp_path / "old.gpkg", layer="units", driver="GPKG")
    again, moved, more = (tmp_path / f"{name}.gpkg" for name in ("again", "moved", "more"))
    layer().to_file(again, layer="units", driver="GPKG")
    layer().to_crs("EPSG:4326").to_file(moved, layer="units", driver="GPKG")
    layer().to_file(more, layer="units", driver="GPKG")
    layer().to_file(more, layer="teams", driver="GPKG")
    assert list(differences(tmp_path / "old.gpkg", again, {})) == []
    assert "$.layers.units.crs" in str(list(differences(tmp_path / "old.gpkg", moved, {})))
    assert "$.layers.teams is new" in list(differences(tmp_path / "old.gpkg", more, {}))


@pytest.mark.parametrize(("changed", "expected"), CHANGES)
def test_parquet_is_read_back(tmp_path: Path, changed: dict[str, Any], expected: str) -> None:
    layer().to_parquet(tmp_path / "old.parquet")
    layer(**changed).to_parquet(tmp_path / "new.parquet")
    lines = list(differences(tmp_path / "old.parquet", tmp_path / "new.parquet", {}))
    assert any(expected.format(at="") in line for line in lines), lines


def test_how_parquet_is_packed_does_not_count(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1.5, None], "hash": ["abc", ""]})
    frame.to_parquet(tmp_path / "old.parquet", compression="gzip")
    frame.replace("abc", "xyz").to_parquet(tmp_path / "new.parquet", compression=None)
    paths = (tmp_path / "old.parquet", tmp_path / "new.parquet")
    assert list(differences(*paths, {"abc": "xyz"})) == []
    assert list(differences(*paths, {})) == ["$.rows[0].hash: 'abc' != 'xyz'"]
