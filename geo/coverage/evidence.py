"""What speaks on a date, to be looked up by county: services, facilities, lists and records."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple, assert_never

from geo.catalog.fact_ids import Aspect, region_fact
from geo.catalog.records import (
    Basis,
    Catalog,
    Claim,
    Confidence,
    Facility,
    Operator,
    ServiceRole,
    ServiceType,
    Source,
)
from geo.coverage import center_facts, fact_ages
from geo.coverage.findings import Evidence, FactAge, MembershipEvidence, RegionMembership
from geo.coverage.rulings import Ruling, Rulings
from geo.text import listing

__all__ = [
    "NAMED",
    "ORDER",
    "EvidenceIndex",
    "Struck",
    "claim_evidence",
    "in_county",
    "in_region",
    "is_weak",
    "measured",
    "membership_ages",
    "providers",
    "resting",
    "serving",
    "speaking_units",
    "unit_ages",
]

ORDER = {basis: rank for rank, basis in enumerate(Basis)}
"""Bases by rank, the strongest first."""


NAMED: Final = frozenset((Basis.LISTED, Basis.CONFIRMED, Basis.REGION))
"""The bases on which a team or unit is a county's own."""


class Struck(NamedTuple):
    """A team or unit that the data names for a county, and a record no longer does.

    `home` is the GEOID of a unit's own county, empty for a team.
    """

    kind: str
    title: str
    ruling: Ruling
    home: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceIndex:
    """All that speaks on one date, ready to be looked up by county.

    Hashed by identity, so that what is made of it can be kept with it.
    """

    catalog: Catalog
    as_of: dt.date
    regions: dict[str, tuple[RegionMembership, ...]]
    types: dict[str, ServiceType]
    sources: dict[str, Source]
    evidence: dict[tuple[str, str], list[Evidence]]  # by service type and GEOID
    possible: set[tuple[str, str]]  # service type and GEOID reached only if the region is right
    facilities: dict[str, dict[str, list[Evidence]]]  # by service type and home GEOID
    nearby: dict[tuple[str, int], list[tuple[str, Evidence]]]  # type, region: home GEOID, facility
    by_region: dict[tuple[str, int, str], Evidence]  # facility, membership, county: made once
    struck: dict[tuple[str, str], list[Struck]]  # by type and GEOID: what records took away
    rulings: Rulings
    known_on: dt.date | None
    claims: list[Claim]
    complete: dict[str, Evidence]  # by type: the complete list, as evidence for what it leaves out

    def speaks(self, source_id: str) -> bool:
        """Return whether a source may speak for the date: it must not be younger."""
        return self.sources[source_id].as_of.begun_by(self.as_of)

    def is_stale(self, source_id: str) -> bool:
        """Return whether a source is older on the date than its own age limit."""
        return fact_ages.is_old(self.sources[source_id], self.as_of)


def unit_ages(
    unit: str, source: str, facts: EvidenceIndex, second: Aspect = Aspect.PHONE
) -> tuple[FactAge, ...]:
    """Return the age of what a unit's evidence rests on: that it is open, and a second fact."""
    return fact_ages.of(source, [f"{unit}/{Aspect.LISTING}", f"{unit}/{second}"], "", facts)


def membership_ages(
    geoid: str, member: MembershipEvidence | None, facts: EvidenceIndex
) -> tuple[FactAge, ...]:
    """Return the age of a county's membership; nothing where none is gone through."""
    if not member:
        return ()
    return fact_ages.of(member.source, [region_fact(member.region)], geoid, facts)


def resting(evidence: Evidence, rests_on: tuple[FactAge, ...]) -> Evidence:
    """Return evidence with the facts that it rests on, stale where any of them is."""
    days = [fact.as_of for fact in rests_on]
    return replace(
        evidence,
        rests_on=rests_on,
        stale=any(fact.stale for fact in rests_on),
        confirmed_on=min(days) if days and all(fact.record for fact in rests_on) else None,
    )


def measured(evidence: Evidence, facts: EvidenceIndex) -> Evidence:
    """Return a unit as evidence on how far it is: that rests on its address, not on its number."""
    rests = unit_ages(evidence.service_id, evidence.source, facts, Aspect.ADDRESS)
    return resting(replace(evidence, basis=Basis.MEASURED), rests)


def is_weak(evidence: Evidence) -> bool:
    """Return whether evidence goes through a region membership that was inferred, not read.

    What the region's own center has confirmed is not.
    """
    membership = evidence.membership
    return (
        membership is not None
        and not _is_firm(membership.confidence)
        and membership.confirmed_on is None
    )


def _is_firm(confidence: Confidence) -> bool:
    match confidence:
        case Confidence.STATED | Confidence.REPORTED:
            return True
        case Confidence.WEAK | Confidence.RECALLED:
            return False
        case _:
            assert_never(confidence)


