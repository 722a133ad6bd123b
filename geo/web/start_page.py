"""The HTML that a browser gets first: Streamlit's own, with the pages' style in its head.

Streamlit sends what a page shows bit by bit, a style sheet too, and fetches the scripts of each kind of
element when the first of them comes. A style sheet in the first bytes is in force before anything is
drawn, and scripts that were asked for there are at hand, so that less jumps.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from geo.templates.render import style
from geo.text import PRODUCT
from geo.web import fault

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
_STATIC: Final = Path(streamlit.__file__).parent / "static"
_OTHERS: Final = ("/_stcore/", "/media/")
"""Where Streamlit knows itself what there is."""


@cache
def html() -> str:
    """Return the start page; the scripts in it are Streamlit's, byte by byte."""
    sheet = style("tokens.css", "parts.css") + Path(__file__).with_name("app.css").read_text(
        "utf-8"
    )
    scripts = (
        f'<link rel="modulepreload" crossorigin href="./static/js/{script.name}">'
        for name in _SCRIPTS
        for script in (_STATIC / "static" / "js").glob(f"{name}.*.js")
    )
    head = f"{''.join(scripts)}<style>{sheet}</style>{_HEAD}"
    page = (
        (_STATIC / "index.html").read_text("utf-8").replace(_TITLE, f"<title>{PRODUCT}</title>", 1)
    )
    return page.replace(_HEAD, head, 1)


class _PageRoute(Route):
    """Every address that can be a page's, there or not."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Leave to Streamlit what it has, and to lead on from an address that ends with a slash."""
        path = scope["path"]
        is_known = path.startswith(_OTHERS) or path.endswith("/") or path in _files()
        return (Match.NONE, {}) if is_known else super().matches(scope)


@cache
def _files() -> frozenset[str]:
    """Return the addresses of Streamlit's files; not of its page, which is ours at the addresses of pages."""
    files = {path.relative_to(_STATIC) for path in _STATIC.rglob("*") if path.is_file()}
    return frozenset(f"/{path.as_posix()}" for path in files if path.name != "index.html")


def routes(addresses: Collection[str]) -> list[BaseRoute]:
    """Return the routes that go before Streamlit's own: its start page is the same at every page's address.

    Where neither a page nor a file of Streamlit has that address, the answer says so, with 404. Streamlit would
    say it in a window over its first page, with 200.
    """

    async def serve(request: Request) -> Response:
        if request.path_params.get("name", "") not in addresses:
            return fault.no_page()
        return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})

    return [Route("/", serve), _PageRoute("/{name:path}", serve)]
