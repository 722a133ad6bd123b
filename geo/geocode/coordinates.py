"""Typed coordinates: which angle is the latitude, which sign, and how exact the typing is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from geo.catalog.records import StudyArea
from geo.catalog.rings import METERS_PER_DEGREE
from geo.geocode.angles import Angle, angles_in

__all__ = [
    "MARGIN_DEGREES",
    "MIN_RADIUS_M",
    "Among",
    "Point",
    "among_words",
    "parse",
    "without_grid",
]

MARGIN_DEGREES = 0.5
"""How far outside the study area's box a point still decides the order or the sign."""

MIN_RADIUS_M = 10
"""Meters below which no typed point counts as exact: a phone outdoors does no better."""

_INHABITED_DEGREES = 85
_TWO_DIGITS = re.compile(r"[0-9][^0-9]*[0-9]")
_GEO = re.compile(
    r"geo: ?(?P<first>[^,;?]*),(?P<second>[^,;?]*)(?:,[-+]?[0-9.]{1,12})?"
    r"(?P<more>(?:; ?[a-z0-9-]+ ?(?:= ?[^;? ]*)? ?)*)(?:\?[^ ]*)?"
)
_UNCERTAIN = re.compile(r"; ?u ?= ?([0-9]{1,9}(?:\.[0-9]{1,9})?) ?(?:;|$)")
_WKT = re.compile(r"(?:srid ?= ?[0-9]{1,6} ?; ?)?point ?\((?P<inside>[^()]*)\)")
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_WHOLE_PAIR = re.compile(r"[0-9]{1,3}, ?[0-9]{1,3}")

