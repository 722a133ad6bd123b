"""The tables of the page Gaps: the ranking, its two lists, and who is nearer to another region."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo.access import sentences
from geo.access.gap_records import GapRow, Gaps
from geo.access.gaps import DISTANCE, METROPOLITAN
from geo.access.records import Access, Area
from geo.maps.classes import Measure
from geo.text import listing
from geo.web import html

__all__ = ["elsewhere", "far", "measure", "ranking", "reasons", "summary", "unproven", "where"]

_FAR_UNKNOWN: Final = "How far people are is not known, and not scored."


def summary(gaps: Gaps, short: str) -> str:
    """Return the main numbers of the counties shown, as sentences."""
    rows = gaps.ranking
    people = sum(row.people for row in rows)
    unproven = sum(row.people_unproven for row in rows)
    return (
        f"{_counties(len(rows))}, {people:,} people. {_far_people(gaps, short)} "
        f"{_counties(len(gaps.unproven))} with {unproven:,} people "
        f"{'is' if len(gaps.unproven) == 1 else 'are'} unproven for a standard that is scored."
    )


def _far_people(gaps: Gaps, short: str) -> str:
    """Return how many people are far, and for how many counties that is not known."""
    known = [ranked.people_far for ranked in gaps.ranking if ranked.people_far.value is not None]
    far = f"no {short} within {gaps.limit_miles} miles, straight line"
    if not known:
        return f"How many of them have {far}, is not known."
    value, low, high = (
        sum(getattr(figure, part) or 0.0 for figure in known) for part in ("value", "low", "high")
    )
    rest = len(gaps.ranking) - len(known)
    unknown = f" For {_counties(rest)} that is not known." if rest else ""
    across = sum(ranked.people_far_with_neighbors.value or 0.0 for ranked in gaps.ranking)
    line = (
        f" With units of other states counted it would be {across:,.0f}."
        if round(across) != round(value)
        else ""
    )
    return f"{value:,.0f} of them ({low:,.0f} to {high:,.0f}) have {far}.{line}{unknown}"


def ranking(gaps: Gaps, titles: Mapping[str, str]) -> Markup:
    """Return the ranking, the largest score first."""
    rows = [
        (
            _named(ranked),
            str(ranked.rank),
            _regions(ranked),
            f"{ranked.people:,}",
            f"{ranked.people_unproven:,}",
            _words(sentences.number(ranked.people_far)),
            f"{ranked.score:,.0f}",
            reasons(ranked, titles),
        )
        for ranked in gaps.ranking
    ]
    headers = (
        "County",
        "Rank",
        "Region",
        "People",
        "Unproven people",
        f"Beyond {gaps.limit_miles} miles, straight line (least to most)",
        "Score",
        "Why",
    )
    return _tall(
        html.table(
            "Counties by people affected",
            headers,
            rows,
            sorted_by="-Score",
            paper=False,
        )
    )


def measure(measured: Measure, gaps: Gaps) -> Markup:
    """Return the map as a table: each county shown in its class, the gravest first."""
    rows_by_figure = [(measured.figures[ranked.geoid], ranked) for ranked in gaps.ranking]
    rows_by_figure.sort(key=lambda item: measured.severity(item[0]))
    rows = [
        (
            _named(area),
            _regions(area),
            measured.name(figure),
            measured.doubt(figure),
            _words(figure.words),
        )
        for figure, area in rows_by_figure
    ]
    headers = ("County", "Region", "Class", "Is the class sure?", "In figures")
    return Markup("<details><summary>The map as a table</summary>{}</details>").format(
        _tall(html.table(measured.title, headers, rows, paper=False))
    )


def unproven(gaps: Gaps, titles: Mapping[str, str]) -> Markup:
    """Return the counties with something unproven, those with most people first."""
    rows = [
        (_named(ranked), _regions(ranked), f"{ranked.people_unproven:,}", _missing(ranked, titles))
        for ranked in gaps.unproven
    ]
    headers = ("County", "Region", "People", "Not covered")
    return html.table("Unproven: no source covers the county", headers, rows, paper=False)


def far(gaps: Gaps) -> Markup:
    """Return the counties with people beyond the limit, those with most first."""
    rows = [
        (
            _named(point),
            _regions(point),
            _words(sentences.number(point.people_far)),
            "yes" if point.robust else "cannot tell",
        )
        for point in gaps.far
    ]
    headers = (
        "County",
        "Region",
        f"People beyond {gaps.limit_miles} miles, straight line (least to most)",
        "Is it certain whether most of the county is?",
    )
    caption = f"Far: people beyond {gaps.limit_miles} straight-line miles"
    return _tall(html.table(caption, headers, rows, paper=False))


def elsewhere(access: Access, shown: Iterable[str], short: str) -> Markup:
    """Return how many of the counties shown have their nearest unit in another region, and which.

    The nearest is that of most of the county's people, each unit at its point. Counties whose own
    region is not certain are named and not counted.
    """
    wanted = set(shown)
    first = [
        (county, county.nearest_units[0])
        for county in access.counties
        if county.id in wanted and county.nearest_units
    ]
    if not first:
        return Markup("<p>Which {} is the nearest is not known.</p>").format(short)
    crossing = [area for area, unit in first if unit.own is False]
    unknown = [area.name for area, unit in first if unit.own is None]
    crossing.sort(key=lambda area: (-area.people_nearer_elsewhere, area.name))
    intro = (
        f"For most people of {_counties(len(crossing))} a {short} of another region is nearer, in a "
        "straight line, than one of their own."
    )
    if unknown:
        intro += f" Not counted, as their region is not certain on this day: {listing(unknown)}."
    headers = (
        "County",
        "Region",
        "Nearest for most people",
        "Miles to the nearest, straight line",
        "Miles to the region's own, straight line",
        "People nearer to another region's",
    )
    caption = "Counties whose nearest unit lies outside their region"
    table = html.table(caption, headers, map(_elsewhere, crossing), paper=False) if crossing else ""
    return Markup("<p>{}</p>{}").format(intro, table)


def reasons(row: GapRow, titles: Mapping[str, str]) -> Markup:
    """Return why a county has its score: each part with its people and its reason."""
    unknown = row.people_far.value is None
    if not row.parts:
        most = round(row.people_far.high or 0.0)
        far = f"By the points nobody is beyond the limit{f', but up to {most:,} may be' if most else ''}."
        far = _FAR_UNKNOWN if unknown else far
        return Markup("No standard that is scored is unproven. {}").format(far)
    items = [
        Markup("<li>{}</li>").format(part.reason)
        if part.status is None
        else Markup("<li>{:,.0f} people, {}: {}. {}</li>").format(
            part.people, titles[part.part], part.status.value, part.reason
        )
        for part in row.parts
    ]
    if row.across_line:
        items.append(Markup("<li>{}</li>").format(row.across_line))
    if unknown:
        items.append(Markup("<li>{}</li>").format(_FAR_UNKNOWN))
    return Markup('<ul class="cc-reasons">{}</ul>').format(html.join(items))


def where(row: GapRow) -> str:
    """Return a county's region and whether it is metropolitan."""
    kind = "metropolitan" if row.rucc in METROPOLITAN else "not metropolitan"
    return f"Region {_regions(row)}. Rural-Urban Continuum Code {row.rucc} (2023): {kind}."


