"""What Find help says of one reading of a place, in its order, as sentences with their fields.

Nothing here is made of typed text: labels are names of the tables, or numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from geo.catalog.records import ServiceRole
from geo.catalog.vocabulary import Flag, Status
from geo.coverage.calls import StatewideCall
from geo.geocode.location import Candidate
from geo.referral import distance_text
from geo.referral.records import Answer, CountyHelp, Referral, Team, Unit
from geo.said import listed, said
from geo.text import percent
from geo.web import answer_sources
from geo.web.answer_records import Counties, Helper, Units, View
from geo.web.snapshot import Snapshot

__all__ = [
    "county_names",
    "likely_counties",
    "name_of",
    "team_rows",
    "view",
]

_OF_UNITS: Final = ("nearest_not_designated", "unit_catchment")
_NEAR_LINE: Final = "call_near_state_line"
_UNSURE_UNIT: Final = ("nearest_uncertain", "disputed_unit")
_SAID_IN_PLACE: Final = frozenset(
    {
        *_OF_UNITS,
        _NEAR_LINE,
        *_UNSURE_UNIT,
        "no_intensive_team",
        "no_mobile_team",
        "no_unit",
        "stale",
    }
)
# Told in the fold "How sure is this?"; what may change whom to call stands in sight.
_FOLDED: Final = frozenset({"state_line_closer"})
_NEXT: Final = 2


class _Sorted(NamedTuple):
    """Units: those that could be nearest, the region's own besides, the next, those of few people."""

    possible: Sequence[Unit]
    own: Sequence[Unit]
    next: Sequence[Unit]
    few: Sequence[Unit]


def name_of(candidate: Candidate) -> str:
    """Return a candidate's label, with its county where the label does not name it."""
    label, county = candidate.label, candidate.county
    return label if not county or f"{county} County" in label else f"{label}, {county} County"


def county_names(snapshot: Snapshot) -> dict[str, str]:
    """Return the counties' names by GEOID."""
    return {county.geoid: county.name for county in snapshot.assessment.catalog.counties}


def likely_counties(referral: Referral) -> tuple[CountyHelp, ...]:
    """Return the counties that the place may well lie in."""
    return distance_text.by_likelihood(referral.counties)[0]


def view(snapshot: Snapshot, result: Answer, number: int) -> View:
    """Return what is shown of one reading of a text."""
    referral, candidate = result.referrals[number], result.candidates[number]
    names, catalog = county_names(snapshot), snapshot.assessment.catalog
    mobile, few_mobile = distance_text.help_by_likelihood(referral.mobile_crisis, referral.counties)
    intensive, few_intensive = distance_text.help_by_likelihood(
        referral.intensive, referral.counties
    )
    state = catalog.services.study_area.name
    units = _sorted(referral)
    few_helpers = [
        *team_rows((*few_mobile, *few_intensive), referral, names),
        *(_unit(unit, names) for unit in units.few),
    ]
    beyond = [each for each in referral.warnings if each.code not in _SAID_IN_PLACE]
    return View(
        place=name_of(candidate),
        placed=referral.placed,
        cautions=[each.message for each in result.warnings] if len(result.candidates) == 1 else [],
        first=team_rows(mobile, referral, names),
        first_notes=[*_unserved(referral, mobile=True), *_messages(referral, _NEAR_LINE)],
        ways=[reach for call in result.calls for reach in call.reach if reach.lang],
        instead=_instead(mobile, result.calls),
        units=_units(units, referral, names, state),
        intensive=team_rows(intensive, referral, names),
        intensive_notes=_unserved(referral, mobile=False),
        counties=_counties(referral, names, few_helpers, state),
        notes=[each.message for each in beyond if each.code not in _FOLDED],
        doubts=[
            *_messages(referral, *_UNSURE_UNIT),
            *(each.message for each in beyond if each.code in _FOLDED),
        ],
        age=answer_sources.age(referral, snapshot.assessment),
        evidence=answer_sources.pieces(referral, catalog),
    )


def _sorted(referral: Referral) -> _Sorted:
    """Return the units in the order of the answer, each once."""
    possible = [unit for unit in referral.nearest if unit.facility in referral.possible_nearest]
    likely, seldom = distance_text.help_by_likelihood(referral.designated, referral.counties)
    own = [unit for unit in likely if unit not in possible]
    rest = [unit for unit in referral.nearest if unit not in possible and unit not in own]
    following = rest[:_NEXT] if len(possible) == 1 else []
    few = [unit for unit in seldom if unit not in possible and unit not in following]
    return _Sorted(possible, own, following, few)


