"""The nearest facility is the one that measuring them all finds, and no possible one is ever missing."""

import json
import math
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import cKDTree

from geo.catalog import load
from geo.catalog.records import Catalog, Facility
from geo.spatial import nearest, possible_nearest
from geo.spatial.area import Area

Columns = NDArray[np.float64]
GEOD = Geod(ellps="WGS84")
ROOT = Path(__file__).resolve().parents[2]
KNOWN = load.load()
UNITS = [one for one in KNOWN.services.facilities if one.type == "csu"]
CSU = np.array([(one.lon, one.lat) for one in UNITS])
RADII = [float(one.radius_m) for one in UNITS]
MISSISSIPPI = (-91.66, 30.17, -88.09, 35.0)
CONTERMINOUS = (-124.7, 24.5, -67.0, 49.4)
SPHERE_M = 6_371_008.8


def spread(seed: int, count: int, box: Sequence[float]) -> Columns:
    west, south, east, north = box
    rng = np.random.default_rng(seed)
    return np.column_stack((rng.uniform(west, east, count), rng.uniform(south, north, count)))


def measured(one: Columns, other: Columns) -> Columns:
    return np.asarray(GEOD.inv(one[:, 0], one[:, 1], other[:, 0], other[:, 1])[2])


def brute(units: Columns, points: Columns) -> Columns:
    """Measure every facility by Geod; one column for each."""
    return np.column_stack([measured(points, np.broadcast_to(one, points.shape)) for one in units])


def check(units: Columns, points: Columns) -> None:
    """Compare with measuring everything: index for index, and distance."""
    index, distance_m = nearest.nearest_many(units, points[:, 0], points[:, 1])
    exact = brute(units, points)
    assert (index == exact.argmin(axis=1)).all()
    least = exact.min(axis=1)
    assert np.abs(distance_m - least).max(initial=0) < 1e-5
    assert (distance_m[least > 200_001] == least[least > 200_001]).all()


# Many points -----------------------------------------------------------------------------------


def test_a_million_points_in_the_state_get_the_csu_that_geod_finds() -> None:
    points = spread(1, 1_000_000, MISSISSIPPI)
    for start in range(0, len(points), 250_000):
        check(CSU, points[start : start + 250_000])


def test_100_000_points_get_the_one_of_5_000_that_geod_finds() -> None:
    """The oracle measures the eight nearest on a sphere, and proves that no ninth can win.

    The ellipsoid's radii of curvature lie between 6,335,439 and 6,399,594 m. So mapping it to a
    sphere by the same degrees shrinks or stretches every path by at most these over the sphere's
    radius, and a geodesic is at least 6,335,439 / 6,371,009 of the great circle.
    """
    units, points = spread(2, 5_000, CONTERMINOUS), spread(3, 100_000, CONTERMINOUS)
    chord, place = cKDTree(on_sphere(units)).query(on_sphere(points), k=8)
    exact = np.column_stack([measured(points, units[place[:, i]]) for i in range(8)])
    least = exact.min(axis=1)
    ninth = 2 * SPHERE_M * np.arcsin(chord[:, -1] / 2) * 6_335_439 / SPHERE_M
    assert (ninth > least).all()
    index, distance_m = nearest.nearest_many(units, points[:, 0], points[:, 1])
    assert (index == place[np.arange(len(points)), exact.argmin(axis=1)]).all()
    assert np.abs(distance_m - least).max() < 1e-5


def on_sphere(lonlat: Columns) -> Columns:
    lon, lat = np.radians(lonlat).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


@pytest.mark.parametrize("more", [0, 150])
def test_points_as_far_from_one_as_from_another_are_settled_to_the_last_bit(more: int) -> None:
    """Halve the way between two facilities until Geod no longer tells which end is nearer."""
    units = np.concatenate((CSU, spread(4, more, (-60, 0, 60, 60)))) if more else CSU
    one, other = np.triu_indices(len(CSU), 1)
    side = spread(5, len(one), (-3, -3, 3, 3))
    low, high = CSU[one] + side / 100, CSU[other] + side / 100
    for _ in range(60):
        middle = (low + high) / 2
        nearer = measured(middle, CSU[one]) < measured(middle, CSU[other])
        low[nearer], high[~nearer] = middle[nearer], middle[~nearer]
    apart = np.abs(measured(low, CSU[one]) - measured(low, CSU[other]))
    assert apart.max() < 1e-6
    for ends in (low, high):
        check(units, ends)
        pair = [CSU[[i, j]] for i, j in zip(one, other, strict=True)]
        for two, at in zip(pair, ends, strict=True):
            check(two, at[np.newaxis])