def _elsewhere(area: Area) -> Sequence[Markup | str]:
    first = area.nearest_units[0]
    return (
        area.name,
        " or ".join(str(region) for region in area.regions),
        _words(f"{first.facility}, Region {first.region}{' (disputed)' if first.disputed else ''}"),
        sentences.miles(area.nearest.mean_miles),
        sentences.miles(area.own.mean_miles) if area.own else "not known",
        f"{area.people_nearer_elsewhere:,.0f} of {area.own_people:,.0f}"
        if area.own
        else "not known",
    )


def _missing(row: GapRow, titles: Mapping[str, str]) -> Markup:
    missing = [
        f"{titles[part.part]} ({part.status.value})"
        for part in row.parts
        if part.part != DISTANCE and part.status
    ]
    return _words(listing(missing))


def _tall(table: Markup) -> Markup:
    """Return a long table in a frame of its own, under a head that stays."""
    return Markup('<div class="cc-tall">{}</div>').format(table)


def _words(words: str) -> Markup:
    """Return words that keep their width on a small screen."""
    return Markup('<span class="cc-words">{}</span>').format(words)


def _named(row: GapRow) -> Markup:
    return Markup('<span data-geoid="{}">{}</span>').format(row.geoid, row.county)


def _regions(row: GapRow) -> str:
    return " or ".join(str(region) for region in row.regions)


def _counties(count: int) -> str:
    return f"{count} {'county' if count == 1 else 'counties'}"
