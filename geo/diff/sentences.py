"""The sentences of a comparison: for the terminal and for pages."""

from collections.abc import Sequence

from geo import text
from geo.catalog.records import Basis, Evaluation
from geo.coverage import sentences as coverage
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
    TouchedCounty,
    VerdictChange,
)
from geo.diff.snapshot import Near, SnapshotKind, Verdict

__all__ = [
    "OTHER_DATA",
    "SAME",
    "counties",
    "in_order",
    "loss",
    "lost_cover",
    "near",
    "number",
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
    "Nothing that we compare changed: verdicts, numbers, units, regions and people are the same. "
    "But the data differ. We do not compare beds, texts and sources."
)
_KINDS = {
    SnapshotKind.FOLDER: "data folder",
    SnapshotKind.EXPORT: "export",
    SnapshotKind.VERDICTS: "verdicts",
}
_NAMED_AT_MOST = 20


def side(snapshot: SnapshotHead) -> str:
    """Return what a snapshot is: kind, name, day, data."""
    counted = f", {people(snapshot.people)}" if snapshot.people is not None else ""
    return (
        f"{_KINDS[snapshot.kind]} {snapshot.name}, as of {text.date(snapshot.as_of.isoformat())}, "
        f"data {snapshot.data_sha256[:12]}, "
        f"{text.count(snapshot.counties, 'county', 'counties')}{counted}"
    )


def people(count: int | None) -> str:
    """Return "17,889 people", or that they are not known."""
    if count is None:
        return "people not known"
    return text.count(count, "person", "people")


def counties(touched: Sequence[TouchedCounty]) -> str:
    """Return the names of counties; of many the number."""
    if len(touched) > _NAMED_AT_MOST:
        return f"{len(touched)} counties"
    return text.listing([county.county for county in touched])


def in_order(changes: Sequence[VerdictChange]) -> list[tuple[Direction, list[VerdictChange]]]:
    """Return verdicts by what became of them, what was lost first."""
    order = (Direction.LOST, Direction.GAINED, Direction.CHANGED)
    groups = ((way, [change for change in changes if change.direction is way]) for way in order)
    return [(way, group) for way, group in groups if group]


def summary(changes: Changes) -> str:
    """Return in a few sentences whether anyone lost, and how many people are touched."""
    if not _any(changes):
        return SAME if changes.old.data_sha256 == changes.new.data_sha256 else OTHER_DATA
    lost = (
        f"{_live(changes.people_lost)} live where a verdict, a service, its number or a unit was "
        f"lost{_dropped(changes)}."
        if changes.lost
        else "No one lost coverage."
    )
    return (
        f"{lost} {_live(changes.people_gained)} live where a service became covered. "
        f"{_live(changes.people_touched)} live in counties with any change."
    )


def _live(number: int | None) -> str:
    return "An unknown number of people" if number is None else people(number)


def lost_cover(lost: LostCover) -> str:
    """Return in a sentence whether any county lost coverage since an earlier state."""
    since = f"since {side(lost.old)}"
    if not lost.losses:
        return f"No county lost coverage {since}."
    who = text.count(lost.counties, "county", "counties")
    return f"{who} ({people(lost.people)}) lost coverage {since}."


def loss(change: CoverLoss) -> str:
    """Return what one county lost: standard, before and now."""
    old, new = (
        state and verdict(state, distance_test=change.distance_test)
        for state in (change.old, change.new)
    )
    now = f"{new} now" if new else "now the county or the standard is gone"
    return f"{place(change.place)}, {change.title}: {old} before, {now}"


def _dropped(changes: Changes) -> str:
    """Return the standards that are gone, whose verdicts nobody can compare any more."""
    gone = [change.title for change in changes.standards if change.only_in == "old"]
    return f"; gone with all its verdicts: {', '.join(gone)}" if gone else ""


def _any(changes: Changes) -> bool:
    lists = (
        *(changes.verdicts, changes.providers, changes.statewide, changes.regions, changes.people),
        *(changes.counties_gone, changes.counties_come),
    )
    return any(lists) or any(change.only_in for change in changes.standards)


def standard(change: StandardChange) -> str:
    """Return what became of one standard's verdicts, in counties and people."""
    if change.only_in:
        return f"{change.title}: only the {change.only_in} side has this standard, so it was not compared."
    counts = (
        ("lost", change.lost, change.people_lost),
        ("gained", change.gained, change.people_gained),
        ("changed", change.changed, change.people_changed),
    )
    parts = [f"{number} {word} ({people(touched)})" for word, number, touched in counts if number]
    return f"{change.title}: {', '.join(parts) or 'the same'}"


