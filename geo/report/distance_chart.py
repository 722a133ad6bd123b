"""How far people are from the nearest unit, drawn: people by straight-line miles, and the table."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil, floor, log10
from typing import Final, NamedTuple

from markupsafe import Markup

from geo import text
from geo.maps.styles import BORDER, SEQUENCE
from geo.report import html, svg

__all__ = ["distribution", "figure", "table"]

WIDTH: Final = 480
HEIGHT: Final = 240
LEFT: Final = 62
RIGHT: Final = 12
TOP: Final = 40
BOTTOM: Final = 40
_BAR_MILES: Final = 5
_SIZE: Final = 12
_INK: Final = "#111111"
_FILL: Final = SEQUENCE[2].fill
"""A hue no verdict uses."""


class _Axes(NamedTuple):
    """From miles and people to places in the drawing."""

    miles: int
    people: float

    def x(self, miles: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * miles / self.miles

    def y(self, people: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * people / self.people


def distribution(
    people_by_mile: Sequence[float], limits_miles: Sequence[int], title: str
) -> Markup:
    """Return the drawing and its table twin, one after the other; the arguments are those of `figure`."""
    return figure(people_by_mile, limits_miles, title) + table(people_by_mile, limits_miles, title)


def figure(people_by_mile: Sequence[float], limits_miles: Sequence[int], title: str) -> Markup:
    """Return people by straight-line miles to the nearest unit as a drawing, a bar for five miles.

    Parameters
    ----------
    people_by_mile : sequence of float
        At place i the people whose nearest unit is i or more and less than i + 1 straight-line
        miles off, as in ``Area.people_by_mile``.
    limits_miles : sequence of int
        Limits to mark, each with the share of the people who are nearer.
    title : str
        Name of the drawing and of the table; once on a page, since their ids come from it.

    Returns
    -------
    Markup
        A ``figure`` with the SVG (role img, named and described by title and desc). A sentence alone
        where there is nobody to measure for, or no unit to measure to.
    """
    total = sum(people_by_mile)
    if total <= 0:
        return Markup(
            "<p>{}: not known. No source speaks of a unit by this day, or nobody lives at the points.</p>"
        ).format(title)
    drawn = _drawing(people_by_mile, sorted(set(limits_miles)), title, total)
    return Markup(
        '<figure class="cc-figure cc-chart">{}<figcaption>People by straight-line miles to the nearest unit, '
        "each unit at its point. Dashed lines: the share of people nearer than the limit. Not drive "
        "time.</figcaption></figure>"
    ).format(drawn)


def table(people_by_mile: Sequence[float], limits_miles: Sequence[int], title: str) -> Markup:
    """Return the same as a table: every five miles, and every limit; nothing where `figure` has none."""
    total, limits = sum(people_by_mile), sorted(set(limits_miles))
    if total <= 0:
        return Markup("")
    bands = _bands(people_by_mile)
    so_far = list(accumulate(bands))
    rows = [
        (
            f"{place * _BAR_MILES} to {(place + 1) * _BAR_MILES}",
            f"{people:,.0f}",
            text.percent_to_tenths(people / total),
            text.percent_to_tenths(so_far[place] / total),
        )
        for place, people in enumerate(bands)
    ]
    headers = ("Straight-line miles", "People", "Share", "Share nearer than the row's end")
    by_limit = Markup('<p class="cc-limits">{}</p>').format(
        "; ".join(
            f"nearer than {limit} straight-line miles: {sum(people_by_mile[:limit]):,.0f} people "
            f"({text.percent_to_tenths(sum(people_by_mile[:limit]) / total)})"
            for limit in limits
        ).capitalize()
        + "."
    )
    return by_limit + html.table(f"{title}, every five miles", headers, rows, numbers=(1, 2, 3))


def _drawing(
    people_by_mile: Sequence[float], limits: Sequence[int], title: str, total: float
) -> Markup:
    reached = len(people_by_mile)
    # As far as people are, and on to the first limit that nobody passes.
    end = max(reached, next((limit for limit in limits if limit >= reached), reached))
    bars = _bands(people_by_mile)
    top, step = _ticks(max(bars))
    axes = _Axes(ceil(end / _BAR_MILES) * _BAR_MILES, top)
    inner = html.join(
        (
            *_people_axis(axes, step),
            *(_bar(axes, place * _BAR_MILES, people) for place, people in enumerate(bars)),
            *_miles_axis(axes),
            *(
                _limit(axes, limit, people_by_mile, total)
                for limit in limits
                if limit <= axes.miles
            ),
        )
    )
    told = "; ".join(
        f"{text.percent_to_tenths(sum(people_by_mile[:limit]) / total)} nearer than {limit} miles"
        for limit in limits
    )
    desc = (
        f"Bars for each {_BAR_MILES} miles from 0 to {reached} straight-line miles; the tallest stands for "
        f"{max(bars):,.0f} of {total:,.0f} people. {told}."
    )
    box = (0, 0, WIDTH, HEIGHT)
    return svg.drawing(f"chart-{text.anchor(title)}", title, desc, box, inner)


def _bands(people_by_mile: Sequence[float]) -> list[float]:
    starts = range(0, len(people_by_mile), _BAR_MILES)
    return [sum(people_by_mile[start : start + _BAR_MILES]) for start in starts]


def _ticks(most: float) -> tuple[float, float]:
    """Return the end of the people's axis and the step between its marks: 1, 2 or 5 times a power of ten."""
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    return ceil(most / step) * step, step


