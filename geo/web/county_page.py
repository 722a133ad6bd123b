"""Page County: one county's whole sheet, on screen and to print."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import streamlit as st
from markupsafe import Markup

from geo.access.gaps import FAR_MILES
from geo.catalog.records import County
from geo.errors import DataError
from geo.report import county_sheet, document, footer, svg, write
from geo.report.projection import atlas
from geo.web import answer, frame, html, problems, published, url_state, verdict_panel
from geo.web.snapshot import Snapshot

__all__ = ["page"]


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    counties = {county.geoid: county for county in snapshot.assessment.catalog.counties}
    geoid, unknown = url_state.restore_sheet(snapshot)
    chosen = counties[geoid] if geoid else None
    name = f"{chosen.name} County" if chosen else "County"
    st.set_page_config(page_title=name)
    st.title(answer.unmarked(name), anchor=False)
    _choice(counties)
    if unknown:
        state = snapshot.assessment.catalog.services.study_area.name
        html.show(
            Markup('<p class="cc-summary" role="status">{}</p>').format(
                f"The address of this page names no county of {state}. A county is named by its "
                "five-digit GEOID."
            )
        )
    if chosen:
        _sheet(snapshot, chosen, counties)  # it ends with a foot of its own
    else:
        _every_county(snapshot, counties)
        frame.foot(snapshot)
    if not unknown:
        url_state.keep_sheet(geoid)


def _choice(counties: Mapping[str, County]) -> None:
    st.selectbox(
        "County",
        sorted(counties, key=lambda geoid: counties[geoid].name),
        format_func=lambda geoid: counties[geoid].name,
        key=url_state.SHEET,
        on_change=url_state.touch,
        index=None,
        placeholder="Choose a county",
    )


def _every_county(snapshot: Snapshot, counties: Mapping[str, County]) -> None:
    """Show what the page is for, and a link to each county under its region."""
    by_region: dict[int, list[County]] = {}
    for geoid, regions in verdict_panel.regions(snapshot).items():
        for region in regions or [0]:
            by_region.setdefault(region, []).append(counties[geoid])
    groups = html.join(
        Markup("<h2>{}</h2><ul>{}</ul>").format(
            f"Region {region}" if region else "In no region",
            html.join(Markup("<li>{}</li>").format(_link(county)) for county in _by_name(members)),
        )
        for region, members in sorted(by_region.items())
    )
    html.show(
        Markup(
            "<p>Choose a county above or below. Its sheet has the numbers to call, each verdict with "
            "its evidence, what is not proven and whom to ask, people, beds, straight-line "
            "distances, the region over time and the neighbors. It can be printed.</p>"
            '<nav class="cc-every" aria-label="Counties by region">{}</nav>'
        ).format(groups)
    )


def _by_name(counties: Iterable[County]) -> list[County]:
    return sorted(counties, key=lambda county: county.name)


def _link(county: County) -> Markup:
    return Markup('<a href="county?county={}">{}</a>').format(county.geoid, county.name)


def _sheet(snapshot: Snapshot, county: County, counties: Mapping[str, County]) -> None:
    """Show the county's sheet, with links to print it and to its neighbors."""
    try:
        body = county_sheet.sheet(
            snapshot.assessment, snapshot.access, snapshot.gaps[FAR_MILES], county
        )
        beside = atlas(snapshot.assessment.catalog).beside[county.geoid]
    except DataError as error:
        words = "This sheet is without distances, map and neighbors."
        problems.missing(words, error.problems)
        body, beside = county_sheet.without_distances(snapshot.assessment, county), frozenset()
    printable = _printable(snapshot, county, body)
    with st.container(horizontal=True, key="sheet_files"):
        st.link_button("Print-ready sheet", published.publish_sheet(printable))
        st.download_button(
            "Download the sheet (HTML)",
            printable,
            PurePosixPath(write.sheet_name(county)).name,
            "text/html",
            on_click="ignore",
        )
    if beside:
        _neighbors(_by_name(counties[neighbor] for neighbor in beside))
    st.html(f"<style>{document.style_sheet()}</style>")
    html.show(svg.as_images(body))


def _neighbors(beside: Iterable[County]) -> None:
    html.show(
        Markup(
            '<nav class="cc-around" aria-label="Counties around"><ul><li>Counties around:</li>{}</ul></nav>'
        ).format(html.join(Markup("<li>{}</li>").format(_link(neighbor)) for neighbor in beside))
    )


def _printable(snapshot: Snapshot, county: County, body: Markup) -> bytes:
    """Return the sheet as a document of its own, which loads nothing and prints on US Letter."""
    return document.page(
        f"{county.name} County, {snapshot.assessment.catalog.services.study_area.name}",
        Markup("<main><h1>{} County</h1>{}</main>").format(county.name, body),
        footer.stamp(snapshot.assessment),
    )
