"""What the map of gaps can show: each measure of access with its figures and words."""

from collections.abc import Callable, Mapping
from typing import Final

from geo.access import words
from geo.access.records import Access, Area, Distances, Gaps, Range, Within
from geo.maps.classed import Family, Figure, Measure
from geo.records import Catalog

__all__ = ["measures"]

# Round numbers that stay when the data change, so that two maps of different days can be laid side
# by side and a county changes its class only if its own figure does; quantiles would move with
# every other county. Five classes: more shades of one hue are hard to find again in a legend.
_MILES: Final = (15, 30, 45, 60)  # the limits that this project counts people within
_PERCENT: Final = (25, 50, 75, 90)
_PEOPLE: Final = (1, 5_000, 15_000, 30_000)
_BEDS: Final = (2.5, 5, 7.5, 10)  # the state's known beds make about 5 for 100,000


def measures(catalog: Catalog, access: Access, rankings: Mapping[int, Gaps]) -> tuple[Measure, ...]:
    """Return every measure, those with a limit once for each.

    Parameters
    ----------
    catalog : Catalog
        The data that the measures are of.
    access : Access
        How far the people of the state and its counties are.
    rankings : mapping
        Limit in miles to the ranking at that limit.
    """
    short = next(one.short for one in catalog.services.service_types if one.id == access.service)
    return (
        *(_affected(access, rankings[limit], short) for limit in rankings),
        _nearest(access, short),
        *(_within(access, limit, short) for limit in rankings),
        *(_backup(access, limit, short) for limit in rankings),
        _own(access, short),
        _beds(access, short),
        _bed_access(access, short),
    )


def _affected(access: Access, gaps: Gaps, short: str) -> Measure:
    """People for whom a standard is unproven, and people too far from a unit, added up."""
    areas = {one.id: one for one in access.counties}
    limit = gaps.limit_miles
    figures = {}
    for row in gaps.ranking:
        # What is not far is as unsure as what is within.
        _, least, most = _with_error(access, areas[row.geoid], limit)
        far = row.people_far.value or 0.0
        rest = row.score - far
        figures[row.geoid] = Figure(
            value=row.score,
            low=rest + row.people * (1 - most),
            high=rest + row.people * (1 - least),
            words=f"score {row.score:,.0f}: {row.people_unproven:,} people unproven, "
            f"{words.number(row.people_far)} beyond {limit} straight-line miles",
        )
    some = sum(one.score > 0 for one in gaps.ranking)
    return Measure(
        family=Family.AFFECTED,
        limit_miles=limit,
        title=f"People affected, limit {limit} straight-line miles",
        question=gaps.score,
        sentence=f"{some} of {len(figures)} counties have people affected, with {limit} "
        f"straight-line miles to the nearest {short} as the limit.",
        unit="",
        limits=_PEOPLE,
        most_is_worst=True,
        missing="nobody to count",
        unknown=False,
        figures={one.id: figures[one.id] for one in access.counties},
        lowest="nobody",
    )


def _nearest(access: Access, short: str) -> Measure:
    return Measure(
        family=Family.NEAREST,
        title=f"Straight-line miles to the nearest {short}",
        question=f"How far are a county's people on average from the nearest {short}, in a straight line?",
        sentence=f"{words.miles(access.state.nearest.mean_miles)} straight-line miles on average "
        f"from the state's people to the nearest {short}.",
        unit=" miles",
        limits=_MILES,
        most_is_worst=True,
        missing=f"no {short} to measure to",
        unknown=False,
        figures=_each(access, lambda area: _mean_miles(access, area.nearest)),
    )


def _own(access: Access, short: str) -> Measure:
    own = access.state.own
    return Measure(
        family=Family.OWN,
        title=f"Straight-line miles to the region's own {short}",
        question="How far are a county's people on average from the nearest "
        f"{short} of their own region, in a straight line?",
        sentence=f"{words.miles(own.mean_miles)} straight-line miles on average from the state's "
        f"people to the nearest {short} of their own region."
        if own
        else f"Not every region has a {short} of its own.",
        unit=" miles",
        limits=_MILES,
        most_is_worst=True,
        missing=f"the region has no {short} of its own",
        unknown=False,
        figures=_each(access, lambda area: _mean_miles(access, area.own)),
    )


def _within(access: Access, limit: int, short: str) -> Measure:
    return Measure(
        family=Family.WITHIN,
        limit_miles=limit,
        title=f"People within {limit} straight-line miles of a {short}",
        question=f"What share of a county's people has a {short} within {limit} straight-line miles?",
        sentence=f"{words.number(_at(access.state.within, limit).people)} of "
        f"{access.state.people:,.0f} people have a {short} within {limit} straight-line miles.",
        unit=" %",
        limits=_PERCENT,
        most_is_worst=False,
        missing="nobody to count",
        unknown=False,
        figures=_each(
            access,
            lambda area: _share(
                _at(area.within, limit).share, _with_error(access, area, limit), limit
            ),
        ),
    )


