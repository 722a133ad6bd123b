"""Pages of their own on this server: maps and county sheets, by the hash of their bytes."""

import gzip
import hashlib
import importlib
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from geo.web.compression import takes_gzip

__all__ = ["MapPages", "publish", "publish_sheet", "routes"]

MAPS_KEPT: Final = 32
SHEETS_KEPT: Final = 100
# A map may run its scripts and nothing else: an origin of its own, nothing to load or connect to.
MAP_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-scripts; frame-ancestors 'self'"
)
# A sheet runs nothing at all. Its links still lead to sources, in this tab or another, and to calls.
SHEET_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-popups "
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
PAGE_NAME: Final = re.compile(r"([0-9a-f]{64})\.html")


@dataclass(frozen=True, slots=True)
class MapPage:
    """One published page: its bytes, and the same compressed for browsers that take gzip."""

    plain: bytes
    gzipped: bytes


class MapPages:
    """Published pages by the SHA-256 of their bytes; the longest unused fall out first.

    Parameters
    ----------
    kept : int
        How many pages stay at most.
    """

    def __init__(self, kept: int = MAPS_KEPT) -> None:
        self._kept = kept
        self._pages: OrderedDict[str, MapPage] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, content: bytes) -> str:
        """Store a page and return its digest; equal bytes are stored once."""
        digest = hashlib.sha256(content).hexdigest()
        with self._lock:
            if digest not in self._pages:
                self._pages[digest] = MapPage(content, gzip.compress(content, mtime=0))
            self._pages.move_to_end(digest)
            while len(self._pages) > self._kept:
                self._pages.popitem(last=False)
        return digest

    def get(self, digest: str) -> MapPage | None:
        """Return the page of that digest, or None; being asked for counts as use."""
        with self._lock:
            page = self._pages.get(digest)
            if page is not None:
                self._pages.move_to_end(digest)
        return page


pages: Final = MapPages()
# Apart from the maps, which all visitors share: no number of sheets may push one of those out.
sheets: Final = MapPages(SHEETS_KEPT)


def publish(content: bytes) -> str:
    """Keep a map page for the browser to fetch and return its path on this server.

    Parameters
    ----------
    content : bytes
        A whole HTML document in UTF-8 that needs no other file.

    Returns
    -------
    str
        ``/maps/<SHA-256 of the content>.html``; the same for the same bytes.
    """
    return f"/maps/{pages.put(content)}.html"


def publish_sheet(content: bytes) -> str:
    """Keep a county's printable sheet, as `publish` does a map: ``/sheets/<SHA-256>.html``."""
    return f"/sheets/{sheets.put(content)}.html"


async def serve_map(request: Request) -> Response:
    """Answer a request below /maps/: a published page, or 404 in plain words."""
    return _published(request, "pages", MAP_POLICY, "There is no such map.\n")


async def serve_sheet(request: Request) -> Response:
    """Answer a request below /sheets/: a published sheet, or 404 in plain words."""
    missing = "There is no such sheet. The page County makes it again.\n"
    return _published(request, "sheets", SHEET_POLICY, missing)


def _published(request: Request, kept: str, policy: str, missing: str) -> Response:
    name = PAGE_NAME.fullmatch(request.path_params["name"])
    # While someone edits the code, Streamlit loads this module anew under a running server;
    # the pages are then published in the newer module, not in the one that made this route.
    current: MapPages = getattr(importlib.import_module("geo.web.published"), kept)
    page = current.get(name[1]) if name else None
    if page is None:
        return PlainTextResponse(missing, status_code=404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": policy,
        "Vary": "Accept-Encoding",
    }
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(page.plain, media_type="text/html", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(page.gzipped, media_type="text/html", headers=headers)


def routes() -> list[BaseRoute]:
    """Return the routes that these pages add to Streamlit's own."""
    return [
        Route("/maps/{name:path}", serve_map),
        Route("/sheets/{name:path}", serve_sheet),
    ]
