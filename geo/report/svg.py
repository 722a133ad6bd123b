"""Drawings as SVG that stand alone: no style sheet, no script, no font of their own."""

import base64
import html
import re
from typing import Final

from markupsafe import Markup

__all__ = ["as_images", "circle", "drawing", "line", "number", "rect", "text"]

FONT: Final = "Liberation Sans, Arial, Helvetica, DejaVu Sans Condensed, sans-serif"
_DRAWING: Final = re.compile(
    r"<svg\b[^>]*>\s*<title[^>]*>(?P<title>.*?)</title><desc[^>]*>(?P<desc>.*?)</desc>.*?</svg>",
    re.S,
)


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0", 1 if abs(value) < 0.05 else 0)


def drawing(
    name: str, title: str, desc: str, box: tuple[float, float, float, float], inner: Markup
) -> Markup:
    """Return a drawing that a screen reader names by its title and describes by its description.

    Parameters
    ----------
    name : str
        Begins the ids of title and description; once on a page.
    title, desc : str
        What is drawn, and what it shows.
    box : tuple of float
        Left, top, width and height in the drawing's own units.
    inner : Markup
        What is drawn.
    """
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc" '
        'viewBox="{box}" width="{width}" height="{height}" font-family="{font}">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{desc}</desc>{inner}</svg>'
    ).format(
        name=name,
        box=" ".join(number(edge) for edge in box),
        width=number(box[2]),
        height=number(box[3]),
        font=FONT,
        title=title,
        desc=desc,
        inner=inner,
    )


def rect(x: float, y: float, width: float, height: float, fill: str, ink: str = "none") -> Markup:
    """Return a rectangle."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>').format(
        number(x), number(y), number(width), number(height), fill, ink
    )


def line(x1: float, y1: float, x2: float, y2: float, ink: str, dashes: str = "") -> Markup:
    """Return a straight stroke; `dashes` as SVG has them, such as "4 3"."""
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    return Markup('<path d="M{} {}L{} {}" fill="none" stroke="{}"{}/>').format(
        number(x1), number(y1), number(x2), number(y2), ink, dashed
    )


def circle(x: float, y: float, radius: float, fill: str, ink: str, dashes: str = "") -> Markup:
    """Return a circle."""
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}"{}/>').format(
        number(x), number(y), number(radius), fill, ink, dashed
    )


def text(
    x: float, y: float, words: str, size: float, anchor: str = "start", halo: float = 0
) -> Markup:
    """Return words; a white halo of that width keeps them readable over a pattern."""
    around = (
        Markup(
            ' stroke="#ffffff" stroke-width="{}" stroke-linejoin="round" paint-order="stroke"'
        ).format(number(halo))
        if halo
        else ""
    )
    return Markup(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="#111111"{}>{}</text>'
    ).format(number(x), number(y), number(size), anchor, around, words)


def as_images(page: Markup) -> Markup:
    """Return a page in which every drawing stands as an image with its words as alternative text.

    For places that take no inline SVG; the drawing itself is inside the page, as data.
    """
    parts: list[Markup] = []
    done = 0
    for match in _DRAWING.finditer(page):
        # A slice of markup is markup, so that no text can slip in as if it had been escaped.
        parts += [page[done : match.start()], _image(match)]
        done = match.end()
    return Markup("").join([*parts, page[done:]])


def _image(match: re.Match[str]) -> Markup:
    data = base64.b64encode(match[0].encode()).decode("ascii")
    alt = f"{html.unescape(match['title'])}. {html.unescape(match['desc'])}"
    return Markup('<img class="cc-drawing" src="data:image/svg+xml;base64,{}" alt="{}">').format(
        data, alt
    )
