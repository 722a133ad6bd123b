"""Beds and teams of an area, frozen; field names are the JSON keys."""

from dataclasses import dataclass

__all__ = ["BedAccess", "BedCount", "TeamLoad", "TeamPeople"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BedCount:
    """Beds of the area's own units: those of its region or regions.

    `low` is the least there are: units of unknown beds and disputed ones add none; None where no
    unit's beds are known. `high` is None where any unit's beds are unknown, since nothing bounds
    them. Of `units_derived` the beds would be others without figures that are derived from several
    sources. `people` are those the units are for, by which `per_100k` divides.
    """

    units: int
    units_unknown: int
    units_disputed: int
    people: int
    low: int | None
    high: int | None
    per_100k_low: float | None
    per_100k_high: float | None
    units_derived: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BedAccess:
    """Beds within reach for 100,000 people, by floating catchments (2SFCA and E2SFCA).

    The mean over the area's people; people whom no unit reaches count as 0. None where no unit is
    known on the day. `low` takes the fewest sourced beds of each unit, and none where they are
    unknown or the unit is disputed; `high` the most, and where unknown the most that any unit is
    said to have, which is an assumption. Units and people stand at their points.
    """

    limit_miles: float
    two_step_low: float | None
    two_step_high: float | None
    enhanced_low: float | None
    enhanced_high: float | None
    people_unreached: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPeople:
    """One entry of the data, mostly one team, and the people of all counties that it serves."""

    id: str
    title: str
    teams: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLoad:
    """Teams of one kind that a source names for the area, and the people they serve.

    `people` are those of all counties that these teams serve, also outside the area, each once;
    `own` has each team's own. `people_per_team` is a mean over teams that may serve very different
    numbers. Claims name no county and count nowhere: 0 teams and None mean that none is proven, not
    that none is.
    """

    service: str
    short: str
    teams: int
    people: int
    people_per_team: float | None
    own: tuple[TeamPeople, ...]
