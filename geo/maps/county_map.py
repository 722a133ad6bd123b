"""A map of the counties: one self-contained Folium page with a choice of layers."""

from collections.abc import Sequence
from typing import Final

import folium

from geo.coverage.contradictions import other_numbers
from geo.maps import backdrop, common, folium_door, page_data, styles
from geo.maps.layer_model import Layer, MapContext
from geo.maps.safetext import Node, node

__all__ = ["county_map"]

_COUNTY: Final[folium_door.LeafletStyle] = {
    "className": "county",
    "color": styles.BORDER,
    "fillColor": styles.NOBODY.fill,
    "fillOpacity": 1,
    "weight": 0.8,
}
_RADIUS: Final[folium_door.LeafletStyle] = {
    "className": "radius",
    "color": "#10222f",
    "dashArray": "3 4",
    "fill": False,
    "weight": 1,
}


def county_map(
    ground: MapContext,
    layers: Sequence[Layer],
    subject: str,
    *,
    heads: tuple[str, str] = ("On what basis", "Flags"),
    css: str = "",
) -> bytes:
    """Return the map as one HTML page that loads nothing; equal input gives equal bytes.

    On its own the page has a choice of layer and county, the numbers in words and a table. In a
    frame it shows map and legend only and is told what to show by its parent.

    Parameters
    ----------
    ground : MapContext
        What the layers are drawn from.
    layers : sequence of Layer
        The layers to choose from; the first is shown first.
    subject : str
        What the map is of, after the name of the state.
    heads : tuple of str
        Heads of the table's columns of details and of flags.
    css : str
        Our own rules that this map has beyond those that all have.
    """
    layers_drawn = [(layer, layer.draw(ground, layer.about)) for layer in layers]
    shapes = list(ground.counties.geometry)
    page = _empty_map(ground, subject)
    backdrop.states(ground.assessment.catalog.context, shapes).add_to(page)
    backdrop.rivers(ground.assessment.catalog.context, shapes).add_to(page)
    _counties(ground).add_to(page)
    for group in _facilities(ground):
        group.add_to(page)
    folium_door.group("County names", key="names").add_to(page)  # the script writes them
    backdrop.cities(ground.assessment.catalog.context).add_to(page)
    folium_door.layer_control().add_to(page)
    for part in _around(ground, subject):
        folium_door.panel(part).add_to(page)
    folium_door.style(common.asset(__file__, "statemap.css") + css).add_to(page)
    data = page_data.page_data(ground, layers_drawn, heads)
    folium_door.script(common.asset(__file__, "statemap.js"), data).add_to(page)
    return folium_door.render(page)


def _empty_map(ground: MapContext, subject: str) -> folium.Map:
    return folium_door.new_map(
        f"{ground.assessment.catalog.services.study_area.name}: {subject}",
        common.frame(ground.counties.total_bounds),
        attribution=common.ATTRIBUTION,
        zoom_snap=0,
        max_zoom=11,
        max_bounds_viscosity=1,
    )


def _counties(ground: MapContext) -> folium.GeoJson:
    """Return the one layer of counties; the script paints it anew for each layer chosen."""
    shapes = zip(ground.counties.index, ground.counties.geometry, strict=True)
    features = backdrop.collection(shapes, common.COUNTY_DECIMALS)
    return folium_door.geojson(features, key="counties", style=lambda _: _COUNTY)


def _facilities(ground: MapContext) -> list[folium.FeatureGroup]:
    """Return one group per type of facility: a named button each, and a circle it lies within.

    Only those that a source speaks of on the day: the others may not have been there.
    """
    groups = []
    for kind in ground.assessment.catalog.services.service_types:
        facilities = [
            facility for facility in page_data.facilities(ground) if facility.type == kind.id
        ]
        if not facilities:
            continue
        layer = folium_door.group(f"{kind.name} ({len(facilities)})", key=f"facility.{kind.id}")
        for facility in facilities:
            at = (facility.lon, facility.lat)
            folium_door.circle(at, radius_m=facility.radius_m, style=_RADIUS).add_to(layer)
            others = other_numbers(ground.assessment.catalog, facility.id, ground.assessment.as_of)
            folium_door.pin(at, common.unit_words(facility, others), glyph="+").add_to(layer)
        groups.append(layer)
    return groups


def _around(ground: MapContext, subject: str) -> list[Node]:
    """Return what stands around the map; the script fills the parts that change with the layer."""
    catalog, day = ground.assessment.catalog, ground.assessment.as_of
    head = node(
        "div",
        node("h1", f"{catalog.services.study_area.name}: {subject}"),
        node("div", id="calls"),
        node("div", id="choice"),
        node("p", id="question"),
        node("p", id="sentence", role="status", aria_live="polite"),
        id="head",
    )
    side = node(
        "div",
        node("div", id="county", aria_live="polite"),
        node("div", id="legend"),
        node("div", id="shown"),
        id="side",
    )
    foot = node(
        "div",
        node("div", id="notes"),
        node("div", id="table"),
        node("div", id="sources"),
        node("p", f"As of {day} - data {catalog.data_sha256[:12]}", id="as-of"),
        id="foot",
    )
    return [head, side, foot]
