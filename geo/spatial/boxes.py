"""Boxes of degrees over an area, cut smaller until they decide: one by one, or many at once."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from geo.catalog.rings import Ring
from geo.spatial import geodesy

__all__ = ["GRAIN_DEG", "Boxes", "around"]

GRAIN_DEG = 1e-9
"""About 0.1 mm: far above the rounding of degrees, far below what matters."""


class Boxes(NamedTuple):
    """Boxes of one size, in degrees: their middles, and half their sides.

    `lon` and `lat` are floats for one box, which needs no numpy, and arrays for many.
    """

    lon: Any
    lat: Any
    half_lon: float
    half_lat: float

    def half_sides_m(self) -> tuple[Any, float]:
        """Return the most meters that half the sides measure, from west to east and south to north.

        No radius of curvature is larger than a²/b, and no circle of latitude in a box is wider
        than the one nearest to the equator.
        """
        lowest = abs(self.lat) - self.half_lat
        east = math.radians(self.half_lon) * _cosine(lowest * (lowest > 0))
        return east * geodesy.MOST_CURVE_RADIUS_M, (
            math.radians(self.half_lat) * geodesy.MOST_CURVE_RADIUS_M
        )

    def cut(self, columns: int, rows: int) -> "Iterator[Boxes]":
        """Yield the parts of the box, or each part of all boxes: columns from the west, rows from the south."""
        for north in _middles(rows, self.half_lat):
            for east in _middles(columns, self.half_lon):
                yield Boxes(
                    self.lon + east, self.lat + north, self.half_lon / columns, self.half_lat / rows
                )


def _middles(parts: int, half: float) -> list[float]:
    """Return where the middles of equal parts lie, from the middle of the whole."""
    return [((2 * part + 1) / parts - 1) * half for part in range(parts)]


def _cosine(degrees: Any) -> Any:
    if isinstance(degrees, float):
        return math.cos(math.radians(degrees))
    import numpy as np

    return np.cos(np.radians(degrees))


def around(rings: Sequence[Ring]) -> Boxes:
    """Return the one box around closed rings, wider by a grain."""
    lons = [corner[0] for ring in rings for corner in ring]
    lats = [corner[1] for ring in rings for corner in ring]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    return Boxes(
        (west + east) / 2,
        (south + north) / 2,
        (east - west) / 2 + GRAIN_DEG,
        (north - south) / 2 + GRAIN_DEG,
    )
