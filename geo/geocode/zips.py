"""The ZIP of a text, told from a house number and from other numbers of five digits."""

from collections.abc import Sequence
from itertools import pairwise

from geo.geocode import states, streets
from geo.geocode.name_index import Index
from geo.geocode.parse_state import ParseState
from geo.geocode.relation_words import IN, NEAR
from geo.geocode.tokens import Token, words

__all__ = ["take_zip"]

# A number after one of these is no ZIP.
_NUMBERED = words(
    "apartment apt box bldg building drawer highway hwy hc lot no number pob rd road room route "
    "rr rt rte ste suite trailer trlr unit #"
)
# A street's name may end with one of these, unless the word before it says what kind of road it is.
_ENDS_A_STREET = words("highway hwy rd road")
_KINDS_OF_ROAD = words("co county farm forest old parish private rural service state the us")
_BROKEN, _LEAST = (4, 6, 7, 8), 3
_ROADS = frozenset(("us", "i", "cr", "sr", "interstate"))
_PLACES_A_ZIP = IN | NEAR | words("code postal zip zipcode")
_ORDINAL = ("st", "nd", "rd", "th")
# No street begins with one of these.
_NO_STREET = NEAR | words("& / and or")


def take_zip(parsing: ParseState, names: Index) -> None:
    """Take the last ZIP, and other known ones; a number before a street is a house number."""
    tokens = parsing.tokens
    parsing.parts["zip"] = ""
    for at in range(len(tokens) - 1, -1, -1):
        digits = tokens[at].text
        if (
            len(digits) not in (5, 9)
            or not digits.isdigit()
            or _numbers_something(tokens, at, names)
        ):
            continue
        apart = parsing.zip_at >= 0 or _begins_an_address(tokens, at, names)
        if apart and _street_follows(tokens, at, names):
            continue
        if parsing.zip_at >= 0:
            if digits[:5] in names.zips and digits[:5] not in parsing.other_zips:
                parsing.other_zips.append(digits[:5])
                parsing.used.add(at)
            continue
        parsing.parts["zip"], parsing.parts["zip4"] = digits[:5], digits[5:]
        parsing.used.add(at)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following and len(digits) == 5 and _is_plus_four(tokens, at + 1):
            parsing.parts["zip4"] = following.text
            parsing.used.add(at + 1)
        parsing.zip_at = at
    if parsing.zip_at < 0 and _ends_in_a_broken_zip(tokens):
        parsing.used.add(len(tokens) - 1)
        parsing.notes.append(("zip_digits", ""))
    others = parsing.other_zips[::-1]
    parsing.other_zips[:] = [code for code in others if code != parsing.parts["zip"]]


def _ends_in_a_broken_zip(tokens: Sequence[Token]) -> bool:
    """Whether a number of a wrong length ends a text after a state: "Laurel MS 3944"."""
    if len(tokens) < _LEAST or len(tokens[-1].text) not in _BROKEN:
        return False
    state = tokens[-2].text
    return tokens[-1].text.isdigit() and (state.upper() in states.CODES or state in states.NAMES)


def _numbers_something(tokens: Sequence[Token], at: int, names: Index) -> bool:
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    numbered = before and before.text in _NUMBERED and not _ends_a_street(tokens, at, names)
    if before and (numbered or (tokens[at].lead == "-" and before.text.isdigit())):
        return True
    dashed = after is not None and after.lead == "-" and after.text.isdigit()
    return dashed and after is not None and len(after.text) != 4


def _ends_a_street(tokens: Sequence[Token], at: int, names: Index) -> bool:
    """Whether a number follows a street: "Oak Road 38801" and "County Road, 38801", but not "County Road 38801"."""
    if tokens[at - 1].text not in _ENDS_A_STREET:
        return False
    if tokens[at].part != tokens[at - 1].part:
        return True
    last = tokens[at - 2] if at > 1 else None
    if last is None or last.part != tokens[at].part or not last.text.isalpha():
        return False
    kind = last.text in _KINDS_OF_ROAD | IN | NEAR | names.fillers
    return not kind and not _names_a_state(last)


def _begins_an_address(tokens: Sequence[Token], at: int, names: Index) -> bool:
    """Whether a number may be a house number: no place is named before it, and none is placed by it.

    "I am at 39501 N Main St", but not "in 39501 near Main St" or "ZIP 39501, Main St".
    """
    if at == 0:
        return True
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    numbered = after[:1].isdigit() and not after.endswith(_ORDINAL)  # "2nd St" has no number yet
    if tokens[at - 1].text in _PLACES_A_ZIP or numbered or after in _NO_STREET:
        return False
    before = range(at)
    return not any(names.at(tokens, start, at) or _names_a_state(tokens[start]) for start in before)


def _names_a_state(token: Token) -> bool:
    return token.text in states.NAMES or (token.upper and token.text.upper() in states.CODES)


def _is_plus_four(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if len(token.text) != 4 or not token.text.isdigit() or token.part != tokens[at - 1].part:
        return False
    return token.lead == "-" or at + 1 == len(tokens) or tokens[at + 1].part != token.part


def _street_follows(tokens: Sequence[Token], at: int, names: Index) -> bool:
    part = [token for token in tokens[at + 1 :] if token.part == tokens[at].part]
    named = names.at(part, 0, len(part)) if part else None
    if named and not (named[0] == 1 < len(part) and part[0].text in streets.DIRECTIONS):
        after = part[named[0]].text if named[0] < len(part) else ""
        return after in streets.STREET_TYPES
    typed = any(token.text in streets.STREET_TYPES for token in part)
    roads = _ROADS | ({names.home.casefold()} & names.keepers)
    return typed or any(
        road.text in roads and after.text.isdigit() and len(after.text) < 5
        for road, after in pairwise(part)
    )
