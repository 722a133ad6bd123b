"""From coordinates to a location: the county, and how near its line, shore or another state is."""

import math
from collections.abc import Sequence
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.geocode import candidates, cautions, coordinates, states
from geo.geocode.location import CountyShare, Location, LocationStatus, Parts, Reason
from geo.spatial import boundaries

__all__ = ["BORDER_M", "MAX_RADIUS_M", "OFF_SHORE_M", "at_point", "nearest_state"]

BORDER_M = 2_500
"""Meters outside a county within which a point still counts as that county's.

The outlines lie up to 2.2 km from the surveyed border (data/README.md).
"""

MAX_RADIUS_M = 30_000
"""Meters of uncertainty above which coordinates name no county, as whole degrees do."""

OFF_SHORE_M = 25_000
"""Meters from a county within which a point on the water counts as its own, unless another state is nearer."""


def at_point(point: coordinates.Point, catalog: Catalog) -> Location:
    """Return the location of typed coordinates."""
    notes: cautions.Notes = [(code, "") for code in point.notes]
    if not point.valid:
        return cautions.no_candidate(catalog, LocationStatus.INVALID, [("bad_coordinates", "")])
    parts = Parts(lon=point.lon, lat=point.lat)
    if point.radius_m > MAX_RADIUS_M and _may_reach(point, catalog):
        notes.append(("coordinates_coarse", ""))
        return cautions.no_candidate(catalog, LocationStatus.NOT_FOUND, notes, parts=parts)
    geoid = boundaries.county_at(catalog, point.lon, point.lat)
    near, nearer = ((), _across(point, catalog)) if geoid else _nearest_counties(point, catalog)
    if not (geoid or near):
        notes.append(("out_of_state", ""))
        none = cautions.no_candidate(catalog, LocationStatus.OUT_OF_STATE, notes, parts=parts)
        return replace(none, elsewhere=nearer)
    candidate = candidates.of_point(
        catalog, point.lon, point.lat, point.radius_m, geoid=geoid or near[0][0], label=point.label
    )
    status = LocationStatus.AMBIGUOUS if nearer else LocationStatus.OK
    if near and near[0][1] > BORDER_M:
        candidate = replace(candidate, counties=_reached(near, point, catalog))
        notes += [("off_shore", ""), *([("state_nearer", nearer)] if nearer else [])]
    elif nearer and geoid:
        notes.append(("on_line", catalog.services.study_area.name))
    elif nearer:
        far = near[0][1] > candidates.OUTLINE_ERROR_M + point.radius_m
        status = LocationStatus.OUT_OF_STATE if far else LocationStatus.AMBIGUOUS
        notes.append(("beyond_line" if far else "on_line", nearer))
    elif near:
        notes.append(("outside_line", ""))
    return Location(
        status=status,
        reason=Reason.ELSEWHERE if status is LocationStatus.AMBIGUOUS else None,
        candidates=(candidate,),
        parts=parts,
        warnings=cautions.cautions_of(notes, catalog),
        elsewhere=nearer,
    )


def _across(point: coordinates.Point, catalog: Catalog) -> str:
    """Return the state that a point this side of the line may lie in as well, "" where none is.

    Water is no state: a shore counts only where another state's line is as near, as drawn.
    """
    reach_m = candidates.OUTLINE_ERROR_M + point.radius_m
    border_m = boundaries.border_m(catalog, point.lon, point.lat, reach_m)
    if math.isinf(border_m):
        return ""
    return nearest_state(catalog, point.lon, point.lat, border_m + candidates.OUTLINE_ERROR_M)[0]


def _may_reach(point: coordinates.Point, catalog: Catalog) -> bool:
    """Whether coarse coordinates may mean a point in the study area's box or off its shore."""
    west, south, east, north = catalog.services.study_area.bbox
    nearest = replace(
        point, lon=min(max(point.lon, west), east), lat=min(max(point.lat, south), north)
    )
    return candidates.apart_m(point, nearest) <= point.radius_m + OFF_SHORE_M


def _nearest_counties(
    point: coordinates.Point, catalog: Catalog
) -> tuple[tuple[tuple[str, float], ...], str]:
    """Return the counties that a point outside all of them may belong to, and any state as near.

    Counties come nearest first, each with its distance in meters.
    """
    near = boundaries.counties_within(catalog, point.lon, point.lat, OFF_SHORE_M)
    if not near:  # so far away that no other state has to be looked for
        return (), ""
    least_m = near[0][1]
    if least_m <= BORDER_M:
        # As near as the lines are drawn apart, it may be either side.
        unsure = least_m <= candidates.OUTLINE_ERROR_M + point.radius_m
        reach_m = least_m + (candidates.OUTLINE_ERROR_M if unsure else 0.0)
        state, away_m = nearest_state(catalog, point.lon, point.lat, reach_m)
        return tuple(county for county in near if county[1] <= BORDER_M), (
            state if away_m < reach_m else ""
        )
    state, away_m = nearest_state(catalog, point.lon, point.lat, math.inf)
    if not state or away_m == 0:
        return (), state
    # The typing moves the point away from one and toward the other.
    unsure_m = candidates.OUTLINE_ERROR_M + 2 * point.radius_m
    return near, state if away_m <= least_m + unsure_m else ""


def nearest_state(catalog: Catalog, lon: float, lat: float, within_m: float) -> tuple[str, float]:
    """Return the name of the nearest other state, "" where none is so near, and the meters to it.

    "another state", 0 meters, where the file of states is broken: nobody can say then.
    """
    try:
        line = boundaries.state_line(catalog, lon, lat, within_m)
    except DataError:
        return "another state", 0.0
    return (states.name_of(line[0]), line[1]) if line else ("", math.inf)


def _reached(
    near: Sequence[tuple[str, float]], point: coordinates.Point, catalog: Catalog
) -> tuple[CountyShare, ...]:
    """Return the nearest county and those hardly farther, given the typing and the drawn lines."""
    reach_m = near[0][1] + point.radius_m + BORDER_M
    return tuple(
        CountyShare(geoid=geoid, county=candidates.county_name(catalog, geoid))
        for geoid, away_m in near
        if away_m <= reach_m
    )
