"""The estimate of minutes is an interval: its ends are those of the formula, in order, and never fall."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import drive_minutes

ENDS = (drive_minutes.low_min, drive_minutes.central_min, drive_minutes.high_min)
miles = st.floats(0, 1e6) | st.sampled_from([0.0, 5e-324, 10.0, math.nextafter(10, 11), math.inf])


@given(miles)
def test_the_central_figure_lies_between_the_ends(straight: float) -> None:
    low, central, high = (end(straight) for end in ENDS)
    assert 0 <= low <= central <= high


@given(miles, miles)
def test_farther_is_never_quicker(first: float, second: float) -> None:
    near, far = sorted((first, second))
    assert all(end(near) <= end(far) for end in ENDS)


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
    assert [end(straight) for end in ENDS] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("straight", [-1e-9, math.nan, -math.inf])
def test_what_is_no_distance_is_refused(straight: float) -> None:
    for end in ENDS:
        with pytest.raises(ValueError, match="miles"):
            end(straight)
