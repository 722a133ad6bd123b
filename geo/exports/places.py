"""The layers of facilities and regions."""

import shapely

from geo.access import supply
from geo.catalog.records import County, Facility, Operator, Region
from geo.coverage import sentences
from geo.exports import measures
from geo.exports.records import Given, PlacedRegion
from geo.exports.table import Field, Layer, inside, layer, number, text, whole, yes_no

__all__ = ["facilities", "left_out", "regions"]


def facilities(given: Given) -> Layer:
    """Return one row per facility, by id; points, right within `radius_m` metres.

    `beds_low` and `beds_high` are None where no source tells beds that are there; planned ones
    stand in `beds` alone, in words.
    """
    some = sorted(given.assessment.catalog.services.facilities, key=lambda one: one.id)
    return layer(
        "facilities",
        "One row for each unit; its point is right within radius_m meters. Beds that no source "
        "tells are empty, not 0.",
        [*_what(given), *_where(given), *_proof(given)],
        some,
        [shapely.Point(one.lon, one.lat) for one in some],
    )


def _what(given: Given) -> list[Field[Facility]]:
    kinds = {one.id: one.short for one in given.assessment.catalog.services.service_types}
    operators: dict[str | None, str] = {
        one.id: one.name for one in given.assessment.catalog.services.operators
    }
    return [
        text("id", lambda one: one.id),
        text("service_type", lambda one: one.type),
        text("service", lambda one: kinds[one.type]),
        text("name", lambda one: one.name),
        text("phone", lambda one: one.phone),
        text("operator", lambda one: operators.get(one.operator)),
        text("operator_note", lambda one: one.operator_note),
        text("opened", lambda one: one.opened),
        text("beds", sentences.beds),
        whole("beds_low", lambda one: (supply.beds(one) or (None, None))[0]),
        whole("beds_high", lambda one: (supply.beds(one) or (None, None))[1]),
        yes_no("beds_known", lambda one: supply.beds(one) is not None),
    ]


def _where(given: Given) -> list[Field[Facility]]:
    geoids = given.assessment.catalog.geoid_by_name
    return [
        text("street", lambda one: one.street),
        text("city", lambda one: one.city),
        text("zip", lambda one: one.zip),
        text("geoid", lambda one: geoids[one.county]),
        text("county", lambda one: one.county),
        whole("region", lambda one: one.region),
        number("lon", lambda one: one.lon),
        number("lat", lambda one: one.lat),
        text("precision", lambda one: one.precision),
        whole("radius_m", lambda one: one.radius_m),
        text("location_source", lambda one: one.location_source),
        text("address_source", lambda one: one.address_source),
    ]


def _proof(given: Given) -> list[Field[Facility]]:
    reached = {one.service_id for some in given.teams.values() for one in some}
    return [
        text("source", lambda one: one.source),
        text("source_as_of", lambda one: given.assessment.evidence.sources[one.source].as_of.text),
        text("source_proof", lambda one: given.assessment.evidence.sources[one.source].proof),
        yes_no("known_on_the_day", lambda one: one.id in reached),
        yes_no("stale", lambda one: given.assessment.evidence.is_stale(one.source)),
        text("also_in_sources", lambda one: "; ".join(one.also)),
        text("quote", lambda one: one.quote),
        text("note", lambda one: one.note),
    ]


def regions(given: Given) -> Layer:
    """Return one row per region that has a county on the day, by number.

    A shape is the exact union of the full shapes of the counties that are surely in the region;
    None where there is none. One that is only possibly in it stands in `possible_counties`.
    """
    some = [
        found
        for one in sorted(given.assessment.catalog.services.regions, key=lambda one: one.number)
        if (found := _placed(given, one)).counties or found.possible
    ]
    return layer(
        "regions",
        "One row for each region: the counties that are surely in it on the day, dissolved. A "
        "county whose region is not certain is in none and stands in possible_counties.",
        [*_region_fields(given), *_measured(given)],
        some,
        [one.shape for one in some],
    )


def left_out(given: Given) -> str:
    """Return the counties that are in no region, since theirs is not certain on the day, in words."""
    told = []
    for one in given.assessment.catalog.counties:
        if not given.settled(one.geoid):
            held = [f"Region {own.region}" for own in given.assessment.evidence.regions[one.geoid]]
            told.append(f"{one.name} ({' or '.join(held) or 'no region'})")
    return "; ".join(told)


def _placed(given: Given, region: Region) -> PlacedRegion:
    inside_it = [
        one
        for one in given.assessment.catalog.counties
        if region.number in {held.region for held in given.assessment.evidence.regions[one.geoid]}
    ]
    counties = tuple(one for one in inside_it if given.settled(one.geoid))
    areas = {one.regions[0]: one for one in given.access.regions}
    return PlacedRegion(
        region=region,
        counties=counties,
        possible=tuple(one for one in inside_it if not given.settled(one.geoid)),
        shape=shapely.union_all([given.shapes[one.geoid] for one in counties])
        if counties
        else None,
        area=areas.get(region.number) if counties else None,
    )


def _region_fields(given: Given) -> list[Field[PlacedRegion]]:
    operators = {one.id: one for one in given.assessment.catalog.services.operators}

    operator: list[Field[Operator]] = [
        text("operator", lambda one: one.name),
        text("operator_phone", lambda one: one.phone),
    ]

    def names(some: tuple[County, ...]) -> str:
        return "; ".join(one.name for one in some)

    return [
        whole("region", lambda one: one.region.number),
        *(inside(one, lambda row: operators.get(row.region.operator)) for one in operator),
        text("counties", lambda one: names(one.counties)),
        text("geoids", lambda one: "; ".join(county.geoid for county in one.counties)),
        whole("county_count", lambda one: len(one.counties)),
        text("possible_counties", lambda one: names(one.possible)),
        whole("people", lambda one: sum(county.people for county in one.counties)),
        number(
            "land_sq_mi", lambda one: round(sum(county.land_sq_mi for county in one.counties), 1)
        ),
        text("note", lambda one: one.region.note),
    ]


def _measured(given: Given) -> list[Field[PlacedRegion]]:
    return [inside(one, lambda row: row.area) for one in measures.fields(given.access)]
