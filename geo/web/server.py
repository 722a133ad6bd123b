"""The web server around the pages: start-up, headers, refused callers."""

import base64
import gc
import hashlib
import logging
import re
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from geo.errors import CrisisCoverageError
from geo.web.compression import Compression
from geo.web.discreet import Discreet
from geo.web.uploads import UploadLimit

__all__ = ["Guard", "lifespan", "middleware"]

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
COMMON_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?", re.IGNORECASE)
UNUSED: Final = re.compile(
    r"/(?:_stcore/(?!(?:health|host-config|stream)$|upload_file/)|auth/|oauth2callback|component/|app/static/)"
    r".*"
)
"""Addresses of Streamlit that no page uses: metrics, sign-in, its interface for agents, files of components."""
INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

# Files that somebody chooses stay in memory. Starlette would write what is over 1 MB to the disk first.
MultiPartParser.spool_max_size = (streamlit.get_option("server.maxUploadSize") + 1) * 2**20

_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: turns away foreign callers, closes what is not used, puts security headers on every answer.

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
    refusal : ASGIApp | None
        What answers a foreign caller; by default a line of plain text, with 400.
    """

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str] | None = None, refusal: ASGIApp | None = None
    ) -> None:
        self._app = app
        self._refusal = refusal or _refuse
        allowed = hosts or streamlit.get_option("server.allowedHosts") or LOOPBACK
        self._hosts = tuple(host.strip().lower().rstrip(".") for host in allowed)
        self._headers = {**COMMON_HEADERS, "Content-Security-Policy": page_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 400 or 404 (HTTP) or 403 (WebSocket)."""
        if scope["type"] == "http":
            is_ours = self._is_ours(Headers(scope=scope))
            app = (
                self._refusal
                if not is_ours
                else _unused
                if UNUSED.fullmatch(scope["path"])
                else self._app
            )
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


_unused: Final = PlainTextResponse("There is nothing at this address.\n", 404)


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


def middleware() -> list[Middleware]:
    """Return what every request passes before Streamlit sees it."""
    return [Middleware(step) for step in (Guard, Discreet, UploadLimit, Compression)]


def lifespan(
    warm: Callable[[], object],
    *aside: Callable[[], object],
    end: Callable[[], object] = lambda: None,
) -> Callable[[App], AbstractAsyncContextManager[None]]:
    """Return what the server does on start, where everything is loaded before the first visitor comes, and at its end.

    Parameters
    ----------
    warm : Callable[[], object]
        Loads the data and draws the maps, and returns the data's hash for the log. Bad data
        (`CrisisCoverageError`, `OSError`) do not keep the server from starting: the log names the
        problems, and so do the pages.
    *aside : Callable[[], object]
        What the first visitor needs too and the start does not wait for: each in a thread of its own.
    end : Callable[[], object]
        What is done when the server was told to stop and its callers have gone.
    """

    @asynccontextmanager
    async def start(_app: App) -> AsyncIterator[None]:
        for task in aside:
            threading.Thread(target=task, daemon=True).start()
        loaded = None
        try:
            loaded = warm()
        except (CrisisCoverageError, OSError) as error:
            _log.warning(
                "The data cannot be used; the pages say the same. %s", _without_path(error)
            )
        except Exception:
            # uvicorn tells of it in words alone, which are not logged.
            _log.exception("the server cannot start")
            raise
        _log.info("the server is ready", extra=_about() | {"data_sha256": loaded})
        gc.collect()
        # What is here to stay need not be looked at whenever Python looks for garbage.
        gc.freeze()
        yield
        end()

    return start


def _without_path(error: Exception) -> str:
    """Return an error's words with the name of its file alone: where it lies may be private."""
    if isinstance(error, OSError) and error.filename:
        return f"{Path(error.filename).name}: {error.strerror}"
    return str(error)


def _about() -> dict[str, str]:
    """Return what the log tells of the server itself."""
    address, port = (streamlit.get_option(f"server.{name}") for name in ("address", "port"))
    version = metadata.version("ms-crisis-coverage")
    host = f"[{address}]" if ":" in address else address
    return {"event": "start", "version": version, "address": f"{host}:{port}"}
