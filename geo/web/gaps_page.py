"""Page Gaps: where people are unproven or far, how many, and how sure that is."""

from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.access import gaps as ranked
from geo.access import sentences, yardsticks
from geo.access.gap_records import Gaps
from geo.maps.classes import Family, Measure
from geo.report import distance_chart, svg
from geo.web import frame, gap_downloads, gap_panel, gap_tables, html, map_frame, problems
from geo.web.snapshot import Snapshot

__all__ = ["page"]

MAP_HEIGHT_PX: Final = 640
_MAP_TITLE: Final = "Map of the counties by measure. The tables on this page hold the same facts."
_FAMILIES: Final = {
    Family.FAR: "People beyond the limit",
    Family.FAR_WITH_NEIGHBORS: "People beyond the limit, units in neighboring states counted",
    Family.NEAREST: "Straight-line miles to the nearest {}",
    Family.BACKUP: "Backup: a second {} within the limit",
    Family.OWN: "Straight-line miles to the region's own {}",
    Family.BEDS: "Beds of the region for 100,000 people",
    Family.BED_ACCESS: "Beds within reach for 100,000 people (E2SFCA)",
}
_URBAN: Final = {
    "Every county": None,
    "Metropolitan (codes 1 to 3)": True,
    "Not metropolitan (codes 4 to 9)": False,
}
_COUNTY: Final = "gaps_county"


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop(measured=True)
    st.title("Gaps", anchor=False)
    measure, limit = _measure(snapshot)
    regions, urban = _filters(snapshot)
    shown = ranked.narrow(snapshot.gaps[limit], regions, urban=urban)
    html.show(
        Markup('<p class="cc-summary" role="status">{}</p>').format(
            gap_tables.summary(shown, gap_panel.short(snapshot))
            if shown.ranking
            else "No county is both in these regions and of this kind: choose others."
        )
    )
    _map_and_panel(snapshot, measure, limit)
    if shown.ranking:
        _disputed(snapshot, shown)
        html.show(gap_tables.measure(measure, shown))
        _ranking(snapshot, shown)
        _lists(snapshot, shown)
        _distances(snapshot, shown)
    _yardsticks(snapshot)
    _downloads(
        shown, gap_downloads.as_json(snapshot.assessment.catalog, shown, regions, urban=urban)
    )
    _method(snapshot)
    frame.foot(snapshot)


def _measure(snapshot: Snapshot) -> tuple[Measure, int]:
    """Show the choice of measure and limit; return them."""
    limits = list(snapshot.gaps)
    left, right = st.columns([2, 1])
    with left:
        family = st.selectbox(
            "Measure",
            list(_FAMILIES),
            format_func=lambda family: _FAMILIES[family].format(gap_panel.short(snapshot)),
            key="gaps_measure",
            bind="query-params",
        )
    with right:
        limit = st.selectbox(
            "Limit, straight line",
            limits,
            index=limits.index(ranked.FAR_MILES) if ranked.FAR_MILES in limits else 0,
            format_func=lambda limit: f"{limit} miles",
            key="gaps_limit",
            bind="query-params",
        )
    measures = [measure for measure in snapshot.measures if measure.family == family]
    return next(measure for measure in measures if measure.limit_miles in (limit, None)), limit


def _filters(snapshot: Snapshot) -> tuple[list[int], bool | None]:
    """Show the filters; return the regions wanted (none for all), and whether metropolitan ones."""
    numbers = sorted({number for county in snapshot.access.counties for number in county.regions})
    left, right = st.columns([2, 1])
    with left:
        wanted = st.multiselect(
            "Region",
            numbers,
            format_func=lambda number: f"Region {number}",
            placeholder="Every region",
            key="gaps_regions",
            bind="query-params",
        )
    with right:
        kind = st.selectbox(
            "Rural-Urban Continuum Code 2023", list(_URBAN), key="gaps_urban", bind="query-params"
        )
    return wanted, _URBAN[kind]


