"""Points lie in the county that shapely says, borders included: many at once, and one alone."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.errors import DataError
from geo.spatial import assign, boundaries
from tests.spatial.counties import CORNERS, GEOIDS, problems, spread, square, truth, with_counties
from tests.spatial.globe import KNOWN


def test_a_million_points_get_the_county_that_shapely_finds() -> None:
    lon, lat = spread(1, 1_000_000)
    expected = truth(lon, lat)
    assert (assign.assign_counties(lon, lat, KNOWN) == expected).all()
    assert set(expected) == {*GEOIDS, ""}


def test_every_corner_and_every_middle_of_an_edge_goes_to_the_lowest_geoid() -> None:
    edges = [np.array(ring) for geoid in GEOIDS for ring in KNOWN.outlines[geoid]]
    middles = np.concatenate([(ring[:-1] + ring[1:]) / 2 for ring in edges])
    for points in (CORNERS, middles):
        lon, lat = points.T.copy()
        expected = truth(lon, lat)
        assert (assign.assign_counties(lon, lat, KNOWN) == expected).all()
        alone = [boundaries.county_at(KNOWN, *at) for at in points.tolist()]
        assert (np.array(alone) == expected).all()
    assert (truth(*CORNERS.T.copy()) != "").all()


def test_a_corner_of_two_counties_goes_to_the_lower() -> None:
    shared = {
        tuple(corner): geoid
        for geoid in reversed(GEOIDS)
        for ring in KNOWN.outlines[geoid]
        for corner in ring
    }
    lon, lat = np.array(list(shared)).T.copy()
    assert assign.assign_counties(lon, lat, KNOWN).tolist() == list(shared.values())


def test_a_hair_beside_the_border_both_ways_agree_with_shapely() -> None:
    rng = np.random.default_rng(2)
    part = rng.uniform(0, 1, (len(CORNERS) - 1, 1))
    on_edges = CORNERS[:-1] * part + CORNERS[1:] * (1 - part)
    for points in (CORNERS, on_edges):
        near = points + rng.integers(-2, 3, points.shape) * np.spacing(points)
        lon, lat = near.T.copy()
        expected = truth(lon, lat)
        assert (assign.assign_counties(lon, lat, KNOWN) == expected).all()
        alone = np.array([boundaries.county_at(KNOWN, *at) for at in near[::4].tolist()])
        assert (alone == expected[::4]).all()


def test_one_point_and_many_agree() -> None:
    lon, lat = spread(3, 10_000)
    alone = [
        boundaries.county_at(KNOWN, *at) for at in zip(lon.tolist(), lat.tolist(), strict=True)
    ]
    assert assign.assign_counties(lon, lat, KNOWN).tolist() == alone


def test_the_sides_of_the_grid_part_nothing() -> None:
    west, south = CORNERS.min(axis=0)
    east, north = CORNERS.max(axis=0)
    lines = np.arange(assign.CELLS + 1) / assign.CELLS
    lon, lat = np.meshgrid(west + lines * (east - west), south + lines * (north - south))
    lon, lat = lon.ravel(), lat.ravel()
    for step in (-1, 0, 1):
        x, y = lon + step * np.spacing(lon), lat + step * np.spacing(lat)
        assert (assign.assign_counties(x, y, KNOWN) == truth(x, y)).all()


def test_outside_is_no_county() -> None:
    lon = [-92.5, -90.0, -85.0, -90.0, 90.0, 180.0, -180.0, 0.0]
    lat = [32.0, 36.0, 32.0, 29.0, 32.0, 90.0, -90.0, 0.0]
    assert assign.assign_counties(lon, lat, KNOWN).tolist() == [""] * 8
    assert {boundaries.county_at(KNOWN, *at) for at in zip(lon, lat, strict=True)} == {""}


def test_without_a_catalog_the_bundled_data_are_used() -> None:
    assert assign.assign_counties([-90.18481], [32.29876]).tolist() == ["28049"]
    assert assign.assign_counties([], []).tolist() == []
    assert assign.assign_counties([], [], KNOWN).dtype == np.dtype("<U5")


def test_number_and_order_of_points_do_not_matter() -> None:
    lon, lat = spread(4, assign.CHUNK + 1)
    whole = assign.assign_counties(lon, lat, KNOWN)
    for part in (slice(assign.CHUNK), slice(1), slice(None, None, -1)):
        assert (assign.assign_counties(lon[part], lat[part], KNOWN) == whole[part]).all()


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        ([-90.0, math.nan], [32.0, 32.0], "1 of 2 longitudes .* first at index 1$"),
        ([-90.0], [-math.inf], "1 of 1 latitudes .* first at index 0$"),
        ([-190.03125], [32.0], "1 of 1 longitudes .* first at index 0$"),
        ([-90.0], [32.0, 33.0], "one length"),
        (-90.0, 32.0, "one length"),
    ],
)
def test_what_is_no_point_is_refused_without_being_repeated(
    lon: object, lat: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        assign.assign_counties(lon, lat, KNOWN)  # type: ignore[arg-type]
    assert "190.03125" not in str(caught.value)


def test_holes_and_parts_count_by_the_even_odd_rule() -> None:
    hole = square(-90.7, 32.3, -90.3, 32.7)
    known = with_counties(
        _20001=[square(-91, 32, -90, 33), hole, square(-89.5, 32, -89, 32.5)], _10001=[hole]
    )
    lon, lat = spread(8, 20_000, (-91.2, 31.9, -88.9, 33.1))
    outer = shapely.box(-91, 32, -90, 33) - shapely.box(-90.7, 32.3, -90.3, 32.7)
    expected = np.full(len(lon), "", dtype="<U5")
    both = shapely.union_all([outer, shapely.box(-89.5, 32, -89, 32.5)])
    expected[shapely.intersects_xy(both, lon, lat)] = "20001"
    expected[shapely.intersects_xy(shapely.Polygon(hole), lon, lat)] = "10001"
    assert (assign.assign_counties(lon, lat, known) == expected).all()
    alone = [boundaries.county_at(known, *at) for at in zip(lon[:3000].tolist(), lat, strict=False)]
    assert alone == expected[:3000].tolist()
    # Grid lines and edges that run along each other: corners, sides, and middles of sides.
    for at in [(-90.7, 32.5), (-90.3, 32.3), (-90.5, 32.7)]:
        assert boundaries.county_at(known, *at) == "10001"
        assert assign.assign_counties(*([degrees] for degrees in at), known).tolist() == ["10001"]
    for at in [(-91.0, 32.0), (-90.0, 32.6), (-89.25, 32.5), (-90.5, 33.0)]:
        assert boundaries.county_at(known, *at) == "20001"
        assert assign.assign_counties(*([degrees] for degrees in at), known).tolist() == ["20001"]
    assert boundaries.county_at(known, -89.75, 32.0) == ""
    assert boundaries.counties_within(known, -90.5, 32.5, 17_000) == (("10001", 0.0),)


def test_borders_along_the_sides_of_the_grid_part_nothing() -> None:
    """The higher GEOID lies west: a point on the border that fell into its cell would be wrong."""
    rng = np.random.default_rng(9)
    for _ in range(3):
        west, south = rng.uniform(-91, -90.5), rng.uniform(31, 32)
        east, north = west + rng.uniform(0.3, 3), south + rng.uniform(0.3, 3)
        lines = west + np.arange(assign.CELLS + 1) / assign.CELLS * (east - west)
        lines[-1] = east
        strips = {
            f"_{30_000 - place}": [square(*map(float, (low, south, high, north)))]
            for place, (low, high) in enumerate(pairwise(lines[::4]))
        }
        known = with_counties(**strips)
        for step in (-2, -1, 0, 1, 2):
            lon = lines + step * np.spacing(lines)
            lat = rng.uniform(south, north, len(lon))
            alone = [
                boundaries.county_at(known, *at)
                for at in zip(lon.tolist(), lat.tolist(), strict=True)
            ]
            assert assign.assign_counties(lon, lat, known).tolist() == alone
            if step == 0:
                lower = [f"{30_000 - min(place // 4, 63)}" for place in range(len(lines))]
                assert alone == lower


def test_a_county_is_found_where_only_the_box_of_anothers_long_edge_reaches() -> None:
    fine = shapely.segmentize(shapely.box(-90.9, 32.6, -90.6, 32.9), 0.001)
    triangle = [[-91, 32], [-90, 32], [-90, 33], [-91, 32]]
    known = with_counties(_20001=[triangle], _30001=[shapely.get_coordinates(fine).tolist()])
    lon, lat = spread(10, 20_000, (-91, 32, -90, 33))
    alone = [
        boundaries.county_at(known, *at) for at in zip(lon.tolist(), lat.tolist(), strict=True)
    ]
    assert assign.assign_counties(lon, lat, known).tolist() == alone
    assert {"20001", "30001", ""} == set(alone)


def sides(corners: list[Fraction], x: Fraction, y: Fraction) -> set[int]:
    """Return on which sides of a triangle's edges a point lies, in exact fractions."""
    found = set()
    for place in range(0, 6, 2):
        ax, ay, bx, by = (corners[(place + step) % 6] for step in range(4))
        side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        found.add((side > 0) - (side < 0))
    return found


