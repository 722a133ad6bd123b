"""Where the gaps are: two counts of people for each county, never added, and a ranking by one of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.access import far, sentences, yardsticks
from geo.access.gap_records import (
    GapRow,
    Gaps,
    GapTotals,
    NotShown,
    Order,
    StandardNotShown,
)
from geo.access.records import Access, Area, Range
from geo.catalog.records import Catalog, County, Standard, Status
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.jsonable import SCHEMA, jsonable
from geo.text import listing

__all__ = [
    "FAR_MILES",
    "METROPOLITAN",
    "counted",
    "gaps_json",
    "narrow",
    "order",
    "rank",
]

METROPOLITAN = range(1, 4)
"""Rural-Urban Continuum Codes 2023 of counties in metropolitan areas; 4 to 9 are all others."""
FAR_MILES = 30
"""Straight-line miles beyond which people are far, where nothing else is asked for."""


def rank(assessment: Assessment, access: Access, limit_miles: int = FAR_MILES) -> Gaps:
    """Return every county with its two counts, those with most people beyond the limit first.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of. The standards that count are the required ones in force on the
        assessment's day, but for those that only statewide lines can answer.
    access : Access
        Measures of the same data on the same day.
    limit_miles : int
        People with no unit within so many straight-line miles are far.

    Returns
    -------
    Gaps
        `people_not_shown` counts all people of a county (2020 Census) where one of the standards is not
        covered; `people_far` those beyond the limit by the demand points, whose number may differ from
        that of the census. Nothing adds the two. `order` ranks by something else.

    Raises
    ------
    ValueError
        For a limit that `access` was not measured for.
    """
    if limit_miles not in access.limits_miles:
        known = listing([str(limit) for limit in access.limits_miles], "or")
        raise ValueError(f"people are counted within {known} straight-line miles")
    asked, left_aside = _asked(assessment)
    scale = _Scale(access=access, asked=asked, limit_miles=limit_miles, short=access.unit_short)
    areas = {area.id: area for area in access.counties}
    counties = assessment.catalog.counties
    findings: dict[str, list[Finding]] = {county.geoid: [] for county in counties}
    for finding in counted(assessment):
        findings[finding.geoid].append(finding)
    rows = [_row(county, areas[county.geoid], findings[county.geoid], scale) for county in counties]
    whole = Gaps(
        schema=SCHEMA,
        data_sha256=access.data_sha256,
        as_of=access.as_of,
        method=access.method,
        limit_miles=limit_miles,
        sort=Order.FAR,
        with_neighbors=False,
        demand=access.demand,
        not_measured=access.not_measured,
        counted=_counted_words(scale),
        left_aside=left_aside,
        neighbor_note=access.neighbor_note,
        totals=_totals(rows, asked.values()),
        ranking=tuple(rows),
    )
    return order(whole)


def counted(assessment: Assessment) -> tuple[Finding, ...]:
    """Return the verdicts that count in the ranking."""
    asked, _ = _asked(assessment)
    return tuple(finding for finding in assessment.findings if finding.standard in asked)


def order(gaps: Gaps, by: Order = Order.FAR, *, with_neighbors: bool = False) -> Gaps:
    """Return the counties ranked by one figure, most first, or by name.

    Equal figures share a rank and stand by name; what is not known stands last. With `with_neighbors` figures
    of distance take in the units of the next states that count. Narrow afterwards: ranks are those of
    the counties given.
    """
    key = _keys(with_neighbors=with_neighbors)[by]
    rows = sorted(gaps.ranking, key=lambda row: (key(row), row.county, row.geoid))
    keys = [key(row) for row in rows]
    ranking = [
        replace(row, rank=place if by is Order.COUNTY else keys.index(own) + 1)
        for place, (row, own) in enumerate(zip(rows, keys, strict=True), start=1)
    ]
    return replace(gaps, sort=by, with_neighbors=with_neighbors, ranking=tuple(ranking))


def narrow(gaps: Gaps, regions: Collection[int] = (), *, urban: bool | None = None) -> Gaps:
    """Return the rows of some regions, and of metropolitan (`urban`) or all other counties.

    Totals are those of the rows; ranks stay those of the whole state. Without regions and with None
    nothing is left out.
    """
    kept = tuple(
        row
        for row in gaps.ranking
        if (not regions or not set(regions).isdisjoint(row.regions))
        and (urban is None or (row.rucc in METROPOLITAN) == urban)
    )
    return replace(gaps, ranking=kept, totals=_totals(kept, gaps.totals.not_shown))


def gaps_json(
    catalog: Catalog, gaps: Gaps, regions: Collection[int] = (), *, urban: bool | None = None
) -> dict[str, Any]:
    """Return a ranking for JSON; `regions` and `urban` are those that `narrow` was given."""
    people = sum(county.people for county in catalog.counties)
    return {
        **jsonable(gaps),
        "shown": {"regions": sorted(set(regions)), "urban": urban},
        "yardsticks": jsonable(yardsticks.yardsticks(catalog, people, gaps.as_of)),
        "yardsticks_recalled": jsonable(yardsticks.recalled(catalog, gaps.as_of)),
    }


def _keys(*, with_neighbors: bool) -> dict[Order, Callable[[GapRow], tuple[bool, float]]]:
    """Return what each order sorts by; unknown figures after all others."""

    def most(figure: Range) -> tuple[bool, float]:
        return figure.value is None, -(figure.value or 0.0)

    return {
        Order.FAR: lambda row: most(row.far(with_neighbors=with_neighbors).people),
        Order.NOT_SHOWN: lambda row: (False, -row.people_not_shown),
        Order.PEOPLE: lambda row: (False, -row.people),
        Order.MILES: lambda row: most(row.far(with_neighbors=with_neighbors).mean_miles),
        Order.COUNTY: lambda _: (False, 0.0),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """What every county is measured by."""

    access: Access
    asked: Mapping[str, Standard]
    limit_miles: int
    short: str


def _asked(assessment: Assessment) -> tuple[dict[str, Standard], tuple[str, ...]]:
    """Return the standards that count, and why each other one does not: first those not required."""
    in_force = {summary.id for summary in assessment.standards if summary.in_force}
    asked: dict[str, Standard] = {}
    not_required = []
    aside: list[str] = []
    for standard in assessment.catalog.services.standards:
        title = f"“{standard.title}”"
        if not standard.required:
            not_required.append(title)
        elif standard.id not in in_force:
            aside.append(f"Not counted: {title} (not in force on {assessment.as_of}).")
        elif _statewide_only(assessment.catalog, standard):
            aside.append(f"{title} is statewide, so it does not rank counties.")
        else:
            asked[standard.id] = standard
    if not_required:
        aside.insert(0, f"Not counted: {listing(not_required)} (not required).")
    return asked, tuple(aside)


def _statewide_only(catalog: Catalog, standard: Standard) -> bool:
    data = catalog.services
    lines = [service for service in data.services if service.type in standard.any_of]
    placed = any(unit.type in standard.any_of for unit in data.facilities)
    return bool(lines) and not placed and all(line.catchment.statewide for line in lines)


def _counted_words(scale: _Scale) -> str:
    titles = listing([f"“{standard.title}”" for standard in scale.asked.values()], "or")
    if not scale.access.is_measured:
        return (
            f"Counted are all people (2020 Census) of counties that are not shown to have {titles}."
            if titles
            else "Nothing is counted: no distance is known, and no service is required here."
        )
    if not titles:
        return (
            f"Counted are people who live more than {scale.limit_miles} straight-line miles from a "
            f"{scale.short}. No service is required here that could rank counties."
        )
    return (
        "Two counts, never added. First: all people (2020 Census) of counties that are not shown to have "
        f"{titles}. Second: people who live more than {scale.limit_miles} straight-line miles from a "
        f"{scale.short}."
    )


def _totals(rows: Sequence[GapRow], asked: Iterable[Standard | StandardNotShown]) -> GapTotals:
    missing = [part for row in rows for part in row.not_shown]
    by_standard = []
    for standard in asked:
        name = standard.id if isinstance(standard, Standard) else standard.standard
        own = [part.people for part in missing if part.standard == name]
        by_standard.append(
            StandardNotShown(
                standard=name, title=standard.title, counties=len(own), people=sum(own)
            )
        )
    without = [row for row in rows if row.not_shown]
    return GapTotals(
        counties=len(rows),
        people=sum(row.people for row in rows),
        counties_not_shown=len(without),
        people_not_shown=sum(row.people_not_shown for row in without),
        not_shown=tuple(by_standard),
        people_far=_sum(row.people_far for row in rows),
        people_far_with_neighbors=_sum(row.people_far_with_neighbors for row in rows),
        counties_unknown=sum(row.people_far.value is None for row in rows),
    )


def _sum(figures: Iterable[Range]) -> Range:
    """Return the sum of the figures that are known; None where none is."""
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return Range(value=None, low=None, high=None)
    value, low, high = (
        sum(getattr(figure, part) or 0.0 for figure in known) for part in ("value", "low", "high")
    )
    return Range(value=value, low=low, high=high)


def _row(county: County, area: Area, findings: Sequence[Finding], scale: _Scale) -> GapRow:
    """Return a county's row; its rank is given once all are known."""
    access, limit = scale.access, scale.limit_miles
    people = far.people_far(area, area.within, limit)
    across = far.people_far(area, area.within_with_neighbors, limit)
    not_shown = [
        NotShown(
            standard=finding.standard,
            status=finding.status,
            people=county.people,
            reason=finding.rule,
        )
        for finding in findings
        if finding.status is not Status.COVERED
    ]
    most, most_across = (
        far.most_far(far.share_far(access, area, limit, with_neighbors=counted_too))
        for counted_too in (False, True)
    )
    return GapRow(
        rank=0,
        geoid=county.geoid,
        county=county.name,
        regions=area.regions,
        rucc=county.rucc,
        people=county.people,
        people_not_shown=county.people if not_shown else 0,
        not_shown=tuple(not_shown),
        people_far=people,
        people_far_with_neighbors=across,
        most_far=most,
        most_far_with_neighbors=most_across,
        mean_miles=area.nearest.mean_miles,
        mean_miles_with_neighbors=area.nearest_with_neighbors.mean_miles,
        far_reason=far.reason(area, people, scale.short, limit),
        across_line=far.across_line(people, across, limit),
        flags=tuple(_flags(area, findings, scale)),
    )


def _flags(area: Area, findings: Sequence[Finding], scale: _Scale) -> Iterator[str]:
    for finding in findings:
        for flag in finding.flags:
            yield f"“{scale.asked[finding.standard].title}”: {flag.label}."
    yield from map(sentences.disputed, area.disputed)
