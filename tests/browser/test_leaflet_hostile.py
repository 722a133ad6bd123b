"""Hostile text in every place where a folium map shows text: it is read, and never acts."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import folium
import pytest
from playwright.sync_api import Page

from geo.catalog.folder import default_dir
from geo.maps import folium_door
from geo.maps.safetext import MAX_TEXT, json_block, node, text
from tests.browser.state_map_page import serve
from tests.browser.waiting import dialogs_of
from tests.conftest import Watch

PWN = "window.__pwned=1;alert(1)"
LONG = "Ten thousand characters, of which nobody reads more than the first hundreds. " * 130

# What a reader sees is written out here: the rule is not taken from the code that is tested.
PAYLOADS = {
    "jinja sum": ("{{7*7}}", "{{7*7}}"),
    "jinja filter": ("{{'wn3d'|upper}}", "{{'wn3d'|upper}}"),
    "jinja globals": ("{{cycler.__init__.__globals__}}", "{{cycler.__init__.__globals__}}"),
    "jinja block": (
        "{% for x in range(3) %}zq{% endfor %}",
        "{% for x in range(3) %}zq{% endfor %}",
    ),
    "jinja open": ("{{ {% {# ${", "{{ {% {# ${"),
    "template literal": (f"${{{PWN}}}", f"${{{PWN}}}"),
    "backtick": (f"`+({PWN})+`", f"`+({PWN})+`"),
    "image": (f"<img src=x onerror='{PWN}'>", f"<img src=x onerror='{PWN}'>"),
    "script": (f"</script><script>{PWN}</script>", f"</script><script>{PWN}</script>"),
    "textarea": (
        f"</title></textarea><svg onload={PWN}>",
        f"</title></textarea><svg onload={PWN}>",
    ),
    "double quote": (f'" onmouseover="{PWN}" x="', f'" onmouseover="{PWN}" x="'),
    "single quote": (f"');{PWN};('", f"');{PWN};('"),
    "cdata": (f"]]><script>{PWN}</script>", f"]]><script>{PWN}</script>"),
    "comment": ("<!--<script>", "<!--<script>"),
    "line separator": (f"a\u2028{PWN}\u2029b", f"a {PWN} b"),
    "newline": (f"a\r\n{PWN}//", f"a {PWN}//"),
    "entity": ("&lt;b&gt; &amp;#123;", "&lt;b&gt; &amp;#123;"),
    "backslash": ("\\u003cb\\x3e\\", "\\u003cb\\x3e\\"),
    "bidi override": ("Hinds \u202egpj.exe\u2066", "Hinds \ufffdgpj.exe\ufffd"),
    "bidi marks": ("\u200fשלום\u200e, \u061cAdams", "\ufffdשלום\ufffd, \ufffdAdams"),
    "controls": ("a\x00b\x1b[31mc\x7fd\x9be", "a\ufffdb\ufffd[31mc\ufffdd\ufffde"),
    "lone surrogate": ("a\ud800b", "a\ufffdb"),
    "ten kilobytes": (LONG, LONG[: MAX_TEXT - 1] + "…"),
}
# Each is what a payload above becomes when it runs on the server.
EXECUTED = ("WN3D", "zqzqzq", "__builtins__", "<module ")

Add = Callable[[folium.Map, str], object]
DOT = {"color": "#900"}


def collection(properties: dict[str, Any]) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": [[-91, 31], [-89, 34]]}
    feature = {"type": "Feature", "properties": properties, "geometry": line}
    return {"type": "FeatureCollection", "features": [feature]}


def raw_layer(page: folium.Map, words: str) -> None:
    """Put a folium layer of the caller's own on the map, its text encoded by hand."""
    layer = folium.GeoJson(
        collection({"words": text(words)}),
        control=False,
        tooltip=folium.GeoJsonTooltip(fields=["words"], aliases=[text(words)]),
    )
    folium_door.script("({layer}) => { window.raw = layer; }").add_to(layer)
    layer.add_to(page)


def shapes(page: folium.Map, words: str) -> None:
    layer = folium_door.geojson(
        counties(), key="counties", style=lambda _: DOT, tooltips=dict.fromkeys(geoids(), words)
    )
    layer.add_to(page)


def held(layer: Any, name: str) -> Any:
    """Let the test find a layer again in the page."""
    folium_door.script(f"({{layer}}) => {{ window.{name} = layer; }}").add_to(layer)
    return layer


def data_blob(page: folium.Map, words: str) -> None:
    folium_door.panel(node("p", id="blob")).add_to(page)
    show = "({data, text}) => document.getElementById('blob').append(text(data.words))"
    folium_door.script(show, {"words": words}).add_to(page)


def marker(words: str) -> folium.Marker:
    return folium.Marker([33, -90], tooltip=text(words), icon=folium.DivIcon(class_name="dot"))


