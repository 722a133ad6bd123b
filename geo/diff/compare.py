"""Compares two snapshots: verdicts, providers, regions, people."""

from collections.abc import Iterable, Sequence

from geo import text
from geo.catalog.records import Status
from geo.diff import providers
from geo.diff.providers import Counties
from geo.diff.records import (
    Changes,
    CoverLoss,
    Direction,
    LostCover,
    NumberChange,
    PeopleChange,
    ProviderChange,
    ProviderKind,
    RegionChange,
    SnapshotHead,
    StandardChange,
    VerdictChange,
)
from geo.diff.snapshot import Snapshot, SnapshotKind, Verdict
from geo.jsonable import SCHEMA

__all__ = ["compare", "direction", "exit_code", "lost_cover"]

_RANK = {Status.COVERED: 2, Status.CLAIMED: 1, Status.GAP: 0, Status.UNKNOWN: 0}


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """Return what changed from `old` to `new`; `records` says what counts as gained and lost.

    Counties, standards and service types that one snapshot lacks are told apart and not compared.
    The totals over all standards count each county's people once.
    """
    counties = Counties(old, new)
    verdicts = tuple(_verdicts(old, new, counties))
    regions = tuple(_regions(old, new, counties))
    people = tuple(_people(old, new))
    served = providers.compare(old, new, counties)
    numbers = tuple(_statewide(old, new))
    silent = any(change.new_phone is None for change in numbers)
    standards = tuple(_standards(old, new, verdicts, counties))
    gone, come = counties.only(old, new), counties.only(new, old)
    dropped = any(standard.only_in == "old" for standard in standards)
    losers = _geoids(verdicts, Direction.LOST) | {county.geoid for county in gone} | _left(served)
    losers |= new.counties.keys() if silent else set()
    touched = {change.place.geoid for change in verdicts}
    touched |= {change.place.geoid for change in regions}
    touched |= {change.geoid for change in people}
    touched |= {county.geoid for change in served for county in change.counties}
    touched |= {county.geoid for county in come}
    return Changes(
        schema=SCHEMA,
        old=_head(old, counties),
        new=_head(new, counties),
        lost=bool(losers) or dropped or any(change.lost for change in served),
        people_lost=counties.people(losers),
        people_gained=counties.people(_geoids(verdicts, Direction.GAINED)),
        people_touched=counties.people(losers | touched),
        warnings=tuple(_warnings(old, new)),
        standards=standards,
        verdicts=verdicts,
        providers=served,
        statewide=numbers,
        regions=regions,
        people=people,
        counties_gone=gone,
        counties_come=come,
    )


def lost_cover(old: Snapshot, new: Snapshot) -> LostCover:
    """Return who was covered in `old` and is not in `new`, by standard and then by GEOID.

    What a snapshot does not tell proves nothing: whoever takes a county or a standard out loses
    what was covered there.
    """
    counties = Counties(old, new)
    order = {standard: place for place, standard in enumerate((*new.standards, *old.standards))}
    losses = [
        CoverLoss(
            place=counties.of(geoid),
            standard=standard,
            title=_title(standard, old, new),
            distance_test=standard in old.distance_tests | new.distance_tests,
            old=before,
            new=new.verdicts.get((geoid, standard)),
        )
        for (geoid, standard), before in old.verdicts.items()
        if before.status is Status.COVERED and not _is_covered(new, geoid, standard)
    ]
    geoids = {loss.place.geoid for loss in losses}
    return LostCover(
        old=_head(old, counties),
        new=_head(new, counties),
        counties=len(geoids),
        people=counties.people(geoids),
        warnings=tuple(_other_day(old, new)),
        losses=tuple(sorted(losses, key=lambda loss: (order[loss.standard], loss.place.geoid))),
    )


def _is_covered(snapshot: Snapshot, geoid: str, standard: str) -> bool:
    found = snapshot.verdicts.get((geoid, standard))
    return found is not None and found.status is Status.COVERED


def _geoids(verdicts: Iterable[VerdictChange], direction: Direction) -> set[str]:
    return {change.place.geoid for change in verdicts if change.direction is direction}


def _left(served: Iterable[ProviderChange]) -> set[str]:
    """Return the counties that lost a service, its number, or a unit."""
    geoids: set[str] = set()
    for change in served:
        gone = change.no_longer if change.unit and change.kind is ProviderKind.WENT else ()
        geoids |= {county.geoid for county in (*change.left_without, *gone)}
    return geoids


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


def _shared(old: Snapshot, new: Snapshot) -> list[str]:
    """Return the GEOIDs of the counties that both snapshots have, in order."""
    return sorted(old.counties.keys() & new.counties.keys())


