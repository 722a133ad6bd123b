"""What is shown of one reading of a place, in its order, by the app and in the file that needs no app.

Nothing here is made of typed text: labels are names of the tables, or numbers.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from geo.catalog.records import ServiceRole
from geo.catalog.vocabulary import Status
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.geocode.location import Candidate
from geo.referral import distance_text, everybody, view_sources
from geo.referral.records import Answer, CountyHelp, Referral, Team, Unit
from geo.referral.shown import Helper, Row, View
from geo.referral.view_lines import center_of, neighbor_of, team_rows, unit_of
from geo.referral.view_place import Place, county_names
from geo.said import said
from geo.text import county_title

__all__ = ["county_names", "likely_counties", "name_of", "of_answer", "view"]

_OF_UNITS: Final = ("nearest_not_designated", "unit_catchment")
_NEAR_LINE: Final = "call_near_state_line"
_UNSURE_UNIT: Final = "disputed_unit"
_SAID_IN_PLACE: Final = frozenset(
    {
        *_OF_UNITS,
        _NEAR_LINE,
        _UNSURE_UNIT,
        "nearest_uncertain",
        "no_intensive_team",
        "no_mobile_team",
        "no_unit",
        "stale",
    }
)
_FOLDED: Final = "state_line_closer"
"""Told in the fold "How sure is this?"; what may change whom to call stands in sight."""


def name_of(candidate: Candidate) -> str:
    """Return a candidate's label, with its county where the label does not name it."""
    label, county = candidate.label, candidate.county and county_title(candidate.county)
    return label if not county or county in label else f"{label}, {county}"


def likely_counties(referral: Referral) -> tuple[CountyHelp, ...]:
    """Return the counties that the place may well lie in."""
    return distance_text.by_likelihood(referral.counties)[0]


def of_answer(assessment: Assessment, answer: Answer, number: int) -> View:
    """Return what is shown of one reading of a text that was looked up."""
    alone = len(answer.candidates) == 1
    cautions = [each.message for each in answer.warnings] if alone else []
    return view(assessment, answer.candidates[number], answer.referrals[number], cautions)


def view(
    assessment: Assessment, candidate: Candidate, referral: Referral, cautions: Sequence[str] = ()
) -> View:
    """Return what is shown of one reading; `cautions` are those of the text as a whole."""
    place = Place(assessment, referral)
    rows = [_first(place), *_units(place), *_intensive(place), *_centers(place), *_counties(place)]
    beyond = [each for each in referral.warnings if each.code not in _SAID_IN_PLACE]
    notes = [each.message for each in beyond if each.code != _FOLDED]
    if notes:
        rows.append(Row(kind="keep", title=said("Keep in mind"), items=notes))
    doubts = [
        *place.messages(_UNSURE_UNIT, _FOLDED),
        said("Distances are in a straight line. The drive is longer."),
        *place.told(likely_counties(referral)),
    ]
    return View(
        place=name_of(candidate),
        placed=referral.placed,
        cautions=cautions,
        rows=rows,
        age=view_sources.age(place.shown, assessment),
        folds=[
            Row(kind="sure", title=said("How sure is this?"), items=doubts),
            Row(
                kind="sources",
                title=said("Where this comes from"),
                pieces=view_sources.pieces(place.shown, assessment.catalog),
            ),
        ],
    )


def _first(place: Place) -> Row:
    """Return whom to call first, and whom if nobody answers."""
    referral, calls = place.referral, place.assessment.statewide
    teams, _ = distance_text.help_by_likelihood(referral.mobile_crisis, referral.counties)
    can_call = any(team.phone or team.operator_phone for team in teams)
    statuses = {county.mobile_crisis for county in referral.counties}
    # Where nothing is known of any team, one sentence says so for all the counties.
    alike = not teams and Status.GAP not in statuses
    return Row(
        kind="first",
        title=said("Call first"),
        lead=[said("No list names a mobile crisis team here. There may still be one.")]
        if alike
        else (),
        helpers=[
            *(() if can_call else _for_everybody(calls)),
            *team_rows(teams, referral, place.names),
        ],
        instead=_instead(teams, calls) if can_call else (),
        ways=[reach for call in calls for reach in call.reach if reach.lang],
        notes=[
            *(() if alike else _unserved(referral, mobile=True)),
            *place.messages(_NEAR_LINE),
        ],
    )


def _for_everybody(calls: Sequence[StatewideCall]) -> list[Helper]:
    """Return the short numbers of the whole country, the crisis line before all others."""
    short = [call for call in calls if len(call.phone) == 3]
    short.sort(key=lambda call: call.role is not ServiceRole.CRISIS_LINE)
    return [Helper(name=everybody.words(call), phone=call.phone) for call in short]


