"""Whether so many of an area's people live within so many miles, or estimated minutes, of a unit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.access import drive_minutes, statistics
from geo.access.records import Range, Reach, ReachVerdict
from geo.catalog.records import ReachStandard
from geo.spatial.geodesy import METRES_PER_MILE

__all__ = ["judge"]

Columns = NDArray[np.float64]
_Scale = Callable[[ArrayLike], Columns]

_SHARE_DECIMALS = 6
_WORDS = {Reach.WITHIN: "Within", Reach.CANNOT_TELL: "Cannot tell", Reach.BEYOND: "Beyond"}


def judge(  # noqa: PLR0913  (an area and a question have that many sides; the last two are named)
    standard: ReachStandard,
    area_name: str,
    people: ArrayLike,
    at_m: ArrayLike,
    low_m: ArrayLike,
    high_m: ArrayLike,
    least_miles: float | None,
    most_miles: float | None,
    error_miles: float | None = None,
    error_share: float | None = None,
) -> ReachVerdict:
    """Return the verdict on one area and one question of distance.

    Parameters
    ----------
    standard : ReachStandard
        With exactly one limit.
    area_name : str
        As a sentence names it, such as "Lee County".
    people : array of shape (n,)
        People at each demand point of the area, 0 or more.
    at_m, low_m, high_m : arrays of shape (n,)
        Straight-line metres from each point to the nearest unit: with every unit at its point, and
        the least and most with each within its radius; infinite where there is no unit.
    least_miles, most_miles : float or None
        Between these everybody in the area is from the nearest unit, wherever they live; None
        where no such bounds are known.
    error_miles, error_share : float or None
        How far off the points' distances may be, and the share of people within this limit (as a
        part of 1). Where `error_share` is known it widens the share; else every point's distance
        is widened by `error_miles`; where neither is known, only the radii count.

    Returns
    -------
    ReachVerdict
        `share` holds for the demand points as they are. `status` is within where even the least
        share is enough, beyond where even the greatest is not, else it cannot be told; what
        `least_miles` and `most_miles` settle for everybody stands whatever the points say.
        `at_points` cannot be told where there is nobody, and nothing where there is no unit.
        Minutes are an estimate and never proven.

    Raises
    ------
    ValueError
        For columns that do not fit or hold no numbers, a least above a most, a negative error.
    """
    who = np.asarray(people, np.float64)
    miles = _Miles(
        *(np.asarray(one, np.float64) / METRES_PER_MILE for one in (at_m, low_m, high_m))
    )
    miles.check(least_miles, most_miles)
    asked = standard.share_of_people
    shares = _shares(standard, miles, who)
    if who.any() and not np.isfinite(miles.at[who > 0]).any():
        return _without_units(standard, area_name)
    least, most = _settled(standard, least_miles, most_miles)
    sure = least >= asked or most < asked
    interval = (least, most) if sure else _widened(standard, miles, who, error_miles, error_share)
    status = _status(interval, asked)
    at_points = _status((shares.value, shares.value), asked)
    return ReachVerdict(
        standard=standard.id,
        title=standard.title,
        status=status,
        at_points=at_points,
        robust=sure or (status is at_points and status is not Reach.CANNOT_TELL),
        proven=sure and standard.within_minutes is None,
        share=_rounded(shares),
        required_share=asked,
        limit_miles=standard.within_miles,
        limit_minutes=standard.within_minutes,
        estimate=standard.within_minutes is not None,
        rule=_rule(standard, area_name, status, shares.value, None if sure else interval),
    )


def _without_units(standard: ReachStandard, area_name: str) -> ReachVerdict:
    """Return the verdict of a day on which no unit is known: that is not proof that there is none."""
    return ReachVerdict(
        standard=standard.id,
        title=standard.title,
        status=Reach.CANNOT_TELL,
        at_points=Reach.CANNOT_TELL,
        robust=False,
        proven=False,
        share=Range(value=None, low=None, high=None),
        required_share=standard.share_of_people,
        limit_miles=standard.within_miles,
        limit_minutes=standard.within_minutes,
        estimate=standard.within_minutes is not None,
        rule=f"Cannot tell: no source speaks of a unit for {area_name} on this day.",
    )


@dataclass(frozen=True, slots=True)
class _Miles:
    """Straight-line miles of each point to the nearest unit."""

    at: Columns
    low: Columns
    high: Columns

    def check(self, least: float | None, most: float | None) -> None:
        """Raise ValueError where a least is above a most."""
        fits = self.at.shape == self.low.shape == self.high.shape
        if not fits or not ((self.low <= self.at) & (self.at <= self.high)).all():
            raise ValueError("low, at and high are columns of one length, in this order")
        if least is not None and most is not None and not least <= most:
            raise ValueError("the least distance is at most the most")

    def widened(self, by: float) -> "_Miles":
        """Return miles whose least and most are so many miles further apart on each side."""
        return _Miles(self.at, np.maximum(self.low - by, 0.0), self.high + by)


def _scales(standard: ReachStandard) -> tuple[float, _Scale, _Scale, _Scale]:
    """Return the limit, and what makes miles at the points, least and most into its unit."""
    if standard.within_minutes is not None:
        return (
            standard.within_minutes,
            drive_minutes.central_min,
            drive_minutes.low_min,
            drive_minutes.high_min,
        )
    if standard.within_miles is None:
        raise ValueError("a standard of this kind has a limit")
    return standard.within_miles, np.asarray, np.asarray, np.asarray


def _shares(standard: ReachStandard, miles: _Miles, people: Columns) -> Range:
    """Return the share of people within the limit; None where there is nobody."""
    limit, central, quick, slow = _scales(standard)
    # Long distances put few people within: the least share belongs to the most miles.
    away = (central(miles.at), slow(miles.high), quick(miles.low))
    total = statistics.people_within(np.zeros(len(people)), people, 0.0)
    value, low, high = (
        statistics.people_within(one, people, limit) / total if total else None for one in away
    )
    return Range(value=value, low=low, high=high)


def _widened(
    standard: ReachStandard,
    miles: _Miles,
    people: Columns,
    error_miles: float | None,
    error_share: float | None,
) -> tuple[float | None, float | None]:
    """Return the least and the greatest share, allowing for where the points may be wrong."""
    if (error_miles or 0.0) < 0 or (error_share or 0.0) < 0:
        raise ValueError("an error is 0 or more")
    by_miles = error_miles if error_share is None else None
    wide = _shares(standard, miles.widened(by_miles or 0.0), people)
    if wide.low is None or wide.high is None:
        return None, None
    by_share = error_share or 0.0
    return max(wide.low - by_share, 0.0), min(wide.high + by_share, 1.0)


def _settled(
    standard: ReachStandard, least_miles: float | None, most_miles: float | None
) -> tuple[float, float]:
    """Return between which shares the bounds on everybody's distance leave it: 0 and 1, or one."""
    limit, _, quick, slow = _scales(standard)
    everybody = most_miles is not None and float(slow(most_miles)) <= limit
    nobody = least_miles is not None and float(quick(least_miles)) > limit
    return (1.0 if everybody else 0.0), (0.0 if nobody else 1.0)


