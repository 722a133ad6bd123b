"""HTML for the pages, on top of what they share with paper; every piece of data is escaped."""

from pathlib import Path
from typing import Final

import streamlit as st
from markupsafe import Markup, escape

from geo import text
from geo.catalog.records import Source
from geo.maps import common
from geo.report.html import join, phone, phones, status_mark, table
from geo.web.snapshot import Snapshot

__all__ = [
    "foot",
    "join",
    "phone",
    "phones",
    "show",
    "source_line",
    "status_mark",
    "style",
    "table",
]

CREDITS: Final = f"Maps: {'; '.join(common.ATTRIBUTION)}."
_STYLE: Final = Path(__file__).resolve().with_name("app.css")


def show(markup: Markup) -> None:
    """Put markup on the page; where there is none, nothing."""
    if markup:
        st.html(str(markup))


def style() -> None:
    """Put the pages' own style sheet on the page."""
    st.html(_STYLE)


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


def foot(snapshot: Snapshot) -> None:
    """Show the date the verdicts are of, the data's hash, and credits."""
    assessment = snapshot.assessment
    show(
        Markup(
            '<p class="cc-foot">As of {}. Data <code>{}</code>. Claimed is not covered: only a '
            "general sentence speaks for those counties. {}</p>"
        ).format(assessment.as_of.isoformat(), assessment.data_sha256, CREDITS)
    )
