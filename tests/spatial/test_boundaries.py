"""Points lie in the county that shapely says, borders included, and outlines are as far as PROJ says."""

import json
import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from geo.catalog import folder, load
from geo.catalog.records import Catalog
from geo.errors import DataError, UnknownCountyError
from geo.spatial import assign, boundaries
from geo.spatial.area import Area

Columns = NDArray[np.float64]
GEOD = Geod(ellps="WGS84")
ROOT = Path(__file__).resolve().parents[2]
HOME = folder.default_dir()
KNOWN = load.load()
GEOIDS = sorted(KNOWN.outlines)
SHAPES = {
    geoid: shapely.multipolygons([shapely.Polygon(ring) for ring in KNOWN.outlines[geoid]])
    for geoid in GEOIDS
}
CORNERS = np.array(
    [corner for geoid in GEOIDS for ring in KNOWN.outlines[geoid] for corner in ring]
)
AROUND = (-91.9, 29.9, -87.9, 35.3)


def spread(seed: int, count: int, box: Sequence[float] = AROUND) -> tuple[Columns, Columns]:
    west, south, east, north = box
    rng = np.random.default_rng(seed)
    return rng.uniform(west, east, count), rng.uniform(south, north, count)


def truth(lon: Columns, lat: Columns) -> NDArray[np.str_]:
    """Ask shapely about every point and county: a polygon covers its border; the lowest GEOID wins."""
    found = np.full(len(lon), "", dtype="<U5")
    for geoid in reversed(GEOIDS):
        shapely.prepare(SHAPES[geoid])
        found[shapely.intersects_xy(SHAPES[geoid], lon, lat)] = geoid
    return found


# Which county ----------------------------------------------------------------------------------


def test_a_million_points_get_the_county_that_shapely_finds() -> None:
    lon, lat = spread(1, 1_000_000)
    expected = truth(lon, lat)
    assert (assign.assign_counties(lon, lat, KNOWN) == expected).all()
    assert set(expected) == {*GEOIDS, ""}


def test_every_corner_and_every_middle_of_an_edge_goes_to_the_lowest_geoid() -> None:
    assert len(CORNERS) == 16_729
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


def test_without_a_catalog_the_data_that_came_along_are_used() -> None:
    assert assign.assign_counties([-90.18481], [32.29876]).tolist() == ["28049"]
    assert assign.assign_counties([], []).tolist() == []
    assert assign.assign_counties([], [], KNOWN).dtype == np.dtype("<U5")


def test_number_and_order_of_points_do_not_matter() -> None:
    lon, lat = spread(4, assign.CHUNK + 1)
    whole = assign.assign_counties(lon, lat, KNOWN)
    for some in (slice(assign.CHUNK), slice(1), slice(None, None, -1)):
        assert (assign.assign_counties(lon[some], lat[some], KNOWN) == whole[some]).all()


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


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 32.0), (-90.0, 90.5), (-180.5, 32.0)])
def test_one_point_is_checked_everywhere(lon: float, lat: float) -> None:
    for call in (boundaries.county_at, boundaries.state_line):
        with pytest.raises(ValueError, match="is not within") as caught:
            call(KNOWN, lon, lat)
        assert "0.5" not in str(caught.value)
    with pytest.raises(ValueError, match="is not within"):
        boundaries.counties_within(KNOWN, lon, lat, 500)


# How far ---------------------------------------------------------------------------------------


def measure(shapes: dict[str, shapely.Geometry], lon: float, lat: float) -> dict[str, float]:
    """Measure to outlines on a plane on which distances from the point are right (PROJ's aeqd).

    Only what lies within 2.5 degrees counts, with a corner every kilometre or so: edges are
    straight in degrees.
    """
    crs = f"+proj=aeqd +lon_0={lon!r} +lat_0={lat!r} +ellps=WGS84"
    move = Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    found = {}
    for name, shape in shapes.items():
        near = shapely.clip_by_rect(shape, lon - 2.5, lat - 2.5, lon + 2.5, lat + 2.5)
        fine = shapely.segmentize(near, 0.01)
        flat = shapely.transform(fine, lambda at: np.column_stack(move.transform(*at.T)))
        found[name] = math.inf if flat.is_empty else float(flat.distance(shapely.Point(0, 0)))
    return found