def _messages(referral: Referral, *codes: str) -> list[str]:
    return [caution.message for caution in referral.warnings if caution.code in codes]


def _unserved(referral: Referral, *, mobile: bool) -> list[str]:
    """Return for each county without a mobile or an intensive team what is known of that."""
    teams = referral.mobile_crisis if mobile else referral.intensive
    served = {geoid for team in teams for geoid in team.counties}
    told: list[str] = []
    for county in referral.counties:
        status = county.mobile_crisis if mobile else county.intensive
        if county.geoid in served or status is None:
            continue
        if status is Status.GAP:
            known = said(
                "The list of teams does not include {county} County.", county=county.county
            )
        else:
            known = said(
                "No list names a team for {county} County. There may still be one.",
                county=county.county,
            )
        told.append(known)
    return told


def team_rows(teams: Sequence[Team], referral: Referral, names: Mapping[str, str]) -> list[Helper]:
    """Return teams, each with the counties that it answers for where there are several."""
    return [
        Helper(
            name=team.team,
            phone=team.phone,
            other_numbers=team.other_numbers,
            counties=_if_in(team.counties, referral, names),
            operator=team.operator if team.asks_operator else None,
            operator_phone=team.operator_phone if team.asks_operator else None,
            marks=_marks(team.weak, team.disputed),
        )
        for team in teams
    ]


def _marks(weak: bool, disputed: object) -> list[str]:
    flags = {Flag.WEAK: weak, Flag.DISPUTED: bool(disputed)}
    return [said(flag.label) for flag, has in flags.items() if has]


def _if_in(geoids: Sequence[str], referral: Referral, names: Mapping[str, str]) -> str:
    """Return for which of several counties a team answers, and for how many of the people."""
    if len(referral.counties) < 2:
        return ""
    shares = [county.share for county in referral.counties if county.geoid in geoids]
    known = [share for share in shares if share is not None]
    counties = distance_text.counties(geoids, names, "or")
    if len(known) < len(shares):
        return said("if in {counties}", counties=counties)
    return said(
        "if in {counties} ({share} of the people)", counties=counties, share=_share(sum(known))
    )


def _share(share: float) -> str:
    told = percent(share)
    if told.startswith("under "):
        return said("under {percent}", percent=told.removeprefix("under "))
    if told.startswith("over "):
        return said("over {percent}", percent=told.removeprefix("over "))
    return told


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


def _units(units: _Sorted, referral: Referral, names: Mapping[str, str], state: str) -> Units:
    return Units(
        nearest=[_unit(unit, names) for unit in units.possible],
        lead=_lead(units.possible, referral, state),
        notes=_messages(referral, *_OF_UNITS),
        own=[_unit(unit, names) for unit in units.own],
        next=[_unit(unit, names) for unit in units.next],
        neighbors=referral.neighbors,
    )


def _lead(possible: Sequence[Unit], referral: Referral, state: str) -> str:
    """Return how sure it is which unit is the nearest; a disputed one may not be open at all."""
    if len(possible) > 1:
        return said("The nearest is one of these {count}:", count=len(possible))
    if possible and possible[0].disputed:
        return said(
            "Sources disagree on whether it is open. If it is not, another unit is the nearest. "
            "Call before you go."
        )
    return said("This is the nearest in {state}:", state=state) if referral.neighbors else ""


def _unit(unit: Unit, names: Mapping[str, str]) -> Helper:
    return Helper(
        name=unit.facility,
        phone=unit.phone,
        other_numbers=unit.other_numbers,
        detail=unit.distance,
        serves=said("It serves {counties}.", counties=distance_text.counties(unit.counties, names))
        if unit.designated
        else "",
        marks=_marks(unit.weak, unit.disputed),
    )


def _counties(
    referral: Referral,
    names: Mapping[str, str],
    few_helpers: Sequence[Helper],
    state: str,
) -> Counties:
    likely, few = distance_text.by_likelihood(referral.counties)
    people = distance_text.whose_people(referral, state)
    return Counties(
        likely=[_county(county, people) for county in likely],
        few=[_county(county, people) for county in few],
        few_names=distance_text.counties([county.geoid for county in few], names),
        few_helpers=few_helpers,
    )


def _county(county: CountyHelp, people: str) -> str:
    regions = listed([str(number) for number in county.regions], "or")
    where = said("{county} County, Region {regions}", county=county.county, regions=regions)
    if county.share is not None:
        where = said(
            "{where}: {share} of the {people} in 2010",
            where=where,
            share=_share(county.share),
            people=people,
        )
    if not county.away_m:
        return where
    away = distance_text.away(county.away_m)
    return said("{where} ({distance} from the point)", where=where, distance=away)
