"""The language that the reader chose in the header; it stands in the address as ``lang``."""

from typing import Final

import streamlit as st

from geo.catalog.records import Catalog
from geo.templates.language import ENGLISH, SPANISH, Language

__all__ = ["ADDRESS", "NAMES", "current", "kept", "offered", "settle"]

ADDRESS: Final = "lang"
_LAST: Final = "language"
NAMES: Final = {ENGLISH.code: "English", SPANISH: "Español"}
"""Each language in its own words."""


def offered(catalog: Catalog) -> bool:
    """Whether the data has a table of Spanish."""
    return bool(catalog.spanish.rows)


def current(catalog: Catalog) -> Language:
    """Return the language of Find help, of the numbers to call and of those for everybody."""
    table = catalog.spanish
    if table.rows and st.query_params.get(ADDRESS) == SPANISH:
        return Language(SPANISH, table.rows, reviewed=table.reviewed)
    return ENGLISH


def settle() -> None:
    """Write a language that was just chosen into the address: a link to the same page does not."""
    chosen = st.query_params.get(ADDRESS)
    if st.session_state.get(_LAST) != chosen:
        st.session_state[_LAST] = chosen
        st.query_params.from_dict(st.query_params.to_dict())


def kept() -> dict[str, str]:
    """Return what a link to another page takes along, so that the language stays."""
    return {ADDRESS: st.query_params[ADDRESS]} if ADDRESS in st.query_params else {}
