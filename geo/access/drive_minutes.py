"""A rough estimate of driving minutes from straight-line miles: an interval, never a drive time.

No road, speed or traffic is known here. The interval is an estimate of this project for standards
that speak of minutes; it is shown as an interval only. It is no bound: a drive can be quicker than
its low end (a straight highway at 70 mph) and slower than its high end (a river without a bridge, a
closed road). Low end <= central figure <= high end for every distance, and none falls as the
distance grows. S stands for straight-line miles.
"""

__all__ = ["central_min", "high_min", "low_min"]

LEAST_DETOUR = 1.1
"""Road miles for each straight-line mile, low end of the estimate."""
FASTEST_MPH = 65.0
"""Miles in an hour all the way, low end of the estimate."""
START_MIN = 3.0
"""Minutes for getting on and off the road, in the central figure and the high end."""
CENTRAL_MIN_PER_MILE = 1.9
HIGH_NEAR_MIN_PER_MILE = 4.8
"""High end, for each of the first `NEAR_MILES` straight-line miles."""
HIGH_FAR_MIN_PER_MILE = 2.25
"""High end, for each straight-line mile after them."""
NEAR_MILES = 10.0


def low_min(miles: float) -> float:
    """Return the low end of the estimate in minutes, 1.1 S · 60 / 65; not a drive time.

    S straight-line miles are 1.1 S road miles; at 65 miles an hour these take 1.1 S / 65 hours,
    which is 66 S / 65 minutes (1.0154 minutes a mile). ValueError for a distance that is
    negative or no number.
    """
    return _checked(miles) * (LEAST_DETOUR * 60.0 / FASTEST_MPH)


def central_min(miles: float) -> float:
    """Return the central figure of the estimate in minutes, 3 + 1.9 S; not a drive time.

    ValueError as for `low_min`.
    """
    return START_MIN + CENTRAL_MIN_PER_MILE * _checked(miles)


def high_min(miles: float) -> float:
    """Return the high end of the estimate in minutes; not a drive time.

    3 + 4.8 min(S, 10) + 2.25 max(S - 10, 0): 51 minutes for 10 miles. ValueError as for
    `low_min`.
    """
    straight = _checked(miles)
    near = HIGH_NEAR_MIN_PER_MILE * min(straight, NEAR_MILES)
    return START_MIN + near + HIGH_FAR_MIN_PER_MILE * max(straight - NEAR_MILES, 0.0)


def _checked(miles: float) -> float:
    # Not a number compares as false, so that it is refused too.
    if not miles >= 0:
        raise ValueError("straight-line miles are numbers, 0 or more")
    return miles
