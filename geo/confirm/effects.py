"""What records would change: flags that fall, counties that gain or lose cover, values old and new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.access import assess
from geo.catalog.fact_ids import Fact, facts
from geo.catalog.records import Catalog, County, Evaluation, Flag, Record, Status
from geo.confirm import store
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.coverage.sentences import meaning
from geo.text import count, listing

__all__ = ["Changed", "Effect", "StandardEffect", "of", "sentences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A value that is shown otherwise: of which fact, before and after."""

    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardEffect:
    """What changes for the counties of one standard, as their GEOIDs.

    `statuses` has by "before to after" who changes the verdict, `falls` and `rises` by flag who loses
    or gains it.
    """

    standard: str
    title: str
    statuses: Mapping[str, tuple[str, ...]]
    falls: Mapping[str, tuple[str, ...]]
    rises: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.statuses or self.falls or self.rises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a set of records would change; `people` by standard live where anything changes."""

    records: tuple[Record, ...]
    standards: tuple[StandardEffect, ...]
    values: tuple[Changed, ...]
    people: Mapping[str, int]

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.standards or self.values)


def of(catalog: Catalog, assessment: Assessment, records: Sequence[Record]) -> Effect:
    """Return what records would change in an assessment of a catalog.

    Raises
    ------
    DataError
        With every problem, where the reader would refuse the records.
    """
    added = store.with_records(catalog, records)
    after = assess.verify(added, assessment.as_of)
    standards = tuple(
        effect
        for total in assessment.standards
        if (effect := _of_standard(total.id, total.title, assessment, after))
    )
    people = {county.geoid: county.people for county in catalog.counties}
    return Effect(
        records=tuple(records),
        standards=standards,
        values=tuple(_changed(facts(assessment.catalog.services), facts(after.catalog.services))),
        people={
            each.standard: sum(people[geoid] for geoid in _touched(each)) for each in standards
        },
    )


def _of_standard(
    standard: str, title: str, before: Assessment, after: Assessment
) -> StandardEffect:
    statuses: dict[str, list[str]] = {}
    falls: dict[str, list[str]] = {}
    rises: dict[str, list[str]] = {}
    for old, new in zip(before.of(standard), after.of(standard), strict=True):
        if old.status is not new.status:
            statuses.setdefault(f"{old.status} to {new.status}", []).append(old.geoid)
        _compare_flags(old, new, falls, rises)
    return StandardEffect(
        standard=standard,
        title=title,
        statuses={way: tuple(geoids) for way, geoids in statuses.items()},
        falls={flag: tuple(geoids) for flag, geoids in falls.items()},
        rises={flag: tuple(geoids) for flag, geoids in rises.items()},
    )


def _compare_flags(
    old: Finding, new: Finding, falls: dict[str, list[str]], rises: dict[str, list[str]]
) -> None:
    for flag in Flag:
        if flag in old.flags and flag not in new.flags:
            falls.setdefault(flag.value, []).append(old.geoid)
        elif flag in new.flags and flag not in old.flags:
            rises.setdefault(flag.value, []).append(old.geoid)


def _touched(effect: StandardEffect) -> set[str]:
    groups = (effect.statuses, effect.falls, effect.rises)
    return {geoid for group in groups for geoids in group.values() for geoid in geoids}


def _changed(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> Iterator[Changed]:
    for name, fact in before.items():
        if name in after and after[name].value != fact.value:
            yield Changed(fact=name, before=fact.value, after=after[name].value)


def sentences(effect: Effect, catalog: Catalog) -> list[str]:
    """Return what changes, a sentence each; one that says so where nothing does."""
    counties = {county.geoid: county for county in catalog.counties}
    kinds = {standard.id: standard.evaluation for standard in catalog.services.standards}
    told = [
        f"{each.fact}: {each.after or 'not known'} (before: {each.before or 'none known'})."
        for each in effect.values
    ]
    for each in effect.standards:
        told += [f"{each.title}: {part}." for part in _parts(each, kinds[each.standard], counties)]
    return told or ["Nothing changes: what the data says stays as it is, and as old as it is."]


def _parts(
    effect: StandardEffect, kind: Evaluation, counties: Mapping[str, County]
) -> Iterator[str]:
    for way, geoids in effect.statuses.items():
        old, _, new = way.partition(" to ")
        before, now = (meaning(kind, Status(status)).label for status in (old, new))
        yield f"{before} before, {now} now, in {_where(geoids, counties)}"
    for flag, geoids in effect.falls.items():
        yield f"no longer marked {Flag(flag).label} in {_where(geoids, counties)}"
    for flag, geoids in effect.rises.items():
        yield f"now marked {Flag(flag).label} in {_where(geoids, counties)}"


def _where(geoids: Sequence[str], counties: Mapping[str, County]) -> str:
    """Return counties with their people."""
    listed = listing([counties[geoid].name for geoid in geoids])
    people = count(sum(counties[geoid].people for geoid in geoids), "person", "people")
    return f"{count(len(geoids), 'county', 'counties')} ({people}: {listed})"
