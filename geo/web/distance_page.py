"""Page Distance: how far people are from a unit, and where it is worst."""

from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.access import gaps as access_gaps
from geo.access.gap_records import Order
from geo.coverage import freshness
from geo.text import county_title
from geo.web import (
    address,
    clickable,
    distance_counties,
    distance_tabs,
    distance_view,
    distance_words,
    frame,
    gap_downloads,
    html,
    map_frame,
    problems,
)
from geo.web.distance_view import ALL, COUNTED, PAGE, TABS, View
from geo.web.snapshot import Snapshot

__all__ = ["page"]

MAP_HEIGHT_PX: Final = 600
_MAP_TITLE: Final = "Map of the counties by distance. The tables on this page hold the same facts."
_KINDS: Final = {ALL: "All", "metro": "Metro", "rural": "Rural"}
_ORDERS: Final = tuple(order.value for order in Order)
_ROWS_KEY: Final = "distance_rows_shown"
"""Not the choice's own key: Streamlit forgets what is not shown, and this is in one tab alone."""
_TABS_KEY: Final = "distance_tabs"
_FROM_MAP: Final = "distance_chosen_on_map"
_TOGGLE_KEY: Final = "distance_counted"


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop(measured=True)
    choices = distance_view.choices(snapshot)
    chosen = address.restore(PAGE, choices)
    view = distance_view.view(snapshot, chosen)
    findings = access_gaps.counted(snapshot.assessment)
    with st.container(gap="xsmall", key="distance_head"):
        st.title(f"How far are people from a {view.unit_name}?", anchor=False)
        html.show(distance_words.lead(view))
        frame.unknown(chosen)
        if snapshot.access.is_measured:
            frame.age(freshness.of_findings(findings, snapshot.assessment.as_of).banner)
            _controls(snapshot)
    if snapshot.access.is_measured:
        _map_and_side(view)
        if view.shown.ranking:
            _tabs(view)
        html.show(distance_words.method(view))
    frame.foot(snapshot)
    address.keep(PAGE, choices, chosen)


def _controls(snapshot: Snapshot) -> None:
    """Show the choice of limit, of metropolitan or rural counties, and of a region."""
    regions = sorted({number for area in snapshot.access.counties for number in area.regions})
    with st.container(horizontal=True, vertical_alignment="bottom", key="distance_controls"):
        st.segmented_control(
            "Farther than",
            [str(limit) for limit in snapshot.gaps],
            format_func=lambda limit: f"{limit} miles",
            required=True,
            key=address.key(PAGE, "within"),
            on_change=address.touch,
        )
        st.segmented_control(
            "Counties",
            list(_KINDS),
            format_func=_KINDS.__getitem__,
            required=True,
            key=address.key(PAGE, "counties"),
            on_change=address.touch,
        )
        if regions:
            st.selectbox(
                "Region",
                [ALL, *map(str, regions)],
                format_func=lambda region: "Every region" if region == ALL else f"Region {region}",
                key=address.key(PAGE, "region"),
                on_change=address.touch,
                width=140,
            )


def _map_and_side(view: View) -> None:
    counties = {county.geoid: county.name for county in view.snapshot.assessment.catalog.counties}
    wide, narrow = st.columns([62, 38], gap="medium")
    with wide:
        _map(view, list(counties))
    with narrow:
        st.selectbox(
            "County",
            sorted(counties, key=counties.__getitem__),
            format_func=counties.__getitem__,
            key=address.key(PAGE, "county"),
            on_change=address.touch,
            index=None,
            placeholder="Pick a county",
            label_visibility="collapsed",
        )
        # There without a county too: a part that is new is not brought into view.
        clickable.show(
            distance_words.county(view, view.county) if view.county else Markup(""),
            key="distance_county_part",
            reveal=st.session_state.get(_FROM_MAP, 0),
        )
        if view.county:
            name = counties[view.county]
            frame.link("county", f"Open {county_title(name)}", primary=True, county=view.county)
        html.show(distance_words.counts(view))
        _toggle(view)


