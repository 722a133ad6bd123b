"""What the answers of the continuum rest on: sources and words, units in order, and what counts twice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from geo.catalog.records import Basis, County, Pillar, ServiceRole, ServiceType, Status
from geo.coverage import pillars, unit_catchments, unit_order
from geo.coverage.assessment import Assessment
from geo.coverage.continuum_records import Cited, ContinuumType
from geo.coverage.findings import Evidence, Finding
from geo.text import count, county_title, listing

__all__ = ["cited", "in_order", "overlap", "which_unit", "words"]

_MOST_NAMED: Final = 3
"""More counties than these are counted and not named."""


def in_order(assessment: Assessment, county: County, finding: Finding) -> tuple[Evidence, ...]:
    """Return a finding's evidence, that on units with the nearest first; each basis stays together."""
    units = {unit.id: unit for unit in assessment.catalog.services.facilities}
    ranks = list(dict.fromkeys(fact.basis for fact in finding.evidence))
    near = unit_order.nearest_first(county, finding.evidence, units)
    return tuple(sorted(near, key=lambda fact: ranks.index(fact.basis)))


def words(
    assessment: Assessment, kind: ServiceType, facts: Sequence[Evidence]
) -> tuple[str, str, str | None]:
    """Return source, day and words of what a verdict rests on first, else of what says that the type exists."""
    own = assessment.evidence.sources[kind.source].describes
    if not facts:
        return kind.source, own, kind.quote
    first = facts[0]
    same = kind.quote if first.source == kind.source else None
    return first.source, first.as_of, first.quote or same


def cited(assessment: Assessment, findings: Iterable[Finding]) -> tuple[Cited, ...]:
    """Return the sources that verdicts rest on, that of most counties first."""
    counties = Counter(
        source
        for finding in findings
        for source in {fact.source for fact in (*finding.evidence, *finding.left_out_by)}
    )
    sources = assessment.evidence.sources
    # Ties stay in the order of the data: a set has none.
    named = sorted((name for name in sources if counties[name]), key=lambda name: -counties[name])
    return tuple(
        Cited(
            source=name,
            as_of=sources[name].describes,
            stale=assessment.evidence.is_stale(name),
        )
        for name in named
    )


def which_unit(assessment: Assessment, county: County, types: Iterable[ContinuumType]) -> str:
    """Return, beside an answer that names a region's units, which of them takes whom, and that one has to ask.

    It names them, the nearest first, where the answer names only the surest. "" where there are not several and no
    source says of one whom it serves.
    """
    by_id = {unit.id: unit for unit in assessment.catalog.services.facilities}
    facts = [
        fact
        for kind in types
        if kind.role is ServiceRole.FACILITY
        for fact in kind.evidence
        if fact.basis is not Basis.CLAIMED
    ]
    near = unit_order.nearest_first(county, facts, by_id)
    units = [by_id[name] for name in dict.fromkeys(fact.service_id for fact in near)]
    pointed = unit_catchments.pointing(county.geoid, units, assessment.catalog, assessment.as_of)
    if len(units) < 2:
        return pointed
    place = county_title(county.name)
    asking = f"Ask which one takes people from {place} before you send anyone."
    told = "The nearest is named first."
    # The sentence of the answer names only the surest of them.
    if len({fact.basis for fact in facts}) > 1:
        names = listing([unit.name for unit in units])
        told = f"Units of its region, the nearest first: {names}."
    return f"{told} {pointed or asking}"


def overlap(assessment: Assessment, pillar: Pillar) -> str:
    """Return which counties have several of a pillar's deciding types; "" where none has."""
    kinds = pillars.deciding(assessment.catalog, pillar)
    judged = pillars.judged(assessment).types
    several = [
        county.name
        for county in assessment.catalog.counties
        if sum(judged[kind.id][county.geoid].status is Status.COVERED for kind in kinds) > 1
    ]
    if not several:
        return ""
    what = listing([kind.short for kind in kinds], "or")
    counted = "It counts" if len(several) == 1 else "Each counts"
    who = f": {listing(several)}" if len(several) <= _MOST_NAMED else ""
    return (
        f"{count(len(several), 'county has', 'counties have')} more than one of {what}{who}. "
        f"{counted} once in the part's answer."
    )
