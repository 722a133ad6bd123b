"""The answer to a look-up as HTML: whom to call first, then how sure that is.

Nothing here is made of typed text: labels are names of the tables, or numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo import text
from geo.coverage.findings import OtherNumber
from geo.geocode.location import Candidate, Caution
from geo.referral import distance_text
from geo.referral.records import Answer, CountyHelp, Neighbor, Referral, Team, Unit
from geo.web import html
from geo.web.answer_sources import marks, rests_on
from geo.web.snapshot import Snapshot

__all__ = [
    "caution_list",
    "county_names",
    "invitation",
    "name_of",
    "reading",
    "section",
    "team_list",
    "unmarked",
]

# Said where they belong in the answer; not repeated at its end.
_SAID_IN_PLACE: Final = frozenset(
    {
        "disputed_unit",
        "nearest_not_designated",
        "nearest_uncertain",
        "no_intensive_team",
        "no_mobile_team",
        "unit_catchment",
    }
)
_MARKDOWN: Final = re.compile(r"([^\w\s,.])")


def unmarked(words: str) -> str:
    """Return words for a label of Streamlit, which reads Markdown, as they are."""
    return _MARKDOWN.sub(r"\\\1", words)


def name_of(candidate: Candidate) -> str:
    """Return a candidate's label, with its county where the label does not name it."""
    label, county = candidate.label, candidate.county
    return label if not county or f"{county} County" in label else f"{label}, {county} County"


def invitation() -> Markup:
    """Return the placeholder shown before anybody has asked."""
    return Markup(
        '<section class="cc-answer" aria-label="Answer"><p>The answer names the mobile crisis team '
        "and its number, the units that could be nearest, the region's own unit and the intensive "
        "team, and says how sure each is.</p></section>"
    )


def reading(snapshot: Snapshot, result: Answer, number: int) -> Markup:
    """Return the whole answer for one reading of the text."""
    referral, candidate = result.referrals[number], result.candidates[number]
    names = county_names(snapshot)
    sources = {source.id: source for source in snapshot.assessment.catalog.services.sources}
    rest = [warning for warning in referral.warnings if warning.code not in _SAID_IN_PLACE]
    return section(
        Markup(
            '<h2>{}</h2><p class="cc-placed" role="status">{}</p>{}{}{}{}{}{}<p><small>Distances: '
            "{}; not driving distances.</small></p>{}"
        ).format(
            name_of(candidate),
            referral.placed,
            caution_list(result.warnings) if len(result.candidates) == 1 else "",
            _mobile(referral, names),
            _units(snapshot, referral, names),
            _intensive(referral, names),
            _counties(referral, names, snapshot.assessment.catalog.services.study_area.name),
            _kept_in_mind(rest),
            result.method,
            rests_on(referral, sources),
        )
    )


def section(content: Markup) -> Markup:
    """Return the answer's part of the page."""
    return Markup('<section class="cc-answer" aria-label="Answer">{}</section>').format(content)


def _mobile(referral: Referral, names: Mapping[str, str]) -> Markup:
    return Markup('<div class="cc-first"><h3>Mobile crisis team</h3>{}{}</div>').format(
        team_list(referral.mobile_crisis, referral, names) or _none("No list names one."),
        _sentences(referral.warnings, "no_mobile_team"),
    )


def team_list(teams: Sequence[Team], referral: Referral, names: Mapping[str, str]) -> Markup:
    """Return the likely teams as a list, each with its number; with counties where there are several."""
    likely, _ = distance_text.help_by_likelihood(teams, referral.counties)
    return _team_items(likely, referral, names)


def _team_items(teams: Sequence[Team], referral: Referral, names: Mapping[str, str]) -> Markup:
    items = [
        Markup("<li>{} {}{}{}{}</li>").format(
            _number(team.phone, team.other_numbers),
            team.team,
            _if_in(team.counties, referral, names),
            _ask_operator(team),
            marks(team.weak, team.stale, ("challenged",) if team.disputed else ()),
        )
        for team in teams
    ]
    return Markup('<ul class="cc-help">{}</ul>').format(html.join(items)) if items else Markup("")


def _ask_operator(team: Team) -> Markup:
    """Return who runs a team that has no number of its own, and theirs."""
    if not team.asks_operator:
        return Markup("")
    return Markup("; ask {}, {}").format(team.operator, html.phone(team.operator_phone or ""))


def _if_in(geoids: Sequence[str], referral: Referral, names: Mapping[str, str]) -> str:
    """Return for which of several counties a team answers, and for how many of the people."""
    if len(referral.counties) < 2:
        return ""
    shares = [county.share for county in referral.counties if county.geoid in geoids]
    known = [share for share in shares if share is not None]
    people = f" ({_percent(sum(known))} of the people)" if len(known) == len(shares) else ""
    return f", if in {distance_text.counties(geoids, names, 'or')}{people}"


