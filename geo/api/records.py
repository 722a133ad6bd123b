"""What requests are answered with, frozen; field names are JSON keys.

What commands print is put together of several records. `ANSWERS` derives its shape from theirs, so that what
describes an answer follows what it is made of.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, make_dataclass
from typing import Any, Final, get_type_hints

from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.access.transport import Transport
from geo.access.yardsticks import Named, Yardstick
from geo.catalog.records import Facility, Source
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence, OtherNumber, StandardTotal
from geo.referral.records import Answer, Referral

__all__ = [
    "ACCESS_OF_COUNTY",
    "COUNTY",
    "GAPS",
    "NEAREST",
    "VERIFICATION",
    "Facilities",
    "FacilityOnDay",
    "SourceOnDay",
    "Sources",
    "Standards",
    "TeamInCounty",
    "Teams",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    schema: int
    data_sha256: str
    as_of: dt.date
    known_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards(_Head):
    """Counties by status for each standard, as `verify` counts them."""

    standards: tuple[StandardTotal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityOnDay(Facility):
    """A unit, and what is known of it on the day.

    `known_on_the_day` is whether a source names it that speaks by then, and no record has closed it. `as_of`
    is the day of the source of its number, `phone_source` that source's id; `stale` whether any fact on it
    is past its age limit, `disputed` whether sources contradict each other on whether it is there or
    somebody has challenged it.
    """

    known_on_the_day: bool
    as_of: str
    stale: bool
    disputed: bool
    phone_source: str
    other_numbers: tuple[OtherNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilities(_Head):
    """Every unit of this state."""

    facilities: tuple[FacilityOnDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamInCounty(Evidence):
    """What speaks for a team, line or unit in one county, as under `services` of `county`."""

    geoid: str
    county: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams(_Head):
    """Every team, line and unit once for each county that it reaches. Basis claimed: no source names the county."""

    teams: tuple[TeamInCounty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOnDay(Source):
    """A source, and whether it is past its age limit on the day."""

    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(_Head):
    """Every source, those too that no finding rests on."""

    sources: tuple[SourceOnDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which counties of a ranking are shown: those of these regions, and urban or rural ones; else all."""

    regions: tuple[int, ...]
    urban: bool | None


def _answer(
    name: str, *parts: type, without: tuple[str, ...] = (), also: Mapping[str, Any]
) -> type[Any]:
    """Return a record of the fields that JSON shows of others, and of more, which go before theirs."""
    hints: dict[str, Any] = {}
    for part in parts:
        known = get_type_hints(part, include_extras=True)
        shown = (field.name for field in fields(part) if field.metadata.get("json", True))
        hints |= {field: known[field] for field in shown if field not in without}
    namespace = {"__doc__": parts[0].__doc__}
    return make_dataclass(name, (hints | dict(also)).items(), namespace=namespace, frozen=True)


VERIFICATION: Final = _answer("Verification", Assessment, also={"lacking": tuple[str, ...]})
COUNTY: Final = _answer("CountyAnswer", CountyProfile, also={"transport": Transport | None})
ACCESS_OF_COUNTY: Final = _answer("AccessOfCounty", Access, without=("state", "regions"), also={})
GAPS: Final = _answer(
    "GapsAnswer",
    Gaps,
    also={
        "shown": Shown,
        "yardsticks": tuple[Yardstick, ...],
        "yardsticks_recalled": tuple[Named, ...],
    },
)
NEAREST: Final = _answer(
    "Nearest",
    Answer,
    Referral,
    without=("referrals",),
    # Without a single place there is none of these, and each candidate has its own.
    also={
        "placed": str | None,
        "certain": bool | None,
        "alternatives": tuple[Referral, ...],
    },
)
