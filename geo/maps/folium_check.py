"""What a folium map may hold. Folium runs text as code, so everything is checked first."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import folium
from branca.element import Element, Figure
from folium.features import GeoJsonTooltip
from folium.map import CustomPane, FitBounds, Layer
from folium.utilities import JsCode

from geo.errors import CrisisCoverageError
from geo.maps.safetext import acting_character

__all__ = ["ALLOWED", "SHAPES", "UnsafeMapError", "check"]

# Popup needs jQuery; tiles, icons and plugins link outside: what is not here, `render` refuses.
ALLOWED: Final = (
    folium.Map,
    folium.FeatureGroup,
    folium.GeoJson,
    GeoJsonTooltip,
    folium.Tooltip,
    folium.Marker,
    folium.DivIcon,
    folium.CircleMarker,
    folium.Circle,
    folium.PolyLine,
    folium.LayerControl,
    FitBounds,
    CustomPane,
)
# A point in a GeoJson layer would ask for Leaflet's marker images.
SHAPES: Final = frozenset({"Polygon", "MultiPolygon", "LineString", "MultiLineString"})
# Folium recomputes these at each rendering from what is checked here.
DERIVED: Final = frozenset({"style_map", "highlight_map"})
_IDENTIFIER: Final = re.compile(r"feature\.(id|properties\.\w+)")
# The name that folium gives a layer for want of one.
_RANDOM: Final = re.compile(r"[a-z_]+_[0-9a-f]{32}")
_JINJA: Final = re.compile(r"\{[{%#]")


class UnsafeMapError(CrisisCoverageError, ValueError):
    """A map holds what could run or load something; the message names the place, not the text."""


def check(figure: Figure, elements: Sequence[Element]) -> None:
    """Refuse a map that links outside, or that holds text which could act.

    Parameters
    ----------
    figure : Figure
        What folium made around the map.
    elements : sequence of Element
        The map and everything in it that folium is to render.

    Raises
    ------
    UnsafeMapError
        At the first element at fault.
    """
    _check_figure(figure)
    for element in elements:
        _check_element(element)
    listed = [
        (layer.overlay, layer.layer_name)
        for layer in elements
        if isinstance(layer, Layer) and layer.control and isinstance(layer._parent, folium.Map)
    ]
    if len(set(listed)) < len(listed):
        raise UnsafeMapError("two layers have one name: the layer control would list only one")


def _check_figure(figure: Figure) -> None:
    """Refuse what was put beside the map: branca would compile it as a template."""
    beside = len(figure._children) - 1
    # branca's own meta element stands in the header until the first rendering.
    if (
        beside
        or figure.html._children
        or figure.script._children
        or len(figure.header._children) > 1
    ):
        raise UnsafeMapError("the page holds more than its map; use panel, style and script")


def _check_element(element: Element) -> None:
    """Refuse an element that links outside, or that holds text which could act."""
    kind = type(element).__name__
    if type(element) not in ALLOWED:
        raise UnsafeMapError(f"{kind} is not among the folium classes a map may hold")
    if getattr(element, "default_js", None) or getattr(element, "default_css", None):
        raise UnsafeMapError(f"{kind} would load files from other hosts")
    for name, value in vars(element).items():
        if name not in DERIVED and not name.startswith("_"):
            _check_value(value, f"{kind}.{name}")
    _check_kind(element)


def _check_kind(element: Element) -> None:
    """Refuse what only some folium classes can do wrong."""
    if isinstance(element, folium.Map) and element.objects_to_stay_in_front:
        raise UnsafeMapError("Map.keep_in_front needs jQuery")
    if isinstance(element, Layer) and element.control and _RANDOM.fullmatch(element.layer_name):
        raise UnsafeMapError(
            f"{type(element).__name__} is listed in the layer control without a name"
        )
    if type(element) is folium.Marker and not isinstance(element.icon, folium.DivIcon):
        raise UnsafeMapError("Marker needs a DivIcon: the standard one is an image from outside")
    if isinstance(element, folium.GeoJson):
        _check_geojson(element)


def _check_geojson(layer: folium.GeoJson) -> None:
    """Refuse outside data, images, and text that folium writes into its style functions."""
    if not layer.embed or layer.marker is not None:
        raise UnsafeMapError("GeoJson holds its data itself and draws no markers")
    if not _IDENTIFIER.fullmatch(getattr(layer, "feature_identifier", "feature.id")):
        raise UnsafeMapError("GeoJson.feature_identifier is a property that is no plain word")
    for feature in layer.data.get("features", [layer.data]):
        geometry = feature.get("geometry", feature) or {}
        if geometry.get("type") not in SHAPES:
            raise UnsafeMapError("GeoJson draws lines and polygons only")
        for name in ("style_function", "highlight_function"):
            if hasattr(layer, name):
                _check_value(getattr(layer, name)(feature), f"GeoJson.{name}")


def _check_value(value: object, place: str) -> None:
    """Refuse text that could act, at any depth."""
    if isinstance(value, str):
        character = acting_character(value)
        if character:
            raise UnsafeMapError(
                f"{place} holds {character}; pass text through geo.maps.safetext.text"
            )
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _check_value(key, place)
            _check_value(inner, place)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_value(inner, place)
    elif isinstance(value, JsCode) and _JINJA.search(value.js_code):
        raise UnsafeMapError(f"{place} holds JavaScript that would be compiled as a template")
