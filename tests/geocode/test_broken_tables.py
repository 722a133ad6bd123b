"""A table that cannot be read: what needs it says so, and is never "not found"; all else is answered."""

import shutil
from collections.abc import Callable

import pytest

from geo.catalog import folder, load
from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.geocode.geocode import locate
from geo.geocode.location import LocationStatus

TABLES = ("zips.csv", "places.csv", "zip_states.csv", "zip_cells.geojson", "counties.geojson")


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Catalog]:
    """Return ``without("zips.csv")``: the catalog of a folder in which this file is broken."""
    known: dict[str, Catalog] = {}

    def read(name: str) -> Catalog:
        if name not in known:
            home = tmp_path_factory.mktemp("data") / "copy"
            shutil.copytree(folder.default_dir(), home)
            (home / name).write_bytes(b"broken\n")
            known[name] = load.load(home)
        return known[name]

    return read


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("zips.csv", "38606"),
        ("zips.csv", "38606-1234"),
        ("zips.csv", "90210"),
        ("zips.csv", "Batesville 38606"),
        ("zips.csv", "Oxford"),
        ("zips.csv", "123 Main St"),
        ("places.csv", "Oxford"),
        ("places.csv", "Jackson"),  # a county too, but another place
        ("places.csv", "123 Main St, Batesville 38606"),
        ("places.csv", "nowhere at all"),
        ("zip_states.csv", "90210"),
        ("counties.geojson", "33.5,-89.5"),
        ("counties.geojson", "Hinds County"),
    ],
)
def test_what_needs_a_broken_file_says_so_with_the_file(
    broken: str, text: str, without: Callable[[str], Catalog]
) -> None:
    with pytest.raises(DataError) as caught:
        locate(text, without(broken))
    assert caught.value.problems == without(broken).missing[broken]
    assert {problem.file for problem in caught.value.problems} == {broken}


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("zips.csv", "33.5,-89.5"),
        ("places.csv", "33.5,-89.5"),
        ("places.csv", "38606"),
        ("zip_states.csv", "38606"),
        ("zip_states.csv", "Oxford"),
        ("zip_cells.geojson", "Oxford"),
        ("zip_cells.geojson", "38606"),
        ("context_cities.geojson", "Oxford"),
        ("context_states.geojson", "38606"),
        ("context_rivers.geojson", "Hinds County"),
        ("display_counties.geojson", "38606"),
    ],
)
def test_what_does_not_need_it_is_answered_as_ever(
    broken: str, text: str, without: Callable[[str], Catalog]
) -> None:
    location = locate(text, without(broken))
    assert location.status is LocationStatus.OK
    assert location == locate(text, load.load())
