"""What each measure of access says of one county: the figure, its least and most, and words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.access import sentences
from geo.access.gap_records import GapRow
from geo.access.records import Access, Area, Distances, Range, within_limit
from geo.maps.classes import Figure
from geo.text import listing

__all__ = ["backup", "bed_access", "beds", "nearest", "own", "score", "within"]

_NO_FIGURE: Final = Figure(value=None, low=None, high=None, words="")


def score(access: Access, area: Area, row: GapRow, limit: int) -> Figure:
    """Return a row's score; where distance is not known it may be that of everybody more.

    A score of 0 without distance is no figure: nothing says that nobody is far.
    """
    unproven = f"{row.people_unproven:,} people unproven"
    far, share = row.people_far.value, _with_error(access, area, limit)
    if far is None or share is None:
        return Figure(
            value=row.score or None,
            low=row.score,
            high=row.score + row.people,
            words=f"score {row.score:,.0f}: {unproven}; how far people are is not known and not scored",
        )
    # What is not far is as unsure as what is within.
    _, least, most = share
    rest = row.score - far
    return Figure(
        value=row.score,
        low=rest + area.people * (1 - most),
        high=rest + area.people * (1 - least),
        words=f"score {row.score:,.0f}: {unproven}, {sentences.number(row.people_far)} beyond {limit} "
        f"straight-line miles{_in_doubt(area.disputed)}",
    )


def nearest(access: Access, area: Area) -> Figure:
    """Return the mean miles to the nearest unit."""
    return _mean_miles(access, area.nearest, area.disputed)


def own(access: Access, area: Area, short: str) -> Figure:
    """Return the mean miles to the region's own unit; no most if all its units are disputed."""
    disputed = area.beds.units_disputed
    mean = _mean_miles(access, area.own, area.disputed if disputed else ())
    if mean.value is None or disputed < max(area.beds.units, 1):
        return mean
    # No other unit of the region can stand in: if this one is not there, there is none.
    return replace(mean, high=None, words=f"{mean.words}; the region has no other {short}")


def within(access: Access, area: Area, limit: int) -> Figure:
    """Return the share of the people who have a unit within the limit."""
    return _percent(
        area, within_limit(area.within, limit).share, _with_error(access, area, limit), limit
    )


def backup(access: Access, area: Area, limit: int) -> Figure:
    """Return the share of the people who have two units within the limit."""
    share = within_limit(area.second, limit).share
    spread = _spread(share, access.demand.error_share.get(limit, 0.0))
    return _percent(area, share, spread, limit)


def beds(area: Area) -> Figure:
    """Return the beds of the region for 100,000 of its people."""
    bed_count = area.beds
    # Unknown beds bound nothing, and a least of 0 then says nothing either.
    known = bed_count.per_100k_low if bed_count.low or bed_count.high is not None else None
    if known is None:
        return Figure(value=None, low=None, high=None, words=f"beds: {sentences.beds(bed_count)}")
    return Figure(
        value=known,
        low=known,
        high=bed_count.per_100k_high,
        words=f"{sentences.bed_rate(bed_count)} for 100,000 of the region's {bed_count.people:,} people "
        f"(beds: {sentences.beds(bed_count)}){_in_doubt(area.disputed if bed_count.units_disputed else ())}",
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


def _percent(
    area: Area, share: Range, spread: tuple[float, float, float] | None, limit: int
) -> Figure:
    if spread is None:
        return _NO_FIGURE
    value, low, high = (100 * share for share in spread)
    words = f"{sentences.percent(share)} of the people within {limit} straight-line miles"
    return Figure(value=value, low=low, high=high, words=f"{words}{_in_doubt(area.disputed)}")


def _with_error(access: Access, area: Area, limit: int) -> tuple[float, float, float] | None:
    """Return the share within the limit, and its least and most with the points' own error.

    Where the shapes prove that everybody in the county, or nobody, is within, there is no error.
    None where the share is not known.
    """
    share = within_limit(area.within, limit).share
    if share.value is None:
        return None
    if area.most_miles is not None and area.most_miles <= limit:
        return share.value, 1.0, 1.0
    if area.least_miles is not None and area.least_miles > limit:
        return share.value, 0.0, 0.0
    return _spread(share, access.demand.error_share.get(limit, 0.0))


def _spread(share: Range, error: float) -> tuple[float, float, float] | None:
    """Return value, least and most of a share; the error is that of counties which the limit parts."""
    value, low, high = share.value, share.low, share.high
    if value is None or low is None or high is None:
        return None
    more = error if low < 1 and high > 0 else 0.0
    return value, max(low - more, 0.0), min(high + more, 1.0)
