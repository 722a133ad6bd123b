"""Requests to an ASGI app of this process, without a server, and all that it sends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message

from tests.event_loop import run

__all__ = ["OWN", "Answer", "call", "call_at_once", "call_that_stalls", "scope"]

OWN = "127.0.0.1:8501"


@dataclass(frozen=True)
class Answer:
    """What an ASGI app sent."""

    messages: tuple[Message, ...]

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])


def call(app: ASGIApp, scope: dict[str, Any], body: bytes = b"") -> Answer:
    """Give one request to an ASGI app and return all it sent."""
    return run(_answered(app, scope, body))


def call_at_once(app: ASGIApp, scopes: Sequence[dict[str, Any]]) -> list[Answer]:
    """Give several requests to an ASGI app at the same time."""

    async def answered() -> list[Answer]:
        return await asyncio.gather(*(_answered(app, scope, b"") for scope in scopes))

    return run(answered())


def call_that_stalls(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Answer:
    """Give a request to an ASGI app, of whose body the first part comes and nothing more."""
    return run(_answered(app, scope, body, stalls=True))


async def _answered(
    app: ASGIApp, scope: dict[str, Any], body: bytes, *, stalls: bool = False
) -> Answer:
    sent: list[Message] = []
    coming = [body]

    async def receive() -> Message:
        await asyncio.sleep(0)  # as from a network: others may come in between
        if stalls and not coming:
            await asyncio.Event().wait()
        coming.clear()
        kind = "websocket.connect" if scope["type"] == "websocket" else "http.request"
        return {"type": kind, "body": body, "more_body": stalls}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answer(tuple(sent))


def scope(
    kind: str = "http", path: str = "/", method: str = "GET", **headers: str | Sequence[str]
) -> dict[str, Any]:
    """Return an ASGI scope; a header given several values is sent several times."""
    pairs = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, given in {"host": OWN, **headers}.items()
        for value in ([given] if isinstance(given, str) else given)
    ]
    path, _, query = path.partition("?")
    return {
        "type": kind,
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": pairs,
        "server": ("127.0.0.1", 8501),
    }
