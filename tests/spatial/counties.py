"""Counties for tests of the geometry: those of the data as shapely has them, and made-up ones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo.catalog.records import Catalog
from geo.errors import DataError
from tests.spatial import globe
from tests.spatial.globe import KNOWN, Columns

__all__ = ["CORNERS", "GEOIDS", "SHAPES", "problems", "spread", "square", "truth", "with_counties"]

GEOIDS = sorted(KNOWN.outlines)
SHAPES = {
    geoid: shapely.multipolygons([shapely.Polygon(ring) for ring in KNOWN.outlines[geoid]])
    for geoid in GEOIDS
}
CORNERS = np.array(
    [corner for geoid in GEOIDS for ring in KNOWN.outlines[geoid] for corner in ring]
)
AROUND = (-91.9, 29.9, -87.9, 35.3)


def spread(seed: int, count: int, box: Sequence[float] = AROUND) -> tuple[Columns, Columns]:
    """Return longitudes and latitudes at random."""
    lon, lat = globe.spread(seed, count, box).T.copy()
    return lon, lat


def truth(lon: Columns, lat: Columns) -> NDArray[np.str_]:
    """Ask shapely about every point in a county's box: a border belongs to both, the lowest GEOID wins."""
    geoids = np.full(len(lon), "", dtype="<U5")
    for geoid in reversed(GEOIDS):
        west, south, east, north = SHAPES[geoid].bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        shapely.prepare(SHAPES[geoid])
        geoids[near[shapely.intersects_xy(SHAPES[geoid], lon[near], lat[near])]] = geoid
    return geoids


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def with_counties(**rings: list[Any]) -> Catalog:
    """Return a catalog of counties of these rings, by GEOID with an underscore before it."""
    shapes = {name.lstrip("_"): tuple(own) for name, own in rings.items()}
    counties = tuple(replace(KNOWN.counties[0], geoid=geoid) for geoid in shapes)
    return replace(KNOWN, counties=counties, outlines=shapes)


def problems(caught: pytest.ExceptionInfo[DataError]) -> list[tuple[str, str, str]]:
    return [(problem.file, problem.rule, problem.found) for problem in caught.value.problems]
