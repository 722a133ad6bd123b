"""Verdicts on "within N miles, or minutes": three answers, figures in words, laws of widening."""

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.access import drive_minutes
from geo.access.measure import reach_verdict
from geo.access.reach_standards import AreaMiles, error_share
from geo.access.records import ReachVerdict, Within
from geo.catalog.records import Evaluation, Standard, StandardRole

MILES = Standard(
    id="near",
    role=StandardRole.OTHER,
    title="Nine in ten within 30 miles",
    question="?",
    evaluation=Evaluation.WITHIN,
    any_of=("csu",),
    within_miles=30.0,
    share_of_people=0.9,
    required=False,
)
MINUTES = replace(MILES, id="soon", within_miles=None, within_minutes=60.0)


def verdict(
    people: list[float],
    miles: list[float],
    *,
    standard: Standard = MILES,
    radius: float = 0.0,
    bounds: tuple[float | None, float | None] = (None, None),
    error_miles: float | None = None,
    error_share: float | None = None,
) -> ReachVerdict:
    low, high = [max(far - radius, 0.0) for far in miles], [far + radius for far in miles]
    area = AreaMiles(people, miles, low, high, *bounds)
    return reach_verdict(standard, "Lee County", area, error_miles, error_share)


@pytest.mark.parametrize(
    ("people", "miles", "radius", "status", "at_points"),
    [
        ([9, 1], [10, 40], 5, Within.WITHIN, Within.WITHIN),
        ([90, 10], [30, 30.01], 0, Within.WITHIN, Within.WITHIN),
        ([89, 11], [30, 30.01], 0, Within.BEYOND, Within.BEYOND),
        ([9, 1], [26, 40], 5, Within.CANNOT_TELL, Within.WITHIN),
        ([9, 1], [34, 40], 5, Within.CANNOT_TELL, Within.BEYOND),
        ([9, 1], [36, 40], 5, Within.BEYOND, Within.BEYOND),
        ([0, 1], [5, 36], 5, Within.BEYOND, Within.BEYOND),
    ],
)
def test_the_status_allows_for_the_radii_and_the_points_alone_do_not(
    people: list[float], miles: list[float], radius: float, status: Within, at_points: Within
) -> None:
    found = verdict(people, miles, radius=radius)
    assert (found.status, found.at_points) == (status, at_points)
    assert found.robust == (status is at_points)
    assert not found.proven
    assert not found.estimate


def test_the_share_is_that_of_the_points_as_they_are() -> None:
    found = verdict([50, 30, 20], [10, 27, 33], radius=5, error_share=0.2)
    assert (found.share.value, found.share.low, found.share.high) == (0.8, 0.5, 1.0)


def test_a_known_error_of_the_share_widens_it_and_may_take_the_verdict() -> None:
    people, miles = [95.0, 5.0], [10.0, 40.0]
    assert verdict(people, miles, error_share=0.04).status is Within.WITHIN
    found = verdict(people, miles, error_share=0.06)
    assert found.status is Within.CANNOT_TELL
    assert not found.robust
    assert "(89% to 100%, allowing" in found.rule


def test_without_it_the_distances_are_widened_and_with_it_they_are_not() -> None:
    people, miles = [95.0, 5.0], [29.0, 40.0]
    assert verdict(people, miles).status is Within.WITHIN
    assert verdict(people, miles, error_miles=1.5).status is Within.CANNOT_TELL
    assert verdict(people, miles, error_miles=1.5, error_share=0.0).status is Within.WITHIN


def test_what_holds_for_everybody_is_proven_whatever_the_points_say() -> None:
    everybody = verdict([1], [31], bounds=(2, 30), error_share=0.5)
    assert (everybody.status, everybody.proven, everybody.robust) == (Within.WITHIN, True, True)
    assert everybody.at_points is Within.BEYOND
    assert everybody.rule == (
        "Near enough: everyone in Lee County lives within 30 straight-line miles of a unit, even "
        "allowing for unknown addresses."
    )
    nobody = verdict([1], [29], bounds=(30.001, 60), error_share=0.5)
    assert (nobody.status, nobody.proven, nobody.robust) == (Within.BEYOND, True, True)
    assert nobody.rule.startswith(
        "Too far: no one in Lee County lives within 30 straight-line miles of a unit, even"
    )
    neither = verdict([1], [29], bounds=(30, 30.001))
    assert (neither.status, neither.proven) == (Within.WITHIN, False)


def test_minutes_are_an_interval_around_the_miles_and_never_proven() -> None:
    for miles in (5.0, 11.0, 14.0, 20.0, 30.0, 45.0, 59.0, 60.0, 80.0):
        low, high = drive_minutes.low_min(miles), drive_minutes.high_min(miles)
        central = drive_minutes.central_min(miles)
        found = verdict([1], [miles], standard=MINUTES, bounds=(miles, miles))
        expected = (
            Within.WITHIN if high <= 60 else Within.BEYOND if low > 60 else Within.CANNOT_TELL
        )
        assert found.status is expected, miles
        assert found.at_points is (Within.WITHIN if central <= 60 else Within.BEYOND)
        assert found.estimate
        assert not found.proven
        assert "our estimate from straight-line miles, not a drive time" in found.rule
        assert (found.limit_miles, found.limit_minutes) == (None, 60.0)