def _units(snapshot: Snapshot, referral: Referral, names: Mapping[str, str]) -> Markup:
    """Return the units that could be nearest, and the region's own where it is another."""
    possible = [unit for unit in referral.nearest if unit.facility in referral.possible_nearest]
    own_units, _ = distance_text.help_by_likelihood(referral.designated, referral.counties)
    others = [unit for unit in own_units if unit not in possible]
    if not possible:
        return _block("Unit", _none("No unit is known on this day."))
    services = snapshot.assessment.catalog.services
    type_of = {facility.id: facility.type for facility in services.facilities}
    kinds = {service_type.id: service_type for service_type in services.service_types}
    kind = kinds[type_of[possible[0].facility_id]]
    own = Markup("<p>The region's own:</p>{}").format(_unit_list(others, names)) if others else ""
    units = _block(
        f"{kind.name} ({kind.short})",
        Markup("<p>{}</p>{}{}{}").format(
            _lead(possible, referral),
            _unit_list(possible, names),
            own,
            _sentences(referral.warnings, "nearest_not_designated", "unit_catchment"),
        ),
    )
    return units + _neighbors(referral.neighbors)


def _neighbors(units: Sequence[Neighbor]) -> Markup:
    """Return the units of other states that are nearer, with what is always said of them."""
    if not units:
        return Markup("")
    items = html.join(
        Markup("<li>{} <strong>{}</strong>, {}, {}: {}. {}{}</li>").format(
            _number(unit.phone),
            unit.facility,
            unit.address,
            unit.distance,
            unit.kind,
            unit.eligibility,
            marks(False, unit.stale, ()),
        )
        for unit in units
    )
    return _block(
        "Nearer, but in another state",
        Markup('<p>{}</p><ul class="cc-help">{}</ul>').format(units[0].note, items),
    )


def _lead(possible: Sequence[Unit], referral: Referral) -> str:
    """Return how sure it is which unit is the nearest; a disputed one may not be open at all."""
    if not referral.certain:
        return f"One of these {len(possible)} is the nearest; which one is not certain:"
    if possible[0].disputed:
        return (
            "The nearest, but sources contradict each other on whether it is open. Where it is not, "
            "another one is the nearest: call before you go."
        )
    return "The nearest of this state's:" if referral.neighbors else "The nearest:"


def _unit_list(units: Iterable[Unit], names: Mapping[str, str]) -> Markup:
    items = [
        Markup("<li>{} <strong>{}</strong>, {}{}{}</li>").format(
            _number(unit.phone, unit.other_numbers),
            unit.facility,
            unit.distance,
            f"; the region's own for {distance_text.counties(unit.counties, names)}"
            if unit.designated
            else "",
            marks(unit.weak, unit.stale, unit.disputed),
        )
        for unit in units
    ]
    return Markup('<ul class="cc-help">{}</ul>').format(html.join(items))


def _intensive(referral: Referral, names: Mapping[str, str]) -> Markup:
    return _block(
        "Intensive team",
        Markup("{}{}").format(
            team_list(referral.intensive, referral, names),
            _sentences(referral.warnings, "no_intensive_team"),
        )
        or _none("Nothing is known of one."),
    )


def _counties(referral: Referral, names: Mapping[str, str], home: str) -> Markup:
    likely, few = distance_text.by_likelihood(referral.counties)
    title = "County" if distance_text.in_one_county(referral) else "Counties it may be in"
    people = distance_text.whose_people(referral, home)
    teams = (*referral.mobile_crisis, *referral.intensive)
    seldom = distance_text.help_by_likelihood(teams, referral.counties)[1]
    units = distance_text.help_by_likelihood(referral.designated, referral.counties)[1]
    more = (
        Markup(
            "<details><summary>Few of its people live in {} more</summary>{}{}{}</details>"
        ).format(
            text.count(len(few), "county", "counties"),
            _county_list(few, people),
            _team_items(seldom, referral, names),
            _unit_list(units, names) if units else "",
        )
        if few
        else ""
    )
    return _block(title, Markup("{}{}").format(_county_list(likely, people), more))


def _county_list(counties: Sequence[CountyHelp], people: str) -> Markup:
    items = []
    for county in counties:
        regions = text.listing([f"Region {number}" for number in county.regions], "or")
        share = (
            "" if county.share is None else f", {_percent(county.share)} of the {people} in 2010"
        )
        away = f", {distance_text.away(county.away_m)} from the point" if county.away_m else ""
        items.append(
            Markup("<li>{} County, {}{}{}</li>").format(county.county, regions, share, away)
        )
    return Markup("<ul>{}</ul>").format(html.join(items))


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def _kept_in_mind(cautions: Sequence[Caution]) -> Markup:
    if not cautions:
        return Markup("")
    items = html.join(Markup("<li>{}</li>").format(caution.message) for caution in cautions)
    return _block("To be kept in mind", Markup("<ul>{}</ul>").format(items))


def caution_list(cautions: Sequence[Caution]) -> Markup:
    """Return the cautions about the reading itself, such as a ZIP that is not the town's."""
    items = html.join(Markup("<li>{}</li>").format(caution.message) for caution in cautions)
    return Markup('<ul class="cc-caution">{}</ul>').format(items) if cautions else Markup("")


def _sentences(cautions: Iterable[Caution], *codes: str) -> Markup:
    return html.join(
        Markup("<p>{}</p>").format(caution.message) for caution in cautions if caution.code in codes
    )


def _block(title: str, content: Markup) -> Markup:
    return Markup("<h3>{}</h3>{}").format(title, content)


def _none(words: str) -> Markup:
    return Markup("<p>{}</p>").format(words)


def _number(phone: str | None, others: Sequence[OtherNumber] = ()) -> Markup:
    return html.phones(phone, others) if phone else Markup("No number is known:")


def county_names(snapshot: Snapshot) -> dict[str, str]:
    """Return the counties' names by GEOID."""
    return {county.geoid: county.name for county in snapshot.assessment.catalog.counties}
