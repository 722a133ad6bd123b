"""Buttons that copy an answer as plain text and print the page, which only a script can do."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from geo.templates.language import Language

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["show"]


def show(text: str, say: Language, *, key: str) -> None:
    """Show the buttons; `text` goes to the visitor's clipboard alone."""
    data = {
        "text": text,
        "lang": say.code,
        "copy": say.text("Copy"),
        "print": say.text("Print"),
        "copied": say.text("Copied."),
        "refused": say.text("Your browser does not let this page copy."),
    }
    _component()(key=key, data=data, width="content")


@cache
def _component() -> "ComponentRenderer":
    script = (files("geo.web") / "copy_print.js").read_text(encoding="utf-8")
    return st.components.v2.component("crisis_coverage_copy", js=script, isolate_styles=False)
