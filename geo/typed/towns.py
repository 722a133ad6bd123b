"""Where in a text a town may stand, and which of the names there is the town."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.typed import states, streets
from geo.typed.draft import Draft
from geo.typed.names import Index, Name
from geo.typed.tokens import joined, words

__all__ = ["said_so", "take_towns"]

_IN = frozenset(("in", "inside", "into", "downtown"))
_NEAR = words("between btw btwn by near nearby outside past toward towards")
_FAR = words("mi mile miles min mins minutes")
_ARTICLES = frozenset(("a", "an", "her", "his", "my", "our", "the", "their", "this"))
_JOINTS = frozenset(("&", "@", "/"))
_CORNERS = frozenset(("corner", "intersection", "junction", "jct"))
# A town's name before one of these is part of another name, of something that may lie elsewhere.
_FEATURES = words(
    "academy bayou college community creek dam forest lake national park reservoir river state "
    "university valley"
)
_WHOLE, _INSIDE, _OTHER, _LAST_HEAD, _AFTER_STREET, _HEAD, _NUMBERED = range(7)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    name: Name
    rank: int


def said_so(draft: Draft) -> bool:
    """Whether a town was named with a word that says it is one, as in "in Jackson"."""
    return any(one.text in _IN for one in draft.tokens)


def take_towns(draft: Draft, names: Index) -> tuple[Name, ...]:
    """Take the town that a text names: one, or two where it names two in places of equal right."""
    spans = sorted(_spans(draft, names), key=lambda one: (one.rank, -one.start))
    if not spans:
        return ()
    # The town itself was named too.
    draft.notes[:] = [one for one in draft.notes if one[0] != "part_of_name"]
    best = spans[0]
    chosen = [best]
    for one in spans[1:]:
        if one.rank <= _OTHER and one.name is not best.name and len(chosen) == 1:
            chosen.append(one)
    for one in chosen:
        draft.used.update(range(one.start, one.end))
    chosen.sort(key=lambda one: one.start)
    if best.rank == _NUMBERED:
        draft.parts["house_number"] = draft.tokens[best.start - 1].text
        draft.used.add(best.start - 1)
    if best.rank == _NUMBERED or (best.rank >= _LAST_HEAD and _begins_a_street(draft, best)):
        draft.notes.append(("street_or_town", best.name.text))
    if any(_is_near(draft, one) for one in chosen) or _is_off(draft):
        draft.notes.append(("near_town", " and ".join(one.name.text for one in chosen)))
    return tuple(one.name for one in chosen)


def _begins_a_street(draft: Draft, span: _Span) -> bool:
    """Whether the words after a name, up to a street's type, may be one street with it."""
    part = draft.tokens[span.start].part
    after = [
        word
        for at, word in enumerate(draft.tokens)
        if at >= span.end and word.part == part and at not in draft.used
    ]
    typed = any(word.text in streets.STREET_TYPES for word in after)
    return typed and not streets.is_apart(joined(after))


def _is_off(draft: Draft) -> bool:
    """Whether a text says how far off it is, as in "10 miles"; "mile 10" is a road's marker."""
    return any(
        one.text.isdigit() and other.text in _FAR and one.part == other.part
        for one, other in pairwise(draft.tokens)
    )


def _is_near(draft: Draft, span: _Span) -> bool:
    before = [one.text for one in draft.tokens[max(0, span.start - 2) : span.start]]
    return bool(before) and (
        before[-1] in _NEAR or (before[-1] == "of" and before[0] not in ("city", "town"))
    )


def _spans(draft: Draft, names: Index) -> Iterator[_Span]:
    """Yield the names that may be the town, each with its rank."""
    parts = draft.parts_left()
    for part in parts:
        before: _Span | None = None
        for at, end, name in _names_in(draft, names, part):
            beside = before is not None and before.end == at
            lone = not (name.is_town or name.abroad or beside)
            if _blocked(draft, part, at, end, name) or (lone and _is_surname(draft, at)):
                before = None
                continue
            rank = _rank(draft, part, at, end, last=part is parts[-1])
            if rank is None:
                continue
            span = _Span(at, end, name, rank)
            if before and _coordinate(draft, before, span):
                yield _Span(before.start, before.end, before.name, _OTHER)
            yield span
            before = span


