"""Parser state: the tokens of a text, and which of them are consumed."""

from dataclasses import dataclass, field

from geo.geocode.location import Scale
from geo.geocode.tokens import Token

__all__ = ["NEAR_M", "Distance", "ParseState"]

NEAR_M = 8_000.0
"""Meters, about five miles, that "near" a place is taken for where no distance is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far from what a text names the place may lie, in meters.

    `measured_from` is a town, county or ZIP; None for a city of another state, or for nothing
    that the text names. `stated` marks a distance such as "10 miles", unlike "near" or "between";
    `from_unread` that it is from words that name no place here. `toward` is its direction in
    degrees from north, None where the text does not say.
    """

    meters: float
    measured_from: Scale | None = None
    stated: bool = False
    from_unread: bool = False
    toward: float | None = None


@dataclass(slots=True)
class ParseState:
    """The tokens of a text, which of them are used, and what was read from those.

    `words` are the texts of all tokens.
    `zip_at` is the index of the ZIP's token, `state_at` that of a state's name, -1 without one;
    `tail` are the indexes of ZIP and country, `named` the first ones of towns and counties.
    `spans` are the starts and ends of the towns. `other_zips` are further ZIPs. `distance` is how far
    from what is named the place may lie; `other_side` that it may be across a river or line;
    `line_of` the code of the other state of "MS/TN line".
    `maybe_city` means that "cty" may be "city" as well, `listed` that words such as "or" stand
    between the towns, `elsewhere` that another state or a city of one is named (None: not looked yet).
    """

    tokens: tuple[Token, ...]
    words: frozenset[str] = field(init=False)
    used: set[int] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    zip_at: int = -1
    state_at: int = -1
    tail: frozenset[int] = frozenset()
    named: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    other_zips: list[str] = field(default_factory=list)
    distance: Distance | None = None
    other_side: bool = False
    line_of: str = ""
    maybe_city: bool = False
    listed: bool = False
    elsewhere: bool | None = None

    def __post_init__(self) -> None:
        """Gather the words, so that a step that none of them concerns can be left out."""
        self.words = frozenset([token.text for token in self.tokens])

    def __repr__(self) -> str:
        """Hide what was typed."""
        return "ParseState(hidden)"

    def unused(self) -> list[int]:
        """Return the indexes of the unused tokens."""
        used = self.used
        return [at for at in range(len(self.tokens)) if at not in used]

    def unused_parts(self) -> list[list[int]]:
        """Return the indexes of the unused tokens of each part between commas, without empty parts."""
        used, part, parts = self.used, -1, []
        for at, token in enumerate(self.tokens):
            if at in used:
                continue
            if token.part != part:
                part = token.part
                parts.append([at])
            else:
                parts[-1].append(at)
        return parts

    def noted(self, code: str) -> bool:
        """Whether a caution of this code was noted."""
        return any(noted == code for noted, _ in self.notes)

    def word(self, at: int, step: int) -> str:
        """Return the unused word before (-1) or after (1) in the same part, "" where there is none."""
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

    def dashed(self, at: int) -> bool:
        """Whether a dash joins the next token to this one, as in co-op."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].lead == "-"

    def run_before(self, at: int, size: int) -> list[int]:
        """Return the starts of up to `size` runs of unused tokens that end at `at`, the longest first."""
        starts: list[int] = []
        part = self.tokens[at].part
        for start in range(at - 1, max(-1, at - 1 - size), -1):
            if start in self.used or self.tokens[start].part != part:
                break
            starts.append(start)
        return starts[::-1]
