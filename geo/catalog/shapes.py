"""Reads the county shapes and proves that they tile the study area."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.catalog import geojson
from geo.catalog.yamltree import is_forbidden
from geo.errors import DataError, Problem

__all__ = ["CRS", "SQUARE_METRES_PER_SQUARE_MILE", "read_counties"]

CRS = "EPSG:4269"
SQUARE_METRES_PER_SQUARE_MILE = 1609.344**2

# West, south, east, north in degrees: where NAD 83 is used, up to the antimeridian.
_NORTH_AMERICA = (-180.0, 13.0, -50.0, 84.0)
_CRS_NAMES = frozenset(("urn:ogc:def:crs:EPSG::4269", CRS))
_GEOID = re.compile(r"[0-9]{5}")
_LONGEST_FOUND = 60
# Above all land of the United States (9.1e12 square metres).
_LARGEST_LAND_M2 = 10**13

_Box = tuple[float, float, float, float]


class _Fault(NamedTuple):
    """A problem whose line is not known yet; `item` counts features, None is the whole file."""

    item: int | None
    rule: str
    where: str
    found: str
    message: str


class _County(NamedTuple):
    """One feature that broke no rule."""

    geoid: str
    name: str
    land_sq_mi: float
    geometry: shapely.Geometry


def read_counties(
    path: Path, *, expected: int | None, bbox: Sequence[float] | None = None
) -> gpd.GeoDataFrame:
    """Return the counties of a GeoJSON file, sorted by GEOID, once every rule holds.

    Parameters
    ----------
    path : Path
        FeatureCollection of (Multi)Polygons in degrees, longitude first, with the properties
        GEOID, NAME and ALAND (land area in square metres). A file without a ``crs`` member is
        taken as EPSG:4269; read as WGS 84 it would lie within two metres of that.
    expected : int or None
        Number of counties in the study area; None skips that check.
    bbox : sequence of float, optional
        West, south, east, north in degrees that no county may leave; without it the part of
        the world that EPSG:4269 is made for.

    Returns
    -------
    GeoDataFrame
        Columns geoid (five digits), name, land_sq_mi (square miles) and geometry; EPSG:4269.

    Raises
    ------
    DataError
        With every problem found. A gap that is open to the outside looks like a coast and is
        the one fault of a tiling that shapes alone cannot show.
    """
    file = geojson.read(path)
    features = file.features
    west, south, east, north = bbox or _NORTH_AMERICA
    faults = [*_crs_faults(file.crs), *_count_faults(features, expected)]
    counties: list[_County] = []
    seen: set[str] = set()
    for index, feature in enumerate(features):
        county = _county(index, feature, (west, south, east, north), faults)
        if county is None:
            continue
        if county.geoid in seen:
            message = "this GEOID stands twice"
            faults.append(_Fault(index, "duplicate-id", "GEOID", county.geoid, message))
        seen.add(county.geoid)
        counties.append(county)
    # Every feature is needed: next to a shape left out, all would be gap.
    if len(counties) == len(features):
        faults.extend(_tiling_faults(counties))
    if faults:
        raise DataError(_located(file, faults))
    return gpd.GeoDataFrame(sorted(counties), columns=_County._fields, crs=CRS)


def _crs_faults(crs: object) -> Iterator[_Fault]:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or name not in _CRS_NAMES:
        message = f"coordinates are to be in {CRS}, longitude first"
        yield _Fault(None, "wrong-crs", "crs", _shown(crs if name is None else name), message)


def _count_faults(features: list[Any], expected: int | None) -> Iterator[_Fault]:
    if expected is not None and len(features) != expected:
        message = f"the study area has {expected} counties"
        yield _Fault(None, "wrong-count", "features", str(len(features)), message)
    elif not features:
        yield _Fault(None, "wrong-count", "features", "0", "there is no county")


def _county(index: int, feature: Any, box: _Box, faults: list[_Fault]) -> _County | None:
    """Return one feature as a county, or None after adding what is wrong with it."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature":
        message = "each item is to be a GeoJSON Feature with properties"
        faults.append(_Fault(index, "not-a-feature", "feature", _shown(feature), message))
        return None
    geometry = _geometry(feature.get("geometry"))
    own = [
        _Fault(index, *fault)
        for fault in (
            *_property_faults(properties, feature.get("id")),
            *_geometry_faults(geometry, box),
        )
    ]
    faults.extend(own)
    if own or geometry is None:
        return None
    land_sq_mi = properties["ALAND"] / SQUARE_METRES_PER_SQUARE_MILE
    return _County(properties["GEOID"], properties["NAME"], land_sq_mi, geometry)


