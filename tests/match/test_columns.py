"""The header of a directory file, found by what its words mean."""

import pytest

from geo.match import columns
from tests.match.directories import HEADER, LOCATOR


def header(*names: str) -> dict[int, str]:
    return dict(enumerate(names))


def test_the_national_directorys_header() -> None:
    found = columns.recognized(header(*HEADER))
    assert found is not None
    assert found.fields == {
        "name": 0,
        "name2": 1,
        "street": 2,
        "street2": 3,
        "city": 4,
        "state": 5,
        "zip": 6,
        "phone": 7,
        "codes": 12,
    }
    assert sorted(found.more_numbers.values()) == [8, 9, 10, 11]
    assert found.others == {}


def test_the_locators_header_has_points_and_columns_of_codes() -> None:
    found = columns.recognized(header(*LOCATOR, "intake_prompt", "mh", "wi"))
    assert found is not None
    assert (found.fields["lat"], found.fields["lon"]) == (12, 13)
    assert found.others.keys() == {"zip4", "website", "mh", "wi"}


@pytest.mark.parametrize(
    "names",
    [
        (" NAME 1 ", "Name_2", "Street-1", "CITY", "State", "ZIP Code", "Telephone"),
        ("phone number", "zip", "state", "city", "street", "facility name"),
        ("Facility/Program Name", "Address", "City", "State Abbreviation", "Zip", "Phone"),
    ],
)
def test_case_spacing_and_order_do_not_matter(names: tuple[str, ...]) -> None:
    found = columns.recognized(header(*names))
    assert found is not None
    assert found.fields.keys() >= {"name", "street", "city", "state", "zip", "phone"}


def test_of_two_columns_that_mean_the_same_the_more_exact_name_is_taken() -> None:
    found = columns.recognized(header("name", "city", "state", "telephone", "phone", "name1"))
    assert found is not None
    assert (found.fields["phone"], found.fields["name"]) == (4, 5)


def test_a_latitude_without_a_longitude_is_no_point() -> None:
    found = columns.recognized(header("name1", "city", "state", "phone", "latitude"))
    assert found is not None
    assert "lat" not in found.fields


@pytest.mark.parametrize("absent", columns.NEEDED)
def test_a_row_without_a_needed_column_is_no_header(absent: str) -> None:
    names = [name for name in ("name", "city", "state", "phone") if name != absent]
    assert columns.recognized(header(*names)) is None
    assert columns.known(header(*names)) == set(columns.NEEDED) - {absent}
