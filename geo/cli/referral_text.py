"""A look-up's answer as text for a terminal: who answers first, then how sure that is."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from geo.catalog import left_out
from geo.catalog.records import Catalog, Flag, ServiceRole
from geo.cli import terminal
from geo.coverage import calls as coverage_calls
from geo.coverage import freshness
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.coverage.freshness import Ages, Dated
from geo.coverage.sentences import BASIS, or_others
from geo.geocode.location import LocationStatus, Reason
from geo.referral import distance_text, questions, view_lines
from geo.referral.records import Answer, CenterHelp, CountyHelp, Neighbor, Referral, Team, Unit
from geo.text import county_title, listing, percent_to_tenths, period

__all__ = ["print_answer", "print_numbers_alone"]

_UNITS = "Crisis units, nearest first"
_NEIGHBORS = "Nearer, but in another state"


def print_answer(catalog: Catalog, answer: Answer) -> None:
    """Print the numbers for everybody, then the help for each reading, then the doubts."""
    out = terminal.screen()
    names = {county.geoid: county.name for county in catalog.counties}
    _print_numbers(out, catalog, questions.calls_for(answer))
    for phone, says in questions.elsewhere(answer):
        terminal.lines(out, [f"{phone or '':>12}  {says}"])
    out.print()
    _print_status(out, catalog, answer)
    # Said by the question, or by the status.
    said = {"out_of_state", *(["spelled"] if answer.reason is Reason.SPELLING else [])}
    for caution in answer.warnings:
        if caution.code not in said:
            out.print(Text(caution.message))
    if answer.status is LocationStatus.OK:
        _print_referral(out, catalog, answer.referrals[0], names, answer.as_of)
    elif answer.reason is Reason.SPELLING:
        _print_how_to_confirm(out, answer)
    else:
        _print_readings(out, catalog, answer, names)
    out.print()
    if answer.referrals:
        out.print(Text(f"Distances: {answer.method}. They are not driving distances.", "dim"))
    terminal.foot(out, answer.as_of.isoformat(), answer.data_sha256)


def print_numbers_alone(assessment: Assessment) -> None:
    """Print whom to call where a broken file keeps a place from being looked up."""
    out = terminal.screen()
    catalog = assessment.catalog
    _print_numbers(out, catalog, coverage_calls.always(catalog, assessment.as_of))
    out.print()
    out.print(Text("A place cannot be looked up now. If you know the county, ask for it:"))
    out.print(Text("crisis-coverage county NAME"))
    out.print()
    terminal.foot(out, assessment.as_of.isoformat(), assessment.data_sha256)


def _print_numbers(out: Console, catalog: Catalog, calls: Sequence[StatewideCall]) -> None:
    out.print(Text("Numbers for everybody", "bold"))
    for call in sorted(calls, key=lambda call: call.role is not ServiceRole.EMERGENCY):
        terminal.lines(out, [f"{call.phone:>12}  {call.answers}"])
    if not calls:
        terminal.lines(out, left_out.sentences(catalog, left_out.NUMBERS))


def _print_readings(
    out: Console, catalog: Catalog, answer: Answer, names: Mapping[str, str]
) -> None:
    """Print every reading with its numbers; somebody may need one at once."""
    if answer.candidates and answer.status is LocationStatus.OUT_OF_STATE:
        out.print(Text(questions.before_numbers(catalog.services.study_area.name), "bold"))
    readings = zip(answer.candidates, answer.referrals, strict=True)
    for number, (candidate, referral) in enumerate(readings, start=1):
        terminal.section(out, f"{number}. {candidate.label}")
        _print_short(out, referral, _Told.of(referral, names, answer.as_of))


def _print_how_to_confirm(out: Console, answer: Answer) -> None:
    """Print what says yes to a spelling; the number of a guess is not shown before that."""
    calls = [
        f'crisis-coverage nearest "{questions.said_for_certain(candidate)}"'
        for candidate in answer.candidates
    ]
    terminal.lines(out, calls, "If so, this shows whom to call")


def _print_status(out: Console, catalog: Catalog, answer: Answer) -> None:
    """Print what came of the text where it is not one place."""
    state = catalog.services.study_area.name
    match answer.status:
        case LocationStatus.AMBIGUOUS:
            out.print(Text(questions.question(answer, state), "bold"))
        case LocationStatus.NOT_FOUND:
            out.print(Text("This place was not found.", "bold"))
            if answer.suggestions:
                names = listing(answer.suggestions, "or")
                out.print(Text(f"Did you mean {names}?"))
        case LocationStatus.OUT_OF_STATE:
            where = f"in {answer.elsewhere}" if answer.elsewhere else f"outside {state}"
            out.print(Text(f"This place is {where}. Our data covers {state} only.", "bold"))
        case LocationStatus.INVALID:
            long = any(caution.code == "too_long" for caution in answer.warnings)
            what = "The text is too long to look up." if long else "There is nothing to look up."
            out.print(Text(what, "bold"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the rows of one referral are written with: names of counties, and what is said of age."""

    referral: Referral
    names: Mapping[str, str]
    ages: Ages

    @classmethod
    def of(cls, referral: Referral, names: Mapping[str, str], day: dt.date) -> "_Told":
        rows: list[Team | Unit | Neighbor | CenterHelp] = [
            *referral.mobile_crisis,
            *referral.intensive,
        ]
        rows += [*referral.nearest, *referral.designated, *referral.neighbors]
        rows += referral.centers
        sources = [Dated(row.source, row.as_of, row.stale) for row in rows]
        return cls(referral, names, freshness.ages([row.stale for row in rows], sources, day))

    def origin(
        self,
        row: Team | Unit | Neighbor | CenterHelp,
        flags: Collection[Flag] = (),
        basis: str = "",
    ) -> str:
        """Return in brackets how a row is known, what sets it apart, and its source with date."""
        marks = [*([basis] if basis else []), *self.ages.marks(flags, stale=row.stale)]
        return f"({', '.join(marks)}{'; ' if marks else ''}{row.source}, {period(row.as_of)})"