def _property_faults(
    properties: dict[str, Any], identifier: object
) -> Iterator[tuple[str, str, str, str]]:
    geoid, name, land_m2 = (properties.get(key) for key in ("GEOID", "NAME", "ALAND"))
    if geoid is None:
        yield "missing-field", "GEOID", "", "a county has a GEOID"
    elif not isinstance(geoid, str) or not _GEOID.fullmatch(geoid):
        yield "wrong-form", "GEOID", _shown(geoid), "a GEOID is text of five digits"
    elif identifier is not None and identifier != geoid:
        yield "wrong-form", "id", _shown(identifier), f"the id is to be the GEOID, {geoid}"
    if not isinstance(name, str) or not name.strip():
        yield "missing-field", "NAME", _shown(name), "a county has a name"
    elif any(is_forbidden(char) for char in name):
        yield "forbidden-character", "NAME", _shown(name), "a name has plain characters only"
    if type(land_m2) is not int or not 0 < land_m2 <= _LARGEST_LAND_M2:
        message = "a land area is a whole number of square metres above 0"
        yield "not-a-number", "ALAND", _shown(land_m2), message


def _geometry(value: object) -> shapely.Geometry | None:
    """Return the shape, or None where it is no (multi)polygon."""
    if not isinstance(value, dict) or value.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        shape = shapely.from_geojson(json.dumps(value))
    except shapely.errors.GEOSException:
        return None
    return None if shapely.is_empty(shape) or shapely.has_z(shape) else shape


def _geometry_faults(
    shape: shapely.Geometry | None, box: _Box
) -> Iterator[tuple[str, str, str, str]]:
    if shape is None:
        message = "a county is a Polygon or MultiPolygon of closed rings of [longitude, latitude]"
        yield "wrong-geometry", "geometry", "", message
        return
    west, south, east, north = (float(edge) for edge in shapely.bounds(shape))
    found = f"{west:.4f}, {south:.4f} to {east:.4f}, {north:.4f}"
    limits = f"{box[0]:g}, {box[1]:g} to {box[2]:g}, {box[3]:g}"
    if not _inside((west, south, east, north), box):
        if _inside((south, west, north, east), box):
            yield "swapped", "geometry", found, "latitude stands first; longitude is to stand first"
        else:
            yield "outside", "geometry", found, f"the shape leaves the study area ({limits})"
    if not shapely.is_valid(shape):
        found = shapely.is_valid_reason(shape)
        yield "invalid-geometry", "geometry", found, "rings may not cross each other or themselves"


def _inside(bounds: _Box, box: _Box) -> bool:
    west, south, east, north = bounds
    return box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3]


def _tiling_faults(counties: list[_County]) -> Iterator[_Fault]:
    """Find overlaps, edges whose vertices do not match, and holes between the counties.

    Edges of one tiling are equal vertex for vertex, so this is exact in degrees.
    """
    shapes = np.array([county.geometry for county in counties], dtype=object)
    edges = shapely.coverage_invalid_edges(shapes)
    for index in np.flatnonzero(~shapely.is_empty(edges)):
        lon, lat = shapely.get_coordinates(edges[index])[0]
        found = f"{counties[index].name} at {lon:.6f}, {lat:.6f}"
        message = "the shape overlaps a neighbour, or their common border has other vertices"
        yield _Fault(int(index), "overlap", "geometry", found, message)
    for part in shapely.get_parts(shapely.union_all(shapes)):
        for hole in shapely.get_rings(part)[1:]:
            # What lies in the hole counts as well: a county that lost its whole border strip.
            beside = np.flatnonzero(shapely.intersects(shapes, shapely.polygons(hole)))
            found = ", ".join(counties[index].name for index in beside)
            message = "there is a gap between these counties"
            yield _Fault(int(beside[0]), "gap", "geometry", found[:_LONGEST_FOUND], message)


def _located(file: geojson.FeatureFile, faults: list[_Fault]) -> list[Problem]:
    """Turn faults into problems with the line on which their feature begins."""
    lines = file.lines()
    return [
        Problem(file.name, 0, rule, where, found, message)
        if item is None
        else Problem(file.name, lines[item], rule, f"features[{item}].{where}", found, message)
        for item, rule, where, found, message in faults
    ]


def _shown(value: object) -> str:
    shown = value if isinstance(value, str) else json.dumps(value)
    return ascii(shown)[1:-1][:_LONGEST_FOUND]
