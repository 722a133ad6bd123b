"""What `gaps` returns, frozen; field names are the JSON keys."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from geo.access.records import DemandSource, Range
from geo.catalog.records import Status
from geo.text import count

__all__ = [
    "Far",
    "GapRow",
    "GapTotals",
    "Gaps",
    "Most",
    "NotShown",
    "Order",
    "StandardNotShown",
]


class Order(StrEnum):
    """What the counties are ranked by; each has one count or name, never a sum of several."""

    FAR = "far"
    NOT_SHOWN = "not-shown"
    PEOPLE = "people"
    MILES = "miles"
    COUNTY = "county"

    @property
    def label(self) -> str:
        """What readers are told the counties are sorted by."""
        return _ORDER_LABELS[self]


_ORDER_LABELS = {
    Order.FAR: "people beyond the limit",
    Order.NOT_SHOWN: "people without a required service shown",
    Order.PEOPLE: "people",
    Order.MILES: "average miles",
    Order.COUNTY: "name",
}


class Most(StrEnum):
    """Whether most people of a county live beyond the limit."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"

    @property
    def label(self) -> str:
        """What readers are told."""
        return self.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """A required standard that a county is not shown to meet: it counts all people of the county."""

    standard: str
    status: Status
    people: int
    reason: str


class Far(NamedTuple):
    """How far a county's people are, by the units of this state or with those of its neighbors."""

    people: Range
    most: Most
    mean_miles: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A county in the ranking, with two counts that are never added.

    `people_not_shown` are all its people where a required standard is not covered, else 0; `not_shown`
    says which. `people_far` live beyond the limit (straight-line miles), None where no unit is known or
    the points have nobody; `far_reason` says so in words. `most_far` tells whether they are most of the
    county, in spite of the units' radii and of the points' measured error. Figures `with_neighbors` take
    in the units of the next states that count; `across_line` says what these would change, empty where
    that is nothing. Rows with an equal figure share a rank.
    """

    rank: int
    geoid: str
    county: str
    regions: tuple[int, ...]
    rucc: int
    people: int
    people_not_shown: int
    not_shown: tuple[NotShown, ...]
    people_far: Range
    people_far_with_neighbors: Range
    most_far: Most
    most_far_with_neighbors: Most
    mean_miles: Range
    mean_miles_with_neighbors: Range
    far_reason: str
    across_line: str
    flags: tuple[str, ...]

    def far(self, *, with_neighbors: bool = False) -> Far:
        """Return one of the two sets of figures of distance."""
        if with_neighbors:
            return Far(
                self.people_far_with_neighbors,
                self.most_far_with_neighbors,
                self.mean_miles_with_neighbors,
            )
        return Far(self.people_far, self.most_far, self.mean_miles)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardNotShown:
    """A required standard, and the counties that are not shown to meet it, with all their people."""

    standard: str
    title: str
    counties: int
    people: int

    @property
    def sentence(self) -> str:
        """What readers are told; empty where every county is shown to meet it."""
        if not self.counties:
            return ""
        are = "is" if self.counties == 1 else "are"
        return (
            f"{count(self.counties, 'county', 'counties')} ({self.people:,} people) {are} not shown to "
            f"have “{self.title}”."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapTotals:
    """The two counts of all counties of a ranking, each for itself.

    `counties_unknown` are those for which no distance is known; they are in no figure of distance.
    """

    counties: int
    people: int
    counties_not_shown: int
    people_not_shown: int
    not_shown: tuple[StandardNotShown, ...]
    people_far: Range
    people_far_with_neighbors: Range
    counties_unknown: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """Every county, ranked by `sort`; `left_aside` says which standards do not count, and why.

    With `with_neighbors` the ranking goes by the figures that take in the next states' units.
    `not_measured` is that of `Access`.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    method: str
    limit_miles: int
    sort: Order
    with_neighbors: bool
    demand: DemandSource
    not_measured: str | None
    counted: str
    left_aside: tuple[str, ...]
    neighbor_note: str
    totals: GapTotals
    ranking: tuple[GapRow, ...]

    @property
    def is_measured(self) -> bool:
        """Whether a distance is known for any of these counties, with or without the next states' units."""
        figures = (self.totals.people_far, self.totals.people_far_with_neighbors)
        return any(figure.value is not None for figure in figures)
