"""Page The whole system: four parts, with the map, each county's answers, and every service by part."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.catalog.records import County, Pillar, Source
from geo.coverage import beside, continuum
from geo.coverage.continuum_records import Continuum
from geo.maps import pillar_layer
from geo.templates.render import macro_of, render
from geo.text import county_title
from geo.web import address, frame, html, map_frame, problems
from geo.web.address import Choice, View
from geo.web.snapshot import Snapshot, once

__all__ = ["PAGE", "TITLE", "county_part", "page"]

PAGE: Final = frame.CONTINUUM
TITLE: Final = "The whole system"
_PART: Final = "part"
_COUNTY: Final = "county"
_PARTS: Final = "continuum/parts.html"
_MAP_HEIGHT_PX: Final = 560


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    counties = {county.geoid: county for county in snapshot.assessment.catalog.counties}
    layers = pillar_layer.layers_of(snapshot.assessment.catalog)
    choices = (
        Choice(_PART, [pillar.value for pillar in layers], _first(_state(snapshot), layers)),
        Choice(_COUNTY, counties.keys(), carried=True),
    )
    view = address.restore(PAGE, choices)
    html.show_style("county/profile.css")
    st.title("The whole system, in four parts", anchor=False)
    frame.unknown(view)
    state = _state(snapshot)
    html.show(
        render(
            "continuum/head.html",
            state=state,
            lead=beside.lead(state),
            banner=continuum.ages(snapshot.assessment).banner,
        )
    )
    _map_and_county(snapshot, counties, layers, view)
    if geoid := view[_COUNTY]:
        title = f"All services of {county_title(counties[geoid].name)}, part by part"
        st.header(title, anchor=False)
        county_part(snapshot, counties[geoid])
        with st.expander("The whole state, part by part"):
            _whole_state(snapshot, state)
    else:
        _whole_state(snapshot, state)
    frame.foot(snapshot)
    address.keep(PAGE, choices, view)


def county_part(snapshot: Snapshot, county: County) -> None:
    """Show the four parts of one county."""
    found = continuum.county_continuum(snapshot.assessment, county)
    html.show(macro_of(_PARTS, "county", found, _sources(snapshot)))


def _whole_state(snapshot: Snapshot, state: Continuum) -> None:
    """Show every service by part with its counts, then each county."""
    sources = _sources(snapshot)
    for own in state.pillars:
        html.show(macro_of(_PARTS, "part", own, sources, state.counties))
    st.header("Each county, part by part", anchor=False)
    html.show(_matrix(snapshot))


@once
def _state(snapshot: Snapshot) -> Continuum:
    return continuum.statewide(snapshot.assessment)


def _sources(snapshot: Snapshot) -> Mapping[str, Source]:
    return snapshot.assessment.evidence.sources


def _first(state: Continuum, layers: Mapping[Pillar, str]) -> str | None:
    """Return the part with most counties that are not covered, of those with a map."""
    known = [own for own in state.pillars if own.pillar in layers]
    return min(known, key=lambda own: own.covered).pillar.value if known else None


def _map_and_county(
    snapshot: Snapshot,
    counties: Mapping[str, County],
    layers: Mapping[Pillar, str],
    view: View,
) -> None:
    left, right = st.columns([55, 45], gap="medium")
    with left:
        if layers:
            _map(snapshot, counties, layers, view)
    with right:
        st.selectbox(
            "County",
            sorted(counties, key=lambda geoid: counties[geoid].name),
            format_func=lambda geoid: counties[geoid].name,
            key=address.key(PAGE, _COUNTY),
            on_change=address.touch,
            index=None,
            placeholder="Choose a county here or on the map",
            label_visibility="collapsed",
        )
        geoid = view[_COUNTY]
        if geoid:
            _county(snapshot, counties[geoid])
        else:
            st.write("Pick a county to see what it has of each part, and whom to ask.")


def _county(snapshot: Snapshot, county: County) -> None:
    """Show a county's answers in short."""
    found = continuum.county_continuum(snapshot.assessment, county)
    html.show(macro_of(_PARTS, "short", found))
    frame.link(_COUNTY, f"Open {county_title(county.name)}", primary=True, county=county.geoid)


def _map(
    snapshot: Snapshot,
    counties: Mapping[str, County],
    layers: Mapping[Pillar, str],
    view: View,
) -> None:
    labels = {pillar.value: pillar.label for pillar in layers}
    st.segmented_control(
        "Part on the map",
        list(labels),
        format_func=labels.__getitem__,
        key=address.key(PAGE, _PART),
        on_change=address.touch,
        required=True,
        label_visibility="collapsed",
    )
    if not isinstance(snapshot.map_path, str):
        problems.missing("The map cannot be drawn.", snapshot.map_path)
        return
    map_frame.show(
        snapshot.map_path,
        layer=layers[Pillar(view[_PART])] if view[_PART] else "",
        selected=view[_COUNTY],
        geoids=list(counties),
        title="Map of the counties. The table on this page holds the same facts.",
        key="continuummap",
        height=_MAP_HEIGHT_PX,
        on_county=lambda geoid: address.choose(PAGE, _COUNTY, geoid),
    )
    problems.beside_map(snapshot)


@once
def _matrix(snapshot: Snapshot) -> Markup:
    state = _state(snapshot)
    return macro_of(
        _PARTS,
        "matrix",
        state,
        continuum.ages(snapshot.assessment),
        {row.geoid: f"county?county={row.geoid}" for row in state.matrix},
        [own.pillar for own in state.pillars if len(own.deciding) > 1],
    )
