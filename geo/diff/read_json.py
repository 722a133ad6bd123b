"""The content of a JSON file."""

import json
from typing import Any

from geo.catalog import raw_file
from geo.errors import Problems

__all__ = ["parse"]


def parse(raw: bytes, problems: Problems, rule: str) -> Any:
    """Return what a JSON file holds; DataError, by the name of `rule`, where it is not JSON."""
    text = raw_file.decoded(raw, problems)
    try:
        return json.loads(text, object_pairs_hook=raw_file.once_each)
    except (ValueError, RecursionError) as error:
        problems.refuse(rule, f"not sound JSON: {error}")
