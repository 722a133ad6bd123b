"""The layer of numbers for everybody: what they are for, and the words of what gives them."""

from geo.exports.records import ExportContext
from geo.exports.table import Layer, layer, text, texts, yes_no

__all__ = ["NAME", "statewide"]

NAME = "statewide"


def statewide(context: ExportContext) -> Layer:
    """Return one row per number for everybody and rule that gives it, in the order of the data."""
    rows = [
        (call, rule) for call in context.assessment.statewide for rule in (call.rules or (None,))
    ]
    calls = [call for call, _ in rows]
    return layer(
        NAME,
        "One row for each number for everybody and each rule that gives it; without a rule the "
        "source says that it answers all over the state. No county is judged by these numbers. "
        "Proof part: only what is told here was read.",
        {
            **texts(calls, "phone", "title", "service", "role", "purpose"),
            "how": text(" ".join(way.how for way in call.reach) for call in calls),
            "citation": text(rule and rule.citation for _, rule in rows),
            "says": text(rule and rule.says for _, rule in rows),
            "quote": text(rule.quote if rule else call.reach[0].quote for call, rule in rows),
            "source_as_of": text((rule or call).as_of for call, rule in rows),
            "source": text((rule or call).source for call, rule in rows),
            "url": text(rule and rule.url for _, rule in rows),
            "proof": text(rule and rule.proof for _, rule in rows),
            "stale": yes_no(call.stale for call in calls),
        },
    )
