"""The numbers to call, on top of every page, also when the data is broken."""

from typing import Final

from markupsafe import Markup

from geo import dossier
from geo.errors import DataError
from geo.views import html, state

__all__ = ["banner"]

NATIONAL: Final = (("911", "Emergency number"), ("988", "988 Suicide & Crisis Lifeline"))
"""Shown where no data can be read: whoever opens the page may need them at that moment."""


def banner() -> None:
    """Show the statewide numbers as links that call."""
    html.style()
    try:
        calls = [(one.phone, one.title) for one in dossier.always(state.current().catalog)]
    except DataError:
        calls = list(NATIONAL)
    calls.sort(key=lambda one: (len(one[0]), one[0]))
    items = html.join(
        Markup("<li>{} <span>{}</span></li>").format(
            html.phone(number), title.removeprefix(number).strip()
        )
        for number, title in calls
    )
    html.show(
        Markup('<nav class="cc-numbers" aria-label="Numbers to call"><ul>{}</ul></nav>').format(
            items
        )
    )
