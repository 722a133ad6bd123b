"""A comparison as the body of an HTML page."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from geo.diff import sentences
from geo.diff.records import Changes

__all__ = ["body"]


def body(changes: Changes) -> Markup:
    """Return headings (from h2), sentences and tables; every text is escaped.

    Tables have a caption, and the first cell of a row heads it. Nothing is told by color alone.
    """
    parts = [
        _list(
            "The two sides",
            [f"Old: {sentences.side(changes.old)}", f"New: {sentences.side(changes.new)}"],
        ),
        Markup('<p class="cc-changes-summary">{}</p>').format(sentences.summary(changes)),
        *(
            Markup('<p class="cc-changes-warning">Mind: {}</p>').format(one)
            for one in changes.warnings
        ),
        _standards(changes),
        _verdicts(changes),
        _places(changes),
        _list("Teams, lines and units", map(sentences.provider, changes.providers)),
        _list("Regions", map(sentences.region, changes.regions)),
        _list("People and names", map(sentences.renamed, changes.people)),
    ]
    return Markup("\n").join(one for one in parts if one)


def _standards(changes: Changes) -> Markup:
    rows = [
        (
            one.title,
            f"only the {one.only_in} side has it" if one.only_in else "on both sides",
            *_count(one.lost, one.people_lost),
            *_count(one.gained, one.people_gained),
            *_count(one.changed, one.people_changed),
        )
        for one in changes.standards
    ]
    words_of = ("Lost", "Gained", "Changed")
    heads = [
        "Standard",
        "Compared",
        *(f"{word}: {what}" for word in words_of for what in ("counties", "people")),
    ]
    return _table(
        "What changed, by standard", "Counties and their people, by standard", heads, rows
    )


def _count(counties: int, people: int | None) -> tuple[str, str]:
    return str(counties), "not known" if people is None else f"{people:,}"


def _verdicts(changes: Changes) -> Markup:
    rows = [
        (
            one.place.county,
            direction,
            one.title,
            sentences.transition(one),
            "not known" if one.place.people is None else f"{one.place.people:,}",
        )
        for direction, some in sentences.in_order(changes.verdicts)
        for one in some
    ]
    heads = ("County", "What", "Standard", "From and to", "People")
    return _table("Verdicts that changed", "Each county and standard, lost first", heads, rows)


def _places(changes: Changes) -> Markup:
    return _list(
        "Counties that only one side has",
        [
            *(f"Only old: {sentences.place(one)}" for one in changes.counties_gone),
            *(f"Only new: {sentences.place(one)}" for one in changes.counties_come),
        ],
    )


def _list(title: str, lines: Iterable[str]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in lines)
    if not items:
        return Markup("")
    return Markup("<h2>{}</h2>\n<ul>{}</ul>").format(title, items)


def _table(title: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    if not rows:
        return Markup("")
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    lines = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            first, Markup("").join(Markup("<td>{}</td>").format(escape(one)) for one in rest)
        )
        for first, *rest in rows
    )
    return Markup(
        '<h2>{}</h2>\n<div class="cc-scroll" role="region" aria-label="{}" tabindex="0">'
        '<table class="cc-table"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(title, title, caption, head, lines)
