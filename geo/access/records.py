"""What `measure` returns, frozen; field names are the JSON keys.

Every distance is a straight line (geodesic, WGS 84) in miles of 1,609.344 m, never a drive time.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from geo.access.reach_standards import Within
from geo.access.supply_records import BedAccess, BedCount, TeamLoad
from geo.jsonable import NOT_IN_JSON

__all__ = [
    "Access",
    "Area",
    "AreaKind",
    "DemandSource",
    "Distances",
    "NeighborShare",
    "PeopleBeyond",
    "PeopleWithin",
    "Range",
    "ReachVerdict",
    "UnitShare",
    "within_limit",
]


class AreaKind(StrEnum):
    """What an area is."""

    STATE = "state"
    REGION = "region"
    COUNTY = "county"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure with every unit at its point, and its least and most with each within its radius.

    A disputed unit counts toward the fewest miles only, unless it is the only one. `low` and
    `high` hold for the demand points as they are; where a point stands for a whole county, for
    people anywhere in it. None where there is nothing to measure: no unit, or nobody.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """People's straight-line miles to a unit: mean, median, and what nine in ten stay within."""

    mean_miles: Range
    median_miles: Range
    p90_miles: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWithin:
    """People who have a unit within so many straight-line miles, and their share (0 to 1)."""

    miles: int
    people: Range
    share: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleBeyond:
    """People who live farther than so many straight-line miles, one way, and their share (0 to 1)."""

    miles: int
    people: Range
    share: Range


def within_limit(counts: Sequence[PeopleWithin], limit_miles: int) -> PeopleWithin:
    """Return the people within one of the limits that were measured."""
    return next(count for count in counts if count.miles == limit_miles)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShare:
    """A unit, and the people of the area to whom it is the nearest by the points.

    `own` is None where the county's region is not certain; `disputed` where sources contradict
    each other on whether the unit is there.
    """

    facility_id: str
    facility: str
    region: int
    own: bool | None
    disputed: bool
    people: float
    share: float
    mean_miles: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighborShare:
    """A unit of another state, and the people of the area to whom it is nearer than any of this one.

    It is not part of this state's system, and whether it takes them is not known.
    """

    unit_id: str
    unit: str
    city: str
    state: str
    people: float
    share: float
    mean_miles: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachVerdict:
    """One area against one question of the kind "within N miles, or minutes, of a unit".

    `status` allows for the units' radii and the demand points' measured error; `at_points` is
    what the points alone would say (within or beyond). `robust` when the two agree, so that the
    verdict would not change within the error. `proven` when it holds wherever in its counties
    anybody lives and wherever in its radius each unit stands. `share` is that of the people
    within the limit, and `estimate` tells that minutes were guessed from straight-line miles.
    `share_with_neighbors` takes in the units of the next states that count; no verdict rests on it.
    """

    standard: str
    title: str
    required: bool = field(metadata=NOT_IN_JSON)
    status: Within
    at_points: Within
    robust: bool
    proven: bool
    share: Range
    share_with_neighbors: Range
    required_share: float
    limit_miles: float | None
    limit_minutes: float | None
    estimate: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The measures of the state, a region or a county.

    `people` are those of the demand points; `least_miles` and `most_miles` bound everybody's
    distance to the nearest unit, wherever in the counties they live and wherever in its radius
    each unit stands. `second` is `within` for the second nearest unit (backup coverage). Figures
    are of this state's units; those `with_neighbors` take in the units of the next states that
    count, and `neighbors` are the ones among them that are nearer to somebody, with the people;
    where no unit of this state is known, nothing is said of nearer ones.
    `people_by_mile` holds at index i the people whose nearest unit is at least i and less than
    i + 1 miles away. `own` measures to the nearest unit of the region, for the `own_people` whose
    region is certain and has a unit; None without any. `own_farthest_mean_miles` is the mean to the
    farthest of the region's units, the same where it has one. `own_beyond` are those of the `own_people`
    who live farther from `own` than the limits, one way; empty without any. `people_nearer_elsewhere`
    are those among them whose nearest unit is another region's. `disputed` names the disputed units that figures
    here rest on. `rucc` is a county's Rural-Urban Continuum Code of 2023.
    """

    kind: AreaKind
    id: str
    name: str
    counties: tuple[str, ...]
    regions: tuple[int, ...]
    rucc: int | None
    people: float
    points: int
    nearest: Distances
    nearest_with_neighbors: Distances
    own: Distances | None
    own_farthest_mean_miles: Range
    own_people: float
    own_beyond: tuple[PeopleBeyond, ...]
    within: tuple[PeopleWithin, ...]
    within_with_neighbors: tuple[PeopleWithin, ...]
    second: tuple[PeopleWithin, ...]
    people_by_mile: tuple[float, ...]
    least_miles: float | None
    most_miles: float | None
    nearest_units: tuple[UnitShare, ...]
    people_nearer_elsewhere: float
    neighbors: tuple[NeighborShare, ...]
    people_nearer_to_neighbor: float | None
    disputed: tuple[str, ...]
    beds: BedCount
    bed_access: BedAccess
    teams: tuple[TeamLoad, ...]
    reach: tuple[ReachVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSource:
    """Where people were taken to live: which points, from when, and how far off they may be.

    `census_people` are those of the 2020 Census, `counties_without` names the counties in which
    these points have nobody. The errors come from comparing the points with census block groups;
    None and empty where that was not done. `error_miles` is what 95 % of counties stay within by their mean miles.
    `error_share` is the same for the share of people within a limit (by limit in miles, parts of
    1), `error_share_regions` and `error_share_state` for these. `error_of_other_units` tells that
    they were measured to other units than the data has now.
    """

    title: str
    vintage: str
    scale: str
    points: int
    people: float
    census_people: int
    counties_without: tuple[str, ...]
    sha256: str
    error_miles: float | None
    error_share: Mapping[int, float]
    error_share_regions: Mapping[int, float]
    error_share_state: Mapping[int, float]
    error_of_other_units: bool = field(default=False, metadata=NOT_IN_JSON)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Access:
    """How far the people of every county are from the units of one service type.

    `service` is None where the data has no type of unit that people are taken to; `unit` and `unit_short`
    name the type, whole and short. `not_measured` says where no unit of this state is known why, and what
    would fill it; else it is None. `neighbor_units` counts the units of the next states in the figures with
    neighbors, and `neighbor_note` says what is always said of them.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    method: str
    service: str | None
    unit: str
    unit_short: str
    not_measured: str | None
    units: int
    neighbor_units: int
    neighbor_note: str
    limits_miles: tuple[int, ...]
    demand: DemandSource
    state: Area
    regions: tuple[Area, ...]
    counties: tuple[Area, ...]

    @property
    def is_measured(self) -> bool:
        """Whether a distance is known to anybody's nearest unit, of this state or of the next ones."""
        reach = (self.state.nearest, self.state.nearest_with_neighbors)
        return any(distances.mean_miles.value is not None for distances in reach)

    def county(self, geoid: str) -> Area | None:
        """Return the measures of one county; None where nothing was measured of it."""
        return next((area for area in self.counties if area.id == geoid), None)
