"""Which words of a text name towns, and which of those names are part of something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.geocode import part_of_more, states, streets
from geo.geocode.accounting import ROADS
from geo.geocode.name_index import FEATURES, Index, Name
from geo.geocode.parse_state import ParseState
from geo.geocode.relation_words import IN, LINKS, NEAR, is_count

__all__ = ["LAST_HEAD", "NUMBERED", "OTHER", "Mention", "mentions"]

_TOWARD = frozenset(("at", "from", "through", "to"))
_WHOLE, _INSIDE, OTHER, LAST_HEAD, _AFTER_STREET, _HEAD, NUMBERED = range(7)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its tokens, and how well it stands there for the town (lower is better).

    `numbered` means that a house number stands before it, as before a street.
    """

    start: int
    end: int
    name: Name
    rank: int
    numbered: bool = False


def mentions(parsing: ParseState, names: Index, *, apart: bool) -> Iterator[Mention]:
    """Yield the names that may be the town, each with its rank."""
    parts = parsing.unused_parts()
    for part in parts:
        before: Mention | None = None
        feature_at = -2
        in_part = list(_names_in(parsing, names, part))
        several = len(parts) == 1 and _only_names(parsing, in_part, part)
        for at, end, name in in_part:
            beside = _ends(before, at) or (before is not None and several)
            lone = not (name.is_town or name.other_state or beside)
            named = not (feature_at == at - 1 or _ends(before, at)) and part_of_more.is_led(
                parsing, names, at, end
            )
            plain = not (apart or several) and part_of_more.is_plain(parsing, names, part, at, end)
            inside = parsing.tokens[end - 1].text in FEATURES and parsing.noted("part_of_name")
            if (named or plain) and not inside:
                parsing.notes.append(("part_of_name", name.text))
            blocked = named or plain or at == feature_at  # "Eagle Bend Lake" is none of the two
            blocked = blocked or part_of_more.is_blocked(
                parsing, names, part, (at, end, name), several=several
            )
            if blocked or (lone and part_of_more.is_surname(parsing, at)):
                if at != feature_at:
                    feature_at = end if parsing.word(end - 1, 1) in FEATURES else -2
                before = None
                continue
            rank = _rank(parsing, names, part, (at, end), last=part is parts[-1])
            if rank is None and _speaks_of_elsewhere(parsing, names, parts):
                rank = _HEAD  # beside another state's name it is at least worth a question
            numbered = _is_numbered(parsing, at)
            mention = Mention(at, end, name, OTHER if rank is None else rank, numbered)
            linked = before is not None and _coordinate(parsing, before, mention, names)
            if before and linked:
                yield replace(before, rank=min(before.rank, OTHER))
                mention = replace(mention, rank=min(mention.rank, OTHER))
            if rank is not None or linked:
                yield mention
            elif parsing.word(at, -1) not in LINKS | names.fillers:
                continue
            before = mention


def _speaks_of_elsewhere(parsing: ParseState, names: Index, parts: Sequence[Sequence[int]]) -> bool:
    """Whether a text names another state, or a city of one."""
    if parsing.elsewhere is None:  # found once: it takes a look at the whole text
        parsing.elsewhere = parsing.parts["state"] not in ("", names.home) or any(
            name.other_state for part in parts for *_, name in _names_in(parsing, names, part)
        )
    return parsing.elsewhere


def _coordinate(parsing: ParseState, first: Mention, second: Mention, names: Index) -> bool:
    """Whether two names stand side by side, or with "and" between them: "Canton Madison"."""
    between = [
        parsing.tokens[at].text for at in range(first.end, second.start) if at not in parsing.used
    ]
    return not first.numbered and all(
        word in LINKS or word in names.fillers or is_count(word) or _is_state(word)
        for word in between
    )


def _is_numbered(parsing: ParseState, start: int) -> bool:
    """Whether a house number is before a name: "1420 N Gloster Tupelo", but not "Hwy 45 N"."""
    before = parsing.word(start, -1)
    if before in streets.DIRECTIONS and not parsing.word(start - 2, -1):
        before = parsing.word(start - 1, -1)
    return before.isdigit()


def _is_state(word: str) -> bool:
    return word in states.NAMES or word.upper() in states.CODES


def _only_names(
    parsing: ParseState, in_part: Sequence[tuple[int, int, Name]], part: Sequence[int]
) -> bool:
    """Whether a part is two names and what links them, as in "Tupelo & Saltillo"."""
    if len(in_part) != 2:
        return False
    named = {at for start, end, _ in in_part for at in range(start, end)}
    return all(
        at in named or parsing.tokens[at].text in LINKS or _is_state(parsing.tokens[at].text)
        for at in part
    )


def _ends(before: Mention | None, at: int) -> bool:
    return before is not None and before.end == at


def _names_in(
    parsing: ParseState, names: Index, part: Sequence[int]
) -> Iterator[tuple[int, int, Name]]:
    """Yield start, end and name of the longest names in a part, left to right."""
    for first, last in _runs(part):
        at = first
        while at < last:
            match = names.at(parsing.tokens, at, last)
            if match is None:
                at += 1
                continue
            end, name = match
            start = _without_direction(parsing, names, at, end)
            if start == at:
                yield at, end, name
                at = end
            else:
                at = start


def _runs(part: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of adjacent tokens in a part."""
    start = part[0]
    for before, after in pairwise(part):
        if after != before + 1:
            yield start, before + 1
            start = after
    yield start, part[-1] + 1


def _without_direction(parsing: ParseState, names: Index, at: int, end: int) -> int:
    """Return where a name begins without a direction that belongs to the road before it.

    "Hwy 49 W Gulfport" lies in Gulfport; "Hwy 98 West Hattiesburg" may mean West Hattiesburg.
    """
    tokens = parsing.tokens
    before, word = parsing.word(at, -1), tokens[at].text
    road = before.isdigit() or before in streets.STREET_TYPES
    if not road or word not in streets.DIRECTIONS:
        return at
    rest = names.at(tokens, at + 1, end) if end > at + 1 and len(word) == 1 else None
    return at + 1 if end == at + 1 or (rest and rest[0] == end) else at


def _says_nothing(parsing: ParseState, names: Index, part: Sequence[int], end: int) -> bool:
    """Whether a part says nothing of a place up to `end`: "please come to" 404 Brandon, not I 20."""
    silent = names.fillers - ROADS
    return all(parsing.tokens[at].text in silent for at in part if at < end)


def _rank(
    parsing: ParseState, names: Index, part: Sequence[int], span: tuple[int, int], *, last: bool
) -> int | None:
    """Return how likely a name is the town here, the likeliest lowest; None where it is not."""
    at, end = span
    whole = part[0] == at and part[-1] == end - 1
    before = parsing.word(at, -1)
    if before.isdigit() and part[-1] == end - 1 and _says_nothing(parsing, names, part, at - 1):
        return NUMBERED
    if last and part[-1] == end - 1:
        return _WHOLE
    if before in IN or before in NEAR or before == "of":
        return _INSIDE
    if whole:
        return OTHER
    if last and part[0] == at and part[0] > 0:
        return LAST_HEAD
    if before in streets.STREET_TYPES or before in _TOWARD:
        return _AFTER_STREET
    return _HEAD if part[0] == at or part[-1] == end - 1 else None
