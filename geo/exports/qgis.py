"""How QGIS draws the counties of an export: a style for each standard, with the colors of the maps."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.catalog.records import Standard
from geo.coverage import sentences
from geo.exports import counties
from geo.exports.records import ExportContext
from geo.maps.styles import BORDER, STATUS_LOOKS, Style

__all__ = ["QgisStyle", "styles"]

_DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_VERSION: Final = "3.28.0"
"""Of QGIS, whose form of styles this is; newer ones read it."""
_POLYGONS: Final = "2"
"""The kind of shapes that a style is for, by QGIS's number."""
_SPACING_MM: Final = 1.5
_LINE_MM, _BORDER_MM, _DOT_MM = 0.3, 0.26, 0.6
_ANGLES: Final[Mapping[str, tuple[int, ...]]] = {
    "": (),
    "diagonal": (45,),
    "cross": (45, 135),
    "level": (0,),
    "dots": (),
}
"""Degrees of the lines that each pattern of the maps is made of."""
_DOTS: Final = "dots"


@dataclass(frozen=True, slots=True, kw_only=True)
class QgisStyle:
    """A style that a layer can be drawn with in QGIS; `qml` is its document, as QGIS keeps it.

    Of the styles of a layer one is taken `by_default`; a person can choose the others by name.
    """

    layer: str
    name: str
    description: str
    qml: str
    by_default: bool


def styles(context: ExportContext) -> tuple[QgisStyle, ...]:
    """Return a style of the counties for each standard, in the order of the data.

    The first standard that is required and in force on the day is the one by default; where none
    is, the first of all.
    """
    totals = {total.id: total for total in context.assessment.standards}
    asked = [key for key, total in totals.items() if total.required and total.in_force]
    default = next(iter(asked or totals), None)
    return tuple(
        QgisStyle(
            layer=counties.NAME,
            name=standard.id,
            description=standard.title,
            qml=_document(standard, context.standard_names[standard.id]),
            by_default=standard.id == default,
        )
        for standard in context.catalog.services.standards
    )


def _document(standard: Standard, name: str) -> str:
    """Return the QML of a layer whose verdicts on a standard have a look each."""
    root = ET.Element("qgis", version=_VERSION, styleCategories="Symbology")
    column = f"{counties.STATUS}{name}"
    renderer = ET.SubElement(root, "renderer-v2", type="categorizedSymbol", attr=column)
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for place, status in enumerate(sentences.possible(standard.evaluation)):
        means = sentences.meaning(standard.evaluation, status).one
        label = f"{status.value.capitalize()}: {means}"
        drawn = {"symbol": str(place), "label": label, "render": "true"}
        ET.SubElement(categories, "category", drawn, type="string", value=status.value)
        _fill(_symbol(symbols, "fill", str(place)), str(place), STATUS_LOOKS[status])
    ET.SubElement(root, "layerGeometryType").text = _POLYGONS
    return f"{_DOCTYPE}\n{ET.tostring(root, encoding='unicode')}\n"


def _fill(symbol: ET.Element, name: str, look: Style) -> None:
    """Add the layers of a fill: its color and border, over it the lines or dots of its pattern."""
    border = {"outline_color": _rgba(BORDER), "outline_width": _BORDER_MM}
    _layer(symbol, "SimpleFill", color=_rgba(look.fill), style="solid", **border)
    for place, angle in enumerate(_ANGLES[look.pattern], start=1):
        lines = _layer(symbol, "LinePatternFill", angle=angle, distance=_SPACING_MM)
        line = _symbol(lines, "line", f"@{name}@{place}")
        _layer(line, "SimpleLine", line_color=_rgba(look.ink), line_width=_LINE_MM)
    if look.pattern == _DOTS:
        # Each other row stands half a step aside.
        steps = {"distance_x": 2 * _SPACING_MM, "distance_y": _SPACING_MM}
        dots = _layer(symbol, "PointPatternFill", **steps, displacement_x=_SPACING_MM)
        marker = _symbol(dots, "marker", f"@{name}@1")
        plain = {"name": "circle", "outline_style": "no", "size": _DOT_MM}
        _layer(marker, "SimpleMarker", color=_rgba(look.ink), **plain)


def _symbol(parent: ET.Element, kind: str, name: str) -> ET.Element:
    return ET.SubElement(parent, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1")


def _layer(symbol: ET.Element, kind: str, **settings: object) -> ET.Element:
    """Add a layer to a symbol; each number that is no angle is of millimeters, and says so."""
    attributes = {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    layer = ET.SubElement(symbol, "layer", attributes)
    options = ET.SubElement(layer, "Option", type="Map")
    units = {f"{name}_unit": "MM" for name, value in settings.items() if isinstance(value, float)}
    for name, value in (settings | units).items():
        ET.SubElement(options, "Option", name=name, type="QString", value=str(value))
    return layer


def _rgba(color: str) -> str:
    """Return "#56b4e9" as QGIS writes it: "86,180,233,255"."""
    return ",".join(map(str, (*bytes.fromhex(color.removeprefix("#")), 255)))
