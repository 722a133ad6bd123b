"""The help for one place, part by part, as the file shows it on the screen and on paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.catalog.records import Flag, ServiceRole, Source
from geo.coverage.assessment import Assessment
from geo.coverage.sentences import or_others
from geo.geocode.location import Candidate, Caution
from geo.pocket.english import say
from geo.referral import distance_text
from geo.referral.records import CountyHelp, Neighbor, Referral, Team, Unit
from geo.text import described, listing, percent

__all__ = ["Line", "Part", "Reading", "everybody", "name_of", "reading"]

_LEAST_LISTED: Final = 3
"""Units listed at least, as by the command ``nearest``."""
_SAID_IN_PLACE: Final = frozenset(
    {
        "nearest_not_designated",
        "nearest_uncertain",
        "no_intensive_team",
        "no_mobile_team",
        "unit_catchment",
    }
)
"""Cautions that are said in their part of the answer; not repeated at its end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number to call (None where there is none), who answers, and what to know of that, in pieces."""

    phone: str | None
    name: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: the id of its title in `english`, sentences, and lines below them."""

    kind: str
    lines: tuple[Line, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole answer for one place."""

    name: str
    placed: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the parts of one answer are made from."""

    referral: Referral
    counties: Mapping[str, str]  # names by GEOID
    sources: Mapping[str, Source]
    state: str

    def said(self, *codes: str) -> tuple[str, ...]:
        """Return the messages of the cautions with these codes."""
        return tuple(each.message for each in self.referral.warnings if each.code in codes)


def name_of(candidate: Candidate) -> str:
    """Return a candidate's label, with its county where the label does not name it."""
    label, county = candidate.label, candidate.county
    return label if f"{county} County" in label else f"{label}, {county} County"


def everybody(assessment: Assessment) -> tuple[Line, ...]:
    """Return the numbers for everybody, the one for an emergency first."""
    calls = sorted(assessment.statewide, key=lambda call: call.role is not ServiceRole.EMERGENCY)
    return tuple(Line(call.phone, call.answers) for call in calls)


def reading(assessment: Assessment, candidate: Candidate, referral: Referral) -> Reading:
    """Return the help for one place, likely first; parts that hold nothing are left out."""
    catalog = assessment.catalog
    place = _Place(
        referral,
        {county.geoid: county.name for county in catalog.counties},
        {source.id: source for source in catalog.services.sources},
        catalog.services.study_area.name,
    )
    lines = [
        Line(call.phone, call.answers)
        for call in assessment.statewide
        if call.role is not ServiceRole.EMERGENCY
    ]
    parts = (
        _mobile(place),
        _no_answer(place, lines),
        *_units(place),
        _intensive(place),
        *_counties(place),
        Part("keep", (), _kept(referral.warnings)),
        _sources(place),
    )
    held = tuple(part for part in parts if part.lines or part.sentences)
    return Reading(name_of(candidate), referral.placed, held)


def _kept(cautions: Iterable[Caution]) -> tuple[str, ...]:
    rest = [each.message for each in cautions if each.code not in _SAID_IN_PLACE]
    return (*dict.fromkeys(rest), say("not_driving"))


def _mobile(place: _Place) -> Part:
    likely, _ = distance_text.help_by_likelihood(
        place.referral.mobile_crisis, place.referral.counties
    )
    none = () if likely else (say("no_mobile"),)
    return Part(
        "first",
        tuple(_team(team, place) for team in likely),
        (*none, *place.said("no_mobile_team")),
    )


def _no_answer(place: _Place, everybody: Sequence[Line]) -> Part:
    """Return whom to call where the first number is not answered: the crisis line, then the operators."""
    likely, _ = distance_text.help_by_likelihood(
        place.referral.mobile_crisis, place.referral.counties
    )
    operators = [
        Line(team.operator_phone, team.operator or "", (say("runs", team=team.team),))
        for team in likely
        if team.phone and team.operator_phone
    ]
    return Part("no_answer", (*everybody[:1], *operators, *everybody[1:]))


def _intensive(place: _Place) -> Part:
    likely, _ = distance_text.help_by_likelihood(place.referral.intensive, place.referral.counties)
    why = place.said("no_intensive_team")
    none = () if likely or why else (say("no_intensive"),)
    return Part("intensive", tuple(_team(team, place) for team in likely), (*none, *why))


def _team(team: Team, place: _Place) -> Line:
    details = [_if_in(team.counties, place), *_marks(team.weak, team.disputed)]
    if team.asks_operator:
        ask = say("ask_operator", team=team.team)
        return Line(team.operator_phone, team.operator or "", _held([ask, *details]))
    others = or_others(team.other_numbers).strip(" ,;")
    none = "" if team.phone else say("no_number")
    return Line(team.phone, team.team, _held([others, none, *details]))


def _if_in(geoids: Sequence[str], place: _Place) -> str:
    """Return for which of several counties a team answers, and for how many of the people."""
    counties = place.referral.counties
    if len(counties) < 2:
        return ""
    named = distance_text.counties(geoids, place.counties, "or")
    shares = [county.share for county in counties if county.geoid in geoids]
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return say("if_in", counties=named)
    return say("if_in_share", counties=named, share=percent(sum(known)))


def _marks(weak: bool, disputed: bool) -> list[str]:
    return [*([Flag.WEAK.label] if weak else []), *([Flag.DISPUTED.label] if disputed else [])]


def _held(details: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, details))