def standard_changed(change: StandardChange) -> bool:
    """Return whether anything became of a standard."""
    return bool(change.only_in or change.lost or change.gained or change.changed)


def place(county: TouchedCounty) -> str:
    """Return "Attala (28007), 17,889 people"."""
    return f"{county.county} ({county.geoid}), {people(county.people)}"


def region(change: RegionChange) -> str:
    """Return which region a county went from and to."""
    return f"{place(change.place)}: Region {change.old or 'none'} to Region {change.new or 'none'}"


def renamed(change: PeopleChange) -> str:
    """Return a county's new name or new count of people."""
    old, new = change.old_name, change.new_name
    name = new if old == new else f"{old}, now {new}"
    return f"{name} ({change.geoid}): {people(change.old_people)} to {people(change.new_people)}"


def transition(change: VerdictChange) -> str:
    """Return "Covered (by name) to Claimed only; now marked region inferred"."""
    before, now = change.old, change.new
    old, new = (verdict(state, distance_test=change.distance_test) for state in (before, now))
    same = (before.status, before.basis) == (now.status, now.basis)
    parts = [new if same else f"{old} to {new}"]
    parts += [f"now marked {flag.label}" for flag in change.flags_came]
    parts += [f"no longer marked {flag.label}" for flag in change.flags_went]
    return "; ".join(parts)


def verdict(state: Verdict, *, distance_test: bool) -> str:
    """Return a status's label with its basis where that adds something: "Covered (by name)"."""
    if distance_test:
        return coverage.meaning(Evaluation.WITHIN, state.status).label
    label, plain = state.status.label, state.basis in (Basis.NONE, Basis.CLAIMED)
    return label if plain else f"{label} ({coverage.BASIS[state.basis]})"


def near(changes: Changes) -> str:
    """Return how many people live within the far limit of a unit, before and now; "" if nobody tells."""
    told = changes.new.near or changes.old.near
    if told is None:
        return ""
    before, now = (_near(side.near) for side in (changes.old, changes.new))
    return f"People within {told.limit_miles} straight-line miles of a unit: {before} before, {now} now."


def _near(found: Near | None) -> str:
    if found is None:
        return "not known"
    exact = found.low == found.people == found.high
    return f"{found.people:,}" if exact else f"{found.people:,} ({found.low:,} to {found.high:,})"


def provider(change: ProviderChange) -> str:
    """Return what became of a team, line or unit as a sentence."""
    what = "number" if change.kind is ProviderKind.NUMBER else "one"
    without = f" No other {what} is known for {counties(change.left_without)}."
    became = f"{change.title} ({change.service_title}): {_became(change)}"
    return f"{became}{without if change.left_without else ''}"


def number(change: NumberChange) -> str:
    """Return what became of a number for everybody."""
    if change.old_phone and change.new_phone:
        return f"{change.title}: {change.old_phone} before, {change.new_phone} now."
    if change.new_phone:
        return f"{change.title}: came, number {change.new_phone}."
    return f"{change.title}: number {change.old_phone} is gone."


def _became(change: ProviderChange) -> str:
    touched = f"{counties(change.counties)} ({people(change.people)})"
    before, now = _number(change.old_phone), _number(change.new_phone)
    match change.kind:
        case ProviderKind.CAME:
            at = f" at {change.new_place}" if change.new_place else ""
            return f"came{at}, {now}, for {touched}."
        case ProviderKind.WENT:
            at = f" from {change.old_place}" if change.old_place else ""
            return f"is gone{at}, {before}; it was for {touched}."
        case ProviderKind.NUMBER:
            return f"{before} before, {now} now, for {touched}."
        case ProviderKind.MOVED:
            old, new = change.old_place, change.new_place
            untold = "an unknown place"
            return f"moved from {old or untold} to {new or untold}, for {touched}."
        case ProviderKind.REACH:
            parts = [f"no longer for {counties(change.no_longer)}"] if change.no_longer else []
            parts += [f"newly for {counties(change.newly)}"] if change.newly else []
            return f"{', '.join(parts)} ({people(change.people)}), {now}."


def _number(phone: str | None) -> str:
    return f"number {phone}" if phone else "no number listed"
