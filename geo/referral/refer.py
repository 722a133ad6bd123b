"""From a place to the right help: which units, which teams, which numbers, and how sure that is."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from geo.catalog.records import (
    Basis,
    Contradiction,
    Facility,
    Operator,
    ServiceRole,
    StandardRole,
)
from geo.coverage import county as coverage_county
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import is_weak, providers
from geo.coverage.findings import Evidence, Finding
from geo.geocode import candidates, geocode
from geo.geocode.location import Candidate, CountyShare, Location, Scale
from geo.jsonable import SCHEMA
from geo.referral import cautions, distance_text
from geo.referral.records import Answer, CountyHelp, Referral, Team, Unit
from geo.spatial import boundaries, geodesy, nearest, possible_nearest
from geo.spatial.area import Area

__all__ = ["METHOD", "NEAR_COUNTY_LINE_M", "answer", "of_location", "refer"]

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


def of_location(assessment: Assessment, location: Location, k: int = 3) -> Answer:
    """Return the answer for a text that was located before."""
    return Answer(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        status=location.status,
        candidates=location.candidates,
        referrals=tuple(refer(assessment, candidate, k) for candidate in location.candidates),
        suggestions=location.suggestions,
        elsewhere=location.elsewhere,
        calls=coverage_county.always(assessment.catalog, assessment.as_of),
        method=METHOD,
        warnings=location.warnings,
    )


def refer(assessment: Assessment, candidate: Candidate, k: int = 3) -> Referral:
    """Return the help for one reading of a text."""
    known = _known(assessment)
    counties = _counties(known, candidate)
    geoids = [county.geoid for county in counties]
    area = candidates.area_of(assessment.catalog, candidate)
    units = _units(known, candidate, area, geoids, k)
    possible = _possible(known, area, exact=False)
    mobile = _serving(known, ServiceRole.MOBILE_CRISIS, geoids)
    intensive = _serving(known, ServiceRole.INTENSIVE, geoids)
    referral = Referral(
        placed=distance_text.placed(candidate),
        counties=counties,
        mobile_crisis=_teams(known, mobile),
        nearest=units[:k],
        possible_nearest=possible,
        possible_by_place=_possible(known, area, exact=True),
        certain=len(possible) == 1,
        designated=tuple(unit for unit in units if unit.designated),
        intensive=_teams(known, intensive),
        warnings=(),
    )
    inferred = {geoid for geoid, evidence in (*mobile, *intensive) if is_weak(evidence)}
    warnings = cautions.of(assessment.catalog, candidate, referral, inferred)
    return replace(referral, warnings=tuple(warnings))


_Named = tuple[str, Evidence]  # GEOID, and what is named for that county


@dataclass(frozen=True, slots=True)
class _Known:
    """What every referral on one day needs, looked up once."""

    assessment: Assessment
    providers: Mapping[tuple[str, str], tuple[Evidence, ...]]  # by service type and GEOID
    findings: dict[tuple[StandardRole, str], Finding]  # by what is asked and GEOID
    own_types: tuple[str, ...]  # types of the units that are a region's own
    units: dict[str, Facility]  # those that a source speaks of, by id
    shorts: dict[str, str]  # by service type
    operators: dict[str, Operator]
    counties: dict[str, str]  # names by GEOID


@lru_cache(maxsize=4)
def _known(assessment: Assessment) -> _Known:
    data = assessment.catalog.services
    by_county = providers(assessment.evidence)
    speaking = {evidence.service_id for listed in by_county.values() for evidence in listed}
    designated = assessment.deciding(StandardRole.DESIGNATED)
    return _Known(
        assessment=assessment,
        providers=by_county,
        findings={
            (role, finding.geoid): finding
            for role in StandardRole
            if (standard := assessment.deciding(role))
            for finding in assessment.of(standard.id)
        },
        own_types=designated.any_of if designated else (),
        units={unit.id: unit for unit in data.facilities if unit.id in speaking},
        shorts={kind.id: kind.short for kind in data.service_types},
        operators={operator.id: operator for operator in data.operators},
        counties={county.geoid: county.name for county in assessment.catalog.counties},
    )


def _counties(known: _Known, candidate: Candidate) -> tuple[CountyHelp, ...]:
    """Return the counties of a candidate, and those that its point's error reaches into.

    That is a question for coordinates, and for a ZIP whose people nobody counted by county.
    """
    catalog, precision = known.assessment.catalog, candidate.precision
    shares = {share.geoid: share for share in candidate.counties}
    counted = any(share.share is not None for share in candidate.counties)
    least_m = NEAR_COUNTY_LINE_M if precision is Scale.COORDINATE else 0
    reach_m = max(candidate.radius_m, least_m)
    near: dict[str, float] = {}
    if precision is not Scale.COUNTY:
        near |= boundaries.counties_within(catalog, candidate.lon, candidate.lat, reach_m)
    if precision is Scale.COORDINATE or (
        precision is Scale.ZIP and not counted and candidate.geoid in near
    ):
        for geoid in near:
            shares.setdefault(geoid, CountyShare(geoid=geoid, county=known.counties[geoid]))
    return tuple(_county(known, share, near.get(geoid, 0.0)) for geoid, share in shares.items())


def _county(known: _Known, share: CountyShare, away_m: float) -> CountyHelp:
    mobile = known.findings.get((StandardRole.MOBILE_CRISIS, share.geoid))
    intensive = known.findings.get((StandardRole.INTENSIVE, share.geoid))
    memberships = known.assessment.evidence.regions[share.geoid]
    return CountyHelp(
        geoid=share.geoid,
        county=share.county,
        share=share.share,
        away_m=round(away_m),
        regions=tuple(membership.region for membership in memberships),
        mobile_crisis=mobile.status if mobile else None,
        mobile_crisis_rule=mobile.rule if mobile else "",
        intensive=intensive.status if intensive else None,
        intensive_rule=intensive.rule if intensive else "",
    )


def _named(known: _Known, types: Sequence[str], geoids: Sequence[str]) -> Iterator[_Named]:
    """Yield all of these types that a source names for these counties."""
    for geoid in geoids:
        for kind in types:
            for evidence in known.providers.get((kind, geoid), ()):
                yield geoid, evidence


def _by_service(named: Iterable[_Named]) -> dict[str, list[_Named]]:
    """Return what is named by the id of the team or unit."""
    services: dict[str, list[_Named]] = {}
    for geoid, evidence in named:
        services.setdefault(evidence.service_id, []).append((geoid, evidence))
    return services


def _serving(known: _Known, role: ServiceRole, geoids: Sequence[str]) -> tuple[_Named, ...]:
    """Return the teams that a list or a region's line names for these counties."""
    types = known.assessment.catalog.services.types_of(role)
    named = _named(known, types, geoids)
    return tuple(each for each in named if each[1].basis is not Basis.CLAIMED)


