"""The quiet backdrop of the map: sea, borders, rivers, cities, on a ground that is land."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import Any, Final, TypeVar

import folium
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalog.context import Context
from geo.errors import DataError
from geo.maps import folium_door
from geo.maps import styles as maps_styles

__all__ = ["cities", "collection", "names", "rivers", "states"]

# A backdrop to look at, not to measure on: right within about 1 km.
DECIMALS: Final = 2
TOLERANCE_DEG: Final = 0.012
RIVER_TOLERANCE_DEG: Final = 0.03
# Shapes from different makers leave slits; fill them as land, not water.
SLIT_DEG: Final = 0.03
# The shapes end somewhere: a strip narrower than twice this is land of a state that they leave out.
STRIP_DEG: Final = 0.3
# How far inland from open sea there are bays and sounds.
BAY_DEG: Final = 0.4
# The sea that goes on where the shapes end is drawn this far.
BEYOND_DEG: Final = 3.0
# How far around the state a neighbor's name stands: east or west of it, north or south.
NAMED_WITHIN_DEG: Final = (0.9, 0.45)
# Where else it may stand: on a grid this fine, this far from every border.
GRID_DEG: Final = 0.3
CLEAR_DEG: Final = 0.1

_T = TypeVar("_T")

_WATER: Final[folium_door.LeafletStyle] = {
    "className": "water",
    "fillColor": "#dfeaf1",
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
    "color": "#bcd5e4",
    "weight": 1.4,
}


def states(
    context: Context, counties: Sequence[BaseGeometry], *, named: bool = True
) -> folium.FeatureGroup:
    """Return the neighbors' borders, and the sea; the ground of the page is land.

    Their names too where `named`; a page that moves them with its view takes `names`.
    """
    layer = folium_door.group("Neighboring states", key="states")
    around = _drawn(context.states)
    if not around:
        return layer
    shapes = [_areas(_shape(state.geometry)) for state in around]
    whole = shapely.union_all([*shapes, *counties])
    closed = whole.buffer(SLIT_DEG, join_style="mitre").buffer(-SLIT_DEG, join_style="mitre")
    borders = [
        shapely.line_merge(shapely.intersection(state.boundary, neighbor.boundary))
        for state, neighbor in combinations(shapes, 2)
    ]
    parts = {
        "water": _sea(closed, whole.bounds),
        "borders": shapely.union_all([_lines(line) for line in borders]),
    }
    styles = {"water": _WATER, "borders": _BORDER}
    drawn = collection(
        ((key, shape.simplify(TOLERANCE_DEG)) for key, shape in parts.items()), DECIMALS
    )
    folium_door.geojson(drawn, key="ground", style=styles.__getitem__).add_to(layer)
    for name, points in names(context, counties) if named else ():
        folium_door.label(points[0], name, css_class="state").add_to(layer)
    return layer


def names(
    context: Context, counties: Sequence[BaseGeometry]
) -> list[tuple[str, list[tuple[float, float]]]]:
    """Return the neighbors' names, each with the points (lon, lat) where it may stand, the best first.

    The first has most room near the study area, the others lie on a grid inside, deep ones first: a view of
    only a part of the state has one of them too.
    """
    around = _around(counties)
    told = []
    for state in _drawn(context.states):
        near = _areas(_areas(_shape(state.geometry)).intersection(around))
        if not near.is_empty:
            told.append((state.name, [maps_styles.anchors([near])[0], *_grid(near)]))
    return told


def _grid(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Return the points of a grid that lie well inside a shape, deep ones first."""
    west, south, east, north = shape.bounds
    lons, lats = (
        range(math.ceil(low / GRID_DEG), math.floor(high / GRID_DEG) + 1)
        for low, high in ((west, east), (south, north))
    )
    found = []
    for column, row in product(lons, lats):
        lon, lat = round(column * GRID_DEG, 2), round(row * GRID_DEG, 2)
        point = shapely.Point(lon, lat)
        depth = round(shape.boundary.distance(point), 2)
        if depth >= CLEAR_DEG and shape.contains(point):
            found.append((-depth, lon, lat))
    return [(lon, lat) for _, lon, lat in sorted(found)]


def rivers(context: Context, counties: Sequence[BaseGeometry]) -> folium.GeoJson:
    """Return the rivers around the study area; inside, the counties would hide them."""
    inside = shapely.union_all(counties).buffer(-SLIT_DEG)
    lines = [_lines(_shape(river.geometry)) for river in _drawn(context.rivers)]
    outside = (
        (f"river-{number}", line.simplify(RIVER_TOLERANCE_DEG).difference(inside))
        for number, line in enumerate(lines)
    )
    features = collection(outside, DECIMALS)
    return folium_door.geojson(features, key="rivers", style=lambda _: _RIVER, name="Rivers")


def cities(context: Context) -> folium.FeatureGroup:
    """Return the names of cities, the most important first, as the data rank them."""
    layer = folium_door.group("Cities", key="cities")
    for city in _drawn(context.cities):
        folium_door.label((city.lon, city.lat), city.name, css_class="city").add_to(layer)
    return layer


def collection(shapes: Iterable[tuple[str, BaseGeometry]], decimals: int) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of (id, shape), rounded to `decimals` of a degree.

    Shapes of which nothing is left are left out: a border of states that do not touch.
    """
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
            if not shape.is_empty
        ],
    }


def _drawn(part: Sequence[_T]) -> tuple[_T, ...]:
    """Return what can be drawn: nothing of a broken file, of which the catalog's warnings tell."""
    try:
        return tuple(part)
    except DataError:
        return ()


def _shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    shape: BaseGeometry = shapely.from_geojson(json.dumps(geometry))
    return shape if shapely.is_valid(shape) else shapely.make_valid(shape)


def _lines(shape: BaseGeometry) -> BaseGeometry:
    """Return the lines of a shape: of states that meet in a corner alone there is only a point."""
    return _parts(shape, "LineString")


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape: one without extent is a line or a point once it is valid."""
    return _parts(shape, "Polygon")


def _parts(shape: BaseGeometry, kind: str) -> BaseGeometry:
    parts = shapely.get_parts(shapely.get_parts(shape))  # a collection may hold several of many
    wanted = [part for part in parts if part.geom_type == kind]
    return shape if len(wanted) == len(parts) else shapely.union_all(wanted)


def _sea(land: BaseGeometry, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    """Return what is open sea within `bounds`, and beyond a side that mostly is sea."""
    west, south, east, north = bounds
    corners = [(west, north), (west, south), (east, south), (east, north), (west, north)]
    sea = _open(shapely.box(*bounds).difference(land)).buffer(SLIT_DEG)
    sides = [shapely.LineString(side) for side in pairwise(corners)]
    at_sea = [sea.intersection(side).length > side.length / 2 for side in sides]
    signs = (-1, -1, 1, 1)
    west, south, east, north = (
        edge + sign * BEYOND_DEG * is_sea
        for edge, sign, is_sea in zip(bounds, signs, at_sea, strict=True)
    )
    return _open(shapely.box(west, south, east, north).difference(land))


def _open(water: BaseGeometry) -> BaseGeometry:
    """Return open water with its bays, without strips beside the edges of what is known."""
    wide = water.buffer(-STRIP_DEG, join_style="mitre").buffer(STRIP_DEG + BAY_DEG)
    return _areas(water.intersection(wide))


def _around(counties: Sequence[BaseGeometry]) -> BaseGeometry:
    west, south, east, north = shapely.total_bounds(counties)
    beside, above = NAMED_WITHIN_DEG
    box: BaseGeometry = shapely.box(west - beside, south - above, east + beside, north + above)
    return box
