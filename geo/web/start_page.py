"""The HTML that a browser gets first: Streamlit's own, with the pages' style in its head.

Streamlit sends what a page shows bit by bit, a style sheet too, and fetches the scripts of each kind of
element when the first of them comes. A style sheet in the first bytes is in force before anything is
drawn, and scripts that were asked for there are at hand, so that less jumps.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.templates.render import style

__all__ = ["html", "routes"]

_HEAD: Final = "</head>"
_SCRIPTS: Final = (
    "Html",
    "purify.es",
    "PageLink",
    "BidiComponent",
    "ButtonGroup",
    "Selectbox",
    "TextInput",
    "Form",
    "Button",
    "DownloadButton",
    "LinkButton",
    "Checkbox",
)
"""The beginnings of the names of Streamlit's scripts that the pages need at once."""
_TITLE: Final = "<title>Streamlit</title>"


@cache
def html() -> str:
    """Return the start page; the scripts in it are Streamlit's, byte by byte."""
    static = Path(streamlit.__file__).parent / "static"
    sheet = style("tokens.css", "parts.css") + Path(__file__).with_name("app.css").read_text(
        "utf-8"
    )
    scripts = (
        f'<link rel="modulepreload" crossorigin href="./static/js/{script.name}">'
        for name in _SCRIPTS
        for script in (static / "static" / "js").glob(f"{name}.*.js")
    )
    head = f"{''.join(scripts)}<style>{sheet}</style>{_HEAD}"
    page = (
        (static / "index.html")
        .read_text("utf-8")
        .replace(_TITLE, "<title>Crisis Coverage</title>", 1)
    )
    return page.replace(_HEAD, head, 1)


async def _serve(_request: Request) -> Response:
    return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})


def routes(paths: Iterable[str]) -> list[BaseRoute]:
    """Return the routes of the pages, by their addresses, which go before Streamlit's own."""
    return [Route(f"/{path}", _serve) for path in paths]
