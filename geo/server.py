"""The web server around the pages: start-up, the maps' own route, headers, refused callers."""

import base64
import gc
import gzip
import hashlib
import importlib
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from geo.errors import CrisisCoverageError

__all__ = ["Guard", "MapPages", "lifespan", "middleware", "publish", "routes"]

MAPS_KEPT: Final = 32
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
COMMON_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A map may run its scripts and nothing else: an origin of its own, nothing to load or connect to.
MAP_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-scripts; frame-ancestors 'self'"
)
MAP_NAME: Final = re.compile(r"([0-9a-f]{64})\.html")
HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?", re.IGNORECASE)
INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MapPage:
    """One published map: its bytes, and the same compressed for browsers that take gzip."""

    plain: bytes
    gzipped: bytes


class MapPages:
    """Published maps by the SHA-256 of their bytes; the longest unused fall out first.

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
        """Keep a page and return its digest; equal bytes are kept once."""
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


async def serve_map(request: Request) -> Response:
    """Answer a request below /maps/: a published page, or 404 in plain words."""
    name = MAP_NAME.fullmatch(request.path_params["name"])
    # While someone edits the code, Streamlit loads this module anew under a running server;
    # the pages are then published in the newer module, not in the one that made this route.
    current: MapPages = importlib.import_module("geo.server").pages
    page = current.get(name[1]) if name else None
    if page is None:
        return PlainTextResponse("There is no such map.\n", status_code=404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": MAP_POLICY,
        "Vary": "Accept-Encoding",
    }
    if not _takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(page.plain, media_type="text/html", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(page.gzipped, media_type="text/html", headers=headers)


def _takes_gzip(accepted: str) -> bool:
    for choice in accepted.lower().split(","):
        coding, _, weight = choice.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.strip("0.") != "" if weight else True
    return False


class Guard:
    """ASGI middleware: turns away foreign callers and puts security headers on every answer.

    Streamlit checks neither the Host of a page nor, without calling an outside service to learn
    its own address, the Origin of a WebSocket. Here both are compared with what was asked for,
    before Streamlit sees the request: Host must be one of the allowed names, Origin, if sent,
    must be this very server.

    Parameters
    ----------
    app : ASGIApp
        What lies behind.
    hosts : Sequence[str] | None
        Names this server answers to, ``*.example.org`` for all below one; by default those of
        Streamlit's option ``server.allowedHosts``, and the loopback names where that is empty.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] | None = None) -> None:
        self._app = app
        allowed = hosts or streamlit.get_option("server.allowedHosts") or LOOPBACK
        self._hosts = tuple(host.strip().lower().rstrip(".") for host in allowed)
        self._headers = {**COMMON_HEADERS, "Content-Security-Policy": page_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 400 (HTTP) or 403 (WebSocket)."""
        if scope["type"] == "http":
            app = self._app if self._is_ours(Headers(scope=scope)) else _refuse
            await app(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket" and not self._is_ours(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "foreign caller"})
        else:
            await self._app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        parts = HOST.fullmatch(host)
        if not parts:
            return False
        name = parts[1].strip("[]").lower().rstrip(".")
        if not any(fnmatchcase(name, allowed) for allowed in self._hosts):
            return False
        return {f"http://{host}", f"https://{host}"}.issuperset(headers.getlist("origin"))

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_with_headers


_refuse: Final = PlainTextResponse("This server does not answer such callers.\n", 400)


def page_policy() -> str:
    """Return the Content-Security-Policy of the Streamlit page.

    Only this server is trusted. Streamlit itself needs the rest: its start page holds inline
    scripts (named by hash), components are loaded as blob: modules, and styles are set inline.
    """
    start_page = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = INLINE_SCRIPT.findall(start_page.read_bytes())
    hashes = " ".join(f"'sha256-{_sha256_base64(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'self' {hashes} blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def _sha256_base64(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def routes() -> list[BaseRoute]:
    """Return the routes this app adds to Streamlit's own."""
    return [Route("/maps/{name:path}", serve_map)]


def middleware() -> list[Middleware]:
    """Return what every request passes before Streamlit sees it."""
    return [Middleware(Guard)]


def lifespan(warm: Callable[[], object]) -> Callable[[App], AbstractAsyncContextManager[None]]:
    """Return what the server does on start: everything is loaded before the first visitor comes.

    Parameters
    ----------
    warm : Callable[[], object]
        Loads the data and draws the maps. Bad data (`CrisisCoverageError`, `OSError`) do not keep
        the server from starting: the terminal names the problems, and so do the pages.
    """

    @asynccontextmanager
    async def start(_app: App) -> AsyncIterator[None]:
        try:
            warm()
        except (CrisisCoverageError, OSError) as error:
            _log.warning("The data cannot be used; the pages say the same. %s", error)
        gc.collect()
        # Streamlit collects garbage after each rerun; what is here to stay need not be looked at.
        gc.freeze()
        yield

    return start
