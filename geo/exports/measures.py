"""Columns of the measures of access: miles, people within limits, beds. The unit is in the name.

Figures are those of the measures, with 6 decimals at most, which every format holds exactly.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, TypeAlias

from geo.access.records import (
    Access,
    Area,
    Distances,
    NeighborShare,
    PeopleWithin,
    ReachVerdict,
    UnitShare,
)
from geo.exports.records import ExportContext
from geo.exports.table import Columns, each, number, text, whole, yes_no

__all__ = ["MILES", "columns"]

MILES = "straight_line_miles"
"""Ends the name of every column of a distance."""
_DECIMALS = 6
_Areas: TypeAlias = "Sequence[Area | None]"
_PARTS: Final = {"": "value", "_low": "low", "_high": "high"}
"""Ends of a column's name for a figure, its least and its most."""


def columns(context: ExportContext, areas: _Areas) -> Columns:
    """Return the columns of areas' measures, None in each where there is no area.

    Counties and regions have the same columns, of the same types.
    """
    access = context.access
    return {
        "demand_people": _people(access, areas, lambda area: area.people),
        **_distances("nearest", each(areas, lambda area: area.nearest)),
        **_distances(
            "nearest_with_neighbors", each(areas, lambda area: area.nearest_with_neighbors)
        ),
        f"least_{MILES}": _figures(each(areas, lambda area: area.least_miles)),
        f"most_{MILES}": _figures(each(areas, lambda area: area.most_miles)),
        **_distances("own_region", each(areas, lambda area: area.own)),
        **_within(access, areas, "people", lambda area: area.within),
        **_within(access, areas, "people_with_neighbors", lambda area: area.within_with_neighbors),
        **_within(access, areas, "people_with_second_unit", lambda area: area.second),
        **_nearest_unit(areas),
        "own_region_people": _people(access, areas, lambda area: area.own_people),
        "people_nearer_to_unit_of_other_region": _people(access, areas, _nearer_elsewhere),
        "people_nearer_to_unit_of_other_state": _people(
            access, areas, lambda area: area.people_nearer_to_neighbor
        ),
        "nearer_units_of_other_states": text(
            each(areas, lambda area: "; ".join(_neighbor(share) for share in area.neighbors))
        ),
        **_own_beds(areas),
        **_beds_in_reach(access, areas),
        "disputed_units": text(each(areas, lambda area: "; ".join(area.disputed))),
        **_reach(access, areas, context.standard_names),
    }


def _people(access: Access, areas: _Areas, of: Callable[[Area], float | None]) -> Any:
    """Return a column of people, whole numbers where every area's figure is whole.

    A file of where people live may have parts of a person; they are kept. All areas of an export
    decide, so that its layers agree.
    """
    all_areas = each((*access.counties, *access.regions), of)
    if not all(count is None or float(count).is_integer() for count in all_areas):
        return _figures(each(areas, of))
    return whole(None if count is None else int(count) for count in each(areas, of))


def _nearer_elsewhere(area: Area) -> float | None:
    """Return whom another region's unit is nearer to; None where nobody's own region is known."""
    return area.people_nearer_elsewhere if area.own_people else None


def _figures(values: Iterable[float | None]) -> Any:
    return number(None if value is None else round(float(value), _DECIMALS) for value in values)


def _distances(to: str, distances: Sequence[Distances | None]) -> Columns:
    return {
        f"{to}_{figure}{ending}_{MILES}": _figures(
            each(distances, attrgetter(f"{figure}_miles.{part}"))
        )
        for figure in ("mean", "median", "p90")
        for ending, part in _PARTS.items()
    }


def _within(
    access: Access, areas: _Areas, who: str, of: Callable[[Area], Iterable[PeopleWithin]]
) -> Columns:
    """Return the people with a unit within each limit."""

    def count(limit: int, part: str) -> Callable[[Area], float | None]:
        return lambda area: next(
            (getattr(within.people, part) for within in of(area) if within.miles == limit), None
        )

    return {
        f"{who}{ending}_within_{limit}_{MILES}": _people(access, areas, count(limit, part))
        for limit in access.limits_miles
        for ending, part in _PARTS.items()
    }


def _nearest_unit(areas: _Areas) -> Columns:
    """Return the unit that is the nearest one to the most of an area's people."""

    def of(area: Area) -> UnitShare | None:
        shares = area.nearest_units
        return min(shares, key=lambda share: (-share.people, share.facility_id), default=None)

    shares = each(areas, of)
    return {
        "nearest_unit_id": text(each(shares, lambda share: share.facility_id)),
        "nearest_unit": text(each(shares, lambda share: share.facility)),
        "nearest_unit_is_own_region": yes_no(each(shares, lambda share: share.own)),
        "nearest_unit_share_of_people": _figures(each(shares, lambda share: share.share)),
    }


def _neighbor(share: NeighborShare) -> str:
    return f"{share.unit}, {share.city} {share.state}"


def _own_beds(areas: _Areas) -> Columns:
    """Return the beds of the area's own region; what is unknown is None, not 0."""
    beds = each(areas, lambda area: area.beds)
    # Of a region without a known unit and without known beds not even their number is known.
    units = [None if own is None or (own.low is None and not own.units) else own for own in beds]
    return {
        "own_region_units": whole(each(units, lambda own: own.units)),
        "own_region_units_with_unknown_beds": whole(each(units, lambda own: own.units_unknown)),
        "own_region_units_with_derived_beds": whole(each(units, lambda own: own.units_derived)),
        "beds_disputed_units": whole(each(units, lambda own: own.units_disputed)),
        "own_region_beds_low": whole(each(beds, lambda own: own.low)),
        "own_region_beds_high": whole(each(beds, lambda own: own.high)),
        "own_region_beds_people": whole(each(beds, lambda own: own.people)),
        "own_region_beds_per_100k_low": _figures(each(beds, lambda own: own.per_100k_low)),
        "own_region_beds_per_100k_high": _figures(each(beds, lambda own: own.per_100k_high)),
    }


def _beds_in_reach(access: Access, areas: _Areas) -> Columns:
    """Return the beds in reach for 100,000 people by floating catchments."""
    beds = each(areas, lambda area: area.bed_access)
    figures = ("two_step_low", "two_step_high", "enhanced_low", "enhanced_high")
    return {
        **{
            f"beds_in_reach_per_100k_{figure}": _figures(each(beds, attrgetter(figure)))
            for figure in figures
        },
        "people_without_unit_in_reach": _people(
            access, areas, lambda area: area.bed_access.people_unreached
        ),
    }


def _reach(access: Access, areas: _Areas, names: Mapping[str, str]) -> Columns:
    """Return the answers to "within N miles, or minutes, of a unit"; an estimate is called one."""

    def verdict(asked: ReachVerdict) -> Callable[[Area], ReachVerdict | None]:
        return lambda area: next(
            (verdict for verdict in area.reach if verdict.standard == asked.standard), None
        )

    columns: dict[str, Any] = {}
    for asked in access.state.reach:
        name = names[asked.standard]
        start = "estimated_reach" if asked.estimate else "straight_line_reach"
        verdicts = each(areas, verdict(asked))
        robust = each(verdicts, lambda verdict: verdict.robust)
        proven = each(verdicts, lambda verdict: verdict.proven)
        columns |= {
            f"{start}_{name}": text(each(verdicts, lambda verdict: verdict.status)),
            f"{start}_robust_{name}": yes_no(robust),
            f"{start}_proven_{name}": yes_no(proven),
        }
    return columns
