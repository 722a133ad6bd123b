"""The state map: one self-contained Folium page with every layer, for the app and as a file."""

from typing import Final

import folium

from geo.maps import backdrop, common, figures, leaflet, looks, pictures
from geo.maps.layers import LAYERS, layers
from geo.maps.pictures import Ground
from geo.records import Catalog
from geo.safetext import Node, node
from geo.verdicts import Verification

__all__ = ["LAYERS", "layers", "state_map"]

_COUNTY: Final[leaflet.Style] = {
    "className": "county",
    "color": looks.BORDER,
    "fillColor": looks.NOBODY.fill,
    "fillOpacity": 1,
    "weight": 0.8,
}
_RADIUS: Final[leaflet.Style] = {
    "className": "radius",
    "color": "#10222f",
    "dashArray": "3 4",
    "fill": False,
    "weight": 1,
}


def state_map(catalog: Catalog, verification: Verification) -> bytes:
    """Return the map as one HTML page that loads nothing; equal input gives equal bytes.

    On its own the page has a choice of layer and county, the numbers in words and a table. In a
    frame it shows map and legend only and is told what to show by its parent.

    Raises
    ------
    DataError
        If a file of shapes is not fit for use.
    """
    ground = pictures.ground(catalog, verification)
    shapes = list(ground.counties.geometry)
    page = _empty_map(ground)
    backdrop.land(catalog.home, shapes).add_to(page)
    backdrop.rivers(catalog.home, shapes).add_to(page)
    _counties(ground).add_to(page)
    for facilities in _facilities(catalog):
        facilities.add_to(page)
    leaflet.group("County names", key="names").add_to(page)  # the script writes them
    backdrop.cities(catalog.home).add_to(page)
    leaflet.layer_control().add_to(page)
    for part in _around(catalog, verification):
        leaflet.panel(part).add_to(page)
    leaflet.style(common.asset("statemap.css")).add_to(page)
    leaflet.script(common.asset("statemap.js"), figures.page_data(ground)).add_to(page)
    return leaflet.render(page)


def _empty_map(ground: Ground) -> folium.Map:
    return leaflet.new_map(
        f"{ground.catalog.services.study_area.name}: crisis services by county",
        common.frame(ground.counties.total_bounds),
        attribution=common.ATTRIBUTION,
        zoom_snap=0,
        max_zoom=11,
        max_bounds_viscosity=1,
    )


def _counties(ground: Ground) -> folium.GeoJson:
    """Return the one layer of counties; the script paints it anew for each layer chosen."""
    shapes = zip(ground.counties.index, ground.counties.geometry, strict=True)
    drawn = backdrop.collection(shapes, common.COUNTY_DECIMALS)
    return leaflet.geojson(drawn, key="counties", style=lambda _: _COUNTY)


def _facilities(catalog: Catalog) -> list[folium.FeatureGroup]:
    """Return one group per type of facility: a named button each, and a circle it lies within."""
    groups = []
    for kind in catalog.services.service_types:
        some = [one for one in catalog.services.facilities if one.type == kind.id]
        if not some:
            continue
        made = leaflet.group(f"{kind.name} ({len(some)})", key=f"facility.{kind.id}")
        for one in some:
            at = (one.lon, one.lat)
            leaflet.circle(at, radius_m=one.radius_m, style=_RADIUS).add_to(made)
            leaflet.pin(at, common.unit_words(one), glyph="+").add_to(made)
        groups.append(made)
    return groups


def _around(catalog: Catalog, verification: Verification) -> list[Node]:
    """Return what stands around the map; the script fills the parts that change with the layer."""
    head = node(
        "div",
        node("h1", f"{catalog.services.study_area.name}: crisis and intensive services by county"),
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
        node("p", f"As of {verification.as_of} - data {catalog.data_sha256[:12]}", id="as-of"),
        id="foot",
    )
    return [head, side, foot]
