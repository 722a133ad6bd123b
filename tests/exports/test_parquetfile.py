"""Parquet and GeoParquet, read back cell by cell."""

import io
import json
from dataclasses import replace

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely

from geo.exports import layers, parquetfile
from geo.exports.layers import Bundle
from tests.exports.states import about_with, layer
from tests.small_state import DAY


@pytest.mark.parametrize("name", layers.LAYERS)
def test_parquet_is_read_back_cell_by_cell(name: str, bundle: Bundle) -> None:
    exported = layer(bundle, name)
    table = pq.read_table(io.BytesIO(parquetfile.content(bundle, exported)))
    metadata = table.schema.metadata
    assert metadata[b"as_of"].decode() == DAY.isoformat()
    assert metadata[b"data_sha256"].decode() == bundle.data_sha256
    assert metadata[b"layer"].decode() == name
    rows = table.to_pylist()
    shapes = [row.pop("geometry", None) for row in rows]
    assert rows == exported.rows()
    assert (b"geo" in metadata) == (exported.shapes is not None)
    for raw, shape in zip(shapes, exported.shapes or [None] * len(rows), strict=True):
        assert (None if raw is None else shapely.from_wkb(raw)) == shape


@pytest.mark.parametrize("name", ["counties", "facilities", "regions"])
def test_geopandas_reads_the_geoparquet(name: str, real: Bundle) -> None:
    exported = layer(real, name)
    content = parquetfile.content(real, exported)
    frame = gpd.read_parquet(io.BytesIO(content))
    assert frame.crs.to_epsg() == 4269
    assert list(frame.geometry) == list(exported.shapes or ())
    geo = json.loads(pq.read_schema(io.BytesIO(content)).metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["bbox"] == pytest.approx(list(frame.total_bounds), abs=0)
    assert set(column["geometry_types"]) == set(frame.geom_type)


def test_a_layer_without_rows_keeps_its_columns(bundle: Bundle) -> None:
    exported = layer(bundle, "counties")
    empty = replace(exported, frame=exported.frame[:0])
    table = pq.read_table(io.BytesIO(parquetfile.content(bundle, empty)))
    assert table.column_names == [*exported.table.column_names, "geometry"]
    assert table.schema.types[:-1] == exported.table.schema.types
    geo = json.loads(table.schema.metadata[b"geo"])
    assert "bbox" not in geo["columns"]["geometry"]


def test_a_plain_table_is_no_geoparquet(bundle: Bundle) -> None:
    content = parquetfile.content(bundle, about_with(bundle, ("a", "b")))
    assert b"geo" not in pq.read_schema(io.BytesIO(content)).metadata
