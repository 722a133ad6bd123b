"""Closed rings in degrees, and whether a point lies in them: the one test for all of geo."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

__all__ = ["Ring", "contains"]

Ring = Sequence[Sequence[float]]
"""Corners as longitude and latitude in degrees; the last is the first again."""

# What rounding can do to the side, relative to the sum of its two products (three roundings each).
_DOUBT = 3.4e-16


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
    ax, ay, bx, by, px, py = (Fraction(value) for value in (x1, y1, x2, y2, x, y))
    exact = (bx - ax) * (py - ay) - (px - ax) * (by - ay)
    return (exact > 0) - (exact < 0)
