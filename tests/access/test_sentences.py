"""Figures in words: with their least and most, never rounded to none or all, and unknown where unknown."""

from dataclasses import replace
from typing import Any

import pytest

from geo.access import mile_bounds, sentences
from geo.access.records import DemandSource, Range
from geo.access.supply_records import BedAccess, BedCount, TeamLoad, TeamPeople
from tests.access.small import county, measured

NOTHING = Range(value=None, low=None, high=None)


def figure(value: float, low: float | None = None, high: float | None = None) -> Range:
    return Range(
        value=value, low=value if low is None else low, high=value if high is None else high
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "not known"), (0.0, "0.0"), (9.94, "9.9"), (9.95, "10"), (10.4, "10"), (123.6, "124")],
)
def test_miles_are_whole_from_ten_on(value: float | None, said: str) -> None:
    assert sentences.plain_miles(value) == said


def test_a_range_is_in_brackets_unless_all_three_are_said_alike() -> None:
    assert sentences.miles(figure(21.2, 15, 27)) == "21 (15 to 27)"
    assert sentences.miles(figure(21.2, 20.9, 21.4)) == "21"
    assert sentences.miles(figure(21.2, 21.2, 21.8)) == "21 (21 to 22)"
    assert sentences.miles(figure(21.2, 19.8, 21.2)) == "21 (20 to 21)"
    assert sentences.miles(Range(value=1.0, low=0.0, high=None)) == "1.0 (0.0 to not known)"
    assert sentences.miles(NOTHING) == "not known"


def test_people_have_their_thousands_apart() -> None:
    assert sentences.number(figure(1_201_476, 551_530, 1_570_780)) == (
        "1,201,476 (551,530 to 1,570,780)"
    )
    assert sentences.number(Range(value=3.0, low=None, high=3.0)) == "3 (0 to 3)"
    assert sentences.number(NOTHING) == "not known"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0%"),
        (1e-9, "under 1%"),
        (0.00499, "under 1%"),
        (0.005, "under 1%"),
        (0.0051, "1%"),
        (0.5, "50%"),
        (0.9949, "99%"),
        (0.995, "over 99%"),
        (0.999999, "over 99%"),
        (1.0, "100%"),
    ],
)
def test_nothing_rounds_to_none_or_to_all_that_is_not(share: float, said: str) -> None:
    assert sentences.percent(figure(share)) == said


def test_shares_have_their_least_and_most() -> None:
    assert sentences.percent(figure(0.72, 0.6, 0.82)) == "72% (60% to 82%)"
    assert sentences.percent(figure(0.72, 0.72, 0.82)) == "72% (72% to 82%)"
    assert sentences.percent(figure(0.72, 0.6, 0.72)) == "72% (60% to 72%)"
    assert sentences.percent(NOTHING) == "not known"


AREA = county(measured(), "Alder")


def test_bounds_on_everybody_are_one_sentence() -> None:
    near = replace(AREA, least_miles=0.0, most_miles=96.6)
    tail = (
        "straight-line miles from the nearest unit, wherever in the area, even allowing for "
        "unknown addresses."
    )
    assert sentences.everybody(near) == f"Everyone here lives at most 97 {tail}"
    assert sentences.everybody(replace(near, least_miles=28.9)) == (
        f"Everyone here lives 28 to 97 {tail}"
    )
    for unknown in ({"least_miles": None}, {"most_miles": None}):
        assert sentences.everybody(replace(near, **unknown)) == (
            "We do not know how far the farthest person is."
        )


@pytest.mark.parametrize(
    ("value", "words"), [(45.49, "46"), (45.0, "45"), (1.1, "1.1"), (1.11, "1.2"), (12.001, "13")]
)
def test_so_many_people_stay_within_miles_that_are_rounded_up(value: float, words: str) -> None:
    """Half live within 45.49 miles: within 45 there are fewer than half."""
    assert mile_bounds.within(figure(value)) == words
    assert mile_bounds.within(NOTHING) == "not known"
    assert float(mile_bounds.at_least(value)) <= value <= float(mile_bounds.at_most(value))


def beds(**changes: Any) -> BedCount:
    plain = BedCount(
        units=4,
        units_unknown=0,
        units_disputed=0,
        people=100_000,
        low=16,
        high=20,
        per_100k_low=16.0,
        per_100k_high=20.0,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("changes", "said", "rate"),
    [
        ({}, "16 to 20", "16.0 to 20.0"),
        ({"high": 16, "per_100k_high": 16.0}, "16", "16.0"),
        ({"high": None, "per_100k_high": None}, "at least 16 in 4 units", "at least 16.0"),
        (
            {"units_derived": 3},
            "16 to 20; those of 3 units are derived from several sources",
            "16.0 to 20.0",
        ),
        (
            {"high": None, "per_100k_high": None, "units_unknown": 1, "units_derived": 1},
            "at least 16 in 3 units; 1 unit's beds are not published; those of 1 unit are derived from "
            "several sources",
            "at least 16.0",
        ),
        (
            {"high": None, "per_100k_high": None, "units_unknown": 1},
            "at least 16 in 3 units; 1 unit's beds are not published",
            "at least 16.0",
        ),
        (
            {
                "low": 0,
                "high": None,
                "per_100k_low": 0.0,
                "per_100k_high": None,
                "units_unknown": 1,
            },
            "not known for certain; 1 unit's beds are not published",
            "not known",
        ),
        (
            {"low": None, "high": None, "per_100k_low": None, "per_100k_high": None}
            | {"units": 1, "units_unknown": 1},
            "not known; 1 unit's beds are not published",
            "not known",
        ),
        ({"low": None, "per_100k_low": None}, "not known", "not known"),
        ({"units": 0, "low": 0, "high": 0, "per_100k_low": 0.0}, "no unit", "none"),
    ],
)
def test_beds_are_a_range_and_the_unknown_ones_are_named(
    changes: dict[str, Any], said: str, rate: str
) -> None:
    assert sentences.beds(beds(**changes)) == said
    assert sentences.bed_rate(beds(**changes)) == rate


