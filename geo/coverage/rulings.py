"""What records say of single facts on a day: the later record rules, unless its source is newer still."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, assert_never

from geo.catalog.fact_ids import Aspect, Fact, facts, region_fact
from geo.catalog.records import (
    Catalog,
    ChallengeState,
    Record,
    RecordHow,
    RecordOutcome,
    Source,
)

__all__ = ["HOW", "NONE", "Key", "Ruling", "Rulings", "about", "named", "rule"]

Key = tuple[str, str]
"""A fact's id, and the GEOID of one county of it; empty where the fact is not about counties."""
HOW: Final[Mapping[RecordHow, str]] = {
    RecordHow.TELEPHONE: "by telephone",
    RecordHow.VISIT: "on a visit",
    RecordHow.DOCUMENT: "in a document",
    RecordHow.DIRECTORY: "in a directory",
}
"""How an answer was come by, to stand in a sentence."""


class Ruling(NamedTuple):
    """What records say of a fact, or of one county of it.

    `holds` is whether it is so, `fresh` whether the record is within its age limit, `source` the id
    of the source that stands for the record. `changed` is the record that says what it is now, this
    one or an earlier one that it confirms; None where the data's own value stands.
    """

    record: Record
    source: str
    holds: bool
    fresh: bool
    changed: Record | None = None

    @property
    def now(self) -> str | None:
        """What it is instead of what the data says, None where nothing is."""
        return self.changed.now if self.changed else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rulings:
    """All that records say on a day. `challenges` are those that are open.

    `facts` has every fact by its id, as the data had it before any record; `sources` what stands for
    the records among the sources; `names` the counties' names by GEOID.
    """

    said: Mapping[Key, Ruling]
    challenges: Mapping[Key, Ruling]
    facts: Mapping[str, Fact]
    sources: tuple[Source, ...]
    names: Mapping[str, str]

    def __bool__(self) -> bool:
        """Return whether any record speaks."""
        return bool(self.said or self.challenges)

    def of(self, item: str, aspect: Aspect) -> Ruling | None:
        """Return what records say of a fact that is not about counties."""
        return self.said.get((f"{item}/{aspect}", ""))

    def gone(self, item: str) -> Ruling | None:
        """Return what says that a team or unit is no longer there, None where nothing does."""
        said = self.of(item, Aspect.LISTING)
        return said if said and not said.holds else None

    def named(self, fact: str) -> Iterator[tuple[str, Ruling]]:
        """Yield each county that records speak of under a fact: its GEOID, and what they say."""
        for (name, geoid), ruling in self.said.items():
            if name == fact and geoid:
                yield geoid, ruling


NONE: Final = Rulings(said={}, challenges={}, facts={}, sources=(), names={})
"""What no record says."""


def rule(catalog: Catalog, as_of: dt.date, known_on: dt.date | None = None) -> Rulings:
    """Return what records say.

    Parameters
    ----------
    catalog : Catalog
        The data as its files have it.
    as_of : datetime.date
        Records of later days are left aside, and the age of the others is counted up to it.
    known_on : datetime.date, optional
        Records that were written down later are left aside; without it none is.
    """
    speaking = _speaking(catalog, as_of, known_on)
    if not speaking:
        return NONE
    known = facts(catalog.services)
    starts = _starts(catalog, known)
    limit = catalog.confirmations.stale_after_days
    said: dict[Key, Ruling] = {}
    challenges: dict[Key, Ruling] = {}
    for record, source in speaking:
        # What a challenge says instead is taken over, but it makes nothing fresh.
        asked = record.outcome is not RecordOutcome.CHALLENGED
        fresh = asked and (as_of - record.on.first_day).days <= limit
        for geoid, holds in about(record, catalog):
            key = (record.fact, geoid)
            ruling = Ruling(record, source, holds is not False, fresh)
            challenges.pop(key, None)
            if record.state is ChallengeState.OPEN:
                challenges[key] = ruling
            elif holds is not None and starts.get(key, dt.date.min) <= record.on.first_day:
                earlier = said.get(key)
                kept = earlier.changed if earlier and record.now is None and holds else None
                said[key] = ruling._replace(changed=record if record.now else kept)
    ruling_now = (*said.values(), *challenges.values())
    used = {ruling.source: ruling.record for ruling in ruling_now}
    return Rulings(
        said=said,
        challenges=challenges,
        facts=known,
        names={county.geoid: county.name for county in catalog.counties},
        sources=tuple(
            _source(name, record, known[record.fact], catalog) for name, record in used.items()
        ),
    )


