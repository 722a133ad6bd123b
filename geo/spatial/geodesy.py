"""Straight-line distance on the Earth's ellipsoid (WGS 84), exact, with quick bounds on it."""

import math
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.text import METERS_PER_MILE

if TYPE_CHECKING:  # numpy and pyproj take longer to import than one distance may take
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod

__all__ = [
    "DOUBT_M",
    "ECCENTRICITY_2",
    "EQUATOR_RADIUS_M",
    "HALF_MERIDIAN_M",
    "LEAST_CURVE_RADIUS_M",
    "METERS_PER_MILE",
    "MOST_CURVE_RADIUS_M",
    "POLE_RADIUS_M",
    "SHORT_M",
    "SLACK_M",
    "between_m",
    "check_degrees",
    "check_point",
    "columns",
    "distance_m",
    "ecef",
    "geodesic_m",
    "point",
    "short_m",
    "upper_m",
]

EQUATOR_RADIUS_M = 6_378_137.0
"""Semi-major axis a of WGS 84."""
_FLATTENING = 1 / 298.257223563
POLE_RADIUS_M = EQUATOR_RADIUS_M * (1 - _FLATTENING)
"""Semi-minor axis b of WGS 84, 6,356,752.314 m."""
LEAST_CURVE_RADIUS_M = POLE_RADIUS_M**2 / EQUATOR_RADIUS_M
"""b²/a: the tightest the surface bends (along a meridian, at the equator), 6,335,439 m."""
MOST_CURVE_RADIUS_M = EQUATOR_RADIUS_M**2 / POLE_RADIUS_M
"""a²/b: the least it bends (at the poles), 6,399,594 m."""
_N = _FLATTENING / (2 - _FLATTENING)
HALF_MERIDIAN_M = math.pi * (EQUATOR_RADIUS_M + POLE_RADIUS_M) / 2 * (1 + _N**2 / 4 + _N**4 / 64)
"""From pole to pole, 20,003,931.459 m; no two points of the ellipsoid are further apart."""
SHORT_M = 200_000.0
"""Up to this chord the short formula is within 10 micrometers of the geodesic."""
DOUBT_M = 1e-4
"""Two results of the short formula nearer to each other than this may be in the wrong order."""
SLACK_M = 1e-6
"""What a bound is widened by: far above the error of a chord (nanometers) or of `pyproj.Geod` (15 nm)."""

_SQUASH = (EQUATOR_RADIUS_M / POLE_RADIUS_M) ** 2
ECCENTRICITY_2 = 1 - 1 / _SQUASH
"""Of the meridian ellipse, squared."""
# The upper bound is an arcsine below this chord, and the half meridian from it on.
_TURN_M = 2 * LEAST_CURVE_RADIUS_M * math.sin(HALF_MERIDIAN_M / (2 * LEAST_CURVE_RADIUS_M))

Point = tuple[float, float, float]


def point(lon: float, lat: float) -> Point:
    """Return the earth-centered x, y, z in meters of one point in degrees, on the ellipsoid."""
    return _earth_centered(math, lon, lat)


def ecef(lonlat: "ArrayLike") -> "NDArray[np.float64]":
    """Return earth-centered coordinates of points on the ellipsoid.

    Parameters
    ----------
    lonlat : array of shape (n, 2)
        Degrees, WGS 84.

    Returns
    -------
    array of shape (n, 3)
        x, y, z in meters, each column contiguous.
    """
    import numpy as np

    return np.array(_earth_centered(np, *np.asarray(lonlat, dtype=np.float64).T)).T


def _earth_centered(functions: Any, lon: Any, lat: Any) -> tuple[Any, Any, Any]:
    """Return x, y, z by the functions of `math` for one point or of `numpy` for many."""
    east, north = functions.radians(lon), functions.radians(lat)
    sine = functions.sin(north)
    across = EQUATOR_RADIUS_M / functions.sqrt(1 - ECCENTRICITY_2 * sine * sine)
    out = across * functions.cos(north)
    return out * functions.cos(east), out * functions.sin(east), across * sine / _SQUASH


def upper_m(chord_m: Any) -> Any:
    """Return the most that a geodesic can measure, given its straight chord in meters.

    One chord needs no numpy. The least is the chord c itself: nothing is shorter than a straight
    line. The most is 2 r asin(c / 2r) with r = b²/a for c below 2 r sin(H / 2r) = 12,670,479 m, and H from there
    on, where H is half a meridian.

    Proof. A geodesic does not turn within the surface, so it bends in space only as much as the
    surface does below it, and the ellipsoid nowhere bends more than 1/r (along a meridian at the
    equator; the other radius of curvature is never below a). Schur's theorem: of two arcs of the
    same length s, the one that bends less everywhere has its ends further apart, if the other is
    plane and convex with its chord. An arc of a circle of radius r is that up to s = 2 pi r, so
    c >= 2 r sin(s / 2r).

    Both ways along the meridians of two points, over the north and over the south pole, are
    together one whole meridian ellipse, so the shorter is at most H, and so is s. H is a little
    more than pi r, where the sine turns: for s between pi r and H it is at least sin(H / 2r). So
    a chord below 2 r sin(H / 2r) means s <= pi r, where the inequality can be solved for s. Above
    it (points nearly opposite each other: the Earth is 12,714 to 12,756 km thick) only s <= H holds.
    """
    twice = 2 * LEAST_CURVE_RADIUS_M
    if isinstance(chord_m, float):
        return twice * math.asin(chord_m / twice) if chord_m < _TURN_M else HALF_MERIDIAN_M
    import numpy as np

    arc = twice * np.arcsin(np.minimum(chord_m, _TURN_M) / twice)
    return np.where(np.less(chord_m, _TURN_M), arc, HALF_MERIDIAN_M)


