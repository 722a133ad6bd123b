"""The ground that a town's mail goes to: farther than the town itself."""

import math
from dataclasses import replace
from functools import lru_cache

from geo.gazetteer import ZipCode
from geo.location import Candidate, CountyShare, Parts, Scale
from geo.records import Catalog
from geo.typed import candidates, names

__all__ = ["widened"]

_STEP_M = 100


def widened(found: tuple[Candidate, ...], parts: Parts, catalog: Catalog) -> tuple[Candidate, ...]:
    """Return the candidates of a text, towns with their mail's ground if the text is an address.

    "4500 County Road 107, Coffeeville" can be miles outside of the town, since the post office
    gives the town's name to its whole delivery area. A crossing is looked for in the town itself.
    """
    addressed = parts.house_number or parts.street or parts.po_box or parts.unit
    if not addressed or parts.cross_street:
        return found
    return tuple(
        _with_mail(catalog, one.id) if one.precision is Scale.PLACE else one for one in found
    )


@lru_cache(maxsize=1024)
def _with_mail(catalog: Catalog, place_id: str) -> Candidate:
    """Return a town with the reach and the counties of the ZIPs that bear its name around it."""
    town = candidates.of_place(catalog, place_id)
    (name,) = (one.name for one in catalog.gazetteer.places if one.id == place_id)
    near = [
        one
        for one in catalog.gazetteer.zips.values()
        if names.key(one.city) == names.key(name)
        and candidates.apart_m(one, town) <= one.radius_m + town.radius_m
    ]
    if not near:
        return town
    reach_m = max(candidates.apart_m(one, town) + one.radius_m for one in near)
    return replace(
        town,
        radius_m=max(town.radius_m, math.ceil(reach_m / _STEP_M) * _STEP_M),
        counties=_counties(catalog, near, town),
    )


def _counties(catalog: Catalog, zips: list[ZipCode], town: Candidate) -> tuple[CountyShare, ...]:
    """Return the counties of the ZIPs' people together, by people; the town's where none is known."""
    people: dict[str, int] = {}
    for one in zips:
        for held in one.shares:
            people[held.geoid] = people.get(held.geoid, 0) + held.people
    total = sum(people.values())
    if not people.get(town.geoid):
        return town.counties
    return tuple(
        CountyShare(geoid=geoid, county=candidates.county_name(catalog, geoid), share=count / total)
        for geoid, count in sorted(people.items(), key=lambda one: (-one[1], one[0]))
    )
