"""Whether a text is about another state, or about a place here and another state too."""

from collections.abc import Iterator

from geo.geocode import accounting, states, streets
from geo.geocode.name_index import FEATURES, Index, Name, key_of
from geo.geocode.parse_state import ParseState
from geo.geocode.relation_words import AWAY, IN, NEAR
from geo.geocode.tokens import words

__all__ = ["beside_a_state", "is_only_near", "take_line", "take_other_side", "take_parish"]

_WATER = words("bayou bay border bridge channel creek lake line reservoir river stateline water")
_SIDES = words("bank far opposite other wrong")
_JOINTS = words("/ & and")
_LINES = words("border line stateline")
_OF_A_PARISH = words("church chapel hall school center centre office offices")
_FIRST_WORDS = frozenset(name.partition(" ")[0] for name in states.FULL_NAMES)
_AROUND = words("area areas metro outskirts region suburb suburbs") | _LINES
# Words of a city that no table has, between "near" and its state.
_LONGEST_CITY = 3
_LONGEST_STATE = 3  # words, as in "District of Columbia"


def take_parish(parsing: ParseState, home: str) -> str:
    """Take "NAME parish", a county of Louisiana; return that state's code, "" where there is none."""
    if states.PARISH not in parsing.words:
        return ""
    for at, token in enumerate(parsing.tokens):
        if token.text != states.PARISH or at in parsing.used or home == states.OF_PARISHES:
            continue
        if parsing.word(at, 1) in _OF_A_PARISH or not parsing.word(at, -1).isalpha():
            continue
        if parsing.word(at, 1) == "of":
            continue
        parsing.used.update((at, *parsing.run_before(at, 3)))
        parsing.state_at = at
        return states.OF_PARISHES
    return ""


def take_other_side(parsing: ParseState) -> None:
    """Take "across the river from" and the like: the place may be on the other side of a line."""
    if _WATER.isdisjoint(parsing.words):
        return
    for at, token in enumerate(parsing.tokens):
        if token.text not in _WATER or at in parsing.used:
            continue
        start = _start_of_crossing(parsing, at)
        if start is None:
            continue
        end = at + 1
        while parsing.word(end - 1, 1) in ("from", "of", "to", "at"):
            end += 1
        parsing.used.update(range(start, end))
        parsing.other_side = True


def _start_of_crossing(parsing: ParseState, at: int) -> int | None:
    """Return where "across the old river" or "other side of the bridge" begins, ending at `at`."""
    first = at
    for before in range(at - 1, max(-1, at - 6), -1):
        if parsing.word(before + 1, -1) == "":
            return None
        first = before
        word = parsing.tokens[before].text
        if word in ("across", "over", "beyond"):
            return first
        if word == "side" and parsing.word(before, -1) in _SIDES:
            return first - 1
    return None


def take_line(parsing: ParseState, home: str) -> None:
    """Take "MS/TN line" or "TN state line": the place may be on either side."""
    if _LINES.isdisjoint(parsing.words):
        return
    for at, token in enumerate(parsing.tokens):
        if token.text not in _LINES or at in parsing.used:
            continue
        end = start = at - (parsing.word(at, -1) == "state")
        while (word := parsing.word(start, -1)) in _JOINTS or word.upper() in states.CODES:
            start -= 1
        codes = [other for other in parsing.tokens[start:end] if other.text not in _JOINTS]
        own = any(code.text.upper() == home for code in codes)
        for code in codes:
            sure = own or code.text not in (states.WORDS if code.upper else states.LOOSE)
            if sure and code.text.upper() != home:
                parsing.line_of = code.text.upper()
                parsing.used.update(range(start, at + 1))


def beside_a_state(
    parsing: ParseState,
    towns: tuple[Name, ...],
    state: str,
    names: Index,
    *,
    by_county: bool,
) -> tuple[tuple[Name, ...], str]:
    """Return towns and state where a text names a place here and another state as well.

    "Southaven near Memphis TN" and "moved to Laurel from Texas" name two places. A county that is
    near a city elsewhere is still that county. Only a state right after the town says where it is.
    """
    local = any(not town.other_state for town in towns)
    if by_county and towns and not local:
        parsing.notes.append(("near_town", towns[0].text))
        towns = ()
    if not (towns or by_county) and _is_a_person(parsing, state, names):
        parsing.notes.append(("also_state", states.name_of(state)))
        parsing.parts["state"] = state = ""
    if state in ("", names.home):
        return _with_mentioned(parsing, towns, state, names, by_county=by_county)
    if not (local or by_county):
        return towns, state
    whole = accounting.names_stand_whole(parsing, names)
    beside = _only_beside(parsing) or (local and _is_after_its_city(parsing))
    if not beside and (_is_right_after(parsing) or not whole):
        return towns, state
    if not local:
        parsing.notes.append(("near_town", states.name_of(state)))
    elif not any(town.other_state for town in towns):
        towns = (*towns, Name(text=states.name_of(state), other_state=state))
    return towns, ""