@pytest.mark.parametrize("within_m", [0.0, 500.0, 30_000.0])
def test_counties_near_a_point_are_those_that_proj_measures(within_m: float) -> None:
    lon, lat = spread(5, 60)
    some = CORNERS[::600]
    edge = some + np.random.default_rng(6).normal(0, 0.003, some.shape)
    for at in [*zip(lon.tolist(), lat.tolist(), strict=True), *edge.tolist()]:
        here = shapely.box(*np.subtract(at, 0.5), *np.add(at, 0.5))
        exact = measure({key: one for key, one in SHAPES.items() if one.intersects(here)}, *at)
        found = boundaries.counties_within(KNOWN, *at, within_m)
        assert [one for _, one in found] == sorted(one for _, one in found)
        for geoid, far in found:
            assert far == pytest.approx(exact[geoid], rel=3e-4, abs=0.02)
        sure = {geoid for geoid, far in exact.items() if far < within_m * 0.9997}
        assert sure <= {geoid for geoid, _ in found}
        own = {geoid for geoid, far in found if far == 0}
        assert own == {geoid for geoid, shape in SHAPES.items() if shape.covers(shapely.Point(at))}


def test_on_a_border_both_counties_are_0_metres_away() -> None:
    at = (-90.0657, 32.5)
    lon, lat = next(
        corner for corner in KNOWN.outlines["28049"][0] if corner in KNOWN.outlines["28089"][0]
    )
    found = boundaries.counties_within(KNOWN, lon, lat, 100)
    assert found[:2] == (("28049", 0.0), ("28089", 0.0))
    assert boundaries.county_at(KNOWN, *at) in GEOIDS


def test_far_outside_no_county_is_near() -> None:
    assert boundaries.counties_within(KNOWN, -80.0, 32.0, 30_000) == ()
    assert boundaries.counties_within(KNOWN, 0.0, 90.0, 30_000) == ()


def states() -> dict[str, shapely.Geometry]:
    features = json.loads((HOME / "context_states.geojson").read_bytes())["features"]
    return {
        one["properties"]["STUSPS"]: shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    }


def test_the_nearest_state_is_the_one_that_proj_measures() -> None:
    shapes = states()
    lon, lat = spread(7, 40, (-91.5, 30.4, -88.2, 34.99))
    for at in zip(lon.tolist(), lat.tolist(), strict=True):
        exact = measure(shapes, *at)
        line = boundaries.state_line(KNOWN, *at)
        assert line is not None
        postal, far = line
        assert far == pytest.approx(exact[postal], rel=3e-4, abs=0.02)
        assert far == pytest.approx(min(exact.values()), rel=3e-4, abs=0.02)


@pytest.mark.parametrize(
    ("lon", "lat", "postal", "least", "most"),
    [
        (-89.99, 34.96, "TN", 2_000, 6_000),  # Southaven
        (-91.39, 31.56, "LA", 0, 3_000),  # Natchez
        (-88.55, 30.40, "AL", 10_000, 20_000),  # Pascagoula
        (-91.06, 33.40, "AR", 500, 12_000),  # Greenville
        (-90.05, 35.15, "TN", 0, 0),  # Memphis
    ],
)
def test_known_towns_are_as_far_from_the_state_line_as_maps_show(
    lon: float, lat: float, postal: str, least: float, most: float
) -> None:
    line = boundaries.state_line(KNOWN, lon, lat)
    assert line is not None
    assert line[0] == postal
    assert least <= line[1] <= most


def test_along_the_state_line_the_neighbour_is_within_its_accuracy() -> None:
    """A corner of the state's own outline is less than 500 m from a neighbour."""
    whole = shapely.union_all(list(SHAPES.values()))
    border = shapely.get_coordinates(whole.boundary)[::5]
    inland = border[border[:, 1] > 31.1]
    found = [boundaries.state_line(KNOWN, *at) for at in inland.tolist()]
    far = [one[1] for one in found if one]
    assert len(far) == len(inland) > 100
    assert max(far) < 500
    assert np.median(far) < 10


# A county as an area ---------------------------------------------------------------------------


def test_a_county_as_an_area_holds_all_of_it() -> None:
    for geoid in GEOIDS:
        area = boundaries.area_of_county(KNOWN, geoid)
        assert isinstance(area, Area)
        assert [len(ring) for ring in area.rings] == [len(ring) for ring in KNOWN.outlines[geoid]]
        along = shapely.get_coordinates(shapely.segmentize(SHAPES[geoid].boundary, 0.002))
        middle = np.broadcast_to((area.lon, area.lat), along.shape)
        far = GEOD.inv(*middle.T, *along.T)[2].max()
        assert far <= area.radius_m <= far * 1.003 + 1


def test_an_unknown_county_has_no_area() -> None:
    with pytest.raises(UnknownCountyError):
        boundaries.area_of_county(KNOWN, "28000")


# Other shapes and bad files --------------------------------------------------------------------


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def made(**rings: list[Any]) -> Catalog:
    """Return a catalog of counties of these rings, by GEOID with an underscore before it."""
    shapes = {name.lstrip("_"): tuple(some) for name, some in rings.items()}
    counties = tuple(replace(KNOWN.counties[0], geoid=geoid) for geoid in shapes)
    return replace(KNOWN, counties=counties, outlines=shapes)


