"""What stands around every page: numbers to call, names of the pages, title, foot, margins of paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.catalog.records import ServiceRole
from geo.coverage import calls as coverage_calls
from geo.errors import DataError
from geo.maps import common
from geo.templates.render import macro, render
from geo.web import address, html, snapshot

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = ["FIND", "age", "begin", "entitle", "foot", "forward", "link", "unknown"]

FIND: Final = "find"
"""Address of the page whose numbers for everybody are large."""
NATIONAL: Final = (("911", "emergency"), ("988", "call or text"))
"""Shown where no data can be read: whoever opens the page may need them at that moment."""
_WORDS: Final = {ServiceRole.EMERGENCY: "emergency", ServiceRole.CRISIS_LINE: "call or text"}
_PRODUCT: Final = "Crisis Coverage"
_PAGES: Final = "pages"
_ICON: Final = str(Path(__file__).resolve().with_name("icon.svg"))


def begin(
    pages: Mapping[str, "StreamlitPage"],
    listed: Sequence["StreamlitPage"],
    current: "StreamlitPage",
) -> None:
    """Show what stands above a page.

    Parameters
    ----------
    pages : mapping
        Every page by its address, for links between them.
    listed : sequence of StreamlitPage
        Those that the row of names has.
    current : StreamlitPage
        The page that is about to be shown.
    """
    st.session_state[_PAGES] = pages
    try:
        catalog = snapshot.current().assessment.catalog
        product = f"{catalog.services.study_area.name} {_PRODUCT}"
        calls = [
            (call.phone, _WORDS.get(call.role, call.answers))
            for call in coverage_calls.always(catalog)
        ]
    except DataError:
        product, calls = _PRODUCT, list(NATIONAL)
    st.set_page_config(
        page_title=f"{current.title} - {product}",
        page_icon=_ICON,
        layout="wide",
    )
    calls.sort(key=lambda call: (len(call[0]), call[0]))
    html.show(
        render(
            "web/strip.html",
            calls=calls,
            page=current.title,
            large=current.url_path == FIND,
            # The product's name comes first in the row.
            place=listed.index(current) + 2 if current in listed else None,
        )
    )
    _names(product, listed)


def entitle(name: str, shown: snapshot.Snapshot) -> None:
    """Name the window after what a page shows, such as one county."""
    state = shown.catalog.services.study_area.name
    st.set_page_config(page_title=f"{name} - {state} {_PRODUCT}")


def _names(product: str, listed: Sequence["StreamlitPage"]) -> None:
    """Show the product's name and the names of the pages, which keep the session."""
    with st.container(horizontal=True, key="nav", gap="xsmall", vertical_alignment="center"):
        st.html(str(Markup('<span class="cc-brand">{}</span>').format(product)), width="content")
        for page in listed:
            st.page_link(page, label=page.title)


def link(path: str, label: str, *, primary: bool = False, **query: str) -> None:
    """Show a link to another page, which keeps the session, with choices in its address."""
    key = f"{'go' if primary else 'see'}_{text.anchor(label)}"
    with st.container(key=key):
        st.page_link(st.session_state[_PAGES][path], label=label, query_params=query)


def forward(path: str, **query: str) -> None:
    """Go on to another page with the choices of this address, and end this one."""
    st.switch_page(st.session_state[_PAGES][path], query_params=query)


def age(sentence: str) -> None:
    """Say once on a page how old the sources are that its verdicts rest on."""
    html.show(macro("age", sentence))


def foot(shown: snapshot.Snapshot) -> None:
    """Show the day that the verdicts are of, the data's version, how to read them, and credits.

    On paper they are in the margins of each sheet.
    """
    assessment = shown.assessment
    margins = render(
        "margins.css",
        title=f"{shown.catalog.services.study_area.name} {_PRODUCT}",
        right=f"Checked as of {text.period(assessment.as_of.isoformat())}",
        left=f"Data version {assessment.data_sha256[:12]}. 911 in an emergency, 988 in a crisis.",
    )
    html.show(
        render(
            "web/foot.html",
            margins=margins,
            day=assessment.as_of,
            data_sha256=assessment.data_sha256,
            credits=common.ATTRIBUTION,
        )
    )


def unknown(view: address.View) -> None:
    """Say what the address asks for that is not there; the page shows what is usual in its place."""
    if view.unknown:
        html.show(
            Markup('<p class="cc-unknown-address" role="status">{}</p>').format(
                f"This page's address asks for {text.listing(view.unknown)}, which is not here. "
                "The usual view is shown instead."
            )
        )
