"""Distances of an area as tables: miles to a unit, people within, backup, questions of distance."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from geo.access import drive_minutes, mile_bounds, sentences
from geo.access.reach_standards import Within
from geo.access.records import (
    Access,
    Area,
    AreaKind,
    DemandSource,
    Distances,
    Range,
    ReachVerdict,
    UnitShare,
)
from geo.report import html

__all__ = ["REACH_WORDS", "distances", "optional", "reach_table", "within_table"]

REACH_WORDS: Final = {
    Within.WITHIN: "within",
    Within.CANNOT_TELL: "cannot tell",
    Within.BEYOND: "beyond",
}
_PARTS: Final = (
    ("mean_miles", "Mean", sentences.miles),
    ("median_miles", "Half of the people within", mile_bounds.within),
    ("p90_miles", "Nine in ten within", mile_bounds.within),
)


def distances(access: Access, area: Area, short: str, beside: Markup) -> Markup:
    """Return how far the area's people are from the nearest unit and from their region's own.

    `beside` is a map; it stands beside the first table where there is room.
    """
    lines = [
        *_units(area, short),
        sentences.everybody(area),
        sentences.elsewhere(area),
        sentences.neighbors(access, area),
        *(sentences.disputed(unit_id) for unit_id in area.disputed),
        _drive(area),
    ]
    facts = html.items(line for line in lines if line)
    return html.join(
        (
            html.part("beside", beside, html.join((_miles_table(area, short), facts))),
            within_table(area, short),
            reach_table(access, area),
            html.paragraph(sentences.STRAIGHT_LINE, sentences.demand(access.demand), small=True),
        )
    )


def _miles_table(area: Area, short: str) -> Markup:
    named: Sequence[tuple[str, Distances | None]] = (
        (f"Nearest {short}", area.nearest),
        (f"Nearest {short}, with neighbors", area.nearest_with_neighbors),
        (f"Nearest {short} of the own region", area.own),
    )
    rows = [
        (
            title,
            *(
                told(getattr(distances, name)) if distances else "not known"
                for name, _, told in _PARTS
            ),
        )
        for title, distances in named
    ]
    headers = ("To", *(title for _, title, _ in _PARTS))
    return html.table("Straight-line miles", headers, rows, numbers=(1, 2, 3))


def _units(area: Area, short: str) -> list[str]:
    """Return which units are the nearest, for how many people each."""
    if not area.nearest_units:
        return [
            f"No {short} is known to be the nearest: none is known, or nobody is at the points."
        ]
    return [
        f"{unit.facility} ({_whose(unit)}) is the nearest {short} for {unit.people:,.0f} people, by the "
        f"points; {sentences.plain_miles(unit.mean_miles)} miles on average in a straight line."
        for unit in area.nearest_units
    ]


def _whose(unit: UnitShare) -> str:
    region = f"Region {unit.region}"
    whose = {True: "the own region", False: f"{region}, not the own", None: region}[unit.own]
    return f"{whose}, disputed" if unit.disputed else whose


def _drive(area: Area) -> str:
    """Return the estimate of minutes for the mean and for nine in ten, as intervals only."""
    parts = [
        f"{words} for {who}"
        for who, miles in (
            ("the mean distance", area.nearest.mean_miles),
            ("the distance that nine in ten stay within", area.nearest.p90_miles),
        )
        if (words := _interval(miles))
    ]
    if not parts:
        return ""
    return f"Estimate, not a drive time: {' and '.join(parts)}. No road, speed or traffic is known here."


def _interval(miles: Range) -> str:
    if miles.low is None or miles.high is None:
        return ""
    low, high = drive_minutes.low_min(miles.low), drive_minutes.high_min(miles.high)
    return f"{low:.0f} to {high:.0f} minutes"


def within_table(area: Area, short: str) -> Markup:
    """Return the people within each limit of the nearest unit, and of a second one."""
    rows = [
        (
            f"{first.miles} miles",
            sentences.number(first.people),
            sentences.percent(first.share),
            sentences.percent(across.share),
            sentences.number(second.people),
            sentences.percent(second.share),
        )
        for first, across, second in zip(
            area.within, area.within_with_neighbors, area.second, strict=True
        )
    ]
    headers = (
        "Within, straight line",
        f"People with a {short}",
        "Share",
        "Share, with neighbors",
        "With a second one too",
        "Share",
    )
    return html.table("People within reach", headers, rows, numbers=range(1, 6))


def optional(area: Area) -> tuple[ReachVerdict, ...]:
    """Return the answers to questions of distance that are no duty; the others are verdicts."""
    return tuple(verdict for verdict in area.reach if not verdict.required)


def reach_table(access: Access, area: Area) -> Markup:
    """Return each question of distance with its one-word answer and the reason."""
    verdicts = optional(area)
    if not verdicts:
        return Markup("")
    rows = [
        (
            verdict.title,
            html.part("reach", verdict.status, REACH_WORDS[verdict.status], verdict.estimate),
            _why(verdict, area, access.demand),
        )
        for verdict in verdicts
    ]
    return html.table("Questions of distance: no duty", ("Question", "Answer", "Why"), rows)


def _why(verdict: ReachVerdict, area: Area, demand: DemandSource) -> str:
    parts = (
        verdict.rule,
        _sure(verdict, area, demand),
        sentences.reach_with_neighbors(
            verdict.share, verdict.share_with_neighbors, estimate=verdict.estimate
        ),
    )
    return " ".join(filter(None, parts))


def _sure(verdict: ReachVerdict, area: Area, demand: DemandSource) -> str:
    """Return how sure an answer is; the points' error is one that most, not all, stay within."""
    if verdict.share.value is None:
        return ""
    if verdict.proven:
        return "Proven wherever people live and units stand."
    error = _error(area.kind, demand)
    if verdict.robust:
        return f"It would not change {error}, nor with units anywhere within their radius."
    gone = ", or without a disputed unit" if area.disputed else ""
    return f"It could change {error}, or with units elsewhere within their radius{gone}."


def _error(kind: AreaKind, demand: DemandSource) -> str:
    if demand.error_miles is None:
        return "with the points as they are, whose error was not measured"
    return {
        AreaKind.COUNTY: "within the points' error that 95 % of counties stay within",
        AreaKind.REGION: "within the points' error as it was measured, the largest of any region",
        AreaKind.STATE: "within the points' error as it was measured for the whole state",
    }[kind]
