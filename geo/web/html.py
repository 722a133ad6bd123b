"""HTML for the pages: every piece of data is escaped by the way it is put in."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from markupsafe import Markup, escape

from geo import text
from geo.catalog.records import Source
from geo.maps import common
from geo.web.snapshot import Snapshot

__all__ = ["join", "phone", "show", "source_line", "style", "table"]

_STYLE: Final = Path(__file__).resolve().with_name("app.css")


def show(markup: Markup) -> None:
    """Put markup on the page."""
    st.html(str(markup))


def style() -> None:
    """Put the pages' own style sheet on the page."""
    st.html(_STYLE)


def join(parts: Iterable[Markup | str], between: str = "") -> Markup:
    """Return the parts one after the other, texts escaped."""
    return escape(between).join(parts)


def phone(number: str) -> Markup:
    """Return a number as a link that calls it."""
    return Markup('<a class="cc-phone" href="tel:{}">{}</a>').format(number, number)


def source_line(source: Source) -> Markup:
    """Return a source as a link (or its title, where it has no address) with what it describes."""
    title = f"{source.publisher}: {source.title}"
    name = (
        Markup('<a href="{}" target="_blank" rel="noreferrer noopener">{}</a>').format(
            source.url, title
        )
        if source.url
        else escape(title)
    )
    recalled = " Remembered, not read." if source.proof == "recalled" else ""
    return Markup('{}, <span class="cc-date">describes {}</span>{}').format(
        name, text.period(source.as_of.text), recalled
    )


def table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Markup | str]],
    *,
    sorted_by: str = "",
    descending: bool = False,
) -> Markup:
    """Return a real table; the first cell of a row is its header.

    It scrolls inside its own frame where it is wider than the screen.
    """
    order = "descending" if descending else "ascending"
    head = join(
        Markup('<th scope="col"{}>{}</th>').format(
            Markup(' aria-sort="{}"').format(order) if header == sorted_by else "", header
        )
        for header in headers
    )
    body = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            first, join(Markup("<td>{}</td>").format(cell) for cell in rest)
        )
        for first, *rest in rows
    )
    return Markup(
        '<div class="cc-scroll" role="region" aria-label="{}" tabindex="0">'
        '<table class="cc-table"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, body)


CREDITS: Final = f"Maps: {'; '.join(common.ATTRIBUTION)}."


def foot(snapshot: Snapshot) -> None:
    """Show the date the verdicts are of, the data's hash, and credits."""
    assessment = snapshot.assessment
    show(
        Markup(
            '<p class="cc-foot">As of {}. Data <code>{}</code>. Claimed is not covered: only a '
            "general sentence speaks for those counties. {}</p>"
        ).format(assessment.as_of.isoformat(), assessment.data_sha256, CREDITS)
    )
