"""Dates as sources give them: a day, a month, a year, or "some day between"."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

__all__ = ["When", "machine_date", "parse_day", "parse_when"]

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A date of stated precision, written in ISO 8601-2 (EDTF).

    ``2023-07-07`` is a day, ``2023-07`` some day of that month, ``2021-09/2025-01-29`` some day
    in that interval, ``../2019-09`` some day up to then.

    Attributes
    ----------
    text : str
        The date as the data writes it.
    earliest : datetime.date or None
        First day it can mean; None where the start is open.
    latest : datetime.date
        Last day it can mean.
    """

    text: str
    earliest: dt.date | None
    latest: dt.date

    @property
    def first_day(self) -> dt.date:
        """The first day that it can mean; where the start is open, the last."""
        return self.earliest or self.latest

    def begun_by(self, day: dt.date) -> bool:
        """Return whether it can mean `day` or an earlier one."""
        return self.earliest is None or self.earliest <= day

    def __str__(self) -> str:
        """Return the date as the data writes it."""
        return self.text


def machine_date() -> dt.date:
    """Return the date by this computer's clock, in its own time zone."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def parse_day(text: str) -> dt.date:
    """Return the day that `text` names as YYYY-MM-DD.

    Raises
    ------
    ValueError
        If it is anything else; week dates and times are refused.
    """
    match = _PART.fullmatch(text)
    if not match or not match[3]:
        msg = "a day is written YYYY-MM-DD"
        raise ValueError(msg)
    return dt.date(int(match[1]), int(match[2]), int(match[3]))


def _span(text: str) -> tuple[dt.date, dt.date]:
    match = _PART.fullmatch(text)
    if not match:
        msg = "a date is written YYYY-MM-DD, YYYY-MM, YYYY or EARLIEST/LATEST"
        raise ValueError(msg)
    year, month, day = int(match[1]), match[2], match[3]
    if not month:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not day:
        first = dt.date(year, int(month), 1)
        return first, first.replace(day=monthrange(year, first.month)[1])
    date = dt.date(year, int(month), int(day))
    return date, date


def parse_when(text: str) -> When:
    """Return the date of stated precision that `text` writes.

    Raises
    ------
    ValueError
        If it is not of a form that `When` shows, names no real day, or ends before it starts.
    """
    if "/" not in text:
        return When(text, *_span(text))
    start, _, end = text.partition("/")
    latest = _span(end)[1]
    earliest = None if start == ".." else _span(start)[0]
    if earliest and earliest > latest:
        msg = "an interval starts before it ends"
        raise ValueError(msg)
    return When(text, earliest, latest)
