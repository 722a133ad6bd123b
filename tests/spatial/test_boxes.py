"""Boxes hold what they say: no point is farther from the middle, and parts are the whole."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.spatial import boxes
from geo.spatial.boxes import GRAIN_DEG, Boxes
from tests.spatial.globe import GEOD

boxes_ = st.builds(
    Boxes,
    st.floats(-170, 170),
    st.floats(-80, 80),
    st.floats(1e-6, 5),
    st.floats(1e-6, 5),
)


@given(boxes_)
def test_half_the_sides_are_never_longer_than_said_and_hardly_shorter(box: Boxes) -> None:
    east, north = box.half_sides_m()
    lats = np.array([box.lat - box.half_lat, box.lat, box.lat + box.half_lat])
    widest = GEOD.inv(np.full(3, box.lon), lats, np.full(3, box.lon + box.half_lon), lats)[2].max()
    highest = GEOD.inv(box.lon, lats[1], box.lon, lats[2])[2]
    # A geodesic is the shortest way; over 5 degrees it is up to 0.2 % shorter than the parallel.
    assert widest <= east <= widest * 1.012 + 1e-6
    assert highest <= north <= highest * 1.012 + 1e-6


def test_a_box_over_the_equator_is_as_wide_as_the_equator() -> None:
    over, north = Boxes(0.0, 0.5, 1.0, 1.0), Boxes(0.0, 0.0, 1.0, 1.0)
    assert over.half_sides_m() == north.half_sides_m()
    assert Boxes(0.0, -30.0, 1.0, 1.0).half_sides_m() == Boxes(0.0, 30.0, 1.0, 1.0).half_sides_m()


@given(boxes_)
def test_many_boxes_are_each_like_one(box: Boxes) -> None:
    lat = np.array([box.lat, 0.0, -box.lat])
    many = Boxes(np.full(3, box.lon), lat, box.half_lon, box.half_lat)
    alone = [box._replace(lat=float(degrees)).half_sides_m() for degrees in lat]
    assert many.half_sides_m()[0] == pytest.approx([east for east, _ in alone], rel=1e-12)
    assert many.half_sides_m()[1] == alone[0][1]


@given(boxes_, st.integers(1, 5), st.integers(1, 5))
def test_parts_lie_side_by_side_and_are_the_whole(box: Boxes, columns: int, rows: int) -> None:
    parts = list(box.cut(columns, rows))
    assert len(parts) == columns * rows
    assert {(part.half_lon, part.half_lat) for part in parts} == {
        (box.half_lon / columns, box.half_lat / rows)
    }
    for axis, half, count in (("lon", box.half_lon, columns), ("lat", box.half_lat, rows)):
        middles = sorted({getattr(part, axis) for part in parts})
        edge = getattr(box, axis) - half
        expected = [edge + (2 * place + 1) * half / count for place in range(count)]
        assert middles == pytest.approx(expected, abs=1e-9)


def test_parts_of_many_boxes_come_part_by_part() -> None:
    many = Boxes(np.array([0.0, 10.0]), np.array([0.0, 20.0]), 1.0, 2.0)
    west, east = many.cut(2, 1)
    assert (west.lon.tolist(), east.lon.tolist()) == ([-0.5, 9.5], [0.5, 10.5])
    assert west.lat.tolist() == east.lat.tolist() == [0.0, 20.0]


def test_the_box_around_rings_is_wider_by_a_grain_on_every_side() -> None:
    rings = [[(2, 1), (4, 1), (4, 3), (2, 1)], [(5, -2), (8, 0), (5, 0), (5, -2)]]
    box = boxes.around(rings)
    assert (box.lon, box.lat) == (5, 0.5)
    assert math.isclose(box.half_lon, 3 + GRAIN_DEG, abs_tol=1e-12)
    assert math.isclose(box.half_lat, 2.5 + GRAIN_DEG, abs_tol=1e-12)
