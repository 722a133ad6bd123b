"""The estimate of minutes stays an interval, and its verdict says so where it cannot tell."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import drive_minutes
from geo.access.records import Reach, judge

miles = st.floats(0, 1e6) | st.sampled_from([0.0, 5e-324, 10.0, math.nextafter(10, 11), math.inf])
numbers = st.floats(-1e9, 1e9)


@given(miles)
def test_the_central_figure_lies_between_the_ends(straight: float) -> None:
    low, central, high = drive_minutes.interval(straight)
    assert 0 <= low <= central <= high


@given(miles, miles)
def test_further_is_never_quicker(one: float, other: float) -> None:
    near, far = drive_minutes.interval(min(one, other)), drive_minutes.interval(max(one, other))
    assert all(a <= b for a, b in zip(near, far, strict=True))


@pytest.mark.parametrize(
    ("straight", "expected"),
    [
        (0, (0, 3, 3)),
        (5, (66 / 13, 12.5, 27)),
        (10, (132 / 13, 22, 51)),
        (30, (396 / 13, 60, 96)),
        (60, (792 / 13, 117, 163.5)),
        # 65 road miles take an hour at 65 miles an hour.
        (65 / 1.1, (60, 3 + 1.9 * 65 / 1.1, 51 + 2.25 * (65 / 1.1 - 10))),
    ],
)
def test_the_ends_are_those_of_the_formula(
    straight: float, expected: tuple[float, float, float]
) -> None:
    assert drive_minutes.interval(straight) == pytest.approx(expected, rel=1e-14)


@given(st.lists(miles, max_size=6))
def test_arrays_say_the_same_as_single_distances(straight: list[float]) -> None:
    intervals = [drive_minutes.interval(one) for one in straight]
    assert drive_minutes.low_min(straight).tolist() == [one.low_min for one in intervals]
    assert drive_minutes.central_min(straight).tolist() == [one.central_min for one in intervals]
    assert drive_minutes.high_min(straight).tolist() == [one.high_min for one in intervals]
    assert drive_minutes.high_min(np.zeros((2, 3))).shape == (2, 3)


@pytest.mark.parametrize("straight", [-1e-9, math.nan, -math.inf])
def test_what_is_no_distance_is_refused(straight: float) -> None:
    with pytest.raises(ValueError, match="miles"):
        drive_minutes.interval(straight)
    with pytest.raises(ValueError, match="miles"):
        drive_minutes.high_min([1.0, straight])


@pytest.mark.parametrize(
    ("low", "high", "limit", "expected"),
    [
        (10, 20, 30, Reach.WITHIN),
        (10, 20, 20, Reach.WITHIN),
        (20, 20, 20, Reach.WITHIN),
        (10, 20, math.nextafter(20, 0), Reach.CANNOT_TELL),
        (10, 20, 10, Reach.CANNOT_TELL),
        (10, 20, math.nextafter(10, 0), Reach.BEYOND),
        (0, math.inf, 1e300, Reach.CANNOT_TELL),
        (math.inf, math.inf, 60, Reach.BEYOND),
    ],
)
def test_a_verdict_has_three_answers(
    low: float, high: float, limit: float, expected: Reach
) -> None:
    assert judge(low, high, limit) is expected


@given(numbers, numbers, numbers, st.floats(0, 1))
def test_a_verdict_holds_for_everything_between_the_ends(
    one: float, other: float, limit: float, part: float
) -> None:
    low, high = min(one, other), max(one, other)
    verdict = judge(low, high, limit)
    inside = min(max(low + part * (high - low), low), high)
    for value in (low, high, inside):
        alone = judge(value, value, limit)
        assert alone is not Reach.CANNOT_TELL
        assert verdict in (alone, Reach.CANNOT_TELL)
    if verdict is Reach.CANNOT_TELL:
        assert judge(low, low, limit) is Reach.WITHIN
        assert judge(high, high, limit) is Reach.BEYOND


@given(numbers, numbers, numbers, numbers)
def test_a_longer_limit_never_turns_within_into_beyond(
    one: float, other: float, limit: float, more: float
) -> None:
    order = [Reach.BEYOND, Reach.CANNOT_TELL, Reach.WITHIN]
    low, high = min(one, other), max(one, other)
    ranks = [order.index(judge(low, high, each)) for each in sorted((limit, more))]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("low", "high", "limit"), [(2, 1, 5), (math.nan, 1, 5), (1, math.nan, 5), (1, 2, math.nan)]
)
def test_what_is_no_interval_is_refused(low: float, high: float, limit: float) -> None:
    with pytest.raises(ValueError, match="low is at most high"):
        judge(low, high, limit)


@pytest.mark.parametrize(
    ("least", "most", "limit", "expected"),
    [
        (0, 10, 51, Reach.WITHIN),
        (0, 10, 50.9, Reach.CANNOT_TELL),
        (0, 60, 60, Reach.CANNOT_TELL),
        (59, 59, 60, Reach.CANNOT_TELL),
        (59.1, 70, 60, Reach.BEYOND),
    ],
)
def test_miles_are_judged_by_the_low_end_of_the_least_and_the_high_end_of_the_most(
    least: float, most: float, limit: float, expected: Reach
) -> None:
    assert drive_minutes.judge_miles(least, most, limit) is expected


def test_miles_in_the_wrong_order_are_refused() -> None:
    # Their ends would still be in order.
    with pytest.raises(ValueError, match="least"):
        drive_minutes.judge_miles(10.5, 10, 60)


def test_the_words_of_a_verdict_are_those_of_the_outputs() -> None:
    assert [str(one) for one in Reach] == ["within", "cannot_tell", "beyond"]
