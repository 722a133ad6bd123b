"""What the reader of a referral must know, in sentences: doubts about the place, units and teams."""

from collections.abc import Iterator

from geo.catalog.folder import STATES
from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.geocode.location import Candidate, Caution, Scale
from geo.geocode.states import name_of
from geo.referral import distance_text
from geo.referral.records import Referral
from geo.spatial import boundaries
from geo.text import listing

__all__ = ["of"]


def of(catalog: Catalog, candidate: Candidate, made: Referral) -> Iterator[Caution]:
    """Yield what the reader of a referral must know."""
    others = [one.county for one in made.counties if one.geoid != candidate.geoid]
    if others:
        code = "near_county_line" if candidate.precision is Scale.COORDINATE else "several_counties"
        yield Caution(code=code, message=distance_text.near_line(candidate, others))
    yield from _units(made)
    yield from _across_the_line(catalog, candidate, made)
    yield from _teams(made)
    yield from _evidence(made)


def _units(made: Referral) -> Iterator[Caution]:
    if not made.nearest:
        yield Caution(code="no_unit", message="No unit is known on this day.")
        return
    if not made.certain:
        names = listing(made.possible_nearest, "or")
        message = f"Which unit is nearest is not certain: it could be {names}."
        yield Caution(code="nearest_uncertain", message=message)
    first = made.nearest[0]
    if made.designated and not first.designated:
        own = listing([one.facility for one in made.designated])
        message = (
            f"The nearest unit by its point, {first.facility}, is not the region's own: {own}. "
            "Ask which one takes the person."
        )
        yield Caution(code="nearest_not_designated", message=message)
    if not made.designated:
        message = "Which unit is the region's own is not known for this place."
        yield Caution(code="no_designated", message=message)


def _across_the_line(catalog: Catalog, candidate: Candidate, made: Referral) -> Iterator[Caution]:
    try:
        line = boundaries.state_line(catalog, candidate.lon, candidate.lat)
    except DataError:
        message = (
            f"Whether another state is nearer than the nearest unit listed here is not known: {STATES} "
            "cannot be read."
        )
        yield Caution(code="state_line_unknown", message=message)
        return
    if line and made.nearest and line[1] < made.nearest[0].distance_m:
        message = (
            f"{name_of(line[0])} is nearer ({distance_text.away(line[1])}) than the nearest unit listed here. "
            "Units across the state line are not in this data."
        )
        yield Caution(code="state_line_closer", message=message)


def _teams(made: Referral) -> Iterator[Caution]:
    """Yield for each county that no list names for a team why that is so."""
    answering = {geoid for one in made.mobile_crisis for geoid in one.counties}
    served = {geoid for one in made.intensive for geoid in one.counties}
    for county in made.counties:
        if county.geoid not in answering and county.mobile_crisis is not None:
            yield Caution(code="no_mobile_team", message=county.mobile_crisis_rule)
        if county.geoid not in served and county.intensive is not None:
            yield Caution(code="no_intensive_team", message=county.intensive_rule)


def _evidence(made: Referral) -> Iterator[Caution]:
    shown = {one.facility_id: one for one in (*made.nearest, *made.designated)}
    for unit in shown.values():
        # What is neither the nearest nor the region's own bears its mark in the list.
        matters = unit.designated or unit.facility in made.possible_nearest
        for sentence in unit.disputed if matters else ():
            yield Caution(code="disputed_unit", message=f"{unit.facility}: {sentence}")
    teams = (*made.mobile_crisis, *made.intensive)
    inferred = {geoid for one in teams if one.weak for geoid in one.counties}
    weak = [f"{one.county} County" for one in made.counties if one.geoid in inferred]
    if weak:
        message = f"The region of {listing(weak)} was inferred, not read: call to confirm."
        yield Caution(code="weak_region", message=message)
    if any(one.stale for one in teams) or any(one.stale for one in shown.values()):
        message = "Numbers come from pages past their age limit: confirm before relying on them."
        yield Caution(code="stale", message=message)
