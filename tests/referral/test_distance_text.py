import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geocode.location import Candidate, CountyShare, Scale
from geo.referral import distance_text, refer
from tests import live

MILE = 1609.344


def candidate(precision: Scale, radius_m: int, label: str = "ZIP 38606 (Batesville)") -> Candidate:
    return Candidate(
        label=label,
        lon=-89.9,
        lat=34.3,
        precision=precision,
        radius_m=radius_m,
        geoid="28107",
        county="Panola",
        counties=(CountyShare(geoid="28107", county="Panola"),),
    )


@pytest.mark.parametrize(
    ("distance_m", "error_m", "words"),
    [
        (39_000, 6_000, "about 24 miles in a straight line, give or take 4 miles"),
        (39_000, 18_000, "about 25 miles in a straight line, give or take 12 miles"),
        (39_000, 50, "24.2 miles in a straight line"),
        (39_000, 900, "about 24.2 miles in a straight line, give or take 0.6 miles"),
        (6_000, 6_100, "within about 8 miles in a straight line"),
        (3_000, 6_000, "within about 6 miles in a straight line"),
        (0, 0, "within about 0.0 miles in a straight line"),
    ],
)
def test_a_distance_is_rounded_to_what_its_error_supports(
    distance_m: float, error_m: float, words: str
) -> None:
    assert distance_text.distance(distance_m, error_m) == words


@given(
    st.floats(min_value=0, max_value=700_000, allow_nan=False),
    st.floats(min_value=0, max_value=60_000, allow_nan=False),
)
def test_the_number_said_is_never_off_by_more_than_the_error(
    distance_m: float, error_m: float
) -> None:
    said = distance_text.distance(distance_m, error_m)
    miles = float(re.findall(r"[\d.]+", said)[0])
    if distance_m <= error_m:
        assert miles * MILE >= distance_m + error_m - 1e-6
    else:
        # Rounding to a step moves a number by half of it, and no step is above the error.
        assert abs(miles * MILE - distance_m) <= max(error_m / 2, 0.1 * MILE) / 2 + 1e-6


def test_distances_of_one_list_are_in_order_to_the_eye() -> None:
    # Rounded each by its own error, the nearer would read 72 and the farther 70.
    near = distance_text.distance(115_900, 12_000, 20_000)
    far = distance_text.distance(116_200, 20_000, 20_000)
    assert near.startswith("about 70 miles")
    assert far.startswith("about 70 miles")


@pytest.mark.parametrize(
    ("radius_m", "words"),
    [
        (18_000, "within about 12 miles"),
        (900, "within about 0.6 miles"),
        (1_600, "within about 1 mile"),
        (1_610, "within about 2 miles"),
    ],
)
def test_a_radius_is_never_said_smaller_than_it_is(radius_m: float, words: str) -> None:
    assert distance_text.within(radius_m) == words


def test_where_a_text_was_placed_is_said_with_its_precision() -> None:
    zip_code = candidate(Scale.ZIP, 18_000)
    county = candidate(Scale.COUNTY, 30_000, "Panola County")
    exact = candidate(Scale.COORDINATE, 10, "34.30000, -89.90000")
    rough = candidate(Scale.COORDINATE, 7_200, "34.3, -89.9")
    assert distance_text.placed(zip_code) == (
        "Placed at the center of ZIP 38606 (Batesville), within about 12 miles."
    )
    assert distance_text.placed(county).startswith("Placed at the middle of Panola County, within")
    assert (
        distance_text.placed(exact)
        == "Placed at the coordinates 34.30000, -89.90000, right within about 0.1 miles."
    )
    assert distance_text.placed(rough).endswith("right within about 5 miles.")


def test_other_counties_are_named_with_what_may_differ() -> None:
    line = distance_text.near_line(candidate(Scale.COORDINATE, 10), ["Tate", "Lafayette"])
    town = distance_text.near_line(candidate(Scale.PLACE, 5_000, "Batesville"), ["Tate"])
    assert line.startswith("Near a county line: it may be in Tate County or Lafayette")
    assert town.startswith("Batesville may reach into Tate County")
    for words in (line, town):
        assert words.endswith(", with another region and other numbers.")


def test_a_distance_known_well_keeps_a_tenth_while_it_is_short() -> None:
    assert distance_text.away(420) == "0.3 miles"
    assert distance_text.away(40_000) == "25 miles"


def test_a_team_that_serves_only_counties_with_few_of_the_people_stands_below() -> None:
    (referral,) = refer.answer(live.assessment(), "38863").referrals
    likely, seldom = distance_text.help_by_likelihood(referral.mobile_crisis, referral.counties)
    assert [team.phone for team in likely] == ["866-255-9986"]
    assert [team.phone for team in seldom] == ["866-837-7521"]
    both = (*likely, *seldom)
    # Where nobody counted people by county, every team may be the one.
    unknown = [replace(county, share=None) for county in referral.counties]
    assert distance_text.help_by_likelihood(both, unknown) == (both, ())
