"""What the pages and files of the report's folder are called."""

from typing import Final

from geo import text
from geo.catalog.records import County

__all__ = [
    "ANNEX",
    "CHANGES",
    "COUNTIES",
    "CRISIS",
    "FIND_HELP",
    "INDEX",
    "LAYERS",
    "STATEWIDE_PDF",
    "WORKBOOK",
    "sheet_name",
]

INDEX: Final = "index.html"
ANNEX: Final = "annex.html"
CHANGES: Final = "changes.html"
"""The page of what changed, where one was asked for."""
CRISIS: Final = "crisis.html"
"""What to do in a crisis."""
COUNTIES: Final = "counties"
"""Folder of the county sheets."""
FIND_HELP: Final = "find-help.html"
WORKBOOK: Final = "counties.xlsx"
LAYERS: Final = "layers.gpkg"
STATEWIDE_PDF: Final = "statewide.pdf"


def sheet_name(county: County) -> str:
    """Return the path of a county's sheet inside the report: "counties/28107-panola.html"."""
    return f"{COUNTIES}/{county.geoid}-{text.anchor(county.name)}.html"
