"""Where the gaps are, as text for a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.access import gap_flags, sentences, yardsticks
from geo.access.gap_records import GapRow, Gaps
from geo.access.gaps import DISTANCE, METROPOLITAN
from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.cli import terminal
from geo.coverage.assessment import Assessment

__all__ = ["RUCC", "print_gaps"]

RUCC = (
    "Urban and rural by the USDA's Rural-Urban Continuum Code 2023: 1 to 3 are counties in "
    "metropolitan areas (urban), 4 to 9 are all others (rural)."
)
_ROBUST = (
    "Robust: whether most of a county is far stays the same wherever within its radius each unit "
    "stands and as far as the points of where people live may be off. Where it says no, that could "
    "change."
)
_ACROSS = (
    "With neighbors: the rank if units of other states counted, in the rows where that changes who is "
    "far; the reasons say how many people."
)
_FEW = 6


def print_gaps(assessment: Assessment, access: Access, gaps: Gaps, shown: str) -> None:
    """Print the ranking, both kinds of gap with their reasons, flags, yardsticks, date and hash.

    `shown` says which counties `gaps` was narrowed to; `access` is what it was ranked by.
    """
    out = terminal.screen()
    catalog = assessment.catalog
    title = f"{catalog.services.study_area.name}: where the gaps are, {shown}"
    out.print(Text(title, "bold"))
    for line in (gaps.score, *gaps.left_aside):
        out.print(Text(line))
    _print_ranking(out, gaps.ranking)
    _print_kind(out, "Unproven", gaps.unproven, distance=False)
    far = f"Far: no unit within {gaps.limit_miles} miles, straight line"
    _print_kind(out, far, gaps.far, distance=True)
    _print_perhaps(out, gaps)
    _print_unknown(out, gaps)
    _print_flags(out, assessment, gaps.ranking)
    _print_yardsticks(out, catalog, access)
    out.print()
    across = _ACROSS if any(row.across_line for row in gaps.ranking) else ""
    notes = (sentences.STRAIGHT_LINE, _ROBUST, across, RUCC, sentences.demand(gaps.demand))
    for line in filter(None, notes):
        out.print(Text(line, "dim"))
    terminal.foot(out, gaps.as_of.isoformat(), gaps.data_sha256)


def _print_ranking(out: Console, ranking: Sequence[GapRow]) -> None:
    terminal.section(out, "Ranking by people affected")
    affected = [row for row in ranking if row.score > 0]
    if affected:
        out.print(_table(affected))
    rest = [row.county for row in ranking if row.score == 0]
    if rest:
        counties = "1 county" if len(rest) == 1 else f"{len(rest)} counties"
        line = (
            f"{counties} with a score of 0 (each scored standard covered, nobody known to be far "
            "by the points): "
            f"{', '.join(rest)}."
        )
        out.print(Text(line))
    if not ranking:
        out.print(Text("No county is of this kind."))


def _table(rows: Sequence[GapRow]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Rank", justify="right")
    across = any(row.across_line for row in rows)
    if across:
        table.add_column("With neighbors", justify="right")
    table.add_column("County")
    table.add_column("Region", justify="right")
    table.add_column("RUCC", justify="right")
    table.add_column("Score", justify="right")
    table.add_column("Its parts, in people")
    table.add_column("Robust")
    for row in rows:
        table.add_row(
            str(row.rank),
            *([str(row.rank_with_neighbors) if row.across_line else ""] if across else []),
            row.county,
            _regions(row),
            str(row.rucc),
            f"{row.score:,.0f}",
            " + ".join(f"{part.part} {part.people:,.0f}" for part in row.parts),
            "yes" if row.robust else "no",
        )
    return table


def _print_kind(out: Console, title: str, rows: Sequence[GapRow], *, distance: bool) -> None:
    """Print the counties of one kind of gap, each with its reasons."""
    counties = "1 county" if len(rows) == 1 else f"{len(rows)} counties"
    affected = sum(
        (row.people_far.value or 0.0) if distance else row.people_unproven for row in rows
    )
    terminal.section(out, f"{title} ({counties}, {affected:,.0f} people)")
    for row in rows:
        place = "urban" if row.rucc in METROPOLITAN else "rural"
        said = [part.reason for part in row.parts if (part.part == DISTANCE) == distance]
        reasons = " ".join([*said, row.across_line] if distance and row.across_line else said)
        line = f"{row.county} (Region {_regions(row)}, {place}, {row.people:,} people): {reasons}"
        terminal.lines(out, [line])


def _print_perhaps(out: Console, gaps: Gaps) -> None:
    """Print which counties have nobody far by the points, but may have, given the units' radii."""
    perhaps = [row for row in gaps.ranking if not row.people_far.value and row.people_far.high]
    if perhaps:
        most = sum(row.people_far.high or 0.0 for row in perhaps)
        said = (
            f"Nobody far by the points, but up to {most:,.0f} people depending on where within "
            f"their radius the units stand: {', '.join(sorted(row.county for row in perhaps))}."
        )
        terminal.lines(out, [said])


def _print_unknown(out: Console, gaps: Gaps) -> None:
    """Print for which counties distance is not known, which is neither near nor far."""
    unknown = [row.county for row in gaps.ranking if row.people_far.value is None]
    if unknown:
        said = (
            f"Distance is not known, and not scored, for {_who(unknown)}: no source speaks of a "
            "unit on this day, or the points have nobody there."
        )
        terminal.lines(out, [said])


def _who(counties: Sequence[str]) -> str:
    return ", ".join(counties) if len(counties) <= _FEW else f"{len(counties)} counties"


def _regions(row: GapRow) -> str:
    return " or ".join(str(region) for region in row.regions)


def _print_flags(out: Console, assessment: Assessment, rows: Sequence[GapRow]) -> None:
    """Print how old the verdicts are, and each flag once, with the counties that it is on."""
    marks = gap_flags.marks(assessment, rows)
    said = (f"{flag} In {_who(names)}." for flag, names in marks.counties.items())
    banner = [marks.banner] if marks.banner else []
    terminal.lines(out, [*banner, *said], "Flags on these verdicts")


def _print_yardsticks(out: Console, catalog: Catalog, access: Access) -> None:
    """Print the measures that bind nobody beside the whole state's people, never as duties."""
    people = sum(county.people for county in catalog.counties)
    terminal.section(out, f"Beside it, for the whole state: {yardsticks.SHOWN_AS}")
    for measure in yardsticks.yardsticks(catalog, people, access.as_of):
        said = (
            f"{measure.title}: {measure.value}. That is {measure.figure}. "
            f"{measure.citation} ({measure.source}, {measure.as_of})."
        )
        terminal.lines(out, [f"{said} {measure.note}" if measure.note else said])
    named = yardsticks.recalled(catalog, access.as_of)
    if named:
        terminal.lines(out, [f"{yardsticks.WITHHELD[0].upper()}{yardsticks.WITHHELD[1:]}:"])
    citations = (f"{name.title}: {name.citation} ({name.source})." for name in named)
    terminal.lines(out, citations, indent=4)
    short = next(kind.short for kind in catalog.services.service_types if kind.id == access.service)
    terminal.lines(out, [f"This state's own {short} beds: {sentences.beds(access.state.beds)}."])
