"""The page Gaps of earlier versions: its addresses lead to the page Distance, with what they chose."""

from typing import Final

import streamlit as st

from geo.web import frame, problems
from geo.web.distance_view import PAGE
from geo.web.snapshot import Snapshot

__all__ = ["page"]

_KINDS: Final = {"Metropolitan (codes 1 to 3)": "metro", "Not metropolitan (codes 4 to 9)": "rural"}
_TABS: Final = (
    ("Straight-line miles to the nearest", "how-far"),
    ("Straight-line miles to the region", "elsewhere"),
    ("Backup", "second"),
    ("Beds", "second"),
)
"""Which tab tells what a measure told, by how its name began."""


def page() -> None:
    """Go on to the page Distance."""
    frame.forward(PAGE, **_choices(problems.snapshot_or_stop()))


def _choices(snapshot: Snapshot) -> dict[str, str]:
    """Return the choices of the old address, which held the words on the screen, by today's ids.

    What is not known is handed on as it is, so that the page says that it is not there.
    """
    asked = {name: " ".join(st.query_params.get_all(name)) for name in st.query_params}
    geoids = {county.name: county.geoid for county in snapshot.assessment.catalog.counties}
    name, kind = asked.get("gaps_county", ""), asked.get("gaps_urban", "Every county")
    measure = asked.get("gaps_measure", "")
    chosen = {
        "within": asked.get("gaps_limit", "").removesuffix(" miles"),
        "counties": "" if kind == "Every county" else _KINDS.get(kind, kind),
        "region": asked.get("gaps_regions", "").replace("Region ", ""),
        "county": geoids.get(name, name),
        "tab": next((tab for begin, tab in _TABS if measure.startswith(begin)), ""),
    }
    return {name: value for name, value in chosen.items() if value}
