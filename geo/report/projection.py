"""County shapes and units on a flat map in kilometers, ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import geopandas as gpd
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.access import frames
from geo.catalog.records import Catalog
from geo.maps import styles
from geo.report import svg

__all__ = ["Atlas", "Box", "Spot", "around", "atlas"]

_METERS_IN_KM: Final = 1000.0
_LABEL_TOLERANCE_KM: Final = 0.5

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in kilometers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a unit stands on the map, and within how many kilometers that is right."""

    x: float
    y: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Atlas:
    """What maps are drawn from; x to the east and y to the south, in kilometers.

    `shapes` and `paths` (SVG path data) are by GEOID, `centers` the places where a county's name has most room,
    `beside` the counties that touch it, `units` the facilities by id.
    """

    shapes: Mapping[str, BaseGeometry]
    paths: Mapping[str, str]
    boxes: Mapping[str, Box]
    centers: Mapping[str, tuple[float, float]]
    beside: Mapping[str, frozenset[str]]
    units: Mapping[str, Spot]
    whole: Box


@lru_cache(maxsize=4)
def atlas(catalog: Catalog) -> Atlas:
    """Return the shapes of the data folder on the flat map, kept for each catalog.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    table = frames.shapes(catalog, display=True).set_index("geoid")
    plane = _plane(*table.total_bounds)
    flat = table.geometry.to_crs(plane)
    west, south, east, north = flat.total_bounds / _METERS_IN_KM
    # South is down on paper, and coordinates near 0 make short files.
    shapes = flat.affine_transform(
        [1 / _METERS_IN_KM, 0, 0, -1 / _METERS_IN_KM, -float(west), float(north)]
    )
    by_geoid = dict(zip(shapes.index, shapes, strict=True))
    return Atlas(
        shapes=by_geoid,
        paths={geoid: _path(shape) for geoid, shape in by_geoid.items()},
        boxes={geoid: _box(shape) for geoid, shape in by_geoid.items()},
        centers={geoid: _center(shape) for geoid, shape in by_geoid.items()},
        beside=styles.neighbors(table),
        units=_units(catalog, plane, float(west), float(north)),
        whole=(0.0, 0.0, float(east - west), float(north - south)),
    )


def around(boxes: list[Box], margin_km: float) -> Box:
    """Return the smallest box around all boxes, with a margin."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (
        min(lefts) - margin_km,
        min(tops) - margin_km,
        max(rights) + margin_km,
        max(bottoms) + margin_km,
    )


def _plane(west: float, south: float, east: float, north: float) -> pyproj.CRS:
    """Return the transverse Mercator projection in meters that is true along the middle of a box in degrees."""
    lon, lat = round((west + east) / 2, 1), round((south + north) / 2, 1)
    return pyproj.CRS.from_dict(
        {"proj": "tmerc", "lon_0": lon, "lat_0": lat, "k": 1, "datum": "NAD83", "units": "m"}
    )


def _units(catalog: Catalog, plane: pyproj.CRS, west_km: float, north_km: float) -> dict[str, Spot]:
    facilities = catalog.services.facilities
    points = gpd.GeoSeries(
        gpd.points_from_xy(
            [facility.lon for facility in facilities], [facility.lat for facility in facilities]
        ),
        crs=frames.CRS,
    ).to_crs(plane)
    return {
        facility.id: Spot(
            x=x / _METERS_IN_KM - west_km,
            y=north_km - y / _METERS_IN_KM,
            radius_km=facility.radius_m / _METERS_IN_KM,
        )
        for facility, x, y in zip(facilities, points.x, points.y, strict=True)
    }


def _path(shape: BaseGeometry) -> str:
    parts = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            # The last point repeats the first; Z closes the ring.
            points = [f"{svg.number(x)} {svg.number(y)}" for x, y in ring.coords[:-1]]
            parts.append(f"M{'L'.join(dict.fromkeys(points))}Z")
    return "".join(parts)


def _box(shape: BaseGeometry) -> Box:
    left, top, right, bottom = shape.bounds
    return left, top, right, bottom


def _center(shape: BaseGeometry) -> tuple[float, float]:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=_LABEL_TOLERANCE_KM)
    x, y = shapely.get_coordinates(radius)[0]
    return float(x), float(y)
