"""What a visitor chose on the page Distance, and the counties that it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.access import gaps as access_gaps
from geo.access.gap_records import Gaps, Order
from geo.access.records import Area
from geo.maps.classes import Family
from geo.web import address
from geo.web.snapshot import Snapshot

__all__ = ["ALL", "COUNTED", "PAGE", "TABS", "View", "choices", "view"]

PAGE: Final = "distance"
ALL: Final = "all"
COUNTED: Final = "counted"
_URBAN: Final[Mapping[str, bool | None]] = {ALL: None, "metro": True, "rural": False}
TABS: Final[Mapping[str, str]] = {
    "counties": "Counties",
    "how-far": "How far people are",
    "elsewhere": "Closer to another region's unit",
    "second": "A second unit, and beds",
}
"""Titles of the tabs by their ids in the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is chosen. `shown` are the counties that the filters leave, in the order chosen."""

    snapshot: Snapshot
    limit_miles: int
    urban: bool | None
    region: int | None
    county: str | None
    with_neighbors: bool
    is_whole_table: bool
    tab: str
    shown: Gaps

    @property
    def short(self) -> str:
        """The short name of the kind of unit, such as CSU."""
        return self.snapshot.access.unit_short

    @property
    def unit_name(self) -> str:
        """The whole name of the kind of unit."""
        return self.snapshot.access.unit

    @property
    def is_filtered(self) -> bool:
        """Whether some counties are left out."""
        return self.urban is not None or self.region is not None

    @property
    def regions(self) -> tuple[int, ...]:
        """The regions chosen; none for all."""
        return () if self.region is None else (self.region,)

    @property
    def layer(self) -> str:
        """The id of the map's layer."""
        family = Family.FAR_WITH_NEIGHBORS if self.with_neighbors else Family.FAR
        return f"{family}-{self.limit_miles}"

    @property
    def areas(self) -> dict[str, Area]:
        """Measures of the counties shown, by GEOID."""
        geoids = {row.geoid for row in self.shown.ranking}
        return {area.id: area for area in self.snapshot.access.counties if area.id in geoids}


def choices(snapshot: Snapshot) -> tuple[address.Choice, ...]:
    """Return what can be chosen, by ids."""
    limits = [str(limit) for limit in snapshot.gaps]
    usual = str(access_gaps.FAR_MILES)
    regions = {str(number) for area in snapshot.access.counties for number in area.regions}
    geoids = [county.geoid for county in snapshot.assessment.catalog.counties]
    return (
        address.Choice("within", limits, usual if usual in limits else limits[0]),
        address.Choice("counties", [*_URBAN], ALL),
        address.Choice("region", [ALL, *sorted(regions, key=int)], ALL),
        address.Choice("county", geoids, carried=True),
        address.Choice("neighbors", [COUNTED]),
        address.Choice("sort", [order.value for order in Order], Order.FAR.value),
        address.Choice("rows", ["first", ALL], "first"),
        address.Choice("tab", [*TABS], next(iter(TABS))),
    )


def view(snapshot: Snapshot, chosen: address.View) -> View:
    """Return what is chosen, with the counties that are left."""
    values = {name: value or "" for name, value in chosen.values.items()}
    limit, urban = int(values["within"]), _URBAN[values["counties"]]
    region = None if values["region"] == ALL else int(values["region"])
    with_neighbors = values["neighbors"] == COUNTED
    ordered = access_gaps.order(
        snapshot.gaps[limit], Order(values["sort"]), with_neighbors=with_neighbors
    )
    regions = () if region is None else (region,)
    return View(
        snapshot=snapshot,
        limit_miles=limit,
        urban=urban,
        region=region,
        county=chosen["county"],
        with_neighbors=with_neighbors,
        is_whole_table=values["rows"] == ALL,
        tab=values["tab"],
        shown=access_gaps.narrow(ordered, regions, urban=urban),
    )
