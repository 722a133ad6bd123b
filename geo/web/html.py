"""HTML for the pages, on top of what they share with paper; every piece of data is escaped."""

import streamlit as st
from markupsafe import Markup, escape

from geo import text
from geo.catalog.records import Source
from geo.report.html import join, phone, phones, status_mark, table
from geo.templates.render import style
from geo.web.tables import labelled

__all__ = [
    "join",
    "phone",
    "phones",
    "show",
    "show_style",
    "source_line",
    "status_mark",
    "table",
]


def show(markup: Markup) -> None:
    """Put markup on the page; where there is none, nothing."""
    if markup:
        st.html(str(labelled(markup)))


def show_style(name: str) -> None:
    """Put a style sheet that a page shares with paper on the page; `name` is its path in `geo/templates`."""
    st.html(f"<style>{style(name)}</style>")


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
