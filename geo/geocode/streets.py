"""The grammar of American street addresses: what a text holds besides town, ZIP and state.

Nothing is looked up here. The patterns are tried on one part of a text (between commas) in lower
case, of at most a few hundred characters, and none of them can backtrack for long.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.geocode.fillers import FILLERS
from geo.geocode.tokens import words

__all__ = ["DIRECTIONS", "STREET_TYPES", "StreetParts", "highways", "is_apart", "parsed", "unread"]

STREET_TYPES = words(
    "aly alley av ave aven avenue bend blvd boulevard bypass cir circle court cove crossing ct "
    "cutoff "
    "cv dr drive drv expressway expy ext extension fwy highway hiway hwy lane ln loop parkway pike "
    "pkwy pkway pl place plaza plz rd road sq square st str street ter terrace tpke trace "
    "trail trce trl turnpike way xing"
)
"""Words that end a street's name (the common ones of USPS Publication 28, appendix C1)."""

DIRECTIONS = words(
    "n s e w ne nw se sw north south east west northeast northwest southeast southwest"
)

_DIRECTION = r"(?:n|s|e|w|ne|nw|se|sw|north|south|east|west|(?:north|south)(?:east|west))"
_TYPE = f"(?:{'|'.join(sorted(STREET_TYPES, key=len, reverse=True))})"
_ROAD = r"(?:highway|hiway|hwy|hyw|road|rd|route|rte|rt)"
_LETTER_AND_TURNS = (
    rf"(?:[ -]?[a-h](?![^ ]))?"
    rf"(?: (?:{_DIRECTION}|alt|alternate|business|bus|bypass|byp|spur|loop|(?:frontage|service) (?:road|rd)))*"
)
_MARKER = r"(?:exit|mile(?: ?post| marker)?|mm|mp) [0-9]+(?:\.[0-9])?"
_MILE = rf"(?: {_MARKER})?"
_WORD = r"(?![0-9/]+ |[0-9]+-?[a-z] |[0-9]+-[0-9]+ )[^ ]+"
_NAMED = rf"(?:{_WORD} ){{1,6}}{_TYPE}(?: {_DIRECTION})?"
_LETTERED = r"(?:avenue|ave|street|st) [a-z0-9]"
_ROUTE = r"(?:rr|r r|rural (?:route|rte|rt)|rt|rte|route|hc|h c|star (?:route|rte|rt)|highway contract) ?#? ?[0-9]{1,4}"

