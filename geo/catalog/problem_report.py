"""Collects the problems of a YAML file, and what could be read beside them for rules between records."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from geo.errors import Problems

__all__ = ["Entry", "Report"]

_LONGEST_NAME = 80
_MANY = 100  # problems; beyond it nobody reads hints


@dataclass(frozen=True, slots=True)
class Entry:
    """What could be read of one record, be the whole of it sound or not.

    Attributes
    ----------
    kind : type
        Class of the record.
    where : str
        Its place, such as ``sources[2]``; empty for the whole file.
    values : dict
        By field, the values that keep their own rules.
    sound : bool
        Whether these are all that the file gives and the class needs.
    """

    kind: type
    where: str
    values: dict[str, Any]
    sound: bool


class Report(Problems):
    """Collects problems, and what could be read beside them for the rules between records."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.entries: list[Entry] = []
        self._lines: dict[str, int] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._faulty: set[str] = set()

    def add(
        self, rule: str, message: str, *, line: int = 0, where: str = "", found: str = ""
    ) -> None:
        """Add a problem, and note that the value at its place is faulty."""
        super().add(rule, message, line=line, where=where or "file", found=found)
        self._faulty.add(where)

    def hint(self, name: str, known: Iterable[str]) -> str:
        """Return what a wrong name may stand for; nothing where looking would take too long."""
        if len(name) > _LONGEST_NAME or len(self) > _MANY:
            return ""
        near = get_close_matches(name, known, n=1)
        return f"; did you mean {near[0]}?" if near else ""

    def at(self, where: str, rule: str, found: str, message: str) -> None:
        """Add a problem with a place that was read: a record, or a field that it may have."""
        self.add(rule, message, line=self.line_of(where), where=where, found=found)

    def line_of(self, where: str) -> int:
        """Return the line of a place that was read: a record, or a field that it may have."""
        return self._lines.get(where) or self._lines.get(where.rpartition(".")[0], 0)

    def skip(self, where: str) -> None:
        """Note that a place holds a value whose problem is known already."""
        self._faulty.add(where)

    def remember(self, where: str, line: int) -> None:
        """Note the line of a place."""
        self._lines[where] = line

    def name(self, where: str, name: str) -> None:
        """Note what the record at a place calls itself."""
        self._names.setdefault(where.rpartition("[")[0], {})[where] = name

    def names(self, section: str) -> dict[str, str]:
        """Return by place what a section's records call themselves, be they sound or not."""
        return self._names.get(section, {})

    def is_faulty(self, where: str) -> bool:
        """Return whether the value at a place broke a rule."""
        return where in self._faulty

    def any_faulty(self, pattern: str) -> bool:
        """Return whether a value broke a rule at any place that matches a regular expression."""
        place = re.compile(pattern)
        return any(place.fullmatch(where) for where in self._faulty)

    def all_named(self, section: str, key: str) -> bool:
        """Return whether `names` has every record: else none may be called unknown."""
        names = self.names(section)
        record = re.compile(rf"({re.escape(section)}\[\d+\])(?:\.{key})?")
        faulty = (record.fullmatch(where) for where in self._faulty)
        return section not in self._faulty and all(match[1] in names for match in faulty if match)
