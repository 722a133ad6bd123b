"""What `gaps` returns, frozen; field names are the JSON keys."""

import datetime as dt
from dataclasses import dataclass

from geo.access.records import DemandSource, Range
from geo.catalog.records import Flag, Status

__all__ = ["FLAGS", "GapRow", "Gaps", "Scored"]

FLAGS = {
    Flag.STALE: "stale: the evidence is older than its source's age limit",
    Flag.DISPUTED: "disputed: sources contradict each other",
    Flag.WEAK: "weak: it rests on a region membership inferred by elimination",
}
"""What is said of a verdict with a flag, after "is"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One part of a county's score: a standard it is unproven for, or distance."""

    part: str
    status: Status | None
    people: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A county in the ranking; `score` is the sum of its parts' people, and nothing else.

    `people_far` are those with no unit within the limit, None where no unit is known or the points
    have nobody; `robust` when neither radii nor the demand's error change whether most are far.
    Figures `with_neighbors` take in the units of the next states that count; `across_line` says
    what they would change in this row, empty where that is nothing.
    """

    rank: int
    geoid: str
    county: str
    regions: tuple[int, ...]
    rucc: int
    people: int
    people_unproven: int
    people_far: Range
    people_far_with_neighbors: Range
    score: float
    score_with_neighbors: float
    rank_with_neighbors: int
    across_line: str
    parts: tuple[Scored, ...]
    flags: tuple[str, ...]
    robust: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """Counties ranked by people affected; `left_aside` says which standards are not scored, and why."""

    schema: int
    data_sha256: str
    as_of: dt.date
    method: str
    limit_miles: int
    demand: DemandSource
    score: str
    left_aside: tuple[str, ...]
    ranking: tuple[GapRow, ...]
    unproven: tuple[GapRow, ...]
    far: tuple[GapRow, ...]
