"""Sources that contradict each other: which findings that touches, and which it puts in doubt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from geo.catalog.records import BearsOn, Catalog, Contradiction, Standard
from geo.coverage.evidence import EvidenceIndex
from geo.coverage.findings import Evidence

__all__ = ["by_county", "disputes", "known", "on_coverage", "touches", "word"]


def known(standard: Standard, index: EvidenceIndex) -> list[Contradiction]:
    """Return the contradictions on a standard's types, with the sides that speak on the date."""
    speaking: list[Contradiction] = []
    for contradiction in index.catalog.services.contradictions:
        sides = tuple(side for side in contradiction.sides if index.speaks(side.source))
        if len(sides) > 1 and not set(contradiction.about).isdisjoint(standard.any_of):
            speaking.append(replace(contradiction, sides=sides))
    return speaking


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
    return "Disputed" if on_coverage(contradiction) else "Sources differ"


def on_coverage(contradiction: Contradiction) -> bool:
    """Return whether a contradiction touches coverage itself, not only a detail such as a name."""
    match contradiction.bears_on:
        case BearsOn.COVERAGE:
            return True
        case BearsOn.DETAIL:
            return False
        case _:
            assert_never(contradiction.bears_on)
