"""Project, simplify, round and write shapes so that every machine gets the same bytes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

__all__ = [
    "Plane",
    "ShapeError",
    "as_geojson",
    "coverage",
    "feature",
    "plane_around",
    "rounded",
]

CRS_DEGREES = "EPSG:4269"
SOURCE_DECIMALS = 6
# Coordinates on a power-of-two grid make the areas that the simplifier compares exact, so that
# a compiler's way of multiplying cannot decide which of two nearly equal vertices goes.
SNAPS_PER_METRE = 1024

Shapes = npt.NDArray[np.object_]
Coordinates = npt.NDArray[np.float64]


class ShapeError(Exception):
    """Shapes that should tile the plane do not."""


@dataclass(frozen=True)
class Plane:
    """The plane in which a state's shapes are simplified, widened and measured, in meters."""

    crs: str

    def meters(self, shapes: Shapes) -> Shapes:
        """Project degrees (EPSG:4269, lon/lat) to meters on a grid of 1/1024 m."""
        project = _transformer(CRS_DEGREES, self.crs).transform

        def forward(points: Coordinates) -> Coordinates:
            planar: Coordinates = np.column_stack(project(points[:, 0], points[:, 1]))
            planar[:] = np.rint(planar * SNAPS_PER_METRE) / SNAPS_PER_METRE
            return planar

        return shapely.transform(shapes, forward)

    def degrees(self, shapes: Shapes) -> Shapes:
        """Turn meters back into the six-decimal degrees (EPSG:4269) they came from."""
        project = _transformer(self.crs, CRS_DEGREES).transform

        def backward(points: Coordinates) -> Coordinates:
            return np.column_stack(project(points[:, 0], points[:, 1]))

        return rounded(shapely.transform(shapes, backward), SOURCE_DECIMALS)


@cache
def _transformer(from_crs: str, to_crs: str) -> pyproj.Transformer:
    """Return what projects; to make one takes longer than to project a state's ZIPs."""
    return pyproj.Transformer.from_crs(from_crs, to_crs, always_xy=True)


def plane_around(shapes: Shapes) -> Plane:
    """Return a plane of equal areas (Lambert's azimuthal) that touches the middle of the shapes.

    Within 600 km of its middle no distance is off by more than 1 in 800. The middle is in tenths of
    a degree, so that a vertex more or less makes no other plane.
    """
    west, south, east, north = shapely.total_bounds(shapes)
    lon, lat = round((west + east) / 2, 1), round((south + north) / 2, 1)
    return Plane(f"+proj=laea +lon_0={lon:.1f} +lat_0={lat:.1f} +ellps=GRS80 +units=m +no_defs")


def rounded(shapes: Shapes, decimals: int) -> Shapes:
    """Round degrees to ``decimals`` (at most 6), halves towards east and north.

    Counting in whole millionths of a degree keeps a half a half: in floating point a border
    vertex such as -91.15815 falls to either side, as the last bit of a projection has it.
    """
    step = 10 ** (SOURCE_DECIMALS - decimals)

    def to_grid(points: Coordinates) -> Coordinates:
        millionths = np.rint(points * 10**SOURCE_DECIMALS).astype(np.int64)
        result: Coordinates = ((2 * millionths + step) // (2 * step)) / 10**decimals
        return result

    return shapely.remove_repeated_points(shapely.transform(shapes, to_grid))


def coverage(shapes: Shapes, what: str) -> Shapes:
    """Return ``shapes`` unchanged if they are valid polygons that share edges exactly.

    Raises
    ------
    ShapeError
        If one is invalid, or two overlap or meet with vertices that do not match.
    """
    if not shapely.is_valid(shapes).all() or not shapely.coverage_is_valid(shapes):
        raise ShapeError(f"{what}: not a valid coverage")
    return shapes


def feature(
    identifier: str, properties: Mapping[str, object], shape: shapely.Geometry
) -> dict[str, Any]:
    """Return a GeoJSON feature; outer rings run counter-clockwise (RFC 7946)."""
    # Any: the type stubs leave __geo_interface__ out.
    canonical: Any = shapely.orient_polygons(shapely.normalize(shape), exterior_cw=False)
    return {
        "type": "Feature",
        "id": identifier,
        "properties": dict(properties),
        "geometry": shapely.geometry.mapping(canonical),
    }


def as_geojson(features: Iterable[Mapping[str, Any]], *, crs: str | None = None) -> bytes:
    """Return a FeatureCollection as UTF-8 bytes, one feature a line, ending in a newline.

    Parameters
    ----------
    features : iterable of mapping
        GeoJSON features, in the order they are to stand.
    crs : str, optional
        ``EPSG:…`` code to name in the ``crs`` member; without it readers assume WGS 84.
    """
    head = '{"type":"FeatureCollection",'
    if crs is not None:
        name = f"urn:ogc:def:crs:{crs.replace(':', '::')}"
        head += f'"crs":{_compact({"type": "name", "properties": {"name": name}})},'
    lines: Sequence[str] = [_compact(item) for item in features]
    return (head + '"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
