"""From a place to the right help: which units, which teams, which numbers, and how sure that is."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.catalog.records import (
    Basis,
    Catalog,
    Facility,
    Operator,
    ServiceRole,
    Standard,
    StandardRole,
)
from geo.catalog.rings import Ring
from geo.coverage import county
from geo.coverage import evidence as coverage_evidence
from geo.coverage import regions as coverage_regions
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence, Finding, RegionMembership
from geo.geocode import geocode
from geo.geocode.location import Candidate, CountyShare, Location, Scale
from geo.jsonable import SCHEMA
from geo.referral import cautions, distance_text
from geo.referral.records import Answer, CountyHelp, Referral, Team, Unit
from geo.spatial import boundaries, geodesy, nearest, possible_nearest
from geo.spatial.area import Area

__all__ = ["METHOD", "NEAR_COUNTY_LINE_M", "answer", "area_of", "of_location", "refer"]

METHOD = "straight-line (WGS 84 geodesic)"
NEAR_COUNTY_LINE_M = 500
"""Nearer than this to a county line, the other county is named too: the lines used here are within
381 m of the Census Bureau's finest at the 95th percentile (data/README.md)."""


def answer(assessment: Assessment, text: str, k: int = 3) -> Answer:
    """Return where a typed text may be, and the help for each reading of it.

    Parameters
    ----------
    assessment : Assessment
        The verdicts on the day asked about, with the data that they are of.
    text : str
        Whatever somebody typed; never raises. It is in no part of the answer, except that a
        candidate of precision coordinate is what was typed, as numbers.
    k : int
        How many of the nearest units to list, at least 1.
    """
    return of_location(assessment, geocode.locate(text, assessment.catalog), k)


def of_location(assessment: Assessment, found: Location, k: int = 3) -> Answer:
    """Return the answer for a text that was located before."""
    return Answer(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        status=found.status,
        candidates=found.candidates,
        referrals=tuple(refer(assessment, one, k) for one in found.candidates),
        suggestions=found.suggestions,
        elsewhere=found.elsewhere,
        calls=county.always(assessment.catalog, assessment.as_of),
        method=METHOD,
        warnings=found.warnings,
    )


def area_of(catalog: Catalog, candidate: Candidate) -> Area:
    """Return what a candidate stands for: a ZIP's cell, a county's shape, else a disc."""
    if candidate.precision is Scale.COUNTY:
        return boundaries.area_of_county(catalog, candidate.geoid)
    rings: tuple[Ring, ...] = ()
    if candidate.precision is Scale.ZIP:
        rings = catalog.gazetteer.cells.get(candidate.id, ())
    lon, lat = candidate.lon, candidate.lat
    if not rings:
        return Area(lon=lon, lat=lat, radius_m=candidate.radius_m)
    reach_m = max(geodesy.between_m(lon, lat, x, y) for ring in rings for x, y, *_ in ring)
    return Area(lon=lon, lat=lat, radius_m=math.ceil(reach_m), rings=rings)


