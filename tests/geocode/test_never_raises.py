"""Text typed into a search never raises, whatever names, numbers and small words it combines."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geocode import name_index, states
from geo.geocode.geocode import locate
from geo.geocode.location import LocationStatus
from geo.geocode.relation_words import FAR, IN, LINKS, NEAR
from geo.geocode.streets import DIRECTIONS
from tests import live
from tests.damaged import soon

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
TOWNS = sorted({name.text for name in NAMES.names.values() if name.is_town})
COUNTIES = sorted(county.name for county in CATALOG.counties)
ZIPS = sorted(CATALOG.gazetteer.zips)
CITIES = sorted(city.name for city in CATALOG.context.cities if city.state in states.CODES)
NUMBERS = (
    "0",
    "2",
    "2.5",
    "1/2",
    "30",
    "45,000",
    "105",
    "1005",
    "38606-1234",
    "half an",
    "an",
    "ten",
)
RELATIONS = sorted(
    {*NEAR, *IN, *LINKS, *DIRECTIONS, "across the river from", "not", "but", "the", "of", "from"}
)
STREETS = (
    "Main St",
    "Hwy 49",
    "MS 15",
    "CR 12",
    "PO Box 7",
    "apt 3",
    "exit 61",
    "way",
    "line",
    "St",
)
MARKS = (",", ";", "/", "&", "(", ")", "-", "@", "#", "\n", ".", "'", "30.3, -88.4", "GEOID")
TEXTS = 6_000
KINDS = (
    *(TOWNS, COUNTIES, ZIPS, CITIES, NUMBERS, RELATIONS, RELATIONS, STREETS, MARKS),
    *(tuple(FAR), ("County", "Parish", "Co", "condado"), (*states.CODES, *states.NAMES)),
)
"""Words of texts about places, by kind; words of relation are drawn twice as often."""


@pytest.mark.parametrize(
    "form",
    [
        "an hour from {}",
        "40 miles south of {}",
        "200 miles from {}",
        "2 hours north of {}",
        "half a mile from {}",
        "5 minutes from {}",
    ],
)
def test_a_distance_from_any_name_is_answered(form: str) -> None:
    for name in (*TOWNS, *COUNTIES):
        for text in (form.format(name), f"{form.format(name)} County", f"{form.format(name)} MS"):
            location = locate(text, CATALOG)
            assert location.status is not LocationStatus.INVALID
            assert bool(location.candidates) == (location.status in ("ok", "ambiguous")), text


@pytest.mark.parametrize("name", ["Jackson", "Lamar", "Benton", "Union", "DeSoto", "Jackson MS"])
def test_too_far_from_a_name_of_a_town_and_a_county_says_so(name: str) -> None:
    for form in ("an hour north of {}", "40 miles south of {}", "200 miles from {}"):
        text = form.format(name)
        location = locate(text, CATALOG)
        codes = [caution.code for caution in location.warnings]
        assert (location.status, codes[:1]) == ("not_found", ["too_far"]), text


def test_no_mix_of_the_words_of_places_raises() -> None:
    draw = random.Random(41)  # noqa: S311
    for _ in range(TEXTS):
        text = " ".join(draw.choice(draw.choice(KINDS)) for _ in range(draw.randint(1, 9)))
        location = locate(text[:256], CATALOG)
        assert len(location.candidates) > 0 or location.status not in ("ok", "ambiguous"), text


@given(
    st.lists(st.sampled_from(KINDS).flatmap(st.sampled_from) | st.text(max_size=6), max_size=12),
    st.sampled_from((" ", ", ", "")),
)
def test_no_mix_of_words_and_characters_raises_or_hangs(pieces: list[str], between: str) -> None:
    with soon():
        location = locate(between.join(pieces), CATALOG)
    assert bool(location.candidates) >= (location.status in ("ok", "ambiguous"))
    assert len(location.candidates) == 1 or location.status != "ok"
    assert location.warnings or location.status == "ok"
