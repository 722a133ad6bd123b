"""Dates that this computer's clock puts into the future: a slip of the data, or of the clock."""

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from geo.catalog.dates import When
from geo.catalog.problem_report import Report
from geo.catalog.records import Source
from geo.errors import Problems

__all__ = ["Stated", "check", "newest"]

_ALONE: Final = dt.timedelta(days=366)


class Stated(NamedTuple):
    """A date of the data: the first day that it can mean, its place, and how it is written."""

    day: dt.date
    where: str
    text: str


def newest(report: Report) -> Stated | None:
    """Return the newest date on which a source was retrieved, or which it describes.

    Where the data says so that day has come, whatever a clock says. A date that stands alone, more
    than a year after all others, is passed over: it is likelier a slip than all others old.
    """
    dates = sorted(_dates(report, Source, ("as_of", "retrieved")))
    while len(dates) > 1 and dates[-1].day - dates[-2].day > _ALONE:
        dates.pop()
    return dates[-1] if dates else None


def check(report: Report, clock: dt.date, latest: Stated | None, *, strict: bool) -> Problems:
    """Return warnings of dates after the clock's; `strict` makes each a problem of the report.

    Those up to the `latest` are one warning: it is the clock that is wrong.
    """
    warnings = Problems(report.file)
    future = [date for date in _dates(report) if date.day > clock]
    if strict:
        for date in future:
            report.at(date.where, "future-date", date.text, "lies in the future")
        return warnings
    said = f"this computer's clock says {clock}, which is before"
    behind = max(clock, latest.day) if latest else clock
    if latest and latest.day > clock:
        source = report.names("sources").get(latest.where.rpartition(".")[0], "")
        message = f"{said} the date {latest.text} of source {source}: check the clock"
        _warn(warnings, report, latest, message)
    for date in future:
        if date.day > behind:
            _warn(warnings, report, date, f"{said} {date.text}: check this date")
    return warnings


def _warn(warnings: Problems, report: Report, date: Stated, message: str) -> None:
    line = report.line_of(date.where)
    warnings.add("future-date", message, line=line, where=date.where, found=date.text)


def _dates(
    report: Report, kind: type | None = None, fields: tuple[str, ...] = ()
) -> Iterator[Stated]:
    """Yield the dates of all records, or of some fields of one kind of them."""
    for entry in report.entries:
        if kind in (None, entry.kind):
            for field, value in entry.values.items():
                if isinstance(value, When) and (not fields or field in fields):
                    yield Stated(value.first_day, f"{entry.where}.{field}", value.text)
