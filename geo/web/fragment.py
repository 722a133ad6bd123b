"""Parts of a page that run alone for a choice made in them, which is sooner there than the whole page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from geo.web import logs, snapshot

__all__ = ["fragment"]

_P = ParamSpec("_P")


def fragment(
    show: Callable[Concatenate[snapshot.Snapshot, _P], None],
) -> Callable[Concatenate[snapshot.Snapshot, _P], None]:
    """Return a part of a page of the given name that runs as a page does: of one state, and told when slow.

    Where the data has changed since the page was drawn, the whole page runs again, so that it does not
    speak of two states.
    """

    @st.fragment
    @wraps(show)
    def part(shown: snapshot.Snapshot, /, *args: _P.args, **kwargs: _P.kwargs) -> None:
        with logs.page_run(f"{show.__module__}.{show.__name__}"), snapshot.one_state():
            if snapshot.current() is not shown:
                st.rerun()
            show(shown, *args, **kwargs)

    return part
