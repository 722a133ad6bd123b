"""From a parsed text to candidates: by ZIP, by town, by county, and how those are compared.

A street index, or an online geocoder that the user asked for, would be one more function at the
head of `RESOLVERS`: it takes the parsed text and returns finer candidates or none. `compared`
weighs them against ZIP, town and county as it weighs those against each other.
"""

from collections.abc import Callable
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.geocode import candidates, name_index, refine, states
from geo.geocode.location import Candidate, Scale
from geo.geocode.name_index import Name
from geo.geocode.parse import ParsedAddress

__all__ = [
    "RESOLVERS",
    "by_county",
    "by_town",
    "by_zip",
    "compared",
    "county_if_zip_says",
    "without_strangers",
]

Resolver = Callable[[ParsedAddress, Catalog], tuple[Candidate, ...]]
Notes = list[tuple[str, str]]


def by_zip(address: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return the candidates of the ZIPs."""
    return tuple(
        candidates.of_zip(catalog, code)
        for code in (*address.other_zips, address.parts.zip)
        if code in catalog.gazetteer.zips
    )


def by_town(address: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return every town of the names read; a town that is no named place stands at its ZIP."""
    towns: list[Candidate] = []
    for name in address.towns:
        towns += [candidates.of_place(catalog, place.id) for place in name.places]
        towns += _by_city(name, catalog)
    # Two spellings of one place are one place.
    return tuple({(town.precision, town.id): town for town in towns}.values())


def _by_city(name: Name, catalog: Catalog) -> list[Candidate]:
    """Return the ZIPs of a town that is no named place; ZIPs of the same ground once."""
    areas: list[Candidate] = []
    for row in sorted(name.zips, key=lambda row: (row.point != "zcta", row.zip)):
        area = candidates.of_zip(catalog, row.zip, as_town=True)
        if all(candidates.apart_m(area, known) > known.radius_m + area.radius_m for known in areas):
            areas.append(area)
    return areas


def by_county(address: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return the counties that were named as such."""
    return tuple(candidates.of_county(catalog, county.geoid) for county in address.counties)


RESOLVERS: tuple[tuple[str, Resolver], ...] = (
    ("zip", by_zip),
    ("town", by_town),
    ("county", by_county),
)
"""What turns a parsed text into candidates, finest first, each with its word in caution codes."""


def county_if_zip_says(address: ParsedAddress, catalog: Catalog) -> ParsedAddress:
    """Take a name for the county of that name where the ZIP lies in it and not near the town."""
    if len(address.towns) != 1 or address.counties or not address.towns[0].geoid:
        return address
    areas = by_zip(address, catalog)
    if len(areas) != 1:
        return address
    (area,), (name,) = areas, address.towns
    if all(share.geoid != name.geoid for share in area.counties):
        return address
    if any(_agree(area, town, catalog) for town in by_town(address, catalog)):
        return address
    parts = replace(address.parts, place="", county=candidates.county_name(catalog, name.geoid))
    return replace(address, parts=parts, towns=(), counties=(name,))


def without_strangers(address: ParsedAddress, catalog: Catalog) -> ParsedAddress:
    """Drop towns that the ZIP does not agree with where their names may be part of longer ones."""
    if not address.unaccounted:
        return address
    areas, towns = by_zip(address, catalog), by_town(address, catalog)
    if any(_agree(area, town, catalog) for area in areas for town in towns):
        return address
    return replace(address, towns=(), parts=replace(address.parts, place=""))


def compared(address: ParsedAddress, catalog: Catalog) -> tuple[tuple[Candidate, ...], Notes]:
    """Return the finest candidates that all else agrees with, or all that disagree; and why."""
    groups = [(word, list(resolve(address, catalog))) for word, resolve in RESOLVERS]
    groups = [(word, group) for word, group in groups if group]
    areas = [area for word, group in groups for area in group if word == "zip"]
    notes = _narrow(groups, catalog, near=address.distance is not None)
    if address.listed and areas:
        # "Batesville or Sardis 38606": the ZIP does not say that the other was not meant.
        strangers = _strangers(address, areas, catalog)
        groups[0][1].extend(strangers)
        notes += [("two_towns", "")] if strangers else []
    # Of two ZIPs neither is dropped because the rest of the text fits the other.
    finest = areas if len(areas) > 1 else list(groups[0][1]) if groups else []
    for _, group in groups[1:] if notes else ():
        if not any(_agree(fine, coarse, catalog) for fine in finest for coarse in group):
            finest += group
    if address.either:
        finest.append(candidates.of_county(catalog, address.towns[0].geoid))
    if not notes:
        notes = _why_several(address, finest) + _about_names(address, catalog)
    return tuple(finest), notes


def _strangers(address: ParsedAddress, areas: list[Candidate], catalog: Catalog) -> list[Candidate]:
    """Return the towns that no ZIP of the text agrees with."""
    return [
        town
        for town in by_town(address, catalog)
        if not any(_agree(area, town, catalog) for area in areas)
    ]


def _narrow(groups: list[tuple[str, list[Candidate]]], catalog: Catalog, *, near: bool) -> Notes:
    """Keep in each group what agrees with the others; return a note for each two that do not.

    What is only `near` a town may lie in any county that comes near it.
    """
    notes: Notes = []
    for number, (word, group) in enumerate(groups, start=1):
        for other_word, others in groups[number:]:
            pairs = [(a, b) for a in group for b in others if _agree(a, b, catalog, near=near)]
            if pairs:
                group[:] = [fine for fine in group if any(a is fine for a, _ in pairs)]
                others[:] = [coarse for coarse in others if any(b is coarse for _, b in pairs)]
            elif not _are_held(groups, group, others, catalog):
                notes.append((f"{word}_{other_word}_disagree", ""))
    return notes


def _are_held(
    groups: list[tuple[str, list[Candidate]]],
    towns: list[Candidate],
    counties: list[Candidate],
    catalog: Catalog,
) -> bool:
    """Whether a ZIP of the text lies in both a town's mail and the county that the town is not in."""
    areas = [area for word, group in groups for area in group if word == "zip"]
    return towns is not groups[0][1] and all(
        any(_agree(area, other, catalog) for area in areas for other in others)
        for others in (towns, counties)
    )


def _why_several(address: ParsedAddress, finest: list[Candidate]) -> Notes:
    """Return a note on why a text has several readings, where it has."""
    towns = address.towns
    if address.either:
        return [("county_or_town", towns[0].text)]
    if len(finest) > 1 and finest[1].precision is Scale.ZIP and address.other_zips:
        return [("two_zips", "")]
    if len(finest) > 1 and finest[0].precision is Scale.COUNTY:
        return [("two_counties", "")]
    spelled = any(code == "spelled" for code, _ in address.notes)
    named = [town for town in towns if town.text not in states.CODES.values() or town.is_town]
    different = len({(town.places, town.zips, town.other_state) for town in named}) > 1
    if different and not spelled:
        return [("two_towns", "")]
    if len(finest) > 1:
        return [("several_spellings", "") if len(towns) > 1 else ("homonym", towns[0].text)]
    return []


def _about_names(address: ParsedAddress, catalog: Catalog) -> Notes:
    """Return notes on a name that is a state's as well, and on a ZIP of another town."""
    at_home = address.state or address.parts.zip or address.counties
    notes = [
        ("also_state", town.text)
        for town in address.towns
        if not (at_home or town.other_state) and town.text.casefold() in states.NAMES
    ]
    row = catalog.gazetteer.zips.get(address.parts.zip)
    named = {name_index.key(town.text) for town in address.towns if town.is_town}
    if row and named and name_index.key(row.city) not in named:
        notes.append(("zip_of_neighbor", row.city))
    return notes


def _agree(fine: Candidate, coarse: Candidate, catalog: Catalog, *, near: bool = False) -> bool:
    """Whether a coarser candidate may hold a finer one: by county, nearness or the ZIP's city."""
    if coarse.precision is Scale.COUNTY:
        return _may_lie_in(fine, coarse.geoid, catalog, near=near)
    if candidates.apart_m(fine, coarse) <= fine.radius_m + coarse.radius_m:
        return True
    if fine.id not in catalog.gazetteer.zips:
        return False
    city = name_index.index(catalog).names[name_index.key(catalog.gazetteer.zips[fine.id].city)]
    own = all(stray.zip != fine.id for stray in city.zips)
    return own and len(city.places) == 1 and city.places[0].id == coarse.id


def _may_lie_in(candidate: Candidate, geoid: str, catalog: Catalog, *, near: bool) -> bool:
    """Whether a candidate may lie in a county; by its radius where its people are not known."""
    if candidate.precision is Scale.PLACE and not near:
        return refine.lies_in(catalog, candidate.id, geoid)
    if any(share.geoid == geoid for share in candidate.counties):
        return True
    if candidate.precision is not Scale.ZIP or candidate.counties[0].share is not None:
        return False
    return geoid in candidates.reached_by_zip(catalog, candidate.id)
