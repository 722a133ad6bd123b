"""What an assessment says: evidence, findings and totals, frozen; field names are JSON keys."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.catalog.records import Basis, Confidence, Evaluation, Flag, Status
from geo.text import period

__all__ = [
    "Evidence",
    "FactAge",
    "Finding",
    "Measured",
    "MembershipEvidence",
    "OtherNumber",
    "RegionMembership",
    "StandardTotal",
]


_SURE: Final = {
    Confidence.STATED: "a source states it",
    Confidence.REPORTED: "a source reports it",
    Confidence.WEAK: "we inferred it",
    Confidence.RECALLED: "remembered, not read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAge:
    """One fact that evidence rests on, and how old what is known of it is.

    `fact` is its id. `as_of` is the day of the record that makes it fresh, else that of its source;
    `record` the id of the source that stands for that record, None where there is none; `challenge`
    that of an open challenge.
    """

    fact: str
    as_of: str
    stale: bool
    record: str | None = None
    challenge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEvidence:
    """Why a county counts as part of a region.

    `confirmed_on` is the day on which the region's own center said so, where a record has it that is
    within its age limit.
    """

    region: int
    confidence: Confidence
    source: str
    says: str
    as_of: str
    valid_from: str | None
    valid_to: str | None
    also: tuple[str, ...]
    confirmed_on: str | None = None

    @property
    def how_sure(self) -> str:
        """How well it is shown, in a word or two."""
        return (
            f"confirmed {period(self.confirmed_on)}"
            if self.confirmed_on
            else _SURE[self.confidence]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionMembership:
    """A county's place in a region on a date; not `certain` while the day of a move is unknown.

    `operator` is the id of who runs the region, None where the data names nobody.
    """

    region: int
    certain: bool
    operator: str | None
    evidence: MembershipEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherNumber:
    """A telephone number that another source, in words `named`, gives for the same team or unit."""

    phone: str
    source: str
    named: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact that speaks for a county, or (basis none) a complete list that leaves it out.

    `quote` is the source's own words; a list has none, and `note` says in ours what it is. With
    basis measured it is a unit that is the nearest to people of the county: the source speaks of the
    unit and not of the county. It is `stale` where any fact that it `rests_on` is; `confirmed_on` is the
    oldest day of the records that make them fresh, None where one of them rests on its source alone.
    Whoever calls `phone` must see the `other_numbers` too. Of a number that a record confirmed
    or corrected `phone_source` is that record's source, and `replaced_phone` what it was before.
    """

    service: str
    service_id: str
    title: str
    basis: Basis
    operator: str | None
    phone: str | None
    source: str
    quote: str | None
    note: str | None
    as_of: str
    stale: bool
    membership: MembershipEvidence | None
    rests_on: tuple[FactAge, ...] = ()
    confirmed_on: str | None = None
    other_numbers: tuple[OtherNumber, ...] = ()
    phone_source: str | None = None
    replaced_phone: str | None = None

    @property
    def challenged(self) -> bool:
        """Whether an open challenge is about a fact that it rests on."""
        return any(fact.challenge for fact in self.rests_on)


class Measured(NamedTuple):
    """What distances say of one county and one question of distance.

    `status` is covered (within), gap (beyond) or unknown (it cannot be told), and `reason` says why,
    a sentence without its end. `units` are the ids of the units that are the nearest to somebody,
    `disputed` whether without those that sources contradict each other about it could be another.
    `note` says what units of other states would change, empty where nothing. `least` and `most` are
    the shares of people within the limit (parts of 1) that the status follows from, None where they
    could not be measured.
    """

    status: Status
    reason: str
    units: tuple[str, ...]
    disputed: bool
    note: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one county and one standard, with all that it rests on.

    `rule` says why the status is what it is, `notes` explains each flag and says what stands beside
    the verdict, `lift` what would have
    to be shown for a better status, `left_out_by` the complete lists that do not name the county.
    """

    geoid: str
    county: str
    standard: str
    status: Status
    basis: Basis
    flags: tuple[Flag, ...]
    evidence: tuple[Evidence, ...]
    left_out_by: tuple[Evidence, ...]
    rule: str
    notes: tuple[str, ...]
    lift: tuple[str, ...]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardTotal:
    """Counties by status for one standard; `people` and `bases` split the same counties."""

    id: str
    title: str
    short: str
    evaluation: Evaluation
    required: bool
    in_force: bool
    covered: int
    claimed: int
    gap: int
    unknown: int
    people: dict[str, int]
    bases: dict[str, int]
    flags: dict[str, int]
