"""The units of other states that are nearer to a place than any of this state's."""

import math
from collections.abc import Sequence

from geo.coverage.neighbors import CountedUnit, not_ours
from geo.geocode.location import Candidate
from geo.referral import distance_text
from geo.referral.known import Known
from geo.referral.records import Neighbor, Unit
from geo.spatial import geodesy
from geo.spatial.area import Area

__all__ = ["nearer_across"]


def nearer_across(
    known: Known, candidate: Candidate, area: Area, units: Sequence[Unit]
) -> tuple[Neighbor, ...]:
    """Return the units of other states nearer than the first of `units`, nearest first.

    By the points, and at most as many as `units`; none where no unit of this state is known, which
    is said by itself.
    """
    if not units:
        return ()
    lon, lat, limit_m = candidate.lon, candidate.lat, units[0].distance_m
    middle = geodesy.point(lon, lat)
    # No geodesic is shorter than its chord, and measuring one that is far takes a slow library.
    reachable = (
        counted
        for counted in known.neighbors
        if math.dist(middle, geodesy.point(counted.lon, counted.lat)) < limit_m
    )
    away_m = {
        counted: geodesy.between_m(lon, lat, counted.lon, counted.lat) for counted in reachable
    }
    nearer = sorted(
        (counted for counted in away_m if away_m[counted] < limit_m), key=away_m.__getitem__
    )
    return tuple(
        _neighbor(known, counted, away_m[counted], area) for counted in nearer[: len(units)]
    )


def _neighbor(known: Known, counted: CountedUnit, away_m: float, area: Area) -> Neighbor:
    unit, error_m = counted.unit, area.radius_m + counted.radius_m
    source = known.assessment.evidence.sources[unit.source]
    return Neighbor(
        facility_id=unit.id,
        facility=unit.name,
        kind=unit.kind,
        street=unit.street,
        city=unit.city,
        state=unit.state,
        phone=unit.phone,
        distance_m=round(away_m),
        distance_low_m=max(0, round(away_m - error_m)),
        distance_high_m=round(away_m + error_m),
        distance=distance_text.distance(away_m, error_m),
        lon=counted.lon,
        lat=counted.lat,
        radius_m=counted.radius_m,
        eligibility=unit.eligibility,
        note=not_ours(known.assessment.catalog),
        stale=counted.stale,
        source=unit.source,
        as_of=source.describes,
        quote=unit.quote,
    )
