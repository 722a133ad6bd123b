"""The layer of the continuum: each county and type of service, by part."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from geo.catalog.records import County
from geo.coverage import continuum
from geo.coverage.calls import StatewideCall
from geo.coverage.continuum_records import ContinuumPillar, ContinuumType, Offer
from geo.exports.records import ExportContext
from geo.exports.table import Layer, layer, text

__all__ = ["NAME", "continuum_layer"]

NAME: Final = "continuum"
_BETWEEN: Final = "; "
_RULE: Final = "rule"


class _Row(NamedTuple):
    """A row: what a county has of one service, list or number. Of a number that a rule gives no status."""

    county: County
    part: ContinuumPillar
    kind: str
    id: str
    title: str
    status: str | None
    basis: str
    flags: str
    in_county: str | None
    named: tuple[str, ...]
    note: str | None
    sources: tuple[str, ...]
    as_of: str
    quote: str | None


def continuum_layer(context: ExportContext) -> Layer:
    """Return one row per county and type of service, by part; then lists without a place and numbers of rules."""
    rows = [
        row
        for county in context.catalog.counties
        for part in continuum.county_continuum(context.assessment, county).pillars
        for row in _rows(county, part)
    ]
    return layer(
        NAME,
        "One row for each county and each service of the whole system, by part. Kind list: a general "
        "statement on several services, of no place, which decides no county's answer. Kind number: a rule gives it to "
        "everybody, so it has no status. Units in named have the nearest first.",
        {
            "geoid": text(row.county.geoid for row in rows),
            "county": text(row.county.name for row in rows),
            "pillar": text(row.part.pillar for row in rows),
            "part": text(row.part.label for row in rows),
            "kind": text(row.kind for row in rows),
            "id": text(row.id for row in rows),
            "title": text(row.title for row in rows),
            "status": text(row.status for row in rows),
            "basis": text(row.basis for row in rows),
            "flags": text(row.flags for row in rows),
            "status_in_county": text(row.in_county for row in rows),
            "named": text(_BETWEEN.join(row.named) or None for row in rows),
            "note": text(row.note for row in rows),
            "decides": text("yes" if row.id in row.part.deciding else "no" for row in rows),
            "sources": text(_BETWEEN.join(row.sources) for row in rows),
            "source_as_of": text(row.as_of for row in rows),
            "quote": text(row.quote for row in rows),
        },
    )


def _rows(county: County, part: ContinuumPillar) -> Iterator[_Row]:
    for kind in part.types:
        yield _of_type(county, part, kind)
    for offer in part.offers:
        yield _of_offer(county, part, offer)
    for call in part.numbers:
        if call.rules:
            yield _of_number(county, part, call)


def _of_type(county: County, part: ContinuumPillar, kind: ContinuumType) -> _Row:
    facts = (*kind.evidence, *kind.left_out_by)
    return _Row(
        county=county,
        part=part,
        kind="service",
        id=kind.service,
        title=kind.name,
        status=kind.status,
        basis=kind.basis,
        flags=_BETWEEN.join(kind.flags),
        in_county=kind.in_county,
        named=tuple(fact.title for fact in kind.told),
        note=part.which_unit or None if kind.in_county else None,
        sources=tuple(dict.fromkeys((kind.source, *(fact.source for fact in facts)))),
        as_of=kind.as_of,
        quote=kind.quote,
    )


def _of_offer(county: County, part: ContinuumPillar, offer: Offer) -> _Row:
    return _Row(
        county=county,
        part=part,
        kind="list",
        id=offer.id,
        title=_BETWEEN.join(offer.names),
        status=offer.status,
        basis=offer.basis,
        flags=_BETWEEN.join(offer.flags),
        in_county=None,
        named=(),
        note=offer.rule,
        sources=(offer.source,),
        as_of=offer.as_of,
        quote=offer.quote,
    )


def _of_number(county: County, part: ContinuumPillar, call: StatewideCall) -> _Row:
    return _Row(
        county=county,
        part=part,
        kind="number",
        id=call.service,
        title=f"{call.phone}: {call.answers}",
        status=None,
        basis=_RULE,
        flags="",
        in_county=None,
        named=(),
        note=None,
        sources=tuple(dict.fromkeys(rule.source for rule in call.rules)),
        as_of=call.as_of,
        quote=call.rules[0].quote,
    )
