"""County outlines, and whether a facility's point can lie in its county: catches a slip in coordinates."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo.catalog.records import Facility
from geo.catalog.rings import Ring

__all__ = ["misplaced", "outlines"]

METRES_PER_DEGREE = 111_320.0
"""Of latitude, on a sphere of the equator's radius; good to 0.6 % here, for an allowance only."""


def outlines(path: Path) -> Mapping[str, tuple[Ring, ...]]:
    """Return the closed rings of each county by GEOID, in degrees, unchecked.

    A file of shapes that is missing or broken gives none: whoever draws or joins it says what is
    wrong.
    """
    try:
        features: Any = json.loads(path.read_bytes())["features"]
        return MappingProxyType(
            {
                one["properties"]["GEOID"]: tuple(
                    ring for polygon in _polygons(one["geometry"]) for ring in polygon
                )
                for one in features
            }
        )
    except (OSError, RecursionError, ValueError, KeyError, TypeError):
        return MappingProxyType({})


def misplaced(
    rings: Mapping[str, Sequence[Ring]], facilities: Sequence[Facility], geoids: Mapping[str, str]
) -> Iterator[int]:
    """Yield the places in `facilities` of those whose point lies outside their county by more than their radius.

    Parameters
    ----------
    rings : mapping
        Outlines by GEOID; a facility whose county has none is passed over.
    facilities : sequence of Facility
        Points in degrees, each right within its ``radius_m`` metres.
    geoids : mapping
        GEOID by county name and alias.
    """
    for place, facility in enumerate(facilities):
        own = rings.get(geoids[facility.county], ())
        if own and not _near(facility, own):
            yield place


def _polygons(geometry: Any) -> Any:
    whole = geometry["coordinates"]
    return whole if geometry["type"] == "MultiPolygon" else [whole]


def _near(facility: Facility, rings: Sequence[Ring]) -> bool:
    """Return whether a point lies in the rings (even-odd rule) or near enough to a vertex."""
    lon, lat = facility.lon, facility.lat
    inside = False
    for ring in rings:
        for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
    shrink = math.cos(math.radians(lat))
    reach = facility.radius_m / METRES_PER_DEGREE
    return inside or any(
        math.hypot((x - lon) * shrink, y - lat) <= reach for ring in rings for x, y, *_ in ring
    )
