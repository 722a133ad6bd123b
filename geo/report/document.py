"""The page around the content: one HTML file that loads nothing, and the sheets of paper it prints on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from geo.maps import common
from geo.templates.render import css_text

__all__ = ["page", "style_sheet"]

# Nothing may be loaded and nothing may run, whatever text got into the page.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_BODY_STYLE: Final = Markup(
    "body { margin: 0 auto; padding: 1rem; max-width: 75rem; background: #fff; }"
    "@media print { body { padding: 0; max-width: none; } }"
)
# US Letter with what identifies the page in its margins, on every sheet of paper.
_PAPER: Final = Markup(
    "@page {{ size: Letter; margin: 0.5in 0.5in 0.55in; "
    '@top-left {{ content: "{title}"; font: 7pt {font}; }} '
    '@top-right {{ content: "911 in an emergency. Call or text 988 in a crisis."; font: 7pt {font}; }} '
    '@bottom-left {{ content: "{stamp}"; font: 6.5pt {font}; white-space: nowrap; }} '
    '@bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 7pt {font}; }} }}'
)
_NAMED: Final = Markup(
    '@page {name} {{ @top-left {{ content: "{title}"; font: 7pt {font}; }} }} .{name} {{ page: {name}; }}'
)
_FONT: Final = Markup('"Liberation Sans", Arial, "DejaVu Sans Condensed", sans-serif')


def style_sheet() -> str:
    """Return the style sheet of everything that is printed."""
    return common.asset(__file__, "report.css")


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
        Stands at the bottom of each sheet of paper: day and hash.
    running : mapping, optional
        Name of a kind of paper, as in CSS ``page: name``, to what stands at its top instead of the
        title.
    """
    style = Markup(style_sheet()) + _BODY_STYLE + _paper(title, stamp, running)  # noqa: S704
    text = Markup(
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>{}</title><style>{}</style></head>\n<body class="cc-report">{}</body></html>\n'
    ).format(_POLICY, title, style, content)
    return text.encode("utf-8")


def _paper(title: str, stamp: str, running: Mapping[str, str]) -> Markup:
    paper = _PAPER.format(title=css_text(title), stamp=css_text(stamp), font=_FONT)
    named = [
        _NAMED.format(name=name, title=css_text(text), font=_FONT) for name, text in running.items()
    ]
    return paper + Markup("").join(named)