def refer(assessment: Assessment, candidate: Candidate, k: int = 3) -> Referral:
    """Return the help for one reading of a text."""
    known = _known(assessment)
    counties = _counties(known, candidate)
    geoids = [one.geoid for one in counties]
    area = area_of(assessment.catalog, candidate)
    units = _units(known, candidate, area, geoids, k)
    possible = _possible(known, area, exact=False)
    made = Referral(
        placed=distance_text.placed(candidate),
        counties=counties,
        mobile_crisis=_teams(known, ServiceRole.MOBILE_CRISIS, geoids),
        nearest=units[:k],
        possible_nearest=possible,
        possible_by_place=_possible(known, area, exact=True),
        certain=len(possible) == 1,
        designated=tuple(one for one in units if one.designated),
        intensive=_teams(known, ServiceRole.INTENSIVE, geoids),
        warnings=(),
    )
    return replace(made, warnings=tuple(cautions.of(assessment.catalog, candidate, made)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What every referral on one day needs, looked up once."""

    catalog: Catalog
    as_of: dt.date
    teams: Mapping[tuple[str, str], tuple[Evidence, ...]]  # by service type and GEOID
    standards: dict[StandardRole, Standard | None]
    shorts: dict[str, str]  # by service type
    units: tuple[Facility, ...]
    findings: dict[tuple[str, str], Finding]  # by standard and GEOID
    regions: dict[str, tuple[RegionMembership, ...]]
    operators: dict[str, Operator]
    names: dict[str, str]  # of counties, by GEOID


@lru_cache(maxsize=4)
def _known(assessment: Assessment) -> _Known:
    data = assessment.catalog.services
    as_of = assessment.as_of
    teams = coverage_evidence.providers(assessment.evidence)
    speaking = {one.service_id for some in teams.values() for one in some}
    placed = data.types_of(ServiceRole.FACILITY)
    return _Known(
        catalog=assessment.catalog,
        as_of=as_of,
        teams=teams,
        standards={role: assessment.deciding(role) for role in StandardRole},
        shorts={one.id: one.short for one in data.service_types},
        units=tuple(one for one in data.facilities if one.type in placed and one.id in speaking),
        findings={(one.standard, one.geoid): one for one in assessment.findings},
        regions=coverage_regions.memberships(assessment.catalog, as_of),
        operators={one.id: one for one in data.operators},
        names={one.geoid: one.name for one in assessment.catalog.counties},
    )


def _counties(known: _Known, candidate: Candidate) -> tuple[CountyHelp, ...]:
    """Return the counties of a candidate, and those that its point's error reaches into.

    That is a question for coordinates, and for a ZIP whose people nobody counted by county.
    """
    held = {one.geoid: one for one in candidate.counties}
    counted = any(one.share is not None for one in candidate.counties)
    reach_m = candidate.radius_m
    if candidate.precision is Scale.COORDINATE:
        reach_m = max(reach_m, NEAR_COUNTY_LINE_M)
    near = dict(
        boundaries.counties_within(known.catalog, candidate.lon, candidate.lat, reach_m)
        if candidate.precision is not Scale.COUNTY
        else ()
    )
    if candidate.precision is Scale.COORDINATE or (
        candidate.precision is Scale.ZIP and not counted and candidate.geoid in near
    ):
        for geoid in near:
            held.setdefault(geoid, CountyShare(geoid=geoid, county=known.names[geoid]))
    return tuple(_county(known, one, near.get(one.geoid, 0.0)) for one in held.values())


def _county(known: _Known, held: CountyShare, away_m: float) -> CountyHelp:
    mobile = _finding(known, StandardRole.MOBILE_CRISIS, held.geoid)
    intensive = _finding(known, StandardRole.INTENSIVE, held.geoid)
    return CountyHelp(
        geoid=held.geoid,
        county=held.county,
        share=held.share,
        away_m=round(away_m),
        regions=tuple(one.region for one in known.regions[held.geoid]),
        mobile_crisis=mobile.status if mobile else None,
        mobile_crisis_rule=mobile.rule if mobile else "",
        intensive=intensive.status if intensive else None,
        intensive_rule=intensive.rule if intensive else "",
    )


def _finding(known: _Known, role: StandardRole, geoid: str) -> Finding | None:
    standard = known.standards[role]
    return known.findings[standard.id, geoid] if standard else None


def _teams(known: _Known, role: ServiceRole, geoids: Sequence[str]) -> tuple[Team, ...]:
    """Return the teams that a list or a region's line names for these counties, each once."""
    found: dict[str, Team] = {}
    for geoid in geoids:
        for kind in known.catalog.services.types_of(role):
            for one in known.teams.get((kind, geoid), ()):
                if one.basis is Basis.CLAIMED:
                    continue
                had = found.get(one.service_id)
                counties = (*had.counties, geoid) if had else (geoid,)
                found[one.service_id] = _team(known, had.basis if had else one.basis, one, counties)
    return tuple(found.values())


def _team(known: _Known, basis: Basis, one: Evidence, counties: tuple[str, ...]) -> Team:
    operator = known.operators.get(one.operator or "")
    return Team(
        service=one.service,
        short=known.shorts[one.service],
        team=one.title,
        phone=one.phone,
        operator=operator.name if operator else None,
        operator_phone=operator.phone if operator else None,
        basis=basis,
        weak=coverage_evidence.is_weak(one),
        stale=one.stale,
        counties=counties,
        source=one.source,
        as_of=one.as_of,
        quote=one.quote,
    )


def _units(
    known: _Known, candidate: Candidate, area: Area, geoids: Sequence[str], k: int
) -> tuple[Unit, ...]:
    """Return the k nearest units and the regions' own, by their points, nearest first.

    Of equally far ones the first of the data comes first. No other unit is measured: most lie
    far away, where an exact distance takes a library that is slow to load.
    """
    lon, lat = candidate.lon, candidate.lat
    own = _own_units(known, geoids)
    silent = len(known.catalog.services.facilities) - len(known.units)
    speaking = {one.id: one for one in known.units}
    away_m = {
        one.facility_id: one.distance_m
        for one in nearest.nearest(known.catalog, lon, lat, k + silent)
        if one.facility_id in speaking
    }
    away_m = dict(list(away_m.items())[:k])
    for unit in known.units:
        if unit.id in own and unit.id not in away_m:
            away_m[unit.id] = geodesy.between_m(lon, lat, unit.lon, unit.lat)
    ranked = sorted(away_m, key=away_m.__getitem__)
    return tuple(_unit(known, speaking[one], away_m[one], area, own) for one in ranked)


def _own_units(known: _Known, geoids: Sequence[str]) -> dict[str, list[tuple[str, Evidence]]]:
    """Return by unit the counties among these whose region's own it is, with the evidence."""
    own: dict[str, list[tuple[str, Evidence]]] = {}
    standard = known.standards[StandardRole.DESIGNATED]
    for geoid in geoids:
        for kind in standard.any_of if standard else ():
            for one in known.teams.get((kind, geoid), ()):
                own.setdefault(one.service_id, []).append((geoid, one))
    return own


def _unit(
    known: _Known,
    unit: Facility,
    away_m: float,
    area: Area,
    own: dict[str, list[tuple[str, Evidence]]],
) -> Unit:
    evidence = own.get(unit.id, [])
    error_m = area.radius_m + unit.radius_m
    largest_m = area.radius_m + max(one.radius_m for one in known.units)
    home = known.catalog.geoid_by_name[unit.county]
    listed = next(one for one in known.teams[unit.type, home] if one.service_id == unit.id)
    return Unit(
        facility_id=unit.id,
        facility=unit.name,
        city=unit.city,
        region=unit.region,
        phone=unit.phone,
        distance_m=round(away_m),
        distance_low_m=max(0, round(away_m - error_m)),
        distance_high_m=round(away_m + error_m),
        distance=distance_text.distance(away_m, error_m, largest_m),
        lon=unit.lon,
        lat=unit.lat,
        radius_m=unit.radius_m,
        designated=bool(evidence),
        counties=tuple(geoid for geoid, _ in evidence),
        weak=bool(evidence) and all(coverage_evidence.is_weak(one) for _, one in evidence),
        stale=listed.stale,
        source=unit.source,
        as_of=listed.as_of,
        quote=unit.quote,
        disputed=_disputes(known.catalog, unit),
    )


def _disputes(catalog: Catalog, unit: Facility) -> tuple[str, ...]:
    """Return a sentence for each contradiction on whether the unit is there."""
    return tuple(
        f"{one.title}: {'; '.join(f'{side.says} ({side.source})' for side in one.sides)}. "
        f"{one.treatment}"
        for one in county.disputes(catalog, unit.id)
    )


def _possible(known: _Known, area: Area, *, exact: bool) -> tuple[str, ...]:
    """Return the names of all units that could be nearest, the nearest by its point first.

    `exact` takes each unit at its point, as if it were known.
    """
    points = [(one.lon, one.lat) for one in known.units]
    radii = [0.0 if exact else float(one.radius_m) for one in known.units]
    here = geodesy.point(area.lon, area.lat)
    found = [known.units[one] for one in possible_nearest.possible(points, radii, area)]
    found.sort(key=lambda one: math.dist(here, geodesy.point(one.lon, one.lat)))
    return tuple(one.name for one in found)
