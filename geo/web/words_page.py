"""Page Words: how verdicts are made, and what the words on the pages mean."""

from typing import Final

import streamlit as st

from geo.catalog.records import Basis, Flag, Status
from geo.templates.render import render
from geo.web import frame, html, problems

__all__ = ["page"]

_STATUSES: Final = (
    (Status.COVERED, "A source, or the county's own center, names the county or its region."),
    (Status.CLAIMED, "A general sentence says so of every county, but no list names this one."),
    (Status.GAP, "The list is meant to be complete, and this county is not on it."),
    (Status.UNKNOWN, "We found nothing either way."),
)
_MARKS: Final = (
    (Flag.STALE, "The source is older than we rely on without a call. Call to confirm."),
    (Flag.DISPUTED, "Two sources contradict each other. The county's page tells both sides."),
    (Flag.WEAK, "No source says which region the county is in. We worked it out from the others."),
)
_BASES: Final = (
    (Basis.LISTED, "A published list names the county."),
    (Basis.CONFIRMED, "The county's own center named the county when somebody asked."),
    (Basis.REGION, "A source names the region, and a source puts the county in that region."),
    (Basis.CLAIMED, "Only a general sentence, such as “in all counties”."),
)
_TERMS: Final = (
    (
        "CMHC",
        "Community mental health center: the public office that runs services for one region.",
    ),
    ("Region", "A group of counties that share one community mental health center."),
    (
        "Straight-line miles",
        "As the crow flies. Roads are longer, so a drive is farther than these miles.",
    ),
    ("Range", "Two numbers in brackets: the least and the most that it can be."),
    ("Data version", "A code for one exact state of the data. Two pages with the same code agree."),
)


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    data = snapshot.catalog.services
    st.title("How we judge, and words explained", anchor=False)
    html.show(
        render(
            "web/words.html",
            statuses=_STATUSES,
            marks=[(flag.label.capitalize(), meaning) for flag, meaning in _MARKS],
            bases=[(basis.value.capitalize(), meaning) for basis, meaning in _BASES],
            services=snapshot.catalog.services.judged_types(),
            terms=(*_TERMS, *((term.term, term.means) for term in data.terms)),
        )
    )
    frame.foot(snapshot)
