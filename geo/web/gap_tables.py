"""The tables of the page Gaps: the ranking, what is not shown, and who is nearer to another region."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo.access import sentences
from geo.access.gap_records import GapRow, Gaps
from geo.access.gaps import METROPOLITAN
from geo.access.records import Access, Area
from geo.maps.classes import Measure
from geo.text import listing
from geo.web import html

__all__ = ["elsewhere", "measure", "not_shown", "ranking", "reasons", "summary", "where"]

_FAR_UNKNOWN: Final = "How far people are is not known."


def summary(gaps: Gaps, short: str) -> str:
    """Return the two counts of the counties shown, as sentences."""
    totals = gaps.totals
    return (
        f"{_counties(totals.counties)}, {totals.people:,} people. {_far_people(gaps, short)} "
        f"{_counties(totals.counties_not_shown)} ({totals.people_not_shown:,} people) "
        f"{'is' if totals.counties_not_shown == 1 else 'are'} not shown to have a required service."
    )


def _far_people(gaps: Gaps, short: str) -> str:
    """Return how many people are far, and for how many counties that is not known."""
    totals, away = gaps.totals, f"more than {gaps.limit_miles} straight-line miles from a {short}"
    if totals.people_far.value is None:
        return f"How many of them live {away} is not known."
    rest = totals.counties_unknown
    unknown = f" For {_counties(rest)} that is not known." if rest else ""
    across = totals.people_far_with_neighbors
    line = (
        f" With units in neighboring states counted it would be {sentences.number(across)}."
        if across != totals.people_far
        else ""
    )
    return f"{sentences.number(totals.people_far)} of them live {away}.{line}{unknown}"


def ranking(gaps: Gaps, titles: Mapping[str, str]) -> Markup:
    """Return the counties in the order of the ranking."""
    rows = [
        (
            _named(ranked),
            str(ranked.rank),
            _regions(ranked),
            f"{ranked.people:,}",
            _words(sentences.number(ranked.people_far)),
            ranked.most_far.label,
            f"{ranked.people_not_shown:,}" if ranked.not_shown else "\N{EN DASH}",
            reasons(ranked, titles),
        )
        for ranked in gaps.ranking
    ]
    headers = (
        "County",
        "Rank",
        "Region",
        "People",
        f"Farther than {gaps.limit_miles} straight-line miles (least to most)",
        "Most people?",
        "Not shown",
        "Why",
    )
    return _tall(
        html.table(f"Counties by {gaps.sort.label}", headers, rows, sorted_by="Rank", paper=False)
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


def not_shown(gaps: Gaps, titles: Mapping[str, str]) -> Markup:
    """Return the counties that are not shown to have a required service."""
    rows = [
        (_named(ranked), _regions(ranked), f"{ranked.people:,}", _missing(ranked, titles))
        for ranked in gaps.ranking
        if ranked.not_shown
    ]
    headers = ("County", "Region", "People", "Not shown")
    return html.table("Counties not shown to have a service", headers, rows, paper=False)


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
    """Return why a county has its two counts: how far its people are, and what is not shown."""
    far = (
        row.far_reason
        or "At the points where people are taken to live, nobody is beyond the limit."
    )
    items = [
        _FAR_UNKNOWN if row.people_far.value is None else far,
        *filter(None, [row.across_line]),
        *(f"{titles[part.standard]}: {part.reason}" for part in row.not_shown),
    ]
    return Markup('<ul class="cc-reasons">{}</ul>').format(
        html.join(Markup("<li>{}</li>").format(item) for item in items)
    )


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
    missing = [f"{titles[part.standard]} ({part.status.label})" for part in row.not_shown]
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