def test_the_sentence_on_minutes_shows_an_interval_and_no_central_figure() -> None:
    assert verdict([7, 2, 1], [5, 30, 70], standard=MINUTES).rule == (
        "Not sure: between 70% and 90% of the people of Lee County live within 60 minutes of a unit. This "
        "is our estimate from straight-line miles, not a drive time. The test is 90%."
    )
    assert "Near enough: about 100% of" in verdict([1], [5], standard=MINUTES).rule


def test_the_radius_joins_the_interval_of_minutes() -> None:
    assert verdict([1], [13.0], standard=MINUTES).status is Within.WITHIN
    assert verdict([1], [13.0], standard=MINUTES, radius=2).status is Within.CANNOT_TELL
    assert verdict([1], [60.0], standard=MINUTES).status is Within.BEYOND
    assert verdict([1], [60.0], standard=MINUTES, radius=2).status is Within.CANNOT_TELL


def test_nobody_or_no_unit_is_no_yes() -> None:
    empty = verdict([], [])
    assert (empty.status, empty.at_points, empty.robust) == (
        Within.CANNOT_TELL,
        Within.CANNOT_TELL,
        False,
    )
    assert empty.share.value is None
    assert empty.rule == "Not sure: our data has nobody living in Lee County."
    assert verdict([0], [5]).status is Within.CANNOT_TELL
    for standard in (MILES, MINUTES):
        none = verdict([5], [math.inf], standard=standard)
        assert (none.status, none.at_points) == (Within.CANNOT_TELL, Within.CANNOT_TELL)
        assert (none.share.value, none.robust, none.proven) == (None, False, False)
        assert none.rule == "Not sure: no source names a unit for Lee County on this day."


def test_a_question_that_asks_for_nobody_is_always_met() -> None:
    found = verdict([5], [90], standard=replace(MILES, share_of_people=0.0))
    assert (found.status, found.proven) == (Within.WITHIN, True)
    assert found.rule == "Near enough: the test needs no share of the people of Lee County."


def test_the_sentence_has_the_figures_and_never_rounds_a_verdict_away() -> None:
    assert verdict([714, 286], [10, 40]).rule == (
        "Too far: 71.4% of the people of Lee County live within 30 straight-line miles of a unit. The "
        "test is 90%."
    )
    close = verdict([89_999, 10_001], [10, 40])
    assert close.status is Within.BEYOND
    assert "89.999% of the people" in close.rule
    assert "99.99% of the people" in verdict([9_999, 1], [10, 40]).rule
    assert "0.001% of the people" in verdict([1, 99_999], [10, 40]).rule
    assert "Near enough: 100% of the people" in verdict([1], [10]).rule
    assert "Too far: 0% of the people" in verdict([1], [40]).rule
    spread = verdict([50, 30, 20], [10, 27, 33], radius=5)
    assert "80% of the people" in spread.rule
    assert "(50% to 100%, allowing" in spread.rule


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": [2.0]},
        {"high": [0.5]},
        {"at": [1.0, 2.0]},
        {"at": [math.nan]},
        {"people": [-1.0]},
        {"people": [math.inf]},
        {"people": [1.0, 2.0]},
        {"least": 2.0, "most": 1.0},
    ],
    ids=str,
)
def test_columns_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    right = AreaMiles([1.0], [1.0], [1.0], [1.0], None, None)
    assert reach_verdict(MILES, "Lee County", right).status is Within.WITHIN
    with pytest.raises(ValueError, match=r"."):
        reach_verdict(MILES, "Lee County", right._replace(**wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"error_share": -0.1},
        {"error_miles": -1.0},
        {"standard": replace(MILES, within_miles=None)},
        {"standard": replace(MILES, share_of_people=None)},
    ],
    ids=str,
)
def test_an_error_below_zero_and_a_question_without_limit_or_share_are_refused(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match=r"."):
        verdict([1.0], [1.0], **wrong)


def test_the_error_of_a_limit_is_its_own_and_that_of_minutes_the_largest() -> None:
    errors = {15: 0.1, 30: 0.3, 60: 0.2}
    assert error_share(MILES, errors) == 0.3
    assert error_share(replace(MILES, within_miles=31.0), errors) is None
    assert error_share(MINUTES, errors) == 0.3
    assert error_share(MINUTES, {}) is None


# Laws

PEOPLE = st.integers(0, 1000).map(float)
AWAY = st.floats(0, 120).map(lambda miles: round(miles, 3))
ERRORS = st.one_of(st.none(), st.floats(0, 1))
RANK = {Within.BEYOND: 0, Within.CANNOT_TELL: 1, Within.WITHIN: 2}


