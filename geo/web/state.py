"""One state of the data as the pages show it: its verdicts, its distances, and the maps made of them."""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from geo.access import assess, gaps, measure
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.catalog import folder, load
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog, Services
from geo.coverage.assessment import Assessment
from geo.errors import DataError, Problem
from geo.maps import findmap, gap_map, layers
from geo.maps.classes import Family
from geo.maps.measures import measures
from geo.match import kept
from geo.match.records import Directory
from geo.report.projection import atlas
from geo.templates.language import ENGLISH, SPANISH, Language
from geo.web import published

__all__ = ["MapPath", "Measured", "Snapshot", "make", "or_why"]

MapPath: TypeAlias = str | tuple[Problem, ...]
"""Where a map is published, or the problems of the file that it cannot be drawn without."""

_T = TypeVar("_T")


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
    was started with, None without one. `made_on` is the day by the clock.
    """

    catalog: Catalog
    assessment: Assessment
    map_path: MapPath
    find_path: MapPath
    measured: Measured | tuple[Problem, ...]
    made_on: dt.date
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


def make(home: StrPath, today: dt.date) -> Snapshot:
    """Return the state of a data folder on a day by the clock; DataError where it is not fit for use."""
    known = load.load(home, today=today)
    assessment = assess.verify(known, known.today(today))
    or_why(lambda: atlas(assessment.catalog))  # kept for the sheets
    return Snapshot(
        catalog=known,
        assessment=assessment,
        map_path=or_why(lambda: published.publish(layers.state_map(assessment))),
        find_path=or_why(lambda: published.publish(findmap.find_map(assessment))),
        spanish_find_path=or_why(lambda: published.publish(_in_spanish(assessment))),
        measured=or_why(lambda: _measure(assessment)),
        made_on=today,
        directory=or_why(lambda: _directory(known.services)),
    )


def or_why(make: Callable[[], _T]) -> _T | tuple[Problem, ...]:
    """Return what is made, or the problems of the file that it cannot be made without."""
    try:
        return make()
    except DataError as error:
        return error.problems


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
    every = measures(access, rankings)
    shown = [
        measure for measure in every if measure.family in (Family.FAR, Family.FAR_WITH_NEIGHBORS)
    ]
    return Measured(
        access=access,
        gaps=rankings,
        gap_path=or_why(lambda: published.publish(gap_map.gap_map(assessment, access, shown))),
    )
