"""A visitor's choices, kept in the address so that a link shows the same view."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.maps import layers as maps_layers
from geo.web.snapshot import Snapshot

__all__ = [
    "COUNTY",
    "LAYER",
    "SHEET",
    "STANDARD",
    "Choice",
    "keep",
    "keep_sheet",
    "restore",
    "restore_sheet",
    "set_county",
    "touch",
]

STANDARD: Final = "standard"
LAYER: Final = "layer"
COUNTY: Final = "county"
SHEET: Final = "sheet_county"
"""Key of the choice on the page County; in the address it is `COUNTY`, as on the page Coverage."""
_WRITTEN: Final = "address_written"
_TOUCHED: Final = "touched"


@dataclass(frozen=True, slots=True)
class Choice:
    """A standard's id, a map layer's id ("" for the verdict), and a GEOID or None."""

    standard: str
    layer: str
    county: str | None


def restore(snapshot: Snapshot) -> Choice:
    """Return the present choice; an address that this page did not write wins over it.

    That is the first visit, a link, and the browser's way back. What the address says is only
    taken if it is one of ours.
    """
    standards = [standard.id for standard in snapshot.assessment.standards]
    layers = [
        layer.id
        for layer in maps_layers.layers(snapshot.assessment.catalog)
        if layer.id not in standards
    ]
    geoids = {county.geoid for county in snapshot.assessment.catalog.counties}
    session = st.session_state
    wanted = {name: st.query_params.get(name, "") for name in (STANDARD, LAYER, COUNTY)}
    if STANDARD not in session and not any(wanted.values()):
        # Back from the other page, whose address holds no choice: widgets were forgotten there.
        wanted = session.get(_WRITTEN, wanted)
        session.update(wanted)
    elif STANDARD not in session or (session.get(_WRITTEN) != wanted and not session.get(_TOUCHED)):
        session[STANDARD] = wanted[STANDARD]
        session[LAYER] = wanted[LAYER]
        session[COUNTY] = wanted[COUNTY]
    session[_TOUCHED] = False
    # A choice can also have gone with the data: a standard that was renamed.
    if session.get(STANDARD) not in standards:
        session[STANDARD] = standards[0]
    if session.get(LAYER) not in layers:
        session[LAYER] = ""
    if session.get(COUNTY) not in geoids:
        session[COUNTY] = None
    return Choice(session[STANDARD], session[LAYER], session[COUNTY])


def keep(choice: Choice, first: str) -> None:
    """Write the choice into the address; `first` is the standard that needs no mention there.

    So the plain address stays plain, and the way back from it leads out of the app.
    """
    standard = "" if choice.standard == first else choice.standard
    written = {STANDARD: standard, LAYER: choice.layer, COUNTY: choice.county or ""}
    query = {name: value for name, value in written.items() if value}
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state[_WRITTEN] = written


def restore_sheet(snapshot: Snapshot) -> tuple[str | None, str]:
    """Return the GEOID whose sheet is asked for, and what else the address says in its place.

    Without a word in the address it is the county that was last chosen, here or on Coverage.
    """
    geoids = {county.geoid for county in snapshot.assessment.catalog.counties}
    session = st.session_state
    wanted = st.query_params.get(COUNTY, "")
    last = session.get(_WRITTEN, {}).get(COUNTY, "")
    if SHEET not in session:
        session[SHEET] = wanted or last
    elif wanted != last and not session.get(_TOUCHED):
        session[SHEET] = wanted
    session[_TOUCHED] = False
    if session[SHEET] not in geoids:
        session[SHEET] = None
    unknown = wanted if session[SHEET] is None and wanted not in geoids else ""
    return session[SHEET], unknown


def keep_sheet(geoid: str | None) -> None:
    """Write the county of the page County into the address, and keep it for the page Coverage."""
    query = {COUNTY: geoid} if geoid else {}
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    before = st.session_state.get(_WRITTEN, {STANDARD: "", LAYER: ""})
    st.session_state[_WRITTEN] = {**before, COUNTY: geoid or ""}


def touch() -> None:
    """Note that this run of the page comes from a choice made on it, not from another address.

    Two quick choices can overtake the browser: the second then brings along the address of before
    the first, which must not take both back.
    """
    st.session_state[_TOUCHED] = True


def set_county(geoid: str) -> None:
    """Choose a county, as a click on the map does, before the page is run."""
    touch()
    st.session_state[COUNTY] = geoid
