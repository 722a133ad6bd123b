"""Results as JSON values, and the version of their shape."""

import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any, Final

__all__ = ["NOT_IN_JSON", "SCHEMA", "as_text", "jsonable"]

SCHEMA = 2
"""Version of the JSON contract."""
NOT_IN_JSON: Final[Mapping[str, bool]] = {"json": False}
"""Metadata of a record's field that JSON leaves out."""


def jsonable(value: Any) -> Any:
    """Return records as dicts and lists that `json.dumps` takes."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [jsonable(item) for item in value]
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        kind: Any = type(value)
        return {name: jsonable(getattr(value, name)) for name in _names(kind)}
    return str(value)


def as_text(value: Any) -> str:
    """Return JSON values as the text that commands print and the app sends, with the end of its line."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.metadata.get("json", True))
