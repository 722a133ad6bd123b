"""A layer as Parquet; one with shapes as GeoParquet 1.1.0."""

import io
import json

import pyarrow.parquet as pq
import pyproj
import shapely

from geo.access.frames import CRS
from geo.exports.layers import Bundle
from geo.exports.table import SHAPE, Layer, with_shapes

__all__ = ["VERSION", "content"]

VERSION = "1.1.0"
"""Of the GeoParquet specification."""


def content(bundle: Bundle, layer: Layer) -> bytes:
    """Return a layer as Parquet; its metadata name day, data, attribution and what a row is."""
    metadata = {
        "as_of": bundle.as_of,
        "data_sha256": bundle.data_sha256,
        "title": bundle.title,
        "layer": layer.name,
        "description": layer.about,
        "attribution": bundle.attribution,
    }
    if layer.shapes is not None:
        metadata["geo"] = _geo([shape for shape in layer.shapes if shape is not None])
    table = with_shapes(layer).replace_schema_metadata(metadata)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _geo(shapes: list[shapely.Geometry]) -> str:
    """Return the ``geo`` metadata that the specification asks for."""
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": sorted({type(shape).__name__ for shape in shapes}),
        "crs": pyproj.CRS.from_user_input(CRS).to_json_dict(),
        "edges": "planar",
    }
    if shapes:
        column["bbox"] = shapely.total_bounds(shapes).tolist()
    geo = {"version": VERSION, "primary_column": SHAPE, "columns": {SHAPE: column}}
    return json.dumps(geo, separators=(",", ":"))
