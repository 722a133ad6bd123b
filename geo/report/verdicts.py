"""A status with what sets it apart, and a piece of evidence in its source's words."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo.catalog.records import Source, Status
from geo.coverage.findings import Evidence
from geo.coverage.freshness import Ages
from geo.templates.render import macro, macro_of

__all__ = ["MARKED", "MEANINGS", "evidence", "marked"]

MARKED: Final = (
    "Sources disagree: two of them contradict each other. Region inferred: no source names the county's "
    "region."
)
"""What the words behind a status in `marked` say."""
MEANINGS: Final = (
    "Covered: a source, or its center when asked, names the county or its region. Claimed only: a general "
    "statement includes the county, but no list names it. Not on the list: the list is meant to be "
    "complete, and the county is not on it. No information: we found nothing either way."
)
"""What each status says."""


def marked(status: Status, marks: Sequence[str]) -> Markup:
    """Return a status with its pattern, and with what sets it apart in its table, as words."""
    return macro("status", status, tuple(marks)).strip()


def evidence(fact: Evidence, sources: Mapping[str, Source], ages: Ages) -> Markup:
    """Return a piece of evidence in its source's words, with basis, publisher and date."""
    mark = ages.mark(fact.stale)
    return macro_of(
        "report/evidence.html", "evidence", fact, sources[fact.source].publisher, mark
    ).strip()