def _teams(known: _Known, serving: Iterable[_Named]) -> tuple[Team, ...]:
    """Return the teams named, each once."""
    return tuple(_team(known, named) for named in _by_service(serving).values())


def _team(known: _Known, named: Sequence[_Named]) -> Team:
    """Return one team, in doubt as soon as what names it for any of its counties is."""
    _, evidence = named[-1]
    operator = known.operators.get(evidence.operator or "")
    return Team(
        service=evidence.service,
        short=known.shorts[evidence.service],
        team=evidence.title,
        phone=evidence.phone,
        operator=operator.name if operator else None,
        operator_phone=operator.phone if operator else None,
        basis=evidence.basis,
        weak=any(is_weak(each) for _, each in named),
        stale=any(each.stale for _, each in named),
        counties=tuple(geoid for geoid, _ in named),
        source=evidence.source,
        as_of=evidence.as_of,
        quote=evidence.quote,
    )


def _units(
    known: _Known, candidate: Candidate, area: Area, geoids: Sequence[str], k: int
) -> tuple[Unit, ...]:
    """Return the k nearest units and the regions' own, by their points, nearest first.

    Of equally far ones the first of the data comes first. No other unit is measured: most lie
    far away, where an exact distance takes a library that is slow to load.
    """
    catalog, lon, lat = known.assessment.catalog, candidate.lon, candidate.lat
    own = _by_service(_named(known, known.own_types, geoids))
    silent = len(catalog.services.facilities) - len(known.units)
    nearby = nearest.nearest(catalog, lon, lat, k + silent)
    speaking = (near for near in nearby if near.facility_id in known.units)
    away_m = {near.facility_id: near.distance_m for near in islice(speaking, k)}
    for name, unit in known.units.items():
        if name in own and name not in away_m:
            away_m[name] = geodesy.between_m(lon, lat, unit.lon, unit.lat)
    ranked = sorted(away_m, key=away_m.__getitem__)
    return tuple(
        _unit(known, known.units[name], away_m[name], area, own.get(name, ())) for name in ranked
    )


def _unit(known: _Known, unit: Facility, away_m: float, area: Area, own: Sequence[_Named]) -> Unit:
    """Return a unit; `own` are the counties asked about whose region's own it is."""
    catalog = known.assessment.catalog
    error_m = area.radius_m + unit.radius_m
    largest_m = area.radius_m + max(other.radius_m for other in known.units.values())
    at_home = known.providers[unit.type, catalog.geoid_by_name[unit.county]]
    listed = next(evidence for evidence in at_home if evidence.service_id == unit.id)
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
        designated=bool(own),
        counties=tuple(geoid for geoid, _ in own),
        weak=bool(own) and all(is_weak(evidence) for _, evidence in own),
        stale=listed.stale,
        source=unit.source,
        as_of=listed.as_of,
        quote=unit.quote,
        disputed=tuple(map(_dispute, coverage_county.disputes(catalog, unit.id))),
    )


def _dispute(contradiction: Contradiction) -> str:
    sides = "; ".join(f"{side.says} ({side.source})" for side in contradiction.sides)
    return f"{contradiction.title}: {sides}. {contradiction.treatment}"


def _possible(known: _Known, area: Area, *, exact: bool) -> tuple[str, ...]:
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
