"""One state of the data on one day, frozen."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from geo.catalog.records import Basis, Flag, Status
from geo.errors import Problem

__all__ = ["CountyRow", "Near", "Provider", "Snapshot", "SnapshotKind", "Verdict", "by_type_and_id"]


class SnapshotKind(StrEnum):
    """What a snapshot was read from."""

    FOLDER = "folder"
    EXPORT = "export"
    VERDICTS = "verdicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A verdict without the evidence that it rests on."""

    status: Status
    basis: Basis
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How many people live within so many straight-line miles of a unit, with the least and the most."""

    limit_miles: int
    people: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRow:
    """A county of a snapshot; `people` or `region` is None where the snapshot does not tell."""

    geoid: str
    name: str
    people: int | None
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A team, line or unit, and the basis on which it reaches each county, by GEOID.

    `unit` is None where the snapshot does not tell units that people go to from teams; `city`,
    `lon` and `lat` (degrees) are None where it does not tell where a unit stands.
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

    `standards` gives titles by id, or ids where the snapshot has no titles. `verdicts` is by GEOID
    and standard, `providers` by service type and id, and `services` names the types it tells of.
    `statewide` gives title and telephone number of what rules give to everybody, by id; None where
    the snapshot does not tell.
    `distance_tests` are the ids of standards that are evaluated within a distance, as far as the
    snapshot tells; `near` is how many people live within the far limit of a unit, None where it does
    not tell.
    `service_titles` names the types of `services` by id, as far as the snapshot has names.
    `warnings` are those of a folder's data.
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
    statewide: Mapping[str, tuple[str, str]] | None = None
    distance_tests: frozenset[str] = frozenset()
    near: Near | None = None
    service_titles: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    def numbers(self) -> frozenset[str]:
        """Return every telephone number that the snapshot tells: of providers and for everybody."""
        own = {provider.phone for provider in self.providers.values() if provider.phone}
        return frozenset(own.union(phone for _, phone in (self.statewide or {}).values()))


def by_type_and_id(entries: Iterable[Provider]) -> dict[tuple[str, str], Provider]:
    """Return providers, each of which has an entry for every county that it reaches.

    Of two entries for one county the first gives the basis.
    """
    providers: dict[tuple[str, str], Provider] = {}
    reach: dict[tuple[str, str], dict[str, Basis]] = {}
    for entry in entries:
        key = (entry.service, entry.id)
        providers.setdefault(key, entry)
        for geoid, basis in entry.reach.items():
            reach.setdefault(key, {}).setdefault(geoid, basis)
    return {key: replace(entry, reach=reach[key]) for key, entry in providers.items()}
