"""What Find help shows of one reading of a place; its sentences keep the fields they were made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.catalog.numbers import Reach
from geo.coverage.findings import OtherNumber
from geo.referral.records import Neighbor
from geo.web.answer_sources import Piece

__all__ = ["Counties", "Helper", "Units", "View"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A team or a unit to call, and what makes it less sure.

    `detail` is how far away it is, `counties` for which of several it answers, `serves` whose own unit it is.
    Where it has no number of its own, the operator's stands in for it.
    """

    name: str
    phone: str | None
    other_numbers: Sequence[OtherNumber]
    detail: str = ""
    counties: str = ""
    serves: str = ""
    operator: str | None = None
    operator_phone: str | None = None
    marks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units that could be nearest, those of the region besides, and the next ones."""

    nearest: Sequence[Helper]
    lead: str
    notes: Sequence[str]
    own: Sequence[Helper]
    next: Sequence[Helper]
    neighbors: Sequence[Neighbor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counties:
    """The counties that a place may well lie in, and those with few of its people with their help."""

    likely: Sequence[str]
    few: Sequence[str]
    few_names: str
    few_helpers: Sequence[Helper]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The answer for one reading.

    `instead` are numbers for when nobody answers, each with whose it is; `ways` are those to reach the
    numbers for everybody in another language.
    """

    place: str
    placed: str
    cautions: Sequence[str]
    first: Sequence[Helper]
    first_notes: Sequence[str]
    instead: Sequence[tuple[str, str]]
    ways: Sequence[Reach]
    units: Units
    intensive: Sequence[Helper]
    intensive_notes: Sequence[str]
    counties: Counties
    notes: Sequence[str]
    doubts: Sequence[str]
    age: str
    evidence: Sequence[Piece]
