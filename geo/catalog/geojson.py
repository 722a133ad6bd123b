"""Reads a GeoJSON file as features that know their line."""

import contextlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from geo.errors import DataError, Problem

__all__ = ["MAX_BYTES", "FeatureFile", "read"]

MAX_BYTES = 32_000_000


class FeatureFile(NamedTuple):
    """A FeatureCollection as it stands in a file; nothing in it is checked yet."""

    name: str
    text: str
    crs: object
    features: list[Any]

    def lines(self) -> list[int]:
        """Return the line each feature begins on; zeros where the list is not where it should be."""
        begin = re.search(r'"features"\s*:\s*\[', self.text)
        first = re.compile(r"[^\s,]")
        decoder = json.JSONDecoder()
        lines: list[int] = []
        count = len(self.features)
        at = begin.end() if begin else 0
        # What cannot be decoded here is another list of that name; the count tells below.
        with contextlib.suppress(json.JSONDecodeError):
            while begin and len(lines) < count and (begin := first.search(self.text, at)):
                lines.append(self.text.count("\n", 0, begin.start()) + 1)
                at = decoder.raw_decode(self.text, begin.start())[1]
        return lines if len(lines) == count else [0] * count


def read(path: Path) -> FeatureFile:
    """Return the features of a GeoJSON FeatureCollection, unchecked.

    Raises
    ------
    DataError
        If the file is missing, over-large, not UTF-8, not JSON or no FeatureCollection.
    """

    def refused(rule: str, message: str, line: int = 0) -> DataError:
        return DataError([Problem(path.name, line, rule, "file", "", message)])

    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise refused("no-file", f"the file cannot be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise refused("too-large", f"the file may have {MAX_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
        document = json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refused("not-utf-8", "the file is to be UTF-8", line) from error
    except json.JSONDecodeError as error:
        raise refused("not-geojson", f"not JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise refused("not-geojson", f"not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise refused("not-geojson", "the file is to be a GeoJSON FeatureCollection")
    if not isinstance(document.get("features"), list):
        raise refused("not-geojson", "a FeatureCollection has a list of features")
    return FeatureFile(path.name, text, document.get("crs"), document["features"])


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
