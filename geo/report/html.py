"""HTML of the report: every piece of data is escaped by the way it is put in."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape

from geo import text as text_module
from geo.catalog.records import Source, Status
from geo.coverage.findings import OtherNumber

__all__ = [
    "banner",
    "items",
    "join",
    "link",
    "phone",
    "phones",
    "section",
    "source_entry",
    "status_mark",
    "table",
]

_SHORT: Final = 20
"""A table of at most this many rows is kept on one sheet of paper."""


def join(parts: Iterable[Markup | str], between: Markup | str = "") -> Markup:
    """Return the parts one after the other, texts escaped."""
    return escape(between).join(parts)


def phones(number: str, others: Sequence[OtherNumber]) -> Markup:
    """Return a number to call and, beside it, those that other sources give for the same team or unit."""
    beside = (
        Markup(" <small>or {}, by {}, {}</small>").format(
            phone(other.phone), other.source, text_module.period(other.as_of)
        )
        for other in others
    )
    return Markup("{}{}").format(phone(number), join(beside))


def phone(number: str) -> Markup:
    """Return a number as a link that calls it."""
    return Markup('<a class="cc-phone" href="tel:{}">{}</a>').format(number, number)


def link(url: str, text: Markup | str) -> Markup:
    """Return a link to another site."""
    return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(url, text)


def section(title: str, *parts: Markup | str, level: int = 2, at: str = "") -> Markup:
    """Return a heading with what belongs to it; `at` is its id, where something links to it.

    Empty where no part holds anything, so that no heading stands alone.
    """
    inner = join(parts)
    if not inner:
        return Markup("")
    name = Markup(' id="{}"').format(at) if at else ""
    return Markup(
        '<section class="cc-part"><h{level}{name}>{title}</h{level}>{inner}</section>'
    ).format(level=level, name=name, title=title, inner=inner)


def banner(text: str) -> Markup:
    """Return a sentence that holds for all that follows, or nothing."""
    return (
        Markup('<p class="cc-banner"><strong>{}</strong></p>').format(text) if text else Markup("")
    )


def items(entries: Iterable[Markup | str], css: str = "") -> Markup:
    """Return a list, or nothing where there is nothing to list."""
    lines = join(Markup("<li>{}</li>").format(entry) for entry in entries)
    name = Markup(' class="{}"').format(css) if css else ""
    return Markup("<ul{}>{}</ul>").format(name, lines) if lines else lines


def status_mark(status: Status) -> Markup:
    """Return a status as a word with its pattern beside it."""
    return Markup('<span class="cc-status cc-{}">{}</span>').format(status.value, status.value)


def source_entry(source: Source) -> Markup:
    """Return a source for the list of sources: title, publisher, dates, address as text and link."""
    published = (
        f" Published {text_module.period(source.published.text)}." if source.published else ""
    )
    at = Markup(" {}.").format(link(source.url, source.url)) if source.url else " No web address."
    recalled = " Remembered, not read." if source.proof == "recalled" else ""
    return Markup(
        "<strong>{}</strong>: <cite>{}</cite>, {}. Describes {} ({}).{} Read {}.{}{}"
    ).format(
        source.id,
        source.title,
        source.publisher,
        text_module.period(source.as_of.text),
        source.as_of_basis,
        published,
        text_module.period(source.retrieved.text),
        at,
        recalled,
    )


def table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Markup | str]],
    *,
    numbers: Collection[int] = (),
    sorted_by: str = "",
    paper: bool = True,
) -> Markup:
    """Return a real table; the first cell of a row is its header.

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
    right = [
        Markup(' class="cc-number"') if place in numbers else "" for place in range(len(headers))
    ]
    order = Markup(' aria-sort="{}"').format(
        "descending" if sorted_by.startswith("-") else "ascending"
    )
    head = join(
        Markup('<th scope="col"{}{}>{}</th>').format(
            css, order if header == sorted_by.removeprefix("-") else "", header
        )
        for css, header in zip(right, headers, strict=True)
    )
    lines = list(rows)
    body = join(
        Markup('<tr><th scope="row"{}>{}</th>{}</tr>').format(
            right[0],
            row[0],
            join(
                Markup("<td{}>{}</td>").format(css, cell)
                for css, cell in zip(right[1:], row[1:], strict=True)
            ),
        )
        for row in lines
    )
    return Markup(
        '<div class="cc-scroll{}" role="region" aria-label="{}" tabindex="0">'
        '<table class="cc-table"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(" cc-whole" if paper and len(lines) <= _SHORT else "", caption, caption, head, body)
