"""Where a batch finds its places: split over several columns, and in rows that lack their last cells."""

import csv
import io
from pathlib import Path

import pytest

from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.referral import batch
from tests import live

SPLIT = ("street", "city", "state", "zip")


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return live.assessment()


def answered(
    assessment: Assessment, home: Path, content: bytes, *columns: str, delimiter: str = ","
) -> list[dict[str, str]]:
    """Return the rows of the output; each has as many cells as the header."""
    source, target = home / "in.csv", home / "out.csv"
    source.write_bytes(content)
    batch.run(assessment, source, columns, target, overwrite=True)
    text = target.read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (("102 Eureka St", "Batesville", "MS", "38606"), "102 Eureka St, Batesville, MS, 38606"),
        (("", "Batesville", "MS", ""), "Batesville, MS"),
        (("", " ", "", "38606"), "38606"),
        (("350 Poplar Ave", "Memphis", "TN", "38103"), "350 Poplar Ave, Memphis, TN, 38103"),
        (("", "Washington", "", ""), "Washington"),
        (("", "", "", ""), ""),
        (("102 Eureka St", "Batesville", "Mississippi", "38606.0"), "102 Eureka St, 38606.0"),
    ],
)
def test_a_split_place_is_answered_as_the_whole_one(
    cells: tuple[str, ...], whole: str, delimiter: str, assessment: Assessment, tmp_path: Path
) -> None:
    head = delimiter.join(("id", *SPLIT))
    content = f"{head}\n7{delimiter}{delimiter.join(cells)}\n".encode()
    (split,) = answered(assessment, tmp_path, content, *SPLIT, delimiter=delimiter)
    (one,) = answered(assessment, tmp_path, f'place\n"{whole}"\n'.encode(), "place")
    added = [name for name in one if name.startswith("cc_")]
    assert [split[name] for name in added] == [one[name] for name in added]


def test_columns_are_joined_in_the_order_asked_for(assessment: Assessment, tmp_path: Path) -> None:
    content = b"x,y\n-89.9437,34.3116\n"
    (row,) = answered(assessment, tmp_path, content, "Y", " x ")
    assert (row["cc_status"], row["cc_label"]) == ("ok", "34.3116, -89.9437")


@pytest.mark.parametrize(
    ("columns", "rule", "says"),
    [
        (("street", "town"), "no-such-column", "no column has name 2 of the 2 given; the columns"),
        (("zyzx",), "no-such-column", "no column has that name; the columns"),
        (("city", "CITY "), "column-named-twice", "name each column once"),
        (("zip", "city", "zip"), "column-named-twice", "name 3 of the 3 given"),
        (("street", "note"), "duplicate-column", "several columns have name 2 of the 2 given"),
    ],
)
def test_columns_that_cannot_be_meant_are_told_by_their_place(
    columns: tuple[str, ...], rule: str, says: str, assessment: Assessment, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_bytes(b"street,city,state,zip,note,Note\n1,2,3,4,5,6\n")
    with pytest.raises(DataError, match=says) as caught:
        batch.run(assessment, tmp_path / "in.csv", columns, tmp_path / "out.csv")
    assert [problem.rule for problem in caught.value.problems] == [rule]
    assert "zyzx" not in str(caught.value)
    assert not (tmp_path / "out.csv").exists()


SHORT = (
    b"id,street,city,zip,note\n"
    b"1,102 Eureka St,Batesville,38606,x\n"
    b"2,102 Eureka St,Batesville,38606\n"
    b"3,102 Eureka St,Batesville\n"
    b"4,102 Eureka St\n"
    b"5\n"
    b"6,,\n"
    b'7,"102 Eureka St",Tupelo,38801,x,y\n'
    b"\n"
)


def test_a_row_that_lacks_its_last_cells_is_answered_by_those_that_are_there(
    assessment: Assessment, tmp_path: Path
) -> None:
    rows = answered(assessment, tmp_path, SHORT, "street", "city", "zip")
    assert [(row["cc_status"], row["cc_label"]) for row in rows[:4]] == [
        ("ok", "ZIP 38606 (Batesville)"),
        ("ok", "ZIP 38606 (Batesville)"),
        ("ok", "Batesville (Panola County)"),
        ("not_found", ""),
    ]
    assert [(row["cc_status"], row["cc_warnings"]) for row in rows[4:]] == [
        ("unreadable", "cell_count"),
        ("invalid", "empty"),
        ("unreadable", "cell_count"),
        ("unreadable", "blank_line"),
    ]
    assert [row["id"] for row in rows[:6]] == ["1", "2", "3", "4", "5", "6"]
    assert rows[1]["note"] == ""


def test_a_row_without_the_column_of_its_place_is_not_answered(
    assessment: Assessment, tmp_path: Path
) -> None:
    rows = answered(assessment, tmp_path, SHORT, "zip")
    assert [row["cc_status"] for row in rows] == ["ok", "ok", *["unreadable"] * 6]
    assert [row["cc_warnings"] for row in rows[2:]] == [*["cell_count"] * 5, "blank_line"]


@pytest.mark.parametrize("columns", [("zip",), ("street", "city", "zip")])
def test_a_run_over_short_rows_goes_on_to_the_same_bytes(
    columns: tuple[str, ...], assessment: Assessment, tmp_path: Path
) -> None:
    answered(assessment, tmp_path, SHORT, *columns)
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    whole = target.read_bytes()
    lines = whole.splitlines(keepends=True)
    for kept in range(len(lines) + 1):
        target.write_bytes(b"".join(lines[:kept]) + b"".join(lines[kept : kept + 1])[:9])
        batch.run(assessment, source, columns, target, resume=True)
        assert target.read_bytes() == whole


def test_other_columns_stop_a_resumed_run(assessment: Assessment, tmp_path: Path) -> None:
    answered(assessment, tmp_path, SHORT, "street", "city")
    with pytest.raises(DataError, match="other-answer"):
        batch.run(
            assessment,
            tmp_path / "in.csv",
            ("street", "zip"),
            tmp_path / "out.csv",
            resume=True,
        )
