"""Every city, town and village of the state is found, in a county that it lies in.

fixtures/municipalities_2018.csv has their names and counties: facts, as a public database dump of a map of
them from April 2018 lists them, written with the words City and Town that it leaves out, and with
the counties of D'Iberville and D'Lo, which it mixes up. No package that the build takes holds
such a list: the longest found, GeoNames' as country-state-city 3.2.1 has it, has 213 places here.
"""

import csv
from pathlib import Path

from geo.geocode.geocode import locate
from geo.geocode.location import Candidate, Reason
from geo.referral import refer
from tests import live

CATALOG = live.catalog()
ASSESSMENT = live.assessment()
PATH = Path(__file__).resolve().parents[1] / "fixtures" / "municipalities_2018.csv"
with PATH.open(encoding="utf-8", newline="") as stream:
    TOWNS = {row["name"]: set(row["counties"].split(";")) for row in csv.DictReader(stream)}
# Ambiguous for another reason than that a name is spelled nearly so.
SEVERAL = {Reason.SEVERAL, Reason.COUNTY}


def counties_of(candidate: Candidate) -> set[str]:
    """Return the counties that the answer for a candidate names, those that it may reach into too."""
    referral = refer.refer(ASSESSMENT, candidate, 1)
    return {county.county for county in (*referral.counties, *referral.may_reach)}


def test_the_list_is_whole_and_of_counties_here() -> None:
    assert len(TOWNS) == 299
    assert set().union(*TOWNS.values()) <= {county.name for county in CATALOG.counties}


def test_all_but_one_are_found_under_their_name() -> None:
    located = {name: locate(f"{name}, MS", CATALOG) for name in TOWNS}
    unknown = [
        name
        for name, location in located.items()
        if not (location.status == "ok" or location.reason in SEVERAL)
    ]
    # The ZIP table, where it is from, has it as Slate Spring: asked back as a near spelling.
    assert unknown == ["Slate Springs"]
    (candidate,) = located["Slate Springs"].candidates
    assert candidate.label == "Slate Spring (ZIP 38955)"


def test_the_answer_names_a_county_that_they_lie_in() -> None:
    wrong = [
        name
        for name, counties in TOWNS.items()
        if all(
            counties.isdisjoint(counties_of(candidate))
            for candidate in locate(f"{name}, MS", CATALOG).candidates
        )
    ]
    assert wrong == []


def test_every_place_of_the_table_with_such_a_name_lies_in_its_county_or_is_a_namesake() -> None:
    names = {county.geoid: county.name for county in CATALOG.counties}
    known = [(place.name, names[place.geoid]) for place in CATALOG.gazetteer.places]
    found = {name for name, _ in known} & TOWNS.keys()
    assert len(found) == 225
    right = {name for name, county in known if county in TOWNS.get(name, ())}
    assert found - right == set()
