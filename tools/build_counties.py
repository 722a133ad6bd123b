"""Make a state's counties.csv from two published files and the counties' shapes.

The files are no package's: the Census Bureau's centers of population by county of 2020
(CenPop2020_Mean_CO.txt, or that of the state alone) and the Rural-Urban Continuum Codes of 2023 of
the Department of Agriculture's Economic Research Service (as CSV). Both are public domain.
"""

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd

from geo.catalog.county_shapes import SQUARE_METERS_PER_SQUARE_MILE
from tools.build_geodata import COLUMNS, COUNTY_STEM, FULL_NAME, MEMBERS, named
from tools.rebuild import options, rebuild
from tools.shapes import ShapeError
from tools.state import State, read

__all__ = ["build", "main"]

FILES = {
    "census": "the Census Bureau's CenPop2020_Mean_CO.txt",
    "rural": "the Economic Research Service's Ruralurbancontinuumcodes2023.csv",
}


def main(arguments: list[str] | None = None) -> int:
    """Write counties.csv, or with ``--check`` compare it; return the exit code."""
    asked = options("build_counties", __doc__, arguments, files=FILES)

    def build_table(unpacked: Path) -> tuple[dict[str, bytes], list[str]]:
        state = read(asked.data)
        return {"counties.csv": build(unpacked, state, asked.census, asked.rural)}, []

    return rebuild(asked, {"counties": MEMBERS["counties"]}, build_table)


def build(sources: Path, state: State, census: Path, rural: Path) -> bytes:
    """Return counties.csv.

    Parameters
    ----------
    sources : Path
        Folder with the unpacked county shapefile.
    state : State
        Whose counties are wanted.
    census, rural : Path
        The published files.

    Raises
    ------
    ShapeError
        If the three name different counties, or the two files different counts of people.
    """
    table = gpd.read_file(sources / f"{COUNTY_STEM}.shp").sort_values("GEOID")
    shapes = named(table[table["STATEFP"] == state.fips]).to_dict("records")
    centers, rural_codes = _centers(census, state.fips), _rural(rural, state.fips)
    geoids = {shape["GEOID"] for shape in shapes}
    for path, found in ((census, centers), (rural, rural_codes)):
        if odd := sorted(geoids ^ found.keys()):
            message = f"{path.name}: its counties are not those of the shapes: {', '.join(odd)}"
            raise ShapeError(message)
    rows = []
    for shape in shapes:
        center, about = centers[shape["GEOID"]], rural_codes[shape["GEOID"]]
        if (people := center["POPULATION"]) != about["Population_2020"].replace(",", ""):
            raise ShapeError(f"{shape['GEOID']}: the files have {people} and other people")
        land_sq_mi = f"{shape['ALAND'] / SQUARE_METERS_PER_SQUARE_MILE:.1f}"
        at = float(center["LONGITUDE"]), float(center["LATITUDE"])
        row = shape["GEOID"], shape["NAME"], people, land_sq_mi, about["RUCC_2023"], *at
        rows.append((*row, about["County_Name"]))
    if all(row[-1] == f"{row[1]} County" for row in rows):
        return _table(COLUMNS, (row[:-1] for row in rows))
    return _table([*COLUMNS, FULL_NAME], rows)


def _centers(path: Path, fips: str) -> dict[str, dict[str, str]]:
    """Return by GEOID the row of a county in the Census Bureau's file."""
    rows = csv.DictReader(_lines(path))
    return {row["STATEFP"] + row["COUNTYFP"]: row for row in rows if row["STATEFP"] == fips}


def _rural(path: Path, fips: str) -> dict[str, dict[str, str]]:
    """Return by GEOID what the file says of a county.

    As a CSV file it is published with an attribute on each line, as a workbook with a county on each.
    """
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(_lines(path)):
        geoid = row["FIPS"].zfill(5)
        if geoid.startswith(fips):
            about = found.setdefault(geoid, dict(row))
            if "Attribute" in row:
                about[row["Attribute"]] = row["Value"]
    return found


def _lines(path: Path) -> list[str]:
    """Return the lines of a file that is UTF-8 or, as some are published, in Windows' code page."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return content.decode("cp1252").splitlines()


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    sys.exit(main())
