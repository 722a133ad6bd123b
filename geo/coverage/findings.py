"""What a assessment says: evidence, findings and totals, frozen; field names are JSON keys."""

from dataclasses import dataclass

from geo.catalog.records import Basis, Confidence, Flag, Status

__all__ = [
    "Evidence",
    "Finding",
    "MembershipEvidence",
    "RegionMembership",
    "StandardTotal",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEvidence:
    """Why a county counts as part of a region."""

    region: int
    confidence: Confidence
    source: str
    says: str
    as_of: str
    valid_from: str | None
    valid_to: str | None
    also: tuple[str, ...]


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
class Evidence:
    """One fact that speaks for a county, or (basis none) a complete list that leaves it out.

    `quote` is the source's own words; a list has none, and `note` says in ours what it is.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one county and one standard, with all that it rests on.

    `rule` says why the status is what it is, `notes` explains each flag, `lift` what would have
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
    """Counties by status for one standard; `people` and `bases` split the same 82."""

    id: str
    title: str
    required: bool
    in_force: bool
    covered: int
    claimed: int
    gap: int
    unknown: int
    people: dict[str, int]
    bases: dict[str, int]
    flags: dict[str, int]
