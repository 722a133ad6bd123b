"""What every layer is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd

from geo.access.records import Access
from geo.catalog.records import Catalog, Operator
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence, OtherNumber
from geo.exports.table import each, names_of

__all__ = ["ExportContext", "other_phones"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportContext:
    """All that an export is made from, looked up once.

    `counties` is the frame that `access.frames.counties` joins, with the full shapes; `serving` is
    the evidence by service type and GEOID.
    """

    assessment: Assessment
    access: Access
    counties: gpd.GeoDataFrame
    serving: Mapping[tuple[str, str], tuple[Evidence, ...]]

    @property
    def catalog(self) -> Catalog:
        """Return the data that the assessment is of."""
        return self.assessment.catalog

    @property
    def standard_names(self) -> Mapping[str, str]:
        """Return by the id of a standard what stands for it in names of columns."""
        return names_of(standard.id for standard in self.assessment.standards)

    @property
    def type_names(self) -> Mapping[str, str]:
        """Return by the id of a service type what stands for it in names of columns."""
        return names_of(kind.id for kind in self.catalog.services.judged_types())

    def operators(self, ids: Iterable[str | None]) -> list[Operator | None]:
        """Return the operator of each id; None for None."""
        operators = {operator.id: operator for operator in self.catalog.services.operators}
        return each(ids, operators.__getitem__)

    def regions(self, geoid: str) -> list[int]:
        """Return the regions that a county is, or may be, in on the day."""
        return [membership.region for membership in self.assessment.evidence.regions[geoid]]

    def is_settled(self, geoid: str) -> bool:
        """Return whether the region of a county is certain on the day."""
        memberships = self.assessment.evidence.regions[geoid]
        return len(memberships) == 1 and memberships[0].certain


def other_phones(others: Iterable[OtherNumber]) -> str:
    """Return the numbers that other sources give for a team or unit, each with its source; "" for none."""
    return "; ".join(f"{other.phone} ({other.source})" for other in others)
