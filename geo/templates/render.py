"""Draws a template; every piece of data is escaped unless it is markup already.

Templates lie beside this module. `macros.html` has what all of them share; Python code that needs one
of these alone calls it through `macro`.
"""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from geo import text
from geo.catalog.vocabulary import Flag, Status
from geo.templates.language import ENGLISH

__all__ = ["css_text", "macro", "macro_of", "render", "style"]

_HOME: Final = Path(__file__).resolve().parent
_PHONE: Final = re.compile(
    r"(?P<open>\(?)(?<![0-9-])(?P<phone>[0-9]{3}-[0-9]{3}-[0-9]{4})(?![0-9-])(?P<close>\)?[.,:;]?)"
)
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9 .,]")


def render(template: str, **values: object) -> Markup:
    """Return a template, by its path below this folder, filled with values.

    Raises
    ------
    jinja2.UndefinedError
        If the template uses a value that was not given.
    """
    return Markup(_environment().get_template(template).render(values))  # noqa: S704  (escaped there)


def macro(name: str, *values: object, **named: object) -> Markup:
    """Return what one macro of ``macros.html`` draws."""
    return macro_of("macros.html", name, *values, **named)


def macro_of(template: str, name: str, *values: object, **named: object) -> Markup:
    """Return what one macro of a template draws."""
    drawn: Any = getattr(_environment().get_template(template).module, name)
    return Markup(drawn(*values, **named))  # noqa: S704  (escaped there)


@cache
def style(*names: str) -> str:
    """Return style sheets of this folder, one after the other, such as ``tokens.css``."""
    return "\n".join((_HOME / name).read_text(encoding="utf-8") for name in names)


def css_text(text: str) -> str:
    r"""Return a text for a CSS string, in which nothing can end it: ``\00003c`` for ``<``."""
    # The space after it belongs to an escape, so that one that follows in the text stays.
    return _NOT_PLAIN.sub(lambda found: f"\\{ord(found[0]):06x} ", text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HOME, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "thousands": lambda number: f"{number:,.0f}",
        "percent": text.percent,
        "period": text.period,
        "describes": text.describes,
        "day": _day,
        "listing": text.listing,
        "count": text.count,
        "county": text.county_title,
        "anchor": text.anchor,
        "css": css_text,
        "dialed": _dialed,
    }
    environment.globals |= {
        "ENGLISH": ENGLISH,
        "Flag": Flag,
        "PRODUCT": text.PRODUCT,
        "Status": Status,
    }
    return environment


def _dialed(sentence: str) -> Markup:
    """Return a sentence whose telephone numbers are links that call them, on one line with their brackets."""

    def link(found: re.Match[str]) -> str:
        drawn = macro("phone", found["phone"])
        if not found["open"]:
            return f"{drawn}{found['close']}"
        return f'<span class="cc-nowrap">{found["open"]}{drawn}{found["close"]}</span>'

    words = _PHONE.sub(link, escape(sentence))
    return Markup(words)  # noqa: S704  (escaped, and a number is digits and dashes)


def _day(day: dt.date) -> str:
    return text.period(day.isoformat())
