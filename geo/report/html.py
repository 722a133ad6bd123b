"""HTML of the report's parts, drawn by templates: every piece of data is escaped there."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape

from geo.catalog.records import Source, Status
from geo.coverage.findings import OtherNumber
from geo.templates.render import macro, macro_of

__all__ = [
    "NOTHING",
    "banner",
    "inside",
    "items",
    "join",
    "link",
    "paragraph",
    "part",
    "phone",
    "phones",
    "section",
    "source_entry",
    "status_mark",
    "table",
]

_PARTS: Final = "report/parts.html"
NOTHING: Final = "\N{EN DASH}"
"""What stands in a cell that has nothing, where an empty one could be taken for a slip."""
_SHORT: Final = 20
"""A table of at most this many rows is kept on one sheet of paper."""


def join(parts: Iterable[Markup | str], between: Markup | str = "") -> Markup:
    """Return the parts one after the other, texts escaped."""
    return escape(between).join(parts)


def phones(number: str, others: Sequence[OtherNumber]) -> Markup:
    """Return a number to call and, beside it, those that other sources give for the same team or unit."""
    return macro("phones", number, others).strip()


def phone(number: str) -> Markup:
    """Return a number as a link that calls it."""
    return macro("phone", number)


def paragraph(*words: Markup | str, small: bool = False) -> Markup:
    """Return sentences as a paragraph."""
    return part("paragraph", words, small)


def part(name: str, *values: object) -> Markup:
    """Return a small part of a page to print, by the name of its macro in ``report/parts.html``."""
    return macro_of(_PARTS, name, *values)


def inside(href: str, text: str) -> Markup:
    """Return a link to another page of the same folder."""
    return part("inside", href, text)


def link(url: str, text: Markup | str) -> Markup:
    """Return a link to another site."""
    return part("link", url, text)


def section(title: str, *parts: Markup | str, level: int = 2, at: str = "") -> Markup:
    """Return a heading with what belongs to it; `at` is its id, where something links to it.

    Empty where no part holds anything, so that no heading stands alone.
    """
    inner = join(parts)
    return part("section", title, inner, level, at) if inner else inner


def banner(text: str) -> Markup:
    """Return how old the sources are of all that follows, or nothing."""
    return macro("age", text).strip()


def items(entries: Iterable[Markup | str], css: str = "") -> Markup:
    """Return a list, or nothing where there is nothing to list."""
    lines = list(entries)
    return part("items", lines, css) if lines else Markup("")


def status_mark(status: Status) -> Markup:
    """Return a status as its label with its pattern beside it."""
    return macro("status", status).strip()


def source_entry(source: Source) -> Markup:
    """Return a source for the list of sources: title, publisher, dates, address as text and link."""
    return part("source_entry", source)


def table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Markup | str]],
    *,
    numbers: Collection[int] = (),
    sorted_by: str = "",
    paper: bool = True,
) -> Markup:
    """Return a real table; the first cell of a row is its header, a column that nothing fills is left out.

    Parameters
    ----------
    caption : str
        Also the name of the frame in which the table scrolls where it is wider than the screen.
    headers : sequence of str
        One for each column.
    rows : iterable of sequences
        Cells, the first one the row's header.
    numbers : collection of int
        Places of the columns that hold numbers, which are set to the right.
    sorted_by : str
        The column by which the rows are in order, with a minus sign before it where it descends.
    paper : bool
        Keep a short table on one sheet of paper.
    """
    lines = list(rows)
    order = "descending" if sorted_by.startswith("-") else "ascending"
    filled = [
        place
        for place in range(len(headers))
        if not lines or any(line[place] not in ("", NOTHING) for line in lines)
    ]
    right = [place in numbers for place in filled]
    heads = [
        {
            "title": headers[place],
            "numeric": numeric,
            "sort": order if headers[place] == sorted_by.removeprefix("-") else "",
        }
        for place, numeric in zip(filled, right, strict=True)
    ]
    whole = paper and len(lines) <= _SHORT
    cells = [[line[place] for place in filled] for line in lines]
    return part("table", caption, heads, cells, right, whole).strip()
