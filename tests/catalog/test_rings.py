"""A point in rings: exact, borders included, holes left out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog.rings import Ring, contains

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
HOLE = ((1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0))
ISLAND = ((1.5, 1.5), (2.5, 1.5), (2.5, 2.5), (1.5, 2.5), (1.5, 1.5))


@pytest.mark.parametrize(
    ("lon", "lat", "rings", "inside"),
    [
        (2.0, 2.0, (SQUARE,), True),
        (5.0, 2.0, (SQUARE,), False),
        (-1.0, 0.0, (SQUARE,), False),  # level with an edge, beside it
        (2.0, 2.0, (SQUARE, HOLE), False),
        (0.5, 0.5, (SQUARE, HOLE), True),
        (2.0, 2.0, (HOLE, ISLAND, SQUARE), True),  # in any order
        (2.0, 2.0, (), False),
    ],
)
def test_a_point_is_inside_by_the_even_odd_rule(
    lon: float, lat: float, rings: tuple[Ring, ...], inside: bool
) -> None:
    assert contains(rings, lon, lat) is inside


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    ("lon", "lat"), [(0.0, 0.0), (4.0, 4.0), (2.0, 0.0), (2.0, 4.0), (0.0, 2.0), (4.0, 2.0)]
)
def test_a_border_belongs_to_what_it_surrounds(lon: float, lat: float, turn: int) -> None:
    assert contains((SQUARE[::turn],), lon, lat)
    assert contains((SQUARE, tuple(HOLE[::turn])), 1.0, 2.0)


DEGREES = st.floats(min_value=-180, max_value=180, allow_nan=False)
POINTS = st.tuples(DEGREES, DEGREES)


@given(POINTS, POINTS, POINTS, POINTS)
def test_a_triangle_contains_what_exact_arithmetic_says(
    a: tuple[float, float],
    b: tuple[float, float],
    c: tuple[float, float],
    point: tuple[float, float],
) -> None:
    def turn(*corners: tuple[float, float]) -> int:
        (x1, y1), (x2, y2), (x, y) = (map(Fraction, corner) for corner in corners)
        area = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        return (area > 0) - (area < 0)

    turns = {turn(a, b, point), turn(b, c, point), turn(c, a, point)}
    if turn(a, b, c):  # else it is no triangle
        assert contains(((a, b, c, a),), *point) is (turns <= {0, 1} or turns <= {0, -1})


def test_a_point_half_an_ulp_off_an_edge_is_told_from_one_on_it() -> None:
    # The middle of this edge is no float; the nearest one lies beside it.
    edge = ((0.1, 0.1), (0.3, 0.7))
    lon, lat = (edge[0][0] + edge[1][0]) / 2, (edge[0][1] + edge[1][1]) / 2
    (x1, y1), (x2, y2) = ((Fraction(x), Fraction(y)) for x, y in edge)
    side = (x2 - x1) * (Fraction(lat) - y1) - (Fraction(lon) - x1) * (y2 - y1)
    assert side != 0
    left = (*edge, (0.0, 0.7), edge[0])
    right = (*edge, (0.3, 0.1), edge[0])
    assert contains((left,), lon, lat) is (side > 0)
    assert contains((right,), lon, lat) is (side < 0)
