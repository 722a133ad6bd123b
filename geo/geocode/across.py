"""What lies across the state's line: from a place beside it, a distance away, around a city there."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.geocode import candidates, from_coordinates, refine
from geo.geocode.location import Candidate, Scale
from geo.geocode.parse_state import NEAR_M, Distance
from geo.spatial import boundaries

__all__ = [
    "CITY_M",
    "DIRECTION_M",
    "MOSTLY",
    "counties_near_city",
    "share_outside",
    "state_opposite",
]

MOSTLY = 0.5
"""Share of the ground a stated distance away beyond which the answer is not sure to be in the state."""

CITY_M = 20_000.0
"""Meters that a large city of another state reaches around its point: an allowance, not measured."""

DIRECTION_M = 16_000.0
"""Meters, about ten miles, within which "west of" a place may mean the other side of the line."""

_MAX_BEYOND_CITY_M = 60_000.0
_STEP_DEGREES = 22.5
# Share of the points outside that another state must have to be named; the others are water.
_ENOUGH = 0.25
# Outlines of other states are right within this where they do not share an edge with this one.
_STATE_ERROR_M = 2_500.0


def state_opposite(found: Sequence[Candidate], catalog: Catalog) -> str:
    """Return the name of the state that lies across from a place near its line, else ""."""
    for candidate in found:
        reach_m = candidate.radius_m + NEAR_M
        state, _ = from_coordinates.nearest_state(catalog, candidate.lon, candidate.lat, reach_m)
        if state:
            return state
    return ""


def counties_near_city(
    city: str, postal: str, distance: Distance | None, catalog: Catalog
) -> tuple[str, ...]:
    """Return the GEOIDs of the counties that a text may mean by "near" a city of another state.

    Without a stated distance those that come within `NEAR_M` of the city, else the nearest ones as
    far as a city's name says anything. Nearest first; none where its surroundings are all elsewhere.
    """
    start = next(row for row in catalog.context.cities if (row.name, row.state) == (city, postal))
    lon, lat, reach_m = start.lon, start.lat, CITY_M + NEAR_M
    if distance and distance.stated:
        reach_m = CITY_M + distance.meters
        if distance.toward is not None:
            lon, lat = candidates.moved(start, distance.toward, distance.meters)
            reach_m = CITY_M
    near = boundaries.counties_within(catalog, lon, lat, _MAX_BEYOND_CITY_M)
    if near and not (distance and distance.stated):
        reach_m = max(reach_m, near[0][1] + NEAR_M)
    return tuple(geoid for geoid, away_m in near if away_m <= reach_m)


def share_outside(
    areas: tuple[Candidate, ...], distance: Distance | None, catalog: Catalog
) -> tuple[float, str]:
    """Return how much of the ground a distance or direction away may be outside the state, 0 to 1.

    And the name of the other state that most of that lies in, "" for water. `areas` are widened
    already. The share is that of points all around a candidate, or of points to both sides of the
    direction that the text names, from its middle and from its edge; the largest of any candidate.
    """
    if not distance or not (distance.stated or distance.toward is not None):
        return 0.0, ""
    starts = [area for area in areas if refine.is_start(area, distance)]
    if distance.stated:
        ways = [distance]
    else:  # the line may bend back
        starts = [area for area in starts if _is_near_the_border(area, catalog)]
        ways = [replace(distance, meters=DIRECTION_M * part) for part in (0.25, 0.5, 0.75, 1)]
    shares = [_share_outside(catalog, area, way) for area in starts for way in ways]
    if not distance.stated:  # people do not live out on the water that lies that way
        shares = [(share, state) for share, state in shares if state]
    return max(shares, default=(0.0, ""))


def _is_near_the_border(area: Candidate, catalog: Catalog) -> bool:
    """Whether what lies in a direction of a place can be outside at all: most places are far from it."""
    reach_m = DIRECTION_M + area.radius_m + candidates.OUTLINE_ERROR_M
    return math.isfinite(boundaries.border_m(catalog, area.lon, area.lat, reach_m))


def _share_outside(catalog: Catalog, area: Candidate, distance: Distance) -> tuple[float, str]:
    bearings = [_STEP_DEGREES * step for step in range(round(360 / _STEP_DEGREES))]
    reaches_m = [distance.meters]
    if area.precision is Scale.COUNTY:
        # From the county's border, taken for that of a square inside the disc around it.
        reaches_m = [distance.meters + (area.radius_m - distance.meters) / math.sqrt(2)]
    if distance.toward is not None:
        bearings = [distance.toward + turn * _STEP_DEGREES for turn in (-1, -0.5, 0, 0.5, 1)]
        if area.precision is Scale.PLACE:
            reaches_m.append(min(float(area.radius_m), distance.meters + NEAR_M))
    points = [
        candidates.moved(area, bearing, reach_m) for bearing in bearings for reach_m in reaches_m
    ]
    outside = [
        point
        for point in points
        if not boundaries.counties_within(catalog, *point, candidates.OUTLINE_ERROR_M)
    ]
    beyond = Counter(
        from_coordinates.nearest_state(catalog, *point, _STATE_ERROR_M)[0] for point in outside
    )
    del beyond[""]
    state, count = beyond.most_common(1)[0] if beyond else ("", 0)
    return len(outside) / len(points), state if count >= _ENOUGH * len(outside) else ""
