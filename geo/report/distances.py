"""Distances of an area as tables: miles to a unit, people within, backup, questions of distance."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from geo.access import minutes, words
from geo.access.reach import Reach
from geo.access.records import Access, Area, Distances, Range
from geo.report import html

__all__ = ["REACH_WORDS", "distances", "reach_table", "within_table"]

REACH_WORDS: Final = {
    Reach.WITHIN: "within",
    Reach.CANNOT_TELL: "cannot tell",
    Reach.BEYOND: "beyond",
}
_PARTS: Final = (
    ("mean_miles", "Mean"),
    ("median_miles", "Half of the people within"),
    ("p90_miles", "Nine in ten within"),
)


def distances(access: Access, area: Area, short: str, beside: Markup) -> Markup:
    """Return how far the area's people are from the nearest unit and from their region's own.

    `beside` is a map; it stands beside the first table where there is room.
    """
    lines = [words.everybody(area), words.elsewhere(area), _drive(area)]
    facts = html.items((*_units(area, short), *(one for one in lines if one)))
    return html.join(
        (
            Markup('<div class="cc-beside">{}<div>{}{}</div></div>').format(
                beside, _miles_table(area, short), facts
            ),
            within_table(area, short),
            reach_table(area),
            Markup('<p class="cc-small">{} {}</p>').format(
                words.STRAIGHT_LINE, words.demand(access.demand)
            ),
        )
    )


def _miles_table(area: Area, short: str) -> Markup:
    named: Sequence[tuple[str, Distances | None]] = (
        (f"Nearest {short}", area.nearest),
        (f"Nearest {short} of the own region", area.own),
    )
    rows = [
        (
            title,
            *(
                words.miles(getattr(found, name)) if found else "none to measure to"
                for name, _ in _PARTS
            ),
        )
        for title, found in named
    ]
    headers = ("To", *(title for _, title in _PARTS))
    return html.table("Straight-line miles", headers, rows, numbers=(1, 2, 3))


def _units(area: Area, short: str) -> list[str]:
    """Return which unit is the nearest, for how many people; the first few."""
    return [
        f"{one.facility} ({'the own region' if one.own else f'Region {one.region}, not the own'}) "
        f"is the nearest {short} for {one.people:,.0f} people, by the points; "
        f"{words.plain_miles(one.mean_miles)} miles on average in a straight line."
        for one in area.nearest_units
    ]


def _drive(area: Area) -> str:
    """Return the estimate of minutes for the mean and for nine in ten, as intervals only."""
    parts = [
        f"{found} for {who}"
        for who, miles in (
            ("the mean distance", area.nearest.mean_miles),
            ("the distance that nine in ten stay within", area.nearest.p90_miles),
        )
        if (found := _interval(miles))
    ]
    if not parts:
        return ""
    return f"Estimate, not a drive time: {' and '.join(parts)}. No road, speed or traffic is known here."


def _interval(miles: Range) -> str:
    if miles.low is None or miles.high is None:
        return ""
    low, high = minutes.low_min(miles.low), minutes.high_min(miles.high)
    return f"{float(low):.0f} to {float(high):.0f} minutes"


def within_table(area: Area, short: str) -> Markup:
    """Return the people within each limit of the nearest unit, and of a second one."""
    rows = [
        (
            f"{one.miles} miles",
            words.number(one.people),
            words.percent(one.share),
            words.number(second.people),
            words.percent(second.share),
        )
        for one, second in zip(area.within, area.second, strict=True)
    ]
    headers = (
        "Within, straight line",
        f"People with a {short}",
        "Share",
        "With a second one too",
        "Share",
    )
    return html.table("People within reach", headers, rows, numbers=(1, 2, 3, 4))


def reach_table(area: Area) -> Markup:
    """Return the questions of distance with their answer in one of three words, and why."""
    if not area.reach:
        return Markup("")
    rows = [
        (
            one.title,
            Markup('<span class="cc-reach cc-{}">{}</span>{}').format(
                one.status.value, REACH_WORDS[one.status], ", estimate" if one.estimate else ""
            ),
            f"{one.rule} {_sure(one.robust, one.proven)}",
        )
        for one in area.reach
    ]
    return html.table("Questions of distance: no duty", ("Question", "Answer", "Why"), rows)


def _sure(robust: bool, proven: bool) -> str:
    if proven:
        return "Proven wherever people live and units stand."
    return (
        "It would not change within the error." if robust else "It could change within the error."
    )
