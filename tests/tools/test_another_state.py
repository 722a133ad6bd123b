"""The scripts make the files of a state they have never seen, from packages of the same forms."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from geo.catalog import county_shapes, county_table, placetables, zipcells
from tests import small_state
from tools import build_counties, build_geodata, build_places, context, state
from tools.shapes import ShapeError, plane_around

# Alder, Birch and Cedar of tests/small_state.py, a city inside Alder with its name, and neighbors.
SQUARES = {
    "56001": ("Alder", "06", shapely.box(-107, 42, -106, 43)),
    "56003": ("Birch", "06", shapely.box(-106, 42, -105, 43)),
    "56005": ("Cedar", "06", shapely.box(-105, 42, -104, 43)),
    "08001": ("Adams", "06", shapely.segmentize(shapely.box(-107, 41, -104, 42), 1.0)),
    "31001": ("Adams", "06", shapely.segmentize(shapely.box(-104, 41, -103, 43), 1.0)),
    "48001": ("Anderson", "06", shapely.box(-97, 31, -96, 32)),
}
CITY = shapely.box(-106.6, 42.4, -106.4, 42.6)
NAMES = {"56": ("WY", "Wyoming"), "08": ("CO", "Colorado"), "31": ("NE", "Nebraska"),
         "48": ("TX", "Texas")}  # fmt: skip
WYOMING = state.State(fips="56", postal="WY")


def shapefile(folder: Path, squares: Mapping[str, tuple[str, str, shapely.Geometry]]) -> None:
    rows = [
        {"STATEFP": geoid[:2], "COUNTYNS": f"0{geoid}00", "GEOID": geoid, "NAME": name, "LSAD": lsad,
         "ALAND": 9_000_000_000, "AWATER": 0, "geometry": shape}
        for geoid, (name, lsad, shape) in squares.items()
    ]  # fmt: skip
    gpd.GeoDataFrame(rows, crs=4269).to_file(folder / f"{build_geodata.COUNTY_STEM}.shp")
    states = [{"STATEFP": fips, "STUSPS": postal, "NAME": name, "geometry": shapely.Point(0, 0)}
              for fips, (postal, name) in NAMES.items()]  # fmt: skip
    gpd.GeoDataFrame(states, crs=4269).to_file(folder / f"{build_geodata.STATE_STEM}.shp")
    river = {
        "name": "Long",
        "scalerank": 3,
        "geometry": shapely.LineString([(-120, 42.5), (-90, 42.5)]),
    }
    gpd.GeoDataFrame([river], crs=4326).to_file(folder / f"{build_geodata.RIVER_STEM}.shp")


def town(number: int, name: str, lon: float, lat: float, people: int) -> dict[str, Any]:
    return {"geonameid": number, "name": name, "longitude": lon, "latitude": lat, "population": people,
            "countrycode": "US", "admin1code": "WY", "alternatenames": []}  # fmt: skip


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Return a folder with the members of all packages, about a made-up Wyoming."""
    folder = tmp_path / "packages"
    folder.mkdir()
    shapefile(folder, SQUARES)
    towns = [town(101, "Alderton", -106.5, 42.5, 900), town(102, "Birchville", -105.4, 42.3, 500),
             town(103, "Near Alderton", -106.4, 42.5, 100)]  # fmt: skip
    for name in (build_geodata.CITY_FILE, build_places.PLACE_FILE):
        by_number = {str(one["geonameid"]): one for one in towns}
        (folder / name).write_text(json.dumps(by_number), encoding="utf-8")
    points = [
        ("82001", -106.5, 42.5),
        ("82002", -105.4, 42.3),
        ("82004", -103.95, 42.5),
        ("10001", -74.0, 40.7),
    ]
    listed = [[code, {"longitude": lon, "latitude": lat}] for code, lon, lat in points]
    (folder / build_places.POINT_FILE).write_text(
        f"module.exports = {json.dumps(listed)};", encoding="utf-8"
    )
    texts = {
        build_places.POSTAL_FILE: "zip_code,latitude,longitude,city,state,county\n"
        "82001,42.5,-106.5,Alderton,WY,Alder\n82002,42.3,-105.4,Birchville,WY,Birch\n"
        "82004,42.5,-103.95,Border,WY,Cedar\n80001,41.5,-105.0,Elsewhere,CO,Adams\n",
        build_places.BY_COUNTY: "fips,zip,weight\n56001,82001,1.0\n56003,82002,0.75\n"
        "56003,82001,0.25\n56005,82004,1.0\n08001,80001,1.0\n",
        build_places.BY_STATE: "zip,weight,state_code,state_id,state_name\n"
        "82001,1.0,56,wy,Wyoming\n82002,1.0,56,wy,Wyoming\n82004,0.5,56,wy,Wyoming\n82004,0.5,31,ne,Nebraska\n",
        build_places.CENSUS: "FIPS,CENSUS2010POP\n56001,3000\n56003,2000\n56005,1000\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def features(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(content)["features"]
    return found


def test_shapes_and_surroundings_are_those_of_the_state_that_is_asked_for(packages: Path) -> None:
    files = build_geodata.build(packages, WYOMING)
    assert [one["id"] for one in features(files["counties.geojson"])] == ["56001", "56003", "56005"]
    # Every state with land in the computed box, and no other; nobody named them.
    neighbors = [one["properties"] for one in features(files["context_states.geojson"])]
    assert neighbors == [
        {"STUSPS": "CO", "NAME": "Colorado"},
        {"STUSPS": "NE", "NAME": "Nebraska"},
    ]
    (river,) = features(files["context_rivers.geojson"])
    ends = [river["geometry"]["coordinates"][end][0] for end in (0, -1)]
    assert sorted(ends) == [-109.4, -101.6]
    # The third town lies within 45 km of the first.
    cities = features(files["context_cities.geojson"])
    assert [one["properties"]["name"] for one in cities] == ["Alderton", "Birchville"]


def test_what_a_state_chooses_is_taken(packages: Path) -> None:
    chosen = state.State(
        fips="56",
        postal="WY",
        box=(-108.0, 41.5, -103.5, 43.5),
        neighbors=("NE",),
        cities={103: "Near Alderton"},
    )
    files = build_geodata.build(packages, chosen)
    (nebraska,) = features(files["context_states.geojson"])
    box = shapely.from_geojson(json.dumps(nebraska["geometry"])).bounds
    assert box == (-104.0, 41.5, -103.5, 43.0)
    names = [one["properties"]["name"] for one in features(files["context_cities.geojson"])]
    assert names == ["Alderton", "Birchville", "Near Alderton"]
    wrong = state.State(fips="56", postal="WY", cities={103: "Alderton"})
    with pytest.raises(ShapeError, match="GeoNames has no Alderton under 103"):
        build_geodata.build(packages, wrong)
    with pytest.raises(ShapeError, match="no county has the state code 57"):
        build_geodata.build(packages, state.State(fips="57", postal="XX"))


def test_a_city_with_the_name_of_a_county_is_told_apart(packages: Path) -> None:
    name, lsad, square = SQUARES["56001"]
    around = {"56001": (name, lsad, square.difference(CITY)), "56510": ("Alder", "25", CITY)}
    alone = {"56520": ("Lone", "25", shapely.box(-105, 43, -104, 44))}
    shapefile(packages, {**SQUARES, **around, **alone})
    counties = features(build_geodata.build(packages, WYOMING)["counties.geojson"])
    found = {one["id"]: one["properties"]["NAME"] for one in counties}
    assert (found["56001"], found["56510"]) == ("Alder", "Alder city")
    assert found["56520"] == "Lone"


def test_zips_and_places_are_made_and_read(packages: Path, tmp_path: Path) -> None:
    data = small_state.write(tmp_path / "data")
    for name, content in build_geodata.build(packages, WYOMING).items():
        (data / name).write_bytes(content)
    for name, content in build_places.build(packages, data).items():
        (data / name).write_bytes(content)
    geoids = county_table.read(data / "counties.csv").lines.keys()
    shapes = county_shapes.read(data / "counties.geojson", geoids=geoids)
    assert set(shapes) == set(geoids)
    zips = placetables.read_zips(data / "zips.csv", geoids, None)
    assert [(code, one.geoid) for code, one in zips.items()] == [
        ("82001", "56001"),
        ("82002", "56003"),
        ("82004", "56005"),  # its middle is 4 km across the line
    ]
    assert [(part.geoid, part.people) for part in zips["82001"].shares] == [
        ("56001", 3000),
        ("56003", 500),
    ]
    assert [(part.state, part.people) for part in zips["82004"].other_states] == [("NE", 1000)]
    assert zipcells.read(data / "zip_cells.geojson", zips, None).keys() == zips.keys()
    places = placetables.read_places(data / "places.csv", geoids, None)
    assert [place.name for place in places] == ["Alderton", "Birchville", "Near Alderton"]
    more = "id,name,lon,lat,county,zips,source\n7,Fernhill,-105.5,42.6,Birch,82002,a gazetteer\n"
    (data / build_places.MORE_PLACES).write_text(more, encoding="utf-8")
    assert b"\n7,Fernhill,-105.5,42.6,56003," in build_places.build(packages, data)["places.csv"]


# counties.csv

CENSUS = (
    "\ufeffSTATEFP,COUNTYFP,COUNAME,STNAME,POPULATION,LATITUDE,LONGITUDE\n"
    "56,001,Alder,Wyoming,4000,+42.500000,-106.500000\n"
    "56,003,Birch,Wyoming,3000,+42.300000,-105.400000\n"
    "56,005,Cedar,Wyoming,2000,+42.800000,-104.200000\n"
    "31,001,Adams,Nebraska,31205,+40.585501,-098.415180\n"
)
RURAL = "FIPS,State,County_Name,Attribute,Value\n" + "".join(
    f"56{code},WY,{name},Population_2020,{people}\n56{code},WY,{name},RUCC_2023,7\n"
    for code, name, people in (
        ("001", "Alder County", 4000),
        ("003", "Birch County", 3000),
        ("005", "Cedar County", 2000),
    )
)


def table(packages: Path, census: str = CENSUS, rural: str = RURAL) -> str:
    files = packages / "census.txt", packages / "rural.csv"
    files[0].write_text(census, encoding="utf-8")
    files[1].write_text(rural, encoding="cp1252")
    return build_counties.build(packages, WYOMING, *files).decode()


def test_counties_are_made_of_the_two_published_files(packages: Path, tmp_path: Path) -> None:
    text = table(packages)
    assert text == (small_state.write(tmp_path / "data") / "counties.csv").read_text("utf-8")
    (tmp_path / "again.csv").write_text(text, encoding="utf-8")
    assert len(county_table.read(tmp_path / "again.csv").counties) == 3


def test_the_codes_may_have_a_row_for_each_county(packages: Path) -> None:
    rows = (("001", "Alder", "4,000"), ("003", "Birch", "3,000"), ("005", "Cedar", "2,000"))
    rural = "FIPS,State,County_Name,Population_2020,RUCC_2023,Description\n" + "".join(
        f'56{code},WY,{name} County,"{people}",7,Nonmetro\n' for code, name, people in rows
    )
    assert table(packages, rural=rural) == table(packages)


def test_a_state_with_more_than_counties_has_full_names(packages: Path) -> None:
    rows = list(
        csv.DictReader(
            table(packages, rural=RURAL.replace("Cedar County", "Cedar Parish")).splitlines()
        )
    )
    assert [row["full_name"] for row in rows] == ["Alder County", "Birch County", "Cedar Parish"]
    assert [row["name"] for row in rows] == ["Alder", "Birch", "Cedar"]


@pytest.mark.parametrize(
    ("census", "rural", "said"),
    [
        (CENSUS.replace("56,005", "56,007"), RURAL, r"census\.txt: .*: 56005, 56007"),
        (CENSUS, RURAL.replace("56005", "56007"), r"rural\.csv: .*: 56005, 56007"),
        (CENSUS.replace("4000", "4001"), RURAL, "56001: the files have 4001 and other people"),
    ],
)
def test_files_that_do_not_fit_are_refused(
    census: str, rural: str, said: str, packages: Path
) -> None:
    with pytest.raises(ShapeError, match=said):
        table(packages, census, rural)


# What a state is


def test_a_state_is_what_its_folder_says(tmp_path: Path) -> None:
    data = small_state.write(tmp_path)
    assert state.read(data) == WYOMING
    choices = (
        "box: [-108, 41, -103, 44]\nneighbors: [CO]\npeople_2020: 9000\ncities: {103: Elsewhere}\n"
    )
    (data / state.CHOICES).write_text(f"crs_meters: EPSG:32613\n{choices}", encoding="utf-8")
    found = state.read(data)
    assert (found.box, found.neighbors) == ((-108, 41, -103, 44), ("CO",))
    assert (found.people_2020, found.cities) == (9000, {103: "Elsewhere"})
    assert found.plane(np.array([shapely.box(0, 0, 1, 1)], dtype=object)).crs == "EPSG:32613"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (state.CHOICES, "boxes: []\n", r"build\.yaml: no script reads boxes"),
        (state.CHOICES, "- a list\n", r"build\.yaml is not a mapping"),
        (
            "services.yaml",
            "sources: []\n",
            r"services\.yaml: study_area needs state_fips and postal",
        ),
    ],
)
def test_a_folder_that_says_it_wrongly_is_refused(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    data = small_state.write(tmp_path)
    (data / name).write_text(text, encoding="utf-8")
    with pytest.raises(ShapeError, match=said):
        state.read(data)


def test_a_table_is_held_against_the_published_total(packages: Path, tmp_path: Path) -> None:
    shapes = build_geodata.build(packages, WYOMING)["counties.geojson"]
    path = tmp_path / "counties.csv"
    path.write_text(table(packages), encoding="utf-8")
    assert build_geodata.table_problems(shapes, path, WYOMING) == []
    published = state.State(fips="56", postal="WY", people_2020=9001)
    assert build_geodata.table_problems(shapes, path, published) == [
        "counties.csv: pop2020 does not add up to 9001"
    ]


@pytest.mark.parametrize("middle", [(-92.5, 38.3), (-116.6, 38.5), (-72.7, 44.0)])
def test_distances_in_the_plane_around_a_state_are_right(middle: tuple[float, float]) -> None:
    lon, lat = middle
    plane = plane_around(np.array([shapely.box(lon - 4, lat - 4, lon + 4, lat + 4)], dtype=object))
    geod = pyproj.Geod(ellps="GRS80")
    at = np.array([shapely.Point(middle)], dtype=object)
    for azimuth in range(0, 360, 30):
        for start_m in (0, 300_000, 590_000):
            start = geod.fwd(lon, lat, azimuth, start_m)[:2]
            for turn in (0, 90):
                end = geod.fwd(*start, azimuth + turn, 10_000)[:2]
                points = plane.meters(
                    np.array([shapely.Point(start), shapely.Point(end)], dtype=object)
                )
                assert shapely.distance(*points) == pytest.approx(10_000, rel=1 / 800)
    assert shapely.distance(plane.meters(at)[0], shapely.Point(0, 0)) < 10_000


def test_the_box_leaves_room_for_a_wide_screen() -> None:
    assert context.box_around(
        np.array([shapely.box(-95.77, 36.0, -89.1, 40.61)], dtype=object)
    ) == (pytest.approx((-98.2, 34.8, -86.7, 41.9)))