def _people_axis(axes: _Axes, step: float) -> list[Markup]:
    marks = [place * step for place in range(round(axes.people / step) + 1)]
    digits = 0 if step >= 1 else 2
    lines = [svg.line(LEFT, axes.y(mark), WIDTH - RIGHT, axes.y(mark), "#c4ccd4") for mark in marks]
    words = [
        svg.text(LEFT - 6, axes.y(mark) + 4, f"{mark:,.{digits}f}", _SIZE, "end") for mark in marks
    ]
    unit = svg.text(LEFT - 6, TOP - 24, "people", _SIZE, "end")
    return [*lines, *words, unit]


def _miles_axis(axes: _Axes) -> list[Markup]:
    step = next((mile for mile in (5, 10, 20, 50, 100) if axes.miles / mile <= 12), 500)
    base = HEIGHT - BOTTOM
    marks = [
        svg.text(axes.x(mile), base + 15, f"{mile}", _SIZE, "middle")
        for mile in range(0, axes.miles + 1, step)
    ]
    words = "straight-line miles to the nearest unit"
    middle = (LEFT + WIDTH - RIGHT) / 2
    axis = svg.line(LEFT, base, WIDTH - RIGHT, base, _INK)
    return [axis, *marks, svg.text(middle, HEIGHT - 6, words, _SIZE, "middle")]


def _bar(axes: _Axes, start: int, people: float) -> Markup:
    left, right, top = axes.x(start), axes.x(start + _BAR_MILES), axes.y(people)
    if people <= 0:
        return Markup("")
    return svg.rect(left, top, right - left, HEIGHT - BOTTOM - top, _FILL, BORDER)


def _limit(axes: _Axes, miles: int, people_by_mile: Sequence[float], total: float) -> Markup:
    x = axes.x(miles)
    share = text.percent_to_tenths(sum(people_by_mile[:miles]) / total)
    # At the right edge the words would be cut off in the middle.
    anchor = "end" if x > WIDTH - RIGHT - 24 else "middle"
    return html.join(
        (
            svg.line(x, TOP - 6, x, HEIGHT - BOTTOM, _INK, "5 3"),
            svg.text(x, TOP - 22, f"{share}", _SIZE, anchor),
            svg.text(x, TOP - 10, f"< {miles} mi", _SIZE - 1, anchor),
        )
    )
