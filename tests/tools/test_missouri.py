"""Missouri's files are what its README says: the same scripts, another state's folder."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.catalog import county_shapes, county_table, placetables, zipcells
from tools import build_geodata, build_places, state

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "missouri"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
MISSOURI = state.read(FOLDER)
GIVEN = os.environ.get("GEODATA_PACKAGES")
needs_packages = pytest.mark.skipif(
    not GIVEN, reason="GEODATA_PACKAGES names no folder with the package files (data/README.md)"
)


@cache
def frame(name: str) -> gpd.GeoDataFrame:
    features = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4269")


@cache
def table() -> county_table.CountyTable:
    return county_table.read(FOLDER / "counties.csv")


def test_there_are_115_counties_and_two_of_them_are_named_st_louis() -> None:
    counties = {county.geoid: county for county in table().counties}
    assert len(counties) == 115
    assert counties["29189"].name == "St. Louis"
    assert counties["29510"].name == "St. Louis city"
    assert len({county.name for county in counties.values()}) == 115
    full_names = [
        line.rpartition(",")[2]
        for line in (FOLDER / "counties.csv").read_text("utf-8").splitlines()
    ]
    assert full_names[0] == "full_name"
    assert full_names[-1] == "St. Louis city"
    assert all(name.endswith(" County") for name in full_names[1:-1])


def test_people_and_land_are_the_published_totals() -> None:
    assert sum(county.people for county in table().counties) == MISSOURI.people_2020 == 6_154_913
    # The state's own row in the Census Bureau's file of 2016.
    assert round(sum(county.land_sq_mi for county in table().counties)) == 68_747
    shapes = (FOLDER / "counties.geojson").read_bytes()
    assert build_geodata.table_problems(shapes, FOLDER / "counties.csv", MISSOURI) == []


@pytest.mark.parametrize("name", ["counties.geojson", "display_counties.geojson"])
def test_the_counties_tile_the_state(name: str) -> None:
    shapes = frame(name).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert list(frame(name)["GEOID"]) == [county.geoid for county in table().counties]
    assert county_shapes.read(FOLDER / name, geoids=table().lines.keys())


def test_each_center_of_population_lies_in_its_county() -> None:
    shapes = frame("counties.geojson").set_index("GEOID").geometry
    for county in table().counties:
        center = shapely.Point(county.center_lon, county.center_lat)
        assert shapes[county.geoid].contains(center), county.name


def test_neighbors_meet_the_counties_edge_on_edge() -> None:
    states, counties = frame("context_states.geojson"), frame("display_counties.geojson")
    together = np.array([*states.geometry, *counties.geometry], dtype=object)
    assert shapely.is_valid(together).all()
    assert shapely.coverage_is_valid(together)
    outline = shapely.union_all(counties.geometry.to_numpy()).boundary
    beside = states[shapely.length(shapely.intersection(states.geometry.boundary, outline)) > 0]
    assert sorted(beside["STUSPS"]) == ["AR", "IA", "IL", "KS", "KY", "NE", "OK", "TN"]


def test_rivers_and_labelled_towns_are_missouris() -> None:
    rivers = frame("context_rivers.geojson").set_index("name")
    counties = frame("counties.geojson").set_index("GEOID").geometry
    # Natural Earth is another source than the Census: each tells that the other is in place.
    for geoid in ("29510", "29183", "29163"):
        assert counties[geoid].distance(rivers.geometry["Mississippi"]) < 0.03
    cities = frame("context_cities.geojson")
    inside = cities.sjoin(frame("counties.geojson"), predicate="within")
    county = dict(zip(inside["name"], inside["GEOID"], strict=True))
    assert len(county) == len(cities) == 15
    assert (county["St. Louis"], county["Columbia"], county["Joplin"]) == (
        "29510",
        "29019",
        "29097",
    )


def test_people_by_zip_are_those_of_2010() -> None:
    zips = placetables.read_zips(FOLDER / "zips.csv", table().lines.keys(), None)
    # The rest have ZIPs of Iowa and Arkansas.
    assert sum(part.people for one in zips.values() for part in one.shares) == 5_988_927 - 192
    assert zips["63101"].geoid == "29510"
    assert [part.geoid for part in zips["63105"].shares] == ["29189", "29510"]
    assert zipcells.read(FOLDER / "zip_cells.geojson", zips, None).keys() == zips.keys()
    places = placetables.read_places(FOLDER / "places.csv", table().lines.keys(), None)
    assert {place.name for place in places} >= {"Kansas City", "Rolla", "Hannibal"}


def test_the_hashes_in_the_readme_are_those_of_the_files() -> None:
    stated = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", README, re.MULTILINE))
    made = {path.name for path in FOLDER.iterdir() if path.suffix in {".geojson", ".csv"}}
    assert stated.keys() == made
    for name, digest in stated.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_the_readme_describes_every_file_of_the_folder() -> None:
    present = {path.name for path in FOLDER.iterdir() if not path.name.startswith(".")}
    assert present - {"README.md"} <= set(re.findall(r"`([a-z_]+\.[a-z]+)`", README))


@needs_packages
@pytest.mark.parametrize("main", [build_geodata.main, build_places.main])
def test_the_packages_give_the_files_byte_for_byte(main: Callable[[list[str]], int]) -> None:
    assert main(["--check", "--packages", str(GIVEN), "--data", str(FOLDER)]) == 0
