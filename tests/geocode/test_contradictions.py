"""Words beside a town that contradict it, or lead away from it: never a sure answer at the town."""

import itertools

import pytest

from geo.geocode import name_index
from geo.geocode.geocode import locate
from geo.geocode.location import Location
from tests import live

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
TOWNS = sorted({name.text for name in NAMES.names.values() if name.is_town})
DIRECTIONS = ("north", "east", "south", "west", "NW", "southeast")

# Each row: text, status, why it is asked back, labels joined by "; ", the other state.
Row = tuple[str, str, str | None, str, str]

COUNTY_NOT_HERE = (
    ("Cleveland, Cuyahoga County", "ambiguous", "elsewhere", "Cleveland (Bolivar County)", ""),
    ("Philadelphia, Bucks County", "ambiguous", "elsewhere", "Philadelphia (Neshoba County)", ""),
    ("Columbus, Muscogee County", "ambiguous", "elsewhere", "Columbus (Lowndes County)", ""),
    ("Southaven, Shelby County", "ambiguous", "elsewhere", "Southaven (DeSoto County)", ""),
    ("Shelby County, Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", ""),
    ("Corinth MS, McNairy County", "ambiguous", "elsewhere", "Corinth (Alcorn County)", ""),
    (
        "9 Elm St, Meridian, Ada County",
        "ambiguous",
        "elsewhere",
        "Meridian (Lauderdale County)",
        "",
    ),
    ("Southaven 38671, Shelby County", "ok", None, "ZIP 38671 (Southaven)", ""),
    ("Laurel, out in the county", "ok", None, "Laurel (Jones County)", ""),
)
DIRECTION = (
    ("west of Natchez", "ambiguous", "elsewhere", "Natchez (Adams County)", "Louisiana"),
    ("north of Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", "Tennessee"),
    ("NW of Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", "Tennessee"),
    ("east of State Line", "ambiguous", "elsewhere", "State Line (Wayne County)", "Alabama"),
    (
        "just north of Olive Branch",
        *("ambiguous", "elsewhere", "Olive Branch (DeSoto County)", "Tennessee"),
    ),
    ("due west of Vicksburg", "ambiguous", "elsewhere", "Vicksburg (Warren County)", "Louisiana"),
    ("al oeste de Natchez", "ambiguous", "elsewhere", "Natchez (Adams County)", "Louisiana"),
    ("north of Corinth, MS", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
    ("west of 39120", "ambiguous", "elsewhere", "ZIP 39120 (Natchez)", "Louisiana"),
    ("north of DeSoto County", "ambiguous", "elsewhere", "DeSoto County", "Tennessee"),
    ("east of Natchez", "ok", None, "Natchez (Adams County)", ""),
    ("south of Biloxi", "ok", None, "Biloxi (Harrison County)", ""),
    ("north of Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    ("west of Laurel", "ok", None, "Laurel (Jones County)", ""),
)
ROWS: tuple[Row, ...] = (*COUNTY_NOT_HERE, *DIRECTION)


def names_of(location: Location) -> str:
    return "; ".join(candidate.label for candidate in location.candidates)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row[0][:60]))
def test_what_contradicts_a_place_is_asked(row: Row) -> None:
    text, status, reason, labels, elsewhere = row
    location = locate(text, CATALOG)
    assert (location.status, location.reason) == (status, reason)
    assert names_of(location) == labels
    assert location.elsewhere == elsewhere


@pytest.mark.parametrize("form", ["{}, Cuyahoga County", "{} MS, Bucks County", "Ada County, {}"])
def test_no_town_is_sure_beside_a_county_that_is_not_here(form: str) -> None:
    sure = [town for town in TOWNS if locate(form.format(town), CATALOG).status == "ok"]
    assert sure == []


def test_a_direction_asks_wherever_a_few_miles_that_way_do() -> None:
    """Where "5 miles west of" a town may be in another state, "west of" it may be too."""
    asked = 0
    for town, direction in itertools.product(TOWNS, DIRECTIONS):
        stated = locate(f"5 miles {direction} of {town}", CATALOG)
        if stated.status == "ambiguous" and stated.reason == "elsewhere" and stated.elsewhere:
            plain = locate(f"{direction} of {town}", CATALOG)
            assert (plain.reason, bool(plain.elsewhere)) == ("elsewhere", True), (town, direction)
            asked += 1
    assert asked > 50
