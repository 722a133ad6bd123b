"""Whether so many of an area's people live within so many miles, or estimated minutes, of a unit.

Plain Python, without NumPy: `verify` puts these questions to every county from a cold start.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from math import fsum, isfinite
from typing import NamedTuple, assert_never

from geo.access import drive_minutes
from geo.catalog.records import Evaluation, Standard, Status
from geo.coverage import sentences
from geo.text import percent_beside

__all__ = [
    "AreaMiles",
    "Judgment",
    "Share",
    "Within",
    "error_share",
    "judge",
    "no_unit",
    "rule",
    "share_within",
    "status_of",
]

Columns = Sequence[float]
_ADDRESSES = "unknown addresses"
_ADDRESSES_AND_PEOPLE = "unknown addresses and errors in where people live"
_ESTIMATE = "This is our estimate from straight-line miles, not a drive time"
_Scale = Callable[[float], float]


class Within(StrEnum):
    """Within a limit, beyond it, or not to be told from what is known. Unknown is neither."""

    WITHIN = "within"
    CANNOT_TELL = "cannot_tell"
    BEYOND = "beyond"

    @property
    def status(self) -> Status:
        """The status of a county whose answer this is."""
        match self:
            case Within.WITHIN:
                return Status.COVERED
            case Within.BEYOND:
                return Status.GAP
            case Within.CANNOT_TELL:
                return Status.UNKNOWN
            case _:
                assert_never(self)


class AreaMiles(NamedTuple):
    """Straight-line miles from an area's demand points to the nearest unit; columns of one length.

    `people` live at each point, 0 or more. `at` takes every unit at its point, `low` and `high` are
    the least and the most with each within its radius; infinite where there is no unit. Between
    `least` and `most` everybody in the area is from the nearest unit, wherever they live; None
    where no such bounds are known.
    """

    people: Columns
    at: Columns
    low: Columns
    high: Columns
    least: float | None
    most: float | None

    def check(self) -> None:
        """Raise ValueError for columns that do not fit, and for a least above a most."""
        rows = list(zip(self.low, self.at, self.high, strict=False))
        fits = len(self.people) == len(self.at) == len(self.low) == len(self.high)
        if not fits or not all(low <= at <= high for low, at, high in rows):
            raise ValueError("low, at and high are columns of one length, in this order")
        if not all(count >= 0 and isfinite(count) for count in self.people):
            raise ValueError("people are finite numbers, 0 or more")
        if self.least is not None and self.most is not None and not self.least <= self.most:
            raise ValueError("the least distance is at most the most")


class Share(NamedTuple):
    """A share of people: by the points, and the least and the most; None where there is nobody."""

    value: float | None
    low: float | None
    high: float | None


class Judgment(NamedTuple):
    """The answer to a question of distance for one area.

    `sure` where the bounds on everybody's distance settle it, whatever the points say. `reason`
    says why, a sentence without its end. `least` and `most` are the shares (parts of 1) that it
    follows from, None where there are none.
    """

    status: Within
    sure: bool
    reason: str
    least: float | None = None
    most: float | None = None


def judge(
    standard: Standard,
    area_name: str,
    miles: AreaMiles,
    error_miles: float | None = None,
    share_error: float | None = None,
) -> Judgment:
    """Return the judgment on one area and one question of distance.

    Parameters
    ----------
    standard : Standard
        Evaluated as within: with exactly one limit, and a share.
    area_name : str
        As a sentence names it, such as "Lee County".
    miles : AreaMiles
        How far people are.
    error_miles, share_error : float or None
        How far off the points' distances may be, and the share of people within this limit (as a
        part of 1). Where `share_error` is known it widens the share; else every point's distance
        is widened by `error_miles`; where neither is known, only the radii count.

    Returns
    -------
    Judgment
        Within where even the least share is enough, beyond where even the greatest is not, else it
        cannot be told; what `least` and `most` settle for everybody stands whatever the points say.

    Raises
    ------
    ValueError
        For columns that do not fit or hold no numbers, a least above a most, a negative error.
    """
    miles.check()
    if (error_miles or 0.0) < 0 or (share_error or 0.0) < 0:
        raise ValueError("an error is 0 or more")
    if _without_units(miles):
        return no_unit(area_name)
    asked = _share_asked(standard)
    least, most = _settled(standard, miles)
    if least >= asked or most < asked:
        status = status_of(least, most, asked)
        return Judgment(status, True, _for_everybody(standard, area_name, status), least, most)
    wide = _widened(standard, miles, error_miles, share_error)
    status = status_of(wide.low, wide.high, asked)
    allowed = _ADDRESSES_AND_PEOPLE if error_miles or share_error else _ADDRESSES
    return Judgment(
        status, False, _by_points(standard, area_name, wide, allowed), wide.low, wide.high
    )


def no_unit(area_name: str) -> Judgment:
    """Return the judgment of a day on which no unit is known: no proof that there is none."""
    reason = f"no source names a unit for {area_name} on this day"
    return Judgment(Within.CANNOT_TELL, False, reason)


def rule(judgment: Judgment) -> str:
    """Return a judgment as a sentence that begins with its label."""
    label = sentences.meaning(Evaluation.WITHIN, judgment.status.status).label
    return f"{label}: {judgment.reason}."


def share_within(standard: Standard, miles: AreaMiles) -> Share:
    """Return the share of people within the limit, as the points are; None without a unit."""
    total = fsum(miles.people)
    if not total or _without_units(miles):
        return Share(None, None, None)
    limit, central, quick, slow = _scales(standard)

    def share(column: Columns, scale: _Scale) -> float:
        near = (who for who, far in zip(miles.people, column, strict=True) if scale(far) <= limit)
        return fsum(near) / total

    # Long distances put few people within: the least share belongs to the most miles.
    return Share(share(miles.at, central), share(miles.high, slow), share(miles.low, quick))


def status_of(low: float | None, high: float | None, asked: float) -> Within:
    """Return what a share between two others says of the one that is asked for."""
    if low is None or high is None:
        return Within.CANNOT_TELL
    if low >= asked:
        return Within.WITHIN
    return Within.BEYOND if high < asked else Within.CANNOT_TELL


def error_share(standard: Standard, errors: Mapping[int, float]) -> float | None:
    """Return the measured error of the share within a standard's limit; None where there is none.

    `errors` are by limit in miles. Minutes stand for a whole range of miles, so that the largest
    error of any limit is theirs.
    """
    if standard.within_miles is None:
        return max(errors.values(), default=None)
    return next((error for limit, error in errors.items() if limit == standard.within_miles), None)


def _without_units(miles: AreaMiles) -> bool:
    """Return whether there are people, and no unit to measure to."""
    far = [at for who, at in zip(miles.people, miles.at, strict=True) if who > 0]
    return bool(far) and not any(map(isfinite, far))


def _share_asked(standard: Standard) -> float:
    if standard.share_of_people is None:
        raise ValueError("a standard of this kind has a share")
    return standard.share_of_people


def _scales(standard: Standard) -> tuple[float, _Scale, _Scale, _Scale]:
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
    return standard.within_miles, float, float, float


def _widened(
    standard: Standard, miles: AreaMiles, error_miles: float | None, share_error: float | None
) -> Share:
    """Return the share, its least and most allowing for where the points may be wrong."""
    by_miles = (error_miles or 0.0) if share_error is None else 0.0
    wide = share_within(
        standard,
        miles._replace(
            low=[max(far - by_miles, 0.0) for far in miles.low],
            high=[far + by_miles for far in miles.high],
        ),
    )
    if wide.low is None or wide.high is None:
        return wide
    by_share = share_error or 0.0
    return Share(wide.value, max(wide.low - by_share, 0.0), min(wide.high + by_share, 1.0))


def _settled(standard: Standard, miles: AreaMiles) -> tuple[float, float]:
    """Return between which shares the bounds on everybody's distance leave it: 0 and 1, or one."""
    limit, _, quick, slow = _scales(standard)
    everybody = miles.most is not None and slow(miles.most) <= limit
    nobody = miles.least is not None and quick(miles.least) > limit
    return (1.0 if everybody else 0.0), (0.0 if nobody else 1.0)


