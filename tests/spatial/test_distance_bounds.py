"""Bounds on the straight line to the nearest unit hold for everybody in a county, and are tight."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.spatial import distance_bounds
from tests.spatial import globe
from tests.spatial.globe import GEOD, KNOWN, UNIT_LONLAT, Columns

Rings = Sequence[Sequence[Sequence[float]]]
RADII = np.array(globe.RADII)
NAMES = {county.geoid: county.name for county in KNOWN.counties}
# Hancock, Harrison and Jackson have islands, so several rings.
CLOSELY = ["Harrison", "Hancock", "Bolivar", "Hinds", "Issaquena", "Wayne", "Tishomingo"]
PROMISED_M = 27.0


def rings_of(name: str) -> Rings:
    (geoid,) = [geoid for geoid, known in NAMES.items() if known == name]
    found: Rings = KNOWN.outlines[geoid]
    return found


def shape_of(rings: Rings) -> Any:
    """Return the polygon by the even-odd rule."""
    whole: Any = shapely.Polygon()
    for ring in rings:
        whole = whole.symmetric_difference(shapely.Polygon([corner[:2] for corner in ring]))
    shapely.prepare(whole)
    return whole


def edge_points(rings: Rings, parts: int) -> Columns:
    steps = np.arange(parts)[:, np.newaxis] / parts
    return np.vstack(
        [
            np.array(start[:2]) + steps * (np.array(end[:2]) - start[:2])
            for ring in rings
            for start, end in pairwise(ring)
        ]
    )


def inner_points(shape: Any, box: Sequence[float], count: int) -> Columns:
    west, south, east, north = box
    lon, lat = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    inside = shapely.intersects_xy(shape, lon.ravel(), lat.ravel())
    return np.column_stack((lon.ravel()[inside], lat.ravel()[inside]))


def away_m(points: Columns, units: Columns) -> Columns:
    """Measure every pair; units far beyond all others too."""
    rows, columns = (side.ravel() for side in np.indices((len(points), len(units))))
    found = GEOD.inv(*points[rows].T, *units[columns].T)[2]
    return np.asarray(found).reshape(len(points), len(units))


def moved(places: Columns, towards_deg: Columns, by_m: Columns) -> Columns:
    lon, lat = np.ascontiguousarray(places.T)
    return np.column_stack(GEOD.fwd(lon, lat, towards_deg, by_m)[:2])


def low_and_high(points: Columns, units: Columns, radii: Columns) -> tuple[Columns, Columns]:
    """Return how far the nearest unit is at least and at most from each point."""
    far = away_m(points, units)
    return np.maximum(far - radii, 0).min(axis=1), (far + radii).min(axis=1)


def brute_force(rings: Rings, units: Columns, radii: Columns) -> tuple[float, float]:
    """Return least and most over a dense grid and the border, looked at closer where they occur."""
    shape = shape_of(rings)
    points = np.vstack((edge_points(rings, 5), inner_points(shape, shape.bounds, 70)))
    for reach in (0.01, 0.0015):
        low, high = low_and_high(points, units, radii)
        best = points[[*np.argsort(low)[:3], *np.argsort(high)[-3:]]]
        closer = [
            inner_points(shape, (lon - reach, lat - reach, lon + reach, lat + reach), 15)
            for lon, lat in best
        ]
        points = np.vstack((points, *closer))
    low, high = low_and_high(points, units, radii)
    return float(low.min()), float(high.max())


@pytest.mark.parametrize("name", CLOSELY)
def test_bounds_hold_on_a_dense_grid_and_are_tight(name: str) -> None:
    least, most = distance_bounds.distance_range(rings_of(name), UNIT_LONLAT, RADII)
    lowest, highest = brute_force(rings_of(name), UNIT_LONLAT, RADII)
    assert 0 <= lowest - least <= 150
    assert 0 <= most - highest <= 150


@pytest.mark.parametrize("name", CLOSELY)
def test_bounds_to_one_unit_that_may_be_far_away_are_tight_too(name: str) -> None:
    unit, radius = UNIT_LONLAT[:1], np.array([0.0])
    least, most = distance_bounds.distance_range(rings_of(name), unit, radius)
    lowest, highest = brute_force(rings_of(name), unit, radius)
    assert 0 <= lowest - least <= 150
    assert 0 <= most - highest <= 150


def test_they_hold_in_every_county_wherever_the_units_stand() -> None:
    rng = np.random.default_rng(11)
    for geoid in NAMES:
        rings = KNOWN.outlines[geoid]
        least, most = distance_bounds.distance_range(rings, UNIT_LONLAT, RADII)
        shape = shape_of(rings)
        points = np.vstack((edge_points(rings, 1), inner_points(shape, shape.bounds, 12)))
        low, high = low_and_high(points, UNIT_LONLAT, RADII)
        assert least <= low.min(), geoid
        assert high.max() <= most, geoid
        stand = moved(
            UNIT_LONLAT,
            rng.uniform(0, 360, len(UNIT_LONLAT)),
            RADII * rng.uniform(0, 1, len(UNIT_LONLAT)),
        )
        nearest = away_m(points, stand).min(axis=1)
        assert least <= nearest.min() <= nearest.max() <= most, geoid


def test_the_worst_case_does_occur() -> None:
    # Every unit may stand straight away from the point where the most is found, or towards it.
    rings = rings_of("Wayne")
    least, most = distance_bounds.distance_range(rings, UNIT_LONLAT, RADII)
    points = edge_points(rings, 4)
    low, high = low_and_high(points, UNIT_LONLAT, RADII)
    for place, step, expected in (
        (int(high.argmax()), 1, most),
        (int(low.argmin()), -1, least),
    ):
        here = np.broadcast_to(points[place], UNIT_LONLAT.shape)
        towards, _, far = GEOD.inv(*here.T, *UNIT_LONLAT.T)
        stand = moved(here, towards, np.maximum(far + step * RADII, 0))
        nearest = away_m(points[[place]], stand).min()
        assert nearest == pytest.approx(expected, abs=150)


def square(lon: float, lat: float, half: float) -> list[tuple[float, float]]:
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [(lon + x * half, lat + y * half) for x, y in signs]


def geod_m(start: Sequence[float], end: Sequence[float]) -> float:
    return float(GEOD.inv(start[0], start[1], end[0], end[1])[2])


def test_a_square_around_a_unit() -> None:
    corner = geod_m((0, 0), (0.5, 0.5))
    least, most = distance_bounds.distance_range([square(0, 0, 0.5)], [(0, 0)], [0])
    assert least == 0
    assert corner <= most <= corner + PROMISED_M
    assert distance_bounds.distance_range([square(0, 0, 0.5)], [(0, 0)], [1000])[0] == 0


def test_nobody_lives_in_a_hole() -> None:
    rings = [square(0, 0, 0.5), square(0, 0, 0.2)]
    side = geod_m((0, 0), (0, 0.2))
    least, most = distance_bounds.distance_range(rings, [(0, 0)], [500])
    assert side - 500 - PROMISED_M <= least <= side - 500
    assert distance_bounds.distance_range(rings[::-1], [(0, 0)], [500]) == (least, most)


def test_a_round_hole_where_every_point_of_the_border_is_nearly_the_nearest() -> None:
    turns = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    ring = [(float(0.5 * np.cos(turn)), float(0.5 * np.sin(turn))) for turn in turns]
    nearest = away_m(edge_points([[*ring, ring[0]]], 20), np.zeros((1, 2))).min()
    least, _ = distance_bounds.distance_range([square(0, 0, 1), [*ring, ring[0]]], [(0, 0)], [0])
    assert nearest - PROMISED_M <= least <= nearest


def test_an_island_counts_as_much_as_the_mainland() -> None:
    rings = [square(0, 0, 0.1), square(3, 0, 0.01)]
    far = geod_m((0, 0), (3.01, 0.01))
    _, most = distance_bounds.distance_range(rings, [(0, 0)], [0])
    assert far <= most <= far + PROMISED_M


def test_at_a_point_they_are_the_whole_meters_around_the_distance() -> None:
    for lon in (0.1, 0.2, 1.3, 2.7, 9.0):
        far = geod_m((lon, 0.4), (0, 0))
        found = distance_bounds.distance_range([square(0, 0, 1e-10)], [(lon, 0.4)], [0])
        assert found == (math.floor(far), math.ceil(far))


def test_a_unit_that_may_be_anywhere_does_not_hide_one_that_is_well_known() -> None:
    far = geod_m((0.2, 0), (0, 0))
    least, most = distance_bounds.distance_range(
        [square(0, 0, 1e-10)], [(0, 0), (0.2, 0)], [50_000, 100]
    )
    assert (least, most) == (0, math.ceil(far + 100))


def test_beyond_200_km_they_are_as_tight() -> None:
    near, far = geod_m((9, 0), (0.5, 0)), geod_m((9, 0), (-0.5, 0.5))
    least, most = distance_bounds.distance_range([square(0, 0, 0.5)], [(9, 0)], [0])
    assert near - PROMISED_M <= least <= near
    assert far <= most <= far + PROMISED_M


def test_half_way_between_two_units_the_most_is_not_at_a_corner() -> None:
    # In a band along the equator the middle between both is the farthest from them.
    band = [(-0.5, -0.001), (0.5, -0.001), (0.5, 0.001), (-0.5, 0.001), (-0.5, -0.001)]
    half = geod_m((-0.5, 0), (0, 0.001))
    _, most = distance_bounds.distance_range([band], [(-0.5, 0), (0.5, 0)], [0, 0])
    assert half <= most <= half + PROMISED_M


def test_a_unit_that_is_not_certain_counts_for_the_least_only() -> None:
    band, places = [square(0, 0, 1e-10)], [(0.2, 0), (0.5, 0)]
    near, far = geod_m((0, 0), places[0]), geod_m((0, 0), places[1])
    for certain, most in (
        (None, near),
        ([True, True], near),
        ([False, True], far),
        ([True, False], near),
        ([False, False], near),
    ):
        found = distance_bounds.distance_range(band, places, [0, 0], certain)
        assert found == (math.floor(near), math.ceil(most))


lons = st.floats(-91.6, -88.1)
lats = st.floats(30.2, 35.0)
units = st.lists(st.tuples(lons, lats, st.floats(0, 15_000)), min_size=1, max_size=6)
triangles = st.lists(st.tuples(lons, lats), min_size=3, max_size=3)


@settings(max_examples=40)
@given(triangles, units, st.integers(0, 2**32 - 1))
def test_anybody_in_a_triangle_and_any_units_stay_within(
    corners: list[tuple[float, float]], spots: list[tuple[float, float, float]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    places, radii = np.array([spot[:2] for spot in spots]), np.array([spot[2] for spot in spots])
    least, most = distance_bounds.distance_range([[*corners, corners[0]]], places, radii)
    points = np.array([*corners, *(rng.dirichlet(np.ones(3), 40) @ np.array(corners))])
    nearest = away_m(points, moved(places, rng.uniform(0, 360, len(radii)), radii)).min(axis=1)
    assert least <= nearest.min()
    assert nearest.max() <= most


@settings(max_examples=40)
@given(units, st.tuples(lons, lats, st.floats(0, 15_000)), st.sampled_from(sorted(NAMES)))
def test_a_unit_more_never_lengthens_them(
    spots: list[tuple[float, float, float]], other: tuple[float, float, float], geoid: str
) -> None:
    rings = KNOWN.outlines[geoid]
    before, after = (
        distance_bounds.distance_range(
            rings, [spot[:2] for spot in known], [spot[2] for spot in known]
        )
        for known in (spots, [*spots, other])
    )
    # Either may be up to 27 m further out than it has to be.
    assert after[0] <= before[0] + PROMISED_M
    assert after[1] <= before[1] + PROMISED_M


def test_they_are_whole_meters_and_the_same_each_time() -> None:
    found = distance_bounds.distance_range(rings_of("Bolivar"), UNIT_LONLAT, RADII)
    assert all(bound == math.floor(bound) for bound in found)
    assert distance_bounds.distance_range(rings_of("Bolivar"), UNIT_LONLAT, RADII) == found


@pytest.mark.parametrize(
    ("rings", "places", "radii", "fault"),
    [
        ([], [(0, 0)], [0], "ring"),
        ([square(0, 0, 1)], np.empty((0, 2)), [], "units"),
        ([square(0, 0, 1)], [(0, 0)], [0, 0], "units"),
        ([square(0, 0, 1)], [(0, 0, 0)], [0], "units"),
        ([square(0, 0, 1)], [0, 0], [0], "units"),
        ([square(0, 0, 1)], [(0, 0)], [-1], "radii"),
        ([square(0, 0, 1)], [(0, 0)], [math.nan], "radii"),
        ([square(0, 0, 1)], [(0, 0)], [math.inf], "radii"),
        ([square(0, 0, 1)], [(0, 91)], [0], "latitude"),
        ([square(0, 90, 1)], [(0, 0)], [0], "latitude"),
        ([square(math.nan, 0, 1)], [(0, 0)], [0], "longitude"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    rings: Rings, places: Any, radii: Any, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        distance_bounds.distance_range(rings, places, radii)
