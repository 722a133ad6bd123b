"""The quiet backdrop of the map: land and sea, borders, rivers, cities."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import folium
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalog import geojson
from geo.maps import folium_door
from geo.maps import styles as maps_styles

__all__ = ["cities", "collection", "land", "rivers"]

# A backdrop to look at, not to measure on: right within about 1 km.
DECIMALS: Final = 2
TOLERANCE_DEG: Final = 0.012
RIVER_TOLERANCE_DEG: Final = 0.03
# Shapes from different makers leave slits; fill them as land, not water.
SLIT_DEG: Final = 0.03
# How far around the state a neighbour's name stands: east or west of it, north or south.
NAMED_WITHIN_DEG: Final = (0.9, 0.45)

_LAND: Final[folium_door.LeafletStyle] = {
    "className": "land",
    "fillColor": "#f3f2ec",
    "fillOpacity": 1,
    "interactive": False,
    "stroke": False,
}
_LINE: Final[folium_door.LeafletStyle] = {"fill": False, "interactive": False}
_BORDER: Final[folium_door.LeafletStyle] = {
    **_LINE,
    "className": "border",
    "color": "#bdbcb2",
    "weight": 1,
}
_RIVER: Final[folium_door.LeafletStyle] = {
    **_LINE,
    "className": "river",
    "color": "#abcadd",
    "weight": 1.4,
}


def land(home: Path, counties: Sequence[BaseGeometry]) -> folium.FeatureGroup:
    """Return the land in and around the study area, with the neighbours' borders and names."""
    layer = folium_door.group("Neighbouring states", key="states")
    features = _features(home / "context_states.geojson")
    if not features:
        return layer
    states = [_shape(feature) for feature in features]
    whole = shapely.union_all([*states, *counties])
    closed = whole.buffer(SLIT_DEG, join_style="mitre").buffer(-SLIT_DEG, join_style="mitre")
    borders = [
        shapely.line_merge(shapely.intersection(state.boundary, neighbor.boundary))
        for state, neighbor in combinations(states, 2)
    ]
    shapes = {
        "land": closed,
        "borders": shapely.union_all([line for border in borders for line in _lines(border)]),
    }
    styles = {"land": _LAND, "borders": _BORDER}
    drawn = collection(
        ((key, shape.simplify(TOLERANCE_DEG)) for key, shape in shapes.items()), DECIMALS
    )
    folium_door.geojson(drawn, key="land", style=styles.__getitem__).add_to(layer)
    around = _around(counties)
    for feature, state in zip(features, states, strict=True):
        near = state.intersection(around)
        if not near.is_empty:
            at = maps_styles.anchors([near])[0]
            folium_door.label(at, feature["properties"]["NAME"], css_class="state").add_to(layer)
    return layer


def rivers(home: Path, counties: Sequence[BaseGeometry]) -> folium.GeoJson:
    """Return the rivers around the study area; inside, the counties would hide them."""
    inside = shapely.union_all(counties).buffer(-SLIT_DEG)
    outside = [
        (f"river-{number}", shape)
        for number, feature in enumerate(_features(home / "context_rivers.geojson"))
        if not (shape := _shape(feature).simplify(RIVER_TOLERANCE_DEG).difference(inside)).is_empty
    ]
    features = collection(outside, DECIMALS)
    return folium_door.geojson(features, key="rivers", style=lambda _: _RIVER, name="Rivers")


def cities(home: Path) -> folium.FeatureGroup:
    """Return the names of cities, the most important first, as the data rank them."""
    layer = folium_door.group("Cities", key="cities")
    for feature in _features(home / "context_cities.geojson"):
        lon, lat = feature["geometry"]["coordinates"]
        folium_door.label((lon, lat), feature["properties"]["name"], css_class="city").add_to(layer)
    return layer


def collection(shapes: Iterable[tuple[str, BaseGeometry]], decimals: int) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of (id, shape), rounded to `decimals` of a degree."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": key,
                "geometry": json.loads(
                    shapely.to_geojson(shapely.transform(shape, lambda at: np.round(at, decimals)))
                ),
            }
            for key, shape in shapes
        ],
    }


def _features(path: Path) -> list[Any]:
    """Return the features of a context file; a data folder may do without it."""
    return geojson.read(path).features if path.is_file() else []


def _shape(feature: Mapping[str, Any]) -> BaseGeometry:
    shape: BaseGeometry = shapely.from_geojson(json.dumps(feature["geometry"]))
    return shape


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]


def _around(counties: Sequence[BaseGeometry]) -> BaseGeometry:
    west, south, east, north = shapely.total_bounds(counties)
    beside, above = NAMED_WITHIN_DEG
    box: BaseGeometry = shapely.box(west - beside, south - above, east + beside, north + above)
    return box