def test_a_point_a_hair_beside_a_long_edge_is_judged_without_rounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A coarse grid is soon made, and the cells with an edge in them are what matters here.
    monkeypatch.setattr(assign, "CELLS", 16)
    rng = np.random.default_rng(11)
    seen = set()
    for _ in range(30):
        corners = rng.choice((-1.0, 1.0), (3, 2)) * 10 ** rng.uniform(-9, 1.9, (3, 2))
        known = with_counties(_10001=[[*corners.tolist(), corners[0].tolist()]])
        exact = [Fraction(degrees) for degrees in corners.ravel().tolist()]
        part = rng.uniform(0, 1, (20, 1))
        points = corners[0] * part + corners[1] * (1 - part)
        points += rng.integers(-1, 2, points.shape) * np.spacing(points)
        many = assign.assign_counties(*points.T.copy(), known)
        for (x, y), found in zip(points.tolist(), many, strict=True):
            expected = "10001" if not {-1, 1} <= sides(exact, Fraction(x), Fraction(y)) else ""
            assert boundaries.county_at(known, x, y) == expected == found
            seen.add(expected)
    assert seen == {"10001", ""}


def test_rings_that_cross_themselves_are_told_where_they_are_joined() -> None:
    bow = [[-91, 32], [-90, 33], [-90, 32], [-91, 33], [-91, 32]]
    with pytest.raises(DataError) as caught:
        assign.assign_counties([-90.5], [32.1], with_counties(_28001=[bow]))
    assert problems(caught) == [("counties.geojson", "invalid-geometry", "28001")]
