"""A comparison as the body of an HTML page."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from geo.diff import sentences
from geo.diff.records import Changes

__all__ = ["body"]

_WAYS = ("Lost", "Gained", "Changed")


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
            Markup('<p class="cc-changes-warning">Mind: {}</p>').format(warning)
            for warning in changes.warnings
        ),
        _standards(changes),
        _verdicts(changes),
        _list(
            "Counties that only one side has",
            [
                *(f"Only old: {sentences.place(county)}" for county in changes.counties_gone),
                *(f"Only new: {sentences.place(county)}" for county in changes.counties_come),
            ],
        ),
        _list("Numbers for everybody", map(sentences.number, changes.statewide)),
        _list("Teams, lines and units", map(sentences.provider, changes.providers)),
        _list("Regions", map(sentences.region, changes.regions)),
        _list("People and names", map(sentences.renamed, changes.people)),
    ]
    return Markup("\n").join(filter(None, parts))


def _standards(changes: Changes) -> Markup:
    rows = [
        (
            change.title,
            f"only the {change.only_in} side has it" if change.only_in else "on both sides",
            *(change.lost, _people(change.people_lost)),
            *(change.gained, _people(change.people_gained)),
            *(change.changed, _people(change.people_changed)),
        )
        for change in changes.standards
    ]
    counted = [f"{word}: {what}" for word in _WAYS for what in ("counties", "people")]
    heads = ["Standard", "Compared", *counted]
    return _table(
        "What changed, by standard", "Counties and their people, by standard", heads, rows
    )


def _people(count: int | None) -> str:
    return "not known" if count is None else f"{count:,}"


def _verdicts(changes: Changes) -> Markup:
    rows = [
        (
            change.place.county,
            direction,
            change.title,
            sentences.transition(change),
            _people(change.place.people),
        )
        for direction, group in sentences.in_order(changes.verdicts)
        for change in group
    ]
    heads = ("County", "What", "Standard", "From and to", "People")
    return _table("Verdicts that changed", "Each county and standard, lost first", heads, rows)


def _list(title: str, lines: Iterable[str]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    if not items:
        return Markup("")
    return Markup("<h2>{}</h2>\n<ul>{}</ul>").format(title, items)


def _table(
    title: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> Markup:
    if not rows:
        return Markup("")
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in heads)
    lines = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            first, Markup("").join(Markup("<td>{}</td>").format(cell) for cell in rest)
        )
        for first, *rest in rows
    )
    return Markup(
        '<h2>{}</h2>\n<div class="cc-scroll" role="region" aria-label="{}" tabindex="0">'
        '<table class="cc-table"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(title, title, caption, head, lines)
