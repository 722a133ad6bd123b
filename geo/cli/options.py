"""What the commands share: options and their values, what is asked about, JSON, exit codes."""

import argparse
import contextlib
import datetime as dt
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.access import assess, documents
from geo.catalog import load
from geo.catalog.dates import parse_day
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError, Problem
from geo.jsonable import as_text

if TYPE_CHECKING:
    from geo.access.records import Access

__all__ = [
    "CLOSED_PIPE",
    "EXIT_CODES",
    "FAULT",
    "INTERRUPTED",
    "TRACES",
    "access",
    "add",
    "add_bare",
    "add_demand",
    "add_output_folder",
    "add_regions",
    "assessment",
    "catalog",
    "check_regions",
    "count",
    "file",
    "folder",
    "print_json",
    "print_utf_8",
    "tell",
    "tell_warnings",
    "tell_written",
    "words",
]

FAULT = 70
"""Exit code where the program itself is at fault, as sysexits.h has it."""
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it."""
CLOSED_PIPE = 141
"""Exit code where whoever read the output has gone, as shells have it for SIGPIPE."""
EXIT_CODES = (
    "Exit code of every command: 70 the program itself is at fault; 130 stopped by Ctrl+C, 143 by "
    "SIGTERM, 129 by the end of its terminal; 141 whoever read the output has gone."
)
"""What help says of exit codes that are no single command's."""
TRACES = (
    "A shell keeps what is typed in its history, and others on this computer can see it in the list of "
    "processes while the command runs. To leave no trace in either, give - as TEXT and type or pipe the "
    "place into standard input."
)
"""What help says where a place is typed."""


def add_bare(subparsers: Any, name: str, summary: str, codes: str) -> argparse.ArgumentParser:
    """Return a new command that takes nothing but a data folder."""
    added: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"{codes} {EXIT_CODES}",
    )
    added.add_argument(
        "--data", type=folder, metavar="DIR", help="data folder; without it the bundled data"
    )
    return added


def add(subparsers: Any, name: str, summary: str, codes: str) -> argparse.ArgumentParser:
    """Return a new command with the options that every command with an answer takes."""
    added = add_bare(subparsers, name, summary, codes)
    added.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people or for programs"
    )
    added.add_argument(
        "--as-of",
        type=_day,
        metavar="YYYY-MM-DD",
        help="judge by this day: memberships and standards as of then, without later sources",
    )
    added.add_argument(
        "--known-on",
        type=_day,
        metavar="YYYY-MM-DD",
        help="leave aside what was recorded in confirmations.yaml after this day",
    )
    return added


def add_regions(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the option that takes the numbers of regions; `what` says what is narrowed to them."""
    parser.add_argument(
        "--region", type=count, nargs="+", action="extend", default=[], metavar="N", help=what
    )


def check_regions(numbers: list[int], assessment: Assessment) -> None:
    """Raise CrisisCoverageError for regions that have no county on the day."""
    told = documents.no_such_region(numbers, assessment)
    if told:
        raise CrisisCoverageError(f"--region {told}")


def add_output_folder(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the folder to write pages to."""
    parser.add_argument(
        "-o",
        "--output",
        type=folder,
        metavar="DIR",
        required=True,
        help="folder to write to; made where it is missing",
    )


def add_demand(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a file of where people live."""
    parser.add_argument(
        "--demand",
        type=file,
        metavar="FILE",
        help="take where people live from this file: the Census Bureau's centers of population, "
        "or any CSV with the columns lon, lat and people",
    )


def catalog(asked: argparse.Namespace, *, strict: bool = False, warnings: int = 3) -> Catalog:
    """Return the checked data; standard error tells up to so many of its warnings."""
    known = load.load(asked.data, strict=strict)
    tell_warnings(known.warnings, warnings)
    return known


def tell(message: str, end: str = "\n") -> None:
    """Print to standard error; where nobody can read that, answer and exit code must do."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{message}{end}")
        sys.stderr.flush()


def tell_warnings(warnings: Sequence[Problem], most: int = 3) -> None:
    """Print warnings of the data to standard error, and how many there are beyond `most`."""
    for warning in warnings[:most]:
        tell(f"Warning: {warning}")
    if len(warnings) > most:
        more = len(warnings) - most
        tell(f"Warning: {more} more; crisis-coverage verify tells them all")


def assessment(asked: argparse.Namespace, *, strict: bool = False, warnings: int = 3) -> Assessment:
    """Return the verdicts on the data and the day asked about; `catalog` tells the warnings."""
    return assess.verify(
        catalog(asked, strict=strict, warnings=warnings), asked.as_of, asked.known_on
    )


def access(asked: argparse.Namespace, assessment: Assessment) -> "Access":
    """Return how far people are from units, by the file of people that was named, if any was."""
    from geo.access import demand_file, measure

    demand = demand_file.read(asked.demand, assessment.catalog) if asked.demand else None
    return measure.measure(assessment, demand)


def print_json(value: Any) -> None:
    """Print a result for programs."""
    print_utf_8(as_text(value))


def print_utf_8(text: str) -> None:
    """Print what is for programs or a file: UTF-8, whatever the console has."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Half a surrogate pair, as in the name of a file, becomes its JSON escape.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def tell_written(asked: argparse.Namespace, assessment: Assessment, size_bytes: int) -> None:
    """Print that the file asked for is written, how large it is, and of which data and day."""
    if asked.format == "json":
        print_json(
            {
                "schema": assessment.schema,
                "file": str(asked.output),
                "bytes": size_bytes,
                "as_of": assessment.as_of.isoformat(),
                "data_sha256": assessment.data_sha256,
            }
        )
        return
    sys.stdout.write(
        f"Wrote {asked.output} ({size_bytes / 1000:.0f} kB), as of {assessment.as_of}, "
        f"data {assessment.data_sha256[:12]}\n"
    )


def file(text: str) -> Path:
    """Return the path of a file that an option names; a stream, a folder and nothing are not taken."""
    if text == "-":
        message = "expected the name of a file: tables are not streamed"
        raise argparse.ArgumentTypeError(message)
    # Path drops a slash at the end, and of no name makes the current folder.
    if text.replace(os.sep, "/").rpartition("/")[2] in ("", ".", ".."):
        raise argparse.ArgumentTypeError("expected the name of a file, not of a folder")
    return Path(text)


def folder(text: str) -> Path:
    """Return the path that an option names, of a folder or of what else may be one."""
    if text in ("", "-"):
        raise argparse.ArgumentTypeError("expected the name of a folder or file")
    return Path(text)


def words(text: str) -> str:
    """Return typed words as the UTF-8 that they are, where the locale takes them for something else.

    Else ``LC_ALL=C`` would turn a letter with an accent into two that no name has, and the answer
    into another one.
    """
    if text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text):
        return text
    try:
        return text.encode(sys.getfilesystemencoding(), "surrogateescape").decode("utf-8")
    except UnicodeError:
        return text


def count(text: str) -> int:
    """Return the whole number that an option gives, 1 to 999."""
    # Without the typed value, which may be a piece of an address in the wrong place.
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or int(text) == 0:
        raise argparse.ArgumentTypeError("expected a whole number from 1 to 999")
    return int(text)


def _day(text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
