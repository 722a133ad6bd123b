"""How far a county's people are from the nearest unit, in words and bars."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from geo import text
from geo.access import drive_minutes, mile_bounds, sentences, transport
from geo.access.records import Access, Area, PeopleWithin, Range
from geo.coverage.assessment import Assessment

__all__ = ["Distance", "Reach", "distance"]

_HOURS_FROM_MIN: Final = 90
_STEP_MIN: Final = 5
_HALF_HOUR_MIN: Final = 30
_HOUR_MIN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """People within so many straight-line miles: as a share of 1 for the bar, and in words."""

    miles: int
    share: float
    people: str
    range: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far the people are, in straight-line miles; where it is not known `unknown` says so, and no more is told.

    `unit` is what it is measured to, `everyone` between which miles everybody lives, `average` and
    `average_range` in miles, `drive` a span of time for that average. `transport` is what taking
    somebody to the region's own unit comes to, in sentences.
    """

    unit: str
    unknown: str = ""
    everyone: str = ""
    average: str = ""
    average_range: str = ""
    drive: str = ""
    reach: tuple[Reach, ...] = ()
    transport: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def distance(assessment: Assessment, access: Access, area: Area) -> Distance:
    """Return how far an area's people are from the nearest unit of the service that was measured."""
    mean = area.nearest.mean_miles
    if mean.value is None or area.most_miles is None:
        day = f"How far people are from a {access.unit} is not known for this day."
        return Distance(unit=access.unit, unknown=access.not_measured or day)
    most = mile_bounds.at_most(area.most_miles)
    notes = (
        _nearest(area),
        sentences.elsewhere(area) if round(area.people_nearer_elsewhere) else "",
        sentences.neighbors(access, area),
        *(sentences.disputed(unit_id) for unit_id in area.disputed),
    )
    return Distance(
        unit=access.unit,
        everyone=f"{mile_bounds.at_least(area.least_miles)} to {most} miles from one"
        if area.least_miles
        else f"within {most} miles of one",
        average=sentences.plain_miles(mean.value),
        average_range=_range(mean),
        drive=_drive(mean),
        reach=tuple(_reach(within, area) for within in area.within),
        transport=transport.transport(assessment, access, area).says,
        notes=tuple(filter(None, notes)),
    )


def _range(miles: Range) -> str:
    low, high = sentences.plain_miles(miles.low), sentences.plain_miles(miles.high)
    return "" if low == high else f"({low} to {high})"


def _nearest(area: Area) -> str:
    """Return which units are the closest, for how many people each."""
    told = []
    for unit in area.nearest_units:
        whose = "the region's own" if unit.own else f"Region {unit.region}"
        doubt = ", sources disagree" if unit.disputed else ""
        told.append(f"{unit.facility} ({whose}{doubt}) for {unit.people:,.0f} people")
    return f"Closest unit: {text.listing(told)}." if told else ""


def _reach(within: PeopleWithin, area: Area) -> Reach:
    ends = (within.people.value, within.people.low, within.people.high)
    value, low, high = (round(people or 0) for people in ends)
    spread = f"({low:,} to {high:,})"
    if low == value:
        spread = f"(up to {high:,})"
    elif high == value:
        spread = f"(at least {low:,})"
    # Points say where people were counted; only the county's own bounds speak of all who live in it.
    everybody = area.most_miles is not None and area.most_miles <= within.miles
    return Reach(
        miles=within.miles,
        share=within.share.value or 0.0,
        people="nobody" if not high else f"{'all ' * everybody}{value:,}",
        range="" if low == high else spread,
    )


def _drive(miles: Range) -> str:
    """Return the estimate of minutes as an interval, rounded outward; empty where it is not known."""
    if miles.low is None or miles.high is None:
        return ""
    low = floor(drive_minutes.low_min(miles.low) / _STEP_MIN) * _STEP_MIN
    high = drive_minutes.high_min(miles.high)
    step = _STEP_MIN if high < _HOURS_FROM_MIN else _HALF_HOUR_MIN
    most = _minutes(ceil(high / step) * step)
    return f"{_minutes(low)} to {most}" if low else f"up to {most}"


def _minutes(minutes: int) -> str:
    if minutes < _HOURS_FROM_MIN:
        return f"{minutes} minutes"
    hours, rest = divmod(minutes, _HOUR_MIN)
    if rest % _HALF_HOUR_MIN:
        return f"{hours} hours {rest} minutes"
    return f"{hours}{'½' if rest else ''} hours"