# The 13 places: every folium class the door lets in, at each parameter of it that becomes text on
# the page, through the door's own function where it has one and else through folium itself. What
# else takes text (styles, class names, property names) is refused; see REFUSED.
SINKS: dict[str, Add] = {
    "map title": lambda _page, _words: None,
    "geojson property": raw_layer,
    "geojson tooltip": shapes,
    "geojson tooltip alias": raw_layer,
    "marker tooltip": lambda page, words: held(marker(words), "marker").add_to(page),
    "div icon": lambda page, words: folium_door.label((-90, 32), words).add_to(page),
    "circle marker tooltip": lambda page, words: held(
        folium_door.circle_marker((-90, 33), radius_px=9, style=DOT, tooltip=words), "dot"
    ).add_to(page),
    "circle tooltip": lambda page, words: held(
        folium_door.circle((-89, 33), radius_m=9000, style=DOT, tooltip=words), "circle"
    ).add_to(page),
    "feature group name": lambda page, words: folium_door.group(words, key="group").add_to(page),
    "base layer name": lambda page, words: folium_door.group(words, key="base", base=True).add_to(
        page
    ),
    "legend": lambda page, words: folium_door.panel(
        node("p", words, class_="legend", aria_label=words), corner="bottomleft"
    ).add_to(page),
    "attribution": lambda _page, _words: None,
    "script data": data_blob,
}
# How the page shows each, as JavaScript that returns the words a reader is given.
OPENED = "(layer) => { layer.openTooltip(); return layer.getTooltip().getElement().textContent; }"
SHOWN = {
    "map title": 'document.title.replace(/ - Crisis Coverage$/, "")',
    "geojson property": "raw.openTooltip() && document.querySelector('.foliumtooltip td').textContent",
    "geojson tooltip": f"({OPENED})(window.layers.counties.getLayers()[81])",
    "geojson tooltip alias": "document.querySelector('.foliumtooltip th').textContent",
    "marker tooltip": f"({OPENED})(marker)",
    "div icon": "document.querySelector('.label').textContent",
    "circle marker tooltip": f"({OPENED})(dot)",
    "circle tooltip": f"({OPENED})(circle)",
    "feature group name": "document.querySelector('.leaflet-control-layers-overlays').textContent",
    "base layer name": "document.querySelector('.leaflet-control-layers-base').textContent",
    "legend": "document.querySelector('.legend').textContent",
    "attribution": "document.querySelector('.leaflet-control-attribution bdi').textContent",
    "script data": "document.getElementById('blob').textContent",
}


@cache
def counties() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((default_dir() / "display_counties.geojson").read_bytes())
    return found


def geoids() -> list[str]:
    return [feature["id"] for feature in counties()["features"]]


def empty_map(words: str = "A map") -> folium.Map:
    return folium_door.new_map(words, ((-91.7, 30.1), (-88.0, 35.1)), attribution=[words])


def whole_map(words: str) -> folium.Map:
    page = empty_map(words)
    for add in dict.fromkeys(SINKS.values()):
        add(page, words)
    folium_door.layer_control().add_to(page)
    folium_door.script("({layers}) => { window.layers = layers; }").add_to(page)
    return page


def normal(words: str) -> str:
    return " ".join(words.split())


def test_there_are_thirteen_sinks_and_each_is_read_back() -> None:
    assert len(SINKS) == 13
    assert SINKS.keys() == SHOWN.keys()


def rendered(sink: str, words: str) -> str:
    """Return the page with words in one place, without the hash that its policy takes of it."""
    page = empty_map(words if sink in {"map title", "attribution"} else "A map")
    SINKS[sink](page, words)
    folium_door.layer_control().add_to(page)
    return re.sub("'sha256-[^']*'", "", folium_door.render(page).decode())


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_on_the_server(sink: str, payload: str) -> None:
    """The page is the one that harmless words give, with other words in their place."""
    words, _ = PAYLOADS[payload]
    html = rendered(sink, words)
    assert not [trace for trace in EXECUTED if trace in html]
    in_html = str(text(words))
    encodings = [in_html, in_html.replace("&", "\\u0026"), json_block(words)[1:-1]]
    assert any(encoded in html for encoded in encodings)
    for encoded in encodings:
        html = html.replace(encoded, "Harmless")
    assert html == rendered(sink, "Harmless")


def test_the_payloads_are_hostile() -> None:
    """What stock folium makes of one of them, so that a pass above means something."""
    stock = folium.Map(tiles=None)
    folium.Circle([33, -90], radius=1, tooltip="{{'wn3d'|upper}}").add_to(stock)
    assert "WN3D" in stock.get_root().render()


