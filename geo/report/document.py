"""The page around the content: one HTML file that loads nothing, and the sheets of paper it prints on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from geo.maps import common
from geo.templates.render import render, style

__all__ = ["page", "style_sheet"]

_FONT: Final = Markup('"Source Sans 3", "Liberation Sans", Arial, sans-serif')
_SHEETS: Final = ("tokens.css", "parts.css", "county/profile.css")


def style_sheet() -> str:
    """Return the style sheet of everything that is printed."""
    return f"{style(*_SHEETS)}\n{common.asset(__file__, 'report.css')}"


def page(
    title: str, content: Markup, stamp: str, running: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return a whole HTML document that prints on US Letter and loads nothing.

    Parameters
    ----------
    title : str
        Of the document, and at the top of each sheet of paper.
    content : Markup
        What the body holds.
    stamp : str
        Stands at the bottom of each sheet of paper: day and data version.
    running : mapping, optional
        Name of a kind of paper, as in CSS ``page: name``, to what stands at its top instead of the
        title.
    """
    paper = render("report/paper.css", title=title, stamp=stamp, running=running, font=_FONT)
    whole = render(
        "report/page.html",
        title=title,
        styles=Markup(style_sheet()),  # noqa: S704  (ours)
        paper=paper,
        content=content,
    )
    return whole.encode("utf-8")
