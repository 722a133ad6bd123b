"""Files made to take more room or time than there is, or to run code: each is refused, and soon."""

import io
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.diff import geopackage, read_state, read_table, workbook
from tests.diff.states import Refused, rules

SOON_S = 60
ENTITIES = "".join(f'<!ENTITY e{one} "{f"&e{one - 1};" * 10}">' for one in range(1, 9))
BILLIONS = f'<!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]><x>&e8;</x>'


@pytest.fixture(autouse=True)
def soon() -> object:
    """Fail a test that takes longer than reading may."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SOON_S


def repacked(content: bytes, path: str, part: bytes) -> bytes:
    """Return an archive with one part in the place of another."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, part if name == path else old.read(name))
    return out.getvalue()


def sheet(cells: str) -> bytes:
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("xl/worksheets/sheet1.xml", b" " * (workbook.MAX_XML_BYTES + 1)),
        ("xl/worksheets/sheet1.xml", BILLIONS.encode()),
        ("xl/worksheets/sheet1.xml", BILLIONS.encode("utf-16")),
        ("xl/sharedStrings.xml", BILLIONS.encode()),
        ("xl/workbook.xml", BILLIONS.encode()),
        ("xl/worksheets/sheet1.xml", b"<worksheet>" * 100_000),
        ("xl/worksheets/sheet1.xml", sheet('<row r="1048576"><c r="A1048576"/></row>')),
        ("xl/worksheets/sheet1.xml", sheet('<row r="2"/><row r="1"/>')),
        ("xl/worksheets/sheet1.xml", sheet('<row r="x"/>')),
        ("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="B1"/><c r="A1"/></row>')),
        ("xl/worksheets/sheet1.xml", sheet("<c><v>1</v></c>")),
        ("xl/worksheets/sheet1.xml", sheet('<row r="1"><c t="s"><v>99999</v></c></row>')),
        ("xl/worksheets/sheet1.xml", sheet('<row r="1"><c><v>1e999</v></c></row>')),
        ("xl/worksheets/sheet1.xml", sheet('<row r="1"><c><v>nan</v></c></row>')),
        ("xl/workbook.xml", b'<workbook><sheet name="counties"/></workbook>'),
    ],
)
def test_a_workbook_is_no_way_in(
    path: str, part: bytes, files: dict[str, Path], refused: Refused
) -> None:
    content = repacked(files[".xlsx"].read_bytes(), path, part)
    assert len(content) < 1_000_000
    assert rules(refused("a.xlsx", content)) == {"not-xlsx"}


def test_a_workbook_that_lies_about_its_size_is_read_no_further(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    content = files[".xlsx"].read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (8).to_bytes(4, "little"))
    assert lying != content
    assert rules(refused("a.xlsx", lying)) == {"not-xlsx"}
    monkeypatch.setattr(workbook, "MAX_XML_BYTES", size)
    assert rules(refused("a.xlsx", content)) == {"not-xlsx"}


def test_cells_of_every_kind_are_read_as_they_are() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "kinds"
    for place, value in enumerate(["Text – “é”", 17, 2.5, True, None, "=1+1", "  kept  ", ""], 1):
        sheet.cell(2, place).value = value
    out = io.BytesIO()
    book.save(out)
    rows = workbook.sheets(out.getvalue(), ("kinds", "none"))["kinds"]
    assert rows == [[], ["Text – “é”", 17, 2.5, True, None, None, "  kept  ", None]]


def database(change: Callable[[sqlite3.Connection], object], content: bytes, home: Path) -> bytes:
    path = home / "changed.gpkg"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as opened, opened:
        change(opened)
    return path.read_bytes()


