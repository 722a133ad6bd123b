"""A comparison as text for a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from geo.cli import terminal
from geo.diff import sentences
from geo.diff.records import Changes

__all__ = ["print_changes"]

_STYLES = {"lost": "bold red", "gained": "green", "changed": "yellow"}


def print_changes(changes: Changes) -> None:
    """Print both sides, what was lost, gained and changed, and whom it touches."""
    out = terminal.screen()
    out.print(Text(f"Old: {sentences.side(changes.old)}", "bold"))
    out.print(Text(f"New: {sentences.side(changes.new)}", "bold"))
    for one in changes.warnings:
        out.print(Text(f"Mind: {one}", "yellow"))
    out.print()
    out.print(Text(sentences.summary(changes), "bold red" if changes.lost else "bold"))
    changed = [one for one in changes.standards if sentences.standard_changed(one)]
    _lines(out, "Standards, in counties and people", map(sentences.standard, changed))
    _print_verdicts(out, changes)
    _lines(
        out,
        "Counties that only one side has",
        [
            *(f"only old: {sentences.place(one)}" for one in changes.counties_gone),
            *(f"only new: {sentences.place(one)}" for one in changes.counties_come),
        ],
    )
    _lines(out, "Teams, lines and units", map(sentences.provider, changes.providers))
    _lines(out, "Regions", map(sentences.region, changes.regions))
    _lines(out, "People and names", map(sentences.renamed, changes.people))
    out.print()
    terminal.foot(out, str(changes.new.as_of), changes.new.data_sha256)


def _print_verdicts(out: Console, changes: Changes) -> None:
    for direction, some in sentences.in_order(changes.verdicts):
        terminal.section(out, f"Verdicts {direction}")
        for one in some:
            line = Text(f"{direction}  ", _STYLES[direction])
            line.append(
                f"{one.place.county} ({sentences.people(one.place.people)}), {one.title}: "
                f"{sentences.transition(one)}",
                "default",
            )
            out.print(Padding(line, (0, 0, 0, 2)))


def _lines(out: Console, title: str, lines: Iterable[str]) -> None:
    some = list(lines)
    if some:
        terminal.section(out, title)
        for one in some:
            out.print(Padding(Text(one), (0, 0, 0, 2)))
