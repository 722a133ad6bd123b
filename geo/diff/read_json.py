"""The content of a JSON file, and how much of a file of any kind is read."""

import json
from typing import Any, Final

from geo.catalog import raw_file
from geo.catalog.raw_file import StrPath
from geo.errors import Problems

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES: Final = 256_000_000


def read(path: StrPath, problems: Problems, rule: str) -> Any:
    """Return what a JSON file holds; DataError, by the name of `rule`, where it is not JSON."""
    text = raw_file.decoded(raw_file.read_bytes(path, MAX_BYTES, problems), problems)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        problems.refuse(rule, f"not JSON: {error}")
