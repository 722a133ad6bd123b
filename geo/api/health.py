"""Whether the app serves a sound state of the data, for whoever watches it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from typing import Final

from geo.errors import DataError, Problem
from geo.web import snapshot
from geo.web.snapshot import Snapshot

__all__ = ["VERSION", "HealthReport", "HealthStatus", "SourceAges", "report"]

VERSION: Final = metadata.version("ms-crisis-coverage")


class HealthStatus(StrEnum):
    """How the app is: all sound; an older state or one with parts missing is served; or none at all."""

    OK = "ok"
    DEGRADED = "degraded"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAges:
    """How old the sources behind the answers are; `stale` are past their age limits."""

    sources: int
    stale: int
    oldest_as_of: str
    newest_as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """What state of the data is served. `ready` is whether one is, and the last look at the files found it sound.

    `problems` are those of the last rebuild, or of parts that are missing: then `degraded`. Without any
    state there is no hash, day or age.
    """

    status: HealthStatus
    ready: bool
    degraded: bool
    version: str
    data_sha256: str | None
    as_of: dt.date | None
    ages: SourceAges | None
    problems: tuple[Problem, ...]


def report() -> HealthReport:
    """Return how the app is, after a look at whether files have changed."""
    try:
        ages = _ages(snapshot.current())
    except DataError:
        ages = None
    known = snapshot.health()
    degraded = bool(known.problems) or not known.ready
    status = HealthStatus.DEGRADED if degraded else HealthStatus.OK
    return HealthReport(
        status=status if known.sha256 else HealthStatus.UNFIT,
        ready=known.ready,
        degraded=degraded,
        version=VERSION,
        data_sha256=known.sha256,
        as_of=known.day,
        ages=ages,
        problems=known.problems,
    )


@snapshot.once
def _ages(shown: Snapshot) -> SourceAges | None:
    evidence = shown.assessment.evidence
    sources = sorted(
        shown.assessment.catalog.services.sources, key=lambda source: source.as_of.first_day
    )
    if not sources:
        return None
    return SourceAges(
        sources=len(sources),
        stale=sum(evidence.is_stale(source.id) for source in sources),
        oldest_as_of=sources[0].as_of.text,
        newest_as_of=max(sources, key=lambda source: source.as_of.latest).as_of.text,
    )
