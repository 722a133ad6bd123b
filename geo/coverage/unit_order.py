"""Units in a sentence on a county: the nearest first, and what of each lies in it."""

import math
from collections.abc import Iterable, Mapping
from typing import assert_never

from geo.catalog.records import County, Facility, Precision
from geo.coverage.findings import Evidence
from geo.spatial import geodesy

__all__ = ["lies_in", "nearest_first"]


def nearest_first(
    county: County, facts: Iterable[Evidence], units: Mapping[str, Facility]
) -> tuple[Evidence, ...]:
    """Return what speaks of units, the nearest to the county's center of population first; all else stays behind.

    `units` are facilities by id. The order is by straight lines, and one of a town's middle where no street is known.
    """
    center = geodesy.point(county.center_lon, county.center_lat)

    def away_m(fact: Evidence) -> float:
        unit = units.get(fact.service_id)
        return math.dist(center, geodesy.point(unit.lon, unit.lat)) if unit else math.inf

    return tuple(sorted(facts, key=away_m))


def lies_in(facility: Facility) -> str:
    """Return what of a facility lies in a county: its town where only that has a point, else its street."""
    match facility.precision:
        case Precision.CITY:
            return "its town lies in"
        case Precision.STREET | Precision.ADDRESS:
            street = f", {facility.street}," if facility.street else ""
            return f"its street{street} lies in"
        case _:
            assert_never(facility.precision)