def _status(interval: tuple[float | None, float | None], asked: float) -> Reach:
    low, high = interval
    if low is None or high is None:
        return Reach.CANNOT_TELL
    if low >= asked:
        return Reach.WITHIN
    return Reach.BEYOND if high < asked else Reach.CANNOT_TELL


def _rounded(share: Range) -> Range:
    value, low, high = (
        None if one is None else round(one, _SHARE_DECIMALS)
        for one in (share.value, share.low, share.high)
    )
    return Range(value=value, low=low, high=high)


def _rule(
    standard: ReachStandard,
    area_name: str,
    status: Reach,
    value: float | None,
    interval: tuple[float | None, float | None] | None,
) -> str:
    """Return the sentence of a verdict; without an interval the bounds on everybody settled it."""
    asked, word = standard.share_of_people, _WORDS[status]
    if interval is None:
        return f"{word}: {_for_everybody(standard, area_name, status)}."
    low, high = interval
    if value is None or low is None or high is None:
        return f"{word}: {area_name} has nobody to measure for."
    least, most = _percent(low, asked), _percent(high, asked)
    live = f"of the people of {area_name} have a unit {_limit(standard)}"
    want = f"{_percent(asked)} are asked for"
    if standard.within_minutes is not None:
        # Minutes are only ever shown as an interval.
        span = f"about {least}" if least == most else f"between {least} and {most}"
        return f"{word}: {span} {live}; {want}."
    span = least if least == most else f"{least} to {most}"
    return (
        f"{word}: {_percent(value, asked)} {live} ({span} with what is not known exactly of where "
        f"units and people are); {want}."
    )


def _for_everybody(standard: ReachStandard, area_name: str, status: Reach) -> str:
    if not standard.share_of_people:
        return f"no share of the people of {area_name} is asked for"
    who = "everybody" if status is Reach.WITHIN else "nobody"
    return (
        f"{who} in {area_name} has a unit {_limit(standard)}, wherever in it they live and wherever "
        "in its radius each unit stands"
    )


def _limit(standard: ReachStandard) -> str:
    if standard.within_minutes is not None:
        return (
            f"within {standard.within_minutes:g} minutes (an estimate from straight-line miles, "
            "not a drive time)"
        )
    return f"within {standard.within_miles:g} miles, straight line"


def _percent(share: float, beside: float | None = None) -> str:
    """Return a share in percent, with digits enough to tell it from none, all and what is asked."""
    for digits in range(1, 7):
        text = f"{100 * share:.{digits}f}"
        alike = [
            f"{100 * one:.{digits}f}" for one in (0.0, 1.0, beside) if one not in (None, share)
        ]
        if text not in alike:
            break
    return f"{text.rstrip('0').rstrip('.')} %"
