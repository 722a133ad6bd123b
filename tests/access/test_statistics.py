"""People-weighted figures are exact: what plain counting of people one by one finds."""

import math
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import statistics

Points = Sequence[tuple[float, float]]

miles = st.floats(0, 500, allow_nan=False)
heads = st.integers(0, 40)
# People scaled to another census are parts of people; these add up without rounding.
parts = st.integers(0, 400_000).map(lambda count: count / 64)
few = st.lists(st.tuples(miles, heads), max_size=12)
many = st.lists(st.tuples(miles, parts), max_size=40)
peopled = many.filter(lambda points: any(people for _, people in points))
shares = st.integers(1, 100).map(lambda percent: percent / 100)


def columns(points: Points) -> tuple[list[float], list[float]]:
    return [value for value, _ in points], [people for _, people in points]


def one_by_one(points: list[tuple[float, int]]) -> list[float]:
    return sorted(value for value, people in points for _ in range(people))


@given(few)
def test_the_mean_is_that_of_everybody_asked_one_by_one(points: list[tuple[float, int]]) -> None:
    people = one_by_one(points)
    exact = sum(map(Fraction, people)) / len(people) if people else None
    found = statistics.mean(*columns(points))
    assert found == (None if exact is None else float(exact))


@given(few, st.integers(1, 100))
def test_a_quantile_is_the_person_at_that_place_in_the_line(
    points: list[tuple[float, int]], percent: int
) -> None:
    people = one_by_one(points)
    expected = people[-(-percent * len(people) // 100) - 1] if people else None
    assert statistics.quantile(*columns(points), percent / 100) == expected


@given(few, miles)
def test_people_within_are_those_who_say_so(points: list[tuple[float, int]], limit: float) -> None:
    expected = sum(value <= limit for value in one_by_one(points))
    assert statistics.people_within(*columns(points), limit) == expected


@given(many, shares, miles, st.randoms(use_true_random=False))
def test_the_order_of_the_points_never_matters(
    points: Points, share: float, limit: float, chance: Random
) -> None:
    shuffled = chance.sample(points, len(points))
    assert figures(shuffled, share, limit) == figures(points, share, limit)


@given(many, shares, miles, st.lists(miles, max_size=5))
def test_points_of_no_people_change_nothing(
    points: Points, share: float, limit: float, empty: list[float]
) -> None:
    more = [*((value, 0.0) for value in (*empty, math.inf)), *points]
    assert figures(more, share, limit) == figures(points, share, limit)


@given(peopled, shares, miles, st.data())
def test_a_split_point_changes_nothing(
    points: Points, share: float, limit: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(points) - 1))
    value, people = points[place]
    part = data.draw(st.integers(0, int(people * 64))) / 64
    split = [*points[:place], (value, part), *points[place + 1 :], (value, people - part)]
    assert figures(split, share, limit) == figures(points, share, limit)


def figures(points: Points, share: float, limit: float) -> tuple[float | None, ...]:
    return (
        statistics.mean(*columns(points)),
        statistics.quantile(*columns(points), share),
        statistics.people_within(*columns(points), limit),
    )


@given(peopled)
def test_a_mean_lies_between_the_least_and_the_most(points: Points) -> None:
    values = [value for value, people in points if people]
    found = statistics.mean(*columns(points))
    assert found is not None
    assert min(values) <= found <= max(values)
    assert statistics.quantile(*columns(points), 1) == max(values)


@given(peopled, shares, shares)
def test_a_larger_share_never_has_a_smaller_quantile(
    points: Points, first: float, second: float
) -> None:
    less, more = sorted((first, second))
    low = statistics.quantile(*columns(points), less)
    high = statistics.quantile(*columns(points), more)
    assert low is not None
    assert high is not None
    assert low <= high


@given(peopled, shares)
def test_a_quantile_is_the_least_value_that_holds_its_share(points: Points, share: float) -> None:
    found = statistics.quantile(*columns(points), share)
    assert found is not None
    within = sum(Fraction(people) for value, people in points if value <= found)
    below = sum(Fraction(people) for value, people in points if value < found)
    wanted = Fraction(str(share)) * sum(Fraction(people) for _, people in points)
    assert below < wanted <= within


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_share_is_the_decimal_number_it_is_written_as(percent: int) -> None:
    # As floats, 0.55 * 100 is a little more than 55, and 0.29 * 100 a little less than 29.
    assert statistics.quantile(range(1, 101), np.ones(100), percent / 100) == percent


def test_parts_of_people_that_do_not_add_up_in_floats_do_so_here() -> None:
    values = np.repeat([1.0, 2.0], 10)
    assert statistics.quantile(values, np.full(20, 0.1), 0.5) == 1
    assert statistics.people_within(values, np.full(20, 0.1), 1) == 1
    assert statistics.mean([1e16, 1, -1e16], [1, 1, 1]) == 1 / 3
    assert statistics.mean([5e-324, 0], [1, 0]) == 5e-324


def test_arrays_of_numpy_and_shares_of_numpy_do_too() -> None:
    values, people = np.array([3, 1, 2]), np.array([1, 1, 2])
    assert statistics.mean(values, people) == fmean([3, 1, 2, 2])
    assert statistics.quantile(values, people, float(np.float32(0.5))) == 2


def test_without_people_there_is_no_mean_and_nobody_within() -> None:
    for values, people in (([], []), ([4.0, math.inf], [0, 0])):
        assert statistics.mean(values, people) is None
        assert statistics.quantile(values, people, 0.5) is None
        assert statistics.people_within(values, people, 10) == 0


def test_people_without_any_unit_are_not_dropped() -> None:
    values, people = [10, math.inf], [3, 1]
    assert statistics.mean(values, people) == math.inf
    assert statistics.quantile(values, people, 0.75) == 10
    assert statistics.quantile(values, people, 0.76) == math.inf
    assert statistics.people_within(values, people, 60) == 3


@pytest.mark.parametrize(
    ("values", "people"),
    [
        ([1, 2], [1]),
        ([[1]], [[1]]),
        ([math.nan], [1]),
        ([-math.inf], [1]),
        ([math.nan], [0]),
        ([1], [-1]),
        ([1], [math.nan]),
        ([1], [math.inf]),
    ],
)
def test_what_cannot_be_weighed_is_refused(values: list[float], people: list[float]) -> None:
    with pytest.raises(ValueError, match=r"value|people"):
        statistics.mean(values, people)
    with pytest.raises(ValueError, match=r"value|people"):
        statistics.quantile(values, people, 0.5)
    with pytest.raises(ValueError, match=r"value|people"):
        statistics.people_within(values, people, 1)


@pytest.mark.parametrize("share", [0, -0.1, 1.01, math.nan])
def test_a_share_out_of_its_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        statistics.quantile([1], [1], share)


def test_a_limit_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        statistics.people_within([1], [1], math.nan)
