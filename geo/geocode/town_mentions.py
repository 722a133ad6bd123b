"""Which words of a text name towns, and which of those names are part of something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.geocode import states, streets
from geo.geocode.name_index import FEATURES, Index, Name, key_of
from geo.geocode.parse_state import ParseState
from geo.geocode.tokens import words

__all__ = [
    "AWAY",
    "BETWEEN",
    "FAR",
    "IN",
    "LAST_HEAD",
    "NEAR",
    "NUMBERED",
    "OTHER",
    "UNITS",
    "Mention",
    "ends_a_road",
    "is_count",
    "mentions",
]

IN = frozenset(("in", "inside", "into", "downtown"))
BETWEEN = words("between btw btwn")
NEAR = BETWEEN | words("around by near nearby outside past toward towards")
# Meters to each unit; minutes and hours count as driven at 60 miles per hour.
FAR = {
    **dict.fromkeys(("mi", "mile", "miles", "min", "mins", "minute", "minutes"), 1_609.344),
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers"), 1_000.0),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), 96_560.64),
}
AWAY = (
    words("across away close far just next out outside outskirts suburb suburbs")
    | streets.DIRECTIONS
    | FAR.keys()
)
# What may stand between two names of equal right.
_LINKS = (
    NEAR
    | AWAY
    | words("& / about and area born driving from going headed in is line of or the then to towns")
)
_ARTICLES = frozenset(("a", "an", "her", "his", "my", "our", "the", "their", "this"))
_JOINTS = frozenset(("&", "@", "/"))
_TOWARD = frozenset(("at", "from", "through", "to"))
_CORNERS = frozenset(("corner", "intersection", "junction", "jct"))
# A town's name after one of these is part of another name: "Camp Shelby", "University of".
_LEADS = words("camp fort ft lake mount mt")
_HOLDERS = words("bank church college hospital school university")
UNITS = words("# apartment apt bldg building lot room space ste suite trailer trlr unit")
_WHOLE, _INSIDE, OTHER, LAST_HEAD, _AFTER_STREET, _HEAD, NUMBERED = range(7)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its tokens, and how well it stands there for the town (lower is better)."""

    start: int
    end: int
    name: Name
    rank: int


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
            named = not (feature_at == at - 1 or _ends(before, at)) and _is_led(parsing, at, end)
            plain = not (apart or several) and _is_plain(parsing, names, part, at, end)
            inside = parsing.tokens[end - 1].text in FEATURES and parsing.noted("part_of_name")
            if (named or plain) and not inside:
                parsing.notes.append(("part_of_name", name.text))
            blocked = named or plain or _blocked(parsing, part, at, end, name, several=several)
            if blocked or (lone and _is_surname(parsing, at)):
                if at != feature_at:
                    feature_at = end if parsing.word(end - 1, 1) in FEATURES else -2
                before = None
                continue
            rank = _rank(parsing, part, at, end, last=part is parts[-1])
            if rank is None and _speaks_of_elsewhere(parsing, names, parts):
                rank = _HEAD  # beside another state's name it is at least worth a question
            mention = Mention(at, end, name, OTHER if rank is None else rank)
            linked = before is not None and _coordinate(parsing, before, mention)
            if before and linked:
                yield Mention(before.start, before.end, before.name, OTHER)
            if rank is not None or linked:
                yield mention
            elif parsing.word(at, -1) not in _LINKS:
                continue
            before = mention


def _speaks_of_elsewhere(parsing: ParseState, names: Index, parts: Sequence[Sequence[int]]) -> bool:
    """Whether a text names another state, or a city of one."""
    if parsing.parts["state"] not in ("", names.home):
        return True
    return any(name.other_state for part in parts for *_, name in _names_in(parsing, names, part))


def _coordinate(parsing: ParseState, first: Mention, second: Mention) -> bool:
    """Whether two names stand side by side, or with "and" between them: "Canton Madison"."""
    between = [
        parsing.tokens[at].text for at in range(first.end, second.start) if at not in parsing.used
    ]
    if parsing.word(first.start, -1).isdigit():
        return False
    return all(word in _LINKS or is_count(word) or _is_state(word) for word in between)


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
        at in named or parsing.tokens[at].text in _LINKS or _is_state(parsing.tokens[at].text)
        for at in part
    )


def _ends(before: Mention | None, at: int) -> bool:
    return before is not None and before.end == at