def _by_points(standard: Standard, area_name: str, share: Share, allowed: str) -> str:
    if share.value is None or share.low is None or share.high is None:
        return f"our data has nobody living in {area_name}"
    asked = _share_asked(standard)
    least, most = percent_beside(share.low, asked), percent_beside(share.high, asked)
    live = f"of the people of {area_name} live {_limit(standard)}"
    test = f"The test is {percent_beside(asked)}"
    if standard.within_minutes is not None:
        # Minutes are only ever shown as an interval.
        span = f"about {least}" if least == most else f"between {least} and {most}"
        return f"{span} {live}. {_ESTIMATE}. {test}"
    span = "" if least == most else f" ({least} to {most}, allowing for {allowed})"
    return f"{percent_beside(share.value, asked)} {live}{span}. {test}"


def _for_everybody(standard: Standard, area_name: str, status: Within) -> str:
    if not standard.share_of_people:
        return f"the test needs no share of the people of {area_name}"
    who = "everyone" if status is Within.WITHIN else "no one"
    said = f"{who} in {area_name} lives {_limit(standard)}, even allowing for unknown addresses"
    return said if standard.within_minutes is None else f"{said}. {_ESTIMATE}"


def _limit(standard: Standard) -> str:
    if standard.within_minutes is not None:
        return f"within {standard.within_minutes:g} minutes of a unit"
    return f"within {standard.within_miles:g} straight-line miles of a unit"
