"""One county beside the map, in short: whom to call, is it covered and why, how far."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from geo.catalog.records import ServiceRole
from geo.coverage import county as coverage_county
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.report import county_answers
from geo.templates.render import render
from geo.text import count, listing
from geo.web.snapshot import Measured, Snapshot

__all__ = ["Nearest", "nearest", "panel", "regions"]


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


def panel(snapshot: Snapshot, geoid: str) -> Markup:
    """Return the short answer for a county: whom to call, each verdict with its reason, how far."""
    catalog = snapshot.assessment.catalog
    county = next(county for county in catalog.counties if county.geoid == geoid)
    profile = coverage_county.county_profile(snapshot.assessment, county)
    return render(
        "web/county_short.html",
        county=county,
        where=_where(profile),
        answers=county_answers.answers(snapshot.assessment, profile, required=True),
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
    people = count(profile.county.people, "person", "people")
    return " · ".join([*([listing(numbers, "or")] if numbers else none), *operators, people])


def _calls(snapshot: Snapshot, profile: CountyProfile) -> list[Call]:
    """Return the numbers of the teams that come to a person here."""
    kinds = snapshot.assessment.catalog.services.service_types
    mobile = {kind.id for kind in kinds if kind.role is ServiceRole.MOBILE_CRISIS}
    return [
        call
        for call in profile.calls
        if call.service in mobile and not isinstance(call, StatewideCall)
    ]
