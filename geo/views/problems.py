"""What is wrong with the data files, for whoever is editing them."""

from collections.abc import Sequence

import streamlit as st

from geo.errors import DataError, Problem
from geo.views import html, state

__all__ = ["show", "snapshot_or_stop"]


def snapshot_or_stop(*, measured: bool = False) -> state.Snapshot:
    """Return the present state of the data; where there is none, say why and end the page.

    A page that shows distances asks for a state that is `measured`.
    """
    try:
        found = state.current()
    except DataError as error:
        st.error("The data cannot be used, so there are no verdicts to show.")
        show(error.problems)
        st.stop()
    if found.problems:
        count = len(found.problems)
        st.warning(
            f"The data files have {count} problem{'' if count == 1 else 's'} now. "
            f"This page still shows the last sound state, {found.verification.data_sha256[:12]}."
        )
        show(found.problems)
    if measured and not isinstance(found.measured, state.Measured):
        st.error("Distances cannot be measured, so there is nothing to show here.")
        show(found.measured)
        st.stop()
    return found


def show(problems: Sequence[Problem]) -> None:
    """Show each problem: file, line, rule, entry, what was asked for and what was found."""
    rows = [
        (f"{one.file}, line {one.line}", one.rule, one.where, one.message, one.found)
        for one in problems
    ]
    html.show(
        html.table("Problems in the data", ("Where", "Rule", "Entry", "Asked for", "Found"), rows)
    )
