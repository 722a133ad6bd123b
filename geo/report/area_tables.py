"""The measures of the whole state as tables: distances, beds and teams of regions and counties."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from geo import text
from geo.access import mile_bounds
from geo.access import sentences as access_sentences
from geo.access.gaps import FAR_MILES
from geo.access.records import Access, Area, AreaKind, within_limit
from geo.report import html
from geo.report.distance_tables import REACH_WORDS, optional
from geo.report.standards import link_to

__all__ = [
    "BEDS_ALONE",
    "areas",
    "beds",
    "disputes",
    "distances",
    "elsewhere",
    "teams",
]

BEDS_ALONE = (
    "The range of E2SFCA is one of beds alone, known and disputed: units and people stand at their "
    "points."
)
_DISPUTED = "†"
"""Marks areas whose figures rest on a unit that sources contradict each other about."""
_HALF = 0.5
_SECOND_LIMITS = 2
"""Limits for which the state's tables show a second unit; the sheets show it for all."""


def areas(access: Access, listed: Sequence[Area], heading: str, short: str) -> Markup:
    """Return the measures of several areas as tables with a row each: miles, people, questions."""
    if not listed:
        return Markup("")
    return html.join(
        (
            _miles(listed, heading, short),
            _within(access, listed, heading, short),
            _across(access, listed, heading, short),
            _reach(listed, heading),
            disputes(listed),
        )
    )


def distances(listed: Sequence[Area], heading: str) -> Markup:
    """Return the average miles and the people near enough of several areas, a row each."""
    if not listed:
        return Markup("")
    rows = [
        (
            _name(area),
            f"{area.people:,.0f}",
            access_sentences.miles(area.nearest.mean_miles),
            access_sentences.percent(within_limit(area.within, FAR_MILES).share),
        )
        for area in listed
    ]
    headers = (heading, "People", "Average miles", f"People within {FAR_MILES} miles")
    caption = f"{heading} by {heading.lower()}: straight-line miles to the nearest unit"
    return html.table(caption, headers, rows, numbers=range(1, 4))


def disputes(areas: Iterable[Area]) -> Markup:
    """Return the footnote for each disputed unit in these tables; nothing where there is none."""
    names = sorted({name for area in areas for name in area.disputed})
    return html.join(
        html.paragraph(_DISPUTED, access_sentences.disputed(name), small=True) for name in names
    )


def _name(area: Area) -> Markup | str:
    name = link_to(area.id, area.name) if area.kind is AreaKind.COUNTY else area.name
    return html.join((name, _DISPUTED), " ") if area.disputed else name


def _miles(areas: Sequence[Area], heading: str, short: str) -> Markup:
    rows = [
        (
            _name(area),
            f"{area.people:,.0f}",
            access_sentences.miles(area.nearest.mean_miles),
            mile_bounds.within(area.nearest.median_miles),
            mile_bounds.within(area.nearest.p90_miles),
            access_sentences.miles(area.own.mean_miles) if area.own else "not known",
            "not known"
            if area.most_miles is None
            else f"{mile_bounds.at_least(area.least_miles)} to {mile_bounds.at_most(area.most_miles)}",
        )
        for area in areas
    ]
    headers = (
        heading,
        "People",
        f"Mean to the nearest {short}",
        "Half within",
        "Nine in ten within",
        "Mean to the region's own",
        "Everybody, wherever they live",
    )
    caption = f"{heading} by {heading.lower()}: straight-line miles"
    return html.table(caption, headers, rows, numbers=range(1, 7))


def _across(access: Access, areas: Sequence[Area], heading: str, short: str) -> Markup:
    """Return what units of other states would change, where they are nearer to somebody."""

    def within(area: Area) -> tuple[str, str]:
        own, both = (
            within_limit(counts, FAR_MILES) for counts in (area.within, area.within_with_neighbors)
        )
        return access_sentences.percent(own.share), access_sentences.percent(both.share)

    rows = [
        (
            _name(area),
            f"{area.people_nearer_to_neighbor or 0:,.0f}",
            access_sentences.miles(area.nearest.mean_miles),
            access_sentences.miles(area.nearest_with_neighbors.mean_miles),
            *within(area),
            ", ".join(f"{share.city} {share.state}" for share in area.neighbors),
        )
        for area in areas
        if area.neighbors
    ]
    if not rows:
        return Markup("")
    headers = (
        heading,
        "People nearer to another state's",
        f"Mean miles to the nearest {short}",
        "With neighbors",
        f"Within {FAR_MILES} miles",
        "With neighbors",
        "Where that unit is",
    )
    caption = f"{heading} by {heading.lower()}: where the state line decides, straight line"
    table = html.table(caption, headers, rows, numbers=range(1, 6))
    return table + html.paragraph(access.neighbor_note, small=True)


