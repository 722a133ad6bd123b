"""The part Get data and reports of the page Data & sources: files by what somebody wants to do."""

from typing import Final, NamedTuple

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.templates.render import render
from geo.web import downloads, html, products, raw_files
from geo.web.products import Product
from geo.web.snapshot import Snapshot

__all__ = ["PURPOSES", "show"]


class _Purpose(NamedTuple):
    """What somebody wants to do, what to know about it, and the files for it."""

    title: str
    words: str
    files: tuple[Product, ...]


PURPOSES: Final = (
    _Purpose(
        "Open in Excel",
        "The workbook has a sheet for each table, and one that says what they are. CSV has the counties alone.",
        (products.WORKBOOK, products.exported("the table of counties", "CSV", ".csv", "text/csv")),
    ),
    _Purpose(
        "Draw in QGIS or ArcGIS",
        "GeoPackage has every layer, and QGIS draws it in this app's colors. GeoJSON has the counties alone.",
        (
            products.LAYERS,
            products.exported("the county shapes", "GeoJSON", ".geojson", "application/geo+json"),
        ),
    ),
    _Purpose(
        "Load in a program",
        "Parquet has the counties with their shapes. JSON has every verdict with its evidence and quotes.",
        (
            products.exported(
                "the county shapes", "Parquet", ".parquet", "application/vnd.apache.parquet"
            ),
            Product(
                "verdicts",
                "the verdicts",
                "JSON",
                "verdicts.json",
                "application/json",
                lambda shown: raw_files.verdicts(shown.assessment),
                has_distances=False,
            ),
        ),
    ),
    _Purpose(
        "Hand in a report",
        "The statewide report, and a sheet for each county. Both print.",
        (products.REPORT_PDF, products.REPORT, products.SHEETS),
    ),
    _Purpose(
        "Carry Find help on a stick",
        "One page that answers every ZIP, town and county without a network. It reads no street addresses.",
        (products.POCKET,),
    ),
    _Purpose(
        "Keep the raw files",
        "The data folder as it is. Keep it to compare later, or to make the same verdicts yourself.",
        (
            Product(
                "raw",
                "the raw files",
                "zip",
                "data.zip",
                "application/zip",
                lambda shown: raw_files.archive(shown.assessment),
                has_distances=False,
            ),
        ),
    ),
)


def show(shown: Snapshot) -> None:
    """Show files by purpose; each is made when somebody asks for it."""
    html.show(Markup("<p>{}</p>").format(downloads.HOW))
    for purpose in PURPOSES:
        anchor = text.anchor(purpose.title)
        with st.container(key=f"get_{anchor}"):
            left, right = st.columns([52, 48], vertical_alignment="center")
            with left:
                html.show(render("web/purpose.html", title=purpose.title, words=purpose.words))
            with right:
                downloads.show(shown, f"files_{anchor}", purpose.files)
    html.show(
        Markup('<p class="cc-small">Data version <code>{}</code>.</p>').format(
            shown.assessment.data_sha256
        )
    )
