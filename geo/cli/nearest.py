"""``nearest``: from a place as typed, or a table of them, to the help there."""

import argparse
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geo.cli import options, signals
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.referral.batch import Summary

__all__ = ["add", "numbers_anyway", "run", "typed"]

UNITS_LISTED = 3
"""Units listed for a place where ``-k`` asks for no other number."""
LONGEST_INPUT_BYTES = 4096
"""Read of a pipe that holds a place: room for the characters that are read, and one to see more."""

_COLUMN = (
    "with --batch: the column of the places; where a place is split over several columns, give one "
    "--column for each, in the order of an address"
)


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "nearest",
        "from a place as typed to the units and teams that help there, with their numbers",
        f"{options.TRACES} Exit code: 0 one place found; 1 none, "
        "several, or one in another state; 2 nothing to look up, or the data or call is not valid. "
        "With --batch: 0 every row written; 2 not; 129, 130 or 143 stopped, and --resume continues.",
    )
    added.add_argument(
        "text",
        nargs="*",
        type=options.words,
        metavar="TEXT",
        help="address, crossing, ZIP, town, county or coordinates; - reads standard input",
    )
    added.add_argument(
        "-k",
        type=options.count,
        metavar="N",
        help=f"how many units to list (default: {UNITS_LISTED})",
    )
    added.add_argument(
        "--batch", type=options.file, metavar="FILE", help="look up every row of this CSV file"
    )
    added.add_argument(
        "--column", action="append", type=options.words, metavar="NAME", help=_COLUMN
    )
    added.add_argument(
        "-o", "--output", type=options.file, metavar="FILE", help="with --batch: CSV file to write"
    )
    again = added.add_mutually_exclusive_group()
    again.add_argument(
        "--resume", action="store_true", help="with --batch: continue an interrupted run"
    )
    again.add_argument(
        "--overwrite", action="store_true", help="with --batch: replace an older output"
    )
    added.set_defaults(run=run, parser=added)


def run(asked: argparse.Namespace) -> int:
    """Answer for one place, or with ``--batch`` for a table of them."""
    if asked.batch:
        return _batch(asked)
    if asked.column or asked.output or asked.resume or asked.overwrite:
        asked.parser.error("--column, --output, --resume and --overwrite need --batch")
    if not asked.text:
        asked.parser.error("expected a place: TEXT, or - to read it from standard input")
    text = " ".join(asked.text)
    assessment = options.assessment(asked)
    from geo.referral import records, refer

    place = typed() if text == "-" else text
    with numbers_anyway(assessment, asked.format):
        answer = refer.answer(assessment, place, asked.k or UNITS_LISTED)
    if asked.format == "json":
        options.print_json(records.as_json(answer))
    else:
        from geo.cli import referral_text

        referral_text.print_answer(assessment.catalog, answer)
    return records.exit_code(answer)


@contextmanager
def numbers_anyway(assessment: Assessment, form: str) -> Iterator[None]:
    """Print whom to call, in text, where the data raises a DataError instead of an answer."""
    try:
        yield
    except DataError:
        if form != "json":
            from geo.cli import referral_text

            referral_text.print_numbers_alone(assessment)
        raise


def typed() -> str:
    """Return a place from standard input: one line from a person, the whole of a pipe."""
    if sys.stdin.isatty():
        options.tell("Place: ", end="")
        return sys.stdin.readline().strip()
    raw = sys.stdin.buffer.read(LONGEST_INPUT_BYTES)
    return raw.decode("utf-8", errors="replace").strip()


def _batch(asked: argparse.Namespace) -> int:
    if asked.text:
        asked.parser.error("--batch reads its places from FILE; drop TEXT")
    if asked.k:
        asked.parser.error("--batch reports one unit per row; drop -k")
    if not asked.column or not all(asked.column) or not asked.output:
        asked.parser.error("--batch needs --column NAME and --output FILE")
    assessment = options.assessment(asked)
    from geo.cli import terminal
    from geo.referral import batch

    gc.enable()  # `cli.main` turned it off for short runs
    try:
        with signals.stoppable() as ask, terminal.progress("Looking up") as progress:

            def tell(share: float, rows: int) -> None:
                ask()
                progress(share, rows)

            done = batch.run(
                assessment,
                asked.batch,
                asked.column,
                asked.output,
                resume=asked.resume,
                overwrite=asked.overwrite,
                progress=tell,
            )
    except KeyboardInterrupt as stop:
        options.tell(f"crisis-coverage: stopped. {batch.RESUME_HINT}")
        return signals.exit_code(stop)
    _print_batch(asked, assessment, done)
    return 0


def _print_batch(asked: argparse.Namespace, assessment: Assessment, done: "Summary") -> None:
    """Print that a batch is complete, which nothing in its file says."""
    if asked.format == "json":
        head = {"schema": assessment.schema, "file": str(asked.output), "complete": True}
        tail = {"as_of": assessment.as_of, "data_sha256": assessment.data_sha256}
        options.print_json(jsonable({**head, **jsonable(done), **tail}))
        return
    counts = ", ".join(f"{count} {status}" for status, count in done.by_status.items())
    rows = f"{done.rows} row{'' if done.rows == 1 else 's'}{f' ({counts})' if counts else ''}"
    if done.resumed_rows and done.resumed_rows == done.rows:
        said = f"{asked.output} was complete already: {rows}"
    elif done.resumed_rows:
        said = f"Wrote {asked.output}, complete: {rows}, {done.resumed_rows} of them before"
    else:
        said = f"Wrote {asked.output}, complete: {rows}"
    sys.stdout.write(f"{said}, as of {assessment.as_of}, data {assessment.data_sha256[:12]}\n")