@pytest.mark.parametrize("count", [1, 2, 14, 100, 101, 300])
def test_all_over_the_globe(count: int) -> None:
    rng = np.random.default_rng(count)
    units = np.column_stack(
        (rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count))))
    )
    points = spread(6, 3_000, (-180, -90, 180, 90))
    opposite = np.column_stack(((units[:, 0] + 360) % 360 - 180, -units[:, 1]))
    special = np.array([(0, 90), (50, 90), (0, -90), (180, 0), (-180, 0), (180, 60), (-180, 60)])
    near = np.clip(opposite + rng.normal(0, 0.3, units.shape), (-180, -90), (180, 90))
    check(units, np.concatenate((points, opposite, near, special, units)))


def test_the_dateline_and_the_poles_part_nothing() -> None:
    units = np.array([(179.9, 0.0), (-179.0, 0.0), (0.0, 90.0), (30.0, -89.9)])
    at = np.array(
        [(-179.95, 0.0), (-179.5, 0.0), (180.0, 1.0), (-180.0, 1.0), (-150, 89), (0, -90)]
    )
    check(units, at)
    assert nearest.nearest_many(units, at[:, 0], at[:, 1])[0].tolist() == [0, 1, 0, 0, 2, 3]


@pytest.mark.parametrize("more", [0, 200])
def test_of_equally_far_facilities_the_first_is_taken(more: int) -> None:
    rest = spread(8, more, (100, -60, 170, 60))
    north, south = (-90.0, 1.5), (-90.0, -1.5)
    lon = np.array([-90.0, -89.5, -92.25, -90.0])
    for two in ([north, south], [south, north], [north, north, south]):
        units = np.concatenate((rest[:7], np.array(two), rest[7:]))
        index, distance_m = nearest.nearest_many(units, lon, np.zeros(4))
        assert index.tolist() == [min(7, more)] * 4
        assert len(set(distance_m[[0, 3]])) == 1
    # The bit pattern decides: the same place is the same however often it stands there.
    units = np.concatenate((np.repeat(CSU[:5], 3, axis=0), CSU, rest))
    points = spread(9, 20_000, MISSISSIPPI)
    index, _ = nearest.nearest_many(units, points[:, 0], points[:, 1])
    alone, _ = nearest.nearest_many(CSU, points[:, 0], points[:, 1])
    assert (index == np.where(alone < 5, alone * 3, alone + 15)).all()


@pytest.mark.parametrize("units", [CSU, spread(10, 400, MISSISSIPPI)])
@pytest.mark.parametrize("count", [0, 1, 8_191, 8_192, 8_193, 65_537])
def test_neither_number_nor_order_of_points_matters(units: Columns, count: int) -> None:
    points = spread(11, 65_537, MISSISSIPPI)
    whole = nearest.nearest_many(units, points[:, 0], points[:, 1])
    order = np.random.default_rng(12).permutation(len(points))[:count]
    index, distance_m = nearest.nearest_many(units, *points[order].T)
    assert index.shape == distance_m.shape == (count,)
    assert (index == whole[0][order]).all()
    assert (distance_m == whole[1][order]).all()


def test_points_at_one_place_or_on_a_line_are_taken() -> None:
    units = spread(13, 400, MISSISSIPPI)
    for points in (
        np.tile((-90.0, 32.0), (50, 1)),
        np.column_stack((np.full(50, -90.0), np.r_[31:34:50j])),
    ):
        check(units, points)
    index, distance_m = nearest.nearest_many(units, units[:, 0], units[:, 1])
    assert index.tolist() == list(range(400))
    assert (distance_m == 0).all()