def test_beds_within_reach_are_a_range() -> None:
    access = BedAccess(
        limit_miles=60.0,
        two_step_low=1.0,
        two_step_high=2.0,
        enhanced_low=3.04,
        enhanced_high=4.06,
        people_unreached=0.0,
    )
    assert sentences.bed_access(access) == "3.0 to 4.1"
    assert sentences.bed_access(replace(access, enhanced_high=3.01)) == "3.0"
    assert sentences.bed_access(replace(access, enhanced_low=None)) == "not known"
    assert sentences.bed_access(replace(access, enhanced_high=None)) == "not known"


def test_a_team_is_said_with_its_people_and_none_is_no_claim() -> None:
    west = TeamPeople(id="west", title="West crew", teams=1, people=7000)
    east = TeamPeople(id="east", title="East crews", teams=2, people=1500)
    load = TeamLoad(
        service="crew",
        short="Crew",
        teams=3,
        people=7000,
        people_per_team=7000 / 3,
        own=(west, east),
    )
    one = replace(load, own=(west,))
    nobody = replace(load, teams=0, people_per_team=None, own=())
    told = list(sentences.team_loads([nobody, load, replace(nobody, short="Band"), one]))
    assert told == [
        "Crew: 3 teams, each for its own counties. West crew, 1 team for 7,000 people; East crews, "
        "2 teams together for 1,500 people.",
        "Crew: 1 team for 7,000 people.",
        "Crew and Band: no team is named here. There may still be one.",
    ]
    assert list(sentences.team_loads([])) == []


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), "none named"),
        ((7000,), "1 (7,000)"),
        ((83_343, 141_756), "2 (83,343; 141,756)"),
        ((5, 1, 4, 2, 3), "5 (1 to 5)"),
    ],
)
def test_the_people_of_each_team_are_told_and_no_mean(people: tuple[int, ...], said: str) -> None:
    own = tuple(
        TeamPeople(id=f"team-{place}", title="A team", teams=1, people=count)
        for place, count in enumerate(people)
    )
    load = TeamLoad(
        service="crew", short="Crew", teams=len(own), people=9, people_per_team=None, own=own
    )
    assert sentences.people_each(load) == said


@pytest.mark.parametrize(
    ("own", "elsewhere", "said"),
    [
        (
            4000.0,
            0.0,
            "0 of 4,000 people live closer to another region's unit than to their own.",
        ),
        (
            3000.0,
            1000.0,
            "1,000 of 3,000 people live closer to another region's unit than to their own. For "
            "1,000 people we do not know the region on this day, or any unit of it.",
        ),
        (
            0.0,
            0.0,
            "For 4,000 people we do not know the region on this day, or any unit of it.",
        ),
        (
            3999.8,
            0.0,
            "0 of 4,000 people live closer to another region's unit than to their own.",
        ),
    ],
)
def test_whose_unit_is_nearest_is_said_as_far_as_it_is_known(
    own: float, elsewhere: float, said: str
) -> None:
    area = replace(AREA, people=4000.0, own_people=own, people_nearer_elsewhere=elsewhere)
    assert sentences.elsewhere(area) == said


def test_what_a_dispute_means_is_said_of_the_unit() -> None:
    assert sentences.disputed("Birchville Haven") == (
        "Sources disagree on whether Birchville Haven is open. Ranges show the figures both with and "
        "without it."
    )


# Where people live


def source(**changes: Any) -> DemandSource:
    return replace(measured().demand, error_miles=1.8, **changes)


def test_points_are_said_with_their_people_and_their_error() -> None:
    assert sentences.demand(source(title="Points", vintage="2020", points=4)) == (
        "Where people live: Points, 2020; 4 points, 9,000 people. Average miles are right within 1.8 for "
        "95% of counties, compared with census block groups."
    )
    assert "; 1 point, 9,000 people." in sentences.demand(source(points=1))
    unmeasured = sentences.demand(replace(source(sha256="abc"), error_miles=None))
    assert unmeasured.endswith(
        " We did not measure how exact these points are. SHA-256 of the file: abc."
    )


@pytest.mark.parametrize(
    ("people", "said"), [(8820.0, False), (9180.0, False), (8819.0, True), (9181.0, True)]
)
def test_people_that_are_not_the_census_s_are_said_to_be_none_of_it(
    people: float, said: bool
) -> None:
    words = "The 2020 Census counted 9,000 people in the state."
    assert (words in sentences.demand(source(people=people))) is said


def test_counties_without_people_are_named_while_they_are_few() -> None:
    names = ("Adams", "Benton", "Clay", "Dale", "Elk", "Floyd", "Gage")
    assert "no people in" not in sentences.demand(source())
    assert "no people in Adams, so distances there are not known." in sentences.demand(
        source(counties_without=names[:1])
    )
    six, seven = (sentences.demand(source(counties_without=names[:count])) for count in (6, 7))
    assert "no people in Adams, Benton, Clay, Dale, Elk and Floyd, so distances" in six
    assert "no people in 7 counties, so distances" in seven
