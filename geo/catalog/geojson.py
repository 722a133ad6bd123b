"""Reads a GeoJSON file as features that know their line."""

import contextlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from geo.catalog import raw_file
from geo.catalog.raw_file import StrPath
from geo.errors import Problems

__all__ = ["MAX_BYTES", "FeatureFile", "as_text", "read"]

MAX_BYTES = 32_000_000


@dataclass(frozen=True, slots=True, eq=False)
class FeatureFile:
    """A FeatureCollection as its file has it, unchecked; `problems` collects what is wrong with it."""

    problems: Problems
    text: str
    crs: object
    features: list[Any]
    _lines: list[int] = field(default_factory=list)

    def fault(self, item: int, rule: str, part: str, message: str, found: object = "") -> None:
        """Add a problem with a part of one feature, counted from 0; lists are not shown."""
        line = self.lines()[item] if item < len(self.features) else 0
        where = f"features[{item}].{part}"
        self.problems.add(rule, message, line=line, where=where, found=as_text(found))

    def properties(self, item: int) -> dict[str, Any] | None:
        """Return the properties of one feature; None, after adding a problem, where it is none."""
        feature = self.features[item]
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict) and feature.get("type") == "Feature":
            return properties
        message = "expected a GeoJSON Feature with properties"
        self.fault(item, "not-a-feature", "feature", message, feature)
        return None

    def lines(self) -> list[int]:
        """Return the line each feature begins on; zeros where the list is not where it should be."""
        if not self._lines:
            self._lines.extend(self._counted())
        return self._lines

    def _counted(self) -> list[int]:
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


def read(path: StrPath) -> FeatureFile:
    """Return the features of a GeoJSON FeatureCollection, unchecked.

    Raises
    ------
    DataError
        If the file is missing, over-large, not UTF-8, not JSON or no FeatureCollection.
    """
    problems = Problems(Path(path).name)
    text = raw_file.decoded(raw_file.read_bytes(path, MAX_BYTES, problems), problems)
    try:
        document = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=raw_file.once_each
        )
    except json.JSONDecodeError as error:
        problems.refuse("not-geojson", f"not JSON: {error.msg}", line=error.lineno)
    except (ValueError, RecursionError) as error:
        problems.refuse("not-geojson", f"not sound JSON: {error}")
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        problems.refuse("not-geojson", "expected a GeoJSON FeatureCollection")
    if not isinstance(document.get("features"), list):
        problems.refuse("not-geojson", "a FeatureCollection has a list of features")
    return FeatureFile(problems, text, document.get("crs"), document["features"])


def as_text(value: object) -> str:
    """Return a value of a file for a message; nothing of a list or an object, which may be long."""
    return (
        value if isinstance(value, str) else "" if isinstance(value, (dict, list)) else str(value)
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
