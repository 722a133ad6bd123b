"""The continuum of care as it is told: of one county, and of the whole state."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from geo.catalog.records import (
    Basis,
    CrisisStep,
    Flag,
    Pillar,
    Reference,
    ServiceRole,
    Source,
    Status,
    Term,
)
from geo.coverage.calls import StatewideCall
from geo.coverage.cited import Cited, Offer, Told
from geo.coverage.findings import Evidence
from geo.coverage.freshness import Ages
from geo.coverage.programmes import DatedTraining
from geo.text import period

__all__ = [
    "Cited",
    "Continuum",
    "ContinuumPillar",
    "ContinuumType",
    "CountyContinuum",
    "MatrixCell",
    "MatrixRow",
    "Missing",
    "Offer",
    "StatePillar",
    "Told",
    "TypeCount",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuumType:
    """One type of service in one county: verdict, what it rests on, and the strongest source's words.

    Of a unit that people go to `status` says whether the county's region has one and `in_county` whether
    the county has; of all else `in_county` is None. `evidence` and `left_out_by` are those of a Finding.
    `source`, `as_of` and `quote` are of what the verdict rests on first, else of what says that the type exists.
    Evidence of units has the nearest first.
    `offers` are the ids of offers that include it, `by_offer_alone` says that nothing else tells of it.
    """

    service: str
    name: str
    short: str
    purpose: str
    role: ServiceRole
    status: Status
    basis: Basis
    flags: tuple[Flag, ...]
    in_county: Status | None
    rule: str
    notes: tuple[str, ...]
    lift: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    left_out_by: tuple[Evidence, ...]
    contradictions: tuple[str, ...]
    offers: tuple[str, ...]
    by_offer_alone: bool
    source: str
    as_of: str
    quote: str | None

    @property
    def region_says(self) -> str:
        """What puts the county in the region, with its source, where no words of a source tell of the county."""
        member = self.evidence[0].membership if self.evidence and not self.quote else None
        if not member:
            return ""
        return (
            f"In Region {member.region}: {member.says} ({member.source}, {period(member.as_of)})."
        )

    @property
    def has_place(self) -> bool:
        """Whether a source speaks of it for the county."""
        return self.status is not Status.UNKNOWN

    @property
    def told(self) -> tuple[Evidence, ...]:
        """What a source names for the county or its region; general statements only where nothing else speaks."""
        named = tuple(fact for fact in self.evidence if fact.basis is not Basis.CLAIMED)
        return named or self.evidence


_Kind = TypeVar("_Kind", "ContinuumType", "TypeCount")


def _apart(types: Sequence[_Kind], deciding: Collection[str]) -> Sequence[Sequence[_Kind]]:
    """Return the types with a place or that decide a status, these first, then those without a place."""
    told = [kind for kind in types if not kind.by_offer_alone]
    placed = [kind for kind in told if kind.has_place or kind.service in deciding]
    placed.sort(key=lambda kind: kind.service not in deciding)
    return placed, [kind for kind in told if kind not in placed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Types that have one status that is not covered, and whom to ask about them (name, number)."""

    status: Status
    services: tuple[str, ...]
    names: tuple[str, ...]
    says: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuumPillar:
    """One pillar in one county.

    `deciding` are the types that its `status` is of. `strongest` is the one of them that a source names the
    county or its region under, None where there is only a general statement or nothing; `sentence` names it.
    `which_unit` says which of the region's units takes the county, and to ask; "" where there is nothing to ask.
    `by_rule` where rules give numbers to everybody: that comes before the status.
    """

    pillar: Pillar
    label: str
    status: Status
    basis: Basis
    flags: tuple[Flag, ...]
    by_rule: bool
    deciding: tuple[str, ...]
    strongest: str | None
    sentence: str
    which_unit: str
    types: tuple[ContinuumType, ...]
    offers: tuple[Offer, ...]
    numbers: tuple[StatewideCall, ...]
    programmes: tuple[Told, ...]
    steps: tuple[CrisisStep, ...]
    missing: tuple[Missing, ...]

    @property
    def apart(self) -> Sequence[Sequence[ContinuumType]]:
        """Its types: those with a place or that decide its status, and the others."""
        return _apart(self.types, self.deciding)

    @property
    def reason(self) -> str:
        """The sentence, for beside the status."""
        words = self.sentence.removeprefix(f"{self.status.label}: ")
        return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyContinuum:
    """Every system of the continuum in one county, pillar by pillar, with the sources."""

    schema: int
    data_sha256: str
    as_of: dt.date
    geoid: str
    county: str
    people: int
    regions: tuple[int, ...]
    pillars: tuple[ContinuumPillar, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """One type of service in the whole state: counties by status, people in them, and who says that it exists.

    `rests_on` are the sources of the counties' verdicts, that of most counties first. Where there is none, only
    `source` is left, which says that the type exists.
    """

    service: str
    name: str
    short: str
    purpose: str
    role: ServiceRole
    complete: bool
    covered: int
    claimed: int
    gap: int
    unknown: int
    people: dict[str, int]
    offers: tuple[str, ...]
    by_offer_alone: bool
    rests_on: tuple[Cited, ...]
    source: str
    as_of: str
    stale: bool
    quote: str | None

    @property
    def by_status(self) -> dict[Status, int]:
        """How many counties have each status."""
        return {status: getattr(self, status.value) for status in Status}

    @property
    def has_place(self) -> bool:
        """Whether a source speaks of it for some county."""
        return bool(self.covered or self.claimed or self.gap)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """What the verdicts rest on, else what says that the type exists."""
        return self.rests_on or (Cited(source=self.source, as_of=self.as_of, stale=self.stale),)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePillar:
    """One pillar in the whole state: counties by status, each type, and what is told beside.

    `overlap` says which counties have several of the deciding types, so that these add up to more; "" where none has.
    """

    pillar: Pillar
    label: str
    definition: str
    by_rule: bool
    deciding: tuple[str, ...]
    covered: int
    claimed: int
    gap: int
    unknown: int
    people: dict[str, int]
    flags: dict[str, int]
    overlap: str
    types: tuple[TypeCount, ...]
    offers: tuple[Offer, ...]
    numbers: tuple[StatewideCall, ...]
    programmes: tuple[Told, ...]
    steps: tuple[CrisisStep, ...]
    missing: tuple[Missing, ...]

    @property
    def apart(self) -> Sequence[Sequence[TypeCount]]:
        """Its types: those with a place or that decide a county's status, and the others."""
        return _apart(self.types, self.deciding)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One county and one pillar: see `ContinuumPillar`."""

    pillar: Pillar
    status: Status
    basis: Basis
    flags: tuple[Flag, ...]
    by_rule: bool
    strongest: str | None
    short: str

    def marks(self, ages: Ages) -> tuple[str, ...]:
        """Return what sets the cell apart from the others of its table."""
        if self.by_rule:
            return ()
        rests = self.basis is not Basis.NONE or self.status is Status.GAP
        return ages.marks(self.flags, stale=Flag.STALE in self.flags if rests else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One county with a cell for each pillar."""

    geoid: str
    county: str
    region: str
    people: int
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """The continuum of care of the whole state: pillars with their types, and the counties by pillars.

    `targets` are what projects aim at, never results.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    counties: int
    people: int
    pillars: tuple[StatePillar, ...]
    matrix: tuple[MatrixRow, ...]
    targets: tuple[Reference, ...]
    terms: tuple[Term, ...]
    trainings: tuple[DatedTraining, ...]
    sources: tuple[Source, ...]
