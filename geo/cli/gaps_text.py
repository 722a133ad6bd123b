"""Where the gaps are, as text for a terminal."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.access import gap_flags, sentences, yardsticks
from geo.access.gap_records import GapRow, Gaps
from geo.access.gaps import METROPOLITAN
from geo.access.records import Access
from geo.catalog import left_out
from geo.catalog.records import Catalog
from geo.cli import terminal
from geo.coverage import overview
from geo.coverage.assessment import Assessment
from geo.text import count

__all__ = ["RUCC", "print_gaps"]

RUCC = (
    "Urban and rural by the USDA's Rural-Urban Continuum Code 2023: 1 to 3 are counties in "
    "metropolitan areas (urban), 4 to 9 are all others (rural)."
)
_MOST = (
    "Most people? Yes if the least is over half of the county, no if the most is under half. Least and "
    "most here also allow for the measured error of the points where people are taken to live."
)
_FEW = 6


def print_gaps(assessment: Assessment, access: Access, gaps: Gaps, shown: str) -> None:
    """Print the ranking, both counts with their reasons, flags, benchmarks, date and hash.

    `shown` says which counties `gaps` was narrowed to; `access` is what it was ranked by.
    """
    out = terminal.screen()
    catalog = assessment.catalog
    title = f"{catalog.services.study_area.name}: where the gaps are, {shown}"
    out.print(Text(title, "bold"))
    lacking = left_out.sentences(catalog, left_out.ZIPS, left_out.REGIONS, left_out.QUESTIONS)
    reason = [gaps.not_measured] if gaps.not_measured else []
    for line in (*lacking, *reason, gaps.counted, *gaps.left_aside, *_totals(gaps)):
        out.print(Text(line))
    _print_ranking(out, gaps, has_regions=bool(catalog.services.regions))
    _print_not_shown(out, assessment, gaps)
    if access.is_measured:
        _print_far(out, gaps)
        _print_unknown(out, gaps)
    _print_flags(out, assessment, gaps.ranking)
    _print_yardsticks(out, catalog, access)
    out.print()
    of_miles = (sentences.STRAIGHT_LINE, _MOST, sentences.demand(gaps.demand))
    for line in (RUCC, *(of_miles if access.is_measured else ())):
        out.print(Text(line, "dim"))
    terminal.foot(out, gaps.as_of.isoformat(), gaps.data_sha256)


def _totals(gaps: Gaps) -> Iterator[str]:
    """Yield each of the two counts for the counties shown, and that of distance with neighbors."""
    totals, limit = gaps.totals, gaps.limit_miles
    if totals.people_far.value is not None:
        yield (
            f"{sentences.number(totals.people_far)} of these people live more than {limit} "
            "straight-line miles away."
        )
        if totals.people_far_with_neighbors != totals.people_far:
            yield (
                "With units in neighboring states counted it would be "
                f"{sentences.number(totals.people_far_with_neighbors)}. {sentences.ACROSS}"
            )
    yield from (standard.sentence for standard in totals.not_shown if standard.counties)


def _print_ranking(out: Console, gaps: Gaps, *, has_regions: bool) -> None:
    across = ", units in neighboring states counted" if gaps.with_neighbors else ""
    terminal.section(out, f"Counties by {gaps.sort.label}{across}")
    if gaps.ranking and not any(
        row.not_shown or row.far(with_neighbors=gaps.with_neighbors).people.value is not None
        for row in gaps.ranking
    ):
        counties = count(len(gaps.ranking), "county", "counties")
        out.print(Text(f"Nothing ranks the {counties} here."))
    elif gaps.ranking:
        out.print(_table(gaps, has_regions=has_regions))
    else:
        out.print(Text("No county is of this kind."))


def _table(gaps: Gaps, *, has_regions: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Rank", justify="right", min_width=2, overflow="fold")
    # A column that is too narrow would be broken inside a name.
    longest = max((len(word) for row in gaps.ranking for word in row.county.split()), default=7)
    table.add_column("County", min_width=longest, overflow="fold")
    if has_regions:
        table.add_column("Region", justify="right", overflow="fold")
    table.add_column("People", justify="right", no_wrap=True, min_width=7)
    if gaps.is_measured:
        table.add_column(f"Farther than {gaps.limit_miles} miles", justify="right", min_width=7)
        table.add_column("Least to most", justify="right", min_width=10)
        table.add_column("Most people?", min_width=8)
    table.add_column("Not shown", justify="right", min_width=6)
    if gaps.is_measured:
        table.add_column("Average miles", justify="right", min_width=8)
    for row in gaps.ranking:
        far = row.far(with_neighbors=gaps.with_neighbors)
        beyond = (
            sentences.best(far.people),
            sentences.least_to_most(far.people) or "-",
            far.most.label,
        )
        table.add_row(
            str(row.rank),
            row.county,
            *([_regions(row)] if has_regions else []),
            f"{row.people:,}",
            *(beyond if gaps.is_measured else ()),
            f"{row.people_not_shown:,}" if row.not_shown else "-",
            *([sentences.miles(far.mean_miles)] if gaps.is_measured else []),
        )
    return table


def _print_not_shown(out: Console, assessment: Assessment, gaps: Gaps) -> None:
    """Print the counties that are not shown to have what is required, each with the reason; then whom to ask."""
    totals = gaps.totals
    if not totals.not_shown:
        terminal.lines(out, ["Not counted: no service is required here."], "Not shown")
        return
    listed = {row.geoid for row in gaps.ranking if row.not_shown}
    counties = count(totals.counties_not_shown, "county", "counties")
    terminal.section(out, f"Not shown ({counties}, {totals.people_not_shown:,} people)")
    for row in gaps.ranking:
        if row.not_shown:
            reasons = " ".join(part.reason for part in row.not_shown)
            terminal.lines(out, [f"{_place(row)}: {reasons}"])
    for service in overview.counts(assessment):
        shown = [finding for finding in service.not_shown if finding.geoid in listed]
        terminal.lines(out, overview.asks(shown))


def _print_far(out: Console, gaps: Gaps) -> None:
    """Print the counties with people beyond the limit, or perhaps with some, each with the reason."""
    far = [row for row in gaps.ranking if row.far_reason]
    counties = count(len(far), "county", "counties")
    head = f"Farther than {gaps.limit_miles} straight-line miles, or perhaps so ({counties})"
    terminal.section(out, head)
    for row in far:
        terminal.lines(out, [f"{_place(row)}: {row.far_reason} {row.across_line}".rstrip()])


def _place(row: GapRow) -> str:
    kind = "urban" if row.rucc in METROPOLITAN else "rural"
    region = f"Region {_regions(row)}, " if row.regions else ""
    return f"{row.county} ({region}{kind}, {row.people:,} people)"


def _print_unknown(out: Console, gaps: Gaps) -> None:
    """Print for which counties distance is not known, which is neither near nor far."""
    unknown = [row.county for row in gaps.ranking if row.people_far.value is None]
    if unknown:
        said = (
            f"Distance is not known for {_who(unknown)}: no source speaks of a unit on this day, or the "
            "points have nobody there."
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
    """Print the benchmarks from elsewhere beside the whole state's people, never as duties."""
    people = sum(county.people for county in catalog.counties)
    measures = yardsticks.yardsticks(catalog, people, access.as_of)
    named = yardsticks.recalled(catalog, access.as_of)
    if not (measures or named or access.units):
        return
    terminal.section(out, f"Beside it, for the whole state: {yardsticks.SHOWN_AS}")
    for measure in measures:
        said = (
            f"{measure.title}: {measure.value}. That is {measure.figure}. "
            f"{measure.citation} ({measure.source}, {measure.as_of})."
        )
        terminal.lines(out, [f"{said} {measure.note}" if measure.note else said])
    if named:
        terminal.lines(out, [f"{yardsticks.WITHHELD[0].upper()}{yardsticks.WITHHELD[1:]}:"])
    citations = (f"{name.title}: {name.citation} ({name.source})." for name in named)
    terminal.lines(out, citations, indent=4)
    if access.units:
        own = f"This state's own {access.unit_short} beds: {sentences.beds(access.state.beds)}."
        terminal.lines(out, [own])
