"""Verdicts as text for a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from geo import text
from geo.catalog.records import Basis, Catalog, Status
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.county import Call, CountyProfile
from geo.coverage.findings import Finding, StandardTotal

__all__ = ["foot", "lines", "print_county", "print_verification", "progress", "screen", "section"]

_WIDTH_WITHOUT_TERMINAL = 100
_STYLES = {"covered": "green", "claimed": "yellow", "gap": "bold red", "unknown": "magenta"}


class _Screen(Console):
    """Says that whoever read has gone, where rich would leave with 1: that has a meaning here."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise BrokenPipeError, as any other output does."""
        raise BrokenPipeError


def screen() -> Console:
    """Return the terminal, or a plain page of 100 columns where there is none.

    Printing on it raises BrokenPipeError where whoever read has gone.
    """
    # Data is text: neither markup, nor emoji codes, nor colours for numbers are looked for in it.
    probe = Console()
    width = None if probe.is_terminal else _WIDTH_WITHOUT_TERMINAL
    return _Screen(markup=False, emoji=False, highlight=False, width=width)


@contextmanager
def progress(title: str) -> Iterator[Callable[[float, int], None]]:
    """Give a function that shows how far a run is (0 to 1, rows): on standard error, to people only."""
    out = _Screen(stderr=True)
    if not out.is_terminal:
        yield lambda _share, _rows: None
        return
    # Imported here: it takes longer to load than a verdict takes.
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    rows = TextColumn("{task.fields[rows]:,} rows")
    with Progress(*columns, rows, TimeRemainingColumn(), console=out, transient=True) as bar:
        task = bar.add_task(title, total=1.0, rows=0)
        yield lambda share, count: bar.update(task, completed=share, rows=count)


def print_verification(assessment: Assessment) -> None:
    """Print totals, the counties that are not covered, what the flags mean, date and hash."""
    out = screen()
    out.print(
        Text(
            f"{assessment.catalog.services.study_area.name}: coverage of "
            f"{text.count(assessment.counties, 'county', 'counties')}",
            "bold",
        )
    )
    out.print()
    out.print(_totals(assessment.standards))
    for total in assessment.standards:
        _print_unproven(out, total, assessment.of(total.id))
    _print_flags(out, assessment)
    _print_sources(out, assessment)
    _print_foot(out, assessment.as_of.isoformat(), assessment.data_sha256)


