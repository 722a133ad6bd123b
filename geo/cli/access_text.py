"""Measures of access as text for a terminal."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.access import mile_bounds, sentences, transport, yardsticks
from geo.access.records import Access, Area, AreaKind, UnitShare, within_limit
from geo.catalog import left_out
from geo.catalog.records import Catalog, OpenQuestion
from geo.cli import terminal
from geo.coverage.assessment import Assessment
from geo.text import count, county_title

__all__ = ["print_access", "print_area"]


def print_access(catalog: Catalog, access: Access, questions: Sequence[OpenQuestion]) -> None:
    """Print the state, its regions and its counties: distances, people within, beds, open questions."""
    out = terminal.screen()
    title = f"{access.state.name}: how far people are from a {access.unit_short}"
    _print_head(out, catalog, access, title)
    if access.is_measured:
        _print_state(out, access, access.state, access.unit_short)
        _print_reach(out, catalog, access, access.state)
        if access.regions:
            terminal.section(out, "Regions, in straight-line miles")
            out.print(_areas(access.regions, "Region"))
        terminal.section(out, "Counties, in straight-line miles")
        out.print(_areas(access.counties, "County"))
        _print_questions(out, questions)
    _print_end(out, access)


def print_area(
    assessment: Assessment, access: Access, area: Area, questions: Sequence[OpenQuestion]
) -> None:
    """Print one county's measures in full."""
    out = terminal.screen()
    catalog = assessment.catalog
    who = f"{county_title(area.name)} ({area.id})"
    _print_head(out, catalog, access, f"{who}: how far people are from a {access.unit_short}")
    teams = list(sentences.team_loads(area.teams))
    if access.is_measured:
        _print_state(out, access, area, access.unit_short)
        _print_reach(out, catalog, access, area)
        nearest = [_share(unit) for unit in area.nearest_units]
        terminal.lines(out, nearest, "Which unit is nearest, and for how many")
        drives = transport.transport(assessment, access, area).says
        terminal.lines(out, drives, "What a deputy drives")
        terminal.lines(out, [*_beds(area), *teams], "Beds and teams")
        _print_questions(out, questions)
    else:
        terminal.lines(out, teams, "Teams")
    _print_end(out, access)


def _print_head(out: Console, catalog: Catalog, access: Access, title: str) -> None:
    """Print the title, what the data does without, and why no distance is known where that is so."""
    out.print(Text(title, "bold"))
    reason = [access.not_measured] if access.not_measured else []
    terminal.notes(out, [*left_out.sentences(catalog, *left_out.OF_DISTANCE), *reason])


def _beds(area: Area) -> Iterator[str]:
    if area.regions:
        yield f"Beds of the region's own units: {sentences.beds(area.beds)}."
        yield (
            f"Per 100,000 of the region's {area.beds.people:,} people: "
            f"{sentences.bed_rate(area.beds)}."
        )
    yield (
        f"Beds per 100,000 people within {area.bed_access.limit_miles:g} straight-line miles, shared "
        f"with all in reach (E2SFCA): {sentences.bed_access(area.bed_access)}."
    )


def _print_questions(out: Console, questions: Sequence[OpenQuestion]) -> None:
    rows = [f"{question.title}. Ask: {question.ask}" for question in questions]
    terminal.lines(out, rows, "What we do not know of these units, and whom to ask")


def _share(unit: UnitShare) -> str:
    own = {
        True: "this region's own",
        False: f"Region {unit.region}'s",
        None: f"Region {unit.region}'s; we do not know the county's region on this day",
    }[unit.own]
    return (
        f"{unit.facility} ({own}): {unit.people:,.0f} people, "
        f"{sentences.plain_miles(unit.mean_miles)} straight-line miles on average"
    )


def _print_state(out: Console, access: Access, area: Area, short: str) -> None:
    points = count(area.points, "point", "points")
    lines = [f"{area.people:,.0f} people at {points}. {sentences.everybody(area)}"]
    for title, distances in (
        (f"To the nearest {short}", area.nearest),
        (f"To the nearest {short}, other states' too", area.nearest_with_neighbors),
        (f"To the region's own {short}", area.own),
    ):
        if distances is None or distances.mean_miles.value is None:
            lines.append(f"{title}: not known.")
            continue
        lines.append(
            f"{title}: {sentences.miles(distances.mean_miles)} straight-line miles on average. Half live "
            f"within {mile_bounds.within(distances.median_miles)} miles, 90% within "
            f"{mile_bounds.within(distances.p90_miles)}."
        )
    lines += [sentences.elsewhere(area), sentences.neighbors(access, area)]
    lines += [transport.beyond(area)] if area.kind is AreaKind.STATE else []
    lines += [sentences.disputed(name) for name in area.disputed]
    for line in filter(None, lines):
        out.print(Text(line))
    out.print(_limits(area, short))


def _limits(area: Area, short: str) -> Table:
    """Return the people within each limit: with a unit of this state, a neighbor's, a second one."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Straight line", justify="right")
    table.add_column(f"People with a {short}", justify="right")
    table.add_column("Share", justify="right")
    table.add_column("With neighbors", justify="right")
    table.add_column("People with a second one too", justify="right")
    rows = zip(area.within, area.within_with_neighbors, area.second, strict=True)
    for within, across, second in rows:
        table.add_row(
            f"within {within.miles} miles",
            sentences.number(within.people),
            sentences.percent(within.share),
            sentences.percent(across.share),
            sentences.number(second.people),
        )
    return table


def _print_reach(out: Console, catalog: Catalog, access: Access, area: Area) -> None:
    """Print the verdicts on questions of distance, and what stands behind each question."""
    asked = {standard.id: standard for standard in catalog.services.standards}
    if area.reach:
        terminal.section(out, "Distance tests")
    for verdict in area.reach:
        standard = asked[verdict.standard]
        backing = yardsticks.backing(standard, catalog.services.references, access.as_of)
        out.print(Text(f"  {verdict.title}"))
        across = sentences.reach_with_neighbors(
            verdict.share, verdict.share_with_neighbors, estimate=verdict.estimate
        )
        terminal.lines(out, filter(None, [verdict.rule, across, *backing]), indent=6)


def _areas(areas: Sequence[Area], heading: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(heading)
    for title in (
        "Average to nearest",
        "90% live within",
        "Average to own",
        "Within 30",
        "With neighbors",
        "Beds/100,000",
    ):
        table.add_column(title, justify="right")
    for area in areas:
        thirty, across = (
            within_limit(limits, 30) for limits in (area.within, area.within_with_neighbors)
        )
        table.add_row(
            area.name,
            sentences.miles(area.nearest.mean_miles),
            sentences.miles(area.nearest.p90_miles),
            sentences.miles(area.own.mean_miles)
            if area.own
            else "none"
            if area.regions
            else "not known",
            sentences.percent(thirty.share),
            sentences.percent(across.share),
            sentences.bed_rate(area.beds),
        )
    return table


def _print_end(out: Console, access: Access) -> None:
    out.print()
    if access.is_measured:
        for line in (sentences.STRAIGHT_LINE, sentences.demand(access.demand)):
            out.print(Text(line, "dim"))
    terminal.foot(out, access.as_of.isoformat(), access.data_sha256)
