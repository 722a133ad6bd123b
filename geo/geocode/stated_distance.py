"""How far from what a text names the place may lie: "10 miles south of", "near", "between"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from geo.geocode import streets
from geo.geocode.candidates import apart_m
from geo.geocode.name_index import FEATURES, Index, Name
from geo.geocode.parse_state import NEAR_M, Distance, MeasuredFrom, ParseState
from geo.geocode.tokens import words
from geo.geocode.town_mentions import AWAY, BETWEEN, FAR, NEAR, Span, is_count

__all__ = ["note_from_areas", "note_from_towns"]

_BEARINGS = {
    **dict.fromkeys(("n", "north"), 0.0),
    **dict.fromkeys(("ne", "northeast"), 45.0),
    **dict.fromkeys(("e", "east"), 90.0),
    **dict.fromkeys(("se", "southeast"), 135.0),
    **dict.fromkeys(("s", "south"), 180.0),
    **dict.fromkeys(("sw", "southwest"), 225.0),
    **dict.fromkeys(("w", "west"), 270.0),
    **dict.fromkeys(("nw", "northwest"), 315.0),
}
_NUMBER_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14},
    **{"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70},
    **{"eighty": 80, "ninety": 90},
}
_TIMES = {"hundred": 100, "thousand": 1_000}
_MEASURED = ("from", "of", "to")
# What may stand between a distance and the way it leads: "10 miles due north of".
_FILLERS = words("about due just or so straight the to")
# After a distance, but never after a unit that is part of a street's name.
_RELATIONS = NEAR | AWAY | words("along and at down from in of off on over the to up")
_MARKERS = words("marker markers post posts")
_HOURS = words("hr hrs hour hours")


def note_from_towns(draft: ParseState, chosen: Sequence[Span], names: Index) -> None:
    """Note that a place is only near the towns named, and how far from them it may lie."""
    near = [span for span in chosen if _is_near(draft, span)]
    between = draft.word(chosen[0].start, -1) in BETWEEN
    if near and between:
        near = list(chosen)
    beside = bool(near)
    stated = _stated(draft, names)
    if stated:
        near = near or list(chosen)
    if not near:
        return
    code = "distance_from_town" if stated else "near_town"
    draft.notes.append((code, " and ".join(span.name.text for span in near)))
    local = [span for span in chosen if not span.name.abroad]
    if any(span not in near for span in local):
        return
    distance = stated or Distance(meters=NEAR_M)
    half_way_m = _half_way_m(chosen) if between else 0.0
    # What lies a stated distance from another state's city is not around the places named here.
    draft.distance = replace(
        distance,
        meters=max(distance.meters, half_way_m),
        measured_from=MeasuredFrom.TOWN if local or not stated else MeasuredFrom.ELSEWHERE,
        from_unread=distance.from_unread and not beside,
    )


def note_from_areas(
    draft: ParseState, towns: Sequence[Name], counties: Sequence[Name], names: Index
) -> None:
    """Note a distance from what is named where no town stands in the text as the tables spell it.

    That is a town spelled nearly, else a ZIP, else a county. Where nothing at all is named, a
    distance with a direction or the like is kept: it may be from coordinates.
    """
    stated = _stated(draft, names)
    if stated and stated.from_unread and not towns:
        return
    if towns:
        base, measured_from = " and ".join(town.text for town in towns), MeasuredFrom.TOWN
    elif draft.parts["zip"] in names.zips:
        base, measured_from = f"ZIP {draft.parts['zip']}", MeasuredFrom.ZIP
    elif counties:
        base = " and ".join(f"{county.text} County" for county in counties)
        measured_from = MeasuredFrom.COUNTY
    else:
        draft.distance = stated if stated and stated.related else None
        return
    if stated:
        draft.notes.append(("distance_from_town", base))
        draft.distance = replace(stated, measured_from=measured_from)
    elif not (towns or draft.distance) and _is_beside(draft, measured_from):
        draft.notes.append(("near_town", base))
        draft.distance = Distance(meters=NEAR_M, measured_from=measured_from)


def _is_near(draft: ParseState, span: Span) -> bool:
    before = [token.text for token in draft.tokens[max(0, span.start - 2) : span.start]]
    if not before:
        return False
    if before[-1] == "of":
        return before[0] not in ("city", "town")
    return before[-1] in NEAR or (before[-1] in ("from", "to") and before[0] in AWAY)


def _is_beside(draft: ParseState, measured_from: MeasuredFrom) -> bool:
    """Whether a county or ZIP is only what the place lies near to, or which way from."""
    at = draft.zip_at if measured_from is MeasuredFrom.ZIP else min(draft.named, default=0)
    before, ahead = draft.word(at, -1), draft.word(at - 1, -1) if at else ""
    return before in NEAR or (before in _MEASURED and ahead in AWAY)


def _half_way_m(chosen: Sequence[Span]) -> float:
    """Return half of the way between two towns, 0 where there are not two."""
    if len(chosen) < 2:
        return 0.0
    first, second = (span.name.places or span.name.zips for span in chosen)
    return max((apart_m(one, other) / 2 for one in first for other in second), default=0.0)


def _stated(draft: ParseState, names: Index) -> Distance | None:
    """Return the longest distance that a text states, as in "10 miles"; "mile 10" is a marker."""
    distances = [
        distance
        for at in draft.left()
        if draft.tokens[at].text in FAR and (distance := _distance(draft, at, names))
    ]
    return max(distances, key=lambda distance: distance.meters, default=None)


def _distance(draft: ParseState, at: int, names: Index) -> Distance | None:
    """Return the distance with its unit at `at`; None for "5 Mile Rd" or "10 mile marker"."""
    unit, after = draft.tokens[at].text, _following(draft, at)
    related = bool(after) and after[0] in _RELATIONS
    away = bool(after) and after[0] in AWAY | frozenset(("from", "to"))
    count = _count(draft, at) or (_hours(draft, at) if unit in _HOURS and away else 0.0)
    if not count:
        return None
    if after and not related and _is_named([draft.word(at, -1), unit, *after], names):
        return None
    measured = [place for place, word in enumerate(after) if word in _MEASURED]
    return Distance(
        meters=count * FAR[unit],
        stated=True,
        related=away or after[:1] == ["of"],
        from_unread=bool(measured) and not _FILLERS.issuperset(after[measured[-1] + 1 :]),
        toward=_bearing(after),
    )


def _is_named(words: Sequence[str], names: Index) -> bool:
    """Whether a unit is a word of a name: of a street, a creek, a marker beside a road."""
    _, unit, after, *_ = words
    if after in _MARKERS or after in FEATURES:
        return True
    street = streets.parsed(" ".join(words), names.highway)
    return street.typed and not street.cross_street and unit in street.street.split()


def _following(draft: ParseState, at: int) -> list[str]:
    """Return the words after a token in the same part that nobody took."""
    after: list[str] = []
    while word := draft.word(at, 1):
        after.append(word)
        at += 1
    return after


def _bearing(after: Sequence[str]) -> float | None:
    """Return the degrees from north of "due south of"; None where no way or no start is said."""
    rest = list(after)
    while rest and rest[0] in _FILLERS:
        del rest[0]
    way = list(takewhile(_BEARINGS.__contains__, rest))
    if rest[len(way) : len(way) + 1] not in (["of"], ["from"]):
        return None
    return _BEARINGS.get("".join(way))


def _count(draft: ParseState, at: int) -> float:
    """Return the number before a unit: "10", "2 1/2", "1,000", "twenty five"; 0 without one."""
    last = draft.word(at, -1)
    if not is_count(last):
        return _count_in_words(draft, at) if draft.tokens[at].text.endswith("s") else 0.0
    if draft.word(at - 1, -1) == "/" and draft.word(at - 2, -1).isdigit():
        whole = draft.word(at - 3, -1)
        part = int(draft.word(at - 2, -1)) / (float(last) or 1)
        return part + (int(whole) if whole.isdigit() else 0)
    if at > 1 and len(last) == 3 and draft.tokens[at - 2].part == draft.tokens[at - 1].part - 1:
        thousands = draft.tokens[at - 2].text
        if thousands.isdigit() and len(thousands) <= 3 and at - 2 not in draft.used:
            return float(thousands + last)
    return float(last)


def _hours(draft: ParseState, at: int) -> float:
    """Return what "half an hour" and "an hour" are; "hours" without a number is one at least."""
    article = draft.word(at, -1) in ("a", "an")
    return 0.5 if draft.word(at - article, -1) == "half" else 1.0


def _count_in_words(draft: ParseState, at: int) -> float:
    """Return a number in words before a unit, as "a hundred and fifty"; 0 where there is none."""
    numerals: list[str] = []
    while (word := draft.word(at, -1)) in _NUMBER_WORDS or word in _TIMES or word in ("and", "a"):
        numerals.insert(0, word)
        at -= 1
    total = 0
    for word in numerals:
        total = (
            max(total, 1) * _TIMES[word] if word in _TIMES else total + _NUMBER_WORDS.get(word, 0)
        )
    return float(total)
