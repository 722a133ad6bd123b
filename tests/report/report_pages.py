"""Reads a page of the report as a browser would: its text, ids, links, and whatever it would load."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input", "hr"}
# Elements and attributes by which a page can load or run something.
LOADING = {"script", "link", "iframe", "object", "embed", "img", "audio", "video", "source", "base"}

# A style that only says how long a bar is.
SIZE = re.compile(r"(?:width:[\d.]+%|flex:\d+)")


@dataclass
class Read:
    """What stands in a page."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its words; a link stands in its sentence, every other element apart."""
        return " ".join("".join(self.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read, values = self.read, dict(attrs)
        self._apart(tag)
        if tag not in VOID:
            read.open.append(tag)
        if "id" in values:
            read.ids.append(values["id"] or "")
        if tag == "a":
            read.links.append(values.get("href") or "")
        if tag in LOADING:
            read.loads.append(tag)
        loading = {"src", "srcset", "data", "xlink:href", "action", "style"}
        if SIZE.fullmatch(values.get("style") or ""):
            loading -= {"style"}
        read.loads += [name for name in values if name in loading or name.startswith("on")]
        if tag != "a" and "href" in values:
            read.loads.append(f"{tag} href")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.read.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._apart(tag)
        if not self.read.open or self.read.open.pop() != tag:
            self.read.faults.append(f"</{tag}>")

    def _apart(self, tag: str) -> None:
        if tag != "a":
            self.read.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.read.open[-1:] != ["style"]:
            self.read.words.append(data)


def read(page: str) -> Read:
    """Return what stands in a page; what was opened and never closed is among the faults."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.read.faults += [f"<{tag}>" for tag in reader.read.open]
    return reader.read


def drawing(page: str) -> ET.Element:
    """Return the first drawing of a page, which has to be sound XML."""
    found = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert found
    return ET.fromstring(found[0])  # noqa: S314  (ours)
