"""Near another state, a distance toward one, a person with a state's name: never sure to be there or here."""

import itertools

import pytest

from geo.geocode import candidates, name_index, states
from geo.geocode.geocode import locate
from geo.geocode.location import Location
from geo.spatial import boundaries
from tests import live

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
CITIES = {city.name: city.state for city in CATALOG.context.cities if city.state != "MS"}
DIRECTIONS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
MILE_M = 1_609.344


def labels(location: Location) -> list[str]:
    return [candidate.label for candidate in location.candidates]


@pytest.mark.parametrize(
    ("text", "named", "elsewhere"),
    [
        ("right by Memphis", ["DeSoto County"], "Tennessee"),
        ("near Memphis", ["DeSoto County"], "Tennessee"),
        ("outside of Memphis", ["DeSoto County"], "Tennessee"),
        ("close to Memphis", ["DeSoto County"], "Tennessee"),
        ("just south of Memphis, Tennessee", ["DeSoto County"], "Tennessee"),
        ("not far from Memphis TN", ["DeSoto County"], "Tennessee"),
        ("next to Memphis", ["DeSoto County"], "Tennessee"),
        ("around Memphis", ["DeSoto County"], "Tennessee"),
        ("a suburb of Memphis", ["DeSoto County"], "Tennessee"),
        ("Memphis area", ["DeSoto County"], "Tennessee"),
        ("cerca de Memphis", ["DeSoto County"], "Tennessee"),
        ("10 miles south of Memphis", ["DeSoto County"], "Tennessee"),
        ("by Mobile, AL", ["Jackson County", "George County"], "Alabama"),
        ("outside Mobile", ["Jackson County", "George County"], "Alabama"),
        ("30 miles west of Mobile", ["Jackson County", "George County"], "Alabama"),
        ("near New Orleans", ["Hancock County"], "Louisiana"),
    ],
)
def test_near_a_city_elsewhere_is_either_side(text: str, named: list[str], elsewhere: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.reason) == ("ambiguous", "elsewhere")
    assert (labels(location), location.elsewhere) == (named, elsewhere)


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("near Slidell LA", "Louisiana"),
        ("near Slidell, Louisiana", "Louisiana"),
        ("outside Collierville TN", "Tennessee"),
        ("just across from Red Bay, Alabama", "Alabama"),
        ("near Tennessee", "Tennessee"),
        ("near the Tennessee line", "Tennessee"),
        ("by the Louisiana border", "Louisiana"),
        ("close to Lake Village, Arkansas", "Arkansas"),
        ("not far from Bogalusa LA", "Louisiana"),
        ("outskirts of Kentwood, LA", "Louisiana"),
    ],
)
def test_near_a_state_or_an_unknown_city_asks_for_a_town(text: str, elsewhere: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.elsewhere) == ("not_found", elsewhere)
    assert {"near_town", "state_only"} == {each.code for each in location.warnings}


@pytest.mark.parametrize(
    "text",
    [
        *("Memphis", "in Memphis", "Memphis TN", "12 Oak St, Memphis, TN 38103", "at Memphis"),
        *("near the mall in Memphis TN", "12 Oak St near the mall, Memphis TN", "Slidell LA"),
        *("10 miles north of Memphis", "in Mobile", "downtown New Orleans", "in Texas", "Texas"),
    ],
)
def test_a_place_elsewhere_is_still_elsewhere(text: str) -> None:
    assert locate(text, CATALOG).status == "out_of_state"


NEAR_FORMS = (
    "near {}",
    "by {}",
    "outside of {}",
    "close to {}",
    "right outside {}",
    "just past {}",
)


def test_no_form_of_near_puts_a_place_in_another_state() -> None:
    assert len(CITIES) >= 3
    for (city, postal), form in itertools.product(CITIES.items(), NEAR_FORMS):
        for name in (city, f"{city} {postal}", f"{city}, {states.name_of(postal)}"):
            location = locate(form.format(name), CATALOG)
            assert location.status in ("ambiguous", "not_found"), (form, name)
            assert location.elsewhere == states.name_of(postal)
    for postal, state in states.CODES.items():
        if postal != NAMES.home and name_index.key(state) not in NAMES.names:
            for form in NEAR_FORMS:
                assert locate(form.format(state), CATALOG).status != "out_of_state", state