def _map_and_panel(snapshot: Snapshot, measure: Measure, limit: int) -> None:
    counties = {county.geoid: county.name for county in snapshot.assessment.catalog.counties}
    wide, narrow = st.columns([3, 2])
    with narrow:
        html.show(Markup("<p>{} {}</p>").format(measure.question, measure.summary))
        chosen = st.selectbox(
            "County",
            sorted(counties, key=counties.__getitem__),
            format_func=counties.__getitem__,
            key=_COUNTY,
            bind="query-params",
            index=None,
            placeholder="Choose a county here or on the map",
        )
        gap_panel.panel(snapshot, limit, chosen)
    with wide:
        if isinstance(snapshot.gap_path, str):
            map_frame.show(
                snapshot.gap_path,
                layer=measure.id,
                selected=chosen,
                geoids=list(counties),
                title=_MAP_TITLE,
                key="gapmap",
                height=MAP_HEIGHT_PX,
                on_county=_choose,
            )
            problems.beside_map(snapshot)
        else:
            problems.missing("The map cannot be drawn.", snapshot.gap_path)


def _choose(geoid: str) -> None:
    st.session_state[_COUNTY] = geoid


def _disputed(snapshot: Snapshot, shown: Gaps) -> None:
    """Name the units that figures of the counties shown rest on and sources disagree about."""
    geoids = {ranked.geoid for ranked in shown.ranking}
    names = (
        name
        for county in snapshot.access.counties
        if county.id in geoids
        for name in county.disputed
    )
    html.show(
        html.join(
            Markup("<p>{}</p>").format(sentences.disputed(name)) for name in dict.fromkeys(names)
        )
    )


def _ranking(snapshot: Snapshot, shown: Gaps) -> None:
    st.header("Ranking", anchor=False)
    count = f"{len(shown.ranking)} of {len(snapshot.access.counties)} counties shown."
    aside = html.join(Markup("<li>{}</li>").format(note) for note in shown.left_aside)
    html.show(
        Markup('<p role="status">{}</p><p>{}</p><ul>{}</ul>').format(count, shown.counted, aside)
    )
    html.show(gap_tables.ranking(shown, gap_panel.titles(snapshot)))


def _lists(snapshot: Snapshot, shown: Gaps) -> None:
    st.header("Not shown", anchor=False)
    if shown.totals.counties_not_shown:
        html.show(gap_tables.not_shown(shown, gap_panel.titles(snapshot)))
    else:
        html.show(Markup("<p>All counties here are shown to have the required services.</p>"))


def _distances(snapshot: Snapshot, shown: Gaps) -> None:
    geoids = {ranked.geoid for ranked in shown.ranking}
    access, short = snapshot.access, gap_panel.short(snapshot)
    columns = [county.people_by_mile for county in access.counties if county.id in geoids]
    by_mile = [
        sum(column[mile] for column in columns if mile < len(column))
        for mile in range(max(len(column) for column in columns))
    ]
    st.header("How far people are", anchor=False)
    title = f"People by straight-line miles to the nearest {short}"
    html.show(svg.as_images(distance_chart.distribution(by_mile, access.limits_miles, title)))
    st.header("Nearer to another region", anchor=False)
    html.show(gap_tables.elsewhere(access, geoids, short))


def _yardsticks(snapshot: Snapshot) -> None:
    people, day = snapshot.assessment.people, snapshot.assessment.as_of
    st.header("For comparison", anchor=False)
    rows = [
        (
            yardstick.title,
            yardstick.value,
            yardstick.figure,
            f"{yardstick.citation}, {yardstick.as_of}",
            yardstick.note or "",
        )
        for yardstick in yardsticks.yardsticks(snapshot.assessment.catalog, people, day)
    ]
    headers = ("Measure", "Value", "For the whole state", "From", "Note")
    named = [
        Markup("<li>{} ({}): {}.</li>").format(reference.title, reference.citation, reference.words)
        for reference in yardsticks.recalled(snapshot.assessment.catalog, day)
    ]
    html.show(
        Markup("{}<ul>{}</ul>").format(
            html.table("Measures that bind nobody here", headers, rows, paper=False)
            if rows
            else "",
            html.join(named),
        )
    )


def _downloads(shown: Gaps, as_json: str) -> None:
    st.header("Download", anchor=False)
    with st.container(horizontal=True):
        st.download_button(
            "Download the counties shown (CSV)",
            gap_downloads.as_csv(shown),
            gap_downloads.name(shown, "csv"),
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Download the counties shown (JSON)",
            as_json,
            gap_downloads.name(shown, "json"),
            "application/json",
            on_click="ignore",
        )


def _method(snapshot: Snapshot) -> None:
    html.show(
        Markup("<p>{} {}</p>").format(
            sentences.STRAIGHT_LINE, sentences.demand(snapshot.access.demand)
        )
    )
