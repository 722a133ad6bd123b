"""Which names in a text are only a part of something else: a street's, a landmark's, plain words."""

from collections.abc import Sequence

from geo.geocode import states, streets
from geo.geocode.name_index import FEATURES, Index, Name, key_of
from geo.geocode.parse_state import ParseState
from geo.geocode.relation_words import CHAINS, IN, LINKS, NEAR, UNITS, is_count
from geo.geocode.tokens import words

__all__ = ["ends_a_road", "is_blocked", "is_in_a_street", "is_led", "is_plain", "is_surname"]

_ARTICLES = frozenset(("a", "an", "her", "his", "my", "our", "the", "their", "this"))
_JOINING = words("and from of or to")
_JOINTS = frozenset(("&", "@", "/"))
_CORNERS = frozenset(("corner", "intersection", "junction", "jct"))
# A town's name after one of these is part of another name: "Camp Shelby", "University of".
_LEADS = words("camp fort ft lake mount mt")
# What a town has one of: "Tupelo hospital" is worth a question, a longer name is not.
_OF_A_TOWN = words("airport bank clinic hospital hotel jail library market museum prison school")
_HOLDERS = words("bank church college hospital school university")
_DWELLINGS = frozenset(("home", "homes"))  # "mobile home"


def is_led(parsing: ParseState, names: Index, at: int, end: int) -> bool:
    """Whether a name stands after "Camp", "Lake" or "University of", or is such a "Lake" itself."""
    before, after = parsing.word(at, -1), parsing.word(end - 1, 1)
    if end == at + 1 and parsing.tokens[at].text in _LEADS and after.isalpha():
        apart = after in LINKS or after in names.fillers or after.upper() in states.CODES
        return not apart
    return before in _LEADS or (before == "of" and (parsing.word(at - 1, -1) in _HOLDERS))


def is_plain(parsing: ParseState, names: Index, part: Sequence[int], at: int, end: int) -> bool:
    """Whether a name that is a plain word as well stands unmarked among other words."""
    tokens = parsing.tokens
    whole = part[0] == at and part[-1] == end - 1
    if whole or key_of(tokens[at:end]) not in names.plain:
        return False
    before = parsing.word(at, -1)
    if _is_article(parsing, at):
        return True
    if before in IN or before in NEAR or before in ("at", "of", "from", "to"):
        return False
    left = [tokens[other].text for other in part if other < at]
    if any(word[0].isdigit() or word in streets.STREET_TYPES for word in left):
        return False
    return any(
        tokens[other].text not in LINKS
        and tokens[other].text not in CHAINS
        and names.at(tokens, other, part[-1] + 1) is None
        for other in part
        if not at <= other < end
    )


def is_blocked(
    parsing: ParseState,
    names: Index,
    part: Sequence[int],
    found: tuple[int, int, Name],
    *,
    several: bool,
) -> bool:
    """Whether a name that was found (start, end, name) is a street's, a landmark's or a plain word."""
    at, end, name = found
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
        and (end == at + 1 or before != "the" or last_word in (*FEATURES, "line"))
    ):
        return True
    if name.other_state and after in _DWELLINGS:
        return True
    if end == at + 1 and _is_part_of_more(parsing, at):
        return True
    if (after in FEATURES and not _is_one_of_a_town(parsing, names, part, at, end)) or (
        after == "of" and last_word in _HOLDERS
    ):
        parsing.notes.append(("part_of_name", name.text))
        return True
    if before in ("of", "and") or after == "and":
        return any(parsing.tokens[other].text in _CORNERS for other in part)
    return False


def _is_one_of_a_town(
    parsing: ParseState, names: Index, part: Sequence[int], at: int, end: int
) -> bool:
    """Whether a name and the word after it, which ends the text, are like "Tupelo hospital"."""
    if parsing.tokens[end].text not in _OF_A_TOWN or part[-1] != end:
        return False
    plain = key_of(parsing.tokens[at:end]) in names.plain
    return not (plain or parsing.tokens[end - 1].text in FEATURES)


def is_surname(parsing: ParseState, at: int) -> bool:
    """Whether a county's name without the word County stands after a word that is no place's."""
    before = parsing.word(at, -1)
    roads = before in streets.STREET_TYPES or before in streets.DIRECTIONS
    state = before in states.NAMES or before.upper() in states.CODES
    return before.isalpha() and not (before in IN or before in NEAR or roads or state)


def _is_article(parsing: ParseState, at: int) -> bool:
    """Whether an article stands before a word, not the letter of "suite A" or "Avenue A"."""
    before = parsing.word(at - 1, -1)
    lettered = before in UNITS or before in streets.STREET_TYPES or before.isdigit()
    return parsing.word(at, -1) in _ARTICLES and parsing.tokens[at - 1].lead == " " and not lettered


def _is_part_of_more(parsing: ParseState, at: int) -> bool:
    """Whether a town called West, Forest, Lake or University is only a word of a longer name here."""
    word = parsing.tokens[at].text
    if word not in FEATURES and word not in streets.DIRECTIONS:
        return False
    before, after = parsing.word(at, -1), parsing.word(at, 1)
    free = before in IN or before in NEAR or before in streets.STREET_TYPES or before in _JOINING
    free = free or ends_a_road(parsing, at) or parsing.word(at - 1, -1) in UNITS
    if word in streets.DIRECTIONS and after:
        return True
    return before.isalpha() and not free


def ends_a_road(parsing: ParseState, at: int) -> bool:
    """Whether a direction stands before a word that ends a road's name: "Hwy 49 W", "Main St N"."""
    before = parsing.word(at - 1, -1)
    road = is_count(before) or before in streets.STREET_TYPES
    return road and parsing.word(at, -1) in streets.DIRECTIONS


def is_in_a_street(parsing: ParseState, at: int) -> bool:
    """Whether a word after a number or before a street's type is part of a street's name."""
    part = parsing.tokens[at].part
    after = [token.text for token in parsing.tokens[at + 1 :] if token.part == part]
    return parsing.word(at, -1).isdigit() or not streets.STREET_TYPES.isdisjoint(after)
