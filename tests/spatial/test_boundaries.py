"""Outlines of counties and states are as far as PROJ says; a county's area holds all of it."""

import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.catalog import folder, load
from geo.catalog.records import Catalog
from geo.errors import DataError, UnknownCountyError
from geo.spatial import assign, boundaries
from geo.spatial.area import Area
from tests import small_state
from tests.small_state import ALDER
from tests.spatial.counties import CORNERS, GEOIDS, SHAPES, problems, spread
from tests.spatial.globe import GEOD, KNOWN

ROOT = Path(__file__).resolve().parents[2]
HOME = folder.default_dir()


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 32.0), (-90.0, 90.5), (-180.5, 32.0)])
def test_one_point_is_checked_everywhere(lon: float, lat: float) -> None:
    for call in (boundaries.county_at, boundaries.state_line):
        with pytest.raises(ValueError, match="is not within") as caught:
            call(KNOWN, lon, lat)
        assert "0.5" not in str(caught.value)
    with pytest.raises(ValueError, match="is not within"):
        boundaries.counties_within(KNOWN, lon, lat, 500)


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


def test_counties_near_a_point_are_those_that_proj_measures() -> None:
    lon, lat = spread(5, 60)
    corners = CORNERS[::600]
    edge = corners + np.random.default_rng(6).normal(0, 0.003, corners.shape)
    for at in [*zip(lon.tolist(), lat.tolist(), strict=True), *edge.tolist()]:
        here = shapely.box(*np.subtract(at, 0.5), *np.add(at, 0.5))
        near = {geoid: shape for geoid, shape in SHAPES.items() if shape.intersects(here)}
        exact = measure(near, *at)
        for within_m in (0.0, 500.0, 30_000.0):
            found = boundaries.counties_within(KNOWN, *at, within_m)
            assert [away_m for _, away_m in found] == sorted(away_m for _, away_m in found)
            for geoid, away_m in found:
                assert away_m <= within_m
                assert away_m == pytest.approx(exact[geoid], rel=3e-4, abs=0.02)
            sure = {geoid for geoid, away_m in exact.items() if away_m < within_m * 0.9997}
            assert sure <= {geoid for geoid, _ in found}
            own = {geoid for geoid, away_m in found if away_m == 0}
            covering = {geoid for geoid, shape in near.items() if shape.covers(shapely.Point(at))}
            assert own == covering


def test_on_a_border_both_counties_are_0_meters_away() -> None:
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
        feature["properties"]["STUSPS"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in features
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


def test_along_the_state_line_the_neighbor_is_within_its_accuracy() -> None:
    """A corner of the state's own outline is less than 500 m from a neighbor."""
    whole = shapely.union_all(list(SHAPES.values()))
    border = shapely.get_coordinates(whole.boundary)[::5]
    inland = border[border[:, 1] > 31.1]
    found = [boundaries.state_line(KNOWN, *at) for at in inland.tolist()]
    far = [line[1] for line in found if line]
    assert len(far) == len(inland) > 100
    assert max(far) < 500
    assert np.median(far) < 10


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


# Files that are missing or broken -----------------------------------------------------------------

USES: list[Callable[[Catalog], object]] = [
    lambda known: boundaries.county_at(known, -106, 42.5),
    lambda known: boundaries.counties_within(known, -106, 42.5, 500),
    lambda known: assign.assign_counties([-106], [42.5], known),
    lambda known: boundaries.area_of_county(known, ALDER),
]


def with_file(home: Path, name: str, content: bytes | None) -> Catalog:
    path = small_state.write(home) / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    return load.load(home, today=small_state.DAY)


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
    known = with_file(tmp_path, "counties.geojson", content)
    with pytest.raises(DataError) as caught:
        use(known)
    assert {problem.file for problem in caught.value.problems} == {"counties.geojson"}
    assert rule in {problem.rule for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"{", "not-geojson"), (b'{"type": "FeatureCollection", "features": [{}]}', "not-a-feature")],
)
def test_a_file_of_states_that_is_broken_is_told(tmp_path: Path, content: bytes, rule: str) -> None:
    known = with_file(tmp_path, "context_states.geojson", content)
    with pytest.raises(DataError) as caught:
        boundaries.state_line(known, -106, 42.5)
    assert problems(caught) == [("context_states.geojson", rule, "")]


@pytest.mark.parametrize("content", [None, b'{"type": "FeatureCollection", "features": []}'])
def test_without_other_states_there_is_no_state_line(tmp_path: Path, content: bytes | None) -> None:
    known = with_file(tmp_path, "context_states.geojson", content)
    assert boundaries.state_line(known, -106, 42.5) is None


def test_of_two_states_as_near_the_one_of_the_lower_code_is_told(tmp_path: Path) -> None:
    known = small_state.load(tmp_path)
    assert boundaries.state_line(known, -104.0, 42.0) == ("CO", 0.0)
    assert boundaries.state_line(known, -103.5, 42.5) == ("NE", 0.0)
    line = boundaries.state_line(known, -104.1, 42.9)
    assert line is not None
    assert line[0] == "NE"
    assert line[1] == pytest.approx(GEOD.inv(-104.1, 42.9, -104.0, 42.9)[2], rel=3e-4)


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