def _map(view: View, geoids: list[str]) -> None:
    path = view.snapshot.gap_path
    if not isinstance(path, str):
        problems.missing("The map cannot be drawn.", path)
        return
    map_frame.show(
        path,
        layer=view.layer,
        selected=view.county,
        geoids=geoids,
        title=_MAP_TITLE,
        key="gapmap",
        height=MAP_HEIGHT_PX,
        only=[row.geoid for row in view.shown.ranking] if view.is_filtered else None,
        on_county=_choose_on_map,
    )
    problems.beside_map(view.snapshot)


def _choose_on_map(geoid: str) -> None:
    """Choose a county, and bring its answer into view where it is below the map."""
    st.session_state[_FROM_MAP] = st.session_state.get(_FROM_MAP, 0) + 1
    address.choose(PAGE, "county", geoid)


def _toggle(view: View) -> None:
    """Show the switch that counts units in neighboring states, and what it changes."""
    if not view.snapshot.access.neighbor_units:
        return
    st.session_state[_TOGGLE_KEY] = view.with_neighbors
    with st.container(gap=None):
        st.toggle("Count units in neighboring states", key=_TOGGLE_KEY, on_change=_toggled)
        html.show(distance_words.neighbors(view))


def _toggled() -> None:
    address.choose(PAGE, "neighbors", COUNTED if st.session_state[_TOGGLE_KEY] else None)


def _tabs(view: View) -> None:
    """Show the tabs; only the one that is open is built."""
    st.session_state[_TABS_KEY] = TABS[view.tab]
    opened = st.tabs(list(TABS.values()), key=_TABS_KEY, on_change=_turned)
    for name, tab in zip(TABS, opened, strict=True):
        if name != view.tab:
            continue
        with tab:
            if name == "counties":
                _counties(view)
            elif name == "how-far":
                html.show(distance_tabs.how_far(view))
            elif name == "elsewhere":
                html.show(distance_tabs.elsewhere(view))
            else:
                html.show(distance_tabs.second(view))


def _turned() -> None:
    titles = {title: name for name, title in TABS.items()}
    address.choose(PAGE, "tab", titles[st.session_state[_TABS_KEY]])


def _counties(view: View) -> None:
    if len(view.shown.ranking) > distance_counties.FIRST:
        shown = {
            "first": f"First {distance_counties.FIRST}",
            ALL: f"All {len(view.shown.ranking)}",
        }
        st.session_state[_ROWS_KEY] = ALL if view.is_whole_table else "first"
        st.segmented_control(
            "Rows",
            list(shown),
            format_func=shown.__getitem__,
            required=True,
            key=_ROWS_KEY,
            on_change=_rows_chosen,
        )
    picked = clickable.show(distance_counties.table(view), key="distance_table", on_pick=_sort_by)
    known = {f"county:{row.geoid}": row.geoid for row in view.shown.ranking}
    if picked in known:
        frame.forward("county", county=known[picked])
    _downloads(view)


def _rows_chosen() -> None:
    address.choose(PAGE, "rows", st.session_state[_ROWS_KEY])


def _sort_by(picked: str) -> None:
    if picked.removeprefix("sort:") in _ORDERS:
        address.choose(PAGE, "sort", picked.removeprefix("sort:"))


def _downloads(view: View) -> None:
    catalog = view.snapshot.assessment.catalog
    as_json = gap_downloads.as_json(catalog, view.shown, view.regions, urban=view.urban)
    with st.container(horizontal=True):
        for kind, media, content in (
            ("CSV", "text/csv", gap_downloads.as_csv(view.shown)),
            ("JSON", "application/json", as_json),
        ):
            st.download_button(
                f"These counties, {kind}",
                content,
                gap_downloads.name(view.shown, kind.lower()),
                media,
                on_click="ignore",
            )
