"""Text for a terminal: the screen, headings, indented rows, progress."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from geo.text import date

__all__ = ["foot", "lines", "notes", "progress", "screen", "section"]

_WIDTH_WITHOUT_TERMINAL = 100


class _Screen(Console):
    """Raises BrokenPipeError where the reader has gone; rich would exit with 1, "gap" here."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise BrokenPipeError, as any other output does."""
        raise BrokenPipeError


def screen() -> Console:
    """Return the terminal, or a plain page of 100 columns where there is none.

    Printing on it raises BrokenPipeError where the reader has gone.
    """
    # Data is plain text: no markup, no emoji codes and no colors for numbers are read into it.
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


def notes(out: Console, sentences: Iterable[str]) -> None:
    """Print sentences to be kept in mind, each on a line; of empty ones nothing."""
    for sentence in filter(None, sentences):
        out.print(Text(sentence, "yellow"))


def foot(out: Console, as_of: str, sha256: str) -> None:
    """Print the day and the data's hash: the last line of every text.

    What follows a comma after the day says which records count.
    """
    day, comma, records = as_of.partition(", ")
    out.print(Text(f"As of {date(day)}{comma}{records}. Data {sha256}", "dim"))
