"""ZIP, country, county and state: the pieces of an address that have a form or a list of their own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from geo.geocode import states, streets
from geo.geocode.name_index import Index, Name, key_of
from geo.geocode.parse_state import NEAR_M, Distance, MeasuredFrom, ParseState
from geo.geocode.tokens import Token, words

__all__ = ["take_counties", "take_country", "take_state", "take_zip"]

_COUNTY = frozenset(("county", "counties", "cnty", "cty", "co"))
_JOINTS = frozenset(("and", "or", "&", "/"))
_AFTER_ROAD_COUNTY = words("road rd highway hwy line route rte rt")
# A number after one of these is no ZIP.
_NUMBERED = words(
    "apartment apt box bldg building drawer highway hwy hc lot no number pob rd road room route "
    "rr rt rte ste suite trailer trlr unit #"
)
_ROADS = frozenset(("us", "i", "cr", "sr", "interstate"))
_COUNTRY = (("united", "states", "of", "america"), ("united", "states"), ("usa",), ("us",))
# Two edits are few in a long name.
_LONG, _EDITS = 10, 2
# Codes that end streets as well, a court or a direction: they need a comma or a ZIP.
_STREET_LIKE = frozenset(("ct", "ne"))
# In small letters and outside of a state's slot these are too often something else.
_LOOSE = words("al co de id la ma md mo ne pa") | states.WORDS


def take_zip(draft: ParseState, names: Index) -> None:
    """Take the last ZIP, and others that are known; a number before a street is a house number."""
    tokens = draft.tokens
    draft.parts["zip"] = ""
    for at in range(len(tokens) - 1, -1, -1):
        digits = tokens[at].text
        if len(digits) not in (5, 9) or not digits.isdigit() or _numbers_something(tokens, at):
            continue
        if (at == 0 or draft.zip_at >= 0) and _street_follows(tokens, at, names):
            continue
        if draft.zip_at >= 0:
            if digits[:5] in names.zips and digits[:5] not in draft.other_zips:
                draft.other_zips.append(digits[:5])
                draft.used.add(at)
            continue
        draft.parts["zip"], draft.parts["zip4"] = digits[:5], digits[5:]
        draft.used.add(at)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following and len(digits) == 5 and _is_plus_four(tokens, at + 1):
            draft.parts["zip4"] = following.text
            draft.used.add(at + 1)
        draft.zip_at = at
    draft.other_zips[:] = [one for one in draft.other_zips[::-1] if one != draft.parts["zip"]]


def _numbers_something(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before and (before.text in _NUMBERED or (tokens[at].lead == "-" and before.text.isdigit())):
        return True
    dashed = after is not None and after.lead == "-" and after.text.isdigit()
    return dashed and after is not None and len(after.text) != 4


def _is_plus_four(tokens: Sequence[Token], at: int) -> bool:
    one = tokens[at]
    if len(one.text) != 4 or not one.text.isdigit() or one.part != tokens[at - 1].part:
        return False
    return one.lead == "-" or at + 1 == len(tokens) or tokens[at + 1].part != one.part


def _street_follows(tokens: Sequence[Token], at: int, names: Index) -> bool:
    part = [one for one in tokens[at + 1 :] if one.part == tokens[at].part]
    named = names.at(part, 0, len(part)) if part else None
    if named:
        after = part[named[0]].text if named[0] < len(part) else ""
        return after in streets.STREET_TYPES
    typed = any(one.text in streets.STREET_TYPES for one in part)
    roads = _ROADS | ({names.home.casefold()} & names.keepers)
    return typed or any(
        one.text in roads and after.text.isdigit() and len(after.text) < 5
        for one, after in pairwise(part)
    )


def take_country(draft: ParseState) -> None:
    """Take the name of the country at the end."""
    left = draft.left()
    for country in _COUNTRY:
        size = len(country)
        if len(left) > size and tuple(draft.tokens[at].text for at in left[-size:]) == country:
            draft.used.update(left[-size:])
            break
    draft.tail = frozenset(draft.used)


def take_counties(draft: ParseState, names: Index) -> tuple[Name, ...]:
    """Take "NAME county" or "county of NAME", or several; "county road 12" is a street."""
    found: list[Name] = []
    while one := _take_county(draft, names):
        found += [one, *_joined_counties(draft, names)]
    return tuple({one.geoid: one for one in sorted(found, key=lambda one: one.text)}.values())


def _joined_counties(draft: ParseState, names: Index) -> list[Name]:
    """Take the county before the one just taken: "Hinds and Rankin County", "Hinds Rankin line"."""
    end = draft.named[-1]
    joint = draft.word(end, -1) in _JOINTS
    line = draft.noted("near_county_line")
    draft.notes[:] = [one for one in draft.notes if one[0] != "near_county_line"]
    if not (joint or line) or end < 1:
        return []
    several = any(one.text == "counties" for one in draft.tokens)
    for start in draft.run_before(end - joint, 3):
        found = names.counties.get(key_of(draft.tokens[start : end - joint]))
        if found and (
            line or several or not names.names[key_of(draft.tokens[start : end - joint])].is_town
        ):
            draft.used.update(range(start, end))
            return [found]
    return []


def _take_county(draft: ParseState, names: Index) -> Name | None:
    tokens = draft.tokens
    for at, token in enumerate(tokens):
        if token.text not in _COUNTY or at in draft.used:
            continue
        after = draft.word(at, 1)
        before = draft.run_before(at, 3)
        line = after == "line" and draft.word(at, 2) not in streets.STREET_TYPES
        if token.lead == "-" or (after == "line" and not line) or draft.glued(at):
            continue
        road = after in _AFTER_ROAD_COUNTY and not line
        for start in before:
            found = names.counties.get(key_of(tokens[start:at]))
            if found:
                draft.used.update(range(start, at if road else at + 1 + line))
                draft.named.append(start)
                if line:
                    draft.notes += [("near_town", f"{found.text} County"), ("near_county_line", "")]
                    draft.distance = Distance(meters=NEAR_M, measured_from=MeasuredFrom.COUNTY)
                return found
        if road:
            continue
        found = _county_otherwise(draft, names, at, before)
        if found:
            return found
    return None


def _county_otherwise(
    draft: ParseState, names: Index, at: int, before: Sequence[int]
) -> Name | None:
    """Take a county after "county of", or spelled nearly; note a county that is not known."""
    tokens = draft.tokens
    if draft.word(at, 1) == "of":
        last = max((one for one in range(at + 2, at + 5) if one < len(tokens)), default=0)
        for end in range(last + 1, at + 2, -1):
            found = names.counties.get(key_of(tokens[at + 2 : end]))
            if found:
                draft.used.update(range(at, end))
                draft.named.append(at)
                return found
    for start in before:
        near = names.near(tokens[start:at], counties=True)
        if len(near) == 1:
            draft.used.update(range(start, at + 1))
            draft.named.append(start)
            draft.notes.append(("spelled", f"{near[0].text} County"))
            return near[0]
    if before and tokens[at].text != "co":
        draft.used.update((before[-1], at))
        draft.parts["county"] = tokens[before[-1]].text
        draft.notes.append(("county_unknown", ""))
    return None


def take_state(draft: ParseState, names: Index) -> str:
    """Take the last state that stands in a state's slot; return its postal code."""
    home = names.home
    parts = draft.parts_left()
    for part in reversed(parts):
        if _leads_an_address(draft, part, home):
            draft.used.add(part[0])
            return home
        last_word = draft.tokens[part[-1]].text
        if _is_nearly(last_word, names.state_name):
            draft.used.add(part[-1])
            return home
        for size in (3, 2, 1) if last_word in states.LAST_WORDS else ():
            at = part[-size:]
            slot = _Slot(whole=len(part) == size, last=part is parts[-1])
            code = _state_in(draft, names, at, slot) if len(part) >= size else ""
            if code:
                draft.used.update(at)
                draft.state_at = at[0]
                return code
    return ""