def _within(access: Access, areas: Sequence[Area], heading: str, short: str) -> Markup:
    rows = [
        (
            _name(area),
            *(access_sentences.percent(count.share) for count in area.within),
            *(access_sentences.percent(count.share) for count in area.second[:_SECOND_LIMITS]),
        )
        for area in areas
    ]
    limits = [f"{limit} miles" for limit in access.limits_miles]
    second = [f"Second {short}, {limit}" for limit in limits[:_SECOND_LIMITS]]
    headers = (heading, *(f"Within {limit}" for limit in limits), *second)
    caption = (
        f"{heading} by {heading.lower()}: share of people within straight-line miles of a {short}"
    )
    return html.table(caption, headers, rows, numbers=range(1, len(headers)))


def _reach(areas: Sequence[Area], heading: str) -> Markup:
    if not optional(areas[0]):
        return Markup("")
    rows = [
        (_name(area), *(REACH_WORDS[verdict.status] for verdict in optional(area)))
        for area in areas
    ]
    headers = (heading, *(verdict.title for verdict in optional(areas[0])))
    caption = f"{heading} by {heading.lower()}: questions of distance, no duty"
    return html.table(caption, headers, rows)


def elsewhere(access: Access, short: str) -> Markup:
    """Return the counties most of whose people are nearer to another region's unit, with both distances."""
    counties = [county for county in access.counties if county.own_people]
    if not counties:
        return html.paragraph(
            f"Not known: on this day no county's region is certain and known to have a {short}."
        )
    crossing = [area for area in counties if area.people_nearer_elsewhere > _HALF * area.own_people]
    rows = [
        (
            _name(area),
            " or ".join(str(number) for number in area.regions),
            f"{area.people:,.0f}",
            f"{area.people_nearer_elsewhere:,.0f}",
            f"{area.nearest_units[0].facility} (Region {area.nearest_units[0].region})",
            access_sentences.miles(area.nearest.mean_miles),
            access_sentences.miles(area.own.mean_miles) if area.own else "not known",
        )
        for area in crossing
    ]
    intro = html.paragraph(_said_elsewhere(access, len(crossing), len(counties), short))
    if not rows:
        return intro
    headers = (
        "County",
        "Region",
        "People",
        "Nearer elsewhere",
        f"{short} that is nearest for most",
        "Mean to the nearest",
        "Mean to the region's own",
    )
    caption = f"Counties whose nearest {short} is another region's, straight-line miles"
    return intro + html.table(caption, headers, rows, numbers=(2, 3, 5, 6)) + disputes(crossing)


def _said_elsewhere(access: Access, elsewhere: int, county_count: int, short: str) -> str:
    rest = len(access.counties) - county_count
    left_out = (
        f" {text.count(rest, 'county is', 'counties are')} not asked about: the region is not "
        f"certain on this day, no {short} of it is known, or nobody is at the points."
        if rest
        else ""
    )
    return (
        f"In {elsewhere} of {county_count} counties more than half of the people are nearer, by the points "
        f"and in a straight line, to a {short} of another region than to their own region's.{left_out}"
    )


def beds(access: Access) -> Markup:
    """Return beds by region, as ranges; unknown stays unknown."""
    areas = (*access.regions, access.state)
    rows = [
        (
            _name(area),
            f"{area.beds.units}" if area.beds.units or area.beds.low is not None else "not known",
            access_sentences.beds(area.beds),
            f"{area.beds.people:,}",
            access_sentences.bed_rate(area.beds),
            access_sentences.bed_access(area.bed_access),
        )
        for area in areas
    ]
    reach = f"{access.state.bed_access.limit_miles:g}"
    headers = (
        "Area",
        "Units",
        "Beds",
        "For people",
        "Beds for 100,000",
        f"Beds within {reach} straight-line miles for 100,000 (E2SFCA)",
    )
    table = html.table("Beds by region", headers, rows, numbers=(1, 3, 4, 5))
    return table + html.paragraph(BEDS_ALONE, small=True) + disputes(areas)


def teams(access: Access) -> Markup:
    """Return teams by region, and the people of each team's counties; kinds that nobody names below."""
    kinds = {team.service: team.short for team in access.state.teams if team.own}
    rows = [
        (
            area.name,
            *(access_sentences.people_each(team) for team in area.teams if team.service in kinds),
        )
        for area in (*access.regions, access.state)
    ]
    unnamed = [team for team in access.state.teams if not team.own]
    below = html.items(access_sentences.team_loads(unnamed))
    if not kinds:
        return below
    caption = (
        "Teams that a source names, in brackets the people of the counties of each; teams without "
        "counties of their own share them"
    )
    headers = ("Area", *kinds.values())
    numbers = tuple(range(1, len(headers)))
    return html.table(caption, headers, rows, numbers=numbers) + below
