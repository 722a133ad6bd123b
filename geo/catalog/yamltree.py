"""YAML text to a plain tree that keeps every scalar as text and every line number.

YAML turns ``NO`` into false and ``0123`` into 83, keeps the last of two equal keys, and lets a
short file explode through anchors. So none of that happens here: values stay text until the
schema asks for more, and what could surprise is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from geo.catalog import raw_file
from geo.errors import Problems

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Mapping",
    "Node",
    "Refused",
    "Scalar",
    "Sequence",
    "is_forbidden",
    "parse",
]

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
_FORBIDDEN = frozenset("{}<>$\\`")
# Most text holds nothing else, and is done with one look.
_UNUSUAL = re.compile(r"[^ -~]|[{}<>$\\`]")
# What YAML cannot read at all, and what it takes for a line break but no editor does: the lines
# of all that follows would be wrong.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# Control, surrogate, private use, line and paragraph separators; format marks such as bidi
# overrides are "Cf", spaces other than the plain one "Zs". All of them can make a text show or
# act as something it is not: "Jeff\u00a0Davis" finds no county.
_FORBIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))


class Scalar(NamedTuple):
    """One value as text; None where the file says null or nothing."""

    value: str | None
    line: int

    def shown(self) -> str:
        """Return the value for a message."""
        return self.value or ""


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    line: int

    def shown(self) -> str:
        """Return a word for a message."""
        return f"a list of {len(self.items)}"


class Mapping(NamedTuple):
    """Keys, each with the line it stands on and its value."""

    entries: dict[str, tuple[int, "Node"]]
    line: int

    def shown(self) -> str:
        """Return a word for a message."""
        return f"keys {', '.join(self.entries)}"


class Refused(NamedTuple):
    """A value that was not taken in; the problem with it is reported already."""

    line: int

    def shown(self) -> str:
        """Return nothing: there is no value to show."""
        return ""


Node = Scalar | Sequence | Mapping | Refused


class _Builder:
    """Builds the tree from parser events, collecting problems on the way.

    Composed nodes would not do: they have lost anchors and tags, and are made in full before
    anybody can count how deep they lie in each other.
    """

    def __init__(self, text: str, problems: Problems) -> None:
        self._next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self._add = problems.add
        self._refuse = problems.refuse

    def document(self) -> Node:
        root: Node = Mapping({}, 1)
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                node = self._node(self._next(), 1)
                root = node if documents == 1 else root
                if documents == 2:
                    message = "one file holds one document"
                    self._add("several-documents", message, line=_line(event), found="---")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            message = "anchors (&) and aliases (*) are refused: write the value out"
            self._add("yaml-anchor", message, line=line, found=event.anchor)
        if isinstance(event, yaml.AliasEvent):
            return Refused(line)
        if event.tag:
            message = "tags (!) are refused: the schema decides on types"
            self._add("yaml-tag", message, line=line, found=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if depth > MAX_DEPTH:
            # Reading on could take for ever.
            message = f"at most {MAX_DEPTH} levels are read"
            self._refuse("too-deep", message, line=line, found=f"{depth} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line)
        return self._mapping(line, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, line: int, depth: int) -> Mapping:
        entries: dict[str, tuple[int, Node]] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            name = key.value if isinstance(key, Scalar) else None
            if isinstance(key, Refused):
                continue
            if name is None:
                message = "a key is a plain word"
                self._add("key-not-text", message, line=key.line, found=key.shown())
            elif name in entries:
                first = entries[name][0]
                message = f"duplicate key: it is on line {first} too"
                self._add("duplicate-key", message, line=key.line, found=name)
                entries[name] = (first, Refused(first))
            else:
                entries[name] = (key.line, value)
        return Mapping(entries, line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar | Refused:
        text: str = event.value
        for char in _UNUSUAL.findall(text) if _UNUSUAL.search(text) else ():
            if is_forbidden(char):
                name = unicodedata.name(char, f"U+{ord(char):04X}")
                message = f"the character {name} is refused in the data"
                if char == "\n":
                    message = "line breaks inside a text are refused: fold it with >- instead"
                self._add("forbidden-character", message, line=line, found=text)
                return Refused(line)
        plain = not event.style
        return Scalar(None if plain and text in _NULLS else text, line)


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 0


def is_forbidden(char: str) -> bool:
    """Return whether a character is refused in every text of the data."""
    if char < "\x7f":
        return char in _FORBIDDEN or char < " "
    return unicodedata.category(char) in _FORBIDDEN_CATEGORIES


def parse(raw: bytes, problems: Problems) -> Node:
    """Return the tree in UTF-8 YAML; what is wrong with the text itself goes to `problems`.

    Raises
    ------
    DataError
        Where there is no tree to look at.
    """
    text = raw_file.decoded(raw, problems)
    lines = _LINE_BREAK.split(text)
    before = len(problems)
    for number, line in enumerate(lines, 1):
        if match := _UNREADABLE.search(line):
            message = f"the character U+{ord(match[0]):04X} is refused everywhere in the file"
            found = line[max(0, match.start() - 20) : match.end() + 20].strip()
            problems.add("forbidden-character", message, line=number, found=found)
    if len(problems) > before:
        text = _UNREADABLE.sub("", text)
    try:
        return _Builder(text, problems).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        # libyaml puts the end of the text one line below it.
        number = min(mark.line + 1, len(lines)) if mark else 0
        found = lines[number - 1].strip() if number else ""
        message = f"this is not YAML: {getattr(error, 'problem', None) or error}"
        problems.refuse("not-yaml", message, line=number, found=found)
