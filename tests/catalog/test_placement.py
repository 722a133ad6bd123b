"""A unit's point lies in the county it names, give or take its radius."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from geo.catalog import folder, load, placement
from geo.errors import DataError
from tests import live

KNOWN = live.catalog()
UNITS = KNOWN.services.facilities


def misplaced(**changes: float | int) -> list[int]:
    units = (replace(UNITS[0], **changes), *UNITS[1:])
    return list(placement.misplaced(KNOWN.outlines, units, KNOWN.geoid_by_name))


def test_every_unit_lies_in_its_county() -> None:
    assert misplaced() == []


def test_a_point_in_another_county_is_told() -> None:
    assert misplaced(lon=-90.18481, lat=32.29876) == [0]


def test_a_point_just_over_the_border_is_taken_within_its_radius() -> None:
    # Panola County ends at about 34.165 degrees north; 34.13 is some 4 km beyond.
    assert misplaced(lat=34.13, radius_m=6000) == []
    assert misplaced(lat=34.13, radius_m=1000) == [0]


def test_a_county_without_a_shape_is_passed_over() -> None:
    units = (replace(UNITS[0], lon=-90.18481, lat=32.29876),)
    assert list(placement.misplaced({}, units, KNOWN.geoid_by_name)) == []


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a copy of the data in which the first unit lies in another county."""
    for name in folder.HASHED:
        shutil.copy(folder.default_dir() / name, tmp_path / name)
    services = tmp_path / "services.yaml"
    text = services.read_text(encoding="utf-8").replace("lon: -89.94426", "lon: -90.94426")
    services.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_reader_names_line_and_rule(home: Path) -> None:
    with pytest.raises(DataError) as caught:
        load.load(home)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.found) == ("outside-county", "-90.9443, 34.3115")
    lines = (home / "services.yaml").read_text(encoding="utf-8").splitlines()
    assert "lon: -90.94426" in lines[problem.line - 1]


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"features": [{}]}', b"\xff"])
def test_shapes_that_cannot_be_read_are_left_to_those_who_need_them(
    home: Path, content: bytes | None
) -> None:
    (home / folder.SHAPES).unlink()
    if content is not None:
        (home / folder.SHAPES).write_bytes(content)
    assert list(load.load(home).missing) == [folder.SHAPES]
