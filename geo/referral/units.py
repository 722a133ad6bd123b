"""The units near a place, in order, and which of them could be the nearest."""

import math
import re
from collections.abc import Sequence
from itertools import islice

from geo.catalog.records import Catalog, Contradiction, Facility
from geo.coverage import centers, unit_catchments
from geo.coverage import county as coverage_county
from geo.coverage.evidence import is_weak
from geo.geocode.location import Candidate, Scale
from geo.referral import distance_text
from geo.referral.known import Known, Named, by_service, named
from geo.referral.records import Unit
from geo.spatial import geodesy, nearest, possible_nearest
from geo.spatial.area import Area

__all__ = ["possible", "units_near"]

_CHALLENGED = "Somebody has challenged its number or that it is open; the challenge is not settled."


def units_near(
    known: Known, candidate: Candidate, area: Area, geoids: Sequence[str], k: int
) -> tuple[Unit, ...]:
    """Return the k nearest units and the regions' own, by their points, nearest first.

    Of equally far ones the first of the data comes first. No other unit is measured: most lie
    far away, where an exact distance takes a library that is slow to load.
    """
    catalog, lon, lat = known.assessment.catalog, candidate.lon, candidate.lat
    own = by_service(named(known, known.own_types, geoids))
    silent = len(catalog.services.facilities) - len(known.units)
    nearby = nearest.nearest(catalog, lon, lat, k + silent)
    speaking = (near for near in nearby if near.facility_id in known.units)
    away_m = {near.facility_id: near.distance_m for near in islice(speaking, k)}
    for name, unit in known.units.items():
        if name in own and name not in away_m:
            away_m[name] = geodesy.between_m(lon, lat, unit.lon, unit.lat)
    ranked = sorted(away_m, key=away_m.__getitem__)
    return tuple(
        _unit(known, known.units[name], away_m[name], (candidate, area), own.get(name, ()))
        for name in ranked
    )


def _is_the_town(catalog: Catalog, candidate: Candidate) -> bool:
    """Whether a place is a town itself, no ZIP of it and no place some miles from its center."""
    return candidate.precision is Scale.PLACE and any(
        place.id == candidate.id and place.radius_m == candidate.radius_m
        for place in catalog.gazetteer.places
    )


def _same_town(candidate: Candidate, unit: Facility) -> bool:
    """Whether a unit stands in the town that a text names, or in that of its ZIP."""
    town = re.split(r"[()]", candidate.label)[candidate.precision is Scale.ZIP].strip()
    return (town, candidate.county) == (unit.city, unit.county)


def _unit(
    known: Known,
    unit: Facility,
    away_m: float,
    place: tuple[Candidate, Area],
    own: Sequence[Named],
) -> Unit:
    """Return a unit; `own` are the counties asked about whose region's own it is."""
    candidate, area = place
    catalog = known.assessment.catalog
    error_m = area.radius_m + unit.radius_m
    largest_m = area.radius_m + max(other.radius_m for other in known.units.values())
    distance = distance_text.distance(away_m, error_m, largest_m)
    if away_m <= error_m / 2 and _same_town(candidate, unit):
        distance = distance_text.in_town(away_m + error_m, exactly=_is_the_town(catalog, candidate))
    at_home = known.providers[unit.type, catalog.geoid_by_name[unit.county]]
    listed = next(evidence for evidence in at_home if evidence.service_id == unit.id)
    in_region, inferred = _of_region(known, unit, [geoid for geoid, _ in own])
    return Unit(
        facility_id=unit.id,
        facility=unit.name,
        city=unit.city,
        region=unit.region,
        phone=unit.phone,
        distance_m=round(away_m),
        distance_low_m=max(0, round(away_m - error_m)),
        distance_high_m=round(away_m + error_m),
        distance=distance,
        lon=unit.lon,
        lat=unit.lat,
        radius_m=unit.radius_m,
        designated=bool(own),
        counties=tuple(geoid for geoid, _ in own),
        in_region=in_region,
        inferred=inferred,
        region_units=_of_its_region(known, unit),
        weak=bool(own) and all(is_weak(evidence) for _, evidence in own),
        stale=listed.stale,
        source=listed.phone_source or unit.source,
        as_of=known.assessment.evidence.sources[listed.phone_source or unit.source].describes,
        quote=unit.quote,
        disputed=_disputes(known, unit) or (_CHALLENGED,) * listed.challenged,
        other_numbers=listed.other_numbers,
        serves=unit_catchments.served(unit, catalog, known.assessment.as_of),
        for_whom=known.for_whom.get(unit.id),
    )


def _of_region(
    known: Known, unit: Facility, geoids: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which counties are known to be in a unit's region, and which are concluded to be.

    A unit is also the own one of the county that it lies in, whatever region that is in on the day.
    """
    weak = {
        geoid: center.weak
        for geoid in geoids
        for center in centers.centers(known.assessment, geoid)
        if center.certain and center.region == unit.region
    }
    return (
        tuple(geoid for geoid in weak if not weak[geoid]),
        tuple(geoid for geoid in weak if weak[geoid]),
    )


def _of_its_region(known: Known, unit: Facility) -> int:
    """Return how many units of its kind there are in a unit's region, itself among them."""
    kind = (unit.region, unit.type)
    return sum((other.region, other.type) == kind for other in known.units.values())


def _disputes(known: Known, unit: Facility) -> tuple[str, ...]:
    open_now = coverage_county.disputes(known.assessment.catalog, unit.id, known.assessment.as_of)
    return tuple(map(_dispute, open_now))


def _dispute(contradiction: Contradiction) -> str:
    sides = "; ".join(f"{side.words} ({side.source})" for side in contradiction.sides)
    return f"{contradiction.title}: {sides}. {contradiction.treatment}"


def possible(known: Known, area: Area, *, exact: bool) -> tuple[str, ...]:
    """Return the names of all units that could be nearest, the nearest by its point first.

    `exact` takes each unit at its point, as if it were known.
    """
    units = list(known.units.values())
    points = [(unit.lon, unit.lat) for unit in units]
    radii = [0.0 if exact else float(unit.radius_m) for unit in units]
    middle = geodesy.point(area.lon, area.lat)
    possible = [units[place] for place in possible_nearest.possible(points, radii, area)]
    possible.sort(key=lambda unit: math.dist(middle, geodesy.point(unit.lon, unit.lat)))
    return tuple(unit.name for unit in possible)
