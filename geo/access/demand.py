"""Where people live: points, each with its county and its people; and how far off they are."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.catalog import demand_error
from geo.catalog.demand_error import DemandError
from geo.catalog.records import Catalog
from geo.spatial import assign

__all__ = [
    "Demand",
    "Scale",
    "default",
    "measured_error",
    "points_sha256",
    "shared",
    "units_sha256",
]

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


_PIECES = (
    "ZIP by county pieces, moved to each county's center of population",
    "people of 2010 by piece, scaled to each county's 2020 Census count",
    Scale.PIECES,
)
_CENTERS = ("each county's center of population", "2020 Census", Scale.COUNTY)
"""Without a list of ZIP Codes."""


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
    """Return the bundled points: the pieces that ZIPs and counties cut each other into.

    Each piece has the people of the 2010 Census, scaled so that a county's pieces have its people
    of 2020: whole people, by largest remainder, so that every sum is exact in any order. Each
    stands at its ZIP's point, pulled into its county if that lies in the next one; then those of a
    county are moved together until their mean is the county's center of population of 2020
    (within 2 m). A county with people but without a piece is one piece at its center, as all are
    where the data has no list of ZIP Codes.

    Raises DataError where counties.geojson is missing or broken.
    """
    pieces: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for code in catalog.gazetteer.zips.values():
        for share in code.shares:
            pieces[share.geoid].append((code.lon, code.lat, share.people))
    at, people, county = [], [], []
    for place, (own, ground) in enumerate(zip(catalog.counties, _grounds(catalog), strict=True)):
        center = own.center_lon, own.center_lat
        parts = pieces[own.geoid] or [(*center, 1)]
        count = shared(own.people, [weight for _, _, weight in parts])
        points = np.array(parts, dtype=np.float64)
        weight = count if own.people else points[:, 2]
        at.append(_moved(points[:, :2], weight, center, ground))
        people.append(count)
        county.append(np.full(len(parts), place, np.intp))
    lon, lat = np.concatenate(at).T
    title, vintage, scale = _PIECES if catalog.gazetteer.zips else _CENTERS
    return Demand(
        title=title,
        vintage=vintage,
        scale=scale,
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
    """Return points pulled into a ground and moved together to a mean, by turns until both hold."""
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
    """Return a whole number divided by weights above 0 into whole numbers, by largest remainder.

    Of equal remainders the first is rounded up. Computed in whole numbers, so nothing is lost.
    """
    whole = sum(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(part for part, _ in parts)
    by_rest = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    up = set(by_rest[:left])
    return np.array([part + (place in up) for place, (part, _) in enumerate(parts)], np.float64)


def measured_error(catalog: Catalog, points: Demand) -> DemandError | None:
    """Return the error that was measured with these very points; None of all others.

    Other units than those measured to do not take it away: what the mean miles are off depends on
    the points far more than on the units, and an allowance that was measured with a unit less is
    nearer to the truth than none. `units_sha256` tells whether it has to be said.

    Raises DataError where the file of the data folder is broken.
    """
    if points.scale is not Scale.PIECES:
        return None
    error = demand_error.read(catalog.files[demand_error.FILE])
    return error if error and error.points_sha256 == points_sha256(catalog, points) else None


def points_sha256(catalog: Catalog, points: Demand) -> str:
    """Return the SHA-256 of lines ``GEOID,longitude,latitude,people``, to 5 decimals and whole people."""
    columns = (points.county.tolist(), points.lon.tolist(), points.lat.tolist())
    return _sha256(
        f"{catalog.counties[county].geoid},{lon:.5f},{lat:.5f},{people:.0f}\n"
        for county, lon, lat, people in zip(*columns, points.people.tolist(), strict=True)
    )


def units_sha256(catalog: Catalog, service: str) -> str:
    """Return the SHA-256 of lines ``longitude,latitude`` of a service type's units, sorted."""
    units = (unit for unit in catalog.services.facilities if unit.type == service)
    return _sha256(sorted(f"{unit.lon:.6f},{unit.lat:.6f}\n" for unit in units))


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()
