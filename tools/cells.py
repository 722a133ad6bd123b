"""The ground that each ZIP stands for: a cell wide enough to hold those who get their mail there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely

from tools.shapes import Plane, Shapes, rounded
from tools.zips import ZipRow

__all__ = ["MARGIN_M", "cells", "grounds", "points"]

MARGIN_M = 2_000.0
BEYOND_STATE_M = 2_000.0
# How far a cell's corner may lie from the ground, in margins: little more than its edges do.
MITRE = 1.2
SIMPLIFY_M = 300.0
DECIMALS = 4
# Far beyond the state, so that the outer cells are cut by the state alone.
ROOM_M = 60_000.0
TOWN_M = 5_000.0


def grounds(
    rows: Sequence[ZipRow], state: shapely.Geometry, plane: Plane
) -> dict[str, shapely.Geometry]:
    """Return the ground of every ZIP, in meters, before any margin.

    That of a ZCTA is all that lies nearer to its point than to another's, some of it beyond the
    state. A ZIP without a ZCTA is a post office or its boxes: its people live in the ZCTAs of the
    same town that come within 5 km of its point, and in the one that the point lies in; their
    ground is its own.

    Parameters
    ----------
    rows : sequence of ZipRow
        All ZIPs of the state.
    state : shapely.Geometry
        The state in meters.
    plane : Plane
        That of the state.
    """
    areas = [row for row in rows if row.point == "zcta"]
    shapes = _nearest(points(areas, plane), shapely.buffer(state, ROOM_M))
    own = {row.zip: shape for row, shape in zip(areas, shapes, strict=True)}
    town: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in areas:
        town[row.city].append(own[row.zip])
    found = {}
    for row, point in zip(rows, points(rows, plane), strict=True):
        around = shapes[int(np.argmin(shapely.distance(shapes, point)))]
        near = [
            near_town for near_town in town[row.city] if shapely.dwithin(near_town, point, TOWN_M)
        ]
        found[row.zip] = own.get(row.zip) or shapely.union_all([around, *near])
    return found


def points(rows: Iterable[ZipRow], plane: Plane) -> Shapes:
    """Return the points of ZIPs in meters."""
    at = [shapely.Point(row.lon, row.lat) for row in rows]
    return plane.meters(np.array(at, dtype=object))


def _nearest(points: Shapes, area: shapely.Geometry) -> Shapes:
    """Return the part of `area` nearest to each point, in the order of the points."""
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=area, ordered=True)
    return shapely.intersection(shapely.get_parts(cells), area)


def cells(
    ground: Mapping[str, shapely.Geometry], state: shapely.Geometry, plane: Plane
) -> dict[str, shapely.Geometry]:
    """Return each ground widened by `MARGIN_M`, inside the state and a little beyond, in degrees.

    A ZIP's true shape is not the ground nearest to its point. With this margin the cells hold the
    homes of all but a few people, as benchmarks/zip_sets.py measures it.
    """
    beyond = shapely.buffer(state, BEYOND_STATE_M + SIMPLIFY_M)
    # Inside a bend of the river the line comes round to itself and would leave a hole.
    border = shapely.union_all(
        shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(beyond)))
    )
    shapes = np.array(list(ground.values()), dtype=object)
    wide = shapely.buffer(shapes, MARGIN_M, join_style="mitre", mitre_limit=MITRE)
    cut = shapely.intersection(wide, shapely.simplify(border, SIMPLIFY_M))
    return dict(zip(ground, rounded(plane.degrees(cut), DECIMALS), strict=True))