def _coordinate(draft: Draft, one: _Span, other: _Span) -> bool:
    """Whether two names stand side by side, or with "and" between them: "Canton Madison"."""
    between = [word.text for word in draft.tokens[one.end : other.start]]
    after_number = draft.word(one.start, -1).isdigit()
    joint = between in ([], ["and"], ["or"]) or (
        len(between) == 1 and (between[0] in states.NAMES or between[0].upper() in states.CODES)
    )
    return joint and not after_number


def _names_in(draft: Draft, names: Index, part: Sequence[int]) -> Iterator[tuple[int, int, Name]]:
    """Yield start, end and name of the longest names in a part, from left to right."""
    for first, last in _runs(part):
        at = first
        while at < last:
            found = names.at(draft.tokens, at, last)
            if found is None:
                at += 1
                continue
            start = _without_direction(draft, names, at, found[0])
            if start == at:
                yield at, *found
                at = found[0]
            else:
                at = start


def _runs(part: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of neighbors in a part."""
    start = part[0]
    for before, after in pairwise(part):
        if after != before + 1:
            yield start, before + 1
            start = after
    yield start, part[-1] + 1


def _without_direction(draft: Draft, names: Index, at: int, end: int) -> int:
    """Return where a name begins once a direction that belongs to a road before it is left out.

    "Hwy 49 W Gulfport" lies in Gulfport; "Hwy 98 West Hattiesburg" may mean West Hattiesburg.
    """
    tokens = draft.tokens
    before, word = draft.word(at, -1), tokens[at].text
    road = before.isdigit() or before in streets.STREET_TYPES
    if not road or word not in streets.DIRECTIONS:
        return at
    rest = names.at(tokens, at + 1, end) if end > at + 1 and len(word) == 1 else None
    return at + 1 if end == at + 1 or (rest and rest[0] == end) else at


def _blocked(draft: Draft, part: Sequence[int], at: int, end: int, name: Name) -> bool:
    """Whether a name is here a street's, a landmark's or a plain word."""
    before, after = draft.word(at, -1), draft.word(end - 1, 1)
    if before in _JOINTS or after in _JOINTS:
        return True
    if after in streets.STREET_TYPES and not draft.word(end, 1).isdigit():
        return True
    last_word = draft.tokens[end - 1].text
    if _is_article(draft, at) and (end == at + 1 or last_word in _FEATURES):
        return True
    if end == at + 1 and _is_part_of_more(last_word, before, after):
        return True
    if after in _FEATURES:
        draft.notes.append(("part_of_name", name.text))
        return True
    if before in ("of", "and") or after == "and":
        return any(draft.tokens[one].text in _CORNERS for one in part)
    return False


def _is_surname(draft: Draft, at: int) -> bool:
    """Whether a county's name without the word County stands behind any other word."""
    before = draft.word(at, -1)
    roads = before in streets.STREET_TYPES or before in streets.DIRECTIONS
    state = before in states.NAMES or before.upper() in states.CODES
    return before.isalpha() and not (before in _IN or before in _NEAR or roads or state)


def _is_article(draft: Draft, at: int) -> bool:
    return draft.word(at, -1) in _ARTICLES and draft.tokens[at - 1].lead == " "


def _is_part_of_more(word: str, before: str, after: str) -> bool:
    """Whether a town called West, Forest, Lake or University is here only a word of more."""
    free = before in _IN or before in _NEAR or before in streets.STREET_TYPES or before == "of"
    if word in streets.DIRECTIONS and after:
        return True
    return (word in _FEATURES or word in streets.DIRECTIONS) and before.isalpha() and not free


def _rank(draft: Draft, part: Sequence[int], at: int, end: int, *, last: bool) -> int | None:
    """Return how likely the town stands here, the likeliest lowest; None where it does not."""
    whole = part[0] == at and part[-1] == end - 1
    before = draft.word(at, -1)
    if not whole and part[0] == at - 1 and before.isdigit() and part[-1] == end - 1:
        return _NUMBERED
    if last and part[-1] == end - 1:
        return _WHOLE
    if before in _IN or before in _NEAR or before == "of":
        return _INSIDE
    if whole:
        return _OTHER
    if last and part[0] == at and part[0] > 0:
        return _LAST_HEAD
    if before in streets.STREET_TYPES:
        return _AFTER_STREET
    return _HEAD if part[0] == at or part[-1] == end - 1 else None
