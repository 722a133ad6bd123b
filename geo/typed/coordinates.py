"""Typed coordinates: which angle is the latitude, which sign, and how exact the typing is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.records import StudyArea
from geo.typed.angles import Angle, angles_in

__all__ = ["MARGIN_DEGREES", "MIN_RADIUS_M", "Point", "parse"]

MARGIN_DEGREES = 0.5
"""How far outside of the study area's box a point still speaks for an order or a sign."""

MIN_RADIUS_M = 10
"""Metres below which no typed point counts as exact: a phone outdoors does no better."""

_METRES_PER_DEGREE = 111_195.0  # of a great circle on the mean sphere of 6,371 km
_TWO_DIGITS = re.compile(r"[0-9][^0-9]*[0-9]")
_GEO = re.compile(
    r"geo: ?(?P<first>[^,;]*),(?P<second>[^,;]*)(?:,[-+]?[0-9.]{1,12})?(?P<more>(?:;[^;]*)*)"
)
_UNCERTAIN = re.compile(r"; ?u ?= ?([0-9]{1,9}(?:\.[0-9]{1,9})?) ?(?:;|$)")
_WKT = re.compile(r"(?:srid ?= ?[0-9]{1,6} ?; ?)?point ?\((?P<inside>[^()]*)\)")
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Point:
    """Typed coordinates in degrees; `valid` is False where there is no such point on the globe.

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
    """Return the coordinates that a whole normalized text consists of, or None. Never raises.

    Without letters or labels the order is latitude, longitude, unless only the other order lies in
    the study area; a longitude without a sign is read as west if only that does.
    """
    text = line.casefold()
    if not _TWO_DIGITS.search(text):
        return None
    # A quote at the end may be the mark of seconds: first it is taken for that.
    return _read(text, area) or _read(text.strip("@'\".,; "), area)


def _read(text: str, area: StudyArea) -> Point | None:
    if text.startswith("geo:"):
        return _geo(text, area)
    wkt = _WKT.fullmatch(text)
    if wkt:
        return _settled(angles_in(wkt["inside"].replace(",", " "))[::-1], area, uri=True)
    if "." not in text and len(_DECIMAL_COMMA.findall(text)) == 2:
        found = _settled(angles_in(_DECIMAL_COMMA.sub(".", text)), area)
        if found:
            return found
    return _settled(angles_in(text), area)


def _geo(text: str, area: StudyArea) -> Point | None:
    """Read a geo URI (RFC 5870): latitude, longitude, perhaps an altitude, `;u=` in metres."""
    found = _GEO.fullmatch(text)
    if not found:
        return None
    point = _settled([*angles_in(found["first"]), *angles_in(found["second"])], area, uri=True)
    uncertain = _UNCERTAIN.search(found["more"])
    if not uncertain or not point:
        return point
    return replace(point, radius_m=max(MIN_RADIUS_M, math.ceil(float(uncertain[1]))))


def _settled(angles: Sequence[Angle], area: StudyArea, *, uri: bool = False) -> Point | None:
    """Decide which angle is the latitude and which sign a longitude has.

    In a `uri` the angles are plain numbers; elsewhere numbers that look like anything else count
    only if they lie in the study area.
    """
    if len(angles) != 2 or (uri and any(one.marked or one.axis for one in angles)):
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
    if not (uri or _is_plain(angles)):
        return None
    for (lat, lon), _ in orders:
        if abs(lat.degrees) <= 90 and abs(lon.degrees) <= 180:
            return _point(lat, lon, lon.degrees, ())
    return Point(lon=0.0, lat=0.0, radius_m=0, label="", valid=False)


def _is_plain(angles: Sequence[Angle]) -> bool:
    """Whether numbers can hardly be anything but coordinates, wherever they lie."""
    shown = all(one.decimals or one.marked or one.axis for one in angles)
    return shown or any(one.signed for one in angles)


def _inside(lon: float, lat: float, area: StudyArea) -> bool:
    west, south, east, north = area.bbox
    margin = MARGIN_DEGREES
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _point(lat: Angle, lon: Angle, east_degrees: float, notes: tuple[str, ...]) -> Point:
    across = lon.half * math.cos(math.radians(lat.degrees))
    return Point(
        lon=east_degrees,
        lat=lat.degrees,
        radius_m=max(MIN_RADIUS_M, math.ceil(math.hypot(lat.half, across) * _METRES_PER_DEGREE)),
        label=f"{_shown(lat.degrees, lat.half)}, {_shown(east_degrees, lon.half)}",
        notes=notes,
    )


def _shown(degrees: float, half: float) -> str:
    """Return degrees with as many decimals as were typed, at most five (about a metre)."""
    places = min(5, max(0, math.ceil(-math.log10(2 * half) - 1e-9)))
    return f"{degrees:.{places}f}"
