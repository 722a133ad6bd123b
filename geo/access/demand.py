"""Where people live: points, each with its county and its people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.catalog.records import Catalog
from geo.spatial import assign

__all__ = [
    "ERROR_MILES",
    "ERROR_SHARE",
    "ERROR_SHARE_REGIONS",
    "ERROR_SHARE_STATE",
    "Demand",
    "Scale",
    "default",
    "shared",
]

ERROR_MILES = 1.8
"""How far off a county's mean straight-line miles to the nearest CSU may be by `default`: 95 % of
the 82 counties are within this of what the 2,445 Census block groups of 2020 give; the largest
error is 2.3. Measured with ``benchmarks/demand_error.py``."""
ERROR_SHARE: Mapping[int, float] = MappingProxyType({15: 13.2, 30: 33.0, 45: 20.8, 60: 32.3})
"""By limit in miles: the same for the share of a county's people within it, in points of percent,
over the counties that the limit parts (38, 46, 22 and, for 60 miles, a single one)."""
ERROR_SHARE_REGIONS: Mapping[int, float] = MappingProxyType({15: 10.8, 30: 7.1, 45: 8.8, 60: 0.3})
"""The same for regions: the largest error of the 11, since errors of counties partly cancel."""
ERROR_SHARE_STATE: Mapping[int, float] = MappingProxyType({15: 0.1, 30: 0.9, 45: 1.4, 60: 0.1})
"""The same for the whole state: the error itself."""

INSIDE_DEGREES = 0.002
"""How far inside its county a piece stands at least: some 200 m."""
DECIMALS = 5
ROUNDS = 25


class Scale(StrEnum):
    """What one point stands for."""

    PIECES = "zip_pieces"
    BLOCK_GROUP = "block_group"
    TRACT = "tract"
    COUNTY = "county"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """Where people live.

    `lon` and `lat` are degrees (WGS 84), `people` is how many live there, and `county` is the
    place of their county in ``catalog.counties``: four columns of one length. `sha256` is that of
    the file, for the data folder's own points that of the folder.
    """

    title: str
    vintage: str
    scale: Scale
    sha256: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    people: NDArray[np.float64]
    county: NDArray[np.intp]


def default(catalog: Catalog) -> Demand:
    """Return the points that come along: the pieces that ZIPs and counties cut each other into.

    Each piece has the people of the 2010 Census, scaled so that a county's pieces have its people
    of 2020: whole people, by largest remainder, so that every sum is exact in any order. Each
    stands at its ZIP's point, pulled into its county if that lies in the next one; then those of a
    county are moved together until their mean is the county's center of population of 2020
    (within 2 m). A county with people but without a piece is one piece at its center.

    Raises DataError where counties.geojson is missing or broken.
    """
    pieces: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for code in catalog.gazetteer.zips.values():
        for share in code.shares:
            pieces[share.geoid].append((code.lon, code.lat, share.people))
    at, people, county = [], [], []
    for place, (one, ground) in enumerate(zip(catalog.counties, _grounds(catalog), strict=True)):
        own = pieces[one.geoid] or [(one.center_lon, one.center_lat, 1)]
        count = shared(one.people, [weight for _, _, weight in own])
        points = np.array(own, dtype=np.float64)
        weight = count if one.people else points[:, 2]
        at.append(_moved(points[:, :2], weight, (one.center_lon, one.center_lat), ground))
        people.append(count)
        county.append(np.full(len(own), place, np.intp))
    lon, lat = np.concatenate(at).T
    return Demand(
        title="ZIP by county pieces, moved to each county's center of population",
        vintage="people of 2010 by piece, scaled to each county's 2020 Census count",
        scale=Scale.PIECES,
        sha256=catalog.data_sha256,
        lon=lon.copy(),
        lat=lat.copy(),
        people=np.concatenate(people),
        county=np.concatenate(county),
    )


def _grounds(catalog: Catalog) -> list[shapely.Geometry]:
    """Return each county without a narrow strip along its border, so that rounding leaves none."""
    grounds = []
    for county in assign.polygons(catalog):
        within = shapely.buffer(county, -INSIDE_DEGREES)
        grounds.append(county if within.is_empty else within)
    shapely.prepare(grounds)
    return grounds


def _moved(
    at: NDArray[np.float64],
    weight: NDArray[np.float64],
    center: tuple[float, float],
    ground: shapely.Geometry,
) -> NDArray[np.float64]:
    """Return points pulled into a ground and moved together to a mean, in turns until both hold."""
    for last in (False,) * ROUNDS + (True,):
        out = ~shapely.intersects_xy(ground, *at.T)
        if out.any():
            pulls = shapely.shortest_line(ground, shapely.points(at[out]))
            at = at.copy()
            at[out] = shapely.get_coordinates(shapely.get_point(pulls, 0))
        if not last:
            at = at + (np.array(center) - np.average(at, axis=0, weights=weight))
    return np.round(at, DECIMALS)


def shared(total: int, weights: Sequence[int]) -> NDArray[np.float64]:
    """Return a whole number parted by weights above 0 into whole numbers: largest remainder.

    Of equal remainders the first is rounded up. Worked out in whole numbers, so nothing is lost.
    """
    whole = sum(weights)
    parts = [divmod(total * one, whole) for one in weights]
    left = total - sum(part for part, _ in parts)
    by_rest = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    up = set(by_rest[:left])
    return np.array([part + (place in up) for place, (part, _) in enumerate(parts)], np.float64)
