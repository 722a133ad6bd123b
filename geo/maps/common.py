"""What the map pages have in common: their frame, their credits, the words of a unit, their assets."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from geo.catalog.records import Facility
from geo.coverage.findings import OtherNumber
from geo.text import count

__all__ = ["ATTRIBUTION", "COUNTY_DECIMALS", "asset", "frame", "unit_words"]

ATTRIBUTION: Final = (
    "U.S. Census Bureau",
    "GeoNames (geonames.org), CC BY 4.0",
    "Made with Natural Earth",
)
COUNTY_DECIMALS: Final = 3
"""Shapes are simplified to 500 m: three decimals of a degree, about 100 m, lose nothing of them."""
_MARGIN_DEG: Final = 0.06
_METERS_IN_A_MILE: Final = 1609.344
_COMMENT_OR_INDENT: Final = re.compile(r"^[ \t]*(?://.*\n|\n)?", re.MULTILINE)
_SPACE_IN_CSS: Final = re.compile(r"(?<=[:;,{}])\s+| +(?={)|;(?=\s*\})")


def frame(bounds: Iterable[float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the corners (lon, lat) that a map first shows, a little around west, south, east, north."""
    west, south, east, north = (float(edge) for edge in bounds)
    return (west - _MARGIN_DEG, south - _MARGIN_DEG), (east + _MARGIN_DEG, north + _MARGIN_DEG)


def unit_words(facility: Facility, others: Iterable[OtherNumber]) -> str:
    """Return the name of a unit's button: what it is, its numbers, how exact its point is."""
    miles = max(1, round(facility.radius_m / _METERS_IN_A_MILE))
    phones = " or ".join([facility.phone, *(other.phone for other in others)])
    return (
        f"{facility.name}, {phones}, map point right within about {count(miles, 'mile', 'miles')}"
    )


@cache
def asset(beside: str, name: str) -> str:
    """Return the front-end file `name` in the folder of the module file `beside`.

    Comments, indentation and what a style sheet can do without are left out, which a page need not carry.
    """
    source = Path(beside).with_name(name).read_text(encoding="utf-8")
    kept = _COMMENT_OR_INDENT.sub("", source)
    return _SPACE_IN_CSS.sub("", kept) if name.endswith(".css") else kept
