"""Country, county and state: the parts of an address with a list of their own."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.geocode import part_of_more, states, streets
from geo.geocode.accounting import PERSONAL
from geo.geocode.location import Scale
from geo.geocode.name_index import Index, Name, key_of
from geo.geocode.parse_state import NEAR_M, Distance, ParseState
from geo.geocode.tokens import words

__all__ = ["take_counties", "take_country", "take_state"]

_COUNTY = frozenset(("county", "counties", "cnty", "cty", "co"))
_JOINTS = frozenset(("and", "or", "&", "/"))
_AFTER_ROAD_COUNTY = words("road rd highway hwy line route rte rt")
# What is near one of these of a county may be on its other side.
_EDGES = words("border borderline borders boundary edge limits line lines")
_COUNTRY = (("united", "states", "of", "america"), ("united", "states"), ("usa",), ("us",))
_LAST_OF_COUNTRY = frozenset(country[-1] for country in _COUNTRY)
# Two edits are few in a long name.
_LONG, _EDITS = 10, 2
# Codes that end streets as well, a court or a direction: they need a comma or a ZIP.
_STREET_LIKE = frozenset(("ct", "ne"))


def take_country(parsing: ParseState) -> None:
    """Take the name of the country at the end."""
    unused = [] if _LAST_OF_COUNTRY.isdisjoint(parsing.words) else parsing.unused()
    for country in _COUNTRY if unused else ():
        last = unused[-len(country) :]
        if last != unused and tuple(parsing.tokens[at].text for at in last) == country:
            parsing.used.update(last)
            break
    parsing.tail = frozenset(parsing.used)


def take_counties(parsing: ParseState, names: Index) -> tuple[Name, ...]:
    """Take "NAME county" or "county of NAME", or several; "county road 12" is a street."""
    counties: list[Name] = []
    while county := _take_county(parsing, names):
        counties += [county, *_joined_counties(parsing, names)]
    by_name = sorted(counties, key=lambda county: county.text)
    return tuple({county.geoid: county for county in by_name}.values())


def _joined_counties(parsing: ParseState, names: Index) -> list[Name]:
    """Take the county before the last: "Hinds and Rankin County", "Hinds Rankin county line"."""
    end = parsing.named[-1]
    joint = parsing.word(end, -1) in _JOINTS
    line = parsing.noted("near_county_line")
    parsing.notes[:] = [note for note in parsing.notes if note[0] != "near_county_line"]
    if not (joint or line) or end < 1:
        return []
    several = any(token.text == "counties" for token in parsing.tokens)
    for start in parsing.run_before(end - joint, names.longest):
        key = key_of(parsing.tokens[start : end - joint])
        county = names.counties.get(key)
        if county and (line or several or not names.names[key].is_town):
            parsing.used.update(range(start, end))
            return [county]
    return []


def _take_county(parsing: ParseState, names: Index) -> Name | None:
    if _COUNTY.isdisjoint(parsing.words):
        return None
    tokens = parsing.tokens
    for at, token in enumerate(tokens):
        if token.text not in _COUNTY or at in parsing.used:
            continue
        after = parsing.word(at, 1)
        before = parsing.run_before(at, names.longest)
        line = after in _EDGES and parsing.word(at, 2) not in streets.STREET_TYPES
        if token.lead == "-" or (after == "line" and not line) or parsing.dashed(at):
            continue
        road = after in _AFTER_ROAD_COUNTY and not line
        for start in before:
            county = names.counties.get(key_of(tokens[start:at]))
            city = (
                token.text in ("cnty", "cty") and f"{key_of(tokens[start:at])}city" in names.names
            )
            if county:
                parsing.maybe_city = parsing.maybe_city or city
                parsing.used.update(range(start, at if road else at + 1 + line))
                parsing.named.append(start)
                _note_the_edge(parsing, county, start, line=line)
                return county
        if road:
            continue
        county = _county_otherwise(parsing, names, at, before)
        if county:
            return county
    return None


def _note_the_edge(parsing: ParseState, county: Name, start: int, *, line: bool) -> None:
    """Note that a place is at the edge of a county: "Lee County line", "the border of Lee County"."""
    if line:
        parsing.notes.append(("near_county_line", ""))
    of = start - (parsing.word(start, -1) == "the")
    if line or (parsing.word(of, -1) == "of" and parsing.word(of - 1, -1) in _EDGES):
        parsing.notes.append(("near_town", county.in_full))
        parsing.distance = Distance(meters=NEAR_M, measured_from=Scale.COUNTY)


def _county_otherwise(
    parsing: ParseState, names: Index, at: int, before: Sequence[int]
) -> Name | None:
    """Take a county after "county of" or one spelled nearly; note a county that is not known."""
    tokens = parsing.tokens
    if parsing.word(at, 1) == "of":
        for end in range(min(at + 2 + names.longest, len(tokens)), at + 2, -1):
            county = names.counties.get(key_of(tokens[at + 2 : end]))
            if county:
                parsing.used.update(range(at, end))
                parsing.named.append(at)
                return county
    for start in before:
        near = names.near(tokens[start:at], counties=True)
        if len(near) == 1:
            parsing.used.update(range(start, at + 1))
            parsing.named.append(start)
            parsing.notes.append(("spelled", near[0].in_full))
            return near[0]
    if before and tokens[before[-1]].text in names.fillers:
        parsing.used.add(at)  # "out in the county" names none
    elif before and tokens[at].text != "co" and not part_of_more.is_in_a_street(parsing, at):
        parsing.used.update((before[-1], at))
        parsing.parts["county"] = tokens[before[-1]].text
        parsing.notes.append(("county_unknown", ""))
    return None


def take_state(parsing: ParseState, names: Index) -> str:
    """Take the last state that stands where a state may stand; return its postal code."""
    home = names.home
    parts = [
        said for part in parsing.unused_parts() if (said := _without_end(parsing, names, part))
    ]
    for part in reversed(parts):
        if _leads_an_address(parsing, part, home):
            parsing.used.add(part[0])
            return home
        last_word = parsing.tokens[part[-1]].text
        if _is_nearly(last_word, names.state_name):
            parsing.used.add(part[-1])
            return home
        for size in (3, 2, 1) if last_word in states.LAST_WORDS else ():
            at = part[-size:]
            slot = _Slot(whole=len(part) == size, last=part is parts[-1])
            code = _state_in(parsing, names, at, slot) if len(part) >= size else ""
            if code:
                parsing.used.update(at)
                parsing.state_at = at[0]
                return code
    return ""


def _without_end(parsing: ParseState, names: Index, part: Sequence[int]) -> Sequence[int]:
    """Return a part without words at its end that say nothing of a place, where a state may be before them.

    "Oxford, AL please" is elsewhere; in "Virginia called" and "we live in there" no state is named.
    """
    tokens = [parsing.tokens[at] for at in part]
    count = len(part)
    while count and tokens[count - 1].text in names.fillers - states.LAST_WORDS:
        count -= 1
    if count == 0 or count == len(part):
        return part[:count]
    word, after = tokens[count - 1], tokens[count:]
    set_off = word.upper and not all(token.upper for token in after)  # "MI HERMANA" is Spanish
    coded = set_off and word.text.upper() in states.CODES
    personal = not PERSONAL.isdisjoint(token.text for token in after)
    named = word.text in states.LAST_WORDS and len(word.text) > 2 and not personal
    return part[:count] if coded or named else part


def _is_nearly(word: str, name: str) -> bool:
    """Whether a word is a near spelling of the study area's own name."""
    name = name.casefold()
    if word[:3] != name[:3] or word in states.LAST_WORDS or abs(len(word) - len(name)) > _EDITS:
        return False
    from rapidfuzz.distance import OSA

    return bool(len(name) >= _LONG and OSA.distance(word, name) <= _EDITS)


