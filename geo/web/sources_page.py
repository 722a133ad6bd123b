"""Page Data & sources: get the data and reports, compare, what is not known, where every fact comes from."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from geo.catalog import left_out
from geo.templates.render import render
from geo.web import address as page_address
from geo.web import compare_part, frame, get_part, html, problems, sources_parts
from geo.web.address import Choice
from geo.web.snapshot import Snapshot

__all__ = ["page"]

_PAGE: Final = "sources"
_PART: Final = "part"


class _Part(NamedTuple):
    """A part of the page: its name, whether it counts its entries, and what shows it."""

    title: str
    counted: bool
    show: Callable[[Snapshot], None]


_PARTS: Final = {
    "get": _Part("Get data and reports", False, get_part.show),
    "compare": _Part("Compare", False, compare_part.show),
    "unknown": _Part("What we do not know", True, sources_parts.unknowns),
    "disagree": _Part("Where sources disagree", True, sources_parts.disputes),
    "units": _Part("Units", True, sources_parts.units),
    "peers": _Part("Peer support", False, sources_parts.peers),
    "sources": _Part("Sources", True, sources_parts.sources),
    "rules": _Part("Rules and benchmarks", True, sources_parts.rules),
}
"""By the id in the address, in order. Only the one that is chosen is built."""
_CHOICES: Final = (Choice(_PART, tuple(_PARTS), next(iter(_PARTS))),)


def page() -> None:
    """Show the page."""
    shown = problems.snapshot_or_stop()
    view = page_address.restore(_PAGE, _CHOICES)
    frame.unknown(view)
    st.title("Data & sources", anchor=False)
    html.show(
        render(
            "web/data_head.html",
            assessment=shown.assessment,
            lacking=left_out.sentences(shown.assessment.catalog),
        )
    )
    if shown.lacking:
        problems.missing("Without these files a part of the app is missing.", shown.lacking)
    st.segmented_control(
        "Part of this page",
        list(_PARTS),
        format_func=lambda part: _label(shown, part),
        key=page_address.key(_PAGE, _PART),
        on_change=page_address.touch,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    part = view[_PART] or next(iter(_PARTS))
    if part != "compare":
        compare_part.forget()
    _PARTS[part].show(shown)
    page_address.keep(_PAGE, _CHOICES, view)
    frame.foot(shown)


def _label(shown: Snapshot, part: str) -> str:
    title = _PARTS[part].title
    return f"{title} ({sources_parts.count(shown, part)})" if _PARTS[part].counted else title
