"""Numbers for everybody: what they are for, how to reach them, and the rules that give them."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo import text
from geo.catalog.records import Flag, Source
from geo.coverage import sentences
from geo.coverage.calls import StatedRule, StatewideCall
from geo.report import html

__all__ = ["numbers"]


def numbers(calls: Sequence[StatewideCall], sources: Mapping[str, Source]) -> Markup:
    """Return the numbers for everybody as a table, or nothing where the data has none."""
    if not calls:
        return Markup("")
    rows = [
        (
            html.phone(call.phone),
            Markup("<strong>{}</strong>. {} {}").format(
                call.title, call.purpose, " ".join(way.how for way in call.reach)
            ),
            html.items(_rule(rule) for rule in call.rules) or _said(call, sources[call.source]),
        )
        for call in calls
    ]
    headers = ("Number", "What for, and how", "Who says so")
    return Markup('{}<p class="cc-small">{}</p>').format(
        html.table("Numbers for everybody", headers, rows), sentences.FOR_EVERYBODY
    )


def _rule(rule: StatedRule) -> Markup:
    words = sentences.in_its_words(rule)
    return Markup("{} <small>{}</small>").format(
        rule.says, html.link(rule.url, words) if rule.url else words
    )


def _said(call: StatewideCall, source: Source) -> Markup:
    return Markup("{} <small>{}: {}, {}{}</small>").format(
        sentences.STATEWIDE_SERVICE,
        source.publisher,
        source.title,
        text.period(call.as_of),
        f"; {Flag.STALE.label}" if call.stale else "",
    )
