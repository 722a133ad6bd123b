"""Refusals and faults as ``application/problem+json`` (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from geo.api.queries import RefusedError
from geo.errors import DataError, Problem
from geo.web import logs

__all__ = ["DETAILS", "HANDLERS", "MEDIA_TYPE", "ProblemDetails", "of_fault", "respond"]

MEDIA_TYPE: Final = "application/problem+json"
DETAILS: Final = {
    404: "There is no such address here. /openapi.json names all there are.",
    405: "This address does not take the method. The header Allow names those that it takes.",
}
"""By status why, where the library says no more than its name."""
_log = logging.getLogger(__name__)


class ProblemDetails(Struct, frozen=True, kw_only=True):
    """Why there is no answer. `parameter` is the one at fault; `problems` are those of the data.

    `id` is the name that a fault of the program has in the log.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    parameter: str | UnsetType = UNSET
    problems: tuple[Problem, ...] | UnsetType = UNSET
    id: str | UnsetType = UNSET


def respond(
    status: int,
    detail: str,
    parameter: str | None = None,
    problems: tuple[Problem, ...] = (),
    headers: dict[str, str] | None = None,
    fault: str | None = None,
) -> Response:
    """Return a refusal, or a fault by its name in the log; caches keep none."""
    told = ProblemDetails(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        parameter=parameter or UNSET,
        problems=problems or UNSET,
        id=fault or UNSET,
    )
    return Response(
        msgspec.json.encode(told),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        MEDIA_TYPE,
    )


def of_fault(error: Exception) -> Response:
    """Log a fault of the program by its kind and places, since its text may hold a piece of an address."""
    _log.error("a request could not be answered", extra=logs.of_error(error))
    detail = "The program itself is at fault. Please report it with the id."
    return respond(500, detail, fault=logs.error_id(error))


async def _refused(_request: Request, error: RefusedError) -> Response:
    headers = {"Retry-After": "1"} if error.status == 503 else {}
    return respond(error.status, error.detail, error.parameter, headers=headers)


async def _unfit(_request: Request, error: DataError) -> Response:
    detail = "The data is not fit for this answer. In an emergency call 911. In a crisis call or text 988."
    return respond(503, detail, problems=error.problems, headers={"Retry-After": "60"})


async def _http(_request: Request, error: HTTPException) -> Response:
    detail = DETAILS.get(error.status_code, error.detail)
    return respond(error.status_code, detail, headers=dict(error.headers or {}))


HANDLERS: Final[Mapping[Any, Any]] = {
    RefusedError: _refused,
    DataError: _unfit,
    HTTPException: _http,
}
"""By kind of exception what answers with it."""