def short_m(start: Any, end: Any) -> Any:
    """Return the geodesic distance in meters of points whose chord is at most `SHORT_M`.

    Parameters
    ----------
    start, end : array of shape (n, 3)
        Earth-centered coordinates of points on the ellipsoid, meters.

    Returns
    -------
    array of shape (n,)
        Within 10 micrometers. Over 200 km a geodesic hardly differs from an arc of a circle that
        bends as the ellipsoid does at its middle: k = dᵀDd / (c² |Dm|) with D = diag(1/a², 1/a²,
        1/b²), chord vector d of length c and its middle m put on the surface. So the length is
        (2/k) asin(k c / 2).
    """
    import numpy as np

    step, middle = np.subtract(start, end).T, np.add(start, end).T
    up = step[2] * step[2]
    square = step[0] * step[0] + step[1] * step[1] + up
    # Opposite points have their middle at 0; what is added is nothing next to a radius.
    flat = middle[0] * middle[0] + middle[1] * middle[1] + 1e-9
    high = middle[2] * middle[2] * _SQUASH
    steep = up / np.maximum(square, 1e-300)  # a chord of nothing is not steep either
    bend = _half_bend(np, steep, flat, high)
    # Far beyond SHORT_M the arc would close; the result then is merely long.
    return np.arcsin(np.minimum(bend * np.sqrt(square), 1.0)) / bend


def between_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the geodesic distance in meters of two points in degrees (WGS 84).

    As `distance_m`, and as exact, without numpy; beyond 200 km pyproj is imported.
    """
    start, end = point(lon1, lat1), point(lon2, lat2)
    chord = math.dist(start, end)
    if chord > SHORT_M:
        return float(geodesic_m(lon1, lat1, lon2, lat2))
    if not chord:
        return 0.0
    up = (start[2] - end[2]) / chord
    flat = (start[0] + end[0]) ** 2 + (start[1] + end[1]) ** 2
    high = (start[2] + end[2]) ** 2 * _SQUASH
    bend = _half_bend(math, up * up, flat, high)
    return float(math.asin(bend * chord) / bend)


def _half_bend(functions: Any, steep: Any, flat: Any, high: Any) -> Any:
    """Return k / 2 of `short_m`; `steep` is the square of the chord's part along the axis."""
    return (
        (1 + (_SQUASH - 1) * steep)
        * functions.sqrt((flat + high) / (flat + high * _SQUASH))
        / (2 * EQUATOR_RADIUS_M)
    )


def distance_m(
    lon1: "ArrayLike", lat1: "ArrayLike", lon2: "ArrayLike", lat2: "ArrayLike"
) -> "NDArray[np.float64]":
    """Return geodesic distances in meters on WGS 84.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : arrays that broadcast against each other
        Degrees.

    Returns
    -------
    array of their common shape
        Within 10 micrometers up to 200 km; beyond as `pyproj.Geod` (some 15 nanometers).

    Raises
    ------
    ValueError
        For a coordinate that is no number or no degree; tells its place, not its value.
    """
    import numpy as np

    columns = np.broadcast_arrays(
        *(np.asarray(degrees, np.float64) for degrees in (lon1, lat1, lon2, lat2))
    )
    shape = columns[0].shape
    start_lon, start_lat, end_lon, end_lat = (column.ravel() for column in columns)
    check_degrees(start_lon, start_lat)
    check_degrees(end_lon, end_lat)
    start = ecef(np.column_stack((start_lon, start_lat)))
    end = ecef(np.column_stack((end_lon, end_lat)))
    far = np.sqrt(((start - end) ** 2).sum(axis=1)) > SHORT_M
    geodesic = np.empty(len(far))
    geodesic[~far] = short_m(start[~far], end[~far])
    if far.any():
        geodesic[far] = geodesic_m(start_lon[far], start_lat[far], end_lon[far], end_lat[far])
    return geodesic.reshape(shape)


def geodesic_m(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Any:
    """Return what `pyproj.Geod` measures: meters, for floats or for arrays of one shape in degrees."""
    return _geod().inv(lon1, lat1, lon2, lat2)[2]


@cache
def _geod() -> "Geod":
    from pyproj import Geod

    return Geod(ellps="WGS84")


def columns(
    lon: "ArrayLike", lat: "ArrayLike"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return two columns of degrees as arrays; ValueError unless they are of one length, and degrees."""
    import numpy as np

    lons, lats = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if lons.ndim != 1 or lons.shape != lats.shape:
        raise ValueError("lon and lat are two columns of one length")
    check_degrees(lons, lats)
    return lons, lats


def check_degrees(lon: "ArrayLike", lat: "ArrayLike") -> None:
    """Raise ValueError unless all are finite, longitudes within 180 and latitudes within 90 degrees.

    The message counts the faulty points and gives the place of the first. It never repeats a
    coordinate: that may be where somebody lives.
    """
    import numpy as np

    for name, most, values in (("longitude", 180.0, lon), ("latitude", 90.0, lat)):
        # Not a number compares as false, so that it counts as faulty too.
        faulty = ~(np.abs(np.asarray(values, dtype=np.float64)) <= most)
        if faulty.any():
            first, count = int(np.flatnonzero(faulty)[0]), int(faulty.sum())
            raise ValueError(
                f"{count} of {faulty.size} {name}s not within -{most:g} to {most:g} degrees,"
                f" the first at index {first}"
            )


def check_point(lon: float, lat: float) -> None:
    """Raise ValueError unless one point is in degrees; as `check_degrees`, without numpy."""
    for name, most, value in (("longitude", 180.0, lon), ("latitude", 90.0, lat)):
        if not abs(value) <= most:
            raise ValueError(f"the {name} is not within -{most:g} to {most:g} degrees")
