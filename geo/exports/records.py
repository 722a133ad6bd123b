"""What layers are made of beside the catalog's own records, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from geo.access.records import Access, Area
from geo.catalog.records import County, Region
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence, Finding, RegionMembership

__all__ = ["Given", "PlacedCounty", "PlacedRegion", "Reached"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Given:
    """All that an export is made of, looked up once.

    `shapes` are the full ones by GEOID, and `teams` the evidence by service type and GEOID.
    """

    assessment: Assessment
    access: Access
    shapes: Mapping[str, shapely.Geometry]
    teams: Mapping[tuple[str, str], tuple[Evidence, ...]]

    def settled(self, geoid: str) -> bool:
        """Return whether the region of a county is certain on the day."""
        held = self.assessment.evidence.regions[geoid]
        return len(held) == 1 and held[0].certain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedCounty:
    """A county with its verdicts by standard, its evidence by service type, and its measures."""

    county: County
    regions: tuple[RegionMembership, ...]
    settled: bool
    findings: Mapping[str, Finding]
    teams: Mapping[str, tuple[Evidence, ...]]
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedRegion:
    """A region with the counties that are surely in it on the day, and those that may be.

    `shape` and `area` are None where no county is surely in it.
    """

    region: Region
    counties: tuple[County, ...]
    possible: tuple[County, ...]
    shape: shapely.Geometry | None
    area: Area | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reached:
    """A county that a team, line or unit reaches."""

    county: County
    evidence: Evidence
    is_unit: bool
