"""From names and regions to counties."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog import find_county
from geo.catalog.records import Basis, Catalog, Catchment, County
from geo.coverage import regions as coverage_regions
from geo.errors import UnknownCountyError
from tests import live

AS_OF = live.DAY
CATALOG = live.catalog()
COUNTIES = {county.name: county for county in CATALOG.counties}
NAMES = sorted(COUNTIES)


def find(text: str) -> County:
    return find_county.find_county(CATALOG, text)


def regions_of(name: str, day: dt.date) -> dict[int, bool]:
    """Return the regions a county can be in on a day, and whether that is certain."""
    some = coverage_regions.memberships(CATALOG, day)[COUNTIES[name].geoid]
    return {membership.region: membership.certain for membership in some}


# A county by what a person types


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    str.swapcase,
    lambda name: f"  {name}\t",
    lambda name: f"{name} County",
    lambda name: f"{name.upper()} COUNTY",
    lambda name: f"{name} Co.",
    lambda name: f"{name} co",
    lambda name: f"{name}, MS",
    lambda name: f"{name}, Mississippi",
    lambda name: f"{name} County, MS",
    lambda name: f"{name} County Mississippi",
    lambda name: f"{name} Co., Ms.",
    lambda name: name.replace(" ", "-"),
    lambda name: name.replace(" ", "   "),
]


@pytest.mark.parametrize("spelling", range(len(SPELLINGS)))
def test_all_82_counties_are_found_however_they_are_spelt(spelling: int) -> None:
    for name in NAMES:
        text = SPELLINGS[spelling](name)
        assert find(text).name == name, text


def test_all_82_counties_are_found_by_geoid() -> None:
    for county in CATALOG.counties:
        assert find(county.geoid) is find(f" {county.geoid} ") is county


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jeff Davis", "Jefferson Davis"),
        ("jeff davis county", "Jefferson Davis"),
        ("JEFF DAVIS CO., MS", "Jefferson Davis"),
        ("De Soto", "DeSoto"),
        ("desoto", "DeSoto"),
        ("De-Soto County", "DeSoto"),
        ("jefferson", "Jefferson"),
        ("pearlriver", "Pearl River"),
    ],
)
def test_aliases_are_found_as_well(text: str, name: str) -> None:
    assert find(text).name == name


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Adms", "Adams"),
        ("Itawmba County", "Itawamba"),
        ("Oktibeha", "Oktibbeha"),
        ("Tishmingo", "Tishomingo"),
        ("Issaqueena, MS", "Issaquena"),
        ("Jeffersn Davis", "Jefferson Davis"),
    ],
)
def test_a_near_miss_is_answered_with_suggestions(text: str, near: str) -> None:
    with pytest.raises(UnknownCountyError, match=f"did you mean .*{near}") as caught:
        find(text)
    assert near in caught.value.suggestions
    assert len(caught.value.suggestions) <= 3


@pytest.mark.parametrize(
    "text", ["Lee County, Alabama", "Lee, TN", "Adams County Ohio", "Jackson, LA"]
)
def test_a_county_of_another_state_is_not_taken_for_one_of_this(text: str) -> None:
    with pytest.raises(UnknownCountyError):
        find(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "County",
        ", MS",
        "28",
        "2800",
        "280011",
        "99999",
        "０",
        "{{7*7}}",
        "${x}",
        "<img src=x onerror=alert(1)>",
        "'; DROP TABLE counties; --",
        "\x00\x1b[31m",
        "\u202eeeL",
        "a" * 10_000,
        " county" * 5_000,
        "Lee" + " " * 200 + "junk",
        "," * 10_000,
        "4111 Elm Street, Zweibrücken",
    ],
)
def test_anything_else_is_unknown_and_not_repeated(text: str) -> None:
    with pytest.raises(UnknownCountyError) as caught:
        find(text)
    shown = f"{caught.value}{caught.value!r}{caught.value.args}"
    assert len(shown) < 500
    assert len(text) < 10 or text not in shown
    assert "4111" not in shown


@given(st.text(max_size=200))
def test_no_text_raises_anything_but_unknown_county(text: str) -> None:
    near: tuple[str, ...] = ()
    try:
        near = (find(text).name,)
    except UnknownCountyError as error:
        near = error.suggestions
    assert set(near) <= set(NAMES)


# Regions over time


@pytest.mark.parametrize(
    ("name", "day", "regions"),
    [
        # A day is known: the first day no longer is the first day there.
        ("Lincoln", dt.date(2010, 9, 30), {11: True}),
        ("Lincoln", dt.date(2010, 10, 1), {8: True}),
        # A month is known: uncertain from its first day until the day before its last.
        ("Adams", dt.date(2023, 6, 30), {11: True}),
        ("Adams", dt.date(2023, 7, 1), {11: False, 15: False}),
        ("Adams", dt.date(2023, 7, 30), {11: False, 15: False}),
        ("Adams", dt.date(2023, 7, 31), {15: True}),
        ("Pike", dt.date(2023, 7, 15), {11: False, 12: False}),
        # A year.
        ("DeSoto", dt.date(2009, 12, 31), {2: True}),
        ("DeSoto", dt.date(2010, 1, 1), {2: False, 4: False}),
        ("DeSoto", dt.date(2010, 12, 31), {4: True}),
        # A bracket of years.
        ("Tunica", dt.date(2021, 9, 13), {1: True}),
        ("Tunica", dt.date(2023, 1, 1), {1: False, 6: False}),
        ("Tunica", dt.date(2025, 1, 29), {6: True}),
        ("Tallahatchie", dt.date(2023, 11, 2), {1: False, 6: False}),
        ("Tallahatchie", dt.date(2023, 11, 3), {6: True}),
        ("Coahoma", dt.date(2024, 12, 30), {1: False, 6: False}),
        ("Quitman", dt.date(2024, 12, 31), {6: True}),
        # No first day at all: uncertain ever since.
        ("Sharkey", dt.date(1950, 1, 1), {5: False, 6: False}),
        ("Sharkey", dt.date(2019, 9, 29), {5: False, 6: False}),
        ("Sharkey", dt.date(2019, 9, 30), {6: True}),
        # No change is known.
        ("Hinds", dt.date(1950, 1, 1), {9: True}),
        ("Hinds", AS_OF, {9: True}),
    ],
)
def test_a_county_is_in_one_region_or_where_the_day_of_a_move_is_unknown_in_several(
    name: str, day: dt.date, regions: dict[int, bool]
) -> None:
    assert regions_of(name, day) == regions


@given(st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)))
def test_on_every_day_every_county_has_one_certain_region_or_several_possible(day: dt.date) -> None:
    every = coverage_regions.memberships(CATALOG, day)
    assert every.keys() == {county.geoid for county in CATALOG.counties}
    for some in every.values():
        assert [membership.certain for membership in some] in ([True], [False] * len(some))
        assert len(some) == 1 or len({membership.region for membership in some}) == len(some) > 1


def test_a_belonging_carries_the_membership_that_it_rests_on() -> None:
    (adams,) = coverage_regions.memberships(CATALOG, AS_OF)[COUNTIES["Adams"].geoid]
    shown = adams.evidence
    assert (shown.region, shown.confidence, shown.source) == (15, "stated", "dmh-home")
    assert (shown.valid_from, shown.valid_to, shown.as_of) == ("2023-07", None, "2025-01-29")
    assert "franklinadvocate-2023" in shown.also


# What a catchment reaches


def reached(catchment: Catchment, day: dt.date = AS_OF) -> dict[str, set[Basis]]:
    """Return by county name the bases on which a catchment speaks for it."""
    names = {county.geoid: county.name for county in CATALOG.counties}
    found: dict[str, set[Basis]] = {}
    regions = coverage_regions.memberships(CATALOG, day)
    for geoid, basis, belonging in coverage_regions.reach(catchment, CATALOG, regions):
        assert (belonging is None) == (basis in (Basis.LISTED, Basis.CLAIMED))
        found.setdefault(names[geoid], set()).add(basis)
    return found


def test_named_counties_are_listed() -> None:
    catchment = Catchment(counties=("Lee", "Jeff Davis"))
    assert reached(catchment) == {"Lee": {Basis.LISTED}, "Jefferson Davis": {Basis.LISTED}}


def test_regions_reach_their_counties_of_the_day() -> None:
    assert reached(Catchment(regions=(14, 9))) == {
        name: {Basis.REGION} for name in ("George", "Jackson", "Hinds")
    }
    before = reached(Catchment(regions=(15,)), dt.date(2023, 6, 30))
    assert before == {name: {Basis.REGION} for name in ("Warren", "Yazoo")}


def test_during_an_uncertain_move_a_region_reaches_nobody_for_sure() -> None:
    day = dt.date(2023, 7, 15)
    for number in (11, 15):
        some = reached(Catchment(regions=(number,)), day)
        assert some["Adams"] == {Basis.NONE}
    assert reached(Catchment(regions=(15,)), day)["Warren"] == {Basis.REGION}


def test_statewide_reaches_all_82_as_a_claim() -> None:
    assert reached(Catchment(statewide=True)) == {name: {Basis.CLAIMED} for name in NAMES}


def test_a_former_region_reaches_nobody_now() -> None:
    assert reached(Catchment(regions=(1, 5, 11, 13))) == {}


def test_names_come_in_the_order_of_the_alphabet() -> None:
    backwards: Catalog = replace(CATALOG, counties=CATALOG.counties[::-1])
    assert find_county.county_names(backwards) == NAMES
    assert len(NAMES) == 82
