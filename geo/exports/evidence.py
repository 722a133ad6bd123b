"""The layers of teams, findings and sources: who says what of which county."""

from collections.abc import Sequence

from geo.catalog.records import Operator, Service, Source
from geo.coverage import evidence
from geo.coverage.findings import Evidence, Finding, MembershipEvidence
from geo.exports.records import Given, Reached
from geo.exports.table import Field, Layer, inside, layer, text, whole, yes_no

__all__ = ["findings", "sources", "teams"]

_BETWEEN = " | "


def teams(given: Given) -> Layer:
    """Return one row per team, line or unit and county that it reaches, by type, GEOID and id."""
    units = {one.id for one in given.assessment.catalog.services.facilities}
    some = [
        Reached(county=county, evidence=one, is_unit=one.service_id in units)
        for kind in given.assessment.catalog.services.service_types
        for county in given.assessment.catalog.counties
        for one in given.teams.get((kind.id, county.geoid), ())
    ]
    return layer(
        "teams",
        "One row for each team, line or unit and each county that it reaches. Basis claimed: "
        "offered to everybody, but no source names the county.",
        [*_who(given), *_why()],
        some,
    )


def _who(given: Given) -> list[Field[Reached]]:
    services = {one.id: one for one in given.assessment.catalog.services.services}
    kinds = {one.id: one.short for one in given.assessment.catalog.services.service_types}
    operators: dict[str | None, Operator] = {
        one.id: one for one in given.assessment.catalog.services.operators
    }
    operator: list[Field[Operator]] = [
        text("operator", lambda one: one.name),
        text("operator_phone", lambda one: one.phone),
    ]
    service: list[Field[Service]] = [
        whole("teams", lambda one: one.teams),
        text("hours", lambda one: one.hours),
        text("contact", lambda one: one.contact),
    ]
    return [
        text("geoid", lambda one: one.county.geoid),
        text("county", lambda one: one.county.name),
        text("service_type", lambda one: one.evidence.service),
        text("service", lambda one: kinds[one.evidence.service]),
        text("id", lambda one: one.evidence.service_id),
        text("title", lambda one: one.evidence.title),
        yes_no("is_unit", lambda one: one.is_unit),
        text("basis", lambda one: one.evidence.basis),
        text("phone", lambda one: one.evidence.phone),
        *(inside(one, lambda row: operators.get(row.evidence.operator)) for one in operator),
        *(inside(one, lambda row: services.get(row.evidence.service_id)) for one in service),
    ]


def _why() -> list[Field[Reached]]:
    membership: list[Field[MembershipEvidence]] = [
        whole("through_region", lambda one: one.region),
        text("region_confidence", lambda one: one.confidence),
        text("region_source", lambda one: one.source),
    ]
    return [
        *(inside(one, lambda row: row.evidence.membership) for one in membership),
        yes_no("weak", lambda one: evidence.is_weak(one.evidence)),
        yes_no("stale", lambda one: one.evidence.stale),
        text("source", lambda one: one.evidence.source),
        text("source_as_of", lambda one: one.evidence.as_of),
        text("quote", lambda one: one.evidence.quote),
        text("note", lambda one: one.evidence.note),
    ]


def findings(given: Given) -> Layer:
    """Return one row per standard and county, by standard in the order of the data, then GEOID."""
    standards = {one.id: one for one in given.assessment.standards}
    people = {one.geoid: one.people for one in given.assessment.catalog.counties}
    fields: Sequence[Field[Finding]] = [
        text("geoid", lambda one: one.geoid),
        text("county", lambda one: one.county),
        whole("people", lambda one: people[one.geoid]),
        text("standard", lambda one: one.standard),
        text("title", lambda one: standards[one.standard].title),
        yes_no("required", lambda one: standards[one.standard].required),
        yes_no("in_force", lambda one: standards[one.standard].in_force),
        text("status", lambda one: one.status),
        text("basis", lambda one: one.basis),
        text("flags", lambda one: "; ".join(one.flags)),
        text("rule", lambda one: one.rule),
        text("evidence", lambda one: _BETWEEN.join(map(_said, one.evidence))),
        text("left_out_by", lambda one: _BETWEEN.join(map(_said, one.left_out_by))),
        text("notes", lambda one: _BETWEEN.join(one.notes)),
        text("to_lift_it", lambda one: _BETWEEN.join(one.lift)),
        text("contradictions", lambda one: "; ".join(one.contradictions)),
    ]
    return layer(
        "findings",
        "One row for each county and standard: the verdict, why it is so, and what would lift it. "
        "Unknown is not yes and not no; claimed is not covered.",
        fields,
        given.assessment.findings,
    )


def _said(one: Evidence) -> str:
    """Return a piece of evidence as "[listed] ICORT 1: “its words” (source, date)"."""
    words = f" “{one.quote}”" if one.quote else f" {one.note}" if one.note else ""
    return f"[{one.basis}] {one.title}:{words} ({one.source}, {one.as_of})"


def sources(given: Given) -> Layer:
    """Return one row per source, by id, those that no finding rests on too."""
    fields: Sequence[Field[Source]] = [
        text("id", lambda one: one.id),
        text("title", lambda one: one.title),
        text("publisher", lambda one: one.publisher),
        text("url", lambda one: one.url),
        text("published", lambda one: one.published),
        text("describes", lambda one: one.as_of.text),
        text("describes_basis", lambda one: one.as_of_basis),
        text("retrieved", lambda one: one.retrieved.text),
        text("sha256", lambda one: one.sha256),
        whole("stale_after_days", lambda one: one.stale_after_days),
        yes_no("stale", lambda one: given.assessment.evidence.is_stale(one.id)),
        text("proof", lambda one: one.proof),
        text("note", lambda one: one.note),
    ]
    return layer(
        "sources",
        "One row for each source: what it describes, when it was read, the hash of its stored "
        "text. Proof recalled: remembered, not read.",
        fields,
        sorted(given.assessment.catalog.services.sources, key=lambda one: one.id),
    )
