"""The file of the demand points' errors is read strictly, or not there at all."""

import datetime as dt
from pathlib import Path

import pytest

from geo.catalog import demand_error, folder
from geo.catalog.demand_error import FILE
from geo.errors import DataError

TEXT = f"""measured: 2026-02
against: block groups
against_sha256: "{"1" * 64}"
points_sha256: {"a" * 64}
units_sha256: {"b" * 64}
mean_miles: 1.8
shares:
  - within_miles: 15
    county: 13.2
    region: 10.8
    state: 0
"""


def test_every_field_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    error = demand_error.read(tmp_path / demand_error.FILE)
    assert error is not None
    assert error.measured.latest == dt.date(2026, 2, 28)
    assert (error.points_sha256, error.units_sha256) == ("a" * 64, "b" * 64)
    (share,) = error.shares
    assert (error.mean_miles, share.within_miles) == (1.8, 15)
    assert (share.county, share.region, share.state) == (13.2, 10.8, 0.0)


def test_a_folder_may_have_none(tmp_path: Path) -> None:
    assert demand_error.read(tmp_path / demand_error.FILE) is None


def test_the_bundled_one_is_sound() -> None:
    assert demand_error.read(folder.default_dir() / demand_error.FILE) is not None


@pytest.mark.parametrize(
    ("before", "after", "line", "rule"),
    [
        ("mean_miles: 1.8", "mean_miles: far", 6, "not-a-number"),
        ("mean_miles: 1.8", "mean_miles: -0.1", 6, "out-of-range"),
        ("mean_miles: 1.8\n", "", 1, "missing-key"),
        ("county: 13.2", "county: 100.5", 9, "out-of-range"),
        ("county: 13.2", "town: 13.2", 9, "unknown-key"),
        ("within_miles: 15", "within_miles: 15.5", 8, "not-a-number"),
        ("a" * 64, "a" * 63, 4, "wrong-form"),
        ("measured: 2026-02", "measured: lately", 1, "not-an-iso-date"),
    ],
)
def test_what_breaks_a_rule_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, rule: str
) -> None:
    assert before in TEXT
    (tmp_path / FILE).write_text(TEXT.replace(before, after), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        demand_error.read(tmp_path / demand_error.FILE)
    assert (FILE, line, rule) in {
        (problem.file, problem.line, problem.rule) for problem in caught.value.problems
    }


@pytest.mark.parametrize("content", [b"", b"- 1", b"\xff", b"a: [", b"{}"])
def test_what_is_no_file_of_errors_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DataError) as caught:
        demand_error.read(tmp_path / demand_error.FILE)
    assert {problem.file for problem in caught.value.problems} == {FILE}
