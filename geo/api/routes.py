"""The addresses for programs, on the same server as the pages, and how each is answered."""

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any, Final, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from geo.api import days, health, openapi, operations, problem_details, queries
from geo.api.health import VERSION
from geo.api.operations import Operation
from geo.api.queries import RefusedError
from geo.jsonable import as_text, jsonable
from geo.web import snapshot
from geo.web.compression import takes_gzip

__all__ = ["app"]

LARGEST_BODY_BYTES: Final = 4096
AT_WORK: Final = 4
"""Requests that are worked on at the same time."""
WAITING: Final = 64
"""Requests that may wait for that; more are told to come again."""
_JSON: Final = "application/json"
_POLICY: Final = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}

_T = TypeVar("_T")
Endpoint = Callable[[Request], Awaitable[Response]]


class _Work:
    """Works requests out in threads, a few at a time, so that visitors are not held up."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_WORK)
        self._under_way = 0

    async def run(self, make: Callable[[], _T]) -> _T:
        """Return what `make` returns; RefusedError where too many wait already."""
        if self._under_way >= AT_WORK + WAITING:
            raise RefusedError(503, "Too many ask at the same time. Ask again in a second.")
        self._under_way += 1
        try:
            async with self._turn:
                return await run_in_threadpool(make)
        finally:
            self._under_way -= 1


def _safely(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint whose faults are told without their text."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except tuple(problem_details.HANDLERS):
            raise
        except Exception as error:  # noqa: BLE001  (Starlette would log its text)
            return problem_details.of_fault(error)

    return answer


def _document(operation: Operation, work: _Work) -> Endpoint:
    """Return what answers an operation; its work is done once, and a caller who has the answer is told so."""

    async def answer(request: Request) -> Response:
        path = {
            name: request.path_params[name]
            for name in request.path_params
            if f"{{{name}}}" in operation.path
        }
        query = queries.in_query(operation.query, request.query_params.multi_items(), path)
        return await work.run(partial(_answered, request, operation, query))

    return answer


def _answered(request: Request, operation: Operation, query: Any) -> Response:
    shown = snapshot.current()
    named = (
        VERSION,
        shown.assessment.data_sha256,
        str(shown.assessment.as_of),
        operation.path,
        query,
    )
    tag = f'W/"{hashlib.sha256(repr(named).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **_POLICY}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)

    def make() -> bytes:
        day = days.judged(shown, query.as_of or None, query.known_on or None)
        text = as_text(operation.make(day, query))
        return gzip.compress(text.encode("utf-8", "backslashreplace"), 6, mtime=0)

    body = days.kept(shown, (operation.path, query), make)
    if takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(body, headers={**headers, "Content-Encoding": "gzip"}, media_type=_JSON)
    return Response(gzip.decompress(body), headers=headers, media_type=_JSON)


def _has(if_none_match: str, tag: str) -> bool:
    """Return whether a caller has an answer; a strong tag of the same name will do."""
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return bool(known & {"*", tag.removeprefix("W/")})


def _nearest(work: _Work) -> Endpoint:
    async def answer(request: Request) -> Response:
        if request.url.query:
            raise RefusedError(
                400, "This address takes no parameters. The place stands in the body."
            )
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            raise RefusedError(415, f"The body is to be JSON, and the header Content-Type {_JSON}.")
        query = queries.in_body(queries.Place, await _body(request))
        return await work.run(partial(_found, query))

    return answer


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY_BYTES:
            raise RefusedError(413, f"The body has more than {LARGEST_BODY_BYTES} bytes.")
    return body


def _found(query: queries.Place) -> Response:
    day = days.judged(snapshot.current(), query.as_of or None, query.known_on or None)
    text = as_text(operations.nearest(day, query))
    headers = {"Cache-Control": "no-store", **_POLICY}
    return Response(text.encode("utf-8", "backslashreplace"), headers=headers, media_type=_JSON)


def _health(*, asks_ready: bool) -> Endpoint:
    async def answer(_request: Request) -> Response:
        # It waits for no turn: a server at work is well.
        report = await run_in_threadpool(health.report)
        well = report.ready if asks_ready else report.status is not health.HealthStatus.UNFIT
        headers = {"Cache-Control": "no-store", **_POLICY}
        return Response(as_text(jsonable(report)), 200 if well else 503, headers, _JSON)

    return answer


async def _description(_request: Request) -> Response:
    body = msgspec.json.encode(openapi.document())
    return Response(body, headers={"Cache-Control": "no-cache", **_POLICY}, media_type=_JSON)


def app() -> Starlette:
    """Return what answers programs; all else that it is asked for is not found."""
    work = _Work()
    found: list[BaseRoute] = [
        Route(f"{operations.PREFIX}{operation.path}", _safely(_document(operation, work)))
        for operation in operations.OPERATIONS
    ]
    found += [
        Route(
            f"{operations.PREFIX}{operations.NEAREST}", _safely(_nearest(work)), methods=["POST"]
        ),
        Route("/healthz", _safely(_health(asks_ready=False))),
        Route("/readyz", _safely(_health(asks_ready=True))),
        Route("/openapi.json", _safely(_description)),
    ]
    answers = Starlette(routes=found, exception_handlers=problem_details.HANDLERS)
    answers.router.redirect_slashes = False
    return answers
