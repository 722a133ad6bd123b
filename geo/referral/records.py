"""The answer to a look-up: the help for each reading of a typed place; names are JSON keys.

No `repr` tells where the place is, and distances from known points would tell it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from geo.catalog.records import Basis, ForWhom, Status
from geo.coverage.calls import StatewideCall
from geo.coverage.center_facts import CenterFact
from geo.coverage.findings import OtherNumber
from geo.coverage.unit_catchments import ServedCounties
from geo.geocode.location import Candidate, Caution, CountyShare, LocationStatus, Reason
from geo.jsonable import jsonable

__all__ = [
    "Answer",
    "CallElsewhere",
    "CenterHelp",
    "CountyHelp",
    "Neighbor",
    "OtherState",
    "Referral",
    "Team",
    "Unit",
    "as_json",
    "exit_code",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Unit:
    """A facility people can be taken to, and how far away it is.

    `distance_m` is measured between points; neither is exact, so the true distance lies between
    `distance_low_m` and `distance_high_m`. `counties` are the GEOIDs of the counties whose region's
    own unit it is, and `designated` whether there are any; of these `in_region` are known to be in its
    region and `inferred` are concluded to be, and the region has `region_units` of its kind. `disputed`
    says, in sentences, what the sources contradict each other about; `other_numbers` are those that
    other sources give for it. `serves` are the counties that it is said to serve, None where nobody
    says; `for_whom` whom it takes, else what a rule or page says of its kind.
    """

    facility_id: str
    facility: str
    city: str
    region: int
    phone: str
    distance_m: int
    distance_low_m: int
    distance_high_m: int
    distance: str
    lon: float
    lat: float
    radius_m: int
    designated: bool
    counties: tuple[str, ...]
    in_region: tuple[str, ...]
    inferred: tuple[str, ...]
    region_units: int
    weak: bool
    stale: bool
    source: str
    as_of: str
    quote: str
    disputed: tuple[str, ...]
    other_numbers: tuple[OtherNumber, ...] = ()
    serves: ServedCounties | None = None
    for_whom: ForWhom | None = None

    def __repr__(self) -> str:
        """Name the unit, not how far it is."""
        return f"Unit({self.facility_id}, distance hidden)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Neighbor:
    """A unit of another state that is nearer, by the points, than any of this state's.

    It is not part of this state's system, as `note` says; `eligibility` is what was read of whom it
    takes, `kind` what its source calls it. Distances as those of `Unit`.
    """

    facility_id: str
    facility: str
    kind: str
    street: str | None
    city: str
    state: str
    phone: str | None
    distance_m: int
    distance_low_m: int
    distance_high_m: int
    distance: str
    lon: float
    lat: float
    radius_m: int
    eligibility: str
    note: str
    stale: bool
    source: str
    as_of: str
    quote: str

    @property
    def address(self) -> str:
        """The street, where one was read, town and state."""
        return ", ".join(filter(None, (self.street, self.city, self.state)))

    def __repr__(self) -> str:
        """Name the unit, not how far it is."""
        return f"Neighbor({self.facility_id}, distance hidden)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team that serves one or several of the counties the place may lie in (`counties`, GEOIDs).

    `operator` runs it and answers on `operator_phone`, where that number is confirmed.
    `disputed` is whether somebody has challenged its number or whom it serves; `other_numbers` are
    those that other sources give for the team. `source` and `as_of` are those of the number.
    """

    service: str
    short: str
    team: str
    phone: str | None
    operator: str | None
    operator_phone: str | None
    basis: Basis
    weak: bool
    stale: bool
    counties: tuple[str, ...]
    source: str
    as_of: str
    quote: str | None
    other_numbers: tuple[OtherNumber, ...] = ()
    disputed: bool = False
    for_whom: ForWhom | None = None

    @property
    def asks_operator(self) -> bool:
        """Whether the operator's number stands in for one of the team's own."""
        return self.phone is None and self.operator_phone is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterHelp:
    """The community mental health center of one or several of the counties the place may lie in (`counties`, GEOIDs).

    It is theirs because they are in its region: `basis` is region. `weak` where that was inferred, `certain` where no
    other region is possible on the day. `source` and `as_of` are those of number and address; `rests_on` says so of the
    number and of each region, and it is `stale` where any of these is past its age limit.
    """

    operator_id: str
    operator: str
    phone: str | None
    street: str | None
    city: str | None
    zip: str | None
    address: str
    regions: tuple[int, ...]
    counties: tuple[str, ...]
    basis: Basis
    certain: bool
    weak: bool
    stale: bool
    rests_on: tuple[CenterFact, ...]
    source: str
    as_of: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyHelp:
    """One county the place may lie in, and its verdicts.

    `share` is that of the place's people, where known; `away_m` how far the county is from the
    point, 0 inside. `intensive` and `mobile_crisis` are None where the data asks no such question.
    """

    geoid: str
    county: str
    share: float | None
    away_m: int
    regions: tuple[int, ...]
    mobile_crisis: Status | None
    mobile_crisis_rule: str
    intensive: Status | None
    intensive_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherState:
    """A state across the line that a ZIP reaches into, and how many people it has there (2010)."""

    state: str
    name: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Referral:
    """The help for one reading of the text.

    `may_reach` are counties that a ZIP may reach into besides `counties`: they hold much of the
    ground around it, and nobody with it was counted there. Shares of people leave `other_states` out.
    `nearest` are the k nearest units by the points. `possible_nearest` are the names of all that
    could be the nearest, given how exactly the place and the units are known; `certain` when it
    is one. `possible_by_place` leaves the units' own error out. All these are of this state;
    `neighbors` are the units of other states that are nearer than the first of `nearest`.
    """

    placed: str
    counties: tuple[CountyHelp, ...]
    may_reach: tuple[CountyShare, ...]
    other_states: tuple[OtherState, ...]
    mobile_crisis: tuple[Team, ...]
    nearest: tuple[Unit, ...]
    possible_nearest: tuple[str, ...]
    possible_by_place: tuple[str, ...]
    certain: bool
    designated: tuple[Unit, ...]
    neighbors: tuple[Neighbor, ...]
    intensive: tuple[Team, ...]
    centers: tuple[CenterHelp, ...]
    warnings: tuple[Caution, ...]

    def __repr__(self) -> str:
        """Tell the number of counties, not the place."""
        return f"Referral({len(self.counties)} counties, place hidden)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallElsewhere:
    """What somebody in another state can call; without a `phone` it is about the numbers for everybody.

    `stale` where the source is past its age limit on the day.
    """

    state: str
    phone: str | None
    says: str
    stale: bool
    source: str
    as_of: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """What a typed text leads to: one referral for each candidate, in the same order.

    `reason` says why a place is asked back; `calls_elsewhere` are those of the state `elsewhere`.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    status: LocationStatus
    reason: Reason | None
    candidates: tuple[Candidate, ...]
    referrals: tuple[Referral, ...]
    suggestions: tuple[str, ...]
    elsewhere: str
    calls: tuple[StatewideCall, ...]
    calls_elsewhere: tuple[CallElsewhere, ...]
    method: str
    warnings: tuple[Caution, ...]

    def __repr__(self) -> str:
        """Tell the status and the number of readings, not the place."""
        return f"Answer({self.status}, {len(self.referrals)} referrals, place hidden)"


def exit_code(answer: Answer) -> int:
    """Return 0 for one place, 1 for none or several or one elsewhere, 2 for no text to read."""
    return {LocationStatus.OK: 0, LocationStatus.INVALID: 2}.get(answer.status, 1)


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as JSON: the help at the top where there is one place, else by candidate."""
    whole: dict[str, Any] = jsonable(answer)
    referrals = whole.pop("referrals")
    if answer.status is LocationStatus.OK:
        alone, others = referrals[0], []
    else:
        alone, others = {name: [] for name in Referral.__dataclass_fields__}, referrals
        alone |= {"placed": None, "certain": None}
    warnings = [*whole["warnings"], *alone["warnings"]]
    return {**whole, **alone, "warnings": warnings, "alternatives": others}
