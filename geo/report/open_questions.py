"""Open questions and whom to ask, related programs, and the list of sources."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from geo.catalog.records import Catalog, OpenQuestion, Programme, Source, Status
from geo.coverage.findings import Finding
from geo.report import html

__all__ = ["holes", "programmes", "sources", "unproven"]


def unproven(findings: Sequence[Finding], catalog: Catalog) -> Markup:
    """Return which standards are not shown to be met for a county, in one sentence."""
    titles = {standard.id: standard.title for standard in catalog.services.standards}
    claimed = [
        Markup("{} ({})").format(titles[finding.standard], html.status_mark(finding.status))
        for finding in findings
        if finding.status is not Status.COVERED
    ]
    if not claimed:
        return Markup("<p>Every standard above is covered; the marks above still count.</p>")
    return Markup(
        "<p>Not shown to be met: {}. What would lift each stands with its verdict.</p>"
    ).format(html.join(claimed, "; "))


def holes(questions: Iterable[OpenQuestion]) -> Markup:
    """Return what is not known, why it matters and whom to ask, as a list."""
    return html.items(
        Markup("<strong>{}.</strong> {} <b>Ask:</b> {}").format(
            question.title.rstrip("."), question.matters, question.ask
        )
        for question in questions
    )


def programmes(entries: Iterable[Programme]) -> Markup:
    """Return the programs beside the crisis system."""
    return html.items(
        Markup("{} ({}): {} <small>({})</small>").format(
            programme.title, programme.as_of or "undated", programme.text, programme.source
        )
        for programme in entries
    )


def sources(entries: Iterable[Source]) -> Markup:
    """Return the list of sources: id, title, publisher, dates, address."""
    return html.items((html.source_entry(source) for source in entries), css="cc-sources")