def test_lists_are_taken_and_nothing_given_is_changed() -> None:
    index, distance_m = nearest.nearest_many([[-90, 32], [-89, 33]], [-90, -89], [32, 33])
    assert index.tolist() == [0, 1]
    assert distance_m.tolist() == [0, 0]
    points, units = spread(14, 100, MISSISSIPPI), spread(15, 200, MISSISSIPPI)
    before = points.copy(), units.copy()
    nearest.nearest_many(units, points[:, 0], points[:, 1])
    assert (before[0] == points).all()
    assert (before[1] == units).all()


@pytest.mark.parametrize(
    ("units", "lon", "lat", "message"),
    [
        ([], [-90.0], [32.0], "at least one row"),
        ([-90.0, 32.0], [-90.0], [32.0], "two columns"),
        ([[-90.0, 32.0, 1.0]], [-90.0], [32.0], "two columns"),
        (CSU, [-90.0, -90.0], [32.0], "one length"),
        (CSU, [[-90.0]], [[32.0]], "one length"),
        (CSU, -90.0, 32.0, "one length"),
        (CSU, [-90.0, math.nan, math.nan], [32.0] * 3, "2 of 3 longitudes .* first at index 1$"),
        (CSU, [-90.0, -90.0], [32.0, math.inf], "1 of 2 latitudes .* first at index 1$"),
        (CSU, [-90.0], [-90.03125], "1 of 1 latitudes .* first at index 0$"),
        ([[-90.0, 32.0], [-190.5, 32.0]], [-90.0], [32.0], "1 of 2 longitudes .* index 1$"),
    ],
)
def test_what_cannot_be_searched_is_refused_without_being_repeated(
    units: object, lon: object, lat: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        nearest.nearest_many(units, lon, lat)  # type: ignore[arg-type]
    assert "90.03125" not in str(caught.value)
    assert "190.5" not in str(caught.value)


@pytest.mark.parametrize("units", [CSU, spread(16, 5_000, CONTERMINOUS)])
def test_memory_is_bounded(units: Columns) -> None:
    points = spread(17, 300_000, CONTERMINOUS)
    lon, lat = points.T.copy()
    tracemalloc.start()
    nearest.nearest_many(units, lon, lat)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120_000_000


# One point -------------------------------------------------------------------------------------


def test_one_point_gets_the_k_nearest_in_order() -> None:
    points = np.concatenate((spread(18, 1_000, MISSISSIPPI), spread(19, 100, (-180, -90, 180, 90))))
    exact = brute(CSU, points)
    for (lon, lat), far in zip(points.tolist(), exact, strict=True):
        order = np.argsort(far, kind="stable")
        for k in (1, 3, 14):
            found = nearest.nearest(KNOWN, lon, lat, k)
            assert [one.facility_id for one in found] == [UNITS[i].id for i in order[:k]]
            assert [one.distance_m for one in found] == pytest.approx(far[order[:k]], abs=1e-5)


def test_one_point_and_many_agree() -> None:
    points = spread(20, 2_000, MISSISSIPPI)
    index, distance_m = nearest.nearest_many(CSU, points[:, 0], points[:, 1])
    for (lon, lat), place, far in zip(points.tolist(), index, distance_m, strict=True):
        (found,) = nearest.nearest(KNOWN, lon, lat, 1)
        assert found.facility_id == UNITS[place].id
        assert found.distance_m == pytest.approx(far, abs=1e-8)


def moved(*places: tuple[float, float]) -> Catalog:
    """Return a catalog whose only facilities are these, named by their order."""
    units = tuple(
        replace(UNITS[0], id=f"csu-{number}", lon=lon, lat=lat)
        for number, (lon, lat) in enumerate(places)
    )
    return replace(KNOWN, services=replace(KNOWN.services, facilities=units))


def test_of_equally_far_ones_the_first_in_the_data_comes_first() -> None:
    same = moved((-90, -1.5), (-90, 1.5), (-90, 1.5), (-90, 0.25))
    assert ids(same, -90, 0) == ["csu-3", "csu-0", "csu-1", "csu-2"]
    # Nearer to each other than the short formula can tell: Geod decides.
    close = moved((-90, 1 + 1e-11), (-90, 1))
    assert ids(close, -90, 0) == ["csu-1", "csu-0"]
    assert ids(close, -90, 0, 1) == ["csu-1"]


def ids(known: Catalog, lon: float, lat: float, k: int = 9) -> list[str]:
    return [one.facility_id for one in nearest.nearest(known, lon, lat, k)]


def test_a_result_is_json_and_hides_how_far_it_is() -> None:
    (found,) = nearest.nearest(KNOWN, -90.1, 34.3, 1)
    facts = asdict(found)
    assert list(facts) == ["facility_id", "facility", "distance_m", "phone", "region"]
    assert json.loads(json.dumps(facts)) == facts
    (unit,) = [one for one in UNITS if one.id == found.facility_id]
    assert (found.facility, found.phone, found.region) == (unit.name, unit.phone, unit.region)
    assert "distance_m" not in repr(found)


def test_only_facilities_of_the_kind_are_found() -> None:
    other = tuple(replace(one, type="detox") for one in UNITS[:2])
    known = replace(KNOWN, services=replace(KNOWN.services, facilities=(*other, *UNITS[2:])))
    assert set(ids(known, -90, 33, 20)) == {one.id for one in UNITS[2:]}
    assert {one.facility_id for one in nearest.nearest(known, -90, 33, 5, "detox")} == {
        one.id for one in other
    }
    assert nearest.nearest(known, -90, 33, 5, "none") == ()


def test_one_point_is_checked() -> None:
    with pytest.raises(ValueError, match=r"^k is at least 1$"):
        nearest.nearest(KNOWN, -90, 33, 0)
    for lon, lat in ((math.nan, 33), (-90, 91.5), (-181.5, 33)):
        with pytest.raises(ValueError, match="is not within") as caught:
            nearest.nearest(KNOWN, lon, lat)
        assert "1.5" not in str(caught.value)


def test_one_point_needs_no_library() -> None:
    code = (
        "import sys, geo; from geo.spatial import nearest, possible_nearest; from geo.spatial.area import Area;"
        "known = geo.load(); nearest.nearest(known, -90, 33);"
        "possible_nearest.possible([(-90, 33), (-89, 33)], [0, 9], Area(lon=-90, lat=32, radius_m=9e3));"
        "print(*{'numpy', 'pyproj', 'scipy', 'shapely', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


# What could be the nearest ---------------------------------------------------------------------


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
        start = [np.full(turn.size, one) for one in (area.lon, area.lat)]
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
    """Return a star around a point: its spokes in metres, evenly turned."""
    turns = np.linspace(0, 360, len(spokes), endpoint=False)
    ends = GEOD.fwd(np.full(len(spokes), lon), np.full(len(spokes), lat), turns, spokes)
    corners = [
        list(one) for one in zip(*(end.tolist() for end in map(np.asarray, ends[:2])), strict=True)
    ]
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


@pytest.mark.parametrize("radii", [RADII, [0.0] * 14])
def test_real_zip_cells_and_counties(radii: list[float]) -> None:
    areas = [*KNOWN.gazetteer.cells.values(), *list(KNOWN.outlines.values())[::8]]
    assert len(areas) > 500
    for rings in areas:
        area = Area(lon=0, lat=0, radius_m=0, rings=rings)
        points, step_m = inside(area, 12)
        judge(CSU, radii, area, points, step_m)


@pytest.mark.parametrize("radii", [RADII, [0.0] * 14])
def test_at_a_single_point_the_set_is_exact(radii: list[float]) -> None:
    points = np.concatenate((spread(21, 1_500, MISSISSIPPI), spread(22, 200, (-180, -90, 180, 90))))
    margin = margins(CSU, radii, points)
    clear = (np.abs(margin) > 2e-4) | (margin == 0)
    assert clear.all()
    for (lon, lat), row in zip(points.tolist(), margin, strict=True):
        found = possible_nearest.possible(CSU.tolist(), radii, Area(lon=lon, lat=lat, radius_m=0))
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


def test_facilities_of_the_data_are_what_is_searched() -> None:
    assert all(isinstance(one, Facility) for one in UNITS)
    assert len(UNITS) == 14
    assert [
        one.id for one, other in pairwise(UNITS) if (one.lon, one.lat) == (other.lon, other.lat)
    ] == []