def _print_referral(
    out: Console, catalog: Catalog, referral: Referral, names: Mapping[str, str], day: dt.date
) -> None:
    told = _Told.of(referral, names, day)
    out.print(Text(referral.placed))
    if told.ages.banner:
        out.print(Text(told.ages.banner, "yellow"))
    _print_teams(out, "Mobile crisis team", referral.mobile_crisis, told)
    terminal.lines(out, [_unit(unit, told) for unit in referral.nearest], _UNITS)
    if referral.certain:
        terminal.lines(out, [_certain(referral)])
    listed = {unit.facility_id for unit in referral.nearest}
    own, own_of_few = distance_text.help_by_likelihood(referral.designated, referral.counties)
    beyond = [_unit(unit, told) for unit in own if unit.facility_id not in listed]
    terminal.lines(out, beyond, "This region's own unit, farther away")
    terminal.lines(out, [_neighbor(unit, told) for unit in referral.neighbors], _NEIGHBORS)
    if catalog.services.types_of(ServiceRole.INTENSIVE):
        _print_teams(out, "Intensive team", referral.intensive, told)
    centers, _ = distance_text.help_by_likelihood(referral.centers, referral.counties)
    rows = [_center(center, told) for center in centers]
    terminal.lines(out, rows, "Community mental health center")
    people = distance_text.whose_people(referral, catalog.services.study_area.name)
    likely, few = distance_text.by_likelihood(referral.counties)
    title = "County" if distance_text.in_one_county(referral) else "Counties it may lie in"
    terminal.lines(out, [_county(county, people) for county in likely], title)
    seldom = distance_text.help_by_likelihood(
        (*referral.mobile_crisis, *referral.intensive), referral.counties
    )[1]
    below = [_county(county, people) for county in few]
    below += [_team(team, told) for team in seldom]
    below += [_unit(unit, told) for unit in own_of_few if unit.facility_id not in listed]
    terminal.lines(out, below, "Few of its people live in")
    # The age of the sources stands above them.
    doubts = [caution.message for caution in referral.warnings if caution.code != "stale"]
    terminal.lines(out, doubts, "Keep in mind")


