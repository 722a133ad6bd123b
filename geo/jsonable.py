"""Results as JSON values, and the version of their shape."""

from dataclasses import fields
from enum import Enum
from typing import Any

__all__ = ["SCHEMA", "jsonable"]

SCHEMA = 1
"""Version of the JSON contract."""


def jsonable(value: Any) -> Any:
    """Return records as dicts and lists that `json.dumps` takes."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [jsonable(one) for one in value]
    if isinstance(value, dict):
        return {key: jsonable(one) for key, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: jsonable(getattr(value, one.name)) for one in fields(value)}
    return str(value)