ENDLESS = (
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT n AS geoid FROM up"
)


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        (f"DROP TABLE counties; CREATE VIEW counties AS {ENDLESS};", "missing-layer"),
        ("DROP TABLE counties; CREATE VIRTUAL TABLE counties USING fts4(a);", "missing-layer"),
        (
            "DROP TABLE counties; CREATE TABLE counties (geoid TEXT, a TEXT AS (hex(zeroblob(90000000))));"
            "INSERT INTO counties (geoid) VALUES ('1');",
            "missing-column",
        ),
        (
            "DROP TABLE counties; CREATE TABLE counties (geoid TEXT);"
            "INSERT INTO counties WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up "
            "LIMIT 30000) SELECT n FROM up;",
            "not-gpkg",
        ),
        ('DROP TABLE counties; CREATE TABLE counties ("a"";--" TEXT, x BLOB);', "missing-column"),
        ("DROP TABLE about;", "missing-layer"),
    ],
)
def test_a_geopackage_is_no_way_in(
    sql: str, rule: str, files: dict[str, Path], tmp_path: Path, refused: Refused
) -> None:
    content = database(
        lambda opened: opened.executescript(sql), files[".gpkg"].read_bytes(), tmp_path
    )
    assert rule in rules(refused("a.gpkg", content))


def test_a_geopackage_takes_no_longer_than_sound_ones(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr(geopackage, "_MAX_STEPS", 10)
    monkeypatch.setattr(geopackage, "_STEPS_AT_ONCE", 5)
    assert rules(refused("a.gpkg", files[".gpkg"].read_bytes())) == {"not-gpkg"}


def test_a_geopackage_that_a_program_left_with_a_log_beside_it_is_read(
    files: dict[str, Path], tmp_path: Path
) -> None:
    content = database(
        lambda opened: opened.execute("PRAGMA journal_mode = WAL"),
        files[".gpkg"].read_bytes(),
        tmp_path,
    )
    assert content[18:20] == b"\x02\x02"
    read = read_state.of_bytes(content, "a.gpkg")
    assert read.counties == read_state.read(files[".gpkg"]).counties


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    out = io.BytesIO()
    many = pa.table({"geoid": pa.array(["56001"] * (read_table.MAX_CELLS // 2 + 1)).dictionary_encode(),
                     "people": pa.nulls(read_table.MAX_CELLS // 2 + 1)})  # fmt: skip
    pq.write_table(many, out)
    assert len(out.getvalue()) < 5_000_000
    assert rules(refused("a.parquet", out.getvalue())) == {"too-large"}
    monkeypatch.setattr(read_table, "MAX_PARQUET_BYTES", 10)
    out = io.BytesIO()
    pq.write_table(pa.table({"geoid": ["56001", "56003"]}), out)
    assert rules(refused("a.parquet", out.getvalue())) == {"too-large"}


@pytest.mark.parametrize(
    ("old", "new"), [(b"Alder", b"\xfflder"), (b"county", b"\x80ounty")], ids=["cell", "column"]
)
def test_a_parquet_file_whose_texts_are_no_utf_8_is_refused(
    old: bytes, new: bytes, files: dict[str, Path], refused: Refused
) -> None:
    out = io.BytesIO()
    pq.write_table(pq.read_table(files[".parquet"]), out, compression="none")
    content = out.getvalue()
    assert old in content
    assert rules(refused("a.parquet", content.replace(old, new))) == {"not-parquet"}


def test_a_parquet_file_with_a_day_beyond_the_calendar_is_refused(
    files: dict[str, Path], refused: Refused
) -> None:
    table, out = pq.read_table(files[".parquet"]), io.BytesIO()
    days = pa.array([2**31 - 1] * len(table), pa.int32()).view(pa.date32())
    pq.write_table(table.append_column("day", days), out)
    assert rules(refused("a.parquet", out.getvalue())) == {"not-parquet"}


def test_many_rows_of_one_county_are_told_soon(files: dict[str, Path], refused: Refused) -> None:
    head, first, *_ = files[".csv"].read_text(encoding="utf-8").splitlines(keepends=True)
    error = refused("a.csv", (head + first * 8_000).encode())
    assert rules(error) == {"duplicate-id"}


def test_bytes_are_read_as_their_file_is(files: dict[str, Path]) -> None:
    for ending, path in files.items():
        read = read_state.of_bytes(path.read_bytes(), f"Older{ending.upper()}")
        own = read_state.read(path)
        assert (read.verdicts, read.counties, read.providers) == (
            own.verdicts,
            own.counties,
            own.providers,
        )
        assert read.name == f"Older{ending.upper()}"
