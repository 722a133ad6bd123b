"""Readings to candidates: by ZIP, by town, by county, and how they are weighed against each other.

A street index, or an online geocoder that the user asked for, would be one more function at the
head of `RESOLVERS`: it gets the reading and returns finer candidates or none. `weighed` compares
them with ZIP, town and county as it compares those with each other.
"""

from collections.abc import Callable
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.geocode import candidates, name_index, states
from geo.geocode.location import Candidate, Scale
from geo.geocode.name_index import Name
from geo.geocode.parse import ParsedAddress

__all__ = ["RESOLVERS", "by_county", "by_town", "by_zip", "county_if_zip_says", "weighed"]

Resolver = Callable[[ParsedAddress, Catalog], tuple[Candidate, ...]]
Notes = list[tuple[str, str]]


def by_zip(read: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return the candidates of the ZIPs."""
    return tuple(
        candidates.of_zip(catalog, one)
        for one in (*read.other_zips, read.parts.zip)
        if one in catalog.gazetteer.zips
    )


def by_town(read: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return every town of the names read; one that is no named place stands at its ZIP."""
    found: list[Candidate] = []
    for name in read.towns:
        found += [candidates.of_place(catalog, one.id) for one in name.places]
        found += _by_city(name, catalog)
    # Two of a place's own spellings are one place.
    return tuple({(one.precision, one.id): one for one in found}.values())


def _by_city(name: Name, catalog: Catalog) -> list[Candidate]:
    """Return the ZIPs of a town that is no named place; ZIPs of the same ground once."""
    found: list[Candidate] = []
    order = sorted(name.zips, key=lambda one: (one.point != "zcta", one.zip))
    for one in order:
        new = candidates.of_zip(catalog, one.zip, as_town=True)
        if all(candidates.apart_m(new, old) > old.radius_m + new.radius_m for old in found):
            found.append(new)
    return found


def by_county(read: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return the counties that were named as such."""
    return tuple(candidates.of_county(catalog, one.geoid) for one in read.counties)


RESOLVERS: tuple[tuple[str, Resolver], ...] = (
    ("zip", by_zip),
    ("town", by_town),
    ("county", by_county),
)
"""What turns a reading into candidates, finest first, with the word for it in caution codes."""


def county_if_zip_says(read: ParsedAddress, catalog: Catalog) -> ParsedAddress:
    """Take a name for the county of that name where the ZIP lies in it and not near the town."""
    area = by_zip(read, catalog)
    lone = len(read.towns) == 1 and not read.counties
    if not (len(area) == 1 and lone and read.towns[0].geoid):
        return read
    name = read.towns[0]
    if any(_agree(area[0], town, catalog) for town in by_town(read, catalog)):
        return read
    if all(share.geoid != name.geoid for share in area[0].counties):
        return read
    county = candidates.county_name(catalog, name.geoid)
    parts = replace(read.parts, place="", county=county)
    return replace(read, parts=parts, towns=(), counties=(name,))


def weighed(read: ParsedAddress, catalog: Catalog) -> tuple[tuple[Candidate, ...], Notes]:
    """Return the finest candidates that all else agrees with, or all that disagree; and why."""
    groups = [(word, list(resolve(read, catalog))) for word, resolve in RESOLVERS]
    groups = [(word, some) for word, some in groups if some]
    zips = [one for word, some in groups for one in some if word == "zip"]
    notes = _narrowed(groups, catalog)
    # Of two ZIPs none is left out because the rest of the text fits the other.
    found = zips if len(zips) > 1 else list(groups[0][1]) if groups else []
    for _, some in groups[1:] if notes else ():
        if not any(_agree(one, other, catalog) for one in found for other in some):
            found += some
    if read.either:
        found.append(candidates.of_county(catalog, read.towns[0].geoid))
    if not notes:
        notes = _why_several(read, found) + _of_names(read, catalog)
    return tuple(found), notes


def _narrowed(groups: list[tuple[str, list[Candidate]]], catalog: Catalog) -> Notes:
    """Leave in each group what agrees with the others; return a note for each two that do not."""
    notes: Notes = []
    for first, (word, some) in enumerate(groups):
        for other_word, others in groups[first + 1 :]:
            pairs = [(a, b) for a in some for b in others if _agree(a, b, catalog)]
            if pairs:
                some[:] = [one for one in some if any(a is one for a, _ in pairs)]
                others[:] = [one for one in others if any(b is one for _, b in pairs)]
            else:
                notes.append((f"{word}_{other_word}_disagree", ""))
    return notes


def _why_several(read: ParsedAddress, found: list[Candidate]) -> Notes:
    if read.either:
        return [("county_or_town", read.towns[0].text)]
    if len(found) > 1 and found[1].precision is Scale.ZIP and read.other_zips:
        return [("two_zips", "")]
    if len(found) > 1 and found[0].precision is Scale.COUNTY:
        return [("two_counties", "")]
    spelled = any(code == "spelled" for code, _ in read.notes)
    named = [one for one in read.towns if one.text not in states.CODES.values() or one.is_town]
    different = len({(one.places, one.zips, one.abroad) for one in named}) > 1
    if different and not spelled:
        return [("two_towns", "")]
    if len(found) > 1:
        return [
            ("several_spellings", "") if len(read.towns) > 1 else ("homonym", read.towns[0].text)
        ]
    return []


def _of_names(read: ParsedAddress, catalog: Catalog) -> Notes:
    """Return notes on a name that is a state's as well, and on a ZIP of another town."""
    notes: Notes = []
    home = read.state or read.parts.zip or read.counties
    notes += [
        ("also_state", one.text)
        for one in read.towns
        if not (home or one.abroad) and one.text.casefold() in states.NAMES
    ]
    code = catalog.gazetteer.zips.get(read.parts.zip)
    named = {name_index.key(one.text) for one in read.towns if one.is_town}
    if code and named and name_index.key(code.city) not in named:
        notes.append(("zip_of_neighbor", code.city))
    return notes


def _agree(one: Candidate, other: Candidate, catalog: Catalog) -> bool:
    """Whether the coarser candidate may hold the finer: by county, by nearness, by the ZIP's city."""
    if other.precision is Scale.COUNTY:
        return _may_lie_in(one, other.geoid, catalog)
    if candidates.apart_m(one, other) <= one.radius_m + other.radius_m:
        return True
    if one.id not in catalog.gazetteer.zips:
        return False
    city = name_index.index(catalog).names[name_index.key(catalog.gazetteer.zips[one.id].city)]
    own = all(stray.zip != one.id for stray in city.zips)
    return own and len(city.places) == 1 and city.places[0].id == other.id


def _may_lie_in(one: Candidate, geoid: str, catalog: Catalog) -> bool:
    """Whether a candidate may lie in a county; by its radius where its people are not known."""
    if any(share.geoid == geoid for share in one.counties):
        return True
    if one.precision is not Scale.ZIP or one.counties[0].share is not None:
        return False
    return geoid in candidates.reached_by_zip(catalog, one.id)