def _is_nearly(word: str, name: str) -> bool:
    """Whether a word is a near spelling of the study area's own name."""
    name = name.casefold()
    if word[:3] != name[:3] or word in states.LAST_WORDS or abs(len(word) - len(name)) > _EDITS:
        return False
    from rapidfuzz.distance import OSA

    return bool(len(name) >= _LONG and OSA.distance(word, name) <= _EDITS)


class _Slot(NamedTuple):
    """Whether words are all of a part, and whether they stand in the last one."""

    whole: bool
    last: bool


def _leads_an_address(draft: ParseState, part: Sequence[int], home: str) -> bool:
    """Whether a part is as "MS 123 Peace St" or "MS near the mill", after a town and its comma."""
    first = draft.tokens[part[0]]
    following = [draft.tokens[at].text for at in part[1:]]
    if not part[0] or first.text.upper() != home or not following:
        return False
    typed = any(one in streets.STREET_TYPES for one in following[1:])
    return typed or not following[0].isdigit()


def _state_in(draft: ParseState, names: Index, at: Sequence[int], slot: _Slot) -> str:
    """Return the state that these last words of a part name, if that is what they do here."""
    last_words = [draft.tokens[one] for one in at]
    text = " ".join(one.text for one in last_words)
    before_zip = draft.zip_at == at[-1] + 1
    if not (slot.whole or slot.last or before_zip):
        return ""
    previous = draft.word(at[0], -1)
    named = states.NAMES.get(text, "")
    if named:
        known = key_of(last_words) in names.names
        return "" if known or (previous.isdigit() and at[0] == 1) else named
    code = text.upper()
    if len(at) > 1 or code not in states.CODES:
        return ""
    if code == names.home or before_zip or (slot.whole and at[0] > 0):
        blocked = text in _STREET_LIKE and previous in streets.STREET_TYPES and not slot.whole
        return "" if blocked else code
    return _loose_code(draft, names, at[0], code)


def _loose_code(draft: ParseState, names: Index, at: int, code: str) -> str:
    """Return a two-letter code at the end of a text, where it is likely a state."""
    tokens, text = draft.tokens, draft.tokens[at].text
    previous = draft.word(at, -1)
    after_name = any(
        (found := names.at(tokens, start, at)) and found[0] == at
        for start in draft.run_before(at, names.longest)
    )
    if text in _STREET_LIKE or not draft.ends(at):
        return ""
    shouted = all(one.upper for one in tokens if one.text.isalpha())
    if tokens[at].upper and not (shouted and text in states.WORDS and not after_name):
        return code
    if text in states.WORDS and text != "oh":
        if after_name:
            draft.notes.append(("state_unclear", states.name_of(code)))
            draft.used.add(at)
        return ""
    short = previous.isalpha() and len(draft.left()) <= 3
    return "" if text in _LOOSE and not (after_name or short) else code
