"""What is shown of a look-up, on every screen and on paper; its sentences keep the fields they were made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.catalog.numbers import Reach
from geo.catalog.records import Source
from geo.coverage.findings import OtherNumber

__all__ = ["Helper", "Piece", "Question", "Row", "View"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A team or a unit to call, and what makes it less sure.

    `detail` is how far away it is, `counties` for which of several it answers, `whose` which region's unit it is.
    Where it has no number of its own, the operator's stands in for it. Units of another state have an
    `address`, and say of what `kind` they are and whom they take (`takes`).
    """

    name: str
    phone: str | None
    other_numbers: Sequence[OtherNumber] = ()
    address: str = ""
    detail: str = ""
    kind: str = ""
    counties: str = ""
    whose: str = ""
    takes: str = ""
    operator: str | None = None
    operator_phone: str | None = None
    marks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Who says a number or a unit is there, in whose words, and on what basis."""

    name: str
    basis: str
    quote: str | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of an answer, in the order in which it is shown.

    `kind` names it for styles and tests. `lead` stands above the helpers, `notes` and the list `items` below.
    `instead` are numbers for when nobody answers, each with whose it is; `ways` are those to reach the
    numbers for everybody in another language; `below` is what is a click away within the part.
    """

    kind: str
    title: str
    lead: Sequence[str] = ()
    helpers: Sequence[Helper] = ()
    instead: Sequence[tuple[str, str]] = ()
    ways: Sequence[Reach] = ()
    notes: Sequence[str] = ()
    items: Sequence[str] = ()
    pieces: Sequence[Piece] = ()
    below: "Row | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The answer for one reading: the first of `rows` is whom to call; `folds` are a click away."""

    place: str
    placed: str
    cautions: Sequence[str]
    rows: Sequence[Row]
    age: str
    folds: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is said where a place is not one for certain.

    `guess` where the only thing known is a near spelling; `urgent` are the numbers of the whole country;
    `calls` are those for everybody with what they are for; `elsewhere` is what to know of calls from
    another state.
    """

    question: str
    guess: bool
    cautions: Sequence[str]
    elsewhere: Sequence[tuple[str | None, str]]
    urgent: Sequence[str] = ()
    calls: Sequence[tuple[str, str]] = ()
    before_readings: str = ""
    readings: Sequence[tuple[str, Sequence[Helper]]] = ()
