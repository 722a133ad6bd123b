"""No unit that could be the nearest from somewhere in an area is missing, and none is far from it."""

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.spatial import possible_nearest
from geo.spatial.area import Area
from tests.spatial.globe import (
    GEOD,
    KNOWN,
    MISSISSIPPI,
    RADII,
    UNIT_LONLAT,
    Columns,
    brute,
    spread,
)


def margins(units: Columns, radii: Sequence[float], points: Columns) -> Columns:
    """Return by how much each unit would have to be nearer to be possible at each point."""
    exact, away = brute(units, points), np.array(radii)
    return (exact - away) - (exact + away).min(axis=1)[:, np.newaxis]


def judge(
    units: Columns, radii: Sequence[float], area: Area, points: Columns, step_m: float
) -> None:
    """Compare with the points of an area: none missing, and none but near a tie.

    Every point of the area is within `step_m` of one of `points`, so a unit that is possible
    anywhere has a margin of at most twice that there.
    """
    found = set(possible_nearest.possible(units.tolist(), radii, area))
    margin = margins(units, radii, points).min(axis=0)
    assert set(np.flatnonzero(margin <= 0)) <= found
    # 110 m at a point within 50 m of the area; the margin there differs by at most twice the way.
    assert found <= set(np.flatnonzero(margin <= 110 + 2 * (50 + step_m)))


def inside(area: Area, count: int) -> tuple[Columns, float]:
    """Return points all over an area, and how far its points are from them at most, roughly."""
    if not area.rings:
        turn, part = np.meshgrid(np.linspace(0, 360, count), np.linspace(0, 1, count))
        start = [np.full(turn.size, degrees) for degrees in (area.lon, area.lat)]
        ends = GEOD.fwd(*start, turn.ravel(), part.ravel() * area.radius_m)
        return np.column_stack(ends[:2]), area.radius_m * (math.pi / count + 0.5 / count)
    shape = shapely.union_all([shapely.Polygon(ring) for ring in area.rings])
    west, south, east, north = shape.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    within = shapely.intersects_xy(shape, lon.ravel(), lat.ravel())
    along = shapely.get_coordinates(shapely.segmentize(shape.boundary, (east - west) / count))
    grid = np.column_stack((lon.ravel(), lat.ravel()))[within]
    diagonal = GEOD.inv(west, south, west + (east - west) / count, south + (north - south) / count)[
        2
    ]
    return np.concatenate((grid, along)), float(diagonal)


def ring(lon: float, lat: float, spokes: Sequence[float]) -> Area:
    """Return a star around a point: its spokes in meters, evenly turned."""
    turns = np.linspace(0, 360, len(spokes), endpoint=False)
    ends = GEOD.fwd(np.full(len(spokes), lon), np.full(len(spokes), lat), turns, spokes)
    corners = np.column_stack(ends[:2]).tolist()
    return Area(lon=lon, lat=lat, radius_m=max(spokes), rings=([*corners, corners[0]],))


places = st.tuples(st.floats(-91.5, -88.3), st.floats(30.3, 34.9))
units_ = st.lists(
    st.tuples(places, st.sampled_from([0.0, 0.0, 500.0, 6_000.0, 15_000.0])),
    min_size=1,
    max_size=14,
)
discs = st.builds(
    lambda at, radius: Area(lon=at[0], lat=at[1], radius_m=radius),
    places,
    st.sampled_from([0.0, 1.0, 300.0, 5_000.0, 25_000.0]),
)
stars = st.builds(
    lambda at, spokes: ring(*at, spokes),
    places,
    st.lists(st.floats(500, 25_000), min_size=3, max_size=12),
)


@settings(max_examples=120)
@given(units_, discs | stars)
def test_no_possible_unit_is_ever_missing_and_none_is_far_from_a_tie(
    given_units: list[tuple[tuple[float, float], float]], area: Area
) -> None:
    units = np.array([at for at, _ in given_units])
    points, step_m = inside(area, 40)
    judge(units, [radius for _, radius in given_units], area, points, step_m)


