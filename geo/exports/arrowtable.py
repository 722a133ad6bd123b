"""A layer as an Arrow table with typed columns, its shapes as WKB."""

from typing import Any, Final

import pyarrow as pa
import shapely

from geo.exports.table import Kind, Layer

__all__ = ["SHAPE", "table"]

SHAPE: Final = "geometry"
_TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.YES_NO: pa.bool_(),
}


def table(layer: Layer) -> Any:
    """Return a ``pyarrow.Table``: every column nullable, and `SHAPE` last where there are shapes."""
    columns = list(zip(*layer.rows, strict=True)) or [()] * len(layer.columns)
    fields = [pa.field(one.name, _TYPES[one.kind]) for one in layer.columns]
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, fields, strict=True)]
    if layer.shapes is not None:
        fields.append(pa.field(SHAPE, pa.binary()))
        wkb = [None if one is None else shapely.to_wkb(one) for one in layer.shapes]
        arrays.append(pa.array(wkb, pa.binary()))
    return pa.table(arrays, schema=pa.schema(fields))
