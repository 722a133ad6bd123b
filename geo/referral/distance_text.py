"""Distances and places in words, no more precise than they are known."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from geo.geocode.location import Candidate, Scale
from geo.referral.records import CenterHelp, CountyHelp, OtherState, Referral, Team, Unit
from geo.said import listed, said
from geo.spatial.geodesy import METERS_PER_MILE
from geo.text import has_title

__all__ = [
    "FEW_PEOPLE",
    "across",
    "away",
    "by_likelihood",
    "counties",
    "distance",
    "help_by_likelihood",
    "in_one_county",
    "in_town",
    "may_reach",
    "near_line",
    "placed",
    "rounded",
    "whose_people",
    "within",
]

_Help = TypeVar("_Help", Team, Unit, CenterHelp)
FEW_PEOPLE = 0.05
"""Share of a ZIP's people under which a county is told below the others."""
# Steps that a number in words is rounded to: the largest that is at most half the error.
_STEPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
_EXACT_M = 100.0


def distance(distance_m: float, error_m: float, step_error_m: float = 0.0) -> str:
    """Return a straight-line distance in miles, rounded to what its error supports.

    Where the error is more than the distance, only an upper bound is said. Distances that
    stand in one list are rounded alike, by the largest error among them (`step_error_m`), so that
    the list is in order to the eye as well.

    >>> distance(39_000, 6_000)
    'about 24 miles in a straight line, give or take 4 miles'
    """
    if distance_m <= error_m:
        return said("{within} in a straight line", within=within(distance_m + error_m))
    coarse_m = max(error_m, step_error_m)
    miles = rounded(distance_m / METERS_PER_MILE, coarse_m / METERS_PER_MILE)
    if error_m <= _EXACT_M:
        return said("{miles} in a straight line", miles=_miles(miles))
    return said(
        "about {miles} in a straight line, give or take {error}",
        miles=_miles(miles),
        error=_miles(_up(error_m / METERS_PER_MILE)),
    )


def in_town(most_m: float, *, exactly: bool = True) -> str:
    """Return how far a unit in the same town can be: "in the same town, at most 11 miles".

    Not `exactly` where the place is a ZIP of that town, or some way from its center.
    """
    most = _miles(_up(most_m / METERS_PER_MILE))
    if exactly:
        return said("in the same town, at most {miles} in a straight line", miles=most)
    return said("in or near the same town, at most {miles} in a straight line", miles=most)


def away(distance_m: float) -> str:
    """Return a distance known well, to the tenth below ten miles: "0.3 miles"."""
    digits = 1 if distance_m < 10 * METERS_PER_MILE else 0
    return _miles(f"{distance_m / METERS_PER_MILE:.{digits}f}")


def within(radius_m: float) -> str:
    """Return a radius in words, rounded up: "within about 12 miles"."""
    return said("within about {miles}", miles=_miles(_up(radius_m / METERS_PER_MILE)))


def placed(candidate: Candidate) -> str:
    """Return where a text was placed and how exact that is, as a sentence."""
    radius_m, label = candidate.radius_m, candidate.label
    if candidate.precision is Scale.COORDINATE:
        return said(
            "Placed at the coordinates {place}, right {within}.",
            place=label,
            within=within(radius_m),
        )
    if candidate.precision is Scale.COUNTY:
        return said(
            "Placed at the middle of {place}, {within}.", place=label, within=within(radius_m)
        )
    return said("Placed at the center of {place}, {within}.", place=label, within=within(radius_m))


def counties(geoids: Iterable[str], names: Mapping[str, str], last: str = "and") -> str:
    """Return "Tate and Panola Counties", or with `last` "or" "Tate or Panola County".

    Where one is not called County each is told in full: "Lee County and St. Louis city".
    """
    counties = [names[geoid] for geoid in geoids]
    if any(map(has_title, counties)):
        return listed([said("{counties} County", counties=county) for county in counties], last)
    if len(counties) > 1 and last == "and":
        return said("{counties} Counties", counties=listed(counties, last))
    return said("{counties} County", counties=listed(counties, last))


def by_likelihood(
    counties: Sequence[CountyHelp],
) -> tuple[tuple[CountyHelp, ...], tuple[CountyHelp, ...]]:
    """Return the counties that a place may well lie in, and those with few of its people."""
    few = tuple(
        county for county in counties if county.share is not None and county.share < FEW_PEOPLE
    )
    return tuple(county for county in counties if county not in few), few


def help_by_likelihood(
    listed: Sequence[_Help], counties: Sequence[CountyHelp]
) -> tuple[tuple[_Help, ...], tuple[_Help, ...]]:
    """Return the teams or units of the counties that a place may well lie in, and of the others alone."""
    few = {county.geoid for county in by_likelihood(counties)[1]}
    seldom = tuple(each for each in listed if few.issuperset(each.counties))
    return tuple(each for each in listed if each not in seldom), seldom


def near_line(candidate: Candidate, counties: Sequence[str], *, regions: bool = True) -> str:
    """Return what to know of a place that may lie in other counties than the first.

    `regions` is whether the data puts counties into any: else nothing is said of another one.
    """
    named = _county_names(counties)
    if candidate.precision is Scale.COORDINATE and not regions:
        return said("Near a county line: it may be in {counties}.", counties=named)
    if not regions:
        return said("{place} may reach into {counties}.", place=candidate.label, counties=named)
    if candidate.precision is Scale.COORDINATE:
        return said(
            "Near a county line: it may be in {counties}, with another region and other numbers.",
            counties=named,
        )
    return said(
        "{place} may reach into {counties}, with another region and other numbers.",
        place=candidate.label,
        counties=named,
    )


def may_reach(candidate: Candidate, counties: Sequence[str]) -> str:
    """Return what to know of a ZIP around which there are counties without people counted."""
    return said(
        "{place} may also reach into {counties}, though no one was counted there in 2010. "
        "Region and numbers may differ there.",
        place=candidate.label,
        counties=_county_names(counties),
    )


def _county_names(counties: Sequence[str]) -> str:
    return listed([said("{counties} County", counties=county) for county in counties], "or")


def across(candidate: Candidate, states: Sequence[OtherState], own: str) -> str:
    """Return what to know of a ZIP that has people in another state too; `own` is this state."""
    there = [
        said(
            "{people} in {state}",
            people=said("1 person")
            if state.people == 1
            else said("{number} people", number=f"{state.people:,}"),
            state=state.name,
        )
        for state in states
    ]
    return said(
        "{place} reaches across the state line: it had {people} in 2010. Shares count its "
        "people in {state} only. Services across the line are not in this data.",
        place=candidate.label,
        people=listed(there),
        state=own,
    )


def in_one_county(referral: Referral) -> bool:
    """Whether a place lies in one county, and for all that is known in no other."""
    return len(referral.counties) == 1 and not referral.may_reach


def whose_people(referral: Referral, own: str) -> str:
    """Return of which people a county's share is: "people in Mississippi" where a ZIP has others."""
    return said("people in {state}", state=own) if referral.other_states else said("people")


def rounded(value: float, error: float) -> str:
    """Return a number rounded to what its error supports, in the same unit."""
    step = max([step for step in _STEPS if step <= error / 2], default=_STEPS[0])
    return f"{round(value / step) * step:.1f}" if step < 1 else f"{round(value / step) * step:.0f}"


def _up(value: float) -> str:
    return f"{math.ceil(value * 10) / 10:.1f}" if value <= 0.9 else f"{math.ceil(value)}"


def _miles(number: str) -> str:
    return said("1 mile") if number == "1" else said("{number} miles", number=number)