@pytest.mark.parametrize(
    ("text", "label", "elsewhere"),
    [
        ("5 miles west of Natchez", "Natchez (Adams County)", "Louisiana"),
        ("5 miles west of Vicksburg", "Vicksburg (Warren County)", "Louisiana"),
        ("10 miles w of Natchez, MS", "Natchez (Adams County)", "Louisiana"),
        ("10 miles west of Greenville", "Greenville (Washington County)", "Arkansas"),
        ("8 miles west of Rosedale", "Rosedale (Bolivar County)", "Arkansas"),
        ("5 miles north of Southaven", "Southaven (DeSoto County)", "Tennessee"),
        ("ten miles north of Olive Branch", "Olive Branch (DeSoto County)", "Tennessee"),
        ("5 miles north of Corinth", "Corinth (Alcorn County)", "Tennessee"),
        ("15 miles east of Columbus", "Columbus (Lowndes County)", "Alabama"),
        ("10 miles south of Woodville", "Woodville (Wilkinson County)", "Louisiana"),
        ("5 millas al oeste de Natchez", "Natchez (Adams County)", "Louisiana"),
        ("10 miles west of Picayune", "Picayune (Pearl River County)", "Louisiana"),
    ],
)
def test_a_distance_across_the_line_names_the_other_state(
    text: str, label: str, elsewhere: str
) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.reason) == ("ambiguous", "elsewhere")
    assert (labels(location), location.elsewhere) == ([label], elsewhere)


@pytest.mark.parametrize(
    "text",
    [
        *("5 miles east of Natchez", "5 miles south of Southaven", "5 miles west of Columbus"),
        *("5 miles east of Columbus", "10 miles south of Corinth", "15 miles north of Grenada"),
    ],
)
def test_a_distance_that_stays_here_is_sure(text: str) -> None:
    assert locate(text, CATALOG).status == "ok"


def test_no_distance_and_direction_is_sure_where_it_ends_in_another_state() -> None:
    seen = 0
    for place in CATALOG.gazetteer.places:
        for (word, bearing), miles in itertools.product(DIRECTIONS.items(), (5, 10, 20)):
            lon, lat = candidates.moved(place, bearing, miles * MILE_M)
            line = boundaries.state_line(CATALOG, lon, lat)
            if not line or line[1] or boundaries.counties_within(CATALOG, lon, lat, 500):
                continue
            seen += 1
            location = locate(f"{miles} miles {word} of {place.name}, {place.name}", CATALOG)
            said = (location.status, bool(location.elsewhere))
            assert said == ("ambiguous", True), (miles, word, place.name)
    assert seen > 100


@pytest.mark.parametrize(
    "text",
    [
        *("her name is Virginia", "my sister Virginia", "Georgia called me", "my aunt Georgia"),
        *("Carolina needs help", "my friend Dakota", "Montana is my cousin", "help me Virginia"),
        *("Virginia Johnson", "Georgia Smith 12 Oak St", "my mom, Virginia", "I'm Georgia"),
        *("this is Virginia", "patient Georgia", "my wife Tennessee"),
    ],
)
def test_a_person_with_a_states_name_is_in_no_state(text: str) -> None:
    assert locate(text, CATALOG).status == "not_found"


@pytest.mark.parametrize(
    "text",
    [
        *("my mom is in Georgia", "my brother in Atlanta Georgia", "I am in Virginia"),
        *("my sister lives in Roanoke, Virginia", "she moved to Georgia", "Richmond Virginia"),
        *("Atlanta, Georgia 30303", "12 Peach St, Atlanta Georgia"),
    ],
)
def test_a_state_that_is_placed_is_a_state(text: str) -> None:
    assert locate(text, CATALOG).status == "out_of_state"


PERSON_FORMS = ("my sister {}", "{} called me", "her name is {}", "I am {}", "{} is my cousin")


def test_no_states_name_is_a_place_where_a_person_is_spoken_of() -> None:
    for state in states.CODES.values():
        for form in PERSON_FORMS:
            location = locate(form.format(state), CATALOG)
            assert location.status in ("not_found", "ambiguous"), (state, form)
