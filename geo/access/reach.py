"""Whether something lies within a limit, when only the least and the most that it can be are known."""

from enum import StrEnum
from math import isnan

__all__ = ["Reach", "judge"]


class Reach(StrEnum):
    """Within a limit, beyond it, or not to be told from what is known. Unknown is neither."""

    WITHIN = "within"
    CANNOT_TELL = "cannot_tell"
    BEYOND = "beyond"


def judge(low: float, high: float, limit: float) -> Reach:
    """Return whether what lies between `low` and `high` is within `limit`, all in one unit.

    Within where even `high` is at most the limit; beyond where even `low` is more; else it cannot
    be told. What equals the limit is within it. ValueError where one is no number or `high` is
    below `low`.
    """
    if isnan(limit) or not low <= high:
        raise ValueError("low, high and limit are numbers, and low is at most high")
    if high <= limit:
        return Reach.WITHIN
    return Reach.BEYOND if low > limit else Reach.CANNOT_TELL
