"""The list of the page Confirm: a row for each question, and the same as a sheet to print."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from geo import text
from geo.catalog.fact_ids import Aspect, Fact
from geo.catalog.records import Source
from geo.confirm.records import Question
from geo.coverage.assessment import Assessment
from geo.report import document, footer
from geo.templates.render import render

__all__ = ["TITLE", "age", "confirmed", "fact_name", "row", "sheet"]

TITLE: Final = "Which calls would settle the most?"
NEVER: Final = "Never call 911, 988 or a crisis line to check a number."
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


def age(question: Question, source: Source, as_of: dt.date) -> str:
    """Return how old what is on file is by its source, and whether it is confirmed or disputed."""
    old = text.age((as_of - source.as_of.first_day).days)
    limit = "over" if question.stale else "within"
    said = confirmed(question) or f"{old} old, {limit} its age limit."
    return f"{said} Sources disagree." if question.disputed else said


def confirmed(question: Question) -> str:
    """Return on which day all of it was confirmed, "" where that is not so or too long ago."""
    day = question.confirmed_on
    return f"Confirmed {text.period(day)}." if day else ""


def row(question: Question, number: int, *, is_open: bool) -> Markup:
    """Return a question as a row: whom to call, whom it is about, and what one yes would settle."""
    return render(
        "web/confirm/row.html",
        question=question,
        number=number,
        is_open=is_open,
        confirmed=confirmed(question),
    )


def sheet(assessment: Assessment, questions: Sequence[Question]) -> bytes:
    """Return the list as a page of its own to print, with what to read out and room for the answer."""
    rows = [(question, confirmed(question)) for question in questions]
    body = render("web/confirm/sheet.html", title=TITLE, never=NEVER, rows=rows)
    return document.page(TITLE, body, footer.stamp(assessment))
