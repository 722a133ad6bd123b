"""Problems of the data files, shown to whoever is editing them."""

from collections.abc import Sequence

import streamlit as st

from geo.catalog import folder
from geo.errors import DataError, Problem
from geo.web import html, snapshot

__all__ = ["beside_map", "missing", "show", "snapshot_or_stop"]


def snapshot_or_stop(*, measured: bool = False) -> snapshot.Snapshot:
    """Return the current state of the data; where there is none, say why and end the page.

    A page that shows distances asks for a state that is `measured`.
    """
    try:
        shown = snapshot.current()
    except DataError as error:
        st.title("There is nothing to show", anchor=False)
        st.error("The data cannot be used, so there are no verdicts to show.")
        show(error.problems)
        st.stop()
    if shown.problems:
        count = len(shown.problems)
        st.warning(
            f"The data files have {count} problem{'' if count == 1 else 's'} now. "
            f"This page still shows the last sound state, {shown.assessment.data_sha256[:12]}."
        )
        show(shown.problems)
    if shown.clock:
        st.warning("This computer's clock is behind the data.")
        show(shown.clock)
    if measured and not isinstance(shown.measured, snapshot.Measured):
        st.title("There is nothing to show", anchor=False)
        missing("Distances cannot be measured, so there is nothing to show here.", shown.measured)
        st.stop()
    return shown


def missing(words: str, problems: Sequence[Problem]) -> None:
    """Say in the place of a part of the page that it is missing, and what is wrong with its file."""
    st.error(words)
    show(problems)


def beside_map(shown: snapshot.Snapshot) -> None:
    """Say which of the surroundings of a map, such as rivers, are not drawn on it, and why."""
    files = shown.assessment.catalog.missing.items()
    problems = [problem for name, file in files if name in folder.SURROUNDINGS for problem in file]
    if problems:
        st.warning("The map is drawn without a part of its surroundings.")
        show(problems)


def show(problems: Sequence[Problem]) -> None:
    """Show each problem: file, line, rule, entry, what was asked for and what was found."""
    rows = [
        (
            f"{problem.file}, line {problem.line}",
            problem.rule,
            problem.where,
            problem.message,
            problem.found,
        )
        for problem in problems
    ]
    html.show(
        html.table(
            "Problems in the data",
            ("Where", "Rule", "Entry", "Asked for", "Found"),
            rows,
            paper=False,
        )
    )
