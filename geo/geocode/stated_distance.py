"""How far from what a text names the place may lie: "10 miles south of", "near", "between"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, takewhile

from geo.geocode import streets
from geo.geocode.candidates import apart_m
from geo.geocode.location import Scale
from geo.geocode.name_index import FEATURES, Index, Name
from geo.geocode.parse_state import NEAR_M, Distance, ParseState
from geo.geocode.relation_words import AWAY, BETWEEN, FAR, NEAR, is_count
from geo.geocode.tokens import words
from geo.geocode.town_mentions import Mention

__all__ = ["note_from_areas", "note_from_towns"]

_BEARINGS = {
    **{"n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0},
    **{"nw": 315.0, "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0},
    **{"south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0},
}
_NUMBER_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14},
    **{"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70},
    **{"eighty": 80, "ninety": 90},
}
_TIMES = {"hundred": 100, "thousand": 1_000}
_STARTS = ("from", "of", "to")
# What may stand between a distance and its direction: "10 miles due north of".
_FILLERS = words("about due just or so straight the to")
# These follow a distance, but not a unit that is part of a street's name.
_RELATIONS = NEAR | AWAY | words("along and at down from in of off on over the to up")
_MARKERS = words("marker markers post posts")
_HOURS = words("hr hrs hour hours")


def note_from_towns(parsing: ParseState, chosen: Sequence[Mention], names: Index) -> None:
    """Note that a place is only near the towns named, and how far from them it may lie."""
    beside = [mention for mention in chosen if _is_near(parsing, mention)]
    between = bool(beside) and parsing.word(chosen[0].start, -1) in BETWEEN
    stated = _stated(parsing, names)
    near = list(chosen) if between or (stated and not beside) else beside
    if not near:
        return
    code = "distance_from_town" if stated else "near_town"
    parsing.notes.append((code, " and ".join(mention.name.text for mention in near)))
    local = [mention for mention in chosen if not mention.name.other_state]
    if any(mention not in near for mention in local):
        return
    toward = _direction_before(parsing, near[0].start)
    distance = stated or Distance(meters=NEAR_M, toward=toward)
    # A stated distance from another state's city says nothing about the ground around places here.
    parsing.distance = replace(
        distance,
        meters=max(distance.meters, _half_way_m(chosen) if between else 0.0),
        measured_from=Scale.PLACE if local or not stated else None,
        from_unread=distance.from_unread and not beside,
    )


def note_from_areas(
    parsing: ParseState, towns: Sequence[Name], counties: Sequence[Name], names: Index
) -> None:
    """Note a distance from what is named in a text without a town as the tables spell it.

    That is a town spelled nearly, else a ZIP, else a county.
    """
    stated = _stated(parsing, names)
    if stated and stated.from_unread and not towns:
        return
    if towns:
        base, measured_from = " and ".join(town.text for town in towns), Scale.PLACE
    elif parsing.parts["zip"] in names.zips:
        base, measured_from = f"ZIP {parsing.parts['zip']}", Scale.ZIP
    elif counties:
        base = " and ".join(county.in_full for county in counties)
        measured_from = Scale.COUNTY
    else:
        parsing.distance = stated
        return
    if stated:
        parsing.notes.append(("distance_from_town", base))
        parsing.distance = replace(stated, measured_from=measured_from)
    elif not (towns or parsing.distance) and _is_beside(parsing, measured_from):
        parsing.notes.append(("near_town", base))
        toward = _direction_before(parsing, _area_at(parsing, measured_from))
        parsing.distance = Distance(meters=NEAR_M, measured_from=measured_from, toward=toward)


def _is_near(parsing: ParseState, mention: Mention) -> bool:
    before = [token.text for token in parsing.tokens[max(0, mention.start - 2) : mention.start]]
    if not before:
        return False
    if before[-1] == "of":
        return before[0] not in ("city", "town")
    return before[-1] in NEAR or (before[-1] in ("from", "to") and before[0] in AWAY)


def _is_beside(parsing: ParseState, measured_from: Scale) -> bool:
    """Whether the place is only near a county or ZIP, or in some direction from it."""
    at = _area_at(parsing, measured_from)
    before = parsing.word(at, -1)
    return before in NEAR or (before in _STARTS and parsing.word(at - 1, -1) in AWAY)


def _area_at(parsing: ParseState, measured_from: Scale) -> int:
    """Return where the ZIP or the first county of a text stands."""
    return parsing.zip_at if measured_from is Scale.ZIP else min(parsing.named, default=0)


def _direction_before(parsing: ParseState, at: int) -> float | None:
    """Return the degrees from north of "just north of" before a name; None without a direction."""
    before: list[str] = []
    start = at
    while (word := parsing.word(start, -1)) and (word in _STARTS or word in _BEARINGS):
        before.insert(0, word)
        start -= 1
    return _bearing(before)


def _half_way_m(chosen: Sequence[Mention]) -> float:
    """Return half of the largest distance between the towns, 0 where there are not two."""
    points = [mention.name.places or mention.name.zips for mention in chosen]
    return max(
        (apart_m(a, b) / 2 for one, other in combinations(points, 2) for a in one for b in other),
        default=0.0,
    )


def _stated(parsing: ParseState, names: Index) -> Distance | None:
    """Return the longest distance that a text states, as in "10 miles"; "mile 10" is a marker."""
    if parsing.words.isdisjoint(FAR):
        return None
    units = [at for at in parsing.unused() if parsing.tokens[at].text in FAR]
    distances = filter(None, (_distance(parsing, at, names) for at in units))
    return max(distances, key=lambda distance: distance.meters, default=None)


def _distance(parsing: ParseState, at: int, names: Index) -> Distance | None:
    """Return the distance whose unit is at `at`; None for "5 Mile Rd" or "10 mile marker"."""
    unit, after = parsing.tokens[at].text, _following(parsing, at)
    following = after[0] if after else ""
    count = _count(parsing, at)
    if not count and unit in _HOURS and (following in AWAY or following in ("from", "to")):
        count = _hours(parsing, at)
    if not count:
        return None
    unrelated = bool(after) and following not in _RELATIONS
    if unrelated and _is_named([parsing.word(at, -1), unit, *after], names):
        return None
    starts = [place for place, word in enumerate(after) if word in _STARTS]
    return Distance(
        meters=count * FAR[unit],
        stated=True,
        from_unread=bool(starts) and not _FILLERS.issuperset(after[starts[-1] + 1 :]),
        toward=_bearing(after),
    )


def _is_named(words: Sequence[str], names: Index) -> bool:
    """Whether a unit is a word of a name: of a street, a creek, a marker beside a road."""
    _, unit, after, *_ = words
    if after in _MARKERS or after in FEATURES:
        return True
    street = streets.parsed(" ".join(words), names.highway)
    return street.typed and not street.cross_street and unit in street.street.split()


def _following(parsing: ParseState, at: int) -> list[str]:
    """Return the unused words after a token in the same part."""
    after: list[str] = []
    while word := parsing.word(at, 1):
        after.append(word)
        at += 1
    return after


def _bearing(after: Sequence[str]) -> float | None:
    """Return the degrees from north of "due south of"; None without a direction and its start."""
    rest = list(after)
    while rest and rest[0] in _FILLERS:
        del rest[0]
    direction = list(takewhile(_BEARINGS.__contains__, rest))
    if rest[len(direction) : len(direction) + 1] not in (["of"], ["from"]):
        return None
    return _BEARINGS.get("".join(direction))


def _count(parsing: ParseState, at: int) -> float:
    """Return the number before a unit: "10", "2 1/2", "1,000", "twenty five"; 0 without one."""
    last = parsing.word(at, -1)
    if not is_count(last):
        return _count_in_words(parsing, at) if parsing.tokens[at].text.endswith("s") else 0.0
    if parsing.word(at - 1, -1) == "/" and parsing.word(at - 2, -1).isdigit():
        whole = parsing.word(at - 3, -1)
        part = int(parsing.word(at - 2, -1)) / (float(last) or 1)
        return part + (int(whole) if whole.isdigit() else 0)
    return 1_000.0 if last == "000" else float(last)  # a comma parts "1,000"


def _hours(parsing: ParseState, at: int) -> float:
    """Return what "half an hour" and "an hour" are; "hours" without a number is one at least."""
    article = parsing.word(at, -1) in ("a", "an")
    return 0.5 if parsing.word(at - article, -1) == "half" else 1.0


def _count_in_words(parsing: ParseState, at: int) -> float:
    """Return a number in words before a unit, as "a hundred and fifty"; 0 where there is none."""
    numerals: list[str] = []
    while (word := parsing.word(at, -1)) in {**_NUMBER_WORDS, **_TIMES, "and": 0, "a": 0}:
        numerals.insert(0, word)
        at -= 1
    total = 0
    for word in numerals:
        total = (
            max(total, 1) * _TIMES[word] if word in _TIMES else total + _NUMBER_WORDS.get(word, 0)
        )
    return float(total)
