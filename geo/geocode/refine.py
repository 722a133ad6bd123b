"""Candidates fitted to the rest of the text: a town's mail, a distance from it, a county named."""

import math
from dataclasses import replace
from functools import lru_cache

from geo.catalog.gazetteer import ZipCode
from geo.catalog.records import Catalog
from geo.geocode import candidates, name_index
from geo.geocode.location import Candidate, CountyShare, Parts, Scale
from geo.geocode.zip_county_state import NEAR_M
from geo.spatial import boundaries

__all__ = ["fitted"]

_STEP_M = 100
# What is said of a place by its town, and is not the town itself.
_IN_THE_MAIL = ("house_number", "street", "cross_street", "po_box", "unit", "landmark")


def fitted(
    found: tuple[Candidate, ...],
    parts: Parts,
    catalog: Catalog,
    *,
    county: str = "",
    beyond_m: float = 0.0,
) -> tuple[Candidate, ...]:
    """Return the candidates of a text with the ground that the rest of it leaves them.

    An address, a crossing or a landmark may lie miles outside of the town that it names, since
    the post office gives the town's name to its whole delivery area. A distance of `beyond_m`
    metres from the town widens it, and a `county` (GEOID) that was named narrows it.
    """
    addressed = any(getattr(parts, name) for name in _IN_THE_MAIL)
    fitting = []
    for one in found:
        fit = one
        if addressed and fit.precision is Scale.PLACE:
            fit = _with_mail(catalog, fit.id)
        if beyond_m and fit.precision is not Scale.COORDINATE:
            # "Near" a town is the same for everybody; a distance is somebody's and is not kept.
            widen = _widened_once if beyond_m == NEAR_M else _widened
            fit = widen(catalog, fit, fit.radius_m + beyond_m)
        fitting.append(_in_county(fit, county))
    return tuple(fitting)


def _in_county(one: Candidate, geoid: str) -> Candidate:
    """Return a candidate in the one of its counties that was named, if it was."""
    held = [share for share in one.counties if share.geoid == geoid]
    if not held or len(one.counties) == 1:
        return one
    return replace(one, geoid=geoid, county=held[0].county, counties=(held[0],))


def _widened(catalog: Catalog, one: Candidate, radius_m: float) -> Candidate:
    """Return a candidate with a larger radius, and the counties that it then reaches."""
    reach_m = math.ceil(radius_m / _STEP_M) * _STEP_M
    near = boundaries.counties_within(catalog, one.lon, one.lat, reach_m)
    geoids = dict.fromkeys([*(held.geoid for held in one.counties), *(geoid for geoid, _ in near)])
    counties = tuple(
        CountyShare(geoid=geoid, county=candidates.county_name(catalog, geoid)) for geoid in geoids
    )
    return replace(one, radius_m=reach_m, counties=counties)


_widened_once = lru_cache(maxsize=1024)(_widened)


@lru_cache(maxsize=1024)
def _with_mail(catalog: Catalog, place_id: str) -> Candidate:
    """Return a town with the reach and the counties of the ZIPs that bear its name around it."""
    town = candidates.of_place(catalog, place_id)
    (name,) = (one.name for one in catalog.gazetteer.places if one.id == place_id)
    near = [
        one
        for one in catalog.gazetteer.zips.values()
        if name_index.key(one.city) == name_index.key(name)
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
    """Return the counties of the ZIPs' people together, by people, and then the town's others."""
    people: dict[str, int] = {}
    for one in zips:
        for held in one.shares:
            people[held.geoid] = people.get(held.geoid, 0) + held.people
    if not people.get(town.geoid):
        return town.counties
    total = sum(people.values())
    by_people = sorted(people.items(), key=lambda one: (-one[1], one[0]))
    others = [one for one in town.counties if one.geoid not in people]
    return (
        *(
            CountyShare(
                geoid=geoid, county=candidates.county_name(catalog, geoid), share=count / total
            )
            for geoid, count in by_people
        ),
        *others,
    )
