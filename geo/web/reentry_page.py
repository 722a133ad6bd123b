"""Page Going home: whom to call for somebody who goes home to a county, and the re-entry project."""

from typing import Final

import streamlit as st

from geo.access.records import Access
from geo.catalog.records import County
from geo.coverage.reentry import pilot
from geo.errors import DataError
from geo.report import handover
from geo.templates.render import render
from geo.web import frame, html, problems
from geo.web.snapshot import Snapshot

__all__ = ["PAGE", "TITLE", "page", "sheet"]

PAGE: Final = frame.REENTRY
TITLE: Final = "Going home"


def page() -> None:
    """Show the page. The county that somebody chooses is in no address: it may say where a person goes."""
    shown = problems.snapshot_or_stop()
    counties = {county.geoid: county for county in shown.assessment.catalog.counties}
    st.title("Who helps somebody who goes home?", anchor=False)
    html.show(render("web/reentry_head.html"))
    geoid = st.selectbox(
        "County that the person goes home to",
        sorted(counties, key=lambda each: counties[each].name),
        format_func=lambda each: counties[each].name,
        key="reentry_county",
        index=None,
        placeholder="Choose a county",
    )
    if geoid:
        _county(shown, counties[geoid])
    html.show(render("web/reentry.html", project=pilot(shown.assessment)))
    frame.foot(shown)


def _county(shown: Snapshot, county: County) -> None:
    made = handover.handover(shown.assessment, county, _access(shown))
    _download(shown, made, county)
    html.show(handover.sheet(shown.assessment, made, paper=False))


def sheet(shown: Snapshot, county: County) -> None:
    """Show a county's sheet to keep."""
    _download(shown, handover.handover(shown.assessment, county, _access(shown)), county)


def _access(shown: Snapshot) -> Access | None:
    """Return the distances; None where they cannot be measured, as the page then says of itself."""
    try:
        return shown.access
    except DataError:
        return None


def _download(shown: Snapshot, made: handover.Handover, county: County) -> None:
    st.download_button(
        "Hand-over sheet",
        handover.page(shown.assessment, made),
        handover.sheet_name(county),
        "text/html",
        on_click="ignore",
    )
