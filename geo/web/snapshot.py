"""What all visitors share: the data read once, its verdicts, and the maps made of them."""

import datetime as dt
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from geo.access import assess, gaps, measure
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.catalog import folder, load, spanish
from geo.catalog.dates import machine_date
from geo.catalog.records import Catalog, Services
from geo.coverage.assessment import Assessment
from geo.errors import DataError, Problem
from geo.maps import findmap, gap_map, layers
from geo.maps.classes import Family
from geo.maps.measures import measures
from geo.match import kept
from geo.match.records import Directory
from geo.referral import refer
from geo.report.projection import atlas
from geo.templates.language import ENGLISH, SPANISH, Language
from geo.text import county_title
from geo.web import published

__all__ = ["MapPath", "Measured", "Snapshot", "current", "once", "warm"]

MapPath: TypeAlias = str | tuple[Problem, ...]
"""Where a map is published, or the problems of the file that it cannot be drawn without."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of the data; `gaps` has a ranking for each limit in miles."""

    access: Access
    gaps: Mapping[int, Gaps]
    gap_path: MapPath


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the data on one day.

    `problems` says what is wrong with the files as they are now; the rest is then the last state
    that was sound. `measured` and the maps are `problems` of their own where a file is broken that
    only they need: verdicts and numbers to call are there all the same. `catalog` is the data as its
    files have it; that of the assessment has what records correct. `directory` is the federal directory that the app
    was started with, None without one.
    """

    catalog: Catalog
    assessment: Assessment
    map_path: MapPath
    find_path: MapPath
    measured: Measured | tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()
    spanish_find_path: MapPath = ()
    directory: Directory | tuple[Problem, ...] | None = None

    @property
    def clock(self) -> tuple[Problem, ...]:
        """Dates of the data that this computer's clock puts into the future."""
        catalog = self.assessment.catalog
        return tuple(warning for warning in catalog.warnings if warning.file not in catalog.missing)

    @property
    def lacking(self) -> tuple[Problem, ...]:
        """Every problem of a file without which something is missing here, each once."""
        parts: list[object] = [self.map_path, self.find_path, self.measured, self.directory]
        parts += [self.measured.gap_path] if isinstance(self.measured, Measured) else []
        told = [problem for part in parts if isinstance(part, tuple) for problem in part]
        missing = self.assessment.catalog.missing.values()
        return tuple(dict.fromkeys([*(each for file in missing for each in file), *told]))

    @property
    def distances(self) -> Measured:
        """What is measured; DataError where a file that it needs is broken."""
        if isinstance(self.measured, Measured):
            return self.measured
        raise DataError(self.measured)

    @property
    def access(self) -> Access:
        """Figures of distance."""
        return self.distances.access

    @property
    def gaps(self) -> Mapping[int, Gaps]:
        """The ranking of gaps, by limit in miles."""
        return self.distances.gaps

    @property
    def gap_path(self) -> MapPath:
        """Where the map of gaps is published, or why it is not."""
        return self.distances.gap_path


@dataclass(slots=True)
class _Shared:
    """The latest snapshot, and the files and the day that it was made for."""

    stamp: object = None
    snapshot: Snapshot | None = None
    error: DataError | None = None


_shared: Final = _Shared()
_lock: Final = threading.Lock()


def current() -> Snapshot:
    """Return the present state; files changed since the last call are read anew.

    Raises
    ------
    DataError
        If the data is not fit for use and never was since the server started.
    """
    home = folder.default_dir()
    today = machine_date()
    stamp = (home, today, *(_mark(home / name) for name in (*folder.HASHED, spanish.FILE)))
    with _lock:
        if stamp != _shared.stamp:
            _renew(home, today)
            _shared.stamp = stamp
        if _shared.snapshot is None:
            raise _shared.error or DataError(())
        return _shared.snapshot


def once(make: Callable[[Snapshot], _T]) -> Callable[[Snapshot], _T]:
    """Return a function that makes something of a snapshot once and gives it to all visitors."""
    last: list[tuple[Snapshot, _T]] = []

    @wraps(make)
    def made(snapshot: Snapshot) -> _T:
        known = last[0] if last else None
        if known is None or known[0] is not snapshot:
            known = (snapshot, make(snapshot))
            last[:] = [known]
        return known[1]

    return made


def warm() -> None:
    """Read and draw everything, and look something up, before the first visitor comes.

    What is missing for a broken file is logged.
    """
    snapshot = current()
    for problem in (*snapshot.lacking, *snapshot.clock):
        _log.warning("The pages do without a part of the data. %s", problem)
    county = snapshot.assessment.catalog.counties[0]
    _or_why(lambda: refer.answer(snapshot.assessment, county_title(county.name)))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _renew(home: Path, today: dt.date) -> None:
    last = _shared.snapshot
    try:
        renewed = _make(home, today)
    except DataError as error:
        _shared.error = error
        if last:
            _shared.snapshot = replace(last, problems=error.problems)
        return
    _shared.error = None
    if last and _files(renewed) - _files(last):
        _shared.snapshot = replace(last, problems=renewed.lacking)
    else:
        _shared.snapshot = renewed


def _files(snapshot: Snapshot) -> set[str]:
    return {problem.file for problem in snapshot.lacking}


def _or_why(make: Callable[[], _T]) -> _T | tuple[Problem, ...]:
    """Return what is made, or the problems of the file that it cannot be made without."""
    try:
        return make()
    except DataError as error:
        return error.problems


def _make(home: Path, today: dt.date) -> Snapshot:
    known = load.load(home, today=today)
    assessment = assess.verify(known, known.today(today))
    _or_why(lambda: atlas(assessment.catalog))  # kept for the sheets
    return Snapshot(
        catalog=known,
        assessment=assessment,
        map_path=_or_why(lambda: published.publish(layers.state_map(assessment))),
        find_path=_or_why(lambda: published.publish(findmap.find_map(assessment))),
        spanish_find_path=_or_why(lambda: published.publish(_in_spanish(assessment))),
        measured=_or_why(lambda: _measure(assessment)),
        directory=_or_why(lambda: _directory(known.services)),
    )


def _directory(services: Services) -> Directory | None:
    named = os.environ.get(folder.DIRECTORY_VARIABLE)
    return kept.directory(named, services) if named else None


def _in_spanish(assessment: Assessment) -> bytes:
    """Return the map of Find help with Spanish words, in English where the data has none."""
    table = assessment.catalog.spanish
    say = Language(SPANISH, table.rows, reviewed=table.reviewed) if table.rows else ENGLISH
    return findmap.find_map(assessment, say)


def _measure(assessment: Assessment) -> Measured:
    access = measure.measure(assessment)
    rankings = {limit: gaps.rank(assessment, access, limit) for limit in access.limits_miles}
    every = measures(assessment.catalog, access, rankings)
    shown = [
        measure for measure in every if measure.family in (Family.FAR, Family.FAR_WITH_NEIGHBORS)
    ]
    return Measured(
        access=access,
        gaps=rankings,
        gap_path=_or_why(lambda: published.publish(gap_map.gap_map(assessment, access, shown))),
    )