def _units(place: _Place) -> Iterator[Part]:
    """Yield the units: those that could be nearest, the next, the region's own, those across the line."""
    referral = place.referral
    possible = [unit for unit in referral.nearest if unit.facility in referral.possible_nearest]
    following = [unit for unit in referral.nearest[:_LEAST_LISTED] if unit not in possible]
    own, _ = distance_text.help_by_likelihood(referral.designated, referral.counties)
    farther = [unit for unit in own if unit not in (*possible, *following)]
    yield Part("unit", tuple(_unit(unit, place) for unit in possible), _lead(possible, place))
    yield Part("own", tuple(_unit(unit, place) for unit in farther))
    yield Part("next", tuple(_unit(unit, place) for unit in following))
    notes = tuple(dict.fromkeys(unit.note for unit in referral.neighbors))
    yield Part("across", tuple(map(_neighbor, referral.neighbors)), notes)


def _lead(possible: Sequence[Unit], place: _Place) -> tuple[str, ...]:
    """Return how sure it is which unit is the nearest, and which one takes the person."""
    which = place.said("nearest_not_designated", "unit_catchment")
    if not possible:
        return which
    if not place.referral.certain:
        return (say("one_of", count=len(possible)), *which)
    if possible[0].disputed:
        return (say("may_be_closed"), *which)
    if place.referral.neighbors:
        return (say("nearest_here", state=place.state), *which)
    return which


def _unit(unit: Unit, place: _Place) -> Line:
    others = or_others(unit.other_numbers).strip(" ,;")
    served = distance_text.counties(unit.counties, place.counties) if unit.designated else ""
    details = [unit.distance, say("serves", counties=served) if served else "", others]
    return Line(
        unit.phone, unit.facility, _held([*details, *_marks(unit.weak, bool(unit.disputed))])
    )


def _neighbor(unit: Neighbor) -> Line:
    none = "" if unit.phone else say("no_number")
    details = [unit.address, unit.distance, unit.kind, unit.eligibility, none]
    return Line(unit.phone, unit.facility, _held(details))


def _counties(place: _Place) -> Iterator[Part]:
    """Yield the counties that the place may lie in, and apart those with few of its people."""
    referral = place.referral
    likely, few = distance_text.by_likelihood(referral.counties)
    kind = "county" if distance_text.in_one_county(referral) else "counties"
    yield Part(kind, tuple(map(_county, likely)))
    if not few:
        return
    teams = (*referral.mobile_crisis, *referral.intensive)
    seldom = distance_text.help_by_likelihood(teams, referral.counties)[1]
    units = distance_text.help_by_likelihood(referral.designated, referral.counties)[1]
    yield Part(
        "few",
        (
            *map(_county, few),
            *(_team(team, place) for team in seldom),
            *(_unit(unit, place) for unit in units),
        ),
    )


def _county(county: CountyHelp) -> Line:
    regions = say("region", numbers=listing([str(number) for number in county.regions], "or"))
    share = "" if county.share is None else say("share", percent=percent(county.share))
    away = say("away", distance=distance_text.away(county.away_m)) if county.away_m else ""
    return Line(None, f"{county.county} County", _held([regions, share, away]))


def _sources(place: _Place) -> Part:
    """Return in whose words each number and unit is given, and of which day."""
    referral = place.referral
    units = {
        unit.facility_id: unit for unit in (*referral.nearest[:_LEAST_LISTED], *referral.designated)
    }
    units |= {
        unit.facility_id: unit
        for unit in referral.nearest
        if unit.facility in referral.possible_nearest
    }
    named: list[tuple[str, Team | Unit | Neighbor]] = [
        (team.team, team) for team in (*referral.mobile_crisis, *referral.intensive)
    ]
    named += [(unit.facility, unit) for unit in units.values()]
    named += [(unit.facility, unit) for unit in referral.neighbors]
    return Part("sources", tuple(_source(name, helper, place) for name, helper in named))


def _source(name: str, helper: Team | Unit | Neighbor, place: _Place) -> Line:
    source = place.sources[helper.source]
    day = described(helper.as_of, source.as_of_basis)
    told = (
        say("source_line", quote=f"“{helper.quote}”", source=source.title, day=day)
        if helper.quote
        else say("source_alone", source=source.title, day=day)
    )
    return Line(None, name, _held([told, Flag.STALE.label if helper.stale else ""]))