@pytest.fixture
def dialogs(page: Page) -> Iterator[list[str]]:
    with dialogs_of(page) as said:
        yield said


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_in_the_browser_and_the_words_are_shown(
    payload: str, page: Page, watch: Watch, dialogs: list[str]
) -> None:
    words, shown = PAYLOADS[payload]
    serve(page, {"map.html": folium_door.render(whole_map(words))})
    page.goto("http://127.0.0.1/map.html")
    for sink, expression in SHOWN.items():
        assert normal(page.evaluate(expression)) == normal(shown), sink
    drawn = page.locator("path[data-id]")
    assert sorted(drawn.evaluate_all("all => all.map(one => one.dataset.id)")) == geoids()
    assert all(
        len(d) > 20 for d in drawn.evaluate_all("all => all.map(one => one.getAttribute('d'))")
    )
    assert page.locator("path:not([data-id])").count() == 3  # the raw line, the dot, the circle
    assert page.evaluate("window.__pwned") is None
    assert dialogs == []
    assert watch.addresses == ["http://127.0.0.1/map.html"]


def test_accessible_names_are_the_words_as_well(page: Page) -> None:
    words, shown = PAYLOADS["image"]
    serve(page, {"map.html": folium_door.render(whole_map(words))})
    page.goto("http://127.0.0.1/map.html")
    names = "all => all.map(one => one.getAttribute('aria-label'))"
    assert page.locator(".folium-map").get_attribute("aria-label") == shown
    assert page.locator(".legend").get_attribute("aria-label") == shown
    assert page.locator("path[data-id]").evaluate_all(names) == [shown] * 82


@pytest.mark.parametrize("payload", ["jinja sum", "script", "bidi override", "ten kilobytes"])
def test_the_same_holds_in_a_sandboxed_frame(payload: str, page: Page) -> None:
    words, shown = PAYLOADS[payload]
    host = b"<!doctype html><title>host</title><iframe sandbox=allow-scripts src=map.html></iframe>"
    serve(page, {"map.html": folium_door.render(whole_map(words)), "host.html": host})
    page.goto("http://127.0.0.1/host.html")
    inner = page.frames[1]
    assert inner.evaluate("window.origin") == "null"
    assert inner.locator("path[data-id]").count() == 82
    assert normal(inner.evaluate(SHOWN["script data"])) == normal(shown)
    assert page.evaluate("window.__pwned") is None


@pytest.mark.unwatched
def test_markup_that_got_in_would_still_not_run(page: Page) -> None:
    """The page's policy names its two scripts by hash, so that no other and no handler runs."""
    broken = f'<img src="data:," onerror="{PWN}"><script>{PWN}</script></main>'.encode()
    good = folium_door.render(whole_map("words"))
    serve(page, {"map.html": good.replace(b"</main>", broken, 1)})
    page.goto("http://127.0.0.1/map.html")
    assert page.locator("img").count() == 1
    assert page.evaluate("window.__pwned") is None
    assert page.locator("path[data-id]").count() == 82


@pytest.mark.unwatched
def test_a_payload_that_ran_would_be_noticed(new_page: Page) -> None:
    new_page.on("dialog", lambda dialog: dialog.dismiss())
    words, _ = PAYLOADS["image"]
    serve(new_page, {"map.html": f"<!doctype html><p>{words}</p>".encode()})
    new_page.goto("http://127.0.0.1/map.html")
    new_page.wait_for_function("window.__pwned === 1")


def bare_line(words: str, **options: Any) -> folium.GeoJson:
    return folium.GeoJson(collection({"words": words}), control=False, **options)


# Text handed to folium without the door's encoding: the page is refused as a whole.
REFUSED: dict[str, Add] = {
    "geojson property": lambda page, words: bare_line(words).add_to(page),
    "geojson property name": lambda page, words: folium.GeoJson(
        collection({words: 1}), control=False
    ).add_to(page),
    "geojson style": lambda page, words: bare_line(
        "", style_function=lambda _: {"color": words}
    ).add_to(page),
    "geojson tooltip": lambda page, words: bare_line("", tooltip=words).add_to(page),
    "geojson tooltip alias": lambda page, words: bare_line(
        "", tooltip=folium.GeoJsonTooltip(["words"], aliases=[words])
    ).add_to(page),
    "tooltip style": lambda page, words: bare_line(
        "", tooltip=folium.Tooltip("x", style=words)
    ).add_to(page),
    "marker tooltip": lambda page, words: folium.Marker(
        [33, -90], tooltip=words, icon=folium.DivIcon()
    ).add_to(page),
    "div icon": lambda page, words: folium.Marker(
        [33, -90], icon=folium.DivIcon(html=words)
    ).add_to(page),
    "div icon class": lambda page, words: folium.Marker(
        [33, -90], icon=folium.DivIcon(class_name=words)
    ).add_to(page),
    "circle marker tooltip": lambda page, words: folium.CircleMarker(
        [33, -90], tooltip=words
    ).add_to(page),
    "circle tooltip": lambda page, words: folium.Circle([33, -90], tooltip=words).add_to(page),
    "circle color": lambda page, words: folium.Circle([33, -90], color=words).add_to(page),
    "line tooltip": lambda page, words: folium.PolyLine(
        [[33, -90], [34, -90]], tooltip=words
    ).add_to(page),
    "feature group name": lambda page, words: folium.FeatureGroup(name=words).add_to(page),
    "base layer name": lambda page, words: folium.FeatureGroup(words, overlay=False).add_to(page),
    "map option": lambda page, words: page.options.update({"x": words}),
    "map option name": lambda page, words: page.options.update({words: 1}),
}


