"""The door to folium: pages that are whole, small and always the same."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from folium.plugins import Fullscreen
from folium.utilities import JsCode

from geo.catalog.folder import default_dir
from geo.errors import CrisisCoverageError
from geo.maps import folium_door, folium_page
from geo.maps.safetext import node
from tools import vendor_leaflet

STATE = ((-91.7, 30.1), (-88.0, 35.1))
LINE = {"type": "LineString", "coordinates": [[-91, 31], [-89, 34]]}
ASSETS = Path(folium_door.__file__).parent / "leaflet"

# A page that uses every function of the door, as a script so that other processes can make it.
EXAMPLE = """
import json, sys
from geo.maps import folium_door
from geo.catalog.folder import default_dir
from geo.maps.safetext import node

def example():
    counties = json.loads((default_dir() / "display_counties.geojson").read_bytes())
    names = {feature["id"]: feature["properties"]["NAME"] for feature in counties["features"]}
    page = folium_door.new_map(
        "Crisis units", ((-91.7, 30.1), (-88.0, 35.1)), attribution=["U.S. Census Bureau"], min_zoom=6
    )
    folium_door.layer_control().add_to(page)
    folium_door.geojson(
        counties,
        key="counties",
        name="Counties",
        style=lambda geoid: {"color": "#444", "weight": 1, "fillOpacity": int(geoid) % 4 / 4},
        tooltips=names,
    ).add_to(page)
    units = folium_door.group("Units", key="units").add_to(page)
    folium_door.circle((-90.2, 32.3), radius_m=5000, style={"color": "#900"}).add_to(units)
    folium_door.circle_marker((-90.2, 32.3), radius_px=5, style={"color": "#900"}, tooltip="J").add_to(units)
    folium_door.pin((-89.5, 34.4), "Oxford unit", glyph="+").add_to(units)
    folium_door.label((-90.0, 33.0), "Grenada", css_class="city").add_to(page)
    folium_door.group("By region", key="regions", base=True, show=False).add_to(page)
    folium_door.panel(node("h2", "Legend"), corner="bottomleft").add_to(page)
    folium_door.style(".city { font-weight: bold }").add_to(page)
    folium_door.script("({map, data}) => { window.seen = [map, data]; };", {"counties": 82}).add_to(page)
    return page

if __name__ == "__main__":
    sys.stdout.buffer.write(folium_door.render(example()))
