"""Everything that speaks on a date: services, facilities and lists, to be looked up by county."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import assert_never

from geo.catalog.records import (
    Basis,
    Catalog,
    Claim,
    Confidence,
    Facility,
    Service,
    ServiceType,
    Source,
)
from geo.coverage import regions as coverage_regions
from geo.coverage.findings import Evidence, RegionMembership
from geo.text import listing

__all__ = [
    "ORDER",
    "EvidenceIndex",
    "claim_evidence",
    "gather",
    "in_county",
    "in_region",
    "is_old",
    "is_weak",
    "providers",
    "serving",
]

ORDER = {basis: rank for rank, basis in enumerate(Basis)}
"""Bases by rank, the strongest first."""


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
    by_region: dict[tuple[str, int], Evidence]  # facility and membership: evidence made once
    claims: list[Claim]
    complete: dict[str, Evidence]  # by type: the complete list, as evidence for what it leaves out

    def speaks(self, source_id: str) -> bool:
        """Return whether a source may speak for the date: it must not be younger."""
        start = self.sources[source_id].as_of.earliest
        return start is None or start <= self.as_of

    def is_stale(self, source_id: str) -> bool:
        """Return whether a source is older on the date than its own age limit."""
        return is_old(self.sources[source_id], self.as_of)


def is_old(source: Source, day: dt.date) -> bool:
    """Return whether a source is past its own age limit on a day, by the oldest day it can describe."""
    oldest = source.as_of.earliest or source.as_of.latest
    return (day - oldest).days > source.stale_after_days


def gather(catalog: Catalog, as_of: dt.date) -> EvidenceIndex:
    """Return all that sources dated on or before `as_of` say, and what is stale by then."""
    data = catalog.services
    facts = EvidenceIndex(
        catalog=catalog,
        as_of=as_of,
        regions=coverage_regions.memberships(catalog, as_of),
        types={service_type.id: service_type for service_type in data.service_types},
        sources={source.id: source for source in data.sources},
        evidence={},
        possible=set(),
        facilities={},
        nearby={},
        by_region={},
        claims=[],
        complete={},
    )
    for service in data.services:
        if facts.speaks(service.source):
            _add_service(service, facts)
    for facility in data.facilities:
        opened = facility.opened.earliest if facility.opened else None
        if facts.speaks(facility.source) and (not opened or opened <= as_of):
            _add_facility(facility, facts)
    facts.claims.extend(
        claim for claim in data.claims if claim.every_county and facts.speaks(claim.source)
    )
    for kind in data.service_types:
        if kind.complete and facts.speaks(kind.source):
            facts.complete[kind.id] = _list_evidence(kind, facts)
    return facts


def _add_service(service: Service, facts: EvidenceIndex) -> None:
    plain = _as_evidence(service, Basis.LISTED, facts)
    made: dict[tuple[Basis, int], Evidence] = {}
    for geoid, basis, belonging in coverage_regions.reach(
        service.catchment, facts.catalog, facts.regions
    ):
        if basis is Basis.NONE:
            facts.possible.add((service.type, geoid))
            continue
        member = belonging.evidence if belonging else None
        key = (basis, id(member))
        if key not in made:
            made[key] = replace(plain, basis=basis, membership=member)
        facts.evidence.setdefault((service.type, geoid), []).append(made[key])


def _add_facility(facility: Facility, facts: EvidenceIndex) -> None:
    home = facts.catalog.geoid_by_name[facility.county]
    evidence = _as_evidence(facility, Basis.LISTED, facts)
    facts.facilities.setdefault(facility.type, {}).setdefault(home, []).append(evidence)
    for belonging in facts.regions[home]:
        near = facts.nearby.setdefault((facility.type, belonging.region), [])
        near.append((home, evidence))


def _as_evidence(item: Service | Facility, basis: Basis, facts: EvidenceIndex) -> Evidence:
    return Evidence(
        service=item.type,
        service_id=item.id,
        title=item.title if isinstance(item, Service) else item.name,
        basis=basis,
        operator=item.operator,
        phone=item.phone,
        source=item.source,
        quote=item.quote,
        note=item.note,
        as_of=facts.sources[item.source].as_of.text,
        stale=facts.is_stale(item.source),
        membership=None,
    )


def is_weak(evidence: Evidence) -> bool:
    """Return whether evidence goes through a region membership that was inferred, not read."""
    return evidence.membership is not None and not _is_firm(evidence.membership.confidence)


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
        as_of=facts.sources[claim.source].as_of.text,
        stale=facts.is_stale(claim.source),
        membership=None,
    )


def _list_evidence(kind: ServiceType, facts: EvidenceIndex) -> Evidence:
    return Evidence(
        service=kind.id,
        service_id=kind.id,
        title=f"Complete list of {kind.short}",
        basis=Basis.NONE,
        operator=None,
        phone=None,
        source=kind.source,
        quote=None,
        note=kind.complete_note,
        as_of=facts.sources[kind.source].as_of.text,
        stale=facts.is_stale(kind.source),
        membership=None,
    )


def serving(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[Sequence[Evidence], bool]:
    """Return the services of one type in a county, and whether there may be more."""
    return facts.evidence.get((kind, geoid), ()), (kind, geoid) in facts.possible


def in_county(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[Sequence[Evidence], bool]:
    """Return the facilities of one type in a county; there cannot be more."""
    return facts.facilities.get(kind, {}).get(geoid, ()), False


def in_region(kind: str, geoid: str, facts: EvidenceIndex) -> tuple[list[Evidence], bool]:
    """Return the facilities in a county, then its region's, and whether there may be more."""
    found = list(facts.facilities.get(kind, {}).get(geoid, ()))
    possible = False
    for belonging in facts.regions[geoid]:
        for home, evidence in facts.nearby.get((kind, belonging.region), ()):
            if home == geoid:
                continue
            if belonging.certain and facts.regions[home][0].certain:
                found.append(_regional(evidence, belonging, facts))
            else:
                possible = True
    return found, possible


def _regional(evidence: Evidence, belonging: RegionMembership, facts: EvidenceIndex) -> Evidence:
    """Return a facility as evidence for another county of its region."""
    key = (evidence.service_id, id(belonging.evidence))
    if key not in facts.by_region:
        made = replace(evidence, basis=Basis.REGION, membership=belonging.evidence)
        facts.by_region[key] = made
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
