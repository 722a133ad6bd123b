"""The page around a folium map: checked, rendered without random ids, and complete in itself."""

import base64
import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import folium
from branca.element import Element, Figure

from geo.maps.common import asset
from geo.maps.folium_check import UnsafeMapError, check
from geo.maps.safetext import Json, json_block, text
from geo.text import PRODUCT

__all__ = ["Extra", "figure_of", "render"]

_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
ASSETS: Final = Path(__file__).resolve().parent / "leaflet"
POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


class Extra(Element):
    """What `render` puts into the page by itself: no template, so nothing in it is compiled."""

    def __init__(
        self, kind: Literal["style", "body", "script", "key"], content: str, data: Json = None
    ) -> None:
        super().__init__()
        self.kind = kind
        self.content = content
        self.data = data

    def render(self, **_: Any) -> str:
        """Add nothing to what folium renders."""
        return ""


def figure_of(page: folium.Map) -> Figure:
    """Return the figure that folium made around the map."""
    return cast(Figure, page.get_root())


def render(page: folium.Map) -> bytes:
    """Return the map as one HTML document in UTF-8 that needs no other file.

    Equal maps give equal bytes. The page works from disk and in a sandboxed frame; its policy lets
    exactly the scripts run that stand in it now, so nothing may be added to it afterwards.

    Raises
    ------
    UnsafeMapError
        If the map holds anything that could run or load something.
    """
    elements = list(_walk(page))
    check(figure_of(page), [element for element in elements if not isinstance(element, Extra)])
    body, drawing = _folium_parts(page, elements)
    extras = [element for element in elements if isinstance(element, Extra)]
    body += "".join(extra.content for extra in extras if extra.kind == "body")
    styles = [_asset("leaflet.css"), _own("door.css")]
    styles += [extra.content for extra in extras if extra.kind == "style"]
    calls = [extra for extra in extras if extra.kind == "script"]
    code = _page_script(page, drawing, calls, _keys(extras))
    # The last line of the file names a source map that is not shipped.
    library = _asset("leaflet.js").rsplit("\n//# sourceMappingURL", 1)[0]
    allowed = " ".join(_script_hash(source) for source in (library, code))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY.format(scripts=allowed)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{text(figure_of(page).title or "Map")} - {PRODUCT}</title>
<!-- Leaflet, in the style and the script below:
{_asset("LICENSE")}-->
<style>{"".join(styles)}</style>
<script>{library}</script>
</head>
<body>
<main>{body}</main>
<script type="application/json" id="page-data">{json_block([call.data for call in calls])}</script>
<script>{code}</script>
</body>
</html>
""".encode()


def _page_script(
    page: folium.Map, drawing: str, calls: Sequence[Extra], layers: Mapping[str, str]
) -> str:
    """Return the page's one script: what folium draws, then our own scripts in their order."""
    layer_names = ", ".join(f"{json.dumps(key)}: {name}" for key, name in layers.items())
    runs = [
        f"run({call.content}, {call._parent.get_name()}, {number});"
        for number, call in enumerate(calls)
        if call._parent is not None
    ]
    return "\n".join(
        [
            '(() => {\n"use strict";',
            _own("door.js"),
            # Between coordinates alone: brackets in text are encoded. Both take 2 % off the page.
            _INDENT.sub("", drawing.replace("], [", "],[")),
            f"const map = {page.get_name()};",
            f"const layers = {{{layer_names}}};",
            'const data = JSON.parse(document.getElementById("page-data").textContent);',
            "const run = (task, layer, number) =>",
            "  task({ map, layers, layer, data: data[number], text, tip });",
            *runs,
            "})();",
        ]
    )


def _folium_parts(page: folium.Map, elements: Sequence[Element]) -> tuple[str, str]:
    """Return what folium makes of the map, as HTML and as JavaScript, and leave the map as it was.

    Only folium's random ids do not come back: the elements keep their numbers instead.
    """
    figure = figure_of(page)
    children = [(element, element._children.copy()) for element in elements]
    for number, element in enumerate(elements):
        element._id = str(number)
    # A layer control can only list what stands before it.
    page._children = OrderedDict(
        sorted(page._children.items(), key=lambda item: isinstance(item[1], folium.LayerControl))
    )
    try:
        page.render()  # type: ignore[no-untyped-call]
        return figure.html.render(), figure.script.render()
    finally:
        for element, kept in children:
            element._children = kept
        for part in (figure.header, figure.html, figure.script):
            part._children.clear()


def _keys(extras: Sequence[Extra]) -> dict[str, str]:
    """Return the script name of each layer by its key."""
    names: dict[str, str] = {}
    for extra in extras:
        if extra.kind == "key" and extra._parent is not None:
            if extra.content in names:
                raise UnsafeMapError(f"two layers have the key {extra.content}")
            names[extra.content] = extra._parent.get_name()
    return names


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _own(name: str) -> str:
    return asset(str(ASSETS / name), name)


def _script_hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)
