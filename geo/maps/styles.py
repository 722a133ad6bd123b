"""How counties look on a map: fills, patterns, colors that differ between neighbors."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, cast

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalog.records import Status

__all__ = [
    "BORDER",
    "NOBODY",
    "PALETTE",
    "SEQUENCE",
    "STATUS_LOOKS",
    "UNCERTAIN",
    "Style",
    "anchors",
    "letter",
    "neighbors",
    "spread",
]

BORDER: Final = "#3a464f"
"""County borders; at least 3:1 against every fill."""


@dataclass(frozen=True, slots=True)
class Style:
    """A fill color and a pattern drawn over it in `ink`; the page's script knows the patterns.

    On a `dark` fill names and borders are light.
    """

    fill: str
    pattern: str = ""
    ink: str = BORDER
    dark: bool = False

    @property
    def words(self) -> str:
        """The pattern in words, for the legend."""
        return _PATTERNS[self.pattern]


_PATTERNS: Final = {
    "": "plain",
    "diagonal": "diagonal lines",
    "cross": "crossed lines",
    "dots": "dots",
    "level": "level lines",
}

# Hues of Okabe and Ito's color-blind safe set ("Color Universal Design", 2008), lightened: quiet where
# all is well, and elsewhere lines that are told apart on gray paper and by eyes that see no color.
STATUS_LOOKS: Final[Mapping[Status, Style]] = {
    Status.COVERED: Style("#a3cfec"),
    Status.CLAIMED: Style("#ffe6ad", "diagonal", "#7a4f00"),
    Status.GAP: Style("#f8d3c3", "cross", "#9a3208"),
    Status.UNKNOWN: Style("#ffffff", "dots", "#333333"),
}
UNCERTAIN: Final = STATUS_LOOKS[Status.UNKNOWN]
NOBODY: Final = Style("#eeeeea")
# The same hues, lightened until dark names can be read on them.
PALETTE: Final = ("#b2def7", "#efb95a", "#74bfa2", "#f7f0a8", "#dcaac9", "#dd8a63", "#86a8dc")
# One hue that no verdict has, in five steps of lightness that every eye tells apart, from the least
# to the most grave. Each fill has an ink of its own, so that lines do not outdo the fills.
SEQUENCE: Final = (
    Style("#f6f3f9", "", "#8669af"),
    Style("#d9cfe8", "", "#6d4d99"),
    Style("#b29fd0", "", "#55387f"),
    Style("#8669af", "", "#1a0a30", dark=True),
    Style("#55387f", "", "#b29fd0", dark=True),
)

_SMALL_PART: Final = 0.1
"""Share of the largest part below which a part of a group (an island) gets no mark of its own."""

_CLEAR_DEG: Final = 0.1
"""Room for a facility's pin, about 11 km: its size on a map that shows the whole state."""


def neighbors(counties: gpd.GeoDataFrame) -> dict[str, frozenset[str]]:
    """Return by GEOID the counties that share a border or a corner with it."""
    shapes = counties.geometry.to_numpy()
    pairs = shapely.STRtree(shapes).query(shapes, predicate="touches").T
    neighbors: dict[str, set[str]] = {geoid: set() for geoid in counties.index}
    for first, second in pairs:
        neighbors[counties.index[first]].add(counties.index[second])
    return {geoid: frozenset(touching) for geoid, touching in neighbors.items()}


def spread(groups: Sequence[str], beside: Mapping[str, Set[str]]) -> dict[str, str]:
    """Return a color of `PALETTE` for each county that belongs to a group.

    Parameters
    ----------
    groups : sequence of str
        Group of each county in the order of `beside`; "" for none.
    beside : mapping
        GEOID to the GEOIDs of its neighbors.

    Returns
    -------
    dict
        Group to color. Groups that touch differ as long as the palette allows it.
    """
    of = dict(zip(beside, groups, strict=True))
    touching: dict[str, set[str]] = {group: set() for group in dict.fromkeys(groups) if group}
    for geoid, near in beside.items():
        if of[geoid]:
            touching[of[geoid]] |= {of[unit] for unit in near} - {of[geoid], ""}
    used = dict.fromkeys(PALETTE, 0)
    chosen: dict[str, str] = {}
    # The most hemmed in choose first; equal ones in the order given, so that equal data look equal.
    for group in sorted(touching, key=lambda group: -len(touching[group])):
        taken = {chosen.get(neighbor) for neighbor in touching[group]}
        free = [color for color in PALETTE if color not in taken] or PALETTE
        chosen[group] = min(free, key=used.__getitem__)
        used[chosen[group]] += 1
    return chosen


def letter(number: int) -> str:
    """Return the mark of a group, counted from 0: A to Z, then AA, AB and so on."""
    before, last = divmod(number, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def anchors(
    shapes: Sequence[BaseGeometry], clear_of: Sequence[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Return (lon, lat) in degrees for a mark inside each contiguous part of a group of counties.

    The point deepest inside, where a mark has most room, away from the points of `clear_of`.
    Degrees do for that: it is no distance.
    """
    parts = sorted(shapely.get_parts(shapely.union_all(shapes)), key=lambda part: -part.area)
    written = shapely.MultiPoint(list(clear_of)).buffer(_CLEAR_DEG)
    return [_deepest(part, written) for part in parts if part.area >= _SMALL_PART * parts[0].area]


def _deepest(shape: BaseGeometry, written: BaseGeometry) -> tuple[float, float]:
    free = shape.difference(written)
    room = cast("shapely.Polygon", shape if free.is_empty else free)
    radius = shapely.maximum_inscribed_circle(room, tolerance=0.005)
    lon, lat = shapely.get_coordinates(radius)[0]
    return round(float(lon), 3), round(float(lat), 3)