@pytest.mark.parametrize("radii", [RADII, [0.0] * len(RADII)])
def test_real_zip_cells_and_counties(radii: list[float]) -> None:
    areas = [*KNOWN.gazetteer.cells.values(), *list(KNOWN.outlines.values())[::8]]
    assert len(areas) > 500
    for rings in areas:
        area = Area(lon=0, lat=0, radius_m=0, rings=rings)
        points, step_m = inside(area, 12)
        judge(UNIT_LONLAT, radii, area, points, step_m)


@pytest.mark.parametrize("radii", [RADII, [0.0] * len(RADII)])
def test_at_a_single_point_the_set_is_exact(radii: list[float]) -> None:
    points = np.concatenate((spread(21, 1_500, MISSISSIPPI), spread(22, 200, (-180, -90, 180, 90))))
    margin = margins(UNIT_LONLAT, radii, points)
    clear = (np.abs(margin) > 2e-4) | (margin == 0)
    assert clear.all()
    for (lon, lat), row in zip(points.tolist(), margin, strict=True):
        found = possible_nearest.possible(
            UNIT_LONLAT.tolist(), radii, Area(lon=lon, lat=lat, radius_m=0)
        )
        assert found == tuple(np.flatnonzero(row <= 0))


def test_discs_at_the_poles_the_dateline_and_of_half_the_globe() -> None:
    units = spread(23, 30, (-180, -90, 180, 90))
    for lon, lat, radius_m in (
        (0, 90, 500_000.0),
        (10, -89.9, 20_000.0),
        (179.99, 12, 300_000.0),
        (-180, 0, 1_000_000.0),
        (20, 40, 9_900_000.0),
        (20, 40, 21_000_000.0),
    ):
        area = Area(lon=lon, lat=lat, radius_m=radius_m)
        points, _ = inside(area, 120)
        seen = set(brute(units, points).argmin(axis=1))
        assert seen <= set(possible_nearest.possible(units.tolist(), [0.0] * 30, area))


def test_a_hole_and_a_second_part_count_by_the_even_odd_rule() -> None:
    def square(half: float, lon: float = -90.0) -> list[list[float]]:
        west, east = lon - half, lon + half
        corners = [[west, 32 - half], [east, 32 - half], [east, 32 + half], [west, 32 + half]]
        return [*corners, corners[0]]

    units = [(-90.0, 32.0), (-90.4, 32.0), (-89.6, 32.0), (-88.0, 32.0)]
    find: Callable[..., tuple[int, ...]] = partial(possible_nearest.possible, units, [0.0] * 4)
    around = {"lon": -90.0, "lat": 32.0, "radius_m": 1e5}
    assert find(Area(**around, rings=(square(0.1),))) == (0,)
    assert find(Area(**around, rings=(square(0.35), square(0.3)))) == (0, 1, 2)
    assert find(Area(**around, rings=(square(0.02, -90.4), square(0.02, -89.6)))) == (1, 2)
    # Nothing but a line: what it touches is kept.
    line = [[-90.5, 32.0], [-89.5, 32.0], [-90.5, 32.0]]
    assert find(Area(**around, rings=(line,))) == (0, 1, 2)


def test_no_units_no_answer_and_unequal_columns_are_refused() -> None:
    for area in (
        Area(lon=-90, lat=32, radius_m=0),
        Area(lon=-90, lat=32, radius_m=9),
        ring(-90, 32, [9] * 3),
    ):
        assert possible_nearest.possible([], [], area) == ()
        with pytest.raises(ValueError, match="zip"):
            possible_nearest.possible([(-90, 32)], [], area)


def test_work_is_bounded_and_what_is_open_then_is_kept() -> None:
    """Two units tie all along an equator's disc, and a third is never the nearest."""
    units = [(-90.0, 1.0), (-90.0, -1.0), (-90.0, 1.0 + 1e-5), (-90.0, 50.0)]
    area = Area(lon=-90, lat=0, radius_m=50_000)
    found = possible_nearest.possible(units, [0.0] * 4, area)
    assert found in ((0, 1), (0, 1, 2))
    comb = [[-90 + i / 1e4, 32 + (i % 2) * 0.5] for i in range(3_000)]
    winding = Area(lon=-90, lat=32, radius_m=1e5, rings=([*comb, [-90.0, 30.0], comb[0]],))
    assert set(possible_nearest.possible([(-90.3, 32.2), (-89.5, 32.2)], [0.0, 0.0], winding)) <= {
        0,
        1,
    }
