"""Notations of programs and of Spanish, put into the plain form that the rest reads."""

import re
from urllib.parse import unquote

from geo.geocode.tokens import words

__all__ = ["GEO_ID", "error_beside", "plain", "without_error"]

GEO_ID = re.compile(
    r"(?:05000{1,3}us|(?:county )?(?:geo ?id|fips)(?: code)?[ :=#]*)(?P<geoid>[0-9]{5})",
    re.IGNORECASE,
)
"""A county as the Census Bureau's tables name it: 0500000US28107, 05000US28107, or "GEOID 28107"."""

_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_RECORD = re.compile(r"[{\[].*[}\]]", re.DOTALL)
_RECORD_MARKS = re.compile(r"[{}\[\]\"]")
_TYPE = re.compile(r"\"(?:type|crs|srid)\" ?: ?\"[^\"]*\" ?,?")
_GEOJSON = re.compile(
    r"\"coordinates\" ?: ?\[ ?(?P<lon>-?[0-9.]{1,24}) ?, ?(?P<lat>-?[0-9.]{1,24})[^\]]{0,24}\]"
)
# A spreadsheet's forms of a ZIP: 3.8606E+04, 38606.0.
_POWER = re.compile(r"(?<![\w.])([1-9])\.([0-9]{1,4})e\+?0?4(?![\w.])", re.IGNORECASE)
_DECIMAL_ZIP = re.compile(r"(?<![\w.,-])([0-9]{5})\.0{1,2}(?![\w.])")
_METERS = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 1.0),
    **dict.fromkeys(("km", "kilometer", "kilometers"), 1_000.0),
    **dict.fromkeys(("ft", "foot", "feet"), 0.3048),
    **dict.fromkeys(("yd", "yard", "yards"), 0.9144),
    **dict.fromkeys(("mi", "mile", "miles"), 1_609.344),
}
_UNITS = "|".join(sorted(_METERS, key=len, reverse=True))
_ERROR = re.compile(
    r"[(,;]? ?(?:\+ ?/ ?-|\+-|(?:horizontal )?(?:accuracy|error|precision|uncertainty)(?: radius)?|give or take)"
    r"(?: ?[:=]| of| is| about| within)* ?"
    rf"(?P<value>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?) ?(?P<unit>{_UNITS})\b\.?\)?",
    re.IGNORECASE,
)
# Beside coordinates any length is how far off they are, unless a direction or a place follows it.
_COUNTS = {
    **dict.fromkeys(("a", "an", "one", "un", "una"), 1.0),
    **dict.fromkeys(("half a", "half", "media"), 0.5),
    **dict.fromkeys(("quarter of a", "a quarter", "quarter"), 0.25),
    **{word: float(count) for count, word in enumerate(["two", "three", "four", "five", "six"], 2)},
}
_COUNT = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,9})?|"
    rf"\b(?:{'|'.join(sorted(_COUNTS, key=len, reverse=True))})(?= )"
)
_LEAD = (
    r"(?:\+ ?/ ?-|\+-|~|≈|\bca?\.|\b(?:horizontal|gps|margin of|error|accura(?:cy|te)|precisi[oó]n|"
    r"uncertainty|incertidumbre|margen|radi(?:us|o)|within|dentro|about|around|roughly|approx(?:imately)?\.?|"
    r"give or take|to|of|de|is)\b)[ :=]*"
)
_ONWARD = (
    r"(?:north|south|east|west)(?:east|west|ern)?|[ns][ew]?|[ew]|of|from|away|past|up|down|off|out|"
    r"outside|beyond|below|above|before|after|norte|sur|este|oeste|al|del?|desde"
)
_LENGTH = re.compile(
    rf"[(,;]? ?(?:{_LEAD})*(?P<count>{_COUNT}) ?(?P<unit>{_UNITS})\b\.?"
    rf"(?: (?:of|from|de)(?= *,))?\)?(?! ?(?:{_ONWARD})\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<sign>\+ ?/ ?-|\+-) ?(?P<count>[0-9]{1,9}(?:\.[0-9]{1,9})?)|; ?u ?= ?(?P<u>[0-9]{1,9}(?:\.[0-9]{1,9})?)"
)
"""An error without a unit: after `u=` meters, as RFC 5870 has it, else the largest unit read here."""
_ERROR_WORDS = ("+", "accuracy", "error", "precision", "uncertainty", "give or")
_SPANISH = tuple(
    (re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE), english)
    for form, english in (
        (r"(?:muy )?cerca de (?:el|la|los|las)", "near the"),
        (r"(?:muy )?cerca del?", "near"),
        (r"(?:al )?lado del?(?: la)?", "beside"),
        # A comma, since a town may stand before: "Jackson, condado de Hinds".
        (r"condado(?: del?)?:?(?= [^\W\d_])", ", county of"),
        (r"condado", "county"),
        (r"(?:el )?pueblo de", "town of"),
        (r"en", "in"),
        (r"entre", "between"),
        (r"millas", "miles"),
        (r"al norte del?", "north of"),
        (r"al sur del?", "south of"),
        (r"al este del?", "east of"),
        (r"al oeste del?", "west of"),
    )
)
_SPANISH_WORDS = words("al en cerca lado condado condado: pueblo entre millas")


def plain(line: str) -> tuple[str, bool]:
    """Return a normalized text in plain form, and whether a ZIP in it had become a number.

    Undoes what programs do to a text: percent escapes, JSON, a spreadsheet's numbers.
    """
    if "%" in line and _ESCAPE.search(line):
        line = unquote(line.replace("+", " ") if " " not in line else line, errors="replace")
    if line[:1] in ("{", "[") and _RECORD.fullmatch(line):
        line = _TYPE.sub("", line)
        line = _GEOJSON.sub(r"lat: \g<lat>, lon: \g<lon>", line)
        line = " ".join(_RECORD_MARKS.sub(" ", line).split())
    typed = line
    if "." in line:
        line = _DECIMAL_ZIP.sub(r"\1", line)
        line = _POWER.sub(lambda number: f"{number[1]}{number[2]:0<4}", line)
    was_number = line != typed
    if not _SPANISH_WORDS.isdisjoint(line.casefold().split()):
        for form, english in _SPANISH:
            line = form.sub(english, line)
    return line, was_number


def without_error(line: str) -> tuple[str, float]:
    """Return a text without the error that it states, such as "(+/- 25 m)", and that in meters.

    The largest of several; 0 where there is none.
    """
    folded = line.casefold()
    if not any(word in folded for word in _ERROR_WORDS):
        return line, 0.0
    errors = [
        float(match["value"]) * _METERS[match["unit"].lower()] for match in _ERROR.finditer(line)
    ]
    return _ERROR.sub(" ", line).strip() if errors else line, max(errors, default=0.0)


def error_beside(rest: str) -> tuple[str, float]:
    """Return what stands beside coordinates without a stated error, and that in meters.

    "within half a mile", ", 300 m", "radius 2 miles", "about 3,000 ft of": the largest counts.
    """
    errors = [_meters(match) for match in _LENGTH.finditer(rest)]
    bare = _LENGTH.sub(" ", rest)
    errors += [
        float(match["u"]) if match["u"] else float(match["count"]) * _METERS["mile"]
        for match in _BARE.finditer(bare)
    ]
    return (_BARE.sub(" ", bare), max(errors)) if errors else (rest, 0.0)


def _meters(match: re.Match[str]) -> float:
    count = match["count"].casefold()
    value = _COUNTS[count] if count in _COUNTS else float(count.replace(",", ""))
    return value * _METERS[match["unit"].casefold()]
