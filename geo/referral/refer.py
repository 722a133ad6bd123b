"""From a place to the right help: which units, which teams, which numbers, and how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.catalog.gazetteer import ZipCode
from geo.catalog.records import (
    Basis,
    ServiceRole,
    StandardRole,
)
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import is_weak
from geo.coverage.fact_ages import is_old
from geo.coverage.findings import Evidence
from geo.geocode import candidates, geocode, states
from geo.geocode.location import Candidate, CountyShare, Location, Scale
from geo.geocode.states import name_of
from geo.jsonable import SCHEMA
from geo.referral import cautions, distance_text
from geo.referral.centers import centers_of
from geo.referral.known import Known, Named, by_service, known_on, named
from geo.referral.neighbors import nearer_across
from geo.referral.records import Answer, CallElsewhere, CountyHelp, OtherState, Referral, Team
from geo.referral.units import possible, units_near
from geo.spatial import boundaries

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
        reason=location.reason,
        candidates=location.candidates,
        referrals=tuple(refer(assessment, candidate, k) for candidate in location.candidates),
        suggestions=location.suggestions,
        elsewhere=location.elsewhere,
        calls=assessment.statewide,
        calls_elsewhere=_elsewhere(assessment, location.elsewhere),
        method=METHOD,
        warnings=(*cautions.of_child(location), *location.warnings),
    )


def _elsewhere(assessment: Assessment, state: str) -> tuple[CallElsewhere, ...]:
    """Return what somebody in another state, by its name, can call."""
    data = assessment.catalog.services
    sources = {source.id: source for source in data.sources}
    return tuple(
        CallElsewhere(
            state=entry.state,
            phone=entry.phone,
            says=entry.says,
            stale=is_old(sources[entry.source], assessment.as_of),
            source=entry.source,
            as_of=sources[entry.source].describes,
            quote=entry.quote,
        )
        for entry in data.elsewhere
        if state and states.name_of(entry.state) == state
    )


def refer(assessment: Assessment, candidate: Candidate, k: int = 3) -> Referral:
    """Return the help for one reading of a text."""
    known = known_on(assessment)
    counties = _counties(known, candidate)
    geoids = [county.geoid for county in counties]
    area = candidates.area_of(assessment.catalog, candidate)
    units = units_near(known, candidate, area, geoids, k)
    nearest = possible(known, area, exact=False)
    mobile = _serving(known, ServiceRole.MOBILE_CRISIS, geoids)
    intensive = _serving(known, ServiceRole.INTENSIVE, geoids)
    referral = Referral(
        placed=distance_text.placed(candidate),
        counties=counties,
        may_reach=_may_reach(known, candidate, geoids),
        other_states=_other_states(known, candidate),
        mobile_crisis=_teams(known, mobile),
        nearest=units[:k],
        possible_nearest=nearest,
        possible_by_place=possible(known, area, exact=True),
        certain=len(nearest) == 1,
        designated=tuple(unit for unit in units if unit.designated),
        neighbors=nearer_across(known, candidate, area, units[:k]),
        intensive=_teams(known, intensive),
        centers=centers_of(assessment, geoids),
        warnings=(),
    )
    inferred = {geoid for geoid, evidence in (*mobile, *intensive) if is_weak(evidence)}
    warnings = cautions.of(assessment, candidate, referral, inferred)
    return replace(referral, warnings=tuple(warnings))


def _counties(known: Known, candidate: Candidate) -> tuple[CountyHelp, ...]:
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


def _zip(known: Known, candidate: Candidate) -> ZipCode | None:
    """Return the ZIP that a candidate stands for, if it is one."""
    is_zip = candidate.precision is Scale.ZIP
    return known.assessment.catalog.gazetteer.zips.get(candidate.id) if is_zip else None


def _may_reach(
    known: Known, candidate: Candidate, geoids: Sequence[str]
) -> tuple[CountyShare, ...]:
    """Return the counties that a ZIP may reach into and that are not among `geoids`."""
    row = _zip(known, candidate)
    return tuple(
        CountyShare(geoid=geoid, county=known.counties[geoid])
        for geoid in (row.may_reach if row else ())
        if geoid not in geoids
    )


def _other_states(known: Known, candidate: Candidate) -> tuple[OtherState, ...]:
    """Return the other states where people with a ZIP were counted."""
    row = _zip(known, candidate)
    return tuple(
        OtherState(state=state, name=name_of(state) or state, people=people)
        for state, people in (row.other_states if row else ())
    )


def _county(known: Known, share: CountyShare, away_m: float) -> CountyHelp:
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


def _serving(known: Known, role: ServiceRole, geoids: Sequence[str]) -> tuple[Named, ...]:
    """Return the teams that a list or a region's line names for these counties."""
    types = known.assessment.catalog.services.types_of(role)
    return tuple(each for each in named(known, types, geoids) if each[1].basis is not Basis.CLAIMED)


def _teams(known: Known, serving: Iterable[Named]) -> tuple[Team, ...]:
    """Return the teams named, each once."""
    return tuple(_team(known, named) for named in by_service(serving).values())


def _described(known: Known, evidence: Evidence) -> str:
    """Return the day that whoever gives a number describes."""
    sources = known.assessment.evidence.sources
    return sources[evidence.phone_source or evidence.source].describes


def _team(known: Known, named: Sequence[Named]) -> Team:
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
        disputed=any(each.challenged for _, each in named),
        source=evidence.phone_source or evidence.source,
        as_of=_described(known, evidence),
        quote=evidence.quote,
        other_numbers=evidence.other_numbers,
        for_whom=known.for_whom.get(evidence.service_id),
    )
