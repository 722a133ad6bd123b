"""Addresses that pages had before, or that somebody may type: they lead on, with what they choose."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from geo.web import frame

__all__ = ["LEAD_TO", "to"]

LEAD_TO: Final = {"coverage": "", "statewide": "", "counties": "county"}
"""The page of today, by its address, for each address that has the same choices."""


def to(page: str) -> Callable[[], None]:
    """Return a page that goes on to another one, which reads the choices of the address itself."""

    def go_on() -> None:
        frame.forward(page, **st.query_params.to_dict())

    return go_on
