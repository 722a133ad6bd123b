"""Units of the next states near the line: which count on a day, and what is always said of them.

None of them is part of the study area's system, and no verdict ever rests on one.
"""

from collections.abc import Collection
from typing import NamedTuple

from geo.catalog.records import Catalog, NeighborUnit
from geo.coverage.evidence import EvidenceIndex
from geo.said import said

__all__ = ["CountedUnit", "counted", "not_ours"]


class CountedUnit(NamedTuple):
    """A unit that figures "with neighbors" take in; its point in degrees, right within `radius_m`."""

    unit: NeighborUnit
    lon: float
    lat: float
    radius_m: int
    stale: bool

    @property
    def id(self) -> str:
        """The unit's id."""
        return self.unit.id


def counted(index: EvidenceIndex, types: Collection[str]) -> tuple[CountedUnit, ...]:
    """Return the units like those of some service types that count and are spoken of on the day."""
    return tuple(
        CountedUnit(unit, unit.lon, unit.lat, unit.radius_m, index.is_stale(unit.source))
        for unit in index.catalog.services.neighbor_units
        if unit.counts and unit.type in types and index.speaks(unit.source)
        # The reader of the data has checked that a unit that counts has a point.
        if unit.lon is not None and unit.lat is not None and unit.radius_m is not None
    )


def not_ours(catalog: Catalog) -> str:
    """Return what is said wherever such a unit is shown.

    >>> not_ours(catalog)  # doctest: +SKIP
    "Not part of Mississippi's system: ask whether it takes people from Mississippi."
    """
    state = catalog.services.study_area.name
    return said(
        "Not part of {state}'s system: ask whether it takes people from {state}.", state=state
    )
