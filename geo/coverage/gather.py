"""Gathers what speaks on a date: what sources name, what records add to it and take from it."""

import datetime as dt
from dataclasses import replace

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import Basis, Catalog, Facility, Service, ServiceType
from geo.coverage import contradictions, fact_ages
from geo.coverage import regions as coverage_regions
from geo.coverage.corrected import corrected
from geo.coverage.evidence import EvidenceIndex, Struck, membership_ages, resting, unit_ages
from geo.coverage.findings import Evidence
from geo.coverage.rulings import Ruling, Rulings

__all__ = ["gather"]


def gather(known: Catalog, as_of: dt.date, known_on: dt.date | None = None) -> EvidenceIndex:
    """Return all that sources dated on or before `as_of` say, and what is stale by then.

    So do records of answers, without those written down after `known_on`.
    """
    catalog, rulings = corrected(known, as_of, known_on)
    data = catalog.services
    facts = _empty(catalog, rulings, as_of, known_on)
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
        _add_named(kind.id, kind.name, kind.id, None, facts)
    return facts


def _empty(
    catalog: Catalog, rulings: Rulings, as_of: dt.date, known_on: dt.date | None
) -> EvidenceIndex:
    data = catalog.services
    return EvidenceIndex(
        catalog=catalog,
        as_of=as_of,
        regions=coverage_regions.memberships(catalog, as_of, rulings),
        types={service_type.id: service_type for service_type in data.service_types},
        sources={source.id: source for source in data.sources},
        evidence={},
        possible=set(),
        facilities={},
        nearby={},
        by_region={},
        struck={},
        rulings=rulings,
        known_on=known_on,
        claims=[],
        complete={},
    )


def _add_service(service: Service, facts: EvidenceIndex) -> None:
    plain = _as_evidence(service, facts)
    phone = [f"{service.id}/{Aspect.PHONE}"] if service.phone else []
    served = f"{service.id}/{Aspect.COUNTIES}"
    asked = phone if service.catchment.statewide else [*phone, served]
    closed = facts.rulings.gone(service.id)
    made: dict[object, Evidence] = {}
    for geoid, basis, belonging in coverage_regions.reach(
        service.catchment, facts.catalog, facts.regions
    ):
        said = facts.rulings.said.get((served, geoid))
        struck = closed or (said if said and not said.holds else None)
        if struck:
            _strike(Struck(service.type, service.title, struck), geoid, facts)
        elif basis is not Basis.LISTED and said and _by_center(said, geoid, facts):
            pass  # `_add_named` has it on the center's word, which says more
        elif basis is Basis.NONE:
            facts.possible.add((service.type, geoid))
        else:
            member = belonging.evidence if belonging else None
            rests = fact_ages.of(plain.source, asked, geoid, facts)
            rests += membership_ages(geoid, member, facts)
            key = (basis, id(member), rests)
            if key not in made:
                made[key] = resting(replace(plain, basis=basis, membership=member), rests)
            facts.evidence.setdefault((service.type, geoid), []).append(made[key])
    if not closed:
        _add_named(service.id, service.title, service.type, plain, facts)


def _add_named(
    item: str, title: str, kind: str, plain: Evidence | None, facts: EvidenceIndex
) -> None:
    """Add the counties that their region's center named to whoever asked, and no list names."""
    served = f"{item}/{Aspect.COUNTIES}"
    for geoid, said in facts.rulings.named(served):
        known = facts.evidence.get((kind, geoid), [])
        if not plain and not said.holds:
            _strike(Struck(kind, title, said), geoid, facts)
        if not _by_center(said, geoid, facts) or any(fact.service_id == item for fact in known):
            continue
        rests = fact_ages.of(said.source, [served], geoid, facts)
        if plain and plain.phone:
            rests = fact_ages.of(plain.source, [f"{item}/{Aspect.PHONE}"], geoid, facts) + rests
        named = resting(_named_by_center(said, title, item, kind, plain), rests)
        facts.evidence.setdefault((kind, geoid), []).append(named)


def _named_by_center(
    said: Ruling, title: str, item: str, kind: str, plain: Evidence | None
) -> Evidence:
    return Evidence(
        service=kind,
        service_id=item,
        title=title,
        basis=Basis.CONFIRMED,
        operator=said.record.answered_by,
        phone=plain.phone if plain else None,
        source=said.source,
        quote=said.record.says,
        note=plain.note if plain else None,
        as_of=said.record.on.text,
        stale=False,
        membership=None,
    )


def _by_center(said: Ruling, geoid: str, facts: EvidenceIndex) -> bool:
    """Return whether a record that is fresh has the yes of the county's own center."""
    centers = {belonging.operator for belonging in facts.regions[geoid]}
    return said.holds and said.fresh and centers == {said.record.answered_by}


def _strike(struck: Struck, geoid: str, facts: EvidenceIndex) -> None:
    facts.struck.setdefault((struck.kind, geoid), []).append(struck)


def _add_facility(facility: Facility, facts: EvidenceIndex) -> None:
    home = facts.catalog.geoid_by_name[facility.county]
    closed = facts.rulings.gone(facility.id)
    if closed:
        regions = {belonging.region for belonging in facts.regions[home]}
        struck = Struck(facility.type, facility.name, closed, home)
        for geoid, own in facts.regions.items():
            if geoid == home or any(belonging.region in regions for belonging in own):
                _strike(struck, geoid, facts)
        return
    rests = unit_ages(facility.id, facility.source, facts)
    evidence = resting(_as_evidence(facility, facts), rests)
    facts.facilities.setdefault(facility.type, {}).setdefault(home, []).append(evidence)
    for belonging in facts.regions[home]:
        near = facts.nearby.setdefault((facility.type, belonging.region), [])
        near.append((home, evidence))


def _as_evidence(item: Service | Facility, facts: EvidenceIndex) -> Evidence:
    said = facts.rulings.of(item.id, Aspect.PHONE)
    corrected_by = said if said and said.now and said.now == item.phone else None
    answers_for_it = corrected_by or (said if said and said.holds and said.fresh else None)
    return Evidence(
        service=item.type,
        service_id=item.id,
        title=item.title if isinstance(item, Service) else item.name,
        basis=Basis.LISTED,
        operator=item.operator,
        phone=item.phone,
        source=item.source,
        quote=item.quote,
        note=item.note,
        as_of=facts.sources[item.source].describes,
        stale=facts.is_stale(item.source),
        membership=None,
        other_numbers=contradictions.other_numbers(facts.catalog, item.id, facts.as_of),
        phone_source=answers_for_it.source if answers_for_it else None,
        replaced_phone=facts.rulings.facts[corrected_by.record.fact].value or None
        if corrected_by
        else None,
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
        as_of=facts.sources[kind.source].describes,
        stale=facts.is_stale(kind.source),
        membership=None,
    )
