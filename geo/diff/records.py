"""What changed between two states of the data, frozen; names are the JSON keys."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from geo.catalog.records import Flag
from geo.diff.snapshot import Near, SnapshotKind, Verdict

__all__ = [
    "Changes",
    "CoverLoss",
    "Direction",
    "LostCover",
    "NumberChange",
    "PeopleChange",
    "ProviderChange",
    "ProviderKind",
    "RegionChange",
    "SnapshotHead",
    "StandardChange",
    "TouchedCounty",
    "VerdictChange",
]


class Direction(StrEnum):
    """What became of a verdict.

    Gained: covered now and not before. Lost: covered before and not now, or claimed before and a
    gap or unknown now. Changed: anything else, such as another basis or flag, or a new claim,
    which proves nothing.
    """

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


class ProviderKind(StrEnum):
    """What became of a team, line or unit."""

    CAME = "came"
    WENT = "went"
    NUMBER = "number"
    MOVED = "moved"
    REACH = "reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotHead:
    """What a snapshot is, of which day and data; `people` and `near` are None where it does not tell."""

    name: str
    kind: SnapshotKind
    as_of: dt.date
    data_sha256: str
    counties: int
    people: int | None
    near: Near | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedCounty:
    """A county that a change touches; `people` is None where neither snapshot tells."""

    geoid: str
    county: str
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A county's verdict on one standard, before and now; a `distance_test` has labels of its own."""

    place: TouchedCounty
    standard: str
    title: str
    distance_test: bool
    direction: Direction
    old: Verdict
    new: Verdict
    flags_came: tuple[Flag, ...]
    flags_went: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionChange:
    """A county whose region changed; "1 or 6" while a move was not certain."""

    place: TouchedCounty
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChange:
    """A county whose count of people, or name, is another one now."""

    geoid: str
    old_name: str
    new_name: str
    old_people: int | None
    new_people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChange:
    """What became of a team, line or unit, and the `counties` that it touches, with their people.

    `no_longer` are the counties it reached and does not reach now, `newly` those it reaches now
    and did not. `service_title` is the name of its type, or its id where neither side has a name.
    `left_without` are counties that no team or unit of this type reaches any more, or
    that lost the number of the only ones; `lost` where there are such, or where a unit went.
    """

    kind: ProviderKind
    service: str
    service_title: str
    id: str
    title: str
    unit: bool | None
    old_phone: str | None
    new_phone: str | None
    old_place: str | None
    new_place: str | None
    no_longer: tuple[TouchedCounty, ...]
    newly: tuple[TouchedCounty, ...]
    left_without: tuple[TouchedCounty, ...]
    lost: bool
    counties: tuple[TouchedCounty, ...]
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChange:
    """A number that rules give to everybody: `old_phone` or `new_phone` is None where it came or went."""

    id: str
    title: str
    old_phone: str | None
    new_phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardChange:
    """Counties and people by what became of them under one standard.

    `only_in` is "old" or "new" where the other side lacks the standard, else None; then nothing is
    compared. People are None where one county's are not known.
    """

    id: str
    title: str
    only_in: str | None
    gained: int
    lost: int
    changed: int
    people_gained: int | None
    people_lost: int | None
    people_changed: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """All that changed from `old` to `new`; `statewide` are the numbers that rules give to everybody.

    `lost` is whether anyone lost: a verdict, a service, a unit, or a county, standard or
    number for everybody that the new side lacks. The three counts of people have each county once,
    however much changed there: those that lost something, those that gained a verdict, and those touched by any change.
    """

    schema: int
    old: SnapshotHead
    new: SnapshotHead
    lost: bool
    people_lost: int | None
    people_gained: int | None
    people_touched: int | None
    warnings: tuple[str, ...]
    standards: tuple[StandardChange, ...]
    verdicts: tuple[VerdictChange, ...]
    providers: tuple[ProviderChange, ...]
    statewide: tuple[NumberChange, ...]
    regions: tuple[RegionChange, ...]
    people: tuple[PeopleChange, ...]
    counties_gone: tuple[TouchedCounty, ...]
    counties_come: tuple[TouchedCounty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLoss:
    """A county that was covered on one standard and is not now.

    `new` is None where the new side lacks the county or the standard: that is no proof of coverage.
    """

    place: TouchedCounty
    standard: str
    title: str
    distance_test: bool
    old: Verdict
    new: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LostCover:
    """All coverage that was lost from `old` to `new`, on required standards and others.

    `counties` and `people` have each county once; people are None where one county's are not known.
    """

    old: SnapshotHead
    new: SnapshotHead
    counties: int
    people: int | None
    warnings: tuple[str, ...]
    losses: tuple[CoverLoss, ...]
