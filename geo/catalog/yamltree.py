"""YAML text to a plain tree that keeps every scalar as text and every line number.

YAML turns ``NO`` into false and ``0123`` into 83, keeps the last of two equal keys, and lets a
short file explode through anchors. So none of that happens here: values stay text until the
schema asks for more, and what could surprise is refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from geo.errors import Problem

__all__ = [
    "FATAL",
    "MAX_BYTES",
    "MAX_DEPTH",
    "Mapping",
    "Node",
    "Refused",
    "Scalar",
    "Sequence",
    "is_forbidden",
    "parse",
    "shown",
]

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
FATAL = frozenset(("too-large", "not-utf-8", "not-yaml", "too-deep"))
"""Rules after which there is no tree to look at."""
_FORBIDDEN = frozenset("{}<>$\\`")
# Most text holds nothing else, and is done with one look.
_UNUSUAL = re.compile(r"[^ -~]|[{}<>$\\`]")
# What YAML cannot read at all, and what it takes for a line break but no editor does: the lines
# of all that follows would be wrong.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SHOWN = 80
_LINE_BREAK = re.compile(r"\r\n?|\n")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# Control, surrogate, private use, line and paragraph separators; format marks such as bidi
# overrides are "Cf", spaces other than the plain one "Zs". All of them can make a text show or
# act as something it is not: "Jeff\u00a0Davis" finds no county.
_FORBIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; None where the file says null or nothing."""

    value: str | None
    line: int

    def shown(self) -> str:
        """Return the value for a message."""
        return self.value or ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int

    def shown(self) -> str:
        """Return a word for a message."""
        return f"a list of {len(self.items)}"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with the line it stands on and its value."""

    entries: dict[str, tuple[int, "Node"]]
    line: int

    def shown(self) -> str:
        """Return a word for a message."""
        return f"keys {', '.join(self.entries)}"


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that was not taken in; the problem with it is reported already."""

    line: int

    def shown(self) -> str:
        """Return nothing: there is no value to show."""
        return ""


Node = Scalar | Sequence | Mapping | Refused


class _TooDeepError(Exception):
    """Lists in lists beyond all sense; reading on could take for ever."""


class _Builder:
    """Builds the tree from parser events, collecting problems on the way."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.problems: list[Problem] = []

    def add(self, line: int, rule: str, found: str, message: str) -> None:
        self.problems.append(Problem(self._file, line, rule, "file", shown(found), message))

    def document(self) -> Node:
        root: Node = Mapping({}, 1)
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                node = self._node(next(self._events), 1)
                root = node if documents == 1 else root
                if documents == 2:
                    message = "one file holds one document"
                    self.add(_line(event), "several-documents", "---", message)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        anchor = getattr(event, "anchor", None)
        if anchor:
            message = "anchors (&) and aliases (*) are refused: write the value out"
            self.add(line, "yaml-anchor", str(anchor), message)
        if isinstance(event, yaml.AliasEvent):
            return Refused(line)
        tag = getattr(event, "tag", None)
        if tag:
            self.add(
                line, "yaml-tag", str(tag), "tags (!) are refused: the schema decides on types"
            )
        if depth > MAX_DEPTH and not isinstance(event, yaml.ScalarEvent):
            self.add(line, "too-deep", f"{depth} levels", f"at most {MAX_DEPTH} levels are read")
            raise _TooDeepError
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 (nothing else starts a node)
        return self._scalar(event, line)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, line: int, depth: int) -> Mapping:
        entries: dict[str, tuple[int, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            name = key.value if isinstance(key, Scalar) else None
            if isinstance(key, Refused):
                continue
            if name is None:
                self.add(key.line, "key-not-text", key.shown(), "a key is a plain word")
            elif name in entries:
                first = entries[name][0]
                self.add(key.line, "duplicate-key", name, f"this key stands on line {first} too")
                entries[name] = (first, Refused(first))
            else:
                entries[name] = (key.line, value)
        return Mapping(entries, line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar | Refused:
        text: str = event.value
        bad = next((one for one in _UNUSUAL.findall(text) if is_forbidden(one)), None)
        if bad is not None:
            name = unicodedata.name(bad, f"U+{ord(bad):04X}")
            message = f"the character {name} is refused in the data"
            if bad == "\n":
                message = "line breaks inside a text are refused: fold it with >- instead"
            self.add(line, "forbidden-character", text, message)
            return Refused(line)
        plain = event.style in (None, "")
        return Scalar(None if plain and text in _NULLS else text, line)


def shown(text: str) -> str:
    """Return a text that breaks rules, cut and escaped so that a terminal can show it."""
    escaped = ascii(text[: _SHOWN + 1])[1:-1]
    return escaped if len(escaped) <= _SHOWN else f"{escaped[:_SHOWN]}…"


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 0


def is_forbidden(char: str) -> bool:
    """Return whether a character is refused in every text of the data."""
    if char < "\x7f":
        return char in _FORBIDDEN or char < " "
    return unicodedata.category(char) in _FORBIDDEN_CATEGORIES


def parse(raw: bytes, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree in `raw` and every problem with the text itself.

    Parameters
    ----------
    raw : bytes
        UTF-8 YAML.
    file : str
        Name of the file for the problems.
    """
    empty = Mapping({}, 1)
    if len(raw) > MAX_BYTES:
        message = f"at most {MAX_BYTES} bytes are read"
        return empty, [Problem(file, 0, "too-large", "file", "", message)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = repr(raw[error.start : error.start + 8])[2:-1]
        return empty, [Problem(file, line, "not-utf-8", "file", found, "the file is to be UTF-8")]
    lines = _LINE_BREAK.split(text)
    unreadable = list(_unreadable(lines, file))
    builder = _Builder(_UNREADABLE.sub("", text) if unreadable else text, file)
    root: Node = empty
    try:
        root = builder.document()
    except _TooDeepError:
        pass  # the builder has reported it
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        # libyaml puts the end of the text one line below it.
        line = min(mark.line + 1, len(lines)) if mark else 0
        found = lines[line - 1].strip() if line else ""
        message = f"this is not YAML: {getattr(error, 'problem', None) or error}"
        builder.add(line, "not-yaml", found, message)
    return root, [*unreadable, *builder.problems]


def _unreadable(lines: list[str], file: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if match := _UNREADABLE.search(line):
            message = f"the character U+{ord(match[0]):04X} is refused everywhere in the file"
            found = shown(line[max(0, match.start() - 20) : match.end() + 20].strip())
            yield Problem(file, number, "forbidden-character", "file", found, message)
