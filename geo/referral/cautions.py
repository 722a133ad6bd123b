"""What the reader of a referral must know about the place, the units and the teams, in sentences."""

from collections.abc import Collection, Iterator
from typing import Final

from geo.catalog.folder import STATES
from geo.catalog.records import Catalog
from geo.coverage import unit_catchments
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.geocode.location import Candidate, Caution, Location, Scale
from geo.geocode.states import name_of
from geo.referral import distance_text
from geo.referral.records import Referral
from geo.said import listed, said
from geo.spatial import boundaries
from geo.spatial.geodesy import METERS_PER_MILE

__all__ = ["NEAR_STATE_LINE_M", "UNDER_AGE", "of", "of_child"]

NEAR_STATE_LINE_M = 20 * METERS_PER_MILE
"""Within so many meters of another state a person's telephone may well have its area code: an
allowance of this project, about as far as people go to work."""

UNDER_AGE: Final = said("Under 18? Say so first. Ask each team and unit whom it takes.")
"""What to say first where a text says that somebody is a child."""


def of(
    assessment: Assessment, candidate: Candidate, referral: Referral, inferred: Collection[str]
) -> Iterator[Caution]:
    """Yield what the reader of a referral must know.

    `inferred` are the GEOIDs that a team serves only if a region membership that nobody read is right.
    """
    catalog = assessment.catalog
    others = [county.county for county in referral.counties if county.geoid != candidate.geoid]
    if others:
        code = "near_county_line" if candidate.precision is Scale.COORDINATE else "several_counties"
        regions = bool(catalog.services.regions)
        message = distance_text.near_line(candidate, others, regions=regions)
        yield Caution(code=code, message=message)
    if referral.may_reach:
        further = [county.county for county in referral.may_reach]
        message = distance_text.may_reach(candidate, further)
        yield Caution(code="may_reach_county", message=message)
    if referral.other_states:
        message = distance_text.across(
            candidate, referral.other_states, catalog.services.study_area.name
        )
        yield Caution(code="reaches_other_state", message=message)
    yield from _units(referral)
    yield from _which_unit(assessment, referral)
    yield from _across_the_line(catalog, candidate, referral)
    yield from _teams(referral)
    yield from _evidence(referral, inferred)


def of_child(location: Location) -> Iterator[Caution]:
    """Yield what to ask first where a text says that somebody is a child; each unit says whom it takes."""
    if not location.of_child:
        return
    yield Caution(code="of_child", message=UNDER_AGE)


def _units(referral: Referral) -> Iterator[Caution]:
    if not referral.nearest:
        yield Caution(code="no_unit", message=said("We know of no crisis unit on this day."))
        return
    if not referral.certain:
        names = listed(referral.possible_nearest, "or")
        message = said("The nearest unit is one of these: {units}.", units=names)
        yield Caution(code="nearest_uncertain", message=message)
    first = referral.nearest[0]
    if referral.designated and not first.designated:
        message = said(
            "{unit} is closer, but this region's own is {own}. Ask which one will admit the person.",
            unit=first.facility,
            own=listed([unit.facility for unit in referral.designated]),
        )
        yield Caution(code="nearest_not_designated", message=message)
    if not referral.designated:
        message = said("We do not know which unit is this region's own.")
        yield Caution(code="no_designated", message=message)


def _which_unit(assessment: Assessment, referral: Referral) -> Iterator[Caution]:
    """Yield for each county which of its region's own units it is said to belong to."""
    facilities = {unit.id: unit for unit in assessment.catalog.services.facilities}
    for county in referral.counties:
        own = [
            facilities[unit.facility_id]
            for unit in referral.designated
            if county.geoid in unit.counties
        ]
        told = unit_catchments.pointing(county.geoid, own, assessment.catalog, assessment.as_of)
        if told:
            yield Caution(code="unit_catchment", message=told)


