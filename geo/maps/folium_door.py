"""The one door to folium: maps that load nothing from outside, in which no text can act."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypeVar

import folium
from branca.element import Element

from geo.maps.folium_check import SHAPES, UnsafeMapError
from geo.maps.folium_page import Extra, figure_of, render
from geo.maps.safetext import Json, Node, json_block, node, text

__all__ = [
    "UnsafeMapError",
    "circle",
    "circle_marker",
    "geojson",
    "group",
    "label",
    "layer_control",
    "new_map",
    "panel",
    "pin",
    "render",
    "script",
    "style",
]

LonLat: TypeAlias = tuple[float, float]
# Leaflet's own names of path options: color, weight, fillColor, fillOpacity, dashArray, className.
LeafletStyle: TypeAlias = Mapping[str, str | float | bool]
Corner: TypeAlias = Literal["topleft", "topright", "bottomleft", "bottomright"]
Part = TypeVar("Part", bound=Element)

_WORD: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_ENDS_ELEMENT: Final = re.compile(r"</(script|style)|<!--", re.IGNORECASE)


def new_map(
    title: str,
    bounds: tuple[LonLat, LonLat],
    *,
    attribution: Sequence[str] = (),
    **options: str | float | bool,
) -> folium.Map:
    """Return an empty map without tiles.

    Parameters
    ----------
    title : str
        Title of the page, and the map's name for screen readers.
    bounds : tuple of (lon, lat)
        South-west and north-east corner of the first view, in degrees.
    attribution : sequence of str
        Credits shown in the corner after "Leaflet".
    **options
        Leaflet's map options in snake case, such as ``min_zoom=6`` or ``zoom_snap=0.25``.
    """
    (west, south), (east, north) = bounds
    page = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_start=7,
        attribution_control=False,
    )
    page.options.update(options)
    # On the instance: the class's lists are shared by every map of the process.
    page.default_js, page.default_css = [], []
    figure_of(page).title = text(title)
    view: Json = {
        "title": title,
        "attribution": attribution,
        "bounds": [[south, west], [north, east]],
    }
    page.add_child(script("door.page", view))
    return page


def group(name: str, *, key: str, show: bool = True, base: bool = False) -> folium.FeatureGroup:
    """Return a group of layers that the layer control lists by `name` and scripts find by `key`.

    With `base` it is one of the choices that exclude each other.
    """
    layer = folium.FeatureGroup(name=text(name), overlay=not base, show=show)
    return _keyed(layer, key)


def geojson(
    collection: Mapping[str, Any],
    *,
    key: str,
    style: Callable[[str], LeafletStyle],
    tooltips: Mapping[str, str] | None = None,
    name: str = "",
    show: bool = True,
) -> folium.GeoJson:
    """Return a layer of lines or polygons; of each feature only ``id`` and ``geometry`` are used.

    Parameters
    ----------
    collection : mapping
        A GeoJSON FeatureCollection in degrees whose features have an ``id``, such as a GEOID.
    key : str
        Name by which scripts find the layer.
    style : callable
        Feature id to Leaflet path options.
    tooltips : mapping, optional
        Feature id to text, lines separated by newlines.
    name : str, optional
        Entry in the layer control; without one the layer is not listed.

    Raises
    ------
    ValueError
        For an id that is no plain identifier, and for geometry other than finite lines and polygons.
    """
    features = [_feature(feature) for feature in collection["features"]]
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: dict(style(feature["id"])),
        name=text(name) or None,
        control=bool(name),
        show=show,
        smooth_factor=0,  # shapes come simplified; doing it one by one would open their borders
    )
    layer.add_child(script("door.shapes", dict(tooltips or {})))
    return _keyed(layer, key)


def circle_marker(
    lonlat: LonLat, *, radius_px: float, style: LeafletStyle, tooltip: str = ""
) -> folium.CircleMarker:
    """Return a dot of `radius_px` screen pixels at a longitude and latitude in degrees."""
    options: dict[str, Any] = dict(style)
    return _tipped(folium.CircleMarker(_latlon(lonlat), radius_px, **options), tooltip)


def circle(
    lonlat: LonLat, *, radius_m: float, style: LeafletStyle, tooltip: str = ""
) -> folium.Circle:
    """Return a circle of `radius_m` meters on the ground around a point in degrees."""
    options: dict[str, Any] = dict(style)
    return _tipped(folium.Circle(_latlon(lonlat), radius_m, **options), tooltip)


def label(lonlat: LonLat, words: str, *, css_class: str = "") -> folium.Marker:
    """Return words centered on a point in degrees that ignore the pointer."""
    icon = folium.DivIcon(html=text(words), class_name=f"label {css_class}".strip())
    return folium.Marker(_latlon(lonlat), icon=icon, interactive=False, keyboard=False)


def pin(
    lonlat: LonLat, name: str, *, glyph: str = "", css_class: str = "pin", size_px: int = 24
) -> folium.Marker:
    """Return a button at a point in degrees that `name` names: `size_px` square, with `glyph` in it."""
    icon = folium.DivIcon(html=text(glyph), icon_size=(size_px, size_px), class_name=css_class)
    return _tipped(folium.Marker(_latlon(lonlat), icon=icon), name)


def layer_control(*, collapsed: bool = False, position: Corner = "topright") -> folium.LayerControl:
    """Return the list of layers to choose from; it may be added before the layers."""
    return folium.LayerControl(position=position, collapsed=collapsed)


def panel(content: Node, corner: Corner | None = None) -> Element:
    """Return HTML made by `geo.maps.safetext.node`, to stand in a corner of the map or after it."""
    place = {} if corner is None else {"data_corner": corner}
    return Extra("body", node("section", content, class_="panel", **place).html)


def style(css: str) -> Element:
    """Return our own constant CSS for the page; never call it with data."""
    return Extra("style", _whole(css))


def script(js: str, data: Json = None) -> Element:
    """Return our own constant JavaScript, to run once the whole map stands; never make it of data.

    Parameters
    ----------
    js : str
        A function expression. It is called with ``{map, layers, layer, data, text, tip}``: the
        map, the layers by key, the layer this script was added to, `data`, ``text(words)`` for an
        element that holds words, and ``tip(shape, words)`` to give a shape its tooltip and name.
    data : Json
        Figures and texts for the script; texts arrive as `geo.maps.safetext.plain` returns them.
    """
    return Extra("script", _whole(js).strip().removesuffix(";"), data)


def _whole(source: str) -> str:
    """Return our own CSS or JavaScript unless it would end the element it stands in."""
    if _ENDS_ELEMENT.search(source):
        raise ValueError("a script or style must not hold </script, </style or <!--")
    return source


def _word(value: object) -> str:
    """Return a key or an id that is safe as it is."""
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise ValueError("a key or feature id may hold letters, digits and _.:- only")
    return value


def _keyed(layer: Part, key: str) -> Part:
    layer.add_child(Extra("key", _word(key)))
    return layer


def _tipped(layer: Part, tooltip: str) -> Part:
    if tooltip:
        layer.add_child(script("door.tip", tooltip))
    return layer


def _latlon(lonlat: LonLat) -> list[float]:
    """Turn (lon, lat) into folium's order."""
    lon, lat = lonlat
    if not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError("a point is (longitude, latitude) in degrees")
    return [lat, lon]


def _feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return the feature with its id and geometry alone: what is not there cannot leak or run."""
    geometry = feature["geometry"]
    if geometry["type"] not in SHAPES:
        raise ValueError(f"a layer draws {', '.join(sorted(SHAPES))}")
    kept = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    json_block(kept)  # raises where a coordinate is not finite
    return {"type": "Feature", "id": _word(feature["id"]), "properties": {}, "geometry": kept}