def test_holes_and_parts_count_by_the_even_odd_rule() -> None:
    hole = square(-90.7, 32.3, -90.3, 32.7)
    known = made(
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
        assert assign.assign_counties(*([one] for one in at), known).tolist() == ["10001"]
    for at in [(-91.0, 32.0), (-90.0, 32.6), (-89.25, 32.5), (-90.5, 33.0)]:
        assert boundaries.county_at(known, *at) == "20001"
        assert assign.assign_counties(*([one] for one in at), known).tolist() == ["20001"]
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
        known = made(**strips)
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
    known = made(_20001=[triangle], _30001=[shapely.get_coordinates(fine).tolist()])
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


def test_a_point_a_hair_beside_a_long_edge_is_judged_without_rounding() -> None:
    rng = np.random.default_rng(11)
    seen = set()
    for _ in range(30):
        corners = rng.choice((-1.0, 1.0), (3, 2)) * 10 ** rng.uniform(-9, 1.9, (3, 2))
        known = made(_10001=[[*corners.tolist(), corners[0].tolist()]])
        exact = [Fraction(one) for one in corners.ravel().tolist()]
        part = rng.uniform(0, 1, (20, 1))
        points = corners[0] * part + corners[1] * (1 - part)
        points += rng.integers(-1, 2, points.shape) * np.spacing(points)
        many = assign.assign_counties(*points.T.copy(), known)
        for (x, y), found in zip(points.tolist(), many, strict=True):
            expected = "10001" if not {-1, 1} <= sides(exact, Fraction(x), Fraction(y)) else ""
            assert boundaries.county_at(known, x, y) == expected == found
            seen.add(expected)
    assert seen == {"10001", ""}


def problems(caught: pytest.ExceptionInfo[DataError]) -> list[tuple[str, str, str]]:
    return [(one.file, one.rule, one.found) for one in caught.value.problems]


USES: list[Callable[[Catalog], object]] = [
    lambda known: boundaries.county_at(known, -90, 32),
    lambda known: boundaries.counties_within(known, -90, 32, 500),
    lambda known: assign.assign_counties([-90], [32], known),
    lambda known: boundaries.area_of_county(known, "28049"),
]
SQUARE = square(-91, 32, -90, 33)


def test_rings_that_cross_themselves_are_told_where_they_are_joined() -> None:
    bow = [[-91, 32], [-90, 33], [-90, 32], [-91, 33], [-91, 32]]
    with pytest.raises(DataError) as caught:
        assign.assign_counties([-90.5], [32.1], made(_28001=[bow]))
    assert problems(caught) == [("counties.geojson", "invalid-geometry", "28001")]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "no-file"),
        (b"", "not-geojson"),
        (b"\xff", "not-utf-8"),
        (b'{"type": "FeatureCollection", "features": 3}', "not-geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "wrong-count"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "not-a-feature"),
    ],
)
def test_a_file_of_counties_that_is_missing_or_broken_is_told(
    tmp_path: Path, use: Callable[[Catalog], object], content: bytes | None, rule: str
) -> None:
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    path = home / "counties.geojson"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        use(load.load(home))
    assert {problem.file for problem in caught.value.problems} == {"counties.geojson"}
    assert rule in {problem.rule for problem in caught.value.problems}


def with_states(home: Path, content: bytes | None) -> Catalog:
    shutil.copytree(HOME, home)
    path = home / "context_states.geojson"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    return load.load(home)


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"{", "not-geojson"), (b'{"type": "FeatureCollection", "features": [{}]}', "not-a-feature")],
)
def test_a_file_of_states_that_is_broken_is_told(tmp_path: Path, content: bytes, rule: str) -> None:
    with pytest.raises(DataError) as caught:
        boundaries.state_line(with_states(tmp_path / "data", content), -90, 32)
    assert problems(caught) == [("context_states.geojson", rule, "")]


@pytest.mark.parametrize("content", [None, b'{"type": "FeatureCollection", "features": []}'])
def test_without_other_states_there_is_no_state_line(tmp_path: Path, content: bytes | None) -> None:
    assert boundaries.state_line(with_states(tmp_path / "data", content), -90, 32) is None


def test_one_point_needs_no_library() -> None:
    code = (
        "import sys, geo; from geo.spatial import boundaries; known = geo.load();"
        "boundaries.area_of_county(known, boundaries.county_at(known, -90, 33));"
        "boundaries.counties_within(known, -90, 33, 500); boundaries.state_line(known, -90, 33);"
        "print(*{'numpy', 'pyproj', 'scipy', 'shapely', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
