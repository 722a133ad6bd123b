"""A directory that the app shows is read once, whatever becomes of its file."""

from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.match import kept
from tests import small_state
from tests.match import directories


def test_a_directory_is_read_once(tmp_path: Path) -> None:
    services = small_state.load(tmp_path / "data").services
    path = directories.csv_file(tmp_path / "2025.csv", [directories.row()])
    first = kept.directory(path, services)
    path.unlink()
    assert kept.directory(path, services) is first
    changed = replace(services, regions=())
    assert kept.directory(path, changed) is first, "another state of the same data"


def test_its_rows_are_those_of_the_state_that_is_asked_for(tmp_path: Path) -> None:
    services = small_state.load(tmp_path / "data").services
    rows = [directories.row(), directories.row(state="UT", city="Ogden")]
    path = directories.csv_file(tmp_path / "2025.csv", rows)
    elsewhere = replace(services, study_area=replace(services.study_area, postal="UT"))
    cities = [
        [listing.city for listing in kept.directory(path, each).listings if listing.state == postal]
        for each, postal in ((services, "WY"), (elsewhere, "UT"))
    ]
    assert cities == [["Birchville"], ["Ogden"]]


def test_why_a_file_cannot_be_read_is_kept_too(tmp_path: Path) -> None:
    services = small_state.load(tmp_path / "data").services
    path = tmp_path / "2025.csv"
    with pytest.raises(DataError, match="cannot be read") as first:
        kept.directory(path, services)
    directories.csv_file(path, [directories.row()])
    with pytest.raises(DataError) as second:
        kept.directory(path, services)
    assert second.value.problems == first.value.problems
    assert second.value is not first.value, "a raised exception holds what was typed meanwhile"
