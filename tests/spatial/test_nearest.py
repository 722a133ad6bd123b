"""The nearest facility is the one that measuring them all finds, for one point and for millions."""

import json
import math
import subprocess
import sys
import tracemalloc
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.catalog.records import Catalog
from geo.spatial import nearest
from tests.spatial.globe import (
    CONTERMINOUS,
    KNOWN,
    MISSISSIPPI,
    UNIT_LONLAT,
    UNITS,
    Columns,
    brute,
    measured,
    spread,
)

ROOT = Path(__file__).resolve().parents[2]
SPHERE_M = 6_371_008.8


def check(units: Columns, points: Columns) -> None:
    """Compare with measuring everything: index for index, and distance."""
    index, distance_m = nearest.nearest_many(units, points[:, 0], points[:, 1])
    exact = brute(units, points)
    assert (index == exact.argmin(axis=1)).all()
    least = exact.min(axis=1)
    assert np.abs(distance_m - least).max(initial=0) < 1e-5
    assert (distance_m[least > 200_001] == least[least > 200_001]).all()


# Many points -----------------------------------------------------------------------------------


def truth(units: Columns, points: Columns, count: int) -> tuple[NDArray[np.intp], Columns]:
    """Measure the nearest ones on a sphere by Geod, and prove that no other can win, or measure all.

    The ellipsoid's radii of curvature lie between 6,335,439 and 6,399,594 m. So mapping it to a
    sphere by the same degrees shrinks or stretches every path by at most these over the sphere's
    radius, and a geodesic is at least 6,335,439 / 6,371,009 of the great circle.
    """
    chord, place = cKDTree(on_sphere(units)).query(on_sphere(points), k=count)
    exact = np.column_stack([measured(points, units[place[:, rank]]) for rank in range(count)])
    least = exact.min(axis=1)
    index = place[np.arange(len(points)), exact.argmin(axis=1)]
    others = 2 * np.arcsin(chord[:, -1] / 2) * 6_335_439
    for row in np.flatnonzero(others <= least):
        everything = brute(units, points[[row]])[0]
        index[row], least[row] = everything.argmin(), everything.min()
    return index, least


def on_sphere(lonlat: Columns) -> Columns:
    lon, lat = np.radians(lonlat).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


@pytest.mark.parametrize(
    ("units", "points", "count"),
    [
        (UNIT_LONLAT, spread(1, 1_000_000, MISSISSIPPI), 3),
        (spread(2, 5_000, CONTERMINOUS), spread(3, 100_000, CONTERMINOUS), 8),
    ],
    ids=["a million in the state", "100,000 of the country to 5,000"],
)
def test_many_points_get_the_facility_that_geod_finds(
    units: Columns, points: Columns, count: int
) -> None:
    expected, least = truth(units, points, count)
    index, distance_m = nearest.nearest_many(units, points[:, 0], points[:, 1])
    assert (index == expected).all()
    assert np.abs(distance_m - least).max() < 1e-5


@pytest.mark.parametrize("more", [0, 150])
def test_points_as_far_from_one_as_from_another_are_settled_to_the_last_bit(more: int) -> None:
    """Halve the way between two facilities until Geod no longer tells which end is nearer."""
    units = (
        np.concatenate((UNIT_LONLAT, spread(4, more, (-60, 0, 60, 60)))) if more else UNIT_LONLAT
    )
    first, second = np.triu_indices(len(UNIT_LONLAT), 1)
    side = spread(5, len(first), (-3, -3, 3, 3))
    low, high = UNIT_LONLAT[first] + side / 100, UNIT_LONLAT[second] + side / 100
    for _ in range(60):
        middle = (low + high) / 2
        nearer = measured(middle, UNIT_LONLAT[first]) < measured(middle, UNIT_LONLAT[second])
        low[nearer], high[~nearer] = middle[nearer], middle[~nearer]
    apart = np.abs(measured(low, UNIT_LONLAT[first]) - measured(low, UNIT_LONLAT[second]))
    assert apart.max() < 1e-6
    for ends in (low, high):
        check(units, ends)
        pair = [UNIT_LONLAT[[i, j]] for i, j in zip(first, second, strict=True)]
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
    units = np.concatenate((np.repeat(UNIT_LONLAT[:5], 3, axis=0), UNIT_LONLAT, rest))
    points = spread(9, 20_000, MISSISSIPPI)
    index, _ = nearest.nearest_many(units, points[:, 0], points[:, 1])
    alone, _ = nearest.nearest_many(UNIT_LONLAT, points[:, 0], points[:, 1])
    assert (index == np.where(alone < 5, alone * 3, alone + 15)).all()


@pytest.mark.parametrize("units", [UNIT_LONLAT, spread(10, 400, MISSISSIPPI)])
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
        (UNIT_LONLAT, [-90.0, -90.0], [32.0], "one length"),
        (UNIT_LONLAT, [[-90.0]], [[32.0]], "one length"),
        (UNIT_LONLAT, -90.0, 32.0, "one length"),
        (
            UNIT_LONLAT,
            [-90.0, math.nan, math.nan],
            [32.0] * 3,
            "2 of 3 longitudes .* first at index 1$",
        ),
        (UNIT_LONLAT, [-90.0, -90.0], [32.0, math.inf], "1 of 2 latitudes .* first at index 1$"),
        (UNIT_LONLAT, [-90.0], [-90.03125], "1 of 1 latitudes .* first at index 0$"),
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


@pytest.mark.parametrize("units", [UNIT_LONLAT, spread(16, 5_000, CONTERMINOUS)])
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
    exact = brute(UNIT_LONLAT, points)
    for (lon, lat), far in zip(points.tolist(), exact, strict=True):
        order = np.argsort(far, kind="stable")
        for k in (1, 3, len(UNITS)):
            found = nearest.nearest(KNOWN, lon, lat, k)
            assert [unit.facility_id for unit in found] == [UNITS[i].id for i in order[:k]]
            assert [unit.distance_m for unit in found] == pytest.approx(far[order[:k]], abs=1e-5)


def test_one_point_and_many_agree() -> None:
    points = spread(20, 2_000, MISSISSIPPI)
    index, distance_m = nearest.nearest_many(UNIT_LONLAT, points[:, 0], points[:, 1])
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
    return [unit.facility_id for unit in nearest.nearest(known, lon, lat, k)]


def test_a_result_is_json_and_hides_how_far_it_is() -> None:
    (found,) = nearest.nearest(KNOWN, -90.1, 34.3, 1)
    facts = asdict(found)
    assert list(facts) == ["facility_id", "facility", "distance_m", "phone", "region"]
    assert json.loads(json.dumps(facts)) == facts
    (unit,) = [unit for unit in UNITS if unit.id == found.facility_id]
    assert (found.facility, found.phone, found.region) == (unit.name, unit.phone, unit.region)
    assert "distance_m" not in repr(found)


def test_only_facilities_of_the_kind_are_found() -> None:
    others = tuple(replace(unit, type="detox") for unit in UNITS[:2])
    known = replace(KNOWN, services=replace(KNOWN.services, facilities=(*others, *UNITS[2:])))
    assert set(ids(known, -90, 33, 99)) == {unit.id for unit in UNITS[2:]}
    assert {unit.facility_id for unit in nearest.nearest(known, -90, 33, 5, "detox")} == {
        unit.id for unit in others
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
