"""Page Statewide: does every county have the services; which not, on the map, beside it and in a table."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.catalog import left_out, study_area
from geo.catalog.records import ServiceRole
from geo.coverage import overview
from geo.coverage.overview import ServiceCount
from geo.maps import layers as maps_layers
from geo.report import everybody
from geo.templates.render import render
from geo.text import county_title
from geo.web import (
    address,
    clickable,
    county_table,
    downloads,
    frame,
    html,
    map_frame,
    problems,
    verdict_panel,
)
from geo.web.address import Choice, View
from geo.web.fragment import fragment
from geo.web.snapshot import Snapshot, once

__all__ = ["page"]

PAGE: Final = "statewide"
SERVICE: Final = "service"
LAYER: Final = "layer"
COUNTY: Final = "county"
MAP_HEIGHT_PX: Final = 600
_OLDER: Final = "standard"
_FROM_MAP: Final = "statewide_chosen_on_map"


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    services = _services(snapshot)
    if not services:
        st.title(overview.QUESTION, anchor=False)
        st.warning(left_out.sentences(snapshot.assessment.catalog, left_out.QUESTIONS)[0])
        _everybody(snapshot)
        frame.foot(snapshot)
        return
    more = _more_maps(snapshot, services)
    _read_older(more)
    choices = _choices(snapshot, services, more)
    view = address.restore(PAGE, choices)
    _head(snapshot, services, view)
    frame.ways(snapshot, "head")
    _map_and_county(snapshot, services, more, choices, view)
    with st.container(key="statewide_take"):
        st.header("Take it with you", anchor=False)
        downloads.show(snapshot, "statewide_files", columns=2, hint=downloads.HOW)
    st.header("County by county", anchor=False)
    county_table.show(snapshot, services, PAGE, choices, view)
    _everybody(snapshot)
    frame.foot(snapshot)
    address.keep(PAGE, choices, view)


@once
def _services(snapshot: Snapshot) -> tuple[ServiceCount, ...]:
    return overview.counts(snapshot.assessment)


@once
def _banner(snapshot: Snapshot) -> str:
    """Return how old the sources are that the verdicts of this page rest on."""
    return overview.ages(snapshot.assessment, _services(snapshot)).banner


def _more_maps(snapshot: Snapshot, services: Sequence[ServiceCount]) -> dict[str, str]:
    """Return the other layers of the map by id: standards that are not required, regions, teams."""
    above = {service.total.id for service in services}
    return {
        layer.id: f"{layer.group}: {layer.title}" if layer.group != layer.title else layer.title
        for layer in maps_layers.layers(snapshot.assessment.catalog)
        if layer.id not in above
    }


def _read_older(more: Mapping[str, str]) -> None:
    """Take an address that names a layer as its service, as addresses of earlier versions did."""
    for name in (SERVICE, _OLDER):
        asked = st.query_params.get(name, "")
        if asked in more:
            del st.query_params[name]
            st.query_params[LAYER] = asked


def _choices(
    snapshot: Snapshot, services: Sequence[ServiceCount], more: Mapping[str, str]
) -> tuple[Choice, ...]:
    counties = snapshot.assessment.catalog.counties
    return (
        Choice(
            SERVICE,
            [service.total.id for service in services],
            overview.first_to_show(services),
            older=(_OLDER,),
        ),
        Choice(LAYER, more),
        Choice(COUNTY, {county.geoid for county in counties}, carried=True),
        *county_table.choices(snapshot),
    )


def _head(snapshot: Snapshot, services: Sequence[ServiceCount], view: View) -> None:
    st.title(overview.QUESTION, anchor=False)
    frame.unknown(view)
    with st.container(key="statewide_head"):
        html.show(
            render(
                "web/statewide_head.html",
                answer=overview.answer(snapshot.assessment, services),
                counties=snapshot.assessment.counties,
                county_note=study_area.county_note(snapshot.assessment.catalog.services.study_area),
                banner=_banner(snapshot),
                services=services,
            )
        )


@fragment
def _map_and_county(
    snapshot: Snapshot,
    services: Sequence[ServiceCount],
    more: Mapping[str, str],
    choices: Sequence[Choice],
    drawn: View,
) -> None:
    """Show the map beside a county: a choice runs this part of the page alone, which is sooner there."""
    view = address.settle(PAGE, choices, drawn)
    counties = {county.geoid: county.name for county in snapshot.assessment.catalog.counties}
    shown = next(service for service in services if service.total.id == view[SERVICE])
    left, right = st.columns([62, 38], gap="medium")
    with left:
        titles = {service.total.id: service.total.short for service in services}
        st.segmented_control(
            "Service on the map",
            list(titles),
            format_func=titles.__getitem__,
            key=address.key(PAGE, SERVICE),
            on_change=_choose_service,
            required=True,
            label_visibility="collapsed",
        )
        _map(snapshot, view, counties, list(titles))
    with right:
        st.selectbox(
            "County",
            sorted(counties, key=counties.__getitem__),
            format_func=counties.__getitem__,
            key=address.key(PAGE, COUNTY),
            on_change=address.touch,
            index=None,
            placeholder="Choose a county here or on the map",
            label_visibility="collapsed",
        )
        _county(snapshot, view[COUNTY], counties)
        _not_shown(shown, view[COUNTY])
    _below_the_map(snapshot, more)


def _map(
    snapshot: Snapshot, view: View, counties: Mapping[str, str], services: Sequence[str]
) -> None:
    if isinstance(snapshot.map_path, str):
        map_frame.show(
            snapshot.map_path,
            layer=view[LAYER] or view[SERVICE] or "",
            selected=view[COUNTY],
            geoids=list(counties),
            title="Map of the counties. The table on this page holds the same facts.",
            key="statemap",
            height=MAP_HEIGHT_PX,
            on_county=_choose_on_map,
            on_layer=_choose_service,
            layers_by_radio=(address.key(PAGE, SERVICE), services),
        )
        problems.beside_map(snapshot)
    else:
        problems.missing("The map cannot be drawn.", snapshot.map_path)


def _county(snapshot: Snapshot, geoid: str | None, counties: Mapping[str, str]) -> None:
    part = (
        verdict_panel.panel(snapshot, geoid)
        if geoid
        else Markup('<p class="cc-prompt">{}</p>').format(
            "Pick a county to see who serves it, whether it is covered, and whom to call."
        )
    )
    reveal = st.session_state.get(_FROM_MAP, 0)
    clickable.show(part, key="statewide_county_part", reveal=reveal)
    if geoid:
        frame.link("county", f"Open {county_title(counties[geoid])}", primary=True, county=geoid)


def _not_shown(shown: ServiceCount, chosen: str | None) -> None:
    part = render(
        "web/not_shown.html",
        title=shown.total.short,
        service=shown.total.id,
        names=[(finding.geoid, finding.county) for finding in shown.not_shown],
        asks=overview.asks(shown.not_shown),
        chosen=chosen,
    )
    known = {finding.geoid for finding in shown.not_shown}
    clickable.show(
        part,
        key="statewide_not_shown",
        on_pick=lambda picked: _choose_on_map(picked) if picked in known else None,
    )


def _below_the_map(snapshot: Snapshot, more: Mapping[str, str]) -> None:
    line, other = st.columns([62, 38], gap="medium", vertical_alignment="center")
    with line:
        html.show(_crisis_lines(snapshot))
    with other:
        st.selectbox(
            "More maps",
            list(more),
            format_func=lambda layer: more.get(layer, layer),
            key=address.key(PAGE, LAYER),
            on_change=address.touch,
            index=None,
            placeholder="More maps: regions, teams, distance",
            label_visibility="collapsed",
        )


def _crisis_lines(snapshot: Snapshot) -> Markup:
    """Return what is said of each crisis line that a rule gives to everybody."""
    lines = [
        Markup(
            "<p><b>{}</b> is for everybody in the state ({}). It is not counted by county.</p>"
        ).format(call.title, call.rules[0].citation)
        for call in snapshot.assessment.statewide
        if call.role is ServiceRole.CRISIS_LINE and call.rules
    ]
    return html.join(lines)


def _everybody(snapshot: Snapshot) -> None:
    sources = {source.id: source for source in snapshot.assessment.catalog.services.sources}
    numbers = everybody.numbers(snapshot.assessment.statewide, sources)
    if numbers:
        with st.expander("Numbers for everybody, and the rules behind them"):
            html.show(numbers)


def _choose_service() -> None:
    address.choose(PAGE, LAYER, None)


def _choose_on_map(geoid: str) -> None:
    """Choose a county, and bring its answer into view where it is below the map."""
    st.session_state[_FROM_MAP] = st.session_state.get(_FROM_MAP, 0) + 1
    address.choose(PAGE, COUNTY, geoid)
