"""A county's figure in its class: the classes of a measure, and whether the class is sure."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

__all__ = ["Family", "Figure", "Measure"]


class Family(StrEnum):
    """A question the map answers; some have one answer per limit in miles."""

    FAR = "far"
    FAR_WITH_NEIGHBORS = "far-with-neighbors"
    NEAREST = "nearest"
    BACKUP = "backup"
    BED_ACCESS = "bed-access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a measure says of one area, and in words; `low` and `high` include what is not known.

    `value` is None where it is not known, `low` and `high` where nothing bounds it.
    """

    value: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure with its four class limits; a figure that equals a limit is in the class above it.

    `sentence` sums up the state. `missing` is what a county without a figure is told: why it is not
    known. `sure` is what one is told whose class is sure. `names` are the classes' own, where their limits
    do not say it. `certain` are the counties that the map marks; None where it marks those whose class is
    not sure.
    """

    family: Family
    title: str
    question: str
    sentence: str
    unit: str
    limits: tuple[float, ...]
    most_is_worst: bool
    missing: str
    figures: Mapping[str, Figure]
    names: tuple[str, ...] = ()
    certain: frozenset[str] | None = None
    sure: str = "yes"
    limit_miles: int | None = None

    @property
    def id(self) -> str:
        """The id of its layer."""
        return self.family if self.limit_miles is None else f"{self.family}-{self.limit_miles}"

    def grade(self, value: float) -> int:
        """Return the class of a value; 0 is the least severe."""
        place = bisect_right(self.limits, value)
        return place if self.most_is_worst else len(self.limits) - place

    def is_sure(self, figure: Figure) -> bool:
        """Return whether the figure is in its class wherever between low and high it lies."""
        three = (figure.low, figure.value, figure.high)
        return (
            None not in three
            and len({self.grade(value) for value in three if value is not None}) == 1
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, least severe first."""
        if self.names:
            return self.names
        marks = [f"{limit:,g}" for limit in self.limits]
        between = [f"{low} to under {high}" for low, high in pairwise(marks)]
        names = [
            f"under {marks[0]}{self.unit}",
            *(f"{edge}{self.unit}" for edge in between),
            f"{marks[-1]}{self.unit} or more",
        ]
        return tuple(names if self.most_is_worst else reversed(names))

    @property
    def summary(self) -> str:
        """The sentence, with the number of counties whose class is not sure."""
        if self.certain is not None:
            return self.sentence
        known = [figure for figure in self.figures.values() if figure.value is not None]
        unsure = sum(not self.is_sure(figure) for figure in known)
        if not unsure:
            return self.sentence
        return (
            f"{self.sentence} {unsure} of {len(self.figures)} counties may be in another class than "
            "the one shown."
        )

    def name(self, figure: Figure) -> str:
        """Return the name of a figure's class, or what is missing."""
        return self.missing if figure.value is None else self.classes[self.grade(figure.value)]

    def doubt(self, figure: Figure) -> str:
        """Return whether a figure's class is sure, in words."""
        if figure.value is None:
            return ""
        return self.sure if self.is_sure(figure) else "no, it may be in another"

    def severity(self, figure: Figure) -> tuple[bool, float]:
        """Return a sort key: most severe figures first, missing ones last."""
        value = figure.value or 0.0
        return figure.value is None, -value if self.most_is_worst else value
