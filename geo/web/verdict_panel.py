"""One county beside the map, in short: who serves it, is it covered, how far, whom to call."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from geo.catalog.records import ServiceRole, Status
from geo.coverage import county as coverage_county
from geo.coverage import sentences
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.overview import ServiceCount, doubts
from geo.templates.render import render
from geo.text import listing
from geo.web.snapshot import Measured, Snapshot

__all__ = ["Nearest", "nearest", "panel", "regions"]


class _Line(NamedTuple):
    title: str
    status: Status
    doubts: tuple[str, ...]


class Nearest(NamedTuple):
    """Which unit is nearest to most, and how far people are on average from whichever is nearest to them.

    `share` (0 to 1) are those to whom the unit in `city` is nearest; the figures are straight-line miles as texts.
    """

    kind: str
    city: str
    share: float
    figure: str
    low: str
    high: str


def regions(snapshot: Snapshot) -> dict[str, Sequence[int]]:
    """Return by GEOID the region's number; several while a move is uncertain."""
    memberships = snapshot.assessment.evidence.regions
    return {geoid: [membership.region for membership in own] for geoid, own in memberships.items()}


def panel(snapshot: Snapshot, services: Sequence[ServiceCount], geoid: str) -> Markup:
    """Return the short answer for a county."""
    catalog = snapshot.assessment.catalog
    county = next(county for county in catalog.counties if county.geoid == geoid)
    profile = coverage_county.county_profile(snapshot.assessment, county)
    return render(
        "web/county_short.html",
        county=county,
        where=_where(profile),
        services=list(_lines(profile, services)),
        ways=_ways(profile, services),
        nearest=nearest(snapshot, geoid),
        calls=_calls(snapshot, profile),
        no_call="No number of a mobile crisis team is known here. Call one of the numbers at the top.",
    )


def nearest(snapshot: Snapshot, geoid: str) -> Nearest | None:
    """Return how far a county is from a unit; None where that cannot be measured."""
    if not isinstance(snapshot.measured, Measured):
        return None
    access, data = snapshot.access, snapshot.assessment.catalog.services
    area = access.county(geoid)
    if area is None or not area.nearest_units or area.nearest.mean_miles.value is None:
        return None
    units = {facility.id: facility.city for facility in data.facilities}
    most = max(area.nearest_units, key=lambda unit: unit.people)
    miles = area.nearest.mean_miles
    figure, low, high = (f"{value or 0:.0f}" for value in (miles.value, miles.low, miles.high))
    return Nearest(access.unit, units[most.facility_id], most.share, figure, low, high)


def _where(profile: CountyProfile) -> str:
    numbers = [f"Region {region.region}" for region in profile.regions]
    operators = [operator.name for operator in profile.operators]
    none = ["In no region"] if profile.region_history else []
    return " · ".join([*([listing(numbers, "or")] if numbers else none), *operators])


def _lines(profile: CountyProfile, services: Sequence[ServiceCount]) -> Iterator[_Line]:
    findings = {finding.standard: finding for finding in profile.findings}
    for service in services:
        finding = findings[service.total.id]
        yield _Line(service.total.short, finding.status, doubts([finding]))


def _ways(profile: CountyProfile, services: Sequence[ServiceCount]) -> str:
    """Return in a sentence for each way how the county is covered: by name, through its region."""
    by_way: dict[str, list[str]] = {}
    findings = {finding.standard: finding for finding in profile.findings}
    for service in services:
        finding = findings[service.total.id]
        if finding.status is Status.COVERED:
            by_way.setdefault(sentences.BASIS[finding.basis], []).append(service.total.short)
    return " ".join(f"Covered {way}: {listing(of)}." for way, of in by_way.items())


def _calls(snapshot: Snapshot, profile: CountyProfile) -> list[Call]:
    """Return the numbers of the teams that come to a person here."""
    kinds = snapshot.assessment.catalog.services.service_types
    mobile = {kind.id for kind in kinds if kind.role is ServiceRole.MOBILE_CRISIS}
    return [
        call
        for call in profile.calls
        if call.service in mobile and not isinstance(call, StatewideCall)
    ]
