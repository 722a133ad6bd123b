"""Numbers for everybody: what they are for, how to reach them, and the rules that give them."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo import text
from geo.catalog.records import Flag, Source
from geo.coverage import sentences
from geo.coverage.calls import StatedRule, StatewideCall
from geo.report import html

__all__ = ["numbers"]


def numbers(
    calls: Sequence[StatewideCall], sources: Mapping[str, Source], *, rules: int | None = None
) -> Markup:
    """Return the numbers for everybody as a table, or nothing where the data has none.

    Of several rules that give a number, the data names the one to tell first; `rules` are told at most.
    """
    if not calls:
        return Markup("")
    rows = [
        (
            html.phone(call.phone),
            html.part("purpose", call),
            html.items(_rule(rule) for rule in call.rules[:rules])
            or _said(call, sources[call.source]),
        )
        for call in calls
    ]
    headers = ("Number", "What for, and how", "Who says so")
    table = html.table("Numbers for everybody", headers, rows)
    return table + html.paragraph(sentences.FOR_EVERYBODY, small=True)


def _rule(rule: StatedRule) -> Markup:
    words = sentences.in_its_words(rule)
    return html.part("with_origin", rule.says, html.link(rule.url, words) if rule.url else words)


def _said(call: StatewideCall, source: Source) -> Markup:
    old = f"; {Flag.STALE.label}" if call.stale else ""
    origin = f"{source.publisher}: {source.title}, {text.period(call.as_of)}{old}"
    return html.part("with_origin", sentences.STATEWIDE_SERVICE, origin)
