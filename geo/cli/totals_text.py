"""How many counties have which status, and which are not covered, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo import text
from geo.catalog.records import Evaluation, Status
from geo.cli import terminal
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding, StandardTotal

__all__ = ["STYLES", "names", "print_counties", "print_in_lines", "print_totals"]

STYLES: Final = {"covered": "green", "claimed": "yellow", "gap": "bold red", "unknown": "magenta"}


_BASES: Final = {
    "listed": "By name",
    "confirmed": "Confirmed",
    "region": "By region",
}


def print_totals(out: Console, standards: Sequence[StandardTotal]) -> None:
    """Print how many counties have which status: what is required, what is not, distance tests."""
    services = [total for total in standards if total.evaluation is not Evaluation.WITHIN]
    tests = [total for total in standards if total.evaluation is Evaluation.WITHIN]
    for word, totals in (("service", services), ("distance test", tests)):
        for required, title in ((True, f"Required {word}"), (False, f"Not required: {word}")):
            asked = [total for total in totals if total.required is required]
            if asked:
                out.print(_totals(asked, title))


def _in_lines(totals: Sequence[StandardTotal]) -> Iterator[str]:
    """Yield one line for each standard: "PACT team: 19 covered, 63 not on the list."."""
    for total in totals:
        told = [
            f"{number} {sentences.meaning(total.evaluation, status).label.lower()}"
            for status in sentences.possible(total.evaluation)
            if (number := getattr(total, status.value))
        ]
        yield f"{_short(total)}: {', '.join(told)}."


def _short(total: StandardTotal) -> str:
    return total.short if total.in_force else f"{total.short} (not in force)"


def print_in_lines(
    out: Console, totals: Sequence[StandardTotal], unread: Sequence[StandardTotal]
) -> None:
    """Print one line for each standard that is not required; of the `unread` ones one sentence tells."""
    out.print(Text("Not required (--all names the counties)", "bold"))
    terminal.lines(out, _in_lines([each for each in totals if each not in unread]))
    terminal.lines(out, filter(None, [sentences.unread(unread)]))
    out.print()


def print_counties(out: Console, assessment: Assessment, totals: Sequence[StandardTotal]) -> None:
    """Print which counties are not covered, by standard; what nothing was read on is told at once."""
    unread = [total for total in assessment.unread() if total in totals]
    for total in totals:
        if total not in unread:
            _print_unproven(out, total, assessment.of(total.id))
    if unread:
        terminal.lines(out, [sentences.unread(unread)], below=1)


def _print_unproven(out: Console, total: StandardTotal, findings: Sequence[Finding]) -> None:
    for status in (Status.GAP, Status.CLAIMED, Status.UNKNOWN):
        named = [finding for finding in findings if finding.status is status]
        if not named:
            continue
        people = text.count(total.people[status.value], "person", "people")
        label = sentences.meaning(total.evaluation, status).label
        counties = text.count(len(named), "county", "counties")
        heading = Text(f"{total.title}: {label}", STYLES[status.value])
        heading.append(f", {counties} ({people} in 2020)", "default")
        out.print(heading)
        who = "all of them" if len(named) == len(findings) else names(named)
        terminal.lines(out, [who], below=1)


def names(findings: Iterable[Finding]) -> str:
    """Return the names of the counties of findings."""
    return ", ".join(finding.county for finding in findings)


def _totals(totals: Sequence[StandardTotal], title: str) -> Table:
    evaluation = totals[0].evaluation
    statuses = sentences.possible(evaluation)
    ways = [basis for basis in _BASES if any(total.bases[basis] for total in totals)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(title)
    labels = [sentences.meaning(evaluation, status).label for status in statuses]
    for label in (*labels, *(_BASES[basis] for basis in ways)):
        table.add_column(label, justify="right", min_width=max(map(len, label.split())))
    for total in totals:
        table.add_row(
            _short(total),
            *(str(getattr(total, status.value)) for status in statuses),
            *(str(total.bases[basis]) for basis in ways),
        )
    return table
