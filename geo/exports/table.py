"""A layer of an export: one GeoDataFrame, with named columns of one type each."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.access.frames import CRS

__all__ = [
    "SHAPE",
    "Cell",
    "Columns",
    "Layer",
    "each",
    "layer",
    "names_of",
    "number",
    "text",
    "texts",
    "whole",
    "yes_no",
]

Cell: TypeAlias = "str | int | float | bool | None"
Columns: TypeAlias = "Mapping[str, pa.Array]"
"""Cells by a column's name, which has the unit in it; None is "nothing", "none" or "not known"."""
Part = TypeVar("Part")
Value = TypeVar("Value")
SHAPE: Final = "geometry"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
whole: Final[Callable[[Iterable[int | None]], pa.Array]] = partial(pa.array, type=pa.int64())
"""Returns a column of whole numbers."""
yes_no: Final[Callable[[Iterable[bool | None]], pa.Array]] = partial(pa.array, type=pa.bool_())
"""Returns a column of yes (True) and no (False)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One table. `about` says what a row is; its first column identifies one only where it is an id.

    `frame` is a GeoDataFrame in degrees (EPSG:4269) where rows have shapes, else a DataFrame. Its
    columns hold Arrow's types, so that a missing number or answer is missing and not another one.
    """

    name: str
    about: str
    frame: pd.DataFrame

    @property
    def shapes(self) -> tuple[shapely.Geometry | None, ...] | None:
        """Return the shape of each row, None for a row without one; None where rows have none."""
        return tuple(self.frame.geometry) if isinstance(self.frame, gpd.GeoDataFrame) else None

    @property
    def table(self) -> Any:
        """Return the cells without shapes, as a ``pyarrow.Table``."""
        cells = self.frame.drop(columns=SHAPE, errors="ignore")
        return pa.Table.from_pandas(cells, preserve_index=False).replace_schema_metadata()

    def rows(self) -> list[dict[str, Cell]]:
        """Return the cells of each row by column."""
        rows: list[dict[str, Cell]] = self.table.to_pylist()
        return rows


def text(values: Iterable[object]) -> pa.Array:
    """Return a column of text: other values as they print, None for an empty text."""
    return pa.array(
        (None if value is None else str(value) or None for value in values), pa.string()
    )


def texts(records: Sequence[object], *names: str) -> Columns:
    """Return a column of text for each attribute of that name."""
    return {name: text(getattr(record, name) for record in records) for name in names}


def number(values: Iterable[float | None]) -> pa.Array:
    """Return a column of numbers; ValueError for one that is not finite."""
    cells = list(values)
    if not all(cell is None or math.isfinite(cell) for cell in cells):
        raise ValueError("a number in an export is finite; what is not known is None")
    return pa.array(cells, pa.float64())


def each(parts: Iterable[Part | None], of: Callable[[Part], Value]) -> list[Value | None]:
    """Return a value of each part; None where there is no part."""
    return [None if part is None else of(part) for part in parts]


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Return by id what stands for it in names of columns: an underscore for each hyphen.

    Of ids that differ in nothing else, the second gets ``_2`` at its end, and so on.
    """
    names: dict[str, str] = {}
    for key in ids:
        name = start = key.replace("-", "_")
        number = 1
        while name in names.values():
            number += 1
            name = f"{start}_{number}"
        names[key] = name
    return names


def layer(
    name: str,
    about: str,
    *parts: Columns,
    shapes: Sequence[shapely.Geometry | None] | None = None,
) -> Layer:
    """Return columns as a layer.

    Raises
    ------
    ValueError
        Where two columns share a name, whatever its letters' case, or a name is not made of
        letters, digits and underscores: with any other, programs ask for quotes or change it.
    """
    columns = [column for part in parts for column in part.items()]
    if len({column.casefold() for column, _ in columns}) < len(columns):
        raise ValueError("each column of a layer has a name of its own")
    if not all(_NAME.fullmatch(column) for column, _ in columns):
        raise ValueError("a column's name is made of letters, digits and underscores")
    frame = pd.DataFrame(
        {column: pd.array(cells, dtype=pd.ArrowDtype(cells.type)) for column, cells in columns}
    )
    if shapes is not None:
        frame = gpd.GeoDataFrame(frame, geometry=np.array(shapes, dtype=object), crs=CRS)
    return Layer(name=name, about=about, frame=frame)
