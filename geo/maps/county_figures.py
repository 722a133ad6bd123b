"""What each measure of access says of one county: the figure, its least and most, and words."""

from collections.abc import Sequence
from typing import Final

from geo.access import far as access_far
from geo.access import sentences
from geo.access.gap_records import GapRow
from geo.access.records import Access, Area, Distances, within_limit
from geo.maps.classes import Figure
from geo.text import listing

__all__ = ["backup", "bed_access", "far", "nearest"]

_NO_FIGURE: Final = Figure(value=None, low=None, high=None, words="")


def far(access: Access, area: Area, row: GapRow, limit: int, *, with_neighbors: bool) -> Figure:
    """Return the share of the people beyond the limit; `low` and `high` with the points' own error."""
    people = row.far(with_neighbors=with_neighbors).people
    share = access_far.share_far(access, area, limit, with_neighbors=with_neighbors)
    if people.value is None or share.value is None:
        return _NO_FIGURE
    across = ", units in neighboring states counted" if with_neighbors else ""
    return Figure(
        value=100 * share.value,
        low=None if share.low is None else 100 * share.low,
        high=None if share.high is None else 100 * share.high,
        words=f"{sentences.number(people)} of {area.people:,.0f} people live more than {limit} "
        f"straight-line miles away{across}{_in_doubt(area.disputed)}",
    )


def nearest(access: Access, area: Area) -> Figure:
    """Return the mean miles to the nearest unit."""
    return _mean_miles(access, area.nearest, area.disputed)


def backup(access: Access, area: Area, limit: int) -> Figure:
    """Return the share of the people who have two units within the limit."""
    share = within_limit(area.second, limit).share
    if share.value is None:
        return _NO_FIGURE
    spread = access_far.with_error(share, access.demand.error_share.get(limit, 0.0))
    return Figure(
        value=100 * share.value,
        low=None if spread.low is None else 100 * spread.low,
        high=None if spread.high is None else 100 * spread.high,
        words=f"{sentences.percent(share)} of the people within {limit} straight-line miles"
        f"{_in_doubt(area.disputed)}",
    )


def bed_access(area: Area) -> Figure:
    """Return the beds within reach for 100,000 people."""
    reached = area.bed_access
    known = reached.enhanced_low is not None
    return Figure(
        value=reached.enhanced_low,
        low=reached.enhanced_low,
        high=reached.enhanced_high,
        words=f"{sentences.bed_access(reached)} beds within reach for 100,000 people{_in_doubt(area.disputed)}"
        if known
        else "",
    )


def _in_doubt(disputed: Sequence[str]) -> str:
    return f"; disputed: {listing(disputed)}" if disputed else ""


def _mean_miles(access: Access, distances: Distances | None, disputed: Sequence[str]) -> Figure:
    """Return the mean miles; its range allows for the units' radii and the points' own error."""
    if distances is None or distances.mean_miles.value is None:
        return _NO_FIGURE
    mean, error = distances.mean_miles, access.demand.error_miles or 0.0
    return Figure(
        value=mean.value,
        low=None if mean.low is None else max(mean.low - error, 0.0),
        high=None if mean.high is None else mean.high + error,
        words=f"{sentences.miles(mean)} straight-line miles on average{_in_doubt(disputed)}",
    )