def _totals(standards: Sequence[StandardTotal]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Standard")
    table.add_column("Required")
    for word in ("Covered", "Claimed", "Gap", "Unknown"):
        table.add_column(word, justify="right")
    table.add_column("Covered on what basis")
    for one in standards:
        bases = [f"{one.bases['listed']} listed"] if one.bases["listed"] else []
        bases += [f"{one.bases['region']} by region"] if one.bases["region"] else []
        bases += [f"{one.bases['measured']} by distance"] if one.bases["measured"] else []
        required = "yes" if one.required else "for information"
        table.add_row(
            one.title,
            required if one.in_force else "not in force",
            *(str(number) for number in (one.covered, one.claimed, one.gap, one.unknown)),
            ", ".join(bases),
        )
    return table


def _print_unproven(out: Console, total: StandardTotal, findings: Sequence[Finding]) -> None:
    for status in (Status.GAP, Status.CLAIMED, Status.UNKNOWN):
        some = [one for one in findings if one.status is status]
        if not some:
            continue
        people = f"{text.count(total.people[status.value], 'person', 'people')} in 2020"
        heading = Text(f"{total.title}: {len(some)} {status.value}", _STYLES[status.value])
        heading.append(f" ({people})", "default")
        out.print(heading)
        names = "all of them" if len(some) == len(findings) else _names(some)
        lines(out, [names], below=1)


def _names(findings: Iterable[Finding]) -> str:
    return ", ".join(one.county for one in findings)


def _print_flags(out: Console, assessment: Assessment) -> None:
    meanings = {
        "stale": "the evidence is older than its source's age limit",
        "disputed": "sources contradict each other",
        "weak": "rests on a region membership inferred by elimination",
    }
    for flag, meaning in meanings.items():
        parts = []
        for total in assessment.standards:
            some = [one for one in assessment.of(total.id) if flag in one.flags]
            if some:
                who = f"{len(some)} counties" if len(some) > 6 else _names(some)
                parts.append(f"{total.title}: {who}")
        if parts:
            out.print(Text(f"Flag {flag} ({meaning})", "bold"))
            lines(out, ["; ".join(parts)], below=1)


def _print_sources(out: Console, assessment: Assessment) -> None:
    """Print who says so: the sources that the findings rest on, with date and age."""
    named = {
        evidence.source
        for finding in assessment.findings
        for evidence in (*finding.evidence, *finding.left_out_by)
    }
    out.print(Text("Sources of the findings", "bold"))
    for source in assessment.catalog.services.sources:
        if source.id in named:
            days = (assessment.as_of - (source.as_of.earliest or source.as_of.latest)).days
            row = (
                f"{source.id}: {source.publisher}, {source.title}. Describes {source.as_of} "
                f"({source.as_of_basis}); {text.count(days, 'day', 'days')} old, "
                f"age limit {source.stale_after_days}."
            )
            lines(out, [row])
    out.print()


def foot(out: Console, as_of: str, sha256: str) -> None:
    """Print the day and the data's hash: the last line of every text."""
    out.print(Text(f"As of {as_of}. Data {sha256}", "dim"))


def _print_foot(out: Console, as_of: str, sha256: str) -> None:
    claimed = "Claimed is not covered: only a general sentence speaks for those counties."
    out.print(Text(claimed, "dim"))
    foot(out, as_of, sha256)


def print_county(catalog: Catalog, found: CountyProfile) -> None:
    """Print one county's numbers, verdicts with their evidence, history, disputes and sources."""
    out = screen()
    county = found.county
    out.print(Text(f"{county.name} County ({county.geoid})", "bold"))
    people = text.count(county.people, "person", "people")
    out.print(Text(f"{people} (2020 Census), {county.land_sq_mi:,.0f} square miles of land"))
    operators = {one.id: one for one in found.operators}
    for held in found.regions:
        where = "In" if held.certain else "Possibly in"
        says = f"{held.evidence.confidence}, {held.evidence.says} [{held.evidence.source}]"
        out.print(Text(f"{where} Region {held.region}: {says}"))
        if held.operator:
            out.print(Text(f"Run by {sentences.about(operators[held.operator])}"))
    lines(out, map(_call, found.calls), "Numbers to call")
    section(out, "Verdicts")
    for finding in found.findings:
        _print_finding(out, catalog, finding)
    _print_rest(out, found)
    _print_foot(out, found.as_of.isoformat(), found.data_sha256)


def section(out: Console, title: str) -> None:
    """Print a heading after an empty line."""
    out.print()
    out.print(Text(title, "bold"))


def lines(
    out: Console, rows: Iterable[str | Text], title: str = "", *, indent: int = 2, below: int = 0
) -> None:
    """Print rows, each indented where it wraps too and with empty lines `below`.

    A `title` stands above them; where there are no rows it is left out.
    """
    for number, row in enumerate(rows):
        if title and not number:
            section(out, title)
        out.print(Padding(Text(row) if isinstance(row, str) else row, (0, 0, below, indent)))


def _call(call: Call) -> str:
    """Return a number, what answers there, and how sure that is, as `nearest` says it."""
    marks = [] if call.basis is Basis.CLAIMED else [str(call.basis)]
    marks += [word for word in ("weak", "stale", "disputed") if getattr(call, word)]
    origin = f"{', '.join(marks)}{'; ' if marks else ''}{call.source}, {text.period(call.as_of)}"
    return f"{call.phone:>12}  {call.title} ({origin})"


def _print_finding(out: Console, catalog: Catalog, finding: Finding) -> None:
    title = next(one.title for one in catalog.services.standards if one.id == finding.standard)
    flags = f" ({', '.join(finding.flags)})" if finding.flags else ""
    heading = Text("  ")
    heading.append(finding.status.value, _STYLES[finding.status.value])
    heading.append(f"{flags}  {title}")
    out.print(heading)
    rows = [finding.rule]
    rows += [
        f"[{one.basis}] {one.title}: “{one.quote}” ({one.source}, {one.as_of})"
        for one in finding.evidence
    ]
    rows += [
        f"[{one.title}, leaves the county out] {one.note} ({one.source}, {one.as_of})"
        for one in finding.left_out_by
    ]
    rows += finding.notes
    rows += [f"To lift it: {one}" for one in finding.lift]
    lines(out, rows, indent=6)


def _print_rest(out: Console, found: CountyProfile) -> None:
    sources = {one.id: one for one in found.sources}
    sections: dict[str, list[str]] = {
        "Units": [f"{one.name}: {sentences.unit(one, sources)}" for one in found.facilities],
        "Region over time": [
            f"Region {one.region}, {sentences.span(one)}: {one.confidence}, {one.says} [{one.source}]"
            for one in found.region_history
        ],
        "Not known": [f"{one.title}. {one.matters} Ask: {one.ask}" for one in found.holes],
        "Also here": [
            f"{one.title} ({one.as_of or 'undated'}): {one.text} [{one.source}]"
            for one in found.programmes
        ],
        "Sources": [
            f"{one.id}: {one.title}, {one.publisher}. Describes {text.period(one.as_of.text)} "
            f"({one.as_of_basis}). {one.url or ''}"
            for one in found.sources
        ],
    }
    for title, rows in sections.items():
        lines(out, rows, title)
