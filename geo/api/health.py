"""Whether the app serves a sound state of the data, for whoever watches it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from typing import Final

from geo.catalog.dates import parse_when
from geo.coverage import freshness
from geo.errors import Problem
from geo.web import snapshot
from geo.web.snapshot import Snapshot

__all__ = ["VERSION", "HealthReport", "HealthStatus", "SourceAges", "report"]

VERSION: Final = metadata.version("ms-crisis-coverage")


class HealthStatus(StrEnum):
    """How the app is: all sound; an older state, one with parts missing or one by a wrong clock is served; or none."""

    OK = "ok"
    DEGRADED = "degraded"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAges:
    """How old the sources are that verdicts rest on, by the first day that each speaks of.

    `stale` are past their age limits.
    """

    sources: int
    stale: int
    oldest_as_of: str
    newest_as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """What state of the data is served. `ready` is whether one is, and the last look at the files found it sound.

    `problems` are those of the last rebuild, or of parts that are missing and dates that the clock is behind: then
    `degraded`. Without any state there is no hash, day or age.
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
    """Return how the app is, and have it look whether files have changed; no state is waited for."""
    known = snapshot.health()
    ages = _ages(snapshot.current()) if known.sha256 else None
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
    findings = shown.assessment.findings
    facts = (fact for each in findings for fact in (*each.evidence, *each.left_out_by))
    rested_on = sorted(
        set(freshness.of_evidence(facts)), key=lambda each: parse_when(each.as_of).first_day
    )
    if not rested_on:
        return None
    return SourceAges(
        sources=len({each.source for each in rested_on}),
        stale=len({each.source for each in rested_on if each.stale}),
        oldest_as_of=rested_on[0].as_of,
        newest_as_of=rested_on[-1].as_of,
    )
