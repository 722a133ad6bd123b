"""Columns of the measures of access: miles, people within limits, beds. The unit is in the name.

Figures are those of the measures, with 6 decimals at most, which every format holds exactly.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias, TypeVar

from geo.access.records import (
    Access,
    Area,
    BedAccess,
    BedCount,
    Distances,
    Range,
    ReachVerdict,
    UnitShare,
    Within,
)
from geo.exports.table import Field, inside, number, text, whole, yes_no

__all__ = ["MILES", "fields"]

MILES = "straight_line_miles"
"""Ends the name of every column of a distance."""
_DECIMALS = 6
Record = TypeVar("Record")
Part: TypeAlias = Callable[[Range], "float | None"]
_PARTS: Final[Mapping[str, Part]] = {
    "": lambda one: one.value,
    "_low": lambda one: one.low,
    "_high": lambda one: one.high,
}
"""Ends of a column's name for a figure, its least and its most."""


def fields(access: Access) -> tuple[Field[Area], ...]:
    """Return the columns of an area's measures, the same for counties and regions."""
    return (
        _people(access, "demand_people", lambda one: one.people),
        *_distances("nearest", lambda one: one.nearest),
        _figure(f"least_{MILES}", lambda one: one.least_miles),
        _figure(f"most_{MILES}", lambda one: one.most_miles),
        *_distances("own_region", lambda one: one.own),
        *_within(access, "people", lambda one: one.within),
        *_within(access, "people_with_second_unit", lambda one: one.second),
        *_nearest_unit(),
        _people(access, "own_region_people", lambda one: one.own_people),
        _people(access, "people_nearer_to_unit_of_other_region", _nearer_elsewhere),
        *_own_beds(),
        *_beds_in_reach(access),
        text("disputed_units", lambda one: "; ".join(one.disputed)),
        *_reach(access),
    )


def _people(access: Access, name: str, of: Callable[[Area], float | None]) -> Field[Area]:
    """Return a column of people: of whole numbers where every area's is whole, as people are.

    A file of where people live may have parts of a person; a column of these stays as it is. All
    layers of an export have the same kind.
    """
    counts = [of(one) for one in (*access.counties, *access.regions)]
    if not all(one is None or float(one).is_integer() for one in counts):
        return _figure(name, of)

    def cell(area: Area) -> int | None:
        count = of(area)
        return None if count is None else int(count)

    return whole(name, cell)


def _nearer_elsewhere(area: Area) -> float | None:
    """Return whom another region's unit is nearer to; None where nobody's own region is known."""
    return area.people_nearer_elsewhere if area.own_people else None


def _figure(name: str, of: Callable[[Record], float | None]) -> Field[Record]:
    def cell(record: Record) -> float | None:
        value = of(record)
        return None if value is None else round(float(value), _DECIMALS)

    return number(name, cell)


def _range(name: Callable[[str], str], of: Callable[[Record], Range]) -> list[Field[Record]]:
    """Return the columns of a figure and of its least and most."""

    def cell(part: Part) -> Callable[[Record], float | None]:
        return lambda one: part(of(one))

    return [_figure(name(named), cell(part)) for named, part in _PARTS.items()]


def _distances(to: str, of: Callable[[Area], Distances | None]) -> list[Field[Area]]:
    def name(figure: str) -> Callable[[str], str]:
        return lambda part: f"{to}_{figure}{part}_{MILES}"

    figures: list[Field[Distances]] = [
        *_range(name("mean"), lambda one: one.mean_miles),
        *_range(name("median"), lambda one: one.median_miles),
        *_range(name("p90"), lambda one: one.p90_miles),
    ]
    return [inside(one, of) for one in figures]


def _within(access: Access, who: str, of: Callable[[Area], Iterable[Within]]) -> list[Field[Area]]:
    """Return the people with a unit within each limit."""

    def at(limit: int) -> Callable[[Area], Within | None]:
        return lambda area: next((one for one in of(area) if one.miles == limit), None)

    def cell(limit: int, part: Part) -> Callable[[Area], float | None]:
        def figure(area: Area) -> float | None:
            found = at(limit)(area)
            return None if found is None else part(found.people)

        return figure

    return [
        _people(access, f"{who}{named}_within_{limit}_{MILES}", cell(limit, part))
        for limit in access.limits_miles
        for named, part in _PARTS.items()
    ]


def _nearest_unit() -> list[Field[Area]]:
    """Return the unit that is the nearest one to the most of an area's people."""

    def of(area: Area) -> UnitShare | None:
        return min(area.nearest_units, key=lambda one: (-one.people, one.facility_id), default=None)

    unit: list[Field[UnitShare]] = [
        text("nearest_unit_id", lambda one: one.facility_id),
        text("nearest_unit", lambda one: one.facility),
        yes_no("nearest_unit_is_own_region", lambda one: one.own),
        _figure("nearest_unit_share_of_people", lambda one: one.share),
    ]
    return [inside(one, of) for one in unit]


def _own_beds() -> list[Field[Area]]:
    """Return the beds of the area's own region; what is unknown is None, not 0."""
    beds: list[Field[BedCount]] = [
        whole("own_region_units", lambda one: _if_known(one, one.units)),
        whole("own_region_units_with_unknown_beds", lambda one: _if_known(one, one.units_unknown)),
        whole("beds_disputed_units", lambda one: _if_known(one, one.units_disputed)),
        whole("own_region_beds_low", lambda one: one.low),
        whole("own_region_beds_high", lambda one: one.high),
        whole("own_region_beds_people", lambda one: one.people),
        _figure("own_region_beds_per_100k_low", lambda one: one.per_100k_low),
        _figure("own_region_beds_per_100k_high", lambda one: one.per_100k_high),
    ]
    return [inside(one, lambda area: area.beds) for one in beds]


def _if_known(beds: BedCount, count: int) -> int | None:
    """Return a count of units; None where not even their number is known."""
    return None if beds.low is None and not beds.units else count


def _beds_in_reach(access: Access) -> list[Field[Area]]:
    """Return the beds in reach for 100,000 people by floating catchments."""
    start = "beds_in_reach_per_100k"
    beds: list[Field[BedAccess]] = [
        _figure(f"{start}_two_step_low", lambda one: one.two_step_low),
        _figure(f"{start}_two_step_high", lambda one: one.two_step_high),
        _figure(f"{start}_enhanced_low", lambda one: one.enhanced_low),
        _figure(f"{start}_enhanced_high", lambda one: one.enhanced_high),
    ]
    return [
        *(inside(one, lambda area: area.bed_access) for one in beds),
        _people(
            access, "people_without_unit_in_reach", lambda one: one.bed_access.people_unreached
        ),
    ]


def _reach(access: Access) -> list[Field[Area]]:
    """Return the answers to "within N miles, or minutes, of a unit"; an estimate is called one."""

    def of(standard: str) -> Callable[[Area], ReachVerdict | None]:
        return lambda area: next((one for one in area.reach if one.standard == standard), None)

    def cells(asked: ReachVerdict) -> list[Field[Area]]:
        start = "estimated_reach" if asked.estimate else "straight_line_reach"
        verdict: list[Field[ReachVerdict]] = [
            text(f"{start}_{asked.standard}", lambda one: one.status),
            yes_no(f"{start}_robust_{asked.standard}", lambda one: one.robust),
            yes_no(f"{start}_proven_{asked.standard}", lambda one: one.proven),
        ]
        return [inside(one, of(asked.standard)) for one in verdict]

    return [field for asked in access.state.reach for field in cells(asked)]
