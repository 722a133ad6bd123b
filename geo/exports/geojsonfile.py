"""A layer as GeoJSON (RFC 7946)."""

import json
from typing import Any

import numpy as np
import shapely

from geo.exports.layers import Bundle
from geo.exports.table import Layer

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
    shapes = [_oriented(one) for one in layer.shapes or [None] * len(layer.rows)]
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": layer.name,
        "description": layer.about,
        "as_of": bundle.as_of,
        "data_sha256": bundle.data_sha256,
        "attribution": bundle.attribution,
    }
    drawn = [one for one in shapes if one is not None]
    if drawn:
        head["coordinates_note"] = _NOTE
        head["bbox"] = [float(edge) for edge in shapely.total_bounds(np.array(drawn))]
    names = [one.name for one in layer.columns]
    features = (
        {
            "type": "Feature",
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            "properties": dict(zip(names, row, strict=True)),
        }
        for shape, row in zip(shapes, layer.rows, strict=True)
    )
    start = _json(head)[:-1]
    lines = ",\n".join(map(_json, features))
    return f'{start},"features":[\n{lines}\n]}}\n'.encode()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _oriented(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return a shape with rings as RFC 7946 asks, and no more than `DECIMALS`."""
    if shape is None:
        return None
    rounded = shapely.transform(shape, lambda points: np.round(points, DECIMALS))
    return shapely.orient_polygons(rounded)
