"""How many counties have which status, as tables for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from geo.catalog.records import Evaluation
from geo.coverage import sentences
from geo.coverage.findings import StandardTotal

__all__ = ["in_lines", "print_totals"]

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


def in_lines(totals: Sequence[StandardTotal]) -> Iterator[str]:
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
