"""The table of counties on the page Distance: two counts apart, sorted by the one chosen."""

from typing import Final

from markupsafe import Markup

from geo.access import sentences
from geo.access.gap_records import GapRow, Order
from geo.templates.render import render
from geo.text import count
from geo.web import distance_words
from geo.web.distance_view import View
from geo.web.tables import labelled

__all__ = ["FIRST", "table"]

FIRST: Final = 25
"""Rows that are shown before all are asked for."""


def table(view: View) -> Markup:
    """Return the counties shown as a table, with links to their pages."""
    rows = view.shown.ranking if view.is_whole_table else view.shown.ranking[:FIRST]
    drawn = render(
        "web/distance_counties.html",
        caption=_caption(view, len(rows)),
        headers=_headers(view),
        has_regions=_has_regions(view),
        rows=[_row(view, row) for row in rows],
    )
    return labelled(drawn)


def _caption(view: View, rows: int) -> str:
    all_rows = len(view.shown.ranking)
    every = count(all_rows, "county", "counties")
    which = every if rows == all_rows else f"{rows} of {every}"
    across = " Units in neighboring states are counted." if view.with_neighbors else ""
    return (
        f"{which}, sorted by {view.shown.sort.label}. “Most people?” says whether that is most of the "
        "county, allowing for errors in where people live. The two counts are never added."
        f"{across}"
    )


def _has_regions(view: View) -> bool:
    return bool(view.snapshot.assessment.catalog.services.regions)


def _headers(view: View) -> list[dict[str, object]]:
    """Return the heads; the one that the rows are sorted by says so."""
    standards = [each.standard for each in view.shown.totals.not_shown if each.counties]
    shorts = {each.id: each.short for each in view.snapshot.assessment.standards}
    what = shorts[standards[0]] if len(standards) == 1 else "Service"
    heads: tuple[tuple[str, bool, Order | None], ...] = (
        ("County", False, Order.COUNTY),
        *((("Region", True, None),) if _has_regions(view) else ()),
        ("People", True, Order.PEOPLE),
        (f"Farther than {view.limit_miles} miles", True, Order.FAR),
        ("Least to most", True, None),
        ("Most people?", False, None),
        (f"{what} not shown", True, Order.NOT_SHOWN),
        ("Average miles", True, Order.MILES),
        ("Nearest unit", False, None),
    )
    return [
        {"title": title, "numeric": numeric, "sort": _direction(view, order), "by": order or ""}
        for title, numeric, order in heads
    ]


def _direction(view: View, order: Order | None) -> str:
    if order is not view.shown.sort:
        return ""
    return "ascending" if order is Order.COUNTY else "descending"


def _row(view: View, row: GapRow) -> dict[str, object]:
    far = row.far(with_neighbors=view.with_neighbors)
    return {
        "geoid": row.geoid,
        "county": row.county,
        "regions": " or ".join(map(str, row.regions)),
        "people": row.people,
        "far": sentences.best(far.people),
        "range": sentences.least_to_most(far.people),
        "most": far.most,
        "not_shown": row.people_not_shown,
        "miles": sentences.miles(far.mean_miles),
        "nearest": distance_words.nearest(view, view.areas[row.geoid]),
    }
