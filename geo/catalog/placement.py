"""Whether a facility's point can lie in its county: catches a slip in coordinates."""

import math
from collections.abc import Iterator, Mapping, Sequence

from geo.catalog.records import Facility
from geo.catalog.rings import METERS_PER_DEGREE, Ring, contains

__all__ = ["misplaced"]


def misplaced(
    outlines: Mapping[str, Sequence[Ring]],
    facilities: Sequence[Facility],
    geoids: Mapping[str, str],
) -> Iterator[int]:
    """Yield the places in `facilities` of those whose point lies outside their county by more than their radius.

    Parameters
    ----------
    outlines : mapping
        Closed rings by GEOID; a facility whose county has none is passed over.
    facilities : sequence of Facility
        Points in degrees, each right within its ``radius_m`` meters.
    geoids : mapping
        GEOID by county name and alias.
    """
    for place, facility in enumerate(facilities):
        rings = outlines.get(geoids[facility.county], ())
        if rings and not _near(facility, rings):
            yield place


def _near(facility: Facility, rings: Sequence[Ring]) -> bool:
    """Return whether a point lies in the rings or near enough to a vertex."""
    lon, lat = facility.lon, facility.lat
    shrink = math.cos(math.radians(lat))
    reach = facility.radius_m / METERS_PER_DEGREE
    return contains(rings, lon, lat) or any(
        math.hypot((x - lon) * shrink, y - lat) <= reach for ring in rings for x, y in ring
    )
