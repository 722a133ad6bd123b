"""Sources that contradict each other: which findings that touches, and which it puts in doubt."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from geo.catalog.records import BearsOn, Catalog, Contradiction, Standard
from geo.coverage.findings import Evidence, OtherNumber

__all__ = [
    "by_county",
    "disputes",
    "known",
    "on_coverage",
    "other_numbers",
    "standing",
    "touches",
    "word",
]


@lru_cache(maxsize=8)
def standing(catalog: Catalog, day: dt.date) -> tuple[Contradiction, ...]:
    """Return the contradictions as they stand on a day: those of which two sides speak, with these.

    One that a source settles is a detail as soon as that source speaks.
    """
    speaking = {source.id for source in catalog.services.sources if source.as_of.begun_by(day)}
    stand: list[Contradiction] = []
    for contradiction in catalog.services.contradictions:
        sides = tuple(side for side in contradiction.sides if side.source in speaking)
        settled = contradiction.settled_by in speaking
        bears_on = BearsOn.DETAIL if settled else contradiction.bears_on
        if len(sides) > 1:
            stand.append(replace(contradiction, sides=sides, bears_on=bears_on))
    return tuple(stand)


def known(standard: Standard, catalog: Catalog, day: dt.date) -> list[Contradiction]:
    """Return the contradictions on a standard's types, as they stand on a day."""
    return [
        contradiction
        for contradiction in standing(catalog, day)
        if not set(contradiction.about).isdisjoint(standard.any_of)
    ]


def other_numbers(
    catalog: Catalog, service_id: str, day: dt.date = dt.date.max
) -> tuple[OtherNumber, ...]:
    """Return the numbers that other sources give a team or unit by a day; without one, by any day.

    One that it has itself by now, as a record can give it, is none.
    """
    data = catalog.services
    own = {
        *(unit.phone for unit in data.facilities if unit.id == service_id),
        *(team.phone for team in data.services if team.id == service_id),
    }
    sources = {source.id: source for source in data.sources}
    return tuple(
        OtherNumber(
            phone=side.phone,
            source=side.source,
            named=sources[side.source].named,
            as_of=sources[side.source].describes,
        )
        for contradiction in standing(catalog, day)
        if service_id in contradiction.units
        for side in contradiction.sides
        if side.phone and side.phone not in own
    )


def by_county(
    contradictions: Sequence[Contradiction], catalog: Catalog
) -> dict[str, tuple[Contradiction, ...]]:
    """Return by GEOID the contradictions that name a county, and those on coverage naming nothing.

    A dispute over a statewide count says nothing about one county; the page on data shows it.
    """
    by_geoid: dict[str, tuple[Contradiction, ...]] = {}
    for contradiction in contradictions:
        geoids = {catalog.geoid_by_name[name] for name in contradiction.counties}
        if not geoids and not contradiction.units and on_coverage(contradiction):
            geoids = {county.geoid for county in catalog.counties}
        for geoid in geoids:
            by_geoid[geoid] = (*by_geoid.get(geoid, ()), contradiction)
    return by_geoid


def touches(contradiction: Contradiction, evidence: Sequence[Evidence]) -> bool:
    """Return whether a contradiction is about a team or unit that evidence names."""
    return any(fact.service_id in contradiction.units for fact in evidence)


def disputes(contradiction: Contradiction, evidence: Sequence[Evidence]) -> bool:
    """Return whether a contradiction puts a finding in doubt, not only a detail or one of many."""
    if not on_coverage(contradiction):
        return False
    units = contradiction.units
    return not units or all(fact.service_id in units for fact in evidence)


def word(contradiction: Contradiction) -> str:
    """Return what to call a contradiction in a sentence."""
    return "Sources disagree" if on_coverage(contradiction) else "Sources differ on a detail"


def on_coverage(contradiction: Contradiction) -> bool:
    """Return whether a contradiction touches coverage itself, not only a detail such as a name."""
    match contradiction.bears_on:
        case BearsOn.COVERAGE:
            return True
        case BearsOn.DETAIL:
            return False
        case _:
            assert_never(contradiction.bears_on)
