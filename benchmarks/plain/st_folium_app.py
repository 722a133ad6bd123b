"""The map as one usually puts it into Streamlit: streamlit-folium, a map for each choice.

BENCH_FILES   address of a server on this machine with copies of the files that folium loads from
              other hosts; without it the page asks those hosts.
BENCH_UPDATE  "groups" hands the counties over as a feature group, which st_folium exchanges in the
              map that is there; otherwise each choice makes a new map, as its first examples do.
BENCH_FIRST   id of the standard that is chosen at first
"""

import os
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import folium
import folium_map
import geopandas as gpd
import pandas as pd
import streamlit as st
import verify_geopandas
from streamlit_folium import st_folium

FILES = os.environ.get("BENCH_FILES")
IN_PLACE = os.environ.get("BENCH_UPDATE") == "groups"
HEIGHT_PX = 640


@st.cache_data
def read() -> tuple[list[dict[str, str]], gpd.GeoDataFrame, pd.DataFrame]:
    facts, counties = verify_geopandas.load()
    return (
        facts["standards"],
        folium_map.display_shapes(),
        verify_geopandas.verdicts(facts, counties),
    )


def near(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return folium's list of files with each address on this machine instead."""
    return [(name, f"{FILES}/{PurePosixPath(urlsplit(url).path).name}") for name, url in links]


def prepared(drawn: folium.Map) -> folium.Map:
    if FILES:
        drawn.default_js, drawn.default_css = near(drawn.default_js), near(drawn.default_css)
    return drawn


st.set_page_config(page_title="Coverage", layout="wide")
standards, shapes, verdicts = read()
titles = {standard["id"]: standard["title"] for standard in standards}
first = list(titles).index(os.environ.get("BENCH_FIRST", next(iter(titles))))
chosen = st.selectbox("Standard", list(titles), first, format_func=titles.__getitem__)
counts = verdicts.loc[verdicts["standard"] == chosen, "status"].value_counts()
st.text(", ".join(f"{count} {status}" for status, count in counts.items()))
options = {
    "key": "map",
    "height": HEIGHT_PX,
    "use_container_width": True,
    "returned_objects": ["last_active_drawing"],  # the county clicked; more would mean more reruns
}
if IN_PLACE:
    group = folium.FeatureGroup(name="counties")
    folium_map.county_layer(shapes, verdicts, chosen).add_to(group)
    st_folium(prepared(folium_map.empty_map()), feature_group_to_add=group, **options)
else:
    st_folium(prepared(folium_map.county_map(shapes, verdicts, chosen)), **options)
