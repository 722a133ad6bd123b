"""The figure beside a unit's name is the way to that unit, and says for whom it is measured."""

from geo.access import sentences
from geo.coverage import county as coverage_county
from geo.report import county_calls
from geo.text import percent
from tests import live


def test_miles_beside_a_unit_are_those_to_it_and_say_of_how_many_people() -> None:
    areas = {area.id: area for area in live.access().counties}
    told = set()
    for county in live.catalog().counties:
        profile = coverage_county.county_profile(live.assessment(), county)
        area = areas[county.geoid]
        first = area.nearest_units[0]
        for line in county_calls.calls(live.assessment(), profile, area)[1]:
            if " miles" not in line.words:
                continue
            assert line.words.startswith(first.facility)
            assert f", {sentences.plain_miles(first.mean_miles)} miles on average" in line.words
            rest = f" for the {percent(first.share)} who live nearest to it"
            assert line.words.endswith(rest) is (first.share < 1)
            told.add(first.share < 1)
    assert told == {True, False}
