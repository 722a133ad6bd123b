"""A layer as Parquet; one with shapes as GeoParquet 1.1.0."""

import io
import json

import pyarrow.parquet as pq
import pyproj
import shapely

from geo.exports import table as exports_table
from geo.exports.layers import CRS, Bundle
from geo.exports.table import Layer

__all__ = ["VERSION", "content"]

VERSION = "1.1.0"
"""Of the GeoParquet specification."""


def content(bundle: Bundle, layer: Layer) -> bytes:
    """Return a layer as Parquet; its metadata name day, data, attribution and what a row is."""
    told = {
        "as_of": bundle.as_of,
        "data_sha256": bundle.data_sha256,
        "title": bundle.title,
        "layer": layer.name,
        "description": layer.about,
        "attribution": bundle.attribution,
    }
    if layer.shapes is not None:
        told["geo"] = _geo([one for one in layer.shapes if one is not None])
    table = exports_table.table(layer).replace_schema_metadata(told)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _geo(shapes: list[shapely.Geometry]) -> str:
    """Return the ``geo`` metadata that the specification asks for."""
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": sorted({type(one).__name__ for one in shapes}),
        "crs": pyproj.CRS.from_user_input(CRS).to_json_dict(),
        "edges": "planar",
    }
    if shapes:
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(shapes)]
    columns = {exports_table.SHAPE: column}
    geo = {"version": VERSION, "primary_column": exports_table.SHAPE, "columns": columns}
    return json.dumps(geo, separators=(",", ":"))
