"""The sources of an answer: in whose words each number and unit is given, and what makes it less sure."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo.catalog.records import Source
from geo.maps import layer_model
from geo.referral.records import Referral, Team, Unit
from geo.web import html

__all__ = ["marks", "rests_on"]


def rests_on(referral: Referral, sources: Mapping[str, Source]) -> Markup:
    """Return, behind a disclosure, in whose words every number and unit is given."""
    teams = [
        _evidence(team.team, layer_model.BASIS_WORDS.get(team.basis, team.basis), team, sources)
        for team in (*referral.mobile_crisis, *referral.intensive)
    ]
    shown = [
        unit
        for unit in referral.nearest
        if unit.designated or unit.facility in referral.possible_nearest
    ]
    units = [_evidence(unit.facility, "a source lists it", unit, sources) for unit in shown]
    doubts = [
        Markup("<li><strong>{}</strong>: disputed. {}</li>").format(unit.facility, sentence)
        for unit in shown
        for sentence in unit.disputed
    ]
    return Markup(
        '<details><summary>On what this rests</summary><ul class="cc-evidence">{}</ul></details>'
    ).format(html.join([*teams, *units, *doubts]))


def _evidence(name: str, basis: str, helper: Team | Unit, sources: Mapping[str, Source]) -> Markup:
    quote = Markup(" <q>{}</q>").format(helper.quote) if helper.quote else ""
    return Markup("<li><strong>{}</strong>: {}.{} <small>{}{}</small></li>").format(
        name,
        basis,
        quote,
        html.source_line(sources[helper.source]),
        marks(helper.weak, helper.stale, ()),
    )


def marks(weak: bool, stale: bool, disputed: Sequence[str]) -> Markup:
    """Return in words what makes a number or a unit less sure."""
    words = [
        *(["weak: the region was inferred, not read"] if weak else []),
        *(["disputed: sources contradict each other"] if disputed else []),
        *(["stale: confirm"] if stale else []),
    ]
    return (
        Markup(' <small class="cc-mark">({})</small>').format("; ".join(words))
        if words
        else Markup("")
    )
