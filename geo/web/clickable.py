"""Parts of a page that are drawn here and picked from there: names to choose, heads to sort by."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["show"]


def show(
    markup: Markup,
    *,
    key: str,
    on_pick: Callable[[str], object] | None = None,
    reveal: int = 0,
) -> str | None:
    """Show markup and return what was picked in it since the last run of the script.

    Links of Streamlit's own HTML load the page anew, which begins another session; these do not.

    Parameters
    ----------
    markup : Markup
        What a template drew. An element with ``data-pick`` tells that value when it is clicked;
        ``data-place`` names what keeps the focus when the markup changes.
    key : str
        Identity of this part in the app.
    on_pick : callable, optional
        Called with the value before the script runs again, so that it may set the state of widgets.
        The value comes from a browser, which could send anything.
    reveal : int, optional
        Whenever it grows, the part is brought into view on a narrow screen.

    Returns
    -------
    str or None
        The value in the one run that a click causes, else None.
    """

    def hear() -> None:
        picked = _text(st.session_state[key].pick)
        if picked is not None and on_pick is not None:
            on_pick(picked)

    data = {"html": str(markup), "reveal": reveal}
    return _text(_component()(key=key, data=data, on_pick_change=hear).pick)


def _text(picked: object) -> str | None:
    return picked if isinstance(picked, str) else None


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component(
        "crisis_coverage_clickable",
        js=(files("geo.web") / "clickable.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
