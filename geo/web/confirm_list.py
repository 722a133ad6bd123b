"""The list of the page Confirm: a row for each question, and the same as a sheet to print."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from geo import text
from geo.catalog.dates import When, parse_when
from geo.catalog.fact_ids import Aspect, Fact
from geo.catalog.records import Source
from geo.confirm.records import Question
from geo.coverage.assessment import Assessment
from geo.report import document, footer
from geo.web import html

__all__ = ["TITLE", "age", "confirmed", "day_in_words", "fact_name", "row", "sheet"]

TITLE: Final = "Which calls would settle the most?"
NEVER: Final = "Never call 911, 988 or a crisis line to check a number."
_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
_ASPECTS: Final = {
    Aspect.PHONE: "The number",
    Aspect.ADDRESS: "The address",
    Aspect.BEDS: "The beds",
    Aspect.COUNTIES: "The counties served",
    Aspect.LISTING: "That it is open",
    Aspect.ELIGIBILITY: "Whom it takes",
}


def fact_name(fact: Fact) -> str:
    """Return what a fact is called beside others of the same question."""
    region = fact.item.startswith("region-") and fact.title.startswith("Region ")
    return f"The counties of {fact.title}" if region else _ASPECTS[fact.aspect]


def day_in_words(when: When) -> str:
    """Return a date for readers: "January 29, 2025" for a day, "July 2023" for a month."""
    if when.earliest == when.latest:
        return f"{when.latest:%B} {when.latest.day}, {when.latest.year}"
    if _MONTH.fullmatch(when.text):
        return f"{when.latest:%B %Y}"
    return text.period(when.text)


def age(question: Question, source: Source, as_of: dt.date) -> str:
    """Return how old what is on file is by its source, and whether it is confirmed or disputed."""
    old = text.age((as_of - source.as_of.first_day).days)
    limit = "over" if question.stale else "within"
    said = confirmed(question) or f"{old} old, {limit} its age limit."
    return f"{said} Sources disagree." if question.disputed else said


def confirmed(question: Question) -> str:
    """Return on which day all of it was confirmed, "" where that is not so or too long ago."""
    day = question.confirmed_on
    return f"Confirmed {day_in_words(parse_when(day))}." if day else ""


def row(question: Question, number: int, *, is_open: bool) -> Markup:
    """Return a question as a row: whom to call, whom it is about, and what one yes would settle."""
    return Markup(
        '<div class="cc-ask{}"><span class="cc-place">{}</span><div class="cc-about"><p><strong>{}</strong></p>'
        '<p>{}</p></div><div class="cc-gain">{}</div></div>'
    ).format(
        " cc-ask-open" if is_open else "",
        number,
        question.title,
        _call(question),
        html.join(Markup("<p>{}</p>").format(part) for part in _gain(question)),
    )


def _call(question: Question) -> Markup:
    party = question.party
    number = html.phone(party.phone) if party.phone else Markup("no number known")
    # A unit is asked itself: its name is the title above.
    name = "" if party.name == question.title else f"{party.name}, "
    return Markup("{}{}").format(name, number)


def _gain(question: Question) -> Sequence[Markup]:
    """Return counties and people, what one yes would settle, and the day where it was confirmed."""
    parts = []
    if question.counties:
        counties = text.count(len(question.counties), "county", "counties")
        parts.append(Markup("<strong>{}</strong>").format(counties))
        parts.append(escape(text.count(question.people, "person", "people")))
    if question.confirmed_on:
        parts.append(Markup('<span class="cc-done">{}</span>').format(confirmed(question)))
    elif question.clears:
        settled = text.count(question.clears, "county", "counties")
        parts.append(Markup("One yes settles {}").format(settled))
    elif question.helps:
        helped = text.count(question.helps, "county", "counties")
        parts.append(Markup("With other answers, settles {}").format(helped))
    return parts


def sheet(assessment: Assessment, questions: Sequence[Question]) -> bytes:
    """Return the list as a page of its own to print, with what to read out and room for the answer."""
    rows = [
        (
            Markup("<strong>{}</strong><br>{}").format(question.title, _call(question)),
            html.join([Markup("<p>{}</p>").format(line) for line in question.script[1:]]),
            html.join(_gain(question), Markup("<br>")),
            Markup("&nbsp;"),
        )
        for question in questions
    ]
    headers = ("Whom to call", "What to ask", "What it is about", "Their answer, day and role")
    body = Markup("<main><h1>{}</h1><p>{}</p>{}</main>").format(
        TITLE, NEVER, html.table("Call list", headers, rows)
    )
    return document.page(TITLE, body, footer.stamp(assessment))
