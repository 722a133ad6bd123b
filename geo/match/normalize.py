"""Telephone numbers, streets and names in one form, for comparison only: what is shown stays as written."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["Number", "is_withheld", "numbers", "place", "region_numbers", "street", "words", "zip5"]

_NUMBER = re.compile(
    r"(?<!\d)(?:\+?1[\s.-]?)?\(?([2-9]\d\d)\)?[\s./-]*([2-9]\d\d)[\s.-]*(\d{4})(?!\d)"
    r"(?:\s*(?:x|ext\.?|extension)\s*(\d{1,6}))?",
    re.IGNORECASE | re.ASCII,
)
# The common ones of USPS Publication 28, appendices B and C, long forms to short ones.
_STREET_WORDS: Final[Mapping[str, str]] = {
    word: short
    for short, longer in {
        "ave": "avenue av aven",
        "blvd": "boulevard boul",
        "bldg": "building",
        "cir": "circle",
        "ct": "court",
        "cv": "cove",
        "dr": "drive drv",
        "e": "east",
        "expy": "expressway",
        "ext": "extension extn",
        "ft": "fort",
        "hwy": "highway hiway",
        "ln": "lane",
        "mt": "mount",
        "n": "north",
        "ne": "northeast",
        "nw": "northwest",
        "pkwy": "parkway pky pkway",
        "pl": "place",
        "plz": "plaza",
        "rd": "road",
        "rte": "route rt",
        "s": "south",
        "se": "southeast",
        "sq": "square",
        "st": "street saint str",
        "sw": "southwest",
        "ter": "terrace",
        "trl": "trail",
        "w": "west",
    }.items()
    for word in longer.split()
}
_UNIT = re.compile(r"\b(?:suite|ste|unit|apartment|apt|room|rm|building|bldg|floor|fl)\b.*|#.*")
_BOX = re.compile(
    r"\b(?:p\W*o\W*|post office )(?:box|drawer)\b\W*[\w-]*|\bp\W*o\W*b\b\W*[\w-]*", re.IGNORECASE
)
_NAME_WORDS: Final[Mapping[str, str]] = {
    "behav": "behavioral",
    "ccbhc": "certified community behavioral health clinic",
    "cmh": "community mental health",
    "cmhc": "community mental health center",
    "cnty": "county",
    "co": "county",
    "comm": "community",
    "cntr": "center",
    "centre": "center",
    "csu": "crisis stabilization unit",
    "csl": "counseling",
    "ctr": "center",
    "hlth": "health",
    "hlthcare": "healthcare",
    "mh": "mental health",
    "mhc": "mental health center",
    "mhs": "mental health services",
    "ofc": "office",
    "pact": "program of assertive community treatment",
    "progm": "program",
    "reg": "region",
    "serv": "services",
    "servs": "services",
    "service": "services",
    "srvs": "services",
    "svc": "services",
    "svcs": "services",
    "stabilisation": "stabilization",
}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_REGION = re.compile(
    r"\breg(?:ion)?\.?\s+([0-9]{1,2}|[ivx]{1,5}|one|two|three|four|five|six|seven)\b"
)
_SPELLED = ("", "one", "two", "three", "four", "five", "six", "seven")
_SMALL = frozenset({"a", "an", "and", "for", "of", "the", "inc", "llc", "s"})


class Number(NamedTuple):
    """A telephone number as 601-555-0123, and its extension's digits, empty where it has none."""

    number: str
    extension: str


def numbers(text: str) -> tuple[Number, ...]:
    """Return the North American numbers that a cell holds, in any usual form."""
    return tuple(
        Number(f"{match[1]}-{match[2]}-{match[3]}", match[4] or "")
        for match in _NUMBER.finditer(text)
    )


def is_withheld(text: str) -> bool:
    """Return whether a street is withheld (``- - -``), or a box that says nothing of where a building is."""
    return bool(text.strip()) and not re.search(r"[^\W_]", _BOX.sub("", text))


def street(text: str) -> str:
    """Return a street's words in short forms, without suite, unit, building, floor and box."""
    plain = re.sub(r"[.']", "", _BOX.sub("", text.casefold()))
    plain = _UNIT.sub("", plain)
    return " ".join(_STREET_WORDS.get(word, word) for word in re.findall(r"[^\W_]+", plain))


def place(text: str) -> str:
    """Return a town's name with its abbreviations written as one form."""
    return street(text)


def zip5(text: str) -> str:
    """Return the five digits of a ZIP, of ZIP+4 and of a number in a cell; empty where there are none."""
    match = re.fullmatch(r"\s*(\d{5})(?:\.0|-?\d{4})?\s*", text, re.ASCII)
    return match[1] if match else ""


def words(text: str) -> frozenset[str]:
    """Return the words of a name: abbreviations written out, "Region IV" as region4, without small words."""
    plain = text.casefold().replace("'", "").replace("\u2019", "")
    plain = _REGION.sub(lambda match: f"region{_value(match[1])}", plain)
    said = [_NAME_WORDS.get(word, word) for word in re.findall(r"[^\W_]+", plain)]
    return frozenset(" ".join(said).split()) - _SMALL


def region_numbers(text: str) -> frozenset[int]:
    """Return the numbers of the regions that a name holds: "Region XII", "Reg 12", "Region One"."""
    return frozenset(_value(number) for number in _REGION.findall(text.casefold()))


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if number in _SPELLED:
        return _SPELLED.index(number)
    digits = [_ROMAN[letter] for letter in number]
    after = [*digits[1:], 0]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, after, strict=True)
    )
