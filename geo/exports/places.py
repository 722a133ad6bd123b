"""The layers of facilities, units of other states and regions."""

from collections.abc import Sequence
from typing import NamedTuple

import shapely

from geo.catalog.records import County, Facility, Region
from geo.coverage import beds, unit_catchments
from geo.coverage.contradictions import other_numbers
from geo.exports import measures
from geo.exports.records import ExportContext, other_phones
from geo.exports.table import Columns, Layer, each, layer, number, text, texts, whole, yes_no

__all__ = ["facilities", "left_out", "neighbor_units", "regions"]


def facilities(context: ExportContext) -> Layer:
    """Return one row per facility, by id; points, right within `radius_m` meters.

    `beds_low` and `beds_high` are None where no source tells beds that are there; planned ones
    stand in `beds` alone, in words. `beds_derived` says whether they would be others without a
    figure that is derived from two or more sources.
    """
    units = sorted(context.catalog.services.facilities, key=lambda unit: unit.id)
    return layer(
        "facilities",
        "One row for each unit; its point is right within radius_m meters. Beds that no source "
        "tells are empty, not 0.",
        _unit(context, units),
        _proof(context, units),
        shapes=[shapely.Point(unit.lon, unit.lat) for unit in units],
    )


def neighbor_units(context: ExportContext) -> Layer:
    """Return one row per unit of another state, by id; those without a known point have no shape."""
    units = sorted(context.catalog.services.neighbor_units, key=lambda unit: unit.id)
    evidence = context.assessment.evidence
    return layer(
        "neighbor_units",
        "One row for each unit of another state near the line: none is part of this state's system, "
        "and whether it takes people from here is to be asked of it. Those that count stand in the "
        "figures with neighbors, and no verdict rests on any.",
        {
            **texts(
                units, "id", "name", "kind", "run_by", "street", "city", "state", "zip", "phone"
            ),
            "service_type": text(unit.type for unit in units),
            "counts": yes_no(unit.counts for unit in units),
            **texts(units, "counts_note", "eligibility"),
            "lon": number(unit.lon for unit in units),
            "lat": number(unit.lat for unit in units),
            "radius_m": whole(unit.radius_m for unit in units),
            **texts(units, "location_note", "source"),
            "source_as_of": text(evidence.sources[unit.source].as_of.text for unit in units),
            "known_on_the_day": yes_no(evidence.speaks(unit.source) for unit in units),
            "stale": yes_no(evidence.is_stale(unit.source) for unit in units),
            "also_in_sources": text("; ".join(unit.also) for unit in units),
            **texts(units, "quote", "note"),
        },
        shapes=[
            None if unit.lon is None or unit.lat is None else shapely.Point(unit.lon, unit.lat)
            for unit in units
        ],
    )


def _unit(context: ExportContext, units: Sequence[Facility]) -> Columns:
    types = context.assessment.evidence.types
    operators = context.operators(unit.operator for unit in units)
    sources = context.assessment.evidence.sources
    spans = [beds.span(unit, sources) for unit in units]
    return {
        "id": text(unit.id for unit in units),
        "service_type": text(unit.type for unit in units),
        "service": text(types[unit.type].short for unit in units),
        **texts(units, "name", "phone"),
        "other_phones": text(
            other_phones(other_numbers(context.catalog, unit.id, context.assessment.as_of))
            for unit in units
        ),
        "operator": text(each(operators, lambda operator: operator.name)),
        **texts(units, "operator_note", "opened"),
        "beds": text(beds.words(unit, sources) for unit in units),
        "beds_low": whole(each(spans, lambda known: known[0])),
        "beds_high": whole(each(spans, lambda known: known[1])),
        "beds_known": yes_no(known is not None for known in spans),
        "beds_derived": yes_no(beds.rests_on_derived(unit, sources) for unit in units),
        **texts(units, "street", "city", "zip"),
        "geoid": text(context.catalog.geoid_by_name[unit.county] for unit in units),
        **texts(units, "county"),
        "region": whole(unit.region for unit in units),
        **_serves(context, units),
        "lon": number(unit.lon for unit in units),
        "lat": number(unit.lat for unit in units),
        "precision": text(unit.precision for unit in units),
        "radius_m": whole(unit.radius_m for unit in units),
        **texts(units, "location_source", "address_source"),
    }


