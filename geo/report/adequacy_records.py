"""The file on adequacy as records, frozen; field names are JSON keys."""

import datetime as dt
from dataclasses import dataclass

from geo.access.records import Distances, PeopleWithin
from geo.catalog.records import Flag, OpenQuestion, PlanStatus, Status
from geo.coverage.calls import StatedRule
from geo.coverage.findings import Evidence

__all__ = [
    "AdequacyFile",
    "Asked",
    "CountyFile",
    "CountyService",
    "Notice",
    "RecordedPlan",
    "ServiceCount",
    "ServiceDistance",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDistance:
    """How far a county's people are from the nearest unit of a service, in straight-line miles.

    `unit` is the kind of unit in short; `nearest_units` names those that are the nearest to somebody.
    """

    unit: str
    nearest: Distances
    within: tuple[PeopleWithin, ...]
    nearest_units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyService:
    """One of the statute's services in one county: the finding, and what would settle it.

    `name` is the statute's, `title` the standard's. `shown` only where the status is covered.
    `distance` is None for a service without units that people go to. `questions` are the open ones
    that concern the service in this county.
    """

    name: str
    standard: str
    title: str
    status: Status
    shown: bool
    flags: tuple[Flag, ...]
    rule: str
    notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    left_out_by: tuple[Evidence, ...]
    lift: tuple[str, ...]
    distance: ServiceDistance | None
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPlan:
    """What the newest record of a county's plan says; `told_by` is a role, where no source tells it."""

    status: PlanStatus
    day: str
    source: str | None
    told_by: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of whom, in plain words."""

    whom: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A draft of a letter on services that are not shown: it makes no finding.

    It goes `to` the bodies of whom the county's `asks` ask something, and ends with these.
    """

    heading: str
    to: tuple[str, ...]
    subject: str
    opening: str
    not_shown: tuple[str, ...]
    meaning: str
    shown: tuple[str, ...]
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFile:
    """One county's file. `not_shown` are names of services; `notice` is None where all are shown."""

    geoid: str
    county: str
    regions: tuple[int, ...]
    people: int
    services: tuple[CountyService, ...]
    not_shown: tuple[str, ...]
    plan: RecordedPlan | None
    asks: tuple[Asked, ...]
    notice: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCount:
    """Counties of the whole state by status for one of the statute's services.

    `people_not_shown` live in the counties whose status is not covered.
    """

    name: str
    standard: str
    title: str
    covered: int
    claimed: int
    gap: int
    unknown: int
    people_not_shown: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdequacyFile:
    """The whole file: the statute's rules with their dates, counts by service, and every county.

    `says` is what holds for all of it: that nothing here is a finding or legal advice. `known_on` is the
    last day of which records of answers were taken in, None where all were.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    known_on: dt.date | None
    official: str
    says: tuple[str, ...]
    rules: tuple[StatedRule, ...]
    services: tuple[ServiceCount, ...]
    counties: tuple[CountyFile, ...]
