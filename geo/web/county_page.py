"""Page Counties: one county's profile, or the map and the list from which to pick one."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import streamlit as st
from markupsafe import Markup

from geo.catalog.records import County
from geo.errors import DataError
from geo.report import county_sheet, county_view, document, footer, svg, write
from geo.report.county_view import CountyView
from geo.templates.render import macro_of, render
from geo.text import county_title
from geo.web import (
    address,
    answer,
    continuum_page,
    frame,
    html,
    language,
    map_frame,
    problems,
    published,
    reentry_page,
)
from geo.web.address import Choice
from geo.web.snapshot import Snapshot

__all__ = ["page"]

_PAGE: Final = "counties"
_COUNTY: Final = "county"
_PARTS: Final = "county/parts.html"
_MAP_HEIGHT_PX: Final = 600
_FOLDS: Final = (
    ("rests_on", "What each answer rests on"),
    ("open_questions", "What we could not confirm, and whom to ask"),
    (continuum_page.PAGE, "The whole system, in four parts"),
    ("optional", "Facts that are not required"),
    ("units", "Units, beds, and teams"),
    ("region", "Region history and neighboring counties"),
    ("sources", "Sources"),
)
"""Parts of the profile that are built when somebody opens them: macro, and what it is called."""


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    counties = {county.geoid: county for county in snapshot.assessment.catalog.counties}
    choices = (Choice(_COUNTY, counties.keys(), carried=True),)
    view = address.restore(_PAGE, choices)
    geoid = view[_COUNTY]
    html.show_style("county/profile.css")
    frame.unknown(view)
    if geoid:
        with st.container(gap="xsmall", key="county_profile"):
            _profile(snapshot, counties, geoid)
    else:
        with st.container(key="every_county"):
            _every_county(snapshot, counties)
    frame.foot(snapshot)
    address.keep(_PAGE, choices, view)


def _choice(counties: Mapping[str, County], label: str) -> None:
    st.selectbox(
        label,
        sorted(counties, key=lambda geoid: counties[geoid].name),
        format_func=lambda geoid: counties[geoid].name,
        key=address.key(_PAGE, _COUNTY),
        on_change=address.touch,
        index=None,
        placeholder="Choose a county",
    )


def _every_county(snapshot: Snapshot, counties: Mapping[str, County]) -> None:
    """Show the map of the state and a link to each county under its region, to pick one."""
    st.title("Which county?", anchor=False)
    _choice(counties, "County")
    if isinstance(snapshot.map_path, str):
        map_frame.show(
            snapshot.map_path,
            layer=snapshot.assessment.standards[0].id,
            selected=None,
            geoids=list(counties),
            title="Map of the counties. The list below has a link to each.",
            key="countiesmap",
            height=_MAP_HEIGHT_PX,
            on_county=lambda geoid: address.choose(_PAGE, _COUNTY, geoid),
        )
        problems.beside_map(snapshot)
    else:
        problems.missing("The map cannot be drawn.", snapshot.map_path)
    by_region: dict[int, list[County]] = {}
    for geoid, memberships in snapshot.assessment.evidence.regions.items():
        for region in [membership.region for membership in memberships] or [0]:
            by_region.setdefault(region, []).append(counties[geoid])
    none = "In no region" if len(by_region) > 1 else "All counties"
    html.show(
        render(
            "county/every.html",
            regions=[
                (
                    f"Region {region}" if region else none,
                    sorted(members, key=lambda county: county.name),
                )
                for region, members in sorted(by_region.items())
            ],
        )
    )


def _profile(snapshot: Snapshot, counties: Mapping[str, County], geoid: str) -> None:
    county = counties[geoid]
    name = county_title(county.name)
    frame.entitle(name, snapshot)
    missing = None
    try:
        view = county_view.view(snapshot.assessment, county, snapshot.access)
    except DataError as error:
        view, missing = county_view.view(snapshot.assessment, county, None), error
    hrefs = {neighbor.geoid: f"county?county={neighbor.geoid}" for neighbor in view.neighbors}
    left, right = st.columns([60, 40], vertical_alignment="bottom")
    with left:
        st.title(answer.unmarked(name), anchor=False)
        html.show(_part("about", view))
    with right, st.container(horizontal=True, vertical_alignment="bottom", key="county_files"):
        _choice(counties, "Another county")
        _files(snapshot, view)
    html.show(_part("lead", view))
    if missing:
        words = "This page is without distances, map and neighbors."
        problems.missing(words, missing.problems)
    calls, covered = st.columns([5, 7], gap="medium")
    with calls:
        html.show(_part("calls", view, False, language.current(snapshot.catalog)))
    with covered:
        html.show(_part("covered", view))
    far, where = st.columns([5, 7], gap="medium")
    with far:
        html.show(_part("distance", view))
    with where:
        if view.locators:
            html.show(_part("around", view, _drawings(view), hrefs))
    frame.age(view.age)
    _folds(snapshot, view, hrefs)
    reentry_page.sheet(snapshot, county)


def _part(name: str, *values: object) -> Markup:
    """Return one part of the profile."""
    return macro_of(_PARTS, name, *values)


def _drawings(view: CountyView) -> Markup:
    """Return the county's map twice, for a wide and for a narrow screen; one of them is shown."""
    return render(
        "county/drawings.html",
        wide=svg.as_images(view.locators.wide) if view.locators else "",
        tall=svg.as_images(view.locators.tall) if view.locators else "",
    )


def _folds(snapshot: Snapshot, view: CountyView, hrefs: Mapping[str, str]) -> None:
    """Show what most readers do not need, each part built only while it is open."""
    counted = {
        "open_questions": len(view.profile.holes) + len(view.profile.contradictions),
        "optional": len(view.optional),
        "sources": len(view.cited),
    }
    with st.container(key="folds", gap=None):
        for name, title in _FOLDS:
            if counted.get(name) == 0:
                continue
            label = f"**{title}** {counted[name]}" if name in counted else f"**{title}**"
            fold: Any = st.expander(label, key=f"fold_{name}", on_change="rerun")
            if fold.open:
                with fold:
                    _fold(snapshot, view, name, hrefs)


def _fold(snapshot: Snapshot, view: CountyView, name: str, hrefs: Mapping[str, str]) -> None:
    if name == continuum_page.PAGE:
        continuum_page.county_part(snapshot, view.county)
        frame.link(continuum_page.PAGE, "The whole state, part by part", county=view.county.geoid)
    else:
        html.show(_part("fold", view, name, hrefs))


def _files(snapshot: Snapshot, view: CountyView) -> None:
    """Show links to print and to keep the county's sheet."""
    printable = _printable(snapshot, view)
    st.link_button("Print sheet", published.publish_sheet(printable))
    st.download_button(
        "Download",
        printable,
        PurePosixPath(write.sheet_name(view.county)).name,
        "text/html",
        on_click="ignore",
    )


def _printable(snapshot: Snapshot, view: CountyView) -> bytes:
    """Return the sheet as a document of its own, which loads nothing and prints on US Letter."""
    name = view.county.name
    body = county_sheet.of_view(snapshot.assessment, view)
    return document.page(
        f"{county_title(name)}, {snapshot.assessment.catalog.services.study_area.name}",
        Markup("<main><h1>{}</h1>{}</main>").format(county_title(name), body),
        footer.stamp(snapshot.assessment),
    )