def _backup(access: Access, limit: int, short: str) -> Measure:
    def figure(area: Area) -> Figure:
        share = _at(area.second, limit).share
        return _share(share, _spread(share, access.demand.error_share.get(limit, 0.0)), limit)

    return Measure(
        family=Family.BACKUP,
        limit_miles=limit,
        title=f"Backup: a second {short} within {limit} straight-line miles",
        question=f"What share of a county's people has two {short}s within {limit} straight-line "
        "miles, so that one may be full?",
        sentence=f"{words.number(_at(access.state.second, limit).people)} of "
        f"{access.state.people:,.0f} people have a second {short} within {limit} straight-line miles.",
        unit=" %",
        limits=_PERCENT,
        most_is_worst=False,
        missing="nobody to count",
        unknown=False,
        figures=_each(access, figure),
    )


def _beds(access: Access, short: str) -> Measure:
    def figure(area: Area) -> Figure:
        found = area.beds
        unknown = found.units > 0 and found.low == 0 and found.high is None
        return Figure(
            value=None if unknown else found.per_100k_low or 0.0,
            low=found.per_100k_low or 0.0,
            high=found.per_100k_high,
            words=f"{words.bed_rate(found)} for 100,000 of the region's {found.people:,} people "
            f"(beds: {words.beds(found)})",
        )

    return Measure(
        family=Family.BEDS,
        title="Beds of the region for 100,000 people",
        question=f"How many {short} beds does the county's region have for 100,000 of its people?",
        sentence=f"{words.bed_rate(access.state.beds).capitalize()} for 100,000 people in the state "
        f"(beds: {words.beds(access.state.beds)}).",
        unit=" beds",
        limits=_BEDS,
        most_is_worst=False,
        missing="no source tells how many beds",
        unknown=True,
        figures=_each(access, figure),
    )


def _bed_access(access: Access, short: str) -> Measure:
    def figure(area: Area) -> Figure:
        found = area.bed_access
        return Figure(
            value=found.enhanced_low,
            low=found.enhanced_low,
            high=found.enhanced_high,
            words=f"{words.bed_access(found)} beds within reach for 100,000 people",
        )

    reach = access.state.bed_access
    return Measure(
        family=Family.BED_ACCESS,
        title="Beds within reach for 100,000 people",
        question=f"How many {short} beds lie within {reach.limit_miles:g} straight-line miles, near "
        "ones counting more, shared with everybody who reaches them (E2SFCA)?",
        sentence=f"{words.bed_access(reach)} beds within reach for 100,000 people in the state. Where "
        "beds are unknown, the least takes none and the most takes as many as the largest unit has, "
        f"which is an assumption. {reach.people_unreached:,.0f} people reach no {short} and count as 0.",
        unit=" beds",
        limits=_BEDS,
        most_is_worst=False,
        missing="nobody to count",
        unknown=False,
        figures=_each(access, figure),
    )


def _each(access: Access, figure: Callable[[Area], Figure]) -> dict[str, Figure]:
    return {one.id: figure(one) for one in access.counties}


def _mean_miles(access: Access, found: Distances | None) -> Figure:
    """Return the mean miles; its range allows for the units' radii and the points' own error."""
    if found is None or found.mean_miles.value is None:
        return Figure(value=None, low=None, high=None, words="")
    mean, error = found.mean_miles, access.demand.error_miles or 0.0
    return Figure(
        value=mean.value,
        low=max((mean.low or 0.0) - error, 0.0),
        high=None if mean.high is None else mean.high + error,
        words=f"{words.miles(mean)} straight-line miles on average",
    )


def _share(share: Range, spread: tuple[float, float, float], limit: int) -> Figure:
    if share.value is None:
        return Figure(value=None, low=None, high=None, words="")
    value, low, high = (100 * one for one in spread)
    said = f"{words.percent(share)} of the people within {limit} straight-line miles"
    return Figure(value=value, low=low, high=high, words=said)


def _with_error(access: Access, area: Area, limit: int) -> tuple[float, float, float]:
    """Return the share within the limit, and its least and most with the points' own error.

    Where the shapes prove that everybody in the county, or nobody, is within, there is no error.
    """
    share = _at(area.within, limit).share
    if area.most_miles is not None and area.most_miles <= limit:
        return share.value or 0.0, 1.0, 1.0
    if area.least_miles is not None and area.least_miles > limit:
        return share.value or 0.0, 0.0, 0.0
    return _spread(share, access.demand.error_share.get(limit, 0.0))


def _spread(share: Range, error: float) -> tuple[float, float, float]:
    """Return value, least and most of a share; the error is that of counties which the limit parts."""
    value, low, high = (one or 0.0 for one in (share.value, share.low, share.high))
    more = error if low < 1 and high > 0 else 0.0
    return value, max(low - more, 0.0), min(high + more, 1.0)


def _at(some: tuple[Within, ...], limit: int) -> Within:
    return next(one for one in some if one.miles == limit)
