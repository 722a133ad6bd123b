"""Records of services.yaml on coverage as a whole: standards, claims, disputes, open questions, rules."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.dates import When
from geo.catalog.forms import Phone, Slug, Text
from geo.catalog.schema import Between, Length
from geo.catalog.vocabulary import (
    BearsOn,
    Evaluation,
    Pillar,
    ProgrammeKind,
    Proof,
    ReferenceKind,
    ReferenceStatus,
    StandardRole,
)

__all__ = [
    "Claim",
    "Contradiction",
    "OpenQuestion",
    "Programme",
    "Reference",
    "Standard",
    "Statement",
    "Value",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A question put to every county. `required` ones decide the exit code.

    `short` is its title where there is little room, such as a card or a column; without it the title is.

    One that is evaluated as within asks whether at least `share_of_people` (0 to 1) live within
    `within_miles` (straight line) or `within_minutes` (estimated from it) of a unit of any of the
    types; it has the share and exactly one of the limits, and no other standard has any of them.
    """

    id: Slug
    role: StandardRole
    title: Text
    short: Text | None = None
    question: Text
    evaluation: Evaluation
    any_of: Annotated[tuple[Slug, ...], Length(1, 50)]
    within_miles: Annotated[float, Between(0.1, 1000)] | None = None
    within_minutes: Annotated[float, Between(1, 1440)] | None = None
    share_of_people: Annotated[float, Between(0, 1)] | None = None
    required: bool
    references: tuple[Slug, ...] = ()
    in_force_from: When | None = None
    in_force_to: When | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A general statement. `every_county` ones speak for all counties without naming one."""

    id: Slug
    about: Annotated[tuple[Slug, ...], Length(1, 50)]
    every_county: bool
    quote: Text
    source: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says in a contradiction; `phone` where it gives another number than the unit's own."""

    source: Slug
    says: Text
    phone: Phone | None = None

    @property
    def words(self) -> str:
        """What it says, with the number that it gives."""
        return f"{self.says}: {self.phone}" if self.phone else self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Sources that disagree, where it matters, and how the tool treats it.

    `counties` names the counties it is about, `units` the teams or facilities; one that bears on
    coverage disputes a finding of these counties, or one that rests on these units alone. From the
    first day that the source `settled_by` can describe, one of its sides, it is a detail.
    """

    id: Slug
    title: Text
    about: tuple[Slug, ...]
    counties: tuple[Text, ...] = ()
    units: tuple[Slug, ...] = ()
    bears_on: BearsOn
    sides: Annotated[tuple[Statement, ...], Length(2, 20)]
    settled_by: Slug | None = None
    treatment: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something nobody has shown yet, and whom to ask.

    It concerns the counties named, those of the regions named and those that the units named
    serve; where nothing is named, every county that lacks proof of a type it is about.
    """

    id: Slug
    title: Text
    about: tuple[Slug, ...]
    counties: tuple[Text, ...] = ()
    regions: tuple[int, ...] = ()
    units: tuple[Slug, ...] = ()
    matters: Text
    ask: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number or short figure inside a quoted text; the unit is in its name."""

    name: Slug
    value: Text
    proof: Proof = Proof.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A rule, yardstick or observed figure, with its citation and what became of it.

    `text` is in our words, `quote` in its own.
    """

    id: Slug
    kind: ReferenceKind
    title: Text
    text: Text
    quote: Text | None = None
    citation: Text
    source: Slug
    also: tuple[Slug, ...] = ()
    status: ReferenceStatus
    effective_from: When | None = None
    effective_to: When | None = None
    proof: Proof
    values: tuple[Value, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Something beside the services: a pilot's place, an opening for peers, a unit that is planned.

    No verdict rests on it. `pillar` is where the continuum of care tells of it; one that names neither
    `region` nor `county` is of the whole state.
    """

    id: Slug
    kind: ProgrammeKind
    title: Text
    pillar: Pillar | None = None
    region: int | None = None
    county: Text | None = None
    city: Text | None = None
    as_of: When | None = None
    text: Text
    quote: Text | None = None
    source: Slug
