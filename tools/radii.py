"""How far each ZIP's people may live from its point, and which more counties that reaches into."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from tools.cells import points
from tools.shapes import Coordinates, Plane
from tools.towns import is_mailed
from tools.zips import Town, ZipRow

__all__ = ["MARGIN_M", "Reach", "Samples", "reaches", "samples"]

SAMPLE_M = 400.0
# Most of the ground nearest to a point, and how far true shapes go beyond it: the least for which
# no ZIP of 1,000 people has fewer than 80 % of them within its radius (benchmarks/zip_sets.py).
SHARE = 0.99
MARGIN_M = 5_600.0
MIN_RADIUS_M = 1_000
# Of a ZIP's people in a county, and of the ground around it that lies in one: what less is, is left out.
FEW = 0.05


@dataclass(frozen=True, kw_only=True)
class Samples:
    """The state's ground as points of a grid of 400 m, in meters, by county."""

    county: npt.NDArray[np.str_]
    xy: Coordinates


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Within how many meters of a ZIP's point its people live, and the GEOIDs of further counties.

    In the further counties lies a twentieth or more of that ground, and nobody was counted there.
    """

    radius_m: int
    further: tuple[str, ...]


def samples(counties: Mapping[str, shapely.Geometry]) -> Samples:
    """Return the grid's points in each county, given by GEOID in meters."""
    names, found = [], []
    for geoid, shape in counties.items():
        west, south, east, north = np.floor(np.array(shapely.bounds(shape)) / SAMPLE_M)
        across, up = np.arange(west, east + 1), np.arange(south, north + 1)
        grid = (np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2) + 0.5) * SAMPLE_M
        inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
        names += [geoid] * len(inside)
        found.append(inside)
    return Samples(county=np.array(names), xy=np.concatenate(found))


def reaches(
    rows: Sequence[ZipRow],
    grounds: Mapping[str, shapely.Geometry],
    towns: Iterable[Town],
    ground: Samples,
    plane: Plane,
) -> dict[str, Reach]:
    """Return by ZIP how far its people may live from its point.

    The radius holds 99 % of the ground nearest to the point and 5.6 km more; the point of the
    town that the ZIP is named for, if that is near; and in every other county with a twentieth of
    its people as much ground as they take where people live as densely as in all of the county.
    In whole hundreds of meters, rounded up, and never less than 1 km.

    Parameters
    ----------
    rows : sequence of ZipRow
        All ZIPs of the state.
    grounds : mapping
        The ground nearest to each, from `cells.grounds`.
    towns : iterable of Town
        Places that a ZIP can be named for.
    ground : Samples
        The whole state.
    plane : Plane
        That of the state.
    """
    people: Counter[str] = Counter()
    for row in rows:
        people.update(row.people)
    # Counted by number: a large state has a million points, each asked about by every ZIP.
    geoids, county = np.unique(ground.county, return_inverse=True)
    number = {geoid: at for at, geoid in enumerate(geoids.tolist())}
    size = np.bincount(county)
    named = list(towns)
    found = {}
    for row, point in zip(rows, points(rows, plane), strict=True):
        away_m = np.hypot(*(ground.xy - shapely.get_coordinates(point)[0]).T)
        nearest_m = away_m[_inside(grounds[row.zip], ground.xy)]
        limits_m = [
            float(np.quantile(nearest_m, SHARE)) + MARGIN_M,
            *_towns_m(row, point, named, plane),
            *(
                _least_m(
                    away_m[county == number[geoid]], count / people[geoid] * size[number[geoid]]
                )
                for geoid, count in _others(row).items()
            ),
        ]
        radius_m = max(MIN_RADIUS_M, int(np.ceil(max(limits_m) / 100)) * 100)
        counts = np.bincount(county[away_m <= radius_m], minlength=len(geoids)).tolist()
        around = {geoid: count for geoid, count in zip(number, counts, strict=True) if count}
        found[row.zip] = Reach(radius_m=radius_m, further=_further(row, around))
    return found


def _inside(shape: shapely.Geometry, xy: Coordinates) -> npt.NDArray[np.bool_]:
    """Return which points lie in a shape; only those in its box are asked one by one."""
    west, south, east, north = shapely.bounds(shape)
    found: npt.NDArray[np.bool_] = (
        (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    )
    found[found] = shapely.contains_xy(shape, *xy[found].T)
    return found


def _towns_m(
    row: ZipRow, point: shapely.Geometry, towns: Iterable[Town], plane: Plane
) -> list[float]:
    """Return how far the town is that a ZIP is named for, where one of that name is near."""
    near = [town for town in towns if is_mailed(town, row)]
    if not near:
        return []
    at = [shapely.Point(town.lon, town.lat) for town in near]
    return [float(shapely.distance(plane.meters(np.array(at, dtype=object)), point).min())]


def _others(row: ZipRow) -> dict[str, int]:
    """Return the people of the counties that have a twentieth of a ZIP's, but for the one with most."""
    most_first = sorted(row.people.items(), key=lambda one: (-one[1], one[0]))
    return {geoid: n for geoid, n in most_first[1:] if n >= FEW * sum(row.people.values())}


def _least_m(away_m: npt.NDArray[np.float64], ground: float) -> float:
    """Return within how many meters a county has so much ground, counted in points of the grid."""
    return float(np.sort(away_m)[min(len(away_m) - 1, int(ground))])


def _further(row: ZipRow, around: Mapping[str, int]) -> tuple[str, ...]:
    """Return the counties with much of the ground around a ZIP and none of its people."""
    least = FEW * sum(around.values())
    uncounted = {geoid: n for geoid, n in around.items() if n >= least and geoid not in row.people}
    return tuple(sorted(uncounted, key=lambda geoid: (-uncounted[geoid], geoid)))
