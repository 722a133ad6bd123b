"""What every request passes first: those of programs are answered here, and never by the server of the pages."""

import re
from typing import Final

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.api import problem_details, routes
from geo.web.server import Guard
from geo.web.slow_bodies import in_time

__all__ = ["BODY_S", "LONGEST_URL_BYTES", "Door", "middleware"]

LONGEST_URL_BYTES: Final = 8192
"""As much as nginx takes by default. With all its parameters no address here has a quarter of it."""
BODY_S: Final = 10.0
"""Seconds for a body, of which the largest is 4,096 bytes."""
_PROGRAMS: Final = re.compile(
    r"[/\\]+(?:api|healthz|readyz|openapi\.json)(?![A-Za-z0-9_-]).*", re.IGNORECASE | re.DOTALL
)
"""What is there for programs, what lies below, and how either may be misspelled. No page has such a name."""
# Decoded it looks like another address than a proxy may have taken it for.
_HIDDEN_SLASH: Final = b"%2f"
_FOREIGN: Final = problem_details.respond(
    400,
    "This server does not answer such callers: the header Host names another server, or Origin another page.",
)
_NOT_FOUND: Final = problem_details.respond(404, problem_details.DETAILS[404])
_TOO_LONG: Final = problem_details.respond(
    414, f"The address has more than {LONGEST_URL_BYTES} bytes."
)


class Door:
    """ASGI middleware: answers what is asked for by programs, so that each refusal is one that they can read.

    Parameters
    ----------
    app : ASGIApp
        The server of the pages, for all that is left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._pages = app
        self._answers = routes.app()
        self._programs = Guard(self._answer, refusal=_FOREIGN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on."""
        is_of_program = scope["type"] == "http" and _PROGRAMS.fullmatch(scope["path"])
        await (self._programs if is_of_program else self._pages)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw_path = scope.get("raw_path") or b""
        if len(raw_path) + len(scope["query_string"]) > LONGEST_URL_BYTES:
            await _TOO_LONG(scope, receive, send)
        elif _HIDDEN_SLASH in raw_path.lower():
            await _NOT_FOUND(scope, receive, send)
        else:
            await self._answers(scope, in_time(receive, BODY_S), send)


def middleware() -> list[Middleware]:
    """Return what goes before all that the pages' server passes a request through."""
    return [Middleware(Door)]