def _across_the_line(
    catalog: Catalog, candidate: Candidate, referral: Referral
) -> Iterator[Caution]:
    try:
        line = boundaries.state_line(catalog, candidate.lon, candidate.lat)
    except DataError:
        message = said(
            "We could not check whether another state is closer than the nearest unit here: {file} "
            "cannot be read.",
            file=STATES,
        )
        yield Caution(code="state_line_unknown", message=message)
        return
    if not line:
        return
    state, away_m = line
    if away_m and referral.nearest and away_m < referral.nearest[0].distance_m:
        message = said(
            "{other} begins {distance} from here, closer than any unit in {state}. {known}",
            other=name_of(state),
            distance=distance_text.away(away_m),
            state=catalog.services.study_area.name,
            known=_known_across(catalog, referral),
        )
        yield Caution(code="state_line_closer", message=message)
    if away_m - candidate.radius_m <= NEAR_STATE_LINE_M:
        yield from _calls_near_the_line(catalog, referral)


def _calls_near_the_line(catalog: Catalog, referral: Referral) -> Iterator[Caution]:
    """Yield what a call to a number for everybody may do here, with the teams' own numbers beside it."""
    teams = [
        said("{team}, {phone}", team=team.team, phone=team.phone or team.operator_phone)
        for team in referral.mobile_crisis
        if team.phone or team.asks_operator
    ]
    for number in catalog.services.statewide:
        if number.near_line:
            near_line = said(number.near_line)
            message = (
                said(
                    "{near_line} The county's own team: {teams}.",
                    near_line=near_line,
                    teams=listed(teams, "or"),
                )
                if teams
                else near_line
            )
            yield Caution(code="call_near_state_line", message=message)


def _known_across(catalog: Catalog, referral: Referral) -> str:
    """Return what this data knows of units across the state line."""
    if not catalog.services.neighbor_units:
        return said("Units across the state line are not in this data.")
    if referral.neighbors:
        units = listed(
            [
                said("{unit} in {town}", unit=unit.facility, town=f"{unit.city}, {unit.state}")
                for unit in referral.neighbors
            ]
        )
        if len(referral.neighbors) == 1:
            return said("{units} is closer too, and listed separately.", units=units)
        return said("{units} are closer too, and listed separately.", units=units)
    return said("We found no open unit there that is closer; there may be others.")


def _teams(referral: Referral) -> Iterator[Caution]:
    """Yield for each county without a team why that is so."""
    answering = {geoid for team in referral.mobile_crisis for geoid in team.counties}
    served = {geoid for team in referral.intensive for geoid in team.counties}
    for county in referral.counties:
        if county.geoid not in answering and county.mobile_crisis is not None:
            yield Caution(code="no_mobile_team", message=county.mobile_crisis_rule)
        if county.geoid not in served and county.intensive is not None:
            yield Caution(code="no_intensive_team", message=county.intensive_rule)


def _evidence(referral: Referral, inferred: Collection[str]) -> Iterator[Caution]:
    shown = {unit.facility_id: unit for unit in (*referral.nearest, *referral.designated)}
    for unit in shown.values():
        # A unit that is neither the nearest nor the region's own is marked in the list only.
        matters = unit.designated or unit.facility in referral.possible_nearest
        for sentence in unit.disputed if matters else ():
            message = said("{unit}: {dispute}", unit=unit.facility, dispute=sentence)
            yield Caution(code="disputed_unit", message=message)
    weak = [
        said("{counties} County", counties=county.county)
        for county in referral.counties
        if county.geoid in inferred
    ]
    if weak:
        message = said(
            "We inferred the region of {counties}; no source states it. Call to confirm.",
            counties=listed(weak),
        )
        yield Caution(code="weak_region", message=message)
    teams = (*referral.mobile_crisis, *referral.intensive)
    if any(team.stale for team in teams) or any(unit.stale for unit in shown.values()):
        message = said(
            "Some sources here are over their age limit. Call to confirm before you rely on them."
        )
        yield Caution(code="stale", message=message)
