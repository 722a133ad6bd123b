"""Distances are those of the ellipsoid, and the quick bounds hold everywhere on Earth."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from geo.spatial import geodesy

Columns = NDArray[np.float64]
GEOD = Geod(ellps="WGS84")
ROOT = Path(__file__).resolve().parents[2]

longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, -90.0, 0.0, 90.0, 180.0])
latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, -1e-9, 0.0, 1e-9, 90.0])


def spread(rng: np.random.Generator, count: int) -> tuple[Columns, Columns]:
    """Spread points evenly over the globe."""
    return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


def pairs(count: int = 60_000) -> list[tuple[Columns, ...]]:
    """Return pairs of every sort: anywhere, nearly opposite, along the equator, at the poles, short."""
    rng = np.random.default_rng(7)
    lon, lat = spread(rng, count)
    lon2, lat2 = spread(rng, count)
    near = rng.normal(0, 0.7, (2, count))
    over = (lon + 360 + near[0]) % 360 - 180
    flat = rng.normal(0, 0.2, (2, count))
    pole = 90 - np.abs(rng.normal(0, 1e-3, (2, count)))
    azimuth, length = rng.uniform(0, 360, count), 10 ** rng.uniform(-3, 6, count)
    short = GEOD.fwd(lon, lat, azimuth, length)[:2]
    return [
        (lon, lat, lon2, lat2),
        (lon, lat, over, np.clip(-lat + near[1], -90, 90)),
        (lon, lat, (lon + 360) % 360 - 180, -lat),
        (lon, flat[0], over, flat[1]),
        (lon, pole[0], lon2, -pole[1]),
        (lon, pole[0], lon2, pole[1]),
        (lon, np.full(count, -90.0), lon2, np.full(count, 90.0)),
        (lon, lat, *short),
    ]


def chords(lon1: Columns, lat1: Columns, lon2: Columns, lat2: Columns) -> Columns:
    start, end = (geodesy.ecef(np.column_stack(at)) for at in ((lon1, lat1), (lon2, lat2)))
    return np.asarray(np.linalg.norm(start - end, axis=1))


def test_the_constants_are_those_of_wgs_84() -> None:
    assert GEOD.a == geodesy.EQUATOR_RADIUS_M
    assert pytest.approx(GEOD.b, abs=1e-8) == geodesy.POLE_RADIUS_M
    assert pytest.approx(GEOD.es, abs=1e-15) == geodesy.ECCENTRICITY_2
    assert pytest.approx(GEOD.inv(0, -90, 0, 90)[2], abs=1e-6) == geodesy.HALF_MERIDIAN_M
    assert pytest.approx(5280 * 12 * 0.0254, rel=1e-15) == geodesy.METERS_PER_MILE


def test_earth_centered_coordinates_are_those_of_proj() -> None:
    rng = np.random.default_rng(1)
    lon, lat = spread(rng, 20_000)
    lon[:4], lat[:4] = (-180, 180, 0, 17), (0, 0, 90, -90)
    move = Transformer.from_crs(4979, 4978, always_xy=True)
    expected = np.column_stack(move.transform(lon, lat, np.zeros(len(lon))))
    xyz = geodesy.ecef(np.column_stack((lon, lat)))
    assert xyz.shape == (20_000, 3)
    assert np.abs(xyz - expected).max() < 1e-8
    alone = [geodesy.point(*at) for at in zip(lon[:500].tolist(), lat[:500].tolist(), strict=True)]
    assert np.abs(np.array(alone) - expected[:500]).max() < 1e-8


@pytest.mark.parametrize("sort", range(8))
def test_no_geodesic_leaves_its_bounds(sort: int) -> None:
    pair = pairs()[sort]
    chord = chords(*pair)
    most = geodesy.upper_m(chord)
    geodesic = GEOD.inv(*pair)[2]
    assert (chord - geodesic).max() < 1e-7
    assert (geodesic - most).max() < 1e-7
    alone = [geodesy.upper_m(length) for length in chord[:2000].tolist()]
    assert np.abs(np.array(alone) - most[:2000]).max() < 1e-7


def test_the_bounds_are_of_use_near_and_hold_where_the_sine_turns() -> None:
    chord = np.array([0.0, 1e3, 1e5, 2e5])
    assert (geodesy.upper_m(chord) - chord).tolist() == pytest.approx(
        [0, 1e-6, 1.04, 8.31], abs=0.01
    )
    turn = (
        2
        * geodesy.LEAST_CURVE_RADIUS_M
        * math.sin(geodesy.HALF_MERIDIAN_M / (2 * geodesy.LEAST_CURVE_RADIUS_M))
    )
    below, at = geodesy.upper_m([turn - 0.01, turn])
    assert below < math.pi * geodesy.LEAST_CURVE_RADIUS_M < at == geodesy.HALF_MERIDIAN_M
    # Just above the turn the arcsine alone would be too little.
    lon = 180 - 0.55
    chord, geodesic = chords(*np.array([[0.0], [0.0], [lon], [0.0]])), GEOD.inv(0, 0, lon, 0)[2]
    assert chord[0] > turn
    assert geodesic > math.pi * geodesy.LEAST_CURVE_RADIUS_M


@given(longitudes, latitudes, longitudes, latitudes)
@example(0.0, 0.0, 180.0, 0.0)
@example(0.0, 90.0, 0.0, -90.0)
@example(-180.0, 10.0, 180.0, 10.0)
def test_bounds_and_distances_hold_for_any_two_points(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    geodesic = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    chord = math.dist(geodesy.point(lon1, lat1), geodesy.point(lon2, lat2))
    assert chord - 1e-7 <= geodesic <= geodesy.upper_m(chord) + 1e-7
    assert geodesy.between_m(lon1, lat1, lon2, lat2) == pytest.approx(geodesic, abs=1e-5)
    assert geodesy.distance_m(lon1, lat1, lon2, lat2) == pytest.approx(geodesic, abs=1e-5)


@pytest.mark.parametrize(
    ("west", "south", "east", "north"),
    [(-180, -90, 180, 90), (-91.7, 30.1, -88.0, 35.1), (-180, 85, 180, 90), (179, -1, 180, 1)],
)
def test_up_to_200_km_a_distance_is_within_10_micrometers(
    west: float, south: float, east: float, north: float
) -> None:
    rng = np.random.default_rng(5)
    count = 200_000
    lon, lat = rng.uniform(west, east, count), rng.uniform(south, north, count)
    length = np.concatenate(
        (rng.uniform(0, 2e5, count // 2), 10 ** rng.uniform(-4, 5.3, count // 2))
    )
    lon2, lat2, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360, count), np.minimum(length, 2e5))
    exact = GEOD.inv(lon, lat, lon2, lat2)[2]
    assert np.abs(geodesy.distance_m(lon, lat, lon2, lat2) - exact).max() < 1e-5
    pairs = zip(*(column[:3000].tolist() for column in (lon, lat, lon2, lat2)), strict=True)
    alone = np.array([geodesy.between_m(*pair) for pair in pairs])
    assert np.abs(alone - exact[:3000]).max() < 1e-5


def test_beyond_200_km_a_distance_is_that_of_geod() -> None:
    for pair in pairs(2000):
        exact = np.asarray(GEOD.inv(*pair)[2])
        far = chords(*pair) > geodesy.SHORT_M
        assert (geodesy.distance_m(*pair)[far] == exact[far]).all()


def test_arrays_broadcast_and_keep_their_shape() -> None:
    lon, lat = np.array([[-90.0], [-89.0]]), np.array([[32.0], [33.0]])
    found = geodesy.distance_m(lon, lat, [-90.0, -88.0, -60.0], [32.0, 33.0, 10.0])
    assert found.shape == (2, 3)
    assert found[0, 0] == 0
    assert found[1, 1] == pytest.approx(GEOD.inv(-89, 33, -88, 33)[2], abs=1e-5)
    assert geodesy.distance_m([], [], [], []).shape == (0,)


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (math.nan, 32.0, "longitude"),
        (math.inf, 32.0, "longitude"),
        (-180.000001, 32.0, "longitude"),
        (-90.0, math.nan, "latitude"),
        (-90.0, -math.inf, "latitude"),
        (-90.0, 90.25, "latitude"),
    ],
)
def test_what_is_no_degree_is_refused_without_being_repeated(
    lon: float, lat: float, name: str
) -> None:
    lons, lats = np.full(5, -90.125), np.full(5, 32.375)
    lons[[3, 4]], lats[[3, 4]] = lon, lat
    for start in ((lons, lats, -90.0, 32.0), (-90.0, 32.0, lons, lats)):
        with pytest.raises(ValueError, match=f"^2 of 5 {name}s .* the first at index 3$") as caught:
            geodesy.distance_m(*start)
        for value in ("90.125", "32.375", "180.000001", "90.25", "nan", "inf"):
            assert value not in str(caught.value)
    with pytest.raises(ValueError, match=f"^the {name} is not within -[0-9]+ to [0-9]+ degrees$"):
        geodesy.check_point(lon, lat)


def test_the_ends_of_the_degrees_are_taken() -> None:
    geodesy.check_degrees([-180.0, 180.0], [-90.0, 90.0])
    geodesy.check_point(-180.0, 90.0)
    geodesy.check_point(180.0, -90.0)
    geodesy.check_degrees([], [])


def test_one_short_distance_needs_no_library() -> None:
    code = (
        "import sys; from geo.spatial import geodesy; print(geodesy.between_m(-90, 32, -89, 33));"
        "print(*{'numpy', 'pyproj', 'scipy', 'shapely'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    length, libraries = done.stdout.split("\n")[:2]
    assert float(length) == pytest.approx(GEOD.inv(-90, 32, -89, 33)[2], abs=1e-5)
    assert libraries == ""
