"""What there is to ask: questions, whom to ask, and the least set of them that settles all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.catalog.fact_ids import Aspect
from geo.catalog.records import OpenQuestion
from geo.catalog.vocabulary import ServiceRole

__all__ = [
    "Asked",
    "Calls",
    "LeastSet",
    "LeftToAsk",
    "Party",
    "Question",
    "QuestionKind",
    "Settles",
]


class QuestionKind(StrEnum):
    """What a question is about, in the order in which lists show them."""

    MOBILE_CRISIS = ServiceRole.MOBILE_CRISIS.value
    UNIT = "unit"
    TEAM = "team"
    UNLISTED = "unlisted"  # a service that no source lists by county: ask each region's center
    NEIGHBOR = "neighbor"  # a unit of another state


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom to ask, and on which number.

    `office` is whether the number is an office's and not a line for people in crisis; `note` says what
    whoever calls must know. `phone` is None where no number is known at all.
    """

    id: str | None
    name: str
    phone: str | None
    office: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One fact that a question asks about, with what is on file.

    `counties` are the names to read out, empty where the fact is not about counties.
    """

    fact: str
    aspect: Aspect
    value: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles:
    """How many counties a standard is settled for by one yes: `geoids` of those that are open now."""

    standard: str
    title: str
    required: bool
    geoids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask, which one call answers.

    `fact` is what `confirm` takes: all the facts under `asks` at once. `value` is the number, or what
    else is on file; `as_of` how old that is and `stale` whether it is past its age limit. `people` live
    in the counties that lean on it. `confirmed_on` is the day on which all of it was confirmed, None
    where that is not so or too long ago. `disputed` says whether a challenge or a contradiction is open.
    `settles` is what one yes does by itself; `helps` counts the counties for which other answers are
    needed besides.
    """

    fact: str
    kind: QuestionKind
    title: str
    regions: tuple[int, ...]
    value: str
    source: str | None
    as_of: str | None
    stale: bool
    disputed: bool
    confirmed_on: str | None
    party: Party
    counties: tuple[str, ...]
    people: int
    helps: int
    asks: tuple[Asked, ...]
    settles: tuple[Settles, ...]
    script: tuple[str, ...]
    write_down: tuple[str, ...]

    @property
    def clears(self) -> int:
        """How many counties one yes would settle something for."""
        return len({geoid for settled in self.settles for geoid in settled.geoids})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastSet:
    """The fewest questions that settle all that any question can settle.

    `open` counts county and standard pairs that are not covered, fresh, firm and undisputed;
    `unsettled` has by standard how many of them no question here can settle.
    """

    facts: tuple[str, ...]
    open: int
    settled: int
    unsettled: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToAsk:
    """Whom to ask where the data names no team, unit or center, in words and as records."""

    says: str
    department: str | None
    phone: str | None
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The list to work down, by the people who lean on each, and the least sets.

    `least` is for the required standards, `least_of_all` for every standard but those of distance.
    Where the data names nobody to call on a fact, so that there are no `questions`, `left_to_ask` says so:
    the department with its number, if the data has them, and the data's own open questions. Else it is None.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    known_on: dt.date | None
    questions: tuple[Question, ...]
    left_to_ask: LeftToAsk | None
    least: LeastSet
    least_of_all: LeastSet