def _serves(context: ExportContext, units: Sequence[Facility]) -> Columns:
    """Return the counties that a unit is said to serve, and whether that was read or concluded."""
    day = context.assessment.as_of
    said = [unit_catchments.served(unit, context.catalog, day) for unit in units]
    return {
        "serves_geoids": text(each(said, lambda one: "; ".join(one.geoids))),
        "serves_counties": text(each(said, lambda one: "; ".join(one.counties))),
        "serves_proof": text(each(said, lambda one: one.proof)),
        "serves_source": text(each(said, lambda one: one.source)),
        "serves_says": text(each(said, lambda one: one.says)),
    }


def _proof(context: ExportContext, units: Sequence[Facility]) -> Columns:
    evidence = context.assessment.evidence
    known = {provider.service_id for serving in context.serving.values() for provider in serving}
    sources = [evidence.sources[unit.source] for unit in units]
    return {
        "source": text(source.id for source in sources),
        "source_as_of": text(source.as_of.text for source in sources),
        "source_proof": text(source.proof for source in sources),
        "known_on_the_day": yes_no(unit.id in known for unit in units),
        "stale": yes_no(evidence.is_stale(source.id) for source in sources),
        "also_in_sources": text("; ".join(unit.also) for unit in units),
        **texts(units, "quote", "note"),
    }


def regions(context: ExportContext) -> Layer:
    """Return one row per region that has a county on the day, by number.

    A shape is the exact union of the full shapes of the counties that are surely in the region;
    None where there is none. One that is only possibly in it stands in `possible_counties`.
    """
    numbered = sorted(context.catalog.services.regions, key=lambda region: region.number)
    rows = [row for region in numbered if any((row := _members(context, region))[1:])]
    areas = {area.regions[0]: area for area in context.access.regions}
    return layer(
        "regions",
        "One row for each region: the counties that are surely in it on the day, dissolved. A "
        "county whose region is not certain is in none and stands in possible_counties.",
        _regions(context, rows),
        measures.columns(context, [areas.get(row.region.number) for row in rows]),
        shapes=[
            shapely.union_all(context.counties.geometry[[county.geoid for county in row.counties]])
            if row.counties
            else None
            for row in rows
        ],
    )


class _Members(NamedTuple):
    """A region with the counties that are surely in it on the day, and those that may be."""

    region: Region
    counties: list[County]
    possible: list[County]


def _members(context: ExportContext, region: Region) -> _Members:
    members = _Members(region, [], [])
    for county in context.catalog.counties:
        if region.number in context.regions(county.geoid):
            settled = context.is_settled(county.geoid)
            (members.counties if settled else members.possible).append(county)
    return members


def _regions(context: ExportContext, rows: Sequence[_Members]) -> Columns:
    operators = context.operators(row.region.operator for row in rows)
    land = [sum(county.land_sq_mi for county in row.counties) for row in rows]
    return {
        "region": whole(row.region.number for row in rows),
        "operator": text(each(operators, lambda operator: operator.name)),
        "operator_phone": text(each(operators, lambda operator: operator.phone)),
        "counties": text("; ".join(county.name for county in row.counties) for row in rows),
        "geoids": text("; ".join(county.geoid for county in row.counties) for row in rows),
        "county_count": whole(len(row.counties) for row in rows),
        "possible_counties": text("; ".join(may.name for may in row.possible) for row in rows),
        "people": whole(sum(county.people for county in row.counties) for row in rows),
        "land_sq_mi": number(round(float(area), 1) for area in land),
        "note": text(row.region.note for row in rows),
    }


def left_out(context: ExportContext) -> str:
    """Return the counties that are in no region, since theirs is not certain on the day, in words."""
    counties = []
    for county in context.catalog.counties:
        if not context.is_settled(county.geoid):
            possible = [f"Region {number}" for number in context.regions(county.geoid)]
            counties.append(f"{county.name} ({' or '.join(possible)})")
    return "; ".join(counties)
