"""Two states of the data, and what changed between them, frozen; names are the JSON keys."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.catalog.records import Basis, Flag, Status

__all__ = [
    "Changes",
    "CountyRow",
    "Direction",
    "PeopleChange",
    "Place",
    "Provider",
    "ProviderChange",
    "ProviderKind",
    "RegionChange",
    "SideHead",
    "Snapshot",
    "SnapshotKind",
    "StandardChange",
    "Verdict",
    "VerdictChange",
]


class SnapshotKind(StrEnum):
    """What a side was read from."""

    FOLDER = "folder"
    EXPORT = "export"
    VERDICTS = "verdicts"


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
class Verdict:
    """A verdict without what it rests on."""

    status: Status
    basis: Basis
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRow:
    """A county of one side; `people` or `region` is None where the side does not tell."""

    geoid: str
    name: str
    people: int | None
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A team, line or unit of one side, and the basis on which it reaches each county, by GEOID.

    `unit` is None where the side does not tell units that people go to from teams; `city`, `lon`
    and `lat` (degrees) are None where it does not tell where a unit stands.
    """

    service: str
    id: str
    title: str
    unit: bool | None
    phone: str | None
    reach: Mapping[str, Basis]
    city: str | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """One state of the data on one day.

    `standards` gives titles by id, or ids where the side tells no title. `verdicts` is by GEOID and
    standard, `providers` by service type and id, and `services` names the types it tells of.
    """

    name: str
    kind: SnapshotKind
    as_of: dt.date
    data_sha256: str
    counties: Mapping[str, CountyRow]
    standards: Mapping[str, str]
    verdicts: Mapping[tuple[str, str], Verdict]
    services: frozenset[str]
    providers: Mapping[tuple[str, str], Provider]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideHead:
    """What a side is, of which day and data; `people` is None where it does not tell."""

    name: str
    kind: SnapshotKind
    as_of: dt.date
    data_sha256: str
    counties: int
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A county that a change touches; `people` is None where neither side tells."""

    geoid: str
    county: str
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A county's verdict on one standard, before and now."""

    place: Place
    standard: str
    title: str
    direction: Direction
    old: Verdict
    new: Verdict
    flags_came: tuple[Flag, ...]
    flags_went: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionChange:
    """A county whose region changed; "1 or 6" while a move was not certain."""

    place: Place
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
    and did not. `left_without` are counties that no team or unit of this type reaches any more, or
    that lost the number of the only ones; `lost` where there are such, or where a unit went.
    """

    kind: ProviderKind
    service: str
    id: str
    title: str
    unit: bool | None
    old_phone: str | None
    new_phone: str | None
    old_place: str | None
    new_place: str | None
    no_longer: tuple[Place, ...]
    newly: tuple[Place, ...]
    left_without: tuple[Place, ...]
    lost: bool
    counties: tuple[Place, ...]
    people: int | None


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
    """All that changed from `old` to `new`.

    `lost` is whether anyone lost: a verdict, a service, a unit, or a county or standard that the
    new side lacks. The three counts of people have each county once, however much changed there:
    those that lost something, those that gained a verdict, and those touched by any change.
    """

    schema: int
    old: SideHead
    new: SideHead
    lost: bool
    people_lost: int | None
    people_gained: int | None
    people_touched: int | None
    warnings: tuple[str, ...]
    standards: tuple[StandardChange, ...]
    verdicts: tuple[VerdictChange, ...]
    providers: tuple[ProviderChange, ...]
    regions: tuple[RegionChange, ...]
    people: tuple[PeopleChange, ...]
    counties_gone: tuple[Place, ...]
    counties_come: tuple[Place, ...]
