"""The description of the interface (OpenAPI 3.1), made from the records that requests and answers are made of."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, get_args, get_type_hints

import msgspec

from geo.api import queries
from geo.api.health import VERSION, HealthReport
from geo.api.operations import NEAREST, OPERATIONS, PREFIX, Operation
from geo.api.problem_details import MEDIA_TYPE, ProblemDetails
from geo.api.records import COUNTY
from geo.api.records import NEAREST as NEAREST_ANSWER
from geo.coverage.calls import Call, StatewideCall

__all__ = ["document"]

_REF: Final = "#/components/schemas/{name}"
_ABOUT: Final = (
    "What the commands of crisis-coverage print with --format json. Unknown is not yes and not no; claimed is "
    "not covered. Distances are straight lines, not drives. In an emergency call 911. In a crisis call or text "
    "988."
)
_JSON: Final = "application/json"


@cache
def document() -> dict[str, Any]:
    """Return the whole description."""
    answers = [operation.answer for operation in OPERATIONS]
    kinds = dict.fromkeys([*answers, NEAREST_ANSWER, HealthReport])
    sent = [*kinds, ProblemDetails, queries.Place]
    _, components = msgspec.json.schema_components(sent, ref_template=_REF)
    for record in {part for kind in kinds for part in _records(kind)}:
        _as_sent(components[record.__name__], record)
    # Two records in one list, which the library does not describe.
    county_calls = components[COUNTY.__name__]["properties"]["calls"]
    county_calls["items"] = {"anyOf": [_ref(StatewideCall), _ref(Call)]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Crisis Coverage", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": {
            **{f"{PREFIX}{operation.path}": {"get": _get(operation)} for operation in OPERATIONS},
            f"{PREFIX}{NEAREST}": {"post": _nearest()},
            "/healthz": {"get": _health("healthz", "Whether a state of the data is served.")},
            "/readyz": {
                "get": _health("readyz", "Whether the last look at the data found it sound.")
            },
        },
        "components": {"schemas": components},
    }


def _records(hint: Any) -> set[type]:
    """Return the records that a type is made of, without what JSON leaves out."""
    found: set[type] = set()
    waiting = [hint]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and is_dataclass(kind):
            if kind not in found:
                found.add(kind)
                hints = get_type_hints(kind)
                waiting += [hints[name] for name in _shown(kind)]
        else:
            waiting += get_args(kind)
    return found


def _shown(record: Any) -> list[str]:
    return [field.name for field in fields(record) if field.metadata.get("json", True)]


def _as_sent(schema: dict[str, Any], record: type) -> None:
    """Leave out what JSON does; all else is always sent, also where it has a default."""
    shown = _shown(record)
    schema["properties"] = {name: schema["properties"][name] for name in shown}
    for described in schema["properties"].values():
        described.pop("default", None)
    schema["required"] = shown


def _get(operation: Operation) -> dict[str, Any]:
    unchanged = {"description": "The caller has this answer already (If-None-Match)."}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_parameters(operation)],
        "responses": {**_ok(operation.answer), "304": unchanged, **_refusals()},
    }


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    kind = operation.query
    described = msgspec.json.schema(kind)["$defs"]
    properties = described[kind.__name__]["properties"]
    return [
        _parameter(name, dict(schema), operation, described) for name, schema in properties.items()
    ]


def _parameter(
    name: str, schema: dict[str, Any], operation: Operation, described: dict[str, Any]
) -> dict[str, Any]:
    in_path = f"{{{name}}}" in operation.path
    description = schema.pop("description")
    reference = schema.pop("$ref", "").rpartition("/")[2]
    if reference:
        schema["enum"] = described[reference]["enum"]
    if schema.get("default") == ():
        del schema["default"]
    return {
        "name": name,
        "in": "path" if in_path else "query",
        "required": in_path,
        "description": description,
        "schema": schema,
    }


def _nearest() -> dict[str, Any]:
    return {
        "operationId": "nearest",
        "summary": "From a place to the units and teams that help there. The place is in no address and no log.",
        "requestBody": {"required": True, "content": {_JSON: {"schema": _ref(queries.Place)}}},
        "responses": {**_ok(NEAREST_ANSWER), **_refusals()},
    }


def _health(name: str, summary: str) -> dict[str, Any]:
    content = {_JSON: {"schema": _ref(HealthReport)}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "It is so.", "content": content},
            "503": {"description": "It is not so.", "content": content},
            "4XX": _refusals()["4XX"],
        },
    }


def _ok(answer: type) -> dict[str, Any]:
    told = {"description": "The answer.", "content": {_JSON: {"schema": _ref(answer)}}}
    return {"200": told}


def _refusals() -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": _ref(ProblemDetails)}}
    return {
        "4XX": {"description": "The request is not taken.", "content": content},
        "5XX": {"description": "There is no answer now.", "content": content},
    }


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": _REF.format(name=kind.__name__)}
