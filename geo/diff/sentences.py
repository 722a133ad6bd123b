"""The sentences of a comparison: for the terminal and for pages."""

from collections.abc import Sequence

from geo import text
from geo.diff.records import (
    Changes,
    Direction,
    PeopleChange,
    Place,
    ProviderChange,
    ProviderKind,
    RegionChange,
    SideHead,
    SnapshotKind,
    StandardChange,
    Verdict,
    VerdictChange,
)

__all__ = [
    "OTHER_DATA",
    "SAME",
    "counties",
    "in_order",
    "people",
    "place",
    "provider",
    "region",
    "renamed",
    "side",
    "standard",
    "standard_changed",
    "summary",
    "transition",
    "verdict",
]

SAME = "Nothing changed: verdicts, numbers, units, regions and people are the same."
OTHER_DATA = (
    "Nothing that is compared changed: verdicts, numbers, units, regions and people are the same. "
    "But the data differ. Beds, distances, questions of distance, texts and sources are not compared."
)
_KINDS = {
    SnapshotKind.FOLDER: "data folder",
    SnapshotKind.EXPORT: "export",
    SnapshotKind.VERDICTS: "verdicts",
}
_NAMED_AT_MOST = 20


def side(one: SideHead) -> str:
    """Return what a side is: kind, name, day, data."""
    told = f", {people(one.people)}" if one.people is not None else ""
    return (
        f"{_KINDS[one.kind]} {one.name}, as of {one.as_of}, data {one.data_sha256[:12]}, "
        f"{text.count(one.counties, 'county', 'counties')}{told}"
    )


def people(count: int | None) -> str:
    """Return "17,889 people", or that they are not known."""
    if count is None:
        return "people not known"
    return text.count(count, "person", "people")


def counties(some: Sequence[Place]) -> str:
    """Return the names of counties; of many the number."""
    if len(some) > _NAMED_AT_MOST:
        return f"{len(some)} counties"
    return text.listing([one.county for one in some])


def in_order(changes: Sequence[VerdictChange]) -> list[tuple[Direction, list[VerdictChange]]]:
    """Return verdicts by what became of them, what was lost first."""
    order = (Direction.LOST, Direction.GAINED, Direction.CHANGED)
    groups = ((each, [one for one in changes if one.direction is each]) for each in order)
    return [(each, some) for each, some in groups if some]


def summary(changes: Changes) -> str:
    """Return in a few sentences whether anyone lost, and how many people are touched."""
    if not _any(changes):
        return SAME if changes.old.data_sha256 == changes.new.data_sha256 else OTHER_DATA
    lost = (
        f"Lost: {people(changes.people_lost)} live where a verdict, a service, its number or a unit "
        f"was lost{_dropped(changes)}."
        if changes.lost
        else "Nobody lost anything."
    )
    return (
        f"{lost} Gained: {people(changes.people_gained)} live where a verdict became covered. "
        f"Touched by any change: {people(changes.people_touched)}. Each county counts once."
    )


def _dropped(changes: Changes) -> str:
    """Return the standards that are gone, whose verdicts nobody can compare any more."""
    gone = [one.title for one in changes.standards if one.only_in == "old"]
    return f"; gone with all its verdicts: {', '.join(gone)}" if gone else ""


def _any(changes: Changes) -> bool:
    found = (changes.verdicts, changes.providers, changes.regions, changes.people)
    places = (changes.counties_gone, changes.counties_come)
    return any((*found, *places)) or any(one.only_in for one in changes.standards)


def standard(one: StandardChange) -> str:
    """Return what became of one standard's verdicts, in counties and people."""
    if one.only_in:
        return f"{one.title}: only the {one.only_in} side has this standard; nothing to compare."
    counts = (
        ("lost", one.lost, one.people_lost),
        ("gained", one.gained, one.people_gained),
        ("changed", one.changed, one.people_changed),
    )
    parts = [f"{number} {word} ({people(some)})" for word, number, some in counts if number]
    return f"{one.title}: {', '.join(parts) or 'the same'}"


def standard_changed(one: StandardChange) -> bool:
    """Return whether anything became of a standard."""
    return bool(one.only_in or one.lost or one.gained or one.changed)


def place(one: Place) -> str:
    """Return "Attala (28007), 17,889 people"."""
    return f"{one.county} ({one.geoid}), {people(one.people)}"


def region(one: RegionChange) -> str:
    """Return which region a county went from and to."""
    return f"{place(one.place)}: Region {one.old or 'none'} to Region {one.new or 'none'}"


def renamed(one: PeopleChange) -> str:
    """Return a county's new name or new count of people."""
    name = one.new_name if one.old_name == one.new_name else f"{one.old_name}, now {one.new_name}"
    return f"{name} ({one.geoid}): {people(one.old_people)} to {people(one.new_people)}"


def transition(one: VerdictChange) -> str:
    """Return "covered (listed) to claimed (claimed); flag weak came"."""
    told = [f"{verdict(one.old)} to {verdict(one.new)}"] if _visible(one) else [verdict(one.new)]
    told += [f"flag {flag} came" for flag in one.flags_came]
    told += [f"flag {flag} went" for flag in one.flags_went]
    return "; ".join(told)


def _visible(one: VerdictChange) -> bool:
    return (one.old.status, one.old.basis) != (one.new.status, one.new.basis)


def verdict(one: Verdict) -> str:
    """Return a status with its basis where that adds something: "covered (listed)"."""
    return one.status if one.basis in ("none", "claimed") else f"{one.status} ({one.basis})"


def provider(one: ProviderChange) -> str:
    """Return what became of a team, line or unit as a sentence."""
    what = "number" if one.kind is ProviderKind.NUMBER else "one"
    without = f" No other {what} is known for {counties(one.left_without)}."
    return f"{one.title} ({one.service}): {_became(one)}{without if one.left_without else ''}"


def _became(one: ProviderChange) -> str:
    touched = f"{counties(one.counties)} ({people(one.people)})"
    match one.kind:
        case ProviderKind.CAME:
            at = f" at {one.new_place}" if one.new_place else ""
            return f"came{at}, {_number(one.new_phone)}, for {touched}."
        case ProviderKind.WENT:
            at = f" from {one.old_place}" if one.old_place else ""
            return f"is gone{at}, {_number(one.old_phone)}; it was for {touched}."
        case ProviderKind.NUMBER:
            return f"{_number(one.old_phone)} before, {_number(one.new_phone)} now, for {touched}."
        case ProviderKind.MOVED:
            old, new = one.old_place or "a place not told", one.new_place or "a place not told"
            return f"moved from {old} to {new}, for {touched}."
    parts = [f"no longer for {counties(one.no_longer)}"] if one.no_longer else []
    parts += [f"newly for {counties(one.newly)}"] if one.newly else []
    return f"{', '.join(parts)} ({people(one.people)}), {_number(one.new_phone)}."


def _number(phone: str | None) -> str:
    return f"number {phone}" if phone else "no number listed"