def _verdicts(old: Snapshot, new: Snapshot, counties: Counties) -> Iterable[VerdictChange]:
    """Yield verdicts that changed, by standard in the order of the new snapshot, then by GEOID."""
    for standard in new.standards:
        if standard not in old.standards:
            continue
        for geoid in _shared(old, new):
            before, now = old.verdicts[geoid, standard], new.verdicts[geoid, standard]
            became = direction(before, now)
            if became:
                yield VerdictChange(
                    place=counties.of(geoid),
                    standard=standard,
                    title=_title(standard, old, new),
                    distance_test=standard in old.distance_tests | new.distance_tests,
                    direction=became,
                    old=before,
                    new=now,
                    flags_came=tuple(flag for flag in now.flags if flag not in before.flags),
                    flags_went=tuple(flag for flag in before.flags if flag not in now.flags),
                )


def _title(standard: str, old: Snapshot, new: Snapshot) -> str:
    """Return the title of a standard, as the new snapshot has it before the old; else its id."""
    titles = [snapshot.standards.get(standard, standard) for snapshot in (new, old)]
    return next((title for title in titles if title != standard), standard)


def _standards(
    old: Snapshot, new: Snapshot, verdicts: Sequence[VerdictChange], counties: Counties
) -> Iterable[StandardChange]:
    for standard in dict.fromkeys((*new.standards, *old.standards)):
        changes = [change for change in verdicts if change.standard == standard]
        gained, lost, changed = (
            _geoids(changes, way) for way in (Direction.GAINED, Direction.LOST, Direction.CHANGED)
        )
        in_both = standard in old.standards and standard in new.standards
        only_in = None if in_both else "old" if standard in old.standards else "new"
        yield StandardChange(
            id=standard,
            title=_title(standard, old, new),
            only_in=only_in,
            gained=len(gained),
            lost=len(lost),
            changed=len(changed),
            people_gained=counties.people(gained),
            people_lost=counties.people(lost),
            people_changed=counties.people(changed),
        )


def _statewide(old: Snapshot, new: Snapshot) -> Iterable[NumberChange]:
    """Yield the numbers for everybody that came, went or changed, where both sides tell of them.

    One that a team or line of the other side has is there, however that side holds it.
    """
    if old.statewide is None or new.statewide is None:
        return
    for name in dict.fromkeys((*new.statewide, *old.statewide)):
        before, now = old.statewide.get(name), new.statewide.get(name)
        phones = tuple(side[1] if side else None for side in (before, now))
        elsewhere = new if now is None else old if before is None else None
        held = elsewhere and (phones[0] or phones[1]) in elsewhere.numbers()
        if phones[0] != phones[1] and not held:
            title = (now or before or ("", ""))[0]
            yield NumberChange(id=name, title=title, old_phone=phones[0], new_phone=phones[1])


def _regions(old: Snapshot, new: Snapshot, counties: Counties) -> Iterable[RegionChange]:
    if SnapshotKind.VERDICTS in (old.kind, new.kind):
        return
    for geoid in _shared(old, new):
        before, now = old.counties[geoid].region, new.counties[geoid].region
        if before != now:
            yield RegionChange(place=counties.of(geoid), old=before, new=now)


def _people(old: Snapshot, new: Snapshot) -> Iterable[PeopleChange]:
    for geoid in _shared(old, new):
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


def _head(snapshot: Snapshot, counties: Counties) -> SnapshotHead:
    own = [county.people for county in snapshot.counties.values()]
    return SnapshotHead(
        name=snapshot.name,
        kind=snapshot.kind,
        as_of=snapshot.as_of,
        data_sha256=snapshot.data_sha256,
        counties=len(snapshot.counties),
        people=counties.people(snapshot.counties) if None in own else sum(filter(None, own)),
        near=snapshot.near,
    )


def _other_day(old: Snapshot, new: Snapshot) -> Iterable[str]:
    if old.as_of != new.as_of:
        files = [state for state in (old, new) if state.kind is not SnapshotKind.FOLDER]
        hint = (
            f" Give --as-of {files[0].as_of} to judge the folder on the other side's day."
            if len(files) == 1
            else ""
        )
        yield (
            f"The sides are of different days, {_day(old)} and {_day(new)}. Some changes may come from "
            f"the calendar alone, such as sources that passed their age limit.{hint}"
        )


def _day(snapshot: Snapshot) -> str:
    return text.date(snapshot.as_of.isoformat())


def _warnings(old: Snapshot, new: Snapshot) -> Iterable[str]:
    yield from _other_day(old, new)
    if old.statewide is None and new.statewide is None:
        yield "Neither side has the numbers for everybody, so they were not compared."
    for snapshot, other in ((old, new), (new, old)):
        if snapshot.statewide is None and other.statewide:
            yield f"{snapshot.name} lacks the numbers for everybody, so they were not compared."
        if snapshot.kind is SnapshotKind.VERDICTS:
            yield f"{snapshot.name} has no regions, so they were not compared."
            missing = sorted(other.services - snapshot.services)
            if missing:
                kinds = ", ".join(missing)
                yield f"{snapshot.name} has nothing on {kinds}, so their teams were not compared."