def _instead(teams: Sequence[Team], calls: Sequence[StatewideCall]) -> list[tuple[str, str]]:
    """Return whom to call when nobody answers: the crisis line, then who runs the teams."""
    lines = [
        ("", call.phone)
        for call in calls
        if call.role is ServiceRole.CRISIS_LINE and len(call.phone) == 3
    ]
    own = {team.phone for team in teams}
    runs = dict.fromkeys(
        (team.operator, team.operator_phone)
        for team in teams
        if team.operator and team.operator_phone and team.operator_phone not in own
    )
    return lines + [(operator or "", phone or "") for operator, phone in runs]


def _unserved(referral: Referral, *, mobile: bool) -> list[str]:
    """Return for each county without a mobile or an intensive team what is known of that."""
    teams = referral.mobile_crisis if mobile else referral.intensive
    served = {geoid for team in teams for geoid in team.counties}
    told: list[str] = []
    for county in referral.counties:
        status = county.mobile_crisis if mobile else county.intensive
        if county.geoid in served or status is None:
            continue
        told.append(
            said("The list of teams does not include {county} County.", county=county.county)
            if status is Status.GAP
            else said(
                "No list names a team for {county} County. There may still be one.",
                county=county.county,
            )
        )
    return told


def _units(place: Place) -> Iterator[Row]:
    """Yield the units: those that could be nearest, the region's own, the next, those across the line."""
    names = place.names
    yield Row(
        kind="unit",
        title=said("Nearest crisis units")
        if len(place.possible) > 1
        else said("Nearest crisis unit"),
        lead=_lead(place),
        helpers=[unit_of(unit, names) for unit in place.possible],
        notes=[*place.messages(*_OF_UNITS), *_for_whom(place.possible)],
    )
    if place.own:
        own = [unit_of(unit, names) for unit in place.own]
        yield Row(kind="own", title=said("The region's own unit"), helpers=own)
    if place.next:
        following = [unit_of(unit, names) for unit in place.next]
        yield Row(kind="next", title=said("Next nearest"), helpers=following)
    neighbors = place.referral.neighbors
    if neighbors:
        yield Row(
            kind="across",
            title=said("Nearer, but in another state"),
            lead=tuple(dict.fromkeys(unit.note for unit in neighbors)),
            helpers=[neighbor_of(unit) for unit in neighbors],
        )


def _for_whom(units: Sequence[Unit]) -> list[str]:
    """Return whom units take, as a source or a rule says it, each sentence once."""
    told = dict.fromkeys(unit.for_whom.says for unit in units if unit.for_whom)
    return [said("For whom: {whom}", whom=said(whom)) for whom in told]


def _lead(place: Place) -> list[str]:
    """Return how sure it is which unit is the nearest; a disputed one may not be open at all."""
    possible = place.possible
    if not possible:
        return [said("No unit is known on this day.")]
    if len(possible) > 1:
        return [said("The nearest is one of these {count}:", count=len(possible))]
    if possible[0].disputed:
        return [
            said(
                "Sources disagree on whether it is open. If it is not, another unit is the nearest. "
                "Call before you go."
            )
        ]
    if place.referral.neighbors:
        return [said("This is the nearest in {state}:", state=place.state)]
    return []


def _intensive(place: Place) -> Iterator[Row]:
    """Yield the intensive teams, where the data has a type of service for them."""
    types = place.assessment.catalog.services.service_types
    if not any(kind.role is ServiceRole.INTENSIVE for kind in types):
        return
    referral = place.referral
    teams, _ = distance_text.help_by_likelihood(referral.intensive, referral.counties)
    notes = _unserved(referral, mobile=False)
    yield Row(
        kind="intensive",
        title=said("Intensive team"),
        lead=() if teams or notes else [said("We found nothing about one.")],
        helpers=team_rows(teams, referral, place.names),
        notes=notes,
    )


def _centers(place: Place) -> Iterator[Row]:
    """Yield the community mental health centers of the counties that the place may well lie in."""
    centers, _ = distance_text.help_by_likelihood(place.referral.centers, place.referral.counties)
    if centers:
        yield Row(
            kind="center",
            title=said("Your community mental health center"),
            helpers=[center_of(center, place.referral, place.names) for center in centers],
        )


def _counties(place: Place) -> Iterator[Row]:
    """Yield the counties, where there are several: those with few of the people, and their help, below."""
    referral = place.referral
    likely, few = distance_text.by_likelihood(referral.counties)
    if len(likely) < 2 and not few:
        return
    teams = (*referral.mobile_crisis, *referral.intensive)
    seldom = distance_text.help_by_likelihood(teams, referral.counties)[1]
    rare = distance_text.help_by_likelihood(referral.centers, referral.counties)[1]
    named = distance_text.counties([county.geoid for county in few], place.names)
    below = Row(
        kind="few",
        title=said("Few of its people live in {counties}", counties=named),
        items=place.told(few),
        helpers=[
            *team_rows(seldom, referral, place.names),
            *(unit_of(unit, place.names) for unit in place.few),
            *(center_of(center, referral, place.names) for center in rare),
        ],
    )
    yield Row(
        kind="county",
        title=said("County"),
        items=place.told(likely),
        below=below if few else None,
    )