def _is_led(parsing: ParseState, at: int, end: int) -> bool:
    """Whether a name stands after "Camp", "Lake" or "University of", or is such a "Lake" itself."""
    before, after = parsing.word(at, -1), parsing.word(end - 1, 1)
    if end == at + 1 and parsing.tokens[at].text in _LEADS and after.isalpha():
        return after not in _LINKS and after.upper() not in states.CODES
    return before in _LEADS or (before == "of" and (parsing.word(at - 1, -1) in _HOLDERS))


def _is_plain(parsing: ParseState, names: Index, part: Sequence[int], at: int, end: int) -> bool:
    """Whether a name that is a plain word as well stands unmarked among other words."""
    tokens = parsing.tokens
    whole = part[0] == at and part[-1] == end - 1
    if whole or key_of(tokens[at:end]) not in names.plain:
        return False
    before = parsing.word(at, -1)
    if before in _ARTICLES:
        return True
    if before in IN or before in NEAR or before in ("at", "of", "from", "to"):
        return False
    left = [tokens[other].text for other in part if other < at]
    if any(word[0].isdigit() or word in streets.STREET_TYPES for word in left):
        return False
    return any(
        tokens[other].text not in _LINKS and names.at(tokens, other, part[-1] + 1) is None
        for other in part
        if not at <= other < end
    )


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


def ends_a_road(parsing: ParseState, at: int) -> bool:
    """Whether a direction stands before a word that ends a road's name: "Hwy 49 W", "Main St N"."""
    before = parsing.word(at - 1, -1)
    road = is_count(before) or before in streets.STREET_TYPES
    return road and parsing.word(at, -1) in streets.DIRECTIONS


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


def _blocked(
    parsing: ParseState, part: Sequence[int], at: int, end: int, name: Name, *, several: bool
) -> bool:
    """Whether a name is a street's, a landmark's or a plain word here."""
    before, after = parsing.word(at, -1), parsing.word(end - 1, 1)
    if (before in _JOINTS or after in _JOINTS) and not several:
        return True
    if after in streets.STREET_TYPES and not parsing.word(end, 1).isdigit():
        return True
    last_word = parsing.tokens[end - 1].text
    alone = before == "the" and part[0] == at - 1 and part[-1] == end - 1  # "the Kiln"
    if (
        _is_article(parsing, at)
        and not (alone and last_word not in FEATURES)
        and (end == at + 1 or last_word in (*FEATURES, "line"))
    ):
        return True
    if end == at + 1 and _is_part_of_more(parsing, at):
        return True
    if after in FEATURES or (after == "of" and last_word in _HOLDERS):
        parsing.notes.append(("part_of_name", name.text))
        return True
    if before in ("of", "and") or after == "and":
        return any(parsing.tokens[other].text in _CORNERS for other in part)
    return False


def _is_surname(parsing: ParseState, at: int) -> bool:
    """Whether a county's name without the word County stands after a word that is no place's."""
    before = parsing.word(at, -1)
    roads = before in streets.STREET_TYPES or before in streets.DIRECTIONS
    state = before in states.NAMES or before.upper() in states.CODES
    return before.isalpha() and not (before in IN or before in NEAR or roads or state)


def _is_article(parsing: ParseState, at: int) -> bool:
    """Whether an article stands before a word, not the letter of "suite A"."""
    lettered = parsing.word(at - 1, -1) in UNITS
    return parsing.word(at, -1) in _ARTICLES and parsing.tokens[at - 1].lead == " " and not lettered


def _is_part_of_more(parsing: ParseState, at: int) -> bool:
    """Whether a town called West, Forest, Lake or University is only a word of a longer name here."""
    word, before, after = parsing.tokens[at].text, parsing.word(at, -1), parsing.word(at, 1)
    free = before in IN or before in NEAR or before in streets.STREET_TYPES or before == "of"
    free = free or ends_a_road(parsing, at) or parsing.word(at - 1, -1) in UNITS
    if word in streets.DIRECTIONS and after:
        return True
    return (word in FEATURES or word in streets.DIRECTIONS) and before.isalpha() and not free


def _rank(parsing: ParseState, part: Sequence[int], at: int, end: int, *, last: bool) -> int | None:
    """Return how likely a name is the town here, the likeliest lowest; None where it is not."""
    whole = part[0] == at and part[-1] == end - 1
    before = parsing.word(at, -1)
    if not whole and part[0] == at - 1 and before.isdigit() and part[-1] == end - 1:
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


def is_count(text: str) -> bool:
    """Return whether a word is a short number, such as one of miles."""
    return len(text) < 6 and text.replace(".", "", 1).isdigit()
