"""Where the gaps are: counties ranked by the people affected, each with its reasons in words."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.access import sentences, yardsticks
from geo.access.gap_records import FLAGS, GapRow, Gaps, Scored
from geo.access.records import Access, Area, PeopleWithin, Range, within_limit
from geo.catalog.records import Catalog, County, Standard, Status
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.jsonable import SCHEMA, jsonable
from geo.text import listing

__all__ = [
    "DISTANCE",
    "FAR_MILES",
    "METROPOLITAN",
    "gaps_json",
    "narrow",
    "rank",
    "scored",
]

DISTANCE = "distance"
"""The part of a score that is about distance; the others are ids of standards."""
METROPOLITAN = range(1, 4)
"""Rural-Urban Continuum Codes 2023 of counties in metropolitan areas; 4 to 9 are all others."""
FAR_MILES = 30
"""Straight-line miles beyond which people are far, where nothing else is asked for."""
_HALF = 0.5
_PEOPLE_DECIMALS = 3


def rank(assessment: Assessment, access: Access, limit_miles: int = FAR_MILES) -> Gaps:
    """Return every county, ranked by the sum of the people whom its gaps affect.

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
        `ranking` holds every county, by score and then by name; equal scores share a rank. A score
        adds all people of the county (2020 Census) for each standard that is not covered, and the people who are far by
        the demand points, whose number may differ from that of the census. `unproven` holds the
        counties with a standard not covered, those with most people first; `far` those with
        anybody far by the points as they are, those with most people far first.

    Raises
    ------
    ValueError
        For a limit that `access` was not measured for.
    """
    if limit_miles not in access.limits_miles:
        known = listing([str(limit) for limit in access.limits_miles], "or")
        raise ValueError(f"people are counted within {known} straight-line miles")
    asked, left_aside = _asked(assessment)
    scale = _Scale(
        asked=asked,
        short=next(
            kind.short
            for kind in assessment.catalog.services.service_types
            if kind.id == access.service
        ),
        limit_miles=limit_miles,
        error_share=access.demand.error_share.get(limit_miles, 0.0),
    )
    areas = {area.id: area for area in access.counties}
    counties = assessment.catalog.counties
    findings: dict[str, list[Finding]] = {county.geoid: [] for county in counties}
    for finding in scored(assessment):
        findings[finding.geoid].append(finding)
    rows = [_row(county, areas[county.geoid], findings[county.geoid], scale) for county in counties]
    rows.sort(key=lambda row: (-row.score, row.county))
    ranking = _ranked(rows, scale)
    return Gaps(
        schema=SCHEMA,
        data_sha256=access.data_sha256,
        as_of=access.as_of,
        method=access.method,
        limit_miles=limit_miles,
        demand=access.demand,
        score=_score_words(scale),
        left_aside=left_aside,
        ranking=ranking,
        unproven=_by_people(ranking, lambda row: row.people_unproven),
        far=_by_people(ranking, lambda row: row.people_far.value or 0.0),
    )


def scored(assessment: Assessment) -> tuple[Finding, ...]:
    """Return the verdicts that count in the ranking."""
    asked, _ = _asked(assessment)
    return tuple(finding for finding in assessment.findings if finding.standard in asked)


def narrow(gaps: Gaps, regions: Collection[int] = (), *, urban: bool | None = None) -> Gaps:
    """Return the rows of some regions, and of metropolitan (`urban`) or all other counties.

    Ranks stay those of the whole state. Without regions and with None nothing is left out.
    """

    def kept(rows: Sequence[GapRow]) -> tuple[GapRow, ...]:
        return tuple(
            row
            for row in rows
            if (not regions or not set(regions).isdisjoint(row.regions))
            and (urban is None or (row.rucc in METROPOLITAN) == urban)
        )

    return replace(
        gaps, ranking=kept(gaps.ranking), unproven=kept(gaps.unproven), far=kept(gaps.far)
    )


def _ranked(rows: Sequence[GapRow], scale: "_Scale") -> tuple[GapRow, ...]:
    """Return rows, highest score first, with their ranks; equal scores share that of the first."""
    scores = [row.score for row in rows]
    across = sorted((row.score_with_neighbors for row in rows), reverse=True)
    ranked = []
    for row in rows:
        placed = replace(
            row,
            rank=scores.index(row.score) + 1,
            rank_with_neighbors=across.index(row.score_with_neighbors) + 1,
        )
        said = sentences.across_line(placed, scale.limit_miles)
        ranked.append(replace(placed, across_line=said))
    return tuple(ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """What every county is measured by."""

    asked: Mapping[str, Standard]
    short: str
    limit_miles: int
    error_share: float


def _asked(assessment: Assessment) -> tuple[dict[str, Standard], tuple[str, ...]]:
    """Return the standards that count, and why each other one does not: first those for information."""
    in_force = {summary.id for summary in assessment.standards if summary.in_force}
    asked: dict[str, Standard] = {}
    for_information = []
    aside: list[str] = []
    for standard in assessment.catalog.services.standards:
        title = f"“{standard.title}”"
        if not standard.required:
            for_information.append(title)
        elif standard.id not in in_force:
            aside.append(f"{title} is not scored: it is not in force on {assessment.as_of}.")
        elif _statewide_only(assessment.catalog, standard):
            aside.append(
                f"{title} is not scored: only lines for the whole state answer it, so that it "
                "says the same of every county."
            )
        else:
            asked[standard.id] = standard
    if for_information:
        words = "is not scored: it is" if len(for_information) == 1 else "are not scored: they are"
        aside.insert(0, f"{listing(for_information)} {words} asked for information.")
    return asked, tuple(aside)


def _statewide_only(catalog: Catalog, standard: Standard) -> bool:
    data = catalog.services
    lines = [service for service in data.services if service.type in standard.any_of]
    placed = any(unit.type in standard.any_of for unit in data.facilities)
    return bool(lines) and not placed and all(line.catchment.statewide for line in lines)


def _score_words(scale: _Scale) -> str:
    titles = listing([f"“{standard.title}”" for standard in scale.asked.values()])
    return (
        f"People affected: all people of the county (2020 Census) for each of {titles} that is not "
        f"covered, plus the people with no {scale.short} within {scale.limit_miles} miles, "
        "straight line. Every person counts 1 in each part, so that whoever is affected twice counts "
        "twice; nothing else is weighed. Units of other states count in no score; what they would "
        "change stands beside it."
    )


def _by_people(rows: Sequence[GapRow], people: Callable[[GapRow], float]) -> tuple[GapRow, ...]:
    affected = [row for row in rows if people(row) > 0]
    return tuple(sorted(affected, key=lambda row: (-people(row), row.county)))


def _row(county: County, area: Area, findings: Sequence[Finding], scale: _Scale) -> GapRow:
    """Return a county's row; its ranks are given once all are known."""
    far = _far(area, area.within, scale.limit_miles)
    across = _far(area, area.within_with_neighbors, scale.limit_miles)
    unproven = [finding for finding in findings if finding.status is not Status.COVERED]
    parts = [
        Scored(
            part=finding.standard,
            status=finding.status,
            people=float(county.people),
            reason=finding.rule,
        )
        for finding in unproven
    ]
    if far.value:
        reason = _far_words(area, far, scale)
        parts.append(Scored(part=DISTANCE, status=None, people=far.value, reason=reason))
    score = round(sum(part.people for part in parts), _PEOPLE_DECIMALS)
    nearer = far.value - across.value if far.value and across.value is not None else 0.0
    return GapRow(
        rank=0,
        geoid=county.geoid,
        county=county.name,
        regions=area.regions,
        rucc=county.rucc,
        people=county.people,
        people_unproven=county.people if unproven else 0,
        people_far=far,
        people_far_with_neighbors=across,
        score=score,
        score_with_neighbors=round(score - nearer, _PEOPLE_DECIMALS),
        rank_with_neighbors=0,
        across_line="",
        parts=tuple(parts),
        flags=tuple(_flags(area, findings, scale)),
        robust=far.value is not None and _robust(area, scale),
    )