_BEFORE = rf"(?<![^ ])(?:{_MARKER}(?: (?:of|off|on))?(?: the)? )?"
_STREET_AT = re.compile(rf"{_BEFORE}(?:{_LETTERED}|{_NAMED}){_MILE}(?![^ ])")
_MARKER_AT = re.compile(_MARKER)
_NUMBER = r"([0-9]{1,6}(?:-?[a-z](?![^ ])|-[0-9]{1,5})?(?: 1/[234])?)"
_NUMBER_AT = re.compile(rf"{_NUMBER} ")
_NUMBER_BEFORE = re.compile(rf"(?<![^ ]){_NUMBER}$")
_UNITS = r"(?:blocks?|miles?|mi|kms?|kilometers?|hours?|hrs?|minutes?|mins?)"
_MEASURE = re.compile(rf"(?:{_UNITS}|[0-9]+)(?![^ ])")
_LEAD = re.compile(r"(?:[^ ]+ )*(?:about|along|around|at|block of|by|from|in|near|off|of|on|the) ")
_PO_BOX = re.compile(r"\b(?:p ?o ?box|pob|post office box|po drawer) ?#? ?([0-9]+[a-z]?)(?![^ ])")
_RURAL_BOX = re.compile(rf"\b{_ROUTE} (?:box|bx) ?#? ?[0-9]+(?:-?[a-z])?(?![^ ])")
_RURAL = re.compile(
    r"\b(?:rr|r r|(?:rural|star) (?:route|rte|rt)|highway contract) ?#? ?[0-9]{1,4}(?![^ ])"
)
_UNIT = re.compile(
    r"(?:\b(?:apartment|apt|building|bldg|lot|room|rm|space|spc|suite|ste|trailer|trlr|unit)[ -]?#? ?|# ?)"
    r"([0-9]+(?:-?[a-z])?|[a-z](?:-?[0-9]+)?)(?![^ ])"
)
_LANDMARK = re.compile(
    r"\b(?:across (?:the )?(?:(?:street|road|highway|hwy) )?from|behind|beside|by|close to|in front of|"
    r"near(?:by)?|next (?:door )?to|opposite|outside(?: of)?|past|around|down from|at|over by)\b ?"
    r"(?:(?:the|my|a|an) )?"
)
_LANDMARK_END = re.compile(r" (?:on|off|along|in|at)(?: |$)")
# Before a street's type these make no name: "I drive", "on my way", "the highway".
_NO_NAME = words("a an another her his i my no our that the their they this to we which you your")
_VERB_LIKE = ("drive", "way")
_BARE_ROUTE = re.compile(rf"\b(?:on|off|off of|along) ([0-9]{{1,3}})(?![^ ])(?! {_UNITS}(?![^ ]))")
_CROSSING = re.compile(r" ?[&@] ?| (?:and|at) | / |/(?![0-9])|(?<![0-9])/")
_CORNER = re.compile(r"^(?:at )?(?:the )?(?:corner|intersection|junction|jct)(?: of)? ")
_AROUND = re.compile(r"^(?:(?:on|off|of|along|at|the|in) )+| (?:in|on|off|at|near|by)$")
# What names no place though its words may: a measure, a direction from something, an article.
_PHRASES = re.compile(
    rf"(?<![^ ])(?:(?:[0-9]+(?:\.[0-9]+)? ?)?{_UNITS}(?: (?:due|just|straight|to the))*(?: {_DIRECTION})?|"
    rf"(?:(?:due|just|straight|to the|toward the|towards the|headed|going|out) )*{_DIRECTION}(?: side)? (?:of|from)|"
    r"mobile homes?(?: park)?|(?:city|town|village) of|"
    r"de(?: la| los| las| mi| su)?|the (?:city|town)|the other side|an?)(?![^ ])"
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StreetParts:
    """The parts of an address above the town. `rest` is what was not understood.

    `addressee` is what stands before a house number and its street, as a person's name does.
    `typed` means that the street has a type or is a highway or route, so that its last words cannot
    be anything else.
    """

    house_number: str = ""
    street: str = ""
    cross_street: str = ""
    unit: str = ""
    po_box: str = ""
    landmark: str = ""
    addressee: str = ""
    rest: str = ""
    typed: bool = False


@lru_cache(maxsize=4)
def highways(keepers: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of numbered roads, such as "US 49", "hwy 6 W" or "exit 243 off I-55".

    `keepers` are what a state's own roads are called by, in lower case: its names and its code.
    """
    state = "|".join(map(re.escape, sorted(keepers, key=lambda keeper: (-len(keeper), keeper))))
    kept = rf"(?:u ?s|{state}|state|county|country|co|cnty|interstate)[ -]"
    alone = rf"(?:u ?s|{state}|sr|cr|i|interstate)[ -]?"
    numbered = rf"(?:(?:{kept})?{_ROAD}[ -]?#? ?|{alone})[0-9]{{1,4}}{_LETTER_AND_TURNS}"
    return re.compile(rf"{_BEFORE}(?:{_DIRECTION} )?(?:old )?{numbered}{_MILE}(?![^ ])")


def is_apart(text: str, highway: re.Pattern[str]) -> bool:
    """Whether a text begins as an address of its own: with a number, a highway or a box."""
    return bool(text[:1].isdigit() or highway.match(text) or _PO_BOX.match(text))


def parsed(text: str, highway: re.Pattern[str]) -> StreetParts:
    """Return the street parts of one part of a text in lower case; `highway` is from `highways`."""
    parts = StreetParts()
    text, parts = _boxes_and_units(text, parts)
    crossing = _crossing(text, parts, highway)
    if crossing:
        return crossing
    before, landmark, after = _landmark(text, highway)
    text = f"{before} {after}".strip()
    number, street, addressee, rest = _street(text, highway)
    typed = bool(street)
    if not typed:
        number, street, rest = _untyped(rest)
        typed = bool(street) and not number
    return replace(
        parts,
        house_number=number,
        street=street or parts.street,
        landmark=landmark,
        addressee=addressee,
        rest=" ".join(rest.replace("/", " ").replace("&", " ").split()),
        typed=typed or parts.typed,
    )


def _boxes_and_units(text: str, parts: StreetParts) -> tuple[str, StreetParts]:
    if rural := _RURAL_BOX.search(text) or _RURAL.search(text):
        parts = replace(parts, street=rural[0], typed=True)
        text = _cut(text, rural)
    if box := _PO_BOX.search(text):
        parts = replace(parts, po_box=box[1])
        text = _cut(text, box)
    if unit := _UNIT.search(text):
        parts = replace(parts, unit=unit[0])
        text = _cut(text, unit)
    return text, parts


def _crossing(text: str, parts: StreetParts, highway: re.Pattern[str]) -> StreetParts | None:
    """Return the two streets of an intersection, if both sides look like one."""
    corner = _CORNER.sub("", text)
    halves = _CROSSING.split(corner, maxsplit=1)
    if len(halves) != 2:
        return None
    left, right = (_street(half, highway) for half in halves)
    number, first, before = left[0], left[1], f"{left[2]} {left[3]}".strip()
    second, after = right[1], f"{right[2]} {right[3]}".strip()
    plain = corner != text or not re.search(r" (?:and|at) ", text)
    short = all(re.fullmatch(r"[^ ]+(?: [^ ]+)?", half) for half in halves)
    if not (plain and (first or second or short)) and not (first and second):
        return None
    if not first:
        number, first, before = _untyped(before)
        first, before = first or _AROUND.sub("", before), ""
    if not second:
        second, after = _AROUND.sub("", after), ""
    return replace(
        parts,
        house_number=number,
        street=first,
        cross_street=second,
        rest=" ".join(f"{before} {after}".replace("/", " ").replace("&", " ").split()),
        typed=True,
    )


def _landmark(text: str, highway: re.Pattern[str]) -> tuple[str, str, str]:
    """Return the text before a landmark, the landmark, and the text after it."""
    begin = _LANDMARK.search(text)
    if not begin:
        return text, "", ""
    tail = text[begin.end() :]
    end = _LANDMARK_END.search(f" {tail}")
    stop = max(0, end.start() - 1) if end else len(tail)
    name = tail[:stop].strip()
    if not name or name[0].isdigit() or highway.match(name):
        return text, "", ""
    return text[: begin.start()].strip(), name, tail[stop:].strip()


def _street(text: str, highway: re.Pattern[str]) -> tuple[str, str, str, str]:
    """Return house number, highway or street with a type, what is before them, and the other text."""
    match = highway.search(text) or _STREET_AT.search(text)
    if not match:
        return "", "", "", text
    lead = None if _MARKER_AT.match(match[0]) else _LEAD.match(match[0])
    start = match.start() + (lead.end() if lead else 0)
    before, street, after = text[:start].rstrip(), text[start : match.end()], text[match.end() :]
    *name, kind = street.split()
    if kind in STREET_TYPES and _NO_NAME.issuperset(name):
        said = match[0] if kind in _VERB_LIKE else ""
        return "", "", "", " ".join(f"{text[: match.start()]} {said} {after}".split())
    number = _NUMBER_BEFORE.search(before)
    if number:
        return number[1], street, before[: number.start()].strip(), after.strip()
    return "", street, "", f"{before} {after}".strip()


def _untyped(text: str) -> tuple[str, str, str]:
    """Return the same for a street without a type: after a house number, or a bare route number."""
    number = _NUMBER_AT.match(text)
    after = text[number.end() :] if number else ""
    if number and unread(after) and not _MEASURE.match(after):
        return number[1], after, ""
    bare = _BARE_ROUTE.search(text)
    return ("", bare[1], _cut(text, bare)) if bare else ("", "", text)


def _cut(text: str, piece: re.Match[str]) -> str:
    before, after = text[: piece.start()].strip(), text[piece.end() :].strip()
    return f"{before} {after}".strip()


def unread(text: str, fillers: Container[str] = FILLERS) -> str:
    """Return a text without words that say nothing about the place, or that only relate it."""
    if not text:
        return ""
    words_left = _PHRASES.sub(" ", text).split()
    return " ".join(word for word in words_left if word not in fillers)
