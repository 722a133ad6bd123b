"""A layer as GeoJSON (RFC 7946)."""

import json
from typing import Any

import numpy as np
import shapely

from geo.exports.layers import Bundle
from geo.exports.table import Layer, each

__all__ = ["DECIMALS", "content"]

DECIMALS = 7
"""Of degrees, at most: about 1 cm."""
_NOTE = (
    "Longitude, latitude in degrees. The shapes are EPSG:4269 (NAD 83); their numbers stand here as "
    "WGS 84, which agrees within 1 to 2 m."
)


def content(bundle: Bundle, layer: Layer) -> bytes:
    """Return a layer as one FeatureCollection, a feature on each line.

    Exterior rings run counterclockwise. Foreign members tell day, data and attribution. A row
    without a shape is a feature whose geometry is null.
    """
    rows = layer.rows()
    shapes = [None] * len(rows) if layer.shapes is None else each(layer.shapes, _oriented)
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": layer.name,
        "description": layer.about,
        "as_of": bundle.as_of,
        "data_sha256": bundle.data_sha256,
        "attribution": bundle.attribution,
    }
    if any(shape is not None for shape in shapes):
        head["coordinates_note"] = _NOTE
        head["bbox"] = shapely.total_bounds(np.array(shapes)).tolist()
    features = (
        {
            "type": "Feature",
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            "properties": row,
        }
        for shape, row in zip(shapes, rows, strict=True)
    )
    start = _json(head)[:-1]
    lines = ",\n".join(map(_json, features))
    return f'{start},"features":[\n{lines}\n]}}\n'.encode()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _oriented(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape with rings as RFC 7946 asks, and no more than `DECIMALS`."""
    rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
    return shapely.orient_polygons(rounded)