# Character references name no character that acts; unencoded they show as others, no more.
ACTING = [name for name in PAYLOADS if name != "entity"]


@pytest.mark.parametrize("sink", REFUSED)
@pytest.mark.parametrize("payload", ACTING)
def test_text_that_did_not_pass_the_door_is_refused(sink: str, payload: str) -> None:
    words, _ = PAYLOADS[payload]
    page = empty_map()
    REFUSED[sink](page, words)
    with pytest.raises(folium_door.UnsafeMapError) as caught:
        folium_door.render(page)
    assert words not in str(caught.value)


def test_the_page_credits_leaflet_and_links_nowhere(page: Page) -> None:
    serve(page, {"map.html": folium_door.render(whole_map("Census"))})
    page.goto("http://127.0.0.1/map.html")
    links = "[...document.links].map(link => link.getAttribute('href'))"
    assert set(page.evaluate(links)) == {"#"}
    assert page.locator(".leaflet-control-attribution").text_content() == "Leaflet | Census"
    assert page.locator(".leaflet-attribution-flag").count() == 0


def test_words_of_a_shape_can_be_changed_and_follow_it(page: Page) -> None:
    change = "({layers, tip}) => layers.counties.eachLayer((shape) => tip(shape, '<b>new</b>'))"
    made = whole_map("old")
    folium_door.script(change).add_to(made)
    serve(page, {"map.html": folium_door.render(made)})
    page.goto("http://127.0.0.1/map.html")
    county = page.locator("path[data-id='28049']")
    assert county.get_attribute("aria-label") == "<b>new</b>"
    county.hover()
    assert page.locator(".leaflet-tooltip").last.text_content() == "<b>new</b>"
    page.evaluate(
        "layers.counties.remove(); layers.counties.addTo(layers.counties.map || dot._map)"
    )
    assert county.get_attribute("aria-label") == "<b>new</b>"
    assert county.get_attribute("tabindex") == "-1"


def test_counties_are_no_tab_stops_and_points_are_named_ones(page: Page) -> None:
    made = empty_map()
    shapes(made, "Adams")
    folium_door.pin((-89.5, 34.4), "Oxford unit", glyph="+").add_to(made)
    folium_door.circle_marker((-90, 33), radius_px=9, style=DOT, tooltip="Grenada unit").add_to(
        made
    )
    folium_door.label((-90, 32), "Jackson").add_to(made)
    serve(page, {"map.html": folium_door.render(made)})
    page.goto("http://127.0.0.1/map.html")
    stops = []
    focused = "[document.activeElement.getAttribute('role'), document.activeElement.ariaLabel]"
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(tuple(page.evaluate(focused)))
    assert ("button", "Oxford unit") in stops
    assert ("img", "Grenada unit") in stops
    assert ("region", "A map") in stops
    assert "Adams" not in {name for _, name in stops}
    assert "Jackson" not in {name for _, name in stops}


def test_a_frame_shown_late_still_shows_the_whole_state(page: Page) -> None:
    host = (
        b"<!doctype html><iframe sandbox=allow-scripts src=map.html style='display:none'></iframe>"
    )
    made = empty_map()
    shapes(made, "x")
    folium_door.script(
        "({map}) => { window.map = map;"
        " map.on('resize', () => { document.body.dataset.width = map.getSize().x; }); }"
    ).add_to(made)
    serve(page, {"map.html": folium_door.render(made), "host.html": host})
    page.goto("http://127.0.0.1/host.html")
    inner = page.frames[1]
    inner.wait_for_load_state()
    assert inner.evaluate("map.getSize().x") == 0
    page.evaluate("document.querySelector('iframe').style = 'width:600px;height:700px'")
    inner.locator("body[data-width='600']").wait_for()
    assert inner.evaluate("map.getBounds().contains([[30.1, -91.7], [35.1, -88]])")
    assert inner.evaluate("map.getZoom()") == 7
