"""What tests of the geometry share: the units of the data, points at random, and PROJ's geodesics."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from tests import live

__all__ = [
    "CONTERMINOUS",
    "GEOD",
    "KNOWN",
    "MISSISSIPPI",
    "RADII",
    "UNITS",
    "UNIT_LONLAT",
    "Columns",
    "brute",
    "measured",
    "spread",
]

Columns = NDArray[np.float64]
GEOD = Geod(ellps="WGS84")
KNOWN = live.catalog()
UNITS = [unit for unit in KNOWN.services.facilities if unit.type == "csu"]
UNIT_LONLAT = np.array([(unit.lon, unit.lat) for unit in UNITS])
RADII = [float(unit.radius_m) for unit in UNITS]
MISSISSIPPI = (-91.66, 30.17, -88.09, 35.0)
CONTERMINOUS = (-124.7, 24.5, -67.0, 49.4)


def spread(seed: int, count: int, box: Sequence[float]) -> Columns:
    west, south, east, north = box
    rng = np.random.default_rng(seed)
    return np.column_stack((rng.uniform(west, east, count), rng.uniform(south, north, count)))


def measured(starts: Columns, ends: Columns) -> Columns:
    return np.asarray(GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])[2])


def brute(units: Columns, points: Columns) -> Columns:
    """Measure every facility by Geod; one column for each."""
    pairs = [measured(points, np.broadcast_to(unit, points.shape)) for unit in units]
    return np.column_stack(pairs)