def _flags(area: Area, findings: Sequence[Finding], scale: _Scale) -> Iterator[str]:
    for finding in findings:
        for flag in finding.flags:
            yield f"“{scale.asked[finding.standard].title}” is {FLAGS[flag]}."
    yield from map(sentences.disputed, area.disputed)


def _far(area: Area, limits: Sequence[PeopleWithin], limit_miles: int) -> Range:
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


def _far_words(area: Area, far: Range, scale: _Scale) -> str:
    head = (
        f"{sentences.number(far)} of {area.people:,.0f} people have no {scale.short} within "
        f"{scale.limit_miles} miles, straight line"
    )
    first = area.nearest_units[0]
    whose = {True: ", its own region", False: ", another region", None: ""}[first.own]
    share = sentences.percent(Range(value=first.share, low=first.share, high=first.share))
    return (
        f"{head}; for {share} of the county's people the nearest is {first.facility}, in Region "
        f"{first.region}{whose}."
    )


def _robust(area: Area, scale: _Scale) -> bool:
    """Return whether most of a county is far, or is not, wherever units and people really are.

    The bounds on everybody in the county settle it; else the share within the limit, with each unit
    anywhere in its radius, is widened by the demand's error where that was measured.
    """
    settled = (area.most_miles is not None and area.most_miles <= scale.limit_miles) or (
        area.least_miles is not None and area.least_miles > scale.limit_miles
    )
    share = within_limit(area.within, scale.limit_miles).share
    if settled or share.low is None or share.high is None:
        return settled
    return share.low - scale.error_share >= _HALF or share.high + scale.error_share < _HALF


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
