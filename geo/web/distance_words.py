"""What the page Distance says around its map: the answer, the two counts, a county, how it is made."""

from typing import Any, Final, NamedTuple

from markupsafe import Markup

from geo.access import sentences, transport
from geo.access.gap_records import GapRow
from geo.access.records import Area, Range
from geo.templates.render import render
from geo.text import count, listing
from geo.web.distance_view import View

__all__ = ["counts", "county", "lead", "method", "nearest", "neighbors"]

_WORST: Final = 7
"""Counties with most people beyond the limit, named beside the map."""
_HALF: Final = 0.5


class _Bar(NamedTuple):
    """A county's people beyond the limit as a bar: each width in percent of the longest."""

    row: GapRow
    people: Range
    width: float
    start: float
    length: float


def lead(view: View) -> Markup:
    """Return the answer in one sentence: of a hundred people, how many are beyond the limit."""
    share = _share(view)
    return render(
        "web/distance_lead.html",
        where=_where(view),
        fact="" if share is None or share.value is None else _in_100(share.value),
        range=None if share is None else _in_100_range(share),
        limit_miles=view.limit_miles,
        with_neighbors=view.with_neighbors,
        counties=len(view.shown.ranking),
        unknown=view.shown.not_measured,
    )


def counts(view: View) -> Markup:
    """Return the two counts apart, and the counties with most people beyond the limit."""
    totals = view.shown.totals
    far = totals.people_far_with_neighbors if view.with_neighbors else totals.people_far
    bars = _bars(view)
    titles = [standard.title for standard in totals.not_shown if standard.counties]
    return render(
        "web/distance_counts.html",
        limit_miles=view.limit_miles,
        far=far,
        totals=totals,
        not_shown=listing(titles, "or"),
        required=bool(totals.not_shown),
        bars=bars,
        transport="" if view.is_filtered else transport.beyond(view.snapshot.access.state),
        disputed=listing(sorted({name for area in view.areas.values() for name in area.disputed})),
    )


def neighbors(view: View) -> Markup:
    """Return what the switch changes, or what to know of the units that it counts."""
    totals = view.shown.totals
    words = (
        f"On. {sentences.ACROSS}"
        if view.with_neighbors
        else f"Off. With them it would be {sentences.number(totals.people_far_with_neighbors)} people."
    )
    return render("web/distance_neighbors.html", words=words)


def county(view: View, geoid: str) -> Markup:
    """Return a county's figures, and what is not shown there."""
    whole = view.snapshot.gaps[view.limit_miles]
    row = next(row for row in whole.ranking if row.geoid == geoid)
    area = next(area for area in view.snapshot.access.counties if area.id == geoid)
    titles = {standard.id: standard.title for standard in view.snapshot.assessment.standards}
    return render(
        "web/distance_county.html",
        row=row,
        far=row.far(with_neighbors=view.with_neighbors),
        area=area,
        limit_miles=view.limit_miles,
        nearest=nearest(view, area),
        everybody=sentences.everybody(area),
        disputed=[sentences.disputed(name) for name in area.disputed],
        titles=titles,
        number=sentences.number,
        miles=sentences.miles,
    )


def nearest(view: View, area: Area) -> str:
    """Return the town of the unit that is the nearest to most of a county, and whose it is."""
    if not area.nearest_units:
        return ""
    across = area.neighbors[0] if area.neighbors else None
    if view.with_neighbors and across and across.share > _HALF:
        return f"{across.city}, {across.state}"
    first = area.nearest_units[0]
    facilities = view.snapshot.assessment.catalog.services.facilities
    city = next(unit.city for unit in facilities if unit.id == first.facility_id)
    marks = [] if first.own else [f"Region {first.region}"]
    marks += ["sources disagree"] if first.disputed else []
    return f"{city} ({', '.join(marks)})" if marks else city


def method(view: View) -> Markup:
    """Return how the figures are made, folded."""
    return render(
        "web/distance_method.html",
        shown=view.shown,
        straight_line=sentences.STRAIGHT_LINE,
        demand=sentences.demand(view.snapshot.access.demand),
    )


def _where(view: View) -> str:
    """Return which counties the answer is of, where it is not all."""
    if not view.is_filtered:
        return ""
    kind = {None: "", True: "metro ", False: "rural "}[view.urban]
    number = len(view.shown.ranking)
    of = "" if view.region is None else f" of Region {view.region}"
    return f"In {count(number, f'{kind}county', f'{kind}counties')}{of}"


def _share(view: View) -> Range | None:
    """Return the share beyond the limit in the counties shown; None where it is not known."""
    totals, rows = view.shown.totals, view.shown.ranking
    far = totals.people_far_with_neighbors if view.with_neighbors else totals.people_far
    known = {row.geoid for row in rows if row.people_far.value is not None}
    people = sum(area.people for area in view.areas.values() if area.id in known)
    if far.value is None or not people:
        return None
    value, low, high = ((figure or 0.0) / people for figure in (far.value, far.low, far.high))
    return Range(value=value, low=low, high=high)


def _in_100(share: float) -> str:
    """Return a share of 1 as people in a hundred; neither nobody nor everybody for what is not."""
    if share <= 0:
        return "nobody"
    if share >= 1:
        return "everybody"
    if share < 0.005:
        return "fewer than 1 in 100 people"
    if share >= 0.995:
        return "more than 99 in 100 people"
    return f"{share * 100:.0f} in 100 people"


def _in_100_range(share: Range) -> tuple[str, str] | None:
    low, high = (f"{100 * (side or 0.0):.0f}" for side in (share.low, share.high))
    return None if low == high else (low, high)


def _bars(view: View) -> list[_Bar]:
    """Return the counties with most people beyond the limit, whatever the table is sorted by."""
    found: list[tuple[GapRow, Range]] = [
        (row, row.far(with_neighbors=view.with_neighbors).people) for row in view.shown.ranking
    ]
    known = [(row, people) for row, people in found if people.value]
    known.sort(key=lambda pair: (-(pair[1].value or 0.0), pair[0].county))
    worst = known[:_WORST]
    longest = max((people.high or 0.0 for _, people in worst), default=0.0)

    def percent(figure: Any) -> float:
        return round(100 * (figure or 0.0) / longest, 2)

    return [
        _Bar(
            row,
            people,
            width=percent(people.value),
            start=percent(people.low),
            length=round(percent(people.high) - percent(people.low), 2),
        )
        for row, people in worst
    ]
