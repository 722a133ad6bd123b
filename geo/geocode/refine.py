"""Candidates refined by the rest of the text: a town's mail, a distance from it, a named county."""

import math
from dataclasses import replace
from functools import lru_cache

from geo.catalog.gazetteer import ZipCode
from geo.catalog.records import Catalog
from geo.geocode import candidates, name_index
from geo.geocode.location import Candidate, CountyShare, Parts, Scale
from geo.geocode.parse_state import NEAR_M, Distance
from geo.spatial import boundaries

__all__ = ["MAIL_SHARE", "is_start", "lies_in", "refined"]

MAIL_SHARE = 0.2
"""Share of the people of a town's mail that a county must hold for the town to be named with it.

With fewer the county is as likely a slip, or the town another one: an allowance, not measured.
"""

_STEP_M = 100
# Parts that are located by their town, and need not lie in the town itself.
_IN_THE_MAIL = ("house_number", "street", "cross_street", "po_box", "unit", "landmark")


def refined(
    found: tuple[Candidate, ...],
    parts: Parts,
    catalog: Catalog,
    *,
    county: str = "",
    distance: Distance | None = None,
) -> tuple[Candidate, ...]:
    """Return the candidates of a text with the ground that the rest of it leaves them.

    An address, a crossing or a landmark may lie miles outside the town that it names, since the
    post office gives a town's name to its whole delivery area. A `distance` from what is named
    widens a candidate, and a named `county` (GEOID) narrows it.
    """
    addressed = any(getattr(parts, name) for name in _IN_THE_MAIL)
    # A place at a distance from a county need not lie in it.
    outside = distance is not None and (
        distance.measured_from is Scale.COUNTY
        or (distance.stated and distance.measured_from is Scale.ZIP)
    )
    ground = []
    for candidate in found:
        area = candidate
        town = area.precision is Scale.PLACE
        within = not town or bool(distance) or (county and lies_in(catalog, area.id, county))
        # A town is named with another county than its own for the mail that it has there.
        if town and (addressed or (within and not distance and county != area.geoid)):
            area = _with_mail(catalog, area.id)
        if distance and is_start(area, distance):
            # "Near" is the same for everybody; any other distance is private and is not cached.
            widen = _widened_once if distance.meters == NEAR_M else _widened
            area = widen(catalog, area, area.radius_m + distance.meters)
        ground.append(_in_county(area, county) if within and not outside else area)
    return tuple(ground)


def is_start(candidate: Candidate, distance: Distance) -> bool:
    """Whether a distance is measured from a candidate, rather than from something beside it."""
    if candidate.precision is Scale.COORDINATE:
        return False
    named_beside = candidate.precision is Scale.COUNTY and distance.measured_from is Scale.PLACE
    return not distance.stated or (distance.measured_from is not None and not named_beside)


@lru_cache(maxsize=1024)
def lies_in(catalog: Catalog, place_id: str, geoid: str) -> bool:
    """Return whether a town may be named with a county: by its point, or the people of its mail."""
    town = candidates.of_place(catalog, place_id)
    near = boundaries.counties_within(catalog, town.lon, town.lat, candidates.OUTLINE_ERROR_M)
    if geoid == town.geoid or geoid in dict(near):
        return True
    mail = _with_mail(catalog, place_id).counties
    return any(share.geoid == geoid and (share.share or 0) >= MAIL_SHARE for share in mail)


def _in_county(candidate: Candidate, geoid: str) -> Candidate:
    """Return a candidate narrowed to the named county, if it is one of several that it may be in."""
    named = [share for share in candidate.counties if share.geoid == geoid]
    if not named or len(candidate.counties) == 1:
        return candidate
    return replace(candidate, geoid=geoid, county=named[0].county, counties=(named[0],))


def _widened(catalog: Catalog, candidate: Candidate, radius_m: float) -> Candidate:
    """Return a candidate with a larger radius, and the counties that it then reaches."""
    reach_m = math.ceil(radius_m / _STEP_M) * _STEP_M
    near = boundaries.counties_within(catalog, candidate.lon, candidate.lat, reach_m)
    known = [share.geoid for share in candidate.counties]
    counties = tuple(
        CountyShare(geoid=geoid, county=candidates.county_name(catalog, geoid))
        for geoid in dict.fromkeys([*known, *(geoid for geoid, _ in near)])
    )
    return replace(candidate, radius_m=reach_m, counties=counties)


_widened_once = lru_cache(maxsize=1024)(_widened)


@lru_cache(maxsize=1024)
def _with_mail(catalog: Catalog, place_id: str) -> Candidate:
    """Return a town with the reach and the counties of the nearby ZIPs that bear its name."""
    town = candidates.of_place(catalog, place_id)
    (name,) = (place.name for place in catalog.gazetteer.places if place.id == place_id)
    near = [
        row
        for row in catalog.gazetteer.zips.values()
        if name_index.key(row.city) == name_index.key(name)
        and candidates.apart_m(row, town) <= row.radius_m + town.radius_m
    ]
    if not near:
        return town
    reach_m = max(candidates.apart_m(row, town) + row.radius_m for row in near)
    return replace(
        town,
        radius_m=max(town.radius_m, math.ceil(reach_m / _STEP_M) * _STEP_M),
        counties=_counties(catalog, near, town),
    )


def _counties(catalog: Catalog, zips: list[ZipCode], town: Candidate) -> tuple[CountyShare, ...]:
    """Return the counties of all the ZIPs' people, by people, and then the town's other counties."""
    people: dict[str, int] = {}
    for row in zips:
        for share in row.shares:
            people[share.geoid] = people.get(share.geoid, 0) + share.people
    if not people.get(town.geoid):
        return town.counties
    total = sum(people.values())
    by_people = sorted(people.items(), key=lambda count: (-count[1], count[0]))
    others = [share for share in town.counties if share.geoid not in people]
    return (
        *(
            CountyShare(
                geoid=geoid, county=candidates.county_name(catalog, geoid), share=count / total
            )
            for geoid, count in by_people
        ),
        *others,
    )
