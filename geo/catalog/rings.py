"""Closed rings in degrees: read from GeoJSON, and whether a point lies in them."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

__all__ = [
    "METERS_PER_DEGREE",
    "NO_SHAPE",
    "Box",
    "Polygon",
    "Ring",
    "contains",
    "extent",
    "is_closed",
    "polygons",
    "within",
]

Ring = Sequence[Sequence[float]]
"""Corners as longitude and latitude in degrees; the last is the first again."""
Polygon = Sequence[Ring]
"""An outer ring and the holes in it."""
Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
METERS_PER_DEGREE = 111_195.0
"""Of a great circle on the mean sphere: pi / 180 times 6,371,009 m, which is (2 a + b) / 3 of WGS 84."""
NO_SHAPE = (KeyError, OverflowError, TypeError, ValueError)
"""What `polygons` and `extent` raise for a value of a file that is none."""

# A triangle, and its first corner again.
_FEWEST_CORNERS = 4

# What rounding can do to the side, relative to the sum of its two products (three roundings each).
_DOUBT = 3.4e-16


def polygons(geometry: Any) -> tuple[Polygon, ...]:
    """Return the polygons of a GeoJSON Polygon or MultiPolygon; `NO_SHAPE` for anything else.

    There is a polygon at least, and a corner in each ring; `extent` checks the corners.
    """
    kind, coordinates = geometry["type"], geometry["coordinates"]
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
    shape = tuple(tuple(polygon) for polygon in parts)
    if not shape or not all(polygon and all(polygon) for polygon in shape):
        raise ValueError("a shape has a ring, and a ring has corners")
    return shape


def extent(rings: Iterable[Ring]) -> Box:
    """Return the box around rings; `NO_SHAPE` where a corner is no pair of finite numbers."""
    edges: list[Box] = []
    for ring in rings:
        # Unpacking fails on what is no pair, comparing and adding on what is no number.
        lons, lats = zip(*ring, strict=True)
        edges.append((min(lons) + 0.0, min(lats) + 0.0, max(lons) + 0.0, max(lats) + 0.0))
    wests, souths, easts, norths = zip(*edges, strict=True)
    box = (min(wests), min(souths), max(easts), max(norths))
    if not all(map(math.isfinite, box)):
        raise ValueError("a corner has finite numbers")
    return box


def is_closed(ring: Ring) -> bool:
    """Return whether a ring has three corners or more, and its first one again as the last."""
    return len(ring) >= _FEWEST_CORNERS and ring[0] == ring[-1]


def within(inner: Box, outer: Sequence[float], margin: float = 0.0) -> bool:
    """Return whether a box lies in another, or leaves it by no more than a margin in degrees."""
    west, south, east, north = outer
    return (
        west - margin <= inner[0]
        and south - margin <= inner[1]
        and inner[2] <= east + margin
        and inner[3] <= north + margin
    )


def contains(rings: Iterable[Ring], lon: float, lat: float) -> bool:
    """Return whether a point lies in closed rings (even-odd rule) or on one of them.

    The answer is exact for the coordinates as given: where rounding could decide it, whole
    fractions do. Outer rings and holes come in any order; edges are straight in degrees.

    Parameters
    ----------
    rings : iterable of rings
        Each a sequence of (longitude, latitude) pairs in degrees, the last equal to the first.
    lon, lat : float
        The point in degrees.
    """
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat):
                side = _side(x1, y1, x2, y2, lon, lat)
                if side == 0:
                    return True
                # Left of an edge that goes up, or right of one that goes down: it is crossed.
                inside ^= (side > 0) == (y2 > y1)
            elif y1 == lat and (x1 == lon or (y2 == lat and (x1 < lon) != (x2 < lon))):
                return True
    return inside


def _side(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> float:
    """Return a number above 0 for a point left of a line, below 0 right of it, 0 just on it."""
    across, along = (x2 - x1) * (y - y1), (x - x1) * (y2 - y1)
    if abs(across - along) > _DOUBT * (abs(across) + abs(along)):
        return across - along
    from fractions import Fraction  # rarely needed, and it brings decimal numbers along

    ax, ay, bx, by, px, py = (Fraction(value) for value in (x1, y1, x2, y2, x, y))
    exact = (bx - ax) * (py - ay) - (px - ax) * (by - ay)
    return (exact > 0) - (exact < 0)
