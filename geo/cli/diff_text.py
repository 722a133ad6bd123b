"""A comparison as text for a terminal."""

from collections.abc import Iterable

from rich.text import Text

from geo.cli import terminal
from geo.diff import sentences
from geo.diff.records import Changes, VerdictChange

__all__ = ["print_changes"]

_STYLES = {"lost": "bold red", "gained": "green", "changed": "yellow"}


def print_changes(changes: Changes) -> None:
    """Print both sides, what was lost, gained and changed, and whom it touches."""
    out = terminal.screen()
    out.print(Text(f"Before: {sentences.side(changes.old)}", "bold"))
    out.print(Text(f"Now: {sentences.side(changes.new)}", "bold"))
    for warning in changes.warnings:
        out.print(Text(f"Keep in mind: {warning}", "yellow"))
    out.print()
    out.print(Text(sentences.summary(changes), "bold red" if changes.lost else "bold"))
    if near := sentences.near(changes):
        out.print(Text(near))
    changed = [standard for standard in changes.standards if sentences.standard_changed(standard)]
    sections: dict[str, Iterable[str | Text]] = {
        "By standard, in counties and people": map(sentences.standard, changed),
        **{
            f"Verdicts {direction}": [_verdict(verdict) for verdict in verdicts]
            for direction, verdicts in sentences.in_order(changes.verdicts)
        },
        "Counties that only one side has": [
            *(f"Only before: {sentences.place(county)}" for county in changes.counties_gone),
            *(f"Only now: {sentences.place(county)}" for county in changes.counties_come),
        ],
        "Numbers for everybody": map(sentences.number, changes.statewide),
        "Teams, lines and units": map(sentences.provider, changes.providers),
        "Regions": map(sentences.region, changes.regions),
        "People and names": map(sentences.renamed, changes.people),
    }
    for title, rows in sections.items():
        terminal.lines(out, rows, title)
    out.print()
    terminal.foot(out, str(changes.new.as_of), changes.new.data_sha256)


def _verdict(verdict: VerdictChange) -> Text:
    place = verdict.place
    row = Text(f"{verdict.direction}  ", _STYLES[verdict.direction])
    row.append(
        f"{place.county} ({sentences.people(place.people)}), {verdict.title}: "
        f"{sentences.transition(verdict)}",
        "default",
    )
    return row
