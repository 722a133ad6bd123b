"""The pages of the app: addresses, names, and which of them the row of names lists."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from geo.web import (
    confirm_page,
    continuum_page,
    county_page,
    crisis_page,
    distance_page,
    distance_view,
    find_page,
    frame,
    logs,
    old_addresses,
    old_gaps,
    reentry_page,
    snapshot,
    sources_page,
    statewide_page,
    words_page,
)

__all__ = ["ADDRESSES", "show"]


class _Entry(NamedTuple):
    path: str
    title: str
    show: Callable[[], None]
    listed: bool = True


_ENTRIES: Final = (
    _Entry("", "Statewide", statewide_page.page),
    _Entry("county", "Counties", county_page.page),
    _Entry(distance_view.PAGE, "Distance", distance_page.page),
    _Entry(frame.FIND, "Find help", find_page.page),
    _Entry("confirm", "Confirm", confirm_page.page),
    _Entry("sources", "Data & sources", sources_page.page),
    _Entry(continuum_page.PAGE, continuum_page.TITLE, continuum_page.page, listed=False),
    _Entry(frame.CRISIS, "What to do in a crisis", crisis_page.page, listed=False),
    _Entry("words", "Words explained", words_page.page, listed=False),
    _Entry(reentry_page.PAGE, reentry_page.TITLE, reentry_page.page, listed=False),
    _Entry("gaps", "Distance", old_gaps.page, listed=False),
    *(
        _Entry(path, "Statewide" if not page else "Counties", old_addresses.to(page), listed=False)
        for path, page in old_addresses.LEAD_TO.items()
    ),
)
"""In the order of the row of names. The first is shown where the address names none."""
ADDRESSES: Final = frozenset(entry.path for entry in _ENTRIES)
"""What follows the slash in the address of each page."""


def show(shown: Callable[[], None] | None = None) -> None:
    """Show the page that the address names, or one of the pages whatever it names."""
    pages = {
        entry.path: st.Page(
            entry.show, title=entry.title, url_path=entry.path, default=not entry.path
        )
        for entry in _ENTRIES
    }
    listed = [pages[entry.path] for entry in _ENTRIES if entry.listed]
    current = st.navigation(list(pages.values()), position="hidden")
    wanted = next((pages[entry.path] for entry in _ENTRIES if entry.show is shown), current)
    with logs.page_run(wanted.title), snapshot.one_state():
        frame.begin(pages, listed, wanted)
        (shown or current.run)()
