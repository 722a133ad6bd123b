"""Compares two sides: verdicts, providers, regions, people."""

from collections.abc import Iterable, Sequence

from geo.catalog.records import Status
from geo.diff import providers
from geo.diff.providers import Places
from geo.diff.records import (
    Changes,
    Direction,
    PeopleChange,
    ProviderChange,
    ProviderKind,
    RegionChange,
    SideHead,
    Snapshot,
    SnapshotKind,
    StandardChange,
    Verdict,
    VerdictChange,
)
from geo.jsonable import SCHEMA

__all__ = ["compare", "direction", "exit_code"]

_RANK = {Status.COVERED: 2, Status.CLAIMED: 1, Status.GAP: 0, Status.UNKNOWN: 0}


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """Return what changed from `old` to `new`; `records` says what counts as gained and lost.

    Counties, standards and service types that one side lacks are told apart and not compared.
    The totals over all standards count each county's people once.
    """
    places = Places(old, new)
    verdicts = tuple(_verdicts(old, new, places))
    regions = tuple(_regions(old, new, places))
    people = tuple(_people(old, new))
    served = providers.compare(old, new, places)
    standards = tuple(_standards(old, new, verdicts, places))
    gone, come = places.only(old, new), places.only(new, old)
    dropped = any(one.only_in == "old" for one in standards)
    losers = {one.place.geoid for one in verdicts if one.direction is Direction.LOST}
    losers |= {one.geoid for one in gone} | _left(served)
    gainers = {one.place.geoid for one in verdicts if one.direction is Direction.GAINED}
    other = [
        *(one.place for one in verdicts),
        *(one.place for one in regions),
        *(one for change in served for one in change.counties),
        *come,
    ]
    touched = losers | {one.geoid for one in other} | {one.geoid for one in people}
    return Changes(
        schema=SCHEMA,
        old=_head(old, places),
        new=_head(new, places),
        lost=bool(losers) or dropped or any(one.lost for one in served),
        people_lost=places.people(losers),
        people_gained=places.people(gainers),
        people_touched=places.people(touched),
        warnings=tuple(_warnings(old, new)),
        standards=standards,
        verdicts=verdicts,
        providers=served,
        regions=regions,
        people=people,
        counties_gone=gone,
        counties_come=come,
    )


def _left(served: Iterable[ProviderChange]) -> set[str]:
    """Return the counties that lost a service, its number, or a unit."""
    found: set[str] = set()
    for change in served:
        gone = change.no_longer if change.unit and change.kind is ProviderKind.WENT else ()
        found |= {one.geoid for one in (*change.left_without, *gone)}
    return found


def exit_code(changes: Changes) -> int:
    """Return 1 where anyone lost, see `Changes.lost`; else 0."""
    return 1 if changes.lost else 0


def direction(old: Verdict, new: Verdict) -> Direction | None:
    """Return what became of a verdict; None where it is the same."""
    if old == new:
        return None
    if _RANK[new.status] < _RANK[old.status]:
        return Direction.LOST
    gained = new.status is Status.COVERED and old.status is not Status.COVERED
    return Direction.GAINED if gained else Direction.CHANGED


def _verdicts(old: Snapshot, new: Snapshot, places: Places) -> Iterable[VerdictChange]:
    """Yield verdicts that changed, by standard in the order of the new side and then by GEOID."""
    for standard, title in new.standards.items():
        for geoid in sorted(old.counties.keys() & new.counties.keys()):
            key = (geoid, standard)
            if standard not in old.standards:
                continue
            before, now = old.verdicts[key], new.verdicts[key]
            found = direction(before, now)
            if found:
                yield VerdictChange(
                    place=places.of(geoid),
                    standard=standard,
                    title=title if title != standard else old.standards[standard],
                    direction=found,
                    old=before,
                    new=now,
                    flags_came=tuple(one for one in now.flags if one not in before.flags),
                    flags_went=tuple(one for one in before.flags if one not in now.flags),
                )


def _standards(
    old: Snapshot, new: Snapshot, verdicts: Sequence[VerdictChange], places: Places
) -> Iterable[StandardChange]:
    for standard in [*new.standards, *(one for one in old.standards if one not in new.standards)]:
        here = {
            one: [
                found.place.geoid
                for found in verdicts
                if found.standard == standard and found.direction is one
            ]
            for one in Direction
        }
        titles = [one.standards.get(standard, standard) for one in (new, old)]
        only_in = (
            "new"
            if standard not in old.standards
            else "old"
            if standard not in new.standards
            else None
        )
        yield StandardChange(
            id=standard,
            title=next((one for one in titles if one != standard), standard),
            only_in=only_in,
            gained=len(here[Direction.GAINED]),
            lost=len(here[Direction.LOST]),
            changed=len(here[Direction.CHANGED]),
            people_gained=places.people(here[Direction.GAINED]),
            people_lost=places.people(here[Direction.LOST]),
            people_changed=places.people(here[Direction.CHANGED]),
        )


def _regions(old: Snapshot, new: Snapshot, places: Places) -> Iterable[RegionChange]:
    if SnapshotKind.VERDICTS in (old.kind, new.kind):
        return
    for geoid in sorted(old.counties.keys() & new.counties.keys()):
        before, now = old.counties[geoid].region, new.counties[geoid].region
        if before != now:
            yield RegionChange(place=places.of(geoid), old=before, new=now)


def _people(old: Snapshot, new: Snapshot) -> Iterable[PeopleChange]:
    for geoid in sorted(old.counties.keys() & new.counties.keys()):
        before, now = old.counties[geoid], new.counties[geoid]
        counted = before.people is not None and now.people is not None
        if before.name != now.name or (counted and before.people != now.people):
            yield PeopleChange(
                geoid=geoid,
                old_name=before.name,
                new_name=now.name,
                old_people=before.people,
                new_people=now.people,
            )


def _head(side: Snapshot, places: Places) -> SideHead:
    own = [one.people for one in side.counties.values()]
    return SideHead(
        name=side.name,
        kind=side.kind,
        as_of=side.as_of,
        data_sha256=side.data_sha256,
        counties=len(side.counties),
        people=places.people(side.counties) if None in own else sum(filter(None, own)),
    )


def _warnings(old: Snapshot, new: Snapshot) -> Iterable[str]:
    if old.as_of != new.as_of:
        one = next((side for side in (old, new) if side.kind is not SnapshotKind.FOLDER), new)
        hint = (
            f" Give --as-of {one.as_of} to judge the folder on the other side's day."
            if SnapshotKind.FOLDER in (old.kind, new.kind) and one.kind is not SnapshotKind.FOLDER
            else ""
        )
        yield (
            f"The sides are of different days, {old.as_of} and {new.as_of}: some changes may come "
            f"from the calendar alone, such as evidence that got stale.{hint}"
        )
    for side, other in ((old, new), (new, old)):
        if side.kind is SnapshotKind.VERDICTS:
            yield f"{side.name} tells no regions: they were not compared."
            missing = sorted(other.services - side.services)
            if missing:
                kinds = ", ".join(missing)
                yield f"{side.name} tells nothing of {kinds}: their teams were not compared."
