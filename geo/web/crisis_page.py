"""Page Crisis: what to do, whom to call in which case, and which team answers in which county."""

import streamlit as st

from geo.report import crisis_page
from geo.web import frame, html, language, problems

__all__ = ["page"]


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    say = language.current(snapshot.catalog)
    st.title(say.text("What to do in a crisis"), anchor=False)
    html.show(crisis_page.body(snapshot.assessment, say))
    frame.link(frame.FIND, say.text("Find help for one place"), primary=True)
    frame.foot(snapshot)
