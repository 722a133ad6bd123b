"""An HTML page as plain lines: one for each tag and text, without what a browser does not show.

Comments, the order of attributes and white space between blocks are left out. Two pages with the
same lines have the same elements, texts and attributes.
"""

import re
from html import escape
from html.parser import HTMLParser

__all__ = ["html_lines"]

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_RAW = frozenset(["pre", "script", "style", "textarea"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "button",
        "cite",
        "code",
        "em",
        "i",
        "img",
        "input",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "select",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tspan",
        "u",
        "var",
    ]
)
"""White space beside these is seen; beside every other element it is not."""


def html_lines(text: str) -> list[str]:
    """Return a page's tags and texts, one a line; only <, > and & are written as references."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_text(beside_block=True)
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._text: list[str] = []
        self._raw_depth = 0
        self._after_block = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_text(beside_block=tag not in _INLINE)
        told = "".join(
            f' {name}="{escape(value or "")}"' for name, value in sorted(attrs, key=_name)
        )
        self.lines.append(f"<{tag}{told}>")
        self._raw_depth += tag in _RAW

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        self.end_text(beside_block=tag not in _INLINE)
        self.lines.append(f"</{tag}>")
        self._raw_depth = max(0, self._raw_depth - (tag in _RAW))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_decl(self, decl: str) -> None:
        self.end_text(beside_block=True)
        self.lines.append(f"<!{decl}>")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_text(self, *, beside_block: bool) -> None:
        """Add the text since the last tag; the tag that ends it is a block's or not."""
        text = "".join(self._text)
        self._text = []
        if not self._raw_depth:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            text = text.lstrip(" ") if self._after_block else text
            text = text.rstrip(" ") if beside_block else text
        if text:
            self.lines.append(escape(text, quote=False))
        self._after_block = beside_block


def _name(attribute: tuple[str, str | None]) -> str:
    return attribute[0]