# Coordinates among other words; a cheap look at the digits tells first whether there may be any.
_HINT = re.compile(r"[0-9](?:[.:][0-9]| ?[\u00b0*]| ?d| [0-9])", re.IGNORECASE)
_SIDE = r"(?:north|south|east|west|[nsew])(?![a-z])"
_LABEL = r"(?:(?:latitude|lat|longitude|long|lon|lng)\b[ .:=]*)"
_PART = r"[0-9]{1,2}(?:\.[0-9]{1,30})?(?![0-9]|\.[0-9])"
_DEGREE = r" ?(?:\u00b0|\*|degrees?\b|deg\b\.?|d(?![a-z]))"
_MINUTE = r" ?(?:'(?!')|minutes?\b|mins?\b\.?|m(?![a-z]))"
_SECOND = r" ?(?:''|\"|seconds?\b|secs?\b\.?|s(?= ?[nsew](?![a-z])))?"
_ANGLE = (
    rf"(?:[-+] ?)?(?:[0-9]{{1,3}}(?:\.[0-9]{{1,30}}(?![0-9]|\.[0-9])(?:{_DEGREE})?"
    rf"|{_DEGREE}(?: ?{_PART}{_MINUTE}(?: ?{_PART}{_SECOND})?)?"
    rf"|[ :]{_PART}(?:[ :]{_PART})?(?= ?{_SIDE}))"
    rf"|(?:(?<=[nsew])|(?<=[nsew] ))[0-9]{{1,3}}[ :]{_PART}(?:[ :]{_PART})?)"
)
_PAIR = re.compile(
    rf"(?<![a-z0-9.])(?P<front>{_LABEL}|{_SIDE} ?)?(?P<core>{_ANGLE}(?: ?{_SIDE})?"
    rf"(?: and |[ ,;/|\n]{{0,3}})(?:{_LABEL}|{_SIDE} ?)?{_ANGLE})(?P<back> ?{_SIDE})?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?<![a-z0-9.])(?:geo:|https?://|www\.|(?:[a-z]{1,20}\.){1,3}(?:com|org)/)[^ \n]+",
    re.IGNORECASE,
)
_N = r"([-+]?[0-9]{1,3}(?:\.[0-9]{1,30})?)(?![0-9.])"
_IN_LINK = tuple(
    (re.compile(form), notes)
    for form, notes in (
        (rf"!3d{_N}!4d{_N}", ()),
        (rf"[?&#]mlat={_N}&mlon={_N}", ()),
        (rf"[?&](?:q|query|destination|daddr)=(?:loc:)?{_N},[+ ]?{_N}", ()),
        (rf"/(?:place|search)/{_N},[+ ]?{_N}", ()),
        (rf"[?&](?:ll|center)={_N},[+ ]?{_N}", ()),
        (rf"/@{_N},{_N}", ("map_middle",)),
        (rf"#map=[0-9.]{{1,5}}/{_N}/{_N}", ("map_middle",)),
    )
)
"""How map links write a point: the pin first, the middle of the map last."""
_PLACE_IN_LINK = re.compile(r"/place/(?P<name>[^/@?]*[a-z]{2}[^/@?]*)(?=[/?])", re.IGNORECASE)
_GRID = re.compile(
    # Military grid: zone, band, square, digits; the same without a square; a plus code.
    r"\b(?:[0-9]{1,2} ?[c-hj-np-x] ?[a-hj-np-z]{2} ?"
    r"(?:[0-9]{10}|[0-9]{8}|[0-9]{6}|[0-9]{5} [0-9]{5}|[0-9]{4} [0-9]{4}|[0-9]{3} [0-9]{3})"
    r"|[0-9]{1,2} ?[c-hj-np-x] [0-9]{6}(?:\.[0-9]+)?(?: ?m?e)?[ ,]{1,2}[0-9]{7}(?:\.[0-9]+)?(?: ?m?n)?"
    r"|[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Point:
    """Typed coordinates in degrees; `valid` is False where no such point exists on the globe.

    `radius_m` covers every point that rounds to what was typed, or is the typed uncertainty.
    `label` repeats latitude and longitude. `notes` are caution codes.
    """

    lon: float
    lat: float
    radius_m: int
    label: str
    valid: bool = True
    notes: tuple[str, ...] = ()


def parse(line: str, area: StudyArea) -> Point | None:
    """Return the coordinates that make up a whole normalized text, or None. Never raises.

    Without letters or labels the order is latitude, longitude, unless only the other order lies in
    the study area. A longitude without a sign is read as west if only that lies there.
    """
    text = line.casefold()
    if not _TWO_DIGITS.search(text):
        return None
    # A quote at the end may be the mark of seconds, so try it as that first.
    point = _read(text, area)
    bare = text.strip("@'\".,; ")
    return point if point or bare == text else _read(bare, area)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Among:
    """Coordinates among other words, and those other words."""

    points: tuple[Point, ...]
    rest: str


def among_words(line: str, area: StudyArea) -> Among | None:
    """Return the coordinates within a longer normalized text, or None. Never raises.

    Two numbers count if decimals, marks, letters or labels show them to be degrees, and if they lie
    in or near the study area or have signs or letters; house and highway numbers do not. A link to
    a map is read, not followed.
    """
    if not _HINT.search(line):
        return None
    points: list[Point] = []

    def cut_out(match: re.Match[str]) -> str:
        point = _linked(match[0].casefold(), area)
        points.extend([point] if point else [])
        named = _PLACE_IN_LINK.search(match[0])
        place = unquote(named["name"].replace("+", " ")) if named else ""
        return f" , {place} , " if point else match[0]

    text = _LINK.sub(cut_out, line)
    rest, at, after = "", 0, 0
    while match := _PAIR.search(text, at):
        point, start, end = _paired(match, area)
        if point:
            points.append(point)
            rest, after = f"{rest}{text[after:start]} , ", end
        at = end
    return Among(points=tuple(points), rest=rest + text[after:]) if points else None


def _paired(match: re.Match[str], area: StudyArea) -> tuple[Point | None, int, int]:
    """Return the point of two numbers, where it starts, and where to read on from.

    A letter before or after them may belong to a street: "Highway 49 S 32.2987, -90.1848".
    """
    start, end = match.span("core")
    for first, last in dict.fromkeys(
        ((match.start(), match.end()), (match.start(), end), (start, match.end()), (start, end))
    ):
        typed = match.string[first:last].casefold().replace(" and ", ", ")
        angles = angles_in(typed)
        plain = all(angle.decimals and not angle.marked for angle in angles) and "- " not in typed
        signed = plain and any(angle.signed for angle in angles)
        third = _THIRD.match(match.string, last)
        if not (all(_shown_as_degrees(angle) for angle in angles) or (signed and not third)):
            continue
        point = _settled(angles, area)
        far = signed or all(angle.sided for angle in angles)
        if point and point.valid and (far or _inside(point.lon, point.lat, area)):
            return point, first, last
    return None, start, start + len(_FIRST.match(match["core"])[0])  # type: ignore[index]


_FIRST = re.compile(r"[-+ ]*[0-9.]+")
_THIRD = re.compile(r"[ ,;/|\n]*[-+]?[0-9]")


def _shown_as_degrees(angle: Angle) -> bool:
    """Whether a number among words can hardly be anything but degrees."""
    return angle.decimals >= 2 or angle.marked or bool(angle.axis and angle.decimals)


def _linked(link: str, area: StudyArea) -> Point | None:
    """Return the point that a link to a map or a geo URI names."""
    link = link.replace("%2c", ",").replace("%20", " ")
    for form, notes in _IN_LINK:
        match = form.search(link)
        point = (
            _settled([*angles_in(match[1]), *angles_in(match[2])], area, uri=True)
            if match
            else None
        )
        if point:
            return replace(point, notes=(*point.notes, *notes))
    return _geo(link.rstrip(").,;"), area) if link.startswith("geo:") else None


def without_grid(line: str) -> str | None:
    """Return a text without the grid reference or plus code in it; None where there is none."""
    rest, count = _GRID.subn(" , ", line)
    return rest if count else None


def _read(text: str, area: StudyArea) -> Point | None:
    if text.startswith("geo:"):
        return _linked(text, area)
    wkt = _WKT.fullmatch(text)
    if wkt:
        return _settled(angles_in(wkt["inside"].replace(",", " "))[::-1], area, uri=True)
    if "." not in text and len(_DECIMAL_COMMA.findall(text)) == 2:
        point = _settled(angles_in(_DECIMAL_COMMA.sub(".", text)), area)
        if point:
            return point
    return _settled(angles_in(text), area, whole=bool(_WHOLE_PAIR.fullmatch(text)))


def _geo(text: str, area: StudyArea) -> Point | None:
    """Read a geo URI (RFC 5870): latitude, longitude, perhaps an altitude, `;u=` in meters."""
    match = _GEO.fullmatch(text)
    if not match:
        return None
    point = _settled([*angles_in(match["first"]), *angles_in(match["second"])], area, uri=True)
    uncertain = _UNCERTAIN.search(match["more"])
    if not uncertain or not point:
        return point
    return replace(point, radius_m=max(MIN_RADIUS_M, math.ceil(float(uncertain[1]))))


def _settled(
    angles: Sequence[Angle], area: StudyArea, *, uri: bool = False, whole: bool = False
) -> Point | None:
    """Return the point of two angles: decide which is the latitude, and the longitude's sign.

    In a `uri` the angles are plain numbers. Elsewhere numbers that might be anything else count
    only if they lie in the study area, or if they are a whole text with a comma between (`whole`).
    """
    if len(angles) != 2 or (uri and any(angle.marked or angle.axis for angle in angles)):
        return None
    first, second = angles
    if first.axis and first.axis == second.axis:
        return None
    typed = (second, first) if first.axis == "lon" or second.axis == "lat" else (first, second)
    orders = (
        [(typed, ())] if first.sided or second.sided else [(typed, ()), (typed[::-1], ("swapped",))]
    )
    for (lat, lon), notes in orders:
        if _inside(lon.degrees, lat.degrees, area):
            return _point(lat, lon, lon.degrees, notes)
        if not (lon.sided or lon.signed) and _inside(-lon.degrees, lat.degrees, area):
            return _point(lat, lon, -lon.degrees, (*notes, "west_assumed"))
    if not (uri or whole or _is_plain(angles)):
        return None
    for (lat, lon), notes in orders:
        most = _INHABITED_DEGREES if notes else 90  # a slip is likelier than a pole typed backward
        if abs(lat.degrees) <= most and abs(lon.degrees) <= 180:
            return _point(lat, lon, lon.degrees, ())
    return Point(lon=0.0, lat=0.0, radius_m=0, label="", valid=False)


def _is_plain(angles: Sequence[Angle]) -> bool:
    """Whether numbers can hardly be anything but coordinates, wherever they lie."""
    shown = all(angle.decimals or angle.marked or angle.axis for angle in angles)
    return shown or any(angle.signed for angle in angles)


def _inside(lon: float, lat: float, area: StudyArea) -> bool:
    west, south, east, north = area.bbox
    margin = MARGIN_DEGREES
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _point(lat: Angle, lon: Angle, east_degrees: float, notes: tuple[str, ...]) -> Point:
    across = lon.half * math.cos(math.radians(lat.degrees))
    return Point(
        lon=east_degrees,
        lat=lat.degrees,
        radius_m=max(MIN_RADIUS_M, math.ceil(math.hypot(lat.half, across) * METERS_PER_DEGREE)),
        label=f"{_shown(lat.degrees, lat.half)}, {_shown(east_degrees, lon.half)}",
        notes=notes,
    )


def _shown(degrees: float, half: float) -> str:
    """Return degrees with as many decimals as were typed, at most five (about a meter)."""
    places = min(5, max(0, math.ceil(-math.log10(2 * half) - 1e-9)))
    return f"{degrees:.{places}f}"