def named(catalog: Catalog) -> list[tuple[Record, str]]:
    """Return all records, the oldest first, each with the id of its source.

    Ids hang on a record's own fact and day alone, not on other records.
    """
    seen: dict[str, int] = {}
    found: list[tuple[Record, str]] = []
    for record in sorted(catalog.confirmations.records, key=lambda record: record.on.first_day):
        name = f"record-{record.on.first_day}-{record.fact.replace('/', '-')}"
        seen[name] = seen.get(name, 0) + 1
        number = seen[name]
        found.append((record, name if number == 1 else f"{name}-{number}"))
    return found


def _speaking(
    catalog: Catalog, as_of: dt.date, known_on: dt.date | None
) -> list[tuple[Record, str]]:
    """Return the records that speak, the oldest first, each with the id of its source."""
    return [
        (record, name)
        for record, name in named(catalog)
        if (known_on is None or record.recorded.latest <= known_on) and record.on.first_day <= as_of
    ]


def about(record: Record, catalog: Catalog) -> Iterator[tuple[str, bool | None]]:
    """Yield each county that a record speaks of, and whether it says yes; None is neither.

    A correction of counties speaks of every county: it names all that are served.
    """
    geoids = [catalog.geoid_by_name[name] for name in record.counties] or [""]
    yes = _says_yes(record)
    for geoid in geoids:
        yield geoid, yes
    if record.outcome is RecordOutcome.CORRECTED and record.counties:
        for county in catalog.counties:
            if county.geoid not in geoids:
                yield county.geoid, False


def _says_yes(record: Record) -> bool | None:
    """Return whether a fact holds by a record, be it with another value; None where it says neither."""
    listing = record.fact.endswith(f"/{Aspect.LISTING}")
    match record.outcome:
        case RecordOutcome.CONFIRMED:
            return True
        case RecordOutcome.CORRECTED:
            return not listing
        case RecordOutcome.CHALLENGED if record.state is ChallengeState.UPHELD:
            return record.now is not None and not listing
        case RecordOutcome.CHALLENGED:
            return None
        case _:
            assert_never(record.outcome)


def _starts(catalog: Catalog, known: Mapping[str, Fact]) -> dict[Key, dt.date]:
    """Return by fact, and county of a region, the first day that what the data says can describe.

    What was published after a record's day is newer than the record.
    """
    first = {source.id: source.as_of.earliest for source in catalog.services.sources}
    starts: dict[Key, dt.date] = {}
    for fact in known.values():
        start = first[fact.source] if fact.source else None
        if start and fact.aspect is not Aspect.COUNTIES:
            starts[fact.id, ""] = start
        elif start:
            starts.update({(fact.id, county.geoid): start for county in catalog.counties})
    for region in catalog.services.regions:
        for membership in region.members:
            start = first[membership.source] or dt.date.min
            for name in membership.counties:
                starts[region_fact(region.number), catalog.geoid_by_name[name]] = start
    return starts


def _source(name: str, record: Record, fact: Fact, catalog: Catalog) -> Source:
    """Return a record as a source, so that it is told and ages as one."""
    data = catalog.services
    names = {
        entry.id: entry.name
        for entries in (data.operators, data.facilities, data.neighbor_units)
        for entry in entries
    }
    return Source(
        id=name,
        title=f"{fact.title}, {fact.aspect}: asked {HOW[record.how]}",
        publisher=names.get(record.answered_by or "", "Recorded by whoever asked"),
        as_of=record.on,
        as_of_basis="day of the answer",
        retrieved=record.recorded,
        stale_after_days=catalog.confirmations.stale_after_days,
        note=f"Asked by: {record.by}.",
    )
