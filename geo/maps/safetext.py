"""Text that cannot act: cleaned for readers, encoded for HTML and JSON, told from other text."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "MAX_TEXT",
    "Json",
    "Node",
    "SafeText",
    "acting_character",
    "json_block",
    "markup",
    "node",
    "plain",
    "text",
]

# Longest text shown, in characters. The longest honest tooltip of this project has about 200.
MAX_TEXT = 500
# An encoded character is at most ten characters long: &#1114111;
_MAX_ENCODED = 10 * MAX_TEXT

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_BREAKS = re.compile("[ \t]*[\n\v\f\r\x85\u2028\u2029][ \t\n\v\f\r\x85\u2028\u2029]*")
# Control characters, bidirectional controls, halves of surrogate pairs, two non-characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ENCODED = re.compile("[^A-Za-z0-9 .,-]")
# What can act in HTML, a JavaScript string or template literal, or a Jinja template.
_ACTING = re.compile(
    "[{}<>$`\\\\\"'\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# fmt: off
_TAGS = frozenset({
    "aside", "b", "div", "dd", "dl", "dt", "em", "figure", "h1", "h2", "h3", "li", "ol", "p",
    "section", "small", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
})
# fmt: on
_ATTRIBUTE = re.compile(r"class|id|role|lang|dir|style|hidden|tabindex|scope|(aria|data)(-[a-z]+)+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARKUP = re.compile("[<>&{}$`']")
_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class SafeText(str):
    """What `text` returns: ASCII letters, digits, `` .,-`` and numeric character references."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of HTML made by `node` or `markup`."""

    html: str


def plain(value: str) -> str:
    """Return the text as a reader is to see it.

    Line ends of every kind become one newline and tabs a space. Characters that act without being
    seen (control characters, bidirectional controls, lone surrogates) become U+FFFD. Text longer
    than `MAX_TEXT` characters is cut and ends in an ellipsis.
    """
    cut = value if len(value) <= MAX_TEXT else value[: MAX_TEXT - 1] + "…"
    return _HIDDEN.sub("\ufffd", _BREAKS.sub("\n", cut).replace("\t", " "))


def text(value: str) -> SafeText:
    """Return `plain` text, all but ``[A-Za-z0-9 .,-]`` as numeric character references.

    The result shows literally wherever HTML is parsed once, and holds nothing that Jinja, a
    JavaScript string or template literal, an HTML attribute or ``<title>`` could act on. A
    `SafeText` comes back as it is.
    """
    if isinstance(value, SafeText):
        return value
    return SafeText(_ENCODED.sub(lambda match: f"&#{ord(match[0])};", plain(value)))


def acting_character(value: str) -> str:
    """Return what in the text could act: a code point, "length" for overlong text, "" for nothing."""
    match = _ACTING.search(value)
    if match:
        return f"U+{ord(match[0]):04X}"
    return "length" if len(value) > _MAX_ENCODED else ""


def json_block(data: Json) -> str:
    """Return `data` as JSON for a ``<script type="application/json">``; equal data gives equal text.

    Every string is made `plain`. Keys are sorted.

    Raises
    ------
    ValueError
        For a key that holds other than ASCII letters, digits and ``_.:-``, and for a number that is
        not finite.
    """
    packed = json.dumps(_plain_values(data), allow_nan=False, separators=(",", ":"), sort_keys=True)
    return _STRING.sub(lambda string: _MARKUP.sub(_escaped, string[0]), packed)


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _plain_values(data: Json) -> Json:
    """Return `data` with every string made `plain` and every key checked."""
    if isinstance(data, str):
        # A reader of the block sets textContent, so references made by `text` have to be undone.
        return _decoded(data) if isinstance(data, SafeText) else plain(data)
    if isinstance(data, Mapping):
        for key in data:
            if not _KEY.fullmatch(key):
                raise ValueError("a key of a data block may hold letters, digits and _.:- only")
        return {key: _plain_values(value) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [_plain_values(value) for value in data]
    return data


def _decoded(value: SafeText) -> str:
    return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), value)


def node(tag: str, *children: Node | str, **attributes: str) -> Node:
    """Return an HTML element; children that are strings, and attribute values, pass through `text`.

    ``class_`` gives the attribute ``class``, ``aria_label`` gives ``aria-label``.

    Raises
    ------
    ValueError
        For a tag or an attribute that could run or load something.
    """
    if tag not in _TAGS:
        raise ValueError(f"<{tag}> is not among the elements a map page may hold")
    start = tag
    for python_name, value in attributes.items():
        name = python_name.rstrip("_").replace("_", "-")
        if not _ATTRIBUTE.fullmatch(name):
            raise ValueError(f"{name} is not among the attributes a map page may hold")
        start += f' {name}="{text(value)}"'
    # Each text stands alone, so that right-to-left letters in one never move its neighbors.
    inner = "".join(
        child.html if isinstance(child, Node) else f"<bdi>{text(child)}</bdi>" for child in children
    )
    return Node(f"<{start}>{inner}</{tag}>")


def markup(trusted: str) -> Node:
    """Return our own constant markup, such as an SVG pattern; never call it with data."""
    return Node(trusted)
