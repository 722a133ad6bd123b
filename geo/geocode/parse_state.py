"""A text on its way to be understood: its tokens, and which of them somebody took."""

from dataclasses import dataclass, field
from enum import Enum

from geo.geocode.tokens import Token

__all__ = ["NEAR_M", "Distance", "MeasuredFrom", "ParseState"]

NEAR_M = 8_000.0
"""Meters, about five miles, that "near" a place is taken for where no distance is stated."""


class MeasuredFrom(Enum):
    """What a distance in a text is measured from."""

    NOTHING = "nothing that the text names"
    ELSEWHERE = "a city of another state"
    TOWN = "a town"
    COUNTY = "a county"
    ZIP = "a ZIP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far from what a text names the place may lie, in meters.

    `stated` tells a distance such as "10 miles" from "near" and "between", `related` that words
    like "from" or "north" follow it, `from_unread` that it is from words that name no place here.
    `toward` is the way it leads in degrees from north, None where the text does not say.
    """

    meters: float
    measured_from: MeasuredFrom = MeasuredFrom.NOTHING
    stated: bool = False
    related: bool = False
    from_unread: bool = False
    toward: float | None = None


@dataclass(slots=True)
class ParseState:
    """A text on its way to be understood: its tokens, those taken, and what they said.

    `zip_at` is the ZIP's place among the tokens, `state_at` that of another state's name;
    `tail` are those of ZIP and country. `named` are the places of town and county. `other_zips`
    are further ZIPs. `distance` is how far from what is named the place may lie.
    """

    tokens: tuple[Token, ...]
    used: set[int] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    zip_at: int = -1
    state_at: int = -1
    tail: frozenset[int] = frozenset()
    named: list[int] = field(default_factory=list)
    other_zips: list[str] = field(default_factory=list)
    distance: Distance | None = None

    def __repr__(self) -> str:
        """Hide what was typed."""
        return "ParseState(hidden)"

    def left(self) -> list[int]:
        """Return the places of the tokens that nobody took."""
        return [at for at in range(len(self.tokens)) if at not in self.used]

    def parts_left(self) -> list[list[int]]:
        """Return the same by the parts that commas make, without empty ones."""
        by_part: dict[int, list[int]] = {}
        for at in self.left():
            by_part.setdefault(self.tokens[at].part, []).append(at)
        return list(by_part.values())

    def noted(self, code: str) -> bool:
        """Whether a caution of this code was noted."""
        return any(one == code for one, _ in self.notes)

    def word(self, at: int, step: int) -> str:
        """Return the token before (-1) or after (1) in the same part, "" where there is none."""
        other = at + step
        inside = 0 <= other < len(self.tokens) and other not in self.used
        if not inside or self.tokens[other].part != self.tokens[at].part:
            return ""
        return self.tokens[other].text

    def ends(self, at: int) -> bool:
        """Whether nothing but ZIP and country follows in the same part."""
        after = at + 1
        inside = after < len(self.tokens) and self.tokens[after].part == self.tokens[at].part
        return not inside or after in self.tail

    def glued(self, at: int) -> bool:
        """Whether the token after is joined to this one by a dash, as in co-op."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].lead == "-"

    def run_before(self, at: int, size: int) -> list[int]:
        """Return up to `size` starts of runs that end before `at`, the longest first."""
        starts: list[int] = []
        part = self.tokens[at].part
        for start in range(at - 1, max(-1, at - 1 - size), -1):
            if start in self.used or self.tokens[start].part != part:
                break
            starts.append(start)
        return starts[::-1]