@st.composite
def areas(draw: st.DrawFn) -> dict[str, Any]:
    """Draw points, their distances, and bounds that hold for all of them."""
    people = draw(st.lists(PEOPLE, min_size=1, max_size=8))
    miles = [draw(AWAY) for _ in people]
    radius = draw(st.floats(0, 12))
    least, most = max(min(miles) - radius, 0.0), max(miles) + radius
    bounds = draw(st.sampled_from([(None, None), (least, most), (max(least - 9, 0.0), most + 9)]))
    standard = replace(
        draw(st.sampled_from([MILES, MINUTES])),
        share_of_people=draw(st.sampled_from([0.0, 0.5, 0.9, 1.0])),
    )
    return {
        "people": people,
        "miles": miles,
        "radius": radius,
        "bounds": bounds,
        "standard": standard,
    }


def of(
    area: dict[str, Any], error_miles: float | None = None, error_share: float | None = None
) -> ReachVerdict:
    return verdict(**area, error_miles=error_miles, error_share=error_share)


@given(areas(), st.floats(0, 1), st.floats(0, 1))
def test_a_wider_error_never_makes_a_verdict_out_of_cannot_tell(
    area: dict[str, Any], first: float, second: float
) -> None:
    small, large = sorted((first, second))
    for error, scale in (("error_share", 1.0), ("error_miles", 30.0)):
        first = of(area, **{error: small * scale})
        second = of(area, **{error: large * scale})
        assert second.status in (first.status, Within.CANNOT_TELL)
        assert of(area).status is first.status or first.status is Within.CANNOT_TELL


@given(areas(), st.floats(0, 10))
def test_a_wider_radius_never_makes_a_verdict_out_of_cannot_tell(
    area: dict[str, Any], more: float
) -> None:
    least, most = area["bounds"]
    wide = area | {
        "radius": area["radius"] + more,
        "bounds": (None, None) if least is None else (max(least - more, 0.0), most + more),
    }
    assert of(wide).status in (of(area).status, Within.CANNOT_TELL)


@given(areas(), ERRORS, ERRORS)
def test_what_is_proven_is_robust_and_what_is_robust_is_a_verdict(
    area: dict[str, Any], miles: float | None, share: float | None
) -> None:
    found = of(area, error_miles=miles, error_share=share)
    if found.proven:
        assert found.robust
        assert not found.estimate
        # Any place within the bounds gives the same verdict.
        assert of(area | {"radius": 0.0}).status is found.status
    if found.robust:
        assert found.status is not Within.CANNOT_TELL
        assert found.status is found.at_points or sum(area["people"]) == 0
    share_of_people = found.share
    if share_of_people.value is not None:
        assert share_of_people.low is not None
        assert share_of_people.high is not None
        assert share_of_people.low <= share_of_people.value <= share_of_people.high


@given(areas(), st.floats(0, 40), ERRORS)
def test_coming_nearer_never_worsens_a_verdict(
    area: dict[str, Any], nearer: float, share: float | None
) -> None:
    area = area | {"bounds": (None, None)}
    close = area | {"miles": [max(miles - nearer, 0.0) for miles in area["miles"]]}
    assert RANK[of(close, error_share=share).status] >= RANK[of(area, error_share=share).status]


@given(areas(), st.randoms(use_true_random=False))
def test_the_order_of_points_and_points_of_nobody_change_nothing(
    area: dict[str, Any], random: Any
) -> None:
    pairs = list(zip(area["people"], area["miles"], strict=True))
    random.shuffle(pairs)
    pairs.append((0.0, 500.0))
    other = area | {"people": [part for part, _ in pairs], "miles": [part for _, part in pairs]}
    assert of(other) == of(area)


@given(areas())
def test_the_status_is_what_people_counted_one_by_one_say(area: dict[str, Any]) -> None:
    assume(sum(area["people"]) > 0)
    area = area | {"bounds": (None, None), "standard": replace(MILES, share_of_people=0.9)}
    radius, total = area["radius"], sum(area["people"])
    # At the limit itself the sum of a distance and a radius depends on its last bit.
    assume(
        all(abs(miles + by - 30) > 1e-6 for miles in area["miles"] for by in (-radius, 0, radius))
    )
    pairs = list(zip(area["people"], area["miles"], strict=True))
    least = sum(who for who, far in pairs if far + radius <= 30)
    most = sum(who for who, far in pairs if far - radius <= 30)
    expected = (
        Within.WITHIN
        if 10 * least >= 9 * total
        else Within.BEYOND
        if 10 * most < 9 * total
        else Within.CANNOT_TELL
    )
    assert of(area).status is expected


@given(areas(), ERRORS)
def test_every_answer_is_one_line_and_says_straight_line(
    area: dict[str, Any], share: float | None
) -> None:
    rule = of(area, error_share=share).rule
    assert re.fullmatch(r"(Near enough|Not sure|Too far): [^\n]+\.", rule)
    asked = area["standard"].share_of_people > 0 and sum(area["people"]) > 0
    assert not asked or "straight" in rule


def test_the_range_says_what_it_allows_for() -> None:
    people, miles = [80.0, 20.0], [10.0, 40.0]
    asked = verdict(people, miles, error_share=0.06).rule
    assert ", allowing for unknown addresses and errors in where people live)" in asked