class _Slot(NamedTuple):
    """Whether words make up a whole part, and whether that is the last part."""

    whole: bool
    last: bool


def _leads_an_address(parsing: ParseState, part: Sequence[int], home: str) -> bool:
    """Whether a part after a town and its comma is like "MS 123 Peace St" or "MS near the mill"."""
    first = parsing.tokens[part[0]]
    following = [parsing.tokens[at].text for at in part[1:]]
    if not part[0] or first.text.upper() != home or not following:
        return False
    typed = any(word in streets.STREET_TYPES for word in following[1:])
    return typed or not following[0].isdigit()


def _state_in(parsing: ParseState, names: Index, at: Sequence[int], slot: _Slot) -> str:
    """Return the state that the last words of a part name, "" where they name none."""
    last_words = [parsing.tokens[word_at] for word_at in at]
    text = " ".join(token.text for token in last_words)
    before_zip = parsing.zip_at == at[-1] + 1
    if not (slot.whole or slot.last or before_zip):
        return ""
    previous = parsing.word(at[0], -1)
    named = states.NAMES.get(text, "")
    if named:
        known = key_of(last_words) in names.names
        return "" if known or (previous.isdigit() and at[0] == 1) else named
    code = text.upper()
    if len(at) > 1 or code not in states.CODES:
        return ""
    if before_zip and text in states.WORDS and parsing.tokens[at[0] - 1].text in names.zips:
        return ""  # "38801 or 38804"
    if code == names.home or before_zip or (slot.whole and at[0] > 0):
        blocked = text in _STREET_LIKE and previous in streets.STREET_TYPES and not slot.whole
        return "" if blocked else code
    return _loose_code(parsing, names, at[0], code)


def _loose_code(parsing: ParseState, names: Index, at: int, code: str) -> str:
    """Return a two-letter code at the end of a text where it is likely a state, else ""."""
    tokens, text = parsing.tokens, parsing.tokens[at].text
    previous = parsing.word(at, -1)
    after_name = any(
        (match := names.at(tokens, start, at)) and match[0] == at
        for start in parsing.run_before(at, names.longest)
    )
    end = at
    while parsing.word(end, 1) in names.fillers:
        end += 1
    if text in _STREET_LIKE or not parsing.ends(end):
        return ""
    shouted = all(token.upper for token in tokens if token.text.isalpha())
    if text == "va" and after_name:  # a hospital of the Veterans Administration as likely
        parsing.notes.append(("state_unclear", states.name_of(code)))
        parsing.used.add(at)
        return ""
    if tokens[at].upper and not (shouted and text in states.WORDS and not after_name):
        return code
    if text in states.WORDS and text != "oh":
        if after_name:
            parsing.notes.append(("state_unclear", states.name_of(code)))
            parsing.used.add(at)
        return ""
    short = previous.isalpha() and len(parsing.unused()) <= 3
    return "" if text in states.LOOSE and not (after_name or short) else code
