"""A layer of an export: named columns of one kind each, rows, and a shape per row."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeAlias, TypeVar

import pyarrow as pa
import shapely

__all__ = [
    "SHAPE",
    "Cell",
    "Column",
    "Field",
    "Kind",
    "Layer",
    "inside",
    "layer",
    "number",
    "table",
    "text",
    "whole",
    "yes_no",
]

Cell: TypeAlias = "str | int | float | bool | None"
Record = TypeVar("Record")
Part = TypeVar("Part")


class Kind(StrEnum):
    """What a column holds beside None, which stands for "nothing", "none" or "not known"."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, with the unit in it, and its kind."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Field(Generic[Record]):
    """A column, and how its cell is taken from a record."""

    column: Column
    of: Callable[[Record], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One table. `about` says what a row is; `shapes` are in degrees (EPSG:4269), one for each row.

    The first column tells rows apart only where it is an id. A text is never empty: None is.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shapes: tuple[shapely.Geometry | None, ...] | None = None


def text(name: str, of: Callable[[Record], object]) -> Field[Record]:
    """Return a column of text, what is no text as it prints; an empty text becomes None."""

    def cell(record: Record) -> str | None:
        value = of(record)
        return None if value is None else str(value) or None

    return Field(Column(name, Kind.TEXT), cell)


def whole(name: str, of: Callable[[Record], int | None]) -> Field[Record]:
    """Return a column of whole numbers."""
    return Field(Column(name, Kind.WHOLE), of)


def number(name: str, of: Callable[[Record], float | None]) -> Field[Record]:
    """Return a column of finite numbers; ValueError at a cell that is not."""
    return Field(Column(name, Kind.NUMBER), lambda record: _finite(of(record)))


def yes_no(name: str, of: Callable[[Record], bool | None]) -> Field[Record]:
    """Return a column of yes (True) and no (False)."""
    return Field(Column(name, Kind.YES_NO), of)


def inside(field: Field[Part], part: Callable[[Record], Part | None]) -> Field[Record]:
    """Return a column of a part of a record; its cell is None where the record lacks that part."""

    def cell(record: Record) -> Cell:
        found = part(record)
        return None if found is None else field.of(found)

    return Field(field.column, cell)


def _finite(value: float | None) -> float | None:
    if value is None:
        return None
    if not math.isfinite(value):
        raise ValueError("a number in an export is finite; what is not known is None")
    return float(value)


def layer(
    name: str,
    about: str,
    fields: Sequence[Field[Record]],
    records: Iterable[Record],
    shapes: Sequence[shapely.Geometry | None] | None = None,
) -> Layer:
    """Return the records as a layer, in their order; ValueError where two columns share a name."""
    names = [one.column.name.casefold() for one in fields]
    if len(set(names)) < len(names):
        raise ValueError("each column of a layer has a name of its own")
    return Layer(
        name=name,
        about=about,
        columns=tuple(one.column for one in fields),
        rows=tuple(tuple(one.of(record) for one in fields) for record in records),
        shapes=None if shapes is None else tuple(shapes),
    )


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