def _certain(referral: Referral) -> str:
    """Return that one unit is the nearest, and of a disputed one that it may not be open."""
    (name,) = referral.possible_nearest
    units = (*referral.nearest, *referral.designated)
    if any(unit.disputed for unit in units if unit.facility == name):
        return (
            f"{name} is the nearest, but sources disagree on whether it is open. Call before you go: "
            "if it is closed, another one is the nearest."
        )
    among = " in this state" if referral.neighbors else ""
    return f"{name} is certainly the nearest{among}."


def _neighbor(unit: Neighbor, told: _Told) -> str:
    return (
        f"{unit.phone or '':>12}  {unit.facility}, {unit.address}. "
        f"{unit.distance[0].upper()}{unit.distance[1:]}: {unit.kind}. "
        f"{unit.eligibility} {unit.note} {told.origin(unit)}"
    )


def _print_short(out: Console, referral: Referral, told: _Told) -> None:
    """Print the few lines that help while it is not clear which place is meant."""
    teams = [_team(team, told) for team in referral.mobile_crisis]
    units = [_unit(unit, told) for unit in referral.nearest[:1]]
    banner = [Text(told.ages.banner, "yellow")] if told.ages.banner else []
    terminal.lines(out, [referral.placed, *teams, *units, *banner])


def _print_teams(out: Console, title: str, teams: Sequence[Team], told: _Told) -> None:
    likely, _ = distance_text.help_by_likelihood(teams, told.referral.counties)
    rows = [_team(team, told) for team in likely]
    terminal.lines(out, rows or ["No list names one. See below."], title)


def _team(team: Team, told: _Told) -> str:
    counties = (
        ""
        if len(told.referral.counties) == 1
        else f", if in {distance_text.counties(team.counties, told.names, 'or')}"
    )
    said = f"{team.team}{or_others(team.other_numbers)}{counties}"
    if not team.phone:
        said += ": no number published"
    if team.asks_operator:
        said += f". Call {team.operator}, {team.operator_phone}"
    flags = _flags(weak=team.weak, disputed=team.disputed)
    return f"{team.phone or '':>12}  {said} {told.origin(team, flags, BASIS[team.basis])}"


def _center(center: CenterHelp, told: _Told) -> str:
    counties = (
        ""
        if len(told.referral.counties) == 1
        else f", if in {distance_text.counties(center.counties, told.names, 'or')}"
    )
    where = f", {center.address or center.city}" if center.address or center.city else ""
    none = "" if center.phone else ": no number published"
    origin = told.origin(center, _flags(weak=center.weak, disputed=False), BASIS[center.basis])
    return f"{center.phone or '':>12}  {center.operator}{where}{counties}{none} {origin}"


def _unit(unit: Unit, told: _Told) -> str:
    whose = view_lines.whose(unit, told.names)
    own = f". {whose}" if whose else ""
    origin = told.origin(unit, _flags(weak=unit.weak, disputed=bool(unit.disputed)))
    others = or_others(unit.other_numbers)
    return f"{unit.phone:>12}  {unit.facility}{others}, {unit.distance}{own} {origin}"


def _flags(*, weak: bool, disputed: bool) -> tuple[Flag, ...]:
    return tuple(flag for flag, has in ((Flag.WEAK, weak), (Flag.DISPUTED, disputed)) if has)


def _county(county: CountyHelp, people: str) -> str:
    regions = listing([f"Region {number}" for number in county.regions], "or")
    share = (
        f", {percent_to_tenths(county.share)} of its {people} in 2010"
        if county.share is not None
        else ""
    )
    away = f", {distance_text.away(county.away_m)} from its center" if county.away_m else ""
    return f"{county_title(county.county)}{', ' if regions else ''}{regions}{share}{away}"
