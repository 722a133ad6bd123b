"""What the map of gaps can show: each measure of access with its figures and words."""

from collections.abc import Callable, Mapping
from typing import Final

from geo.access import sentences
from geo.access.gap_records import Gaps, Most
from geo.access.records import Access, Area, Range, within_limit
from geo.maps import county_figures
from geo.maps.classes import Family, Figure, Measure
from geo.text import listing

__all__ = ["measures"]

# Round numbers that stay when the data change, so that two maps of different days can be laid side
# by side and a county changes its class only if its own figure does; quantiles would move with
# every other county. Five classes: more shades of one hue are hard to find again in a legend.
_MILES: Final = (15, 30, 45, 60)  # the limits that this project counts people within
_PERCENT: Final = (25, 50, 75, 90)
_SHARE: Final = (1e-9, 25, 50, 75)  # percent; anybody at all is more than nobody
_SHARES: Final = ("nobody", "under 25%", "25% to 49%", "50% to 74%", "75% to 100%")
_BEDS: Final = (2.5, 5, 7.5, 10)  # the state's known beds make about 5 for 100,000

_NOT_KNOWN: Final = (
    "Not known: no source speaks of a unit on this day, no region is certain, or the points of where "
    "people live have nobody."
)
_MISSING: Final = "no source speaks of a {} on this day, or no people to measure for"


def measures(access: Access, rankings: Mapping[int, Gaps]) -> tuple[Measure, ...]:
    """Return every measure, those with a limit once for each.

    Parameters
    ----------
    access : Access
        How far the people of the state and its counties are.
    rankings : mapping
        Limit in miles to the ranking at that limit.
    """
    short = access.unit_short
    return (
        *(
            _far(access, rankings[limit], short, with_neighbors=with_neighbors)
            for with_neighbors in (False, True)
            for limit in rankings
        ),
        _nearest(access, short),
        *(_backup(access, limit, short) for limit in rankings),
        _bed_access(access, short),
    )


def _far(access: Access, gaps: Gaps, short: str, *, with_neighbors: bool) -> Measure:
    """Return the share of each county's people beyond the limit, marked where most are, for certain."""
    limit, rows = gaps.limit_miles, {row.geoid: row for row in gaps.ranking}
    totals = gaps.totals
    people = totals.people_far_with_neighbors if with_neighbors else totals.people_far
    across = ", units in neighboring states counted" if with_neighbors else ""
    return Measure(
        family=Family.FAR_WITH_NEIGHBORS if with_neighbors else Family.FAR,
        limit_miles=limit,
        title=f"People more than {limit} straight-line miles from a {short}{across}",
        question=f"What share of a county's people live more than {limit} straight-line miles from a "
        f"{short}{across}?",
        sentence=_said(
            access,
            people,
            f"{sentences.number(people)} of {access.state.people:,.0f} people live more than {limit} "
            f"straight-line miles from a {short}{across}.",
        ),
        unit="%",
        limits=_SHARE,
        most_is_worst=True,
        missing=_MISSING.format(short),
        figures=_each(
            access,
            lambda area: county_figures.far(
                access, area, rows[area.id], limit, with_neighbors=with_neighbors
            ),
        ),
        names=_SHARES,
        certain=frozenset(
            geoid
            for geoid, row in rows.items()
            if row.far(with_neighbors=with_neighbors).most is Most.YES
        ),
    )


def _nearest(access: Access, short: str) -> Measure:
    return Measure(
        family=Family.NEAREST,
        title=f"Straight-line miles to the nearest {short}",
        question=f"How far are a county's people on average from the nearest {short}, in a straight line?",
        sentence=_said(
            access,
            access.state.nearest.mean_miles,
            f"{sentences.miles(access.state.nearest.mean_miles)} straight-line miles on average "
            f"from the state's people to the nearest {short}.",
        ),
        unit=" miles",
        limits=_MILES,
        most_is_worst=True,
        missing=_MISSING.format(short),
        figures=_each(access, lambda area: county_figures.nearest(access, area)),
    )


def _backup(access: Access, limit: int, short: str) -> Measure:
    state = within_limit(access.state.second, limit)
    return Measure(
        family=Family.BACKUP,
        limit_miles=limit,
        title=f"Backup: a second {short} within {limit} straight-line miles",
        question=f"What share of a county's people has two {short}s within {limit} straight-line "
        "miles, so that one may be full?",
        sentence=_said(
            access,
            state.people,
            f"{sentences.number(state.people)} of {access.state.people:,.0f} people have a second {short} "
            f"within {limit} straight-line miles.",
        ),
        unit=" %",
        limits=_PERCENT,
        most_is_worst=False,
        missing=_MISSING.format(short),
        figures=_each(access, lambda area: county_figures.backup(access, area, limit)),
    )


def _bed_access(access: Access, short: str) -> Measure:
    reach = access.state.bed_access
    return Measure(
        family=Family.BED_ACCESS,
        title="Beds within reach for 100,000 people",
        question=f"How many {short} beds lie within {reach.limit_miles:g} straight-line miles, near "
        "ones counting more, shared with everybody who reaches them (E2SFCA)?",
        sentence=_NOT_KNOWN
        if reach.people_unreached is None
        else f"{sentences.bed_access(reach)} beds within reach for 100,000 people in the state. Where "
        "beds are unknown, the least takes none and the most takes as many as the largest unit has, "
        f"which is an assumption. {reach.people_unreached:,.0f} people reach no {short} and count as "
        f"0. The range is one of beds alone: units and people stand at their points."
        f"{_disputed(access)}",
        unit=" beds",
        limits=_BEDS,
        most_is_worst=False,
        missing=_MISSING.format(short),
        sure="yes, as far as beds go",
        figures=_each(access, county_figures.bed_access),
    )


def _each(access: Access, figure: Callable[[Area], Figure]) -> dict[str, Figure]:
    return {county.id: figure(county) for county in access.counties}


def _said(access: Access, figure: Range, sentence: str) -> str:
    """Return the sentence on the state with its disputed units, or that nothing is known."""
    return _NOT_KNOWN if figure.value is None else f"{sentence}{_disputed(access)}"


def _disputed(access: Access) -> str:
    names = access.state.disputed
    verb = "is" if len(names) == 1 else "are"
    return f" {listing(names)} {verb} disputed." if names else ""
