"""The map as one usually makes it with folium: GeoJson with a style function and tooltips."""

from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "data"
FILLS = {"covered": "#1b7837", "claimed": "#fdb863", "gap": "#b2182b", "unknown": "#999999"}
CENTER = [32.7, -89.7]


def display_shapes(folder: Path = DATA) -> gpd.GeoDataFrame:
    """Return the counties as they are drawn: geoid and geometry, simplified to 500 m."""
    shapes = gpd.read_file(folder / "display_counties.geojson")[["GEOID", "geometry"]]
    return shapes.rename(columns={"GEOID": "geoid"})


def county_layer(shapes: gpd.GeoDataFrame, verdicts: pd.DataFrame, standard: str) -> folium.GeoJson:
    """Return the layer of one standard: one color for each status, a tooltip for each county."""
    chosen = verdicts[verdicts["standard"] == standard]
    table = shapes.merge(chosen, on="geoid")[
        ["geoid", "name", "status", "basis", "pop2020", "geometry"]
    ]
    return folium.GeoJson(
        table,
        style_function=lambda feature: {
            "fillColor": FILLS[feature["properties"]["status"]],
            "fillOpacity": 0.8,
            "color": "#333333",
            "weight": 0.8,
        },
        highlight_function=lambda _: {"weight": 3},
        tooltip=folium.GeoJsonTooltip(
            fields=["name", "status", "basis", "pop2020"],
            aliases=["County", "Status", "Basis", "People"],
        ),
    )


def empty_map() -> folium.Map:
    """Return the map without counties; no tiles, since those would be foreign files too."""
    return folium.Map(location=CENTER, zoom_start=7, tiles=None)


def county_map(shapes: gpd.GeoDataFrame, verdicts: pd.DataFrame, *standards: str) -> folium.Map:
    """Return the map of one standard, or of several with a control to choose between them."""
    drawn = empty_map()
    if len(standards) == 1:
        county_layer(shapes, verdicts, standards[0]).add_to(drawn)
        return drawn
    for place, standard in enumerate(standards):
        group = folium.FeatureGroup(name=standard, overlay=False, show=place == 0)
        county_layer(shapes, verdicts, standard).add_to(group)
        group.add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    return drawn
