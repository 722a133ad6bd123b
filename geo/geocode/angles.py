"""Typed angles: signed decimals, degrees with minutes and seconds, compass letters, labels."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Angle", "angles_in"]

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{0,30})?|\.[0-9]{1,30}"
_PIECE = re.compile(
    rf"(?P<number>(?:(?<![0-9.])[-+] ?(?=[0-9.]))?(?<![0-9.])(?:{_NUMBER})(?![0-9.]))"
    r"|(?P<label>\b(?:latitude|lat|longitude|long|lon|lng|y|x)\b[ .:=]*)"
    r"|(?P<degree>\u00b0|\*|degrees?\b|deg\b\.?|d(?![a-z]))"
    r"|(?P<second>''|\"|seconds?\b|secs?\b\.?|s(?= ?[nsew](?![a-z])))"
    r"|(?P<minute>'|minutes?\b|mins?\b\.?|m(?![a-z])|:)"
    r"|(?P<side>north|south|east|west|[nsew](?![a-z]))"
    r"|(?P<break>[,;/|\n])"
    r"|(?P<space>[ ()\[\]]+|- )"
)
_UNITS = ("degree", "minute", "second")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Angle:
    """One angle as typed, in degrees; infinite where minutes or seconds are 60 or more.

    `half` is half of the last unit typed, in degrees. `axis` is "lat" or "lon", from a compass
    letter (`sided`) or a label. `signed` means that there is a sign, `marked` that there are unit
    marks or several numbers.
    """

    degrees: float
    half: float
    axis: str
    signed: bool
    sided: bool
    decimals: int
    marked: bool


class _Piece(NamedTuple):
    kind: str
    text: str


def angles_in(text: str) -> list[Angle]:
    """Return the one or two angles that make up a text in lower case; else an empty list."""
    pieces = list(_pieces(text))
    groups = [] if _Piece("other", "") in pieces else _groups(pieces)
    angles = [_angle(group) for group in groups if group]
    return [angle for angle in angles if angle] if len(angles) <= 2 and all(angles) else []


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if not match:
            yield _Piece("other", "")
            return
        if match.lastgroup != "space":
            yield _Piece(str(match.lastgroup), match[0])
        at = match.end()


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Split pieces at labels, letters, a break, signs or degree marks; without those, halfway."""
    where: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        where.setdefault(piece.kind, []).append(at)
    numbers = where.get("number", [])
    signs = [at for at in numbers[1:] if pieces[at].text[0] in "+-"]
    if not numbers:
        return []
    if "label" in where:
        return _split(pieces, where["label"])
    if "side" in where:
        sides = where["side"]
        return _split(pieces, sides if sides[0] < numbers[0] else [at + 1 for at in sides])
    if "break" in where:
        return _split(pieces, where["break"]) if len(where["break"]) == 1 else []
    if signs:
        return _split(pieces, signs)
    if len(where.get("degree", ())) > 1:
        return _split(pieces, [at - 1 for at in where["degree"]])
    if len(numbers) in (2, 4, 6):
        return _split(pieces, [numbers[len(numbers) // 2]])
    return [list(pieces)] if len(numbers) == 1 else []


def _split(pieces: Sequence[_Piece], starts: Sequence[int]) -> list[list[_Piece]]:
    bounds = [0, *starts, len(pieces)]
    parts = [pieces[start:end] for start, end in pairwise(bounds)]
    plain = [[piece for piece in part if piece.kind != "break"] for part in parts]
    return [part for part in plain if part]


def _angle(group: Sequence[_Piece]) -> Angle | None:
    """Return the angle of up to three numbers with their marks; None for anything else."""
    numbers = [piece.text for piece in group if piece.kind == "number"]
    sides = [piece.text[0] for piece in group if piece.kind == "side"]
    labels = [piece.text for piece in group if piece.kind == "label"]
    if not 1 <= len(numbers) <= 3 or len(sides) > 1 or len(labels) > 1 or not _in_order(group):
        return None
    values = [float(number.lstrip("+- ")) for number in numbers]
    unit_marked = any(piece.kind in _UNITS for piece in group)
    too_many = any(value >= 60 for value in values[1:])
    if any(value != int(value) for value in values[:-1]) or (too_many and not unit_marked):
        return None
    degrees = sum(value / 60**power for power, value in enumerate(values))
    decimals = len(numbers[-1].partition(".")[2])
    negative = numbers[0][0] == "-" or sides in (["s"], ["w"])
    return Angle(
        degrees=(-1 if negative else 1) * (math.inf if too_many else degrees),
        half=0.5 / 60 ** (len(values) - 1) / 10**decimals,
        axis=_axis(sides, labels),
        signed=numbers[0][0] in "+-",
        sided=bool(sides),
        decimals=decimals,
        marked=len(values) > 1 or unit_marked,
    )


def _axis(sides: Sequence[str], labels: Sequence[str]) -> str:
    if labels:
        return "lat" if labels[0].startswith(("lat", "y")) else "lon"
    if sides:
        return "lat" if sides[0] in "ns" else "lon"
    return ""


def _in_order(group: Sequence[_Piece]) -> bool:
    """Whether only the first number has a sign, and marks run degrees, minutes, seconds."""
    numbers = [piece.text for piece in group if piece.kind == "number"]
    if any(number[0] in "+-" for number in numbers[1:]):
        return False
    marks = [mark for mark in group if mark.kind in _UNITS]
    if all(mark.text == ":" for mark in marks):
        return len(marks) < max(2, len(numbers))
    kinds = [mark.kind for mark in marks]
    return tuple(kinds) == _UNITS[: len(kinds)] and len(kinds) <= len(numbers)
