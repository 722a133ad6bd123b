"""HTML for the pages, on top of what they share with paper; every piece of data is escaped."""

import streamlit as st
from markupsafe import Markup

from geo.report.html import join, phone, phones, status_mark, table
from geo.templates.render import style
from geo.web.tables import labelled

__all__ = [
    "join",
    "phone",
    "phones",
    "show",
    "show_style",
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
