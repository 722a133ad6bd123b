"""A layer as Parquet; one with shapes as GeoParquet 1.1.0."""

import io
import json

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from geo.access.frames import CRS
from geo.exports.layers import Bundle
from geo.exports.table import SHAPE, Layer

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
    frame = layer.frame
    if isinstance(frame, gpd.GeoDataFrame):
        metadata["geo"] = _geo(list(frame.geometry.dropna()))
        frame = frame.to_wkb()
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(metadata)
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
