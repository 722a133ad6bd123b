"""Reads the shapes of the counties, or says everything that is wrong with each of them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from geo.catalog import geojson, rings
from geo.catalog.geojson import FeatureFile
from geo.catalog.raw_file import StrPath
from geo.catalog.rings import Polygon, Ring
from geo.catalog.yamltree import is_forbidden

__all__ = ["CRS", "SQUARE_METERS_PER_SQUARE_MILE", "CountyShape", "read"]

CRS = "EPSG:4269"
SQUARE_METERS_PER_SQUARE_MILE = 1609.344**2

# West, south, east, north in degrees: where NAD 83 is used, up to the antimeridian.
_NORTH_AMERICA = (-180.0, 13.0, -50.0, 84.0)
_CRS_NAMES = frozenset(("urn:ogc:def:crs:EPSG::4269", CRS))
_GEOID = re.compile(r"[0-9]{5}")
# Above all land of the United States (9.1e12 square meters).
_LARGEST_LAND_M2 = 10**13


class CountyShape(NamedTuple):
    """One county of a file of shapes; `item` is its place among the features, counted from 0."""

    geoid: str
    name: str
    land_sq_mi: float
    polygons: tuple[Polygon, ...]
    item: int

    @property
    def rings(self) -> tuple[Ring, ...]:
        """The closed rings of all polygons, in degrees (even-odd rule)."""
        return tuple(ring for polygon in self.polygons for ring in polygon)


def read(
    path: StrPath,
    *,
    expected: int | None = None,
    bbox: Sequence[float] | None = None,
    geoids: Collection[str] | None = None,
) -> Mapping[str, CountyShape]:
    """Return the counties of a GeoJSON file by GEOID, in its order, once each keeps every rule.

    Whether they tile the study area is for `geo.catalog.shapes` to say.

    Parameters
    ----------
    path : path
        FeatureCollection of (Multi)Polygons in degrees, longitude first, with the properties
        GEOID, NAME and ALAND (land area in square meters). A file without a ``crs`` member is
        taken as EPSG:4269; read as WGS 84 it would lie within two meters of that.
    expected : int or None
        Number of counties in the study area; None skips that check.
    bbox : sequence of float, optional
        West, south, east, north in degrees that no county may leave; without it the part of
        the world that EPSG:4269 is made for.
    geoids : collection of str, optional
        Those of counties.csv, each of which needs a shape; without it any county is taken.

    Raises
    ------
    DataError
        With every problem found.
    """
    file = geojson.read(path)
    _check_collection(file, expected)
    west, south, east, north = bbox or _NORTH_AMERICA
    limits = max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)
    shapes: dict[str, CountyShape] = {}
    for item in range(len(file.features)):
        shape = _shape(file, item, limits)
        if shape and shape.geoid in shapes:
            file.fault(item, "duplicate-id", "GEOID", "duplicate GEOID", shape.geoid)
        elif shape:
            shapes[shape.geoid] = shape
            if geoids is not None and shape.geoid not in geoids:
                message = "counties.csv has no county of this GEOID"
                file.fault(item, "unknown-county", "GEOID", message, shape.geoid)
    if not file.problems:  # else a county may only seem to be missing
        for geoid in sorted(set(geoids or ()) - shapes.keys()):
            message = "this county of counties.csv has no shape"
            file.problems.add("missing-county", message, where="features", found=geoid)
    file.problems.check()
    return MappingProxyType(shapes)


def _check_collection(file: FeatureFile, expected: int | None) -> None:
    properties = file.crs.get("properties") if isinstance(file.crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if file.crs is not None and (not isinstance(name, str) or name not in _CRS_NAMES):
        message = f"expected coordinates in {CRS}, longitude first"
        found = geojson.as_text(file.crs if name is None else name)
        file.problems.add("wrong-crs", message, where="crs", found=found)
    count = len(file.features)
    if count != expected if expected is not None else not count:
        message = "there is no county" if expected is None else f"expected {expected} counties"
        file.problems.add("wrong-count", message, where="features", found=str(count))


def _shape(file: FeatureFile, item: int, bbox: Sequence[float]) -> CountyShape | None:
    """Return one feature as a county; None after adding what is wrong with it."""
    before = len(file.problems)
    properties = file.properties(item)
    if properties is None:
        return None
    feature = file.features[item]
    for rule, part, found, message in _property_faults(properties, feature.get("id")):
        file.fault(item, rule, part, message, found)
    polygons = _polygons(file, item, bbox)
    if len(file.problems) > before:
        return None
    land_sq_mi = properties["ALAND"] / SQUARE_METERS_PER_SQUARE_MILE
    return CountyShape(properties["GEOID"], properties["NAME"], land_sq_mi, polygons, item)


def _property_faults(
    properties: dict[str, Any], identifier: object
) -> Iterator[tuple[str, str, object, str]]:
    geoid, name, land_m2 = (properties.get(key) for key in ("GEOID", "NAME", "ALAND"))
    if geoid is None:
        yield "missing-field", "GEOID", "", "a county has a GEOID"
    elif not isinstance(geoid, str) or not _GEOID.fullmatch(geoid):
        yield "wrong-form", "GEOID", geoid, "a GEOID is text of five digits"
    elif identifier is not None and identifier != geoid:
        yield "wrong-form", "id", identifier, f"expected the GEOID, {geoid}, as the id"
    if not isinstance(name, str) or not name.strip():
        yield "missing-field", "NAME", name, "a county has a name"
    elif any(map(is_forbidden, name)):
        yield "forbidden-character", "NAME", name, "a name has plain characters only"
    if type(land_m2) is not int or not 0 < land_m2 <= _LARGEST_LAND_M2:
        message = "a land area is a whole number of square meters above 0"
        yield "not-a-number", "ALAND", land_m2, message


def _polygons(file: FeatureFile, item: int, bbox: Sequence[float]) -> tuple[Polygon, ...]:
    """Return the polygons of a feature; what is wrong with them is added to its file's problems."""
    try:
        shape = rings.polygons(file.features[item].get("geometry"))
        box = rings.extent(ring for polygon in shape for ring in polygon)
        if not all(rings.is_closed(ring) for polygon in shape for ring in polygon):
            raise ValueError("a ring is closed")
    except rings.NO_SHAPE:
        message = "a county is a Polygon or MultiPolygon of closed rings of [longitude, latitude]"
        file.fault(item, "wrong-geometry", "geometry", message)
        return ()
    if not rings.within(box, bbox):
        west, south, east, north = box
        found = f"{west:.4f}, {south:.4f} to {east:.4f}, {north:.4f}"
        if rings.within((south, west, north, east), bbox):
            message = "latitude comes first; expected longitude first"
            file.fault(item, "swapped", "geometry", message, found)
        else:
            limits = f"{bbox[0]:g}, {bbox[1]:g} to {bbox[2]:g}, {bbox[3]:g}"
            message = f"the shape leaves the study area ({limits})"
            file.fault(item, "outside", "geometry", message, found)
    return shape