"""


def example() -> folium.Map:
    scope: dict[str, Any] = {"__name__": "example"}
    exec(EXAMPLE, scope)  # noqa: S102 - our own text, above
    made: folium.Map = scope["example"]()
    return made


def in_a_process(seed: str, root: Path) -> bytes:
    command = [sys.executable, "-c", EXAMPLE]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def empty_map() -> folium.Map:
    return folium_door.new_map("Map", STATE)


# --- the page -------------------------------------------------------------------------------------


def test_equal_maps_give_equal_bytes() -> None:
    first = folium_door.render(example())
    folium.Map(tiles=None).add_child(folium.FeatureGroup())
    assert folium_door.render(example()) == first


def test_equal_maps_give_equal_bytes_in_other_processes(repo_root: Path) -> None:
    assert in_a_process("1", repo_root) == folium_door.render(example())


def test_a_map_can_be_rendered_again_and_be_added_to() -> None:
    folium_page = example()
    first = folium_door.render(folium_page)
    assert folium_door.render(folium_page) == first
    folium_door.label((-89, 31), "Wiggins").add_to(folium_page)
    assert b"Wiggins" in folium_door.render(folium_page)


def test_a_page_is_one_whole_document() -> None:
    html = folium_door.render(example()).decode()
    assert html.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert html.endswith("</html>\n")
    assert html.count("<title>Crisis units - Crisis Coverage</title>") == 1
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert "user-scalable" not in html
    assert len(re.findall("<script", html)) == len(re.findall("</script>", html)) == 3
    for foreign in ("jquery", "bootstrap", "awesome", "sourceMappingURL"):
        assert foreign not in html.lower()


def test_a_title_given_to_folium_itself_is_encoded_too() -> None:
    folium_page = empty_map()
    folium_page.get_root().title = "</title>{{7*7}}"
    html = folium_door.render(folium_page).decode()
    assert (
        "<title>&#60;&#47;title&#62;&#123;&#123;7&#42;7&#125;&#125; - Crisis Coverage</title>"
        in html
    )


def test_no_address_of_another_host_is_in_the_page() -> None:
    html = folium_door.render(example()).decode()
    assert set(re.findall(r"\b[a-z]+://[^\s\"'<>)]*", html)) == {
        "http://www.w3.org/2000/svg",  # a name, never fetched
        "https://leafletjs.com",  # Leaflet's licence notice, and its standard credit, not shown
    }
    assert re.findall(r"[\"'(=]\s*//\w", html) == []
    assert re.findall(r"(?:src|href|action)=", html.split("</head>")[1]) == []
    assert re.findall(r"url\((?!data:)", html.split("<script>")[0]) == []


def test_the_policy_lets_the_two_scripts_of_the_page_run_and_nothing_else() -> None:
    html = folium_door.render(example()).decode()
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert len(policy) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policy[0].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    hashes = rules["script-src"].split()
    assert len(hashes) == 2
    assert hashes == [
        folium_page._script_hash(code) for code in re.findall("(?s)<script>(.*?)</script>", html)
    ]
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_a_page_of_82_counties_is_small() -> None:
    html = folium_door.render(example()).decode()
    ours = html
    for name in ("leaflet.js", "leaflet.css"):
        vendored = (ASSETS / name).read_text().rsplit("\n//# sourceMapping", 1)[0]
        assert ours.count(vendored) == 1
        ours = ours.replace(vendored, "")
    assert len(gzip.compress(ours.encode(), mtime=0)) < 30_000
    assert len(gzip.compress(html.encode(), mtime=0)) < 80_000


def test_every_county_is_drawn_once_and_carries_nothing_but_its_id() -> None:
    html = folium_door.render(example()).decode()
    drawn = re.findall(r'"id": "(28\d{3})", "properties": \{\}', html)
    counties = json.loads((default_dir() / "display_counties.geojson").read_bytes())
    assert drawn == [feature["id"] for feature in counties["features"]]
    assert len(drawn) == 82


def test_the_layer_control_may_come_before_the_layers() -> None:
    html = folium_door.render(example()).decode()
    assert html.index("L.control.layers(") > html.index("L.geoJson(")
    assert re.search(r'"Counties" : geo_json_\d+', html)
    assert re.search(r'base_layers : {\s*"By region" : feature_group_\d+', html)


def test_scripts_find_layers_by_their_key() -> None:
    html = folium_door.render(example()).decode()
    assert re.search(r'const layers = {"counties": geo_json_\d+, "units": feature_group_\d+,', html)


def test_maps_do_not_share_what_they_load() -> None:
    folium_page = empty_map()
    folium_page.add_js_link("own", "https://example.org/x.js")
    assert empty_map().default_js == []
    assert len(folium.Map.default_js) > 1


def test_the_package_imports_without_folium(repo_root: Path) -> None:
    ask = "import sys, geo, geo.maps.safetext; print('folium' in sys.modules)"
    command = [sys.executable, "-c", ask]
    done = subprocess.run(command, cwd=repo_root, capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


# --- what the door refuses ------------------------------------------------------------------------


def in_front(page: folium.Map) -> None:
    layer = folium.FeatureGroup("x").add_to(page)
    page.keep_in_front(layer)


def twice(page: folium.Map) -> None:
    folium_door.group("A", key="same").add_to(page)
    folium_door.group("B", key="same").add_to(page)


def bare(geometry: dict[str, Any], properties: dict[str, Any], **options: Any) -> folium.GeoJson:
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    collection = {"type": "FeatureCollection", "features": [feature]}
    return folium.GeoJson(collection, control=False, **options)


POINT = {"type": "Point", "coordinates": [-90, 33]}
TEMPLATE = JsCode("(feature) => `{{ 7 * 7 }}`")
UNSAFE: dict[str, tuple[Callable[[folium.Map], object], str]] = {
    "popup": (lambda page: folium.Circle([33, -90], popup="x").add_to(page), "Popup"),
    "tiles": (lambda page: folium.TileLayer().add_to(page), "TileLayer"),
    "plugin": (lambda page: Fullscreen().add_to(page), "Fullscreen"),
    "standard marker": (
        lambda page: folium.Marker([33, -90]).add_to(page),
        "Marker needs a DivIcon",
    ),
    "icon": (lambda page: folium.Marker([33, -90], icon=folium.Icon()).add_to(page), "DivIcon"),
    "template": (lambda page: folium.Element("x").add_to(page), "Element is not"),
    "html": (lambda page: page.get_root().html.add_child(folium.Element("x")), "more than its map"),
    "code": (
        lambda page: page.get_root().script.add_child(folium.Element("x")),
        "more than its map",
    ),
    "head": (
        lambda page: page.get_root().header.add_child(folium.Element("x")),
        "more than its map",
    ),
    "second map": (lambda page: page.get_root().add_child(folium.Map(tiles=None)), "more than"),
    "script link": (lambda page: page.add_js_link("x", "https://example.org"), "Map would load"),
    "style link": (lambda page: page.add_css_link("x", "https://example.org"), "Map would load"),
    "in front": (in_front, "jQuery"),
    "nameless layer": (lambda page: folium.FeatureGroup().add_to(page), "without a name"),
    "one name twice": (
        lambda page: [folium.FeatureGroup("x").add_to(page) for _ in range(2)],
        "two layers have one name",
    ),
    "one key twice": (twice, "two layers have the key same"),
    "points": (lambda page: bare(POINT, {}).add_to(page), "lines and polygons"),
    "no geometry": (lambda page: bare({}, {}).add_to(page), "lines and polygons"),
    "markers": (lambda page: bare(LINE, {}, marker=folium.Circle()).add_to(page), "no markers"),
    "property as code": (
        lambda page: bare(LINE, {"a+alert(1)": 1}, style_function=lambda _: {}).add_to(page),
        "feature_identifier",
    ),
    "highlight": (
        lambda page: bare(LINE, {}, highlight_function=lambda _: {"color": "<"}).add_to(page),
        "highlight_function holds",
    ),
    "template in code": (
        lambda page: bare(LINE, {}, on_each_feature=TEMPLATE).add_to(page),
        "compiled as a template",
    ),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_a_map_that_could_run_or_load_something_is_refused(case: str) -> None:
    spoil, message = UNSAFE[case]
    folium_page = empty_map()
    spoil(folium_page)
    with pytest.raises(folium_door.UnsafeMapError, match=message):
        folium_door.render(folium_page)


def test_the_refusal_is_an_error_of_this_package_and_a_value_error() -> None:
    assert issubclass(folium_door.UnsafeMapError, CrisisCoverageError)
    assert issubclass(folium_door.UnsafeMapError, ValueError)


def test_harmless_folium_objects_are_let_in() -> None:
    folium_page = empty_map()
    folium.PolyLine([[31, -91], [34, -89]], tooltip="River").add_to(folium_page)
    quiet = JsCode("(feature, layer) => { layer.options.seen = true; }")
    bare(LINE, {"name": "x"}, on_each_feature=quiet, style_function=lambda _: {"weight": 2}).add_to(
        folium_page
    )
    assert folium_door.render(folium_page) == folium_door.render(folium_page)


@pytest.mark.parametrize(
    ("geometry", "feature_id"),
    [
        (POINT, "a"),
        (LINE, "a b"),
        (LINE, ""),
        (LINE, 7),
        ({"type": "LineString", "coordinates": [[float("nan"), 1], [2, 3]]}, "a"),
    ],
)
def test_a_layer_takes_finite_lines_and_polygons_with_plain_ids(
    geometry: dict[str, Any], feature_id: object
) -> None:
    feature = {"type": "Feature", "id": feature_id, "properties": {}, "geometry": geometry}
    with pytest.raises(ValueError, match=r"layer draws|feature id|compliant"):
        folium_door.geojson({"features": [feature]}, key="k", style=lambda _: {})


@pytest.mark.parametrize("key", ["", "a b", "x'", "{{1}}"])
def test_a_key_is_a_plain_word(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        folium_door.group("x", key=key)


@pytest.mark.parametrize(
    "point", [(33.0, -190.0), (-190.0, 33.0), (float("nan"), 1.0), (0.0, 91.0)]
)
def test_a_point_is_longitude_and_latitude(point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="longitude, latitude"):
        folium_door.label(point, "x")


@pytest.mark.parametrize("source", ["x</script>", "x</STYLE >", "x<!--"])
def test_scripts_and_styles_stay_in_their_element(source: str) -> None:
    with pytest.raises(ValueError, match="must not hold"):
        folium_door.script(source)
    with pytest.raises(ValueError, match="must not hold"):
        folium_door.style(source)


def test_a_panel_without_a_corner_follows_the_map() -> None:
    folium_page = empty_map()
    folium_door.panel(node("p", "words")).add_to(folium_page)
    html = folium_door.render(folium_page).decode()
    assert '<section class="panel"><p><bdi>words</bdi></p></section></main>' in html


# --- the vendored files ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", vendor_leaflet.FILES)
def test_vendored_files_are_the_pinned_ones(name: str) -> None:
    assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == vendor_leaflet.FILES[name]


def test_vendored_leaflet_says_what_it_is() -> None:
    head = (ASSETS / "leaflet.js").read_text()[:200]
    assert "Leaflet 1.9.4" in head
    assert "(c) 2010-2023 Vladimir Agafonkin" in head
    assert "BSD 2-Clause License" in (ASSETS / "LICENSE").read_text()


def test_a_page_carries_the_license_of_the_leaflet_in_it() -> None:
    license_text = (ASSETS / "LICENSE").read_text(encoding="utf-8")
    html = folium_door.render(example()).decode()
    assert html.count(license_text) == 1
    assert "--" not in license_text, "it would end the comment that it stands in"
    assert html.index(license_text) < html.index("Leaflet 1.9.4")


def test_another_package_than_the_pinned_one_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(vendor_leaflet.VendorError, match="not the leaflet"):
        vendor_leaflet.build(b"another package")
    other = tmp_path / "leaflet-1.9.4.tgz"
    other.write_bytes(b"another package")
    assert vendor_leaflet.main(["--check", "--package", str(other)]) == 2
    assert "pinned" in capsys.readouterr().err


def test_the_style_sheet_loses_comments_and_files() -> None:
    css = "/* a */ .leaflet-control-layers-toggle {\n\tbackground-image: url(images/layers.png);\n\t}\n"
    css += ".lvml { behavior: url(#default#VML); }\n.leaflet-retina .x { y: url(images/z.png) }\n"
    assert vendor_leaflet.minified(css, b"icon") == (
        ".leaflet-control-layers-toggle{background-image:url(data:image/png;base64,aWNvbg==);"
        "background-size:26px 26px}\n"
    )
    with pytest.raises(vendor_leaflet.VendorError, match="load files"):
        vendor_leaflet.minified("a { b: url(c.png) }", b"icon")
