"""Candidates fitted to the rest of the text: a town's mail, a distance from it, a county named."""

import math
from dataclasses import replace
from functools import lru_cache

from geo.catalog.gazetteer import ZipCode
from geo.catalog.records import Catalog
from geo.geocode import candidates, name_index
from geo.geocode.from_coordinates import BORDER_M
from geo.geocode.location import Candidate, CountyShare, Parts, Scale
from geo.geocode.parse_state import NEAR_M, Distance, MeasuredFrom
from geo.spatial import boundaries

__all__ = ["MOSTLY", "fitted", "share_outside", "widened"]

_STEP_M = 100
_STEP_DEGREES = 22.5

MOSTLY = 0.5
"""Share of the ground a stated distance away from which on it is not sure to be in the state."""
# What is said of a place by its town, and is not the town itself.
_IN_THE_MAIL = ("house_number", "street", "cross_street", "po_box", "unit", "landmark")


def fitted(
    found: tuple[Candidate, ...],
    parts: Parts,
    catalog: Catalog,
    *,
    county: str = "",
    distance: Distance | None = None,
) -> tuple[Candidate, ...]:
    """Return the candidates of a text with the ground that the rest of it leaves them.

    An address, a crossing or a landmark may lie miles outside of the town that it names, since
    the post office gives the town's name to its whole delivery area. A `distance` from what is
    named widens it, and a `county` (GEOID) that was named narrows it.
    """
    addressed = any(getattr(parts, name) for name in _IN_THE_MAIL)
    # Then the place need not lie in the county that is named.
    outside = distance is not None and (
        distance.measured_from is MeasuredFrom.COUNTY
        or (distance.stated and distance.measured_from is MeasuredFrom.ZIP)
    )
    fitting = []
    for candidate in found:
        fit = candidate
        if addressed and fit.precision is Scale.PLACE:
            fit = _with_mail(catalog, fit.id)
        if distance and _widens(distance, fit):
            fit = widened(catalog, fit, distance)
        fitting.append(fit if outside else _in_county(fit, county))
    return tuple(fitting)


def _widens(distance: Distance, candidate: Candidate) -> bool:
    """Whether a candidate is what the distance is from, and not what says where that is or lies."""
    if candidate.precision is Scale.COORDINATE:
        return distance.measured_from is MeasuredFrom.NOTHING
    beside = {MeasuredFrom.ELSEWHERE}
    if candidate.precision is Scale.COUNTY:
        beside.add(MeasuredFrom.TOWN)
    return not (distance.stated and distance.measured_from in beside)


def widened(catalog: Catalog, candidate: Candidate, distance: Distance) -> Candidate:
    """Return a candidate with the ground around it that a distance from it may mean."""
    # "Near" a town is the same for everybody; a distance is somebody's and is not kept.
    widen = _widened_once if distance.meters == NEAR_M else _widened
    return widen(catalog, candidate, candidate.radius_m + distance.meters)


def share_outside(
    found: tuple[Candidate, ...], distance: Distance | None, catalog: Catalog
) -> float:
    """Return how much of the ground a stated distance away may be outside of the state, 0 to 1.

    That is the share of points all around, or of those to both sides of the way that the text
    names; the most of any candidate.
    """
    if not (distance and distance.stated):
        return 0.0
    return max(
        (_outside(catalog, fit, distance) for fit in found if _widens(distance, fit)), default=0.0
    )


def _outside(catalog: Catalog, candidate: Candidate, distance: Distance) -> float:
    ways = [_STEP_DEGREES * step for step in range(round(360 / _STEP_DEGREES))]
    if distance.toward is not None:
        ways = [distance.toward + turn for turn in (-_STEP_DEGREES, 0.0, _STEP_DEGREES)]
    # A county's distance begins at its border: as a square's would, around which its disc is drawn.
    county_m = candidate.radius_m - distance.meters
    edge_m = county_m / math.sqrt(2) if candidate.precision is Scale.COUNTY else 0.0
    points = [candidates.moved(candidate, way, edge_m + distance.meters) for way in ways]
    outside = [
        point for point in points if not boundaries.counties_within(catalog, *point, BORDER_M)
    ]
    return len(outside) / len(points)


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
