"""Open questions and whom to ask, and the list of sources."""

from collections.abc import Iterable

from markupsafe import Markup

from geo.catalog.records import OpenQuestion, Source
from geo.report import html
from geo.templates.render import macro_of

__all__ = ["holes", "sources"]


def holes(questions: Iterable[OpenQuestion]) -> Markup:
    """Return what is not known, why it matters and whom to ask, as a list."""
    return html.items(macro_of("report/parts.html", "question", each) for each in questions)


def sources(entries: Iterable[Source]) -> Markup:
    """Return the list of sources: id, title, publisher, dates, address."""
    return html.items((html.source_entry(source) for source in entries), css="cc-sources")
