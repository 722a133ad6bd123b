"""Whether this app may write into the data folder: only when started for that, and for this computer alone."""

import os
from collections.abc import Iterable
from typing import Final

import streamlit

from geo.catalog import folder
from geo.web.server import LOOPBACK

__all__ = ["refusal"]

_ONLY_READS: Final = (
    "This app was started to read only, so it keeps nothing. Download the record instead, or start the "
    "app with crisis-coverage app --edit."
)
_NOT_ALONE: Final = (
    "This app was started to keep records, but other computers can reach it, so it keeps nothing. Download "
    "the record instead, or let the app listen on 127.0.0.1 alone."
)


def refusal() -> str | None:
    """Return why nothing may be kept, None where it may."""
    if os.environ.get(folder.EDIT_VARIABLE) != "1":
        return _ONLY_READS
    named: Iterable[str] = streamlit.get_option("server.allowedHosts") or LOOPBACK
    # Without an address Streamlit listens on all there are.
    addresses = (streamlit.get_option("server.address") or "", *named)
    alone = all(address.strip("[]").lower() in LOOPBACK for address in addresses)
    return None if alone else _NOT_ALONE
