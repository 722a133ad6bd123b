"""On what an answer rests: in whose words every number and unit is given, and what makes it less sure."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo.answers import Referral, Team, Unit
from geo.maps import pictures
from geo.records import Source
from geo.views import html

__all__ = ["marks", "rests_on"]


def rests_on(referral: Referral, sources: Mapping[str, Source]) -> Markup:
    """Return, behind a disclosure, in whose words every number and unit is given."""
    teams = [
        _evidence(one.team, pictures.BASIS_WORDS.get(one.basis, one.basis), one, sources)
        for one in (*referral.mobile_crisis, *referral.intensive)
    ]
    shown = [
        one
        for one in referral.nearest
        if one.designated or one.facility in referral.possible_nearest
    ]
    units = [_evidence(one.facility, "a source lists it", one, sources) for one in shown]
    doubts = [
        Markup("<li><strong>{}</strong>: disputed. {}</li>").format(one.facility, sentence)
        for one in shown
        for sentence in one.disputed
    ]
    return Markup(
        '<details><summary>On what this rests</summary><ul class="cc-evidence">{}</ul></details>'
    ).format(html.join([*teams, *units, *doubts]))


def _evidence(name: str, basis: str, on: Team | Unit, sources: Mapping[str, Source]) -> Markup:
    quote = Markup(" <q>{}</q>").format(on.quote) if on.quote else ""
    return Markup("<li><strong>{}</strong>: {}.{} <small>{}{}</small></li>").format(
        name, basis, quote, html.source_line(sources[on.source]), marks(on.weak, on.stale, ())
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
