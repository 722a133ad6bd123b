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
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

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
        (static / "index.html").read_text("utf-8").replace(_TITLE, f"<title>{PRODUCT}</title>", 1)
    )
    return page.replace(_HEAD, head, 1)


class _PageName(Convertor[str]):
    """What can be the address of a page, there or not: Streamlit's own files have dots or slashes."""

    regex = "(?!healthz$|script-health-check$)[A-Za-z][A-Za-z0-9_-]*"

    def convert(self, value: str) -> str:
        """Return the name as it is in the address."""
        return value

    def to_string(self, value: str) -> str:
        """Return the name as it is in the address."""
        return value


register_url_convertor("page_name", _PageName())


def routes(addresses: Collection[str]) -> list[BaseRoute]:
    """Return the routes that go before Streamlit's own: its start page is the same at every page's address.

    Where no page has that address, the answer says so, with 404. Streamlit would say it in a window over
    its first page, with 200.
    """

    async def serve(request: Request) -> Response:
        if request.path_params.get("name", "") not in addresses:
            return fault.no_page()
        return HTMLResponse(html(), headers={"Cache-Control": "no-cache"})

    return [Route("/", serve), Route("/{name:page_name}", serve)]
