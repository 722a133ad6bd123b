"""The part Get data and reports of the page Data & sources: files by what somebody wants to do."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.exports import write
from geo.templates.render import render
from geo.web import html, raw_files
from geo.web.snapshot import Measured, Snapshot

__all__ = ["show"]


class _File(NamedTuple):
    """A file: what its button says, how it is made, its ending and media type, and whether it has distances."""

    label: str
    make: Callable[[Snapshot], bytes]
    ending: str
    kind: str
    has_distances: bool = True


class _Purpose(NamedTuple):
    """What somebody wants to do, what to know about it, and the files for it."""

    title: str
    words: str
    files: tuple[_File, ...]


def _export(shown: Snapshot, ending: str) -> bytes:
    return write.content(shown.assessment, shown.access, ending)


def _exported(label: str, ending: str, kind: str) -> _File:
    return _File(label, partial(_export, ending=ending), ending, kind)


_CSV: Final = _exported("CSV, counties", ".csv", "text/csv")
_PURPOSES: Final = (
    _Purpose(
        "Open in Excel",
        "Every table on a sheet of its own, with a sheet that says what it is. CSV has the counties alone.",
        (
            _exported(
                "Workbook, Excel",
                ".xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            _CSV,
        ),
    ),
    _Purpose(
        "Draw in QGIS or ArcGIS",
        "GeoPackage has every layer, and QGIS draws it in this app's colors. GeoJSON has the counties alone.",
        (
            _exported("GeoPackage", ".gpkg", "application/geopackage+sqlite3"),
            _exported("GeoJSON, counties", ".geojson", "application/geo+json"),
        ),
    ),
    _Purpose(
        "Load in a program",
        "Parquet has the counties with their shapes. JSON has every verdict with its evidence and quotes.",
        (
            _exported("Parquet, counties", ".parquet", "application/vnd.apache.parquet"),
            _File(
                "JSON, verdicts",
                lambda shown: raw_files.verdicts(shown.assessment),
                ".json",
                "application/json",
                has_distances=False,
            ),
        ),
    ),
    _Purpose(
        "Keep the raw files",
        "The data folder as it is. Keep it to compare later, or to make the same verdicts yourself.",
        (
            _File(
                "Raw files, ZIP",
                lambda shown: raw_files.archive(shown.assessment),
                ".zip",
                "application/zip",
                has_distances=False,
            ),
        ),
    ),
)


def show(shown: Snapshot) -> None:
    """Show files by purpose; each is made when somebody asks for it."""
    assessment = shown.assessment
    measured = isinstance(shown.measured, Measured)
    if not measured:
        st.warning("Distances cannot be measured, so files that have them cannot be made now.")
    for purpose in _PURPOSES:
        anchor = text.anchor(purpose.title)
        with st.container(key=f"get_{anchor}"):
            left, right = st.columns([55, 45], vertical_alignment="center")
            with left:
                html.show(render("web/purpose.html", title=purpose.title, words=purpose.words))
            with right.container(horizontal=True):
                for file in purpose.files:
                    st.download_button(
                        file.label,
                        partial(file.make, shown),
                        f"crisis-coverage-{assessment.data_sha256[:12]}{file.ending}",
                        file.kind,
                        key=f"{anchor}{file.ending}",
                        on_click="ignore",
                        disabled=file.has_distances and not measured,
                    )
    html.show(
        Markup('<p class="cc-small">Data version <code>{}</code>.</p>').format(
            assessment.data_sha256
        )
    )