def _with_mentioned(
    parsing: ParseState, towns: tuple[Name, ...], state: str, names: Index, *, by_county: bool
) -> tuple[tuple[Name, ...], str]:
    """Return the same where another state is named in the middle of a text."""
    if parsing.line_of and (towns or by_county):
        line = Name(text=states.name_of(parsing.line_of), other_state=parsing.line_of)
        towns = (*towns, line)
    for start, end, code in _mentioned(parsing, names):
        parsing.used.update(range(start, end))
        if parsing.word(end - 1, 1) in _LINES and (towns or by_county):
            parsing.used.add(end)
            parsing.notes.append(("near_state_line", states.name_of(code)))
            continue
        if parsing.word(end - 1, 1) == "side":
            parsing.used.update((end, end + 1) if parsing.word(end, 1) == "of" else (end,))
        if not (towns or by_county):
            parsing.state_at = start
            return towns, state or code
        if not any(town.other_state for town in towns):
            towns = (*towns, Name(text=states.name_of(code), other_state=code))
    return towns, state


def _mentioned(parsing: ParseState, names: Index) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and code of other states' names that are no street's, school's or town's."""
    if _FIRST_WORDS.isdisjoint(parsing.words):
        return
    past = 0
    for at, token in enumerate(parsing.tokens):
        if token.text not in _FIRST_WORDS or at in parsing.used or at < past:
            continue
        for size in range(_LONGEST_STATE, 0, -1):
            piece = [token.text for token in parsing.tokens[at : at + size]]
            code = states.FULL_NAMES.get(" ".join(piece), "")
            if not code or code == names.home or not parsing.used.isdisjoint(range(at, at + size)):
                continue
            if _names_more(parsing, at, size):
                parsing.notes.append(("state_in_name", states.name_of(code)))
            elif (
                not parsing.spans or parsing.parts["state"] or parsing.zip_at >= 0
            ) and accounting.names_a_person(parsing, at, at + size, names):
                parsing.notes.append(("also_state", states.name_of(code)))
            elif key_of(parsing.tokens[at : at + size]) not in names.names:
                yield at, at + size, code
            past = at + size
            break


def _names_more(parsing: ParseState, at: int, size: int) -> bool:
    """Whether a state's name is part of a street's or another thing's: "Georgia Ave"."""
    before, after = parsing.word(at, -1), parsing.word(at + size - 1, 1)
    return before.isdigit() or after in streets.STREET_TYPES or after in FEATURES


def _is_a_person(parsing: ParseState, state: str, names: Index) -> bool:
    """Whether the state that was read may be a person's name; a postal code and a ZIP's is none."""
    if state in ("", names.home) or parsing.state_at < 0 or parsing.zip_at >= 0:
        return False
    at, end = parsing.state_at, parsing.state_at + 1
    while end < len(parsing.tokens) and end in parsing.used:
        end += 1
    named = " ".join(token.text for token in parsing.tokens[at:end])
    return named in states.FULL_NAMES and accounting.names_a_person(parsing, at, end, names)


def is_only_near(parsing: ParseState, names: Index) -> bool:
    """Whether a text puts the place near a city or state elsewhere, and so not in it for certain.

    Nor is a place in a city whose name may be a part of another one: "West Memphis".
    """
    city = next((span for span in parsing.spans if span[0] not in parsing.named), None)
    if city is None and (parsing.state_at < 0 or parsing.parts["state"] == names.home):
        return False
    unplaced = parsing.state_at < 0 and parsing.zip_at < 0
    if city and unplaced and not accounting.names_stand_whole(parsing, names):
        return True
    start, end = city or (parsing.state_at, parsing.state_at + 1)
    if end < len(parsing.tokens) and parsing.tokens[end].text in _AROUND:
        return True
    unknown = 0 if city else _LONGEST_CITY
    for at in range(start - 1, -1, -1):
        word, before = parsing.tokens[at].text, parsing.tokens[at - 1].text if at else ""
        if word in NEAR or (word in ("from", "of", "to") and (before in AWAY or before in _AROUND)):
            return True
        if word in IN or word == "at" or not (unknown or word in ("a", "an", "the")):
            return False
        unknown -= word not in ("a", "an", "the")
    return False


def _is_after_its_city(parsing: ParseState) -> bool:
    """Whether the state is that of a city elsewhere before it, and so no other town's."""
    local = set(parsing.named)
    return any(
        start not in local and parsing.used.issuperset(range(end, parsing.state_at))
        for start, end in parsing.spans
        if end <= parsing.state_at
    )


def _is_right_after(parsing: ParseState) -> bool:
    """Whether the state stands right after a town, or there is no saying."""
    if not parsing.spans:
        return True
    return any(
        end <= parsing.state_at
        and not any(at not in parsing.used for at in range(end, parsing.state_at))
        for _, end in parsing.spans
    )


def _only_beside(parsing: ParseState) -> bool:
    """Whether a word like "near" stands between a place named here and the other state."""
    for at in range(min(parsing.named) + 1, parsing.state_at):
        word, before = parsing.tokens[at].text, parsing.tokens[at - 1].text
        if word in NEAR or (word in ("of", "to", "from", "in") and before in (*AWAY, "born")):
            return True
        if word == "from":
            return True
    return False
