"""How many people of a county live beyond a limit, and whether that is most of them."""

from collections.abc import Sequence

from geo.access import sentences
from geo.access.gap_records import Most
from geo.access.records import Access, Area, PeopleWithin, Range, within_limit

__all__ = ["across_line", "most_far", "people_far", "reason", "share_far", "with_error"]

_HALF = 0.5
_PEOPLE_DECIMALS = 3


def people_far(area: Area, limits: Sequence[PeopleWithin], limit_miles: int) -> Range:
    """Return the people with no unit within the limit: all but those who have one.

    None where that is not known: on a day without any known unit, or without people at points.
    """
    within = within_limit(limits, limit_miles).people
    if within.value is None:
        return within
    # The most within are the least far.
    value, low, high = (
        round(area.people - (people or 0.0), _PEOPLE_DECIMALS)
        for people in (within.value, within.high, within.low)
    )
    return Range(value=value, low=low, high=high)


def share_far(access: Access, area: Area, limit_miles: int, *, with_neighbors: bool) -> Range:
    """Return the share beyond the limit (0 to 1), its least and most with the points' own error.

    Where the shapes prove of everybody in the county that a unit is near, or that none is, there is no
    error. None where the share is not known.
    """
    limits = area.within_with_neighbors if with_neighbors else area.within
    share = within_limit(limits, limit_miles).share
    if share.value is None:
        return share
    far = 1.0 - share.value
    if area.most_miles is not None and area.most_miles <= limit_miles:
        return Range(value=far, low=0.0, high=0.0)
    # The least miles are to units of this state; one across the line may be nearer.
    if not with_neighbors and area.least_miles is not None and area.least_miles > limit_miles:
        return Range(value=far, low=1.0, high=1.0)
    near = with_error(share, access.demand.error_share.get(limit_miles, 0.0))
    return Range(
        value=far,
        low=None if near.high is None else 1.0 - near.high,
        high=None if near.low is None else 1.0 - near.low,
    )


def with_error(share: Range, error: float) -> Range:
    """Return a share with its least and most widened; the error is of counties that the limit parts."""
    if share.low is None or share.high is None:
        return share
    more = error if share.low < 1 and share.high > 0 else 0.0
    return Range(
        value=share.value, low=max(share.low - more, 0.0), high=min(share.high + more, 1.0)
    )


def most_far(share: Range) -> Most:
    """Return yes if the least share is over half, no if the most is under half, else not sure."""
    if share.low is not None and share.low > _HALF:
        return Most.YES
    if share.high is not None and share.high < _HALF:
        return Most.NO
    return Most.NOT_SURE


def reason(area: Area, far: Range, short: str, limit_miles: int) -> str:
    """Return how many are far and which unit is the nearest to most; empty where nobody is, or may be."""
    if not far.high:
        return ""
    first = area.nearest_units[0]
    whose = {True: ", its own region", False: ", another region", None: ""}[first.own]
    share = sentences.percent(Range(value=first.share, low=first.share, high=first.share))
    return (
        f"{sentences.number(far)} of {area.people:,.0f} people live more than {limit_miles} "
        f"straight-line miles from a {short}. For {share} of the county's people the nearest is "
        f"{first.facility}, in Region {first.region}{whose}."
    )


def across_line(far: Range, across: Range, limit_miles: int) -> str:
    """Return what units of other states would change for a county; empty where nothing."""
    if far.value is None or across.value is None or round(far.value) == round(across.value):
        return ""
    return (
        "The state line decides here. With units in neighboring states counted, "
        f"{sentences.number(across)} people would live more than {limit_miles} straight-line miles away, "
        f"instead of {sentences.number(far)}. {sentences.ACROSS}"
    )
