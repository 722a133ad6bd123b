"""The layers of teams, findings and sources: who says what of which county."""

from collections.abc import Sequence

from geo.catalog.records import County
from geo.coverage import evidence
from geo.coverage.findings import Evidence, Finding
from geo.exports.records import ExportContext, other_phones
from geo.exports.table import Columns, Layer, each, layer, text, texts, whole, yes_no

__all__ = ["findings", "sources", "teams"]

_BETWEEN = " | "


def teams(context: ExportContext) -> Layer:
    """Return one row per team, line or unit and county that it reaches, by type, GEOID and id."""
    reached = [
        (county, provider)
        for kind in context.catalog.services.service_types
        for county in context.catalog.counties
        for provider in context.serving.get((kind.id, county.geoid), ())
    ]
    providers = [provider for _, provider in reached]
    return layer(
        "teams",
        "One row for each team, line or unit and each county that it reaches. Basis claimed: "
        "offered to everybody, but no source names the county.",
        _provided(context, [county for county, _ in reached], providers),
        _proof(providers),
    )


def _provided(
    context: ExportContext, counties: Sequence[County], providers: Sequence[Evidence]
) -> Columns:
    types = context.assessment.evidence.types
    units = {unit.id for unit in context.catalog.services.facilities}
    operators = context.operators(provider.operator for provider in providers)
    by_id = {service.id: service for service in context.catalog.services.services}
    services = [by_id.get(provider.service_id) for provider in providers]
    return {
        "geoid": text(county.geoid for county in counties),
        "county": text(county.name for county in counties),
        "service_type": text(provider.service for provider in providers),
        "service": text(types[provider.service].short for provider in providers),
        "id": text(provider.service_id for provider in providers),
        "title": text(provider.title for provider in providers),
        "is_unit": yes_no(provider.service_id in units for provider in providers),
        **texts(providers, "basis", "phone"),
        "other_phones": text(other_phones(provider.other_numbers) for provider in providers),
        "operator": text(each(operators, lambda operator: operator.name)),
        "operator_phone": text(each(operators, lambda operator: operator.phone)),
        "teams": whole(each(services, lambda service: service.teams)),
        "hours": text(each(services, lambda service: service.hours)),
        "contact": text(each(services, lambda service: service.contact)),
    }


def _proof(providers: Sequence[Evidence]) -> Columns:
    memberships = [provider.membership for provider in providers]
    return {
        "through_region": whole(each(memberships, lambda membership: membership.region)),
        "region_confidence": text(each(memberships, lambda membership: membership.confidence)),
        "region_source": text(each(memberships, lambda membership: membership.source)),
        "weak": yes_no(map(evidence.is_weak, providers)),
        "stale": yes_no(provider.stale for provider in providers),
        "source": text(provider.source for provider in providers),
        "source_as_of": text(provider.as_of for provider in providers),
        "confirmed_on": text(provider.confirmed_on for provider in providers),
        **texts(providers, "quote", "note"),
    }


def _confirmed_on(finding: Finding) -> str | None:
    """Return the newest day by which all was confirmed that one piece of evidence rests on."""
    days = [evidence.confirmed_on for evidence in finding.evidence if evidence.confirmed_on]
    return max(days, default=None)


def findings(context: ExportContext) -> Layer:
    """Return one row per standard and county, by standard in the order of the data, then GEOID."""
    rows = context.assessment.findings
    by_id = {standard.id: standard for standard in context.assessment.standards}
    standards = [by_id[finding.standard] for finding in rows]
    people = {county.geoid: county.people for county in context.catalog.counties}
    columns = {
        **texts(rows, "geoid", "county"),
        "people": whole(people[finding.geoid] for finding in rows),
        "standard": text(standard.id for standard in standards),
        "title": text(standard.title for standard in standards),
        "required": yes_no(standard.required for standard in standards),
        "in_force": yes_no(standard.in_force for standard in standards),
        **texts(rows, "status", "basis"),
        "flags": text("; ".join(finding.flags) for finding in rows),
        "confirmed_on": text(map(_confirmed_on, rows)),
        "rule": text(finding.rule for finding in rows),
        "evidence": text(_BETWEEN.join(map(_said, finding.evidence)) for finding in rows),
        "left_out_by": text(_BETWEEN.join(map(_said, finding.left_out_by)) for finding in rows),
        "notes": text(_BETWEEN.join(finding.notes) for finding in rows),
        "to_lift_it": text(_BETWEEN.join(finding.lift) for finding in rows),
        "contradictions": text("; ".join(finding.contradictions) for finding in rows),
    }
    return layer(
        "findings",
        "One row for each county and standard: the verdict, why it is so, and what would lift it. "
        "Unknown is not yes and not no; claimed is not covered.",
        columns,
    )


def _said(evidence: Evidence) -> str:
    """Return a piece of evidence as "[listed] ICORT 1: “its words” (source, date)"."""
    words = (
        f" “{evidence.quote}”" if evidence.quote else f" {evidence.note}" if evidence.note else ""
    )
    return f"[{evidence.basis}] {evidence.title}:{words} ({evidence.source}, {evidence.as_of})"


def sources(context: ExportContext) -> Layer:
    """Return one row per source, by id, including those that no finding rests on."""
    by_id = sorted(context.catalog.services.sources, key=lambda source: source.id)
    is_stale = context.assessment.evidence.is_stale
    columns = {
        **texts(by_id, "id", "title", "publisher", "url", "published"),
        "describes": text(source.as_of.text for source in by_id),
        "describes_basis": text(source.as_of_basis for source in by_id),
        **texts(by_id, "retrieved", "sha256"),
        "stale_after_days": whole(source.stale_after_days for source in by_id),
        "stale": yes_no(is_stale(source.id) for source in by_id),
        **texts(by_id, "proof", "note"),
    }
    return layer(
        "sources",
        "One row for each source: what it describes, when it was read, the hash of its stored "
        "text. Proof recalled: remembered, not read.",
        columns,
    )
