"""Page Coverage: one standard on the map and in a table, and why, county by county."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.catalog.records import Basis, Status
from geo.coverage import freshness, sentences
from geo.coverage.findings import Finding, StandardTotal
from geo.coverage.freshness import Ages
from geo.maps import layers as maps_layers
from geo.report import everybody
from geo.web import frame, html, map_frame, problems, url_state, verdict_panel
from geo.web.snapshot import Snapshot

__all__ = ["page"]

MAP_HEIGHT_PX: Final = 640
SORTS: Final = ("County", "Status", "Basis", "Region", "People")
_STATUS_ORDER: Final = {status.value: rank for rank, status in enumerate(Status)}
_BASIS_ORDER: Final = {basis.value: rank for rank, basis in enumerate(Basis)}


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    assessment = snapshot.assessment
    chosen = url_state.restore(snapshot)
    st.title("Coverage", anchor=False)
    titles = {standard.id: standard.title for standard in assessment.standards}
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "Standard",
            list(titles),
            format_func=titles.__getitem__,
            key=url_state.STANDARD,
            on_change=url_state.touch,
        )
    layers = {
        layer.id: layer.title
        for layer in maps_layers.layers(snapshot.assessment.catalog)
        if layer.id not in titles
    }
    with right:
        st.selectbox(
            "On the map",
            ["", *layers],
            format_func=lambda layer: layers.get(layer, "The verdict on this standard"),
            key=url_state.LAYER,
            on_change=url_state.touch,
        )
    total = next(standard for standard in assessment.standards if standard.id == chosen.standard)
    ages = freshness.of_findings(assessment.of(total.id), assessment.as_of)
    html.show(
        Markup('<p class="cc-summary" role="status">{}: {} {}</p>').format(
            total.title, sentences.summary(total, assessment.counties), ages.banner
        )
    )
    _map_and_panel(snapshot, chosen)
    _table(snapshot, total, ages)
    _everybody(snapshot)
    frame.foot(snapshot)
    url_state.keep(chosen, first=assessment.standards[0].id)


def _map_and_panel(snapshot: Snapshot, chosen: url_state.Choice) -> None:
    counties = {county.geoid: county.name for county in snapshot.assessment.catalog.counties}
    wide, narrow = st.columns([3, 2])
    with wide:
        if isinstance(snapshot.map_path, str):
            map_frame.show(
                snapshot.map_path,
                layer=chosen.layer or chosen.standard,
                selected=chosen.county,
                geoids=list(counties),
                title="Map of the counties. The table on this page holds the same facts.",
                key="statemap",
                height=MAP_HEIGHT_PX,
                on_county=url_state.set_county,
            )
            problems.beside_map(snapshot)
        else:
            problems.missing("The map cannot be drawn.", snapshot.map_path)
    with narrow:
        by_name = sorted(counties, key=counties.__getitem__)
        st.selectbox(
            "County",
            by_name,
            format_func=counties.__getitem__,
            key=url_state.COUNTY,
            on_change=url_state.touch,
            index=None,
            placeholder="Choose a county here or on the map",
        )
        verdict_panel.panel(snapshot, chosen.standard, chosen.county)


def _table(snapshot: Snapshot, total: StandardTotal, ages: Ages) -> None:
    assessment = snapshot.assessment
    st.header(f"All {assessment.counties} counties", anchor=False)
    regions = verdict_panel.regions(snapshot)
    numbers = sorted({number for own in regions.values() for number in own})
    first, second, third = st.columns(3)
    with first:
        statuses = st.multiselect(
            "Status",
            [status.value for status in Status],
            placeholder="Every status",
            key="statuses",
            on_change=url_state.touch,
        )
    with second:
        wanted = st.multiselect(
            "Region",
            numbers,
            format_func=lambda number: f"Region {number}",
            placeholder="Every region",
            key="regions",
            on_change=url_state.touch,
        )
    with third:
        order = st.selectbox("Sort by", SORTS, key="order", on_change=url_state.touch)
    shown = [
        finding
        for finding in assessment.of(total.id)
        if (not statuses or finding.status.value in statuses)
        and (not wanted or set(wanted) & set(regions[finding.geoid]))
    ]
    people = {county.geoid: county.people for county in assessment.catalog.counties}
    shown.sort(key=lambda finding: _sort_key(finding, order, regions, people))
    html.show(
        Markup('<p role="status">{} of {} counties shown.</p>').format(
            len(shown), assessment.counties
        )
    )
    if shown:
        rows = [(finding, ages.marks_of(finding)) for finding in shown]
        html.show(_rows(f"{total.title}, county by county", rows, order, regions, people))


def _everybody(snapshot: Snapshot) -> None:
    sources = {source.id: source for source in snapshot.assessment.catalog.services.sources}
    numbers = everybody.numbers(snapshot.assessment.statewide, sources)
    if numbers:
        st.header("Numbers for everybody", anchor=False)
        html.show(numbers)


def _sort_key(
    finding: Finding, order: str, regions: dict[str, Sequence[int]], people: dict[str, int]
) -> tuple[int, str]:
    ranks = {
        "Status": _STATUS_ORDER[finding.status.value],
        "Basis": _BASIS_ORDER[finding.basis.value],
        "Region": min(regions[finding.geoid], default=0),
        "People": -people[finding.geoid],
    }
    return ranks.get(order, 0), finding.county


def _rows(
    caption: str,
    findings: Sequence[tuple[Finding, Sequence[str]]],
    order: str,
    regions: dict[str, Sequence[int]],
    people: dict[str, int],
) -> Markup:
    """Return the table of verdicts, each with what sets it apart."""
    rows = [
        (
            Markup('<span data-geoid="{}">{}</span>').format(finding.geoid, finding.county),
            html.status_mark(finding.status),
            finding.basis.value,
            " or ".join(str(number) for number in regions[finding.geoid]),
            f"{people[finding.geoid]:,}",
            ", ".join(marks),
        )
        for finding, marks in findings
    ]
    headers = ("County", "Status", "Basis", "Region", "People", "Flags")
    return html.table(
        caption, headers, rows, sorted_by="-People" if order == "People" else order, paper=False
    )