def claim_evidence(claim: Claim, kind: str, facts: EvidenceIndex) -> Evidence:
    """Return a general statement as evidence on one service type."""
    about = sorted(facts.types[kind].short for kind in claim.about)
    return Evidence(
        service=kind,
        service_id=claim.id,
        title=f"General statement on {listing(about, 'or')}",
        basis=Basis.CLAIMED,
        operator=None,
        phone=None,
        source=claim.source,
        quote=claim.quote,
        note=claim.note,
        as_of=facts.sources[claim.source].describes,
        stale=facts.is_stale(claim.source),
        membership=None,
    )


def serving(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[Sequence[Evidence], bool]:
    """Return the services of one type in a county, and whether there may be more."""
    if facts.types[kind].role is ServiceRole.CENTER:
        return _centers(kind, geoid, facts)
    return facts.evidence.get((kind, geoid), ()), (kind, geoid) in facts.possible


def _centers(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[list[Evidence], bool]:
    """Return who runs the regions that a county is in, and whether it may be in another one."""
    operators = {operator.id: operator for operator in facts.catalog.services.operators}
    found = []
    for belonging in facts.regions[geoid]:
        operator = operators.get(belonging.operator or "")
        if operator and belonging.certain and facts.speaks(operator.source):
            found.append(_center(kind, operator, geoid, belonging.evidence, facts))
    return found, any(not belonging.certain for belonging in facts.regions[geoid])


def _center(
    kind: str, operator: Operator, geoid: str, member: MembershipEvidence, facts: EvidenceIndex
) -> Evidence:
    """Return a region's center as evidence for a county: as sure as that the county is in the region."""
    said = facts.rulings.of(operator.id, Aspect.PHONE)
    center = Evidence(
        service=kind,
        service_id=operator.id,
        title=operator.name,
        basis=Basis.REGION,
        operator=operator.id,
        phone=operator.phone,
        source=operator.source,
        quote=None,
        note=operator.note,
        as_of=facts.sources[operator.source].describes,
        stale=facts.is_stale(operator.source),
        membership=member,
        phone_source=said.source if said and said.holds else None,
    )
    rests = center_facts.ages_of(operator, geoid, member, facts)
    known = center_facts.center_facts(operator, geoid, member, facts)
    return replace(resting(center, rests), stale=any(fact.stale for fact in known))


def speaking_units(facts: EvidenceIndex) -> tuple[Facility, ...]:
    """Return the units that a source speaks of on the day, and no record says are closed."""
    known = {
        fact.service_id
        for by_county in facts.facilities.values()
        for own in by_county.values()
        for fact in own
    }
    return tuple(unit for unit in facts.catalog.services.facilities if unit.id in known)


def in_county(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[Sequence[Evidence], bool]:
    """Return the facilities of one type in a county; there cannot be more."""
    return facts.facilities.get(kind, {}).get(geoid, ()), False


def in_region(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[list[Evidence], bool]:
    """Return the facilities in a county, then its region's, and whether there may be more."""
    found = list(facts.facilities.get(kind, {}).get(geoid, ()))
    possible = not facts.regions[
        geoid
    ]  # of a county in no region we do not know which units are its own
    for belonging in facts.regions[geoid]:
        for home, evidence in facts.nearby.get((kind, belonging.region), ()):
            if home == geoid:
                continue
            if belonging.certain and facts.regions[home][0].certain:
                found.append(_regional(evidence, belonging, geoid, home, facts))
            else:
                possible = True
    return found, possible


def _regional(
    evidence: Evidence, belonging: RegionMembership, geoid: str, home: str, facts: EvidenceIndex
) -> Evidence:
    """Return a facility as evidence for another county of its region: both must be in it."""
    # Without records it is the same for all counties on the same membership.
    key = (evidence.service_id, id(belonging.evidence), geoid if facts.rulings else "")
    if key not in facts.by_region:
        rests = evidence.rests_on + tuple(
            age
            for county, member in ((geoid, belonging), (home, facts.regions[home][0]))
            for age in membership_ages(county, member.evidence, facts)
        )
        made = replace(evidence, basis=Basis.REGION, membership=belonging.evidence)
        facts.by_region[key] = resting(made, rests)
    return facts.by_region[key]


@lru_cache(maxsize=4)
def providers(facts: EvidenceIndex) -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    """Return by service type and GEOID the teams, lines and facilities known on a date.

    Facilities stand under their own county and, with basis region, under the other counties of
    their region. The strongest basis comes first: a list that names the county says more than one
    that names its region. General statements are left out: they name no team.
    """
    found = {
        key: tuple(sorted(some, key=lambda each: ORDER[each.basis]))
        for key, some in facts.evidence.items()
    }
    for kind in facts.facilities:
        for county in facts.catalog.counties:
            here, _ = in_region(kind, county.geoid, facts)
            found[kind, county.geoid] = (*found.get((kind, county.geoid), ()), *here)
    return found
