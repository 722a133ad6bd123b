"""The command line: what it takes, and what exit code each fault gets.

argparse, because a cold start is part of the promise: loading Typer with what it brings takes
longer than reading the data and reaching every verdict.
"""

import argparse
import datetime as dt
import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from geo import commands
from geo.errors import CrisisCoverageError, DataError, UnknownCountyError
from geo.verdicts import jsonable
from geo.when import parse_day

__all__ = ["INVALID", "build_parser", "main"]

_TYPED = re.compile(
    r"(unrecognized arguments|ignored explicit argument|invalid choice)\b.*?(?= \(choose from|\Z)",
    re.DOTALL,
)
_SIGNED = re.compile("-[0-9.]")
VALUED = frozenset(["-k", "--batch", "--column", "-o", "--output", "--data", "--format", "--as-of"])
"""Options with a value after them."""
INVALID = 2
"""Exit code for data or a call that is not valid."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after the command's name; without it that of this process.
    """
    _open_streams()
    asked = build_parser().parse_args(
        _signed_as_text(sys.argv[1:] if arguments is None else arguments)
    )
    # One answer makes little garbage; looking for it again and again took a tenth of the time.
    gc.disable()
    try:
        code = int(asked.run(asked))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone, as `| head` does; what is left unsaid must not be said at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return commands.INTERRUPTED
    except DataError as error:
        if asked.format == "json":
            commands.print_json({"status": "invalid", "problems": jsonable(error.problems)})
        sys.stderr.write(f"{error}\n")
    except UnknownCountyError as error:
        if asked.format == "json":
            commands.print_json({"status": "not_found", "suggestions": error.suggestions})
        sys.stderr.write(f"crisis-coverage: {error}\n")
    except CrisisCoverageError as error:
        sys.stderr.write(f"crisis-coverage: {error}\n")
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"crisis-coverage: {named}{error.strerror or error}\n")
    else:
        return code
    finally:
        gc.enable()
    return INVALID


def _open_streams() -> None:
    """Give a process that was started without a stream, as by ``>&-``, one that leads nowhere.

    The lowest free descriptor is taken, so that no file written later gets that of the output.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _signed_as_text(arguments: Sequence[str]) -> list[str]:
    """Return arguments in which a minus sign and a digit begin a text, not an option.

    A space before it makes it one to argparse; a place is read without it. The value of an option
    stays as it is.
    """
    before = ("", *arguments)
    return [
        f" {one}" if _SIGNED.match(one) and last not in VALUED else one
        for last, one in zip(before, arguments, strict=False)
    ]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call without the words that were typed: they may be an address."""

    def error(self, message: str) -> NoReturn:
        """Print usage and fault, and leave with exit code 2."""
        super().error(_TYPED.sub(r"\1", message))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; each command's function is in its result as ``run``."""
    parser = _Parser(
        prog="crisis-coverage",
        description=(
            "Which counties have crisis and intensive mental health services, on what evidence, "
            "and who says so."
        ),
        epilog="In an emergency call 911. In a crisis call or text 988.",
        allow_abbrev=False,
    )
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    verify = _add(
        added,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has; 2 the data or call is not valid.",
    )
    verify.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap",
    )
    verify.set_defaults(run=commands.verify)
    county = _add(
        added,
        "county",
        "show everything known about one county: numbers, services, verdicts, sources",
        "Exit code: 0 found; 2 no such county, or the data or call is not valid.",
    )
    county.add_argument("name", nargs="+", help="name, alias or GEOID, in any case")
    county.set_defaults(run=commands.county)
    _add_nearest(added)
    maps = _add(
        added,
        "map",
        "write one HTML file with every map layer; it opens from disk and loads nothing",
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    maps.add_argument(
        "-o", "--output", type=Path, metavar="FILE", required=True, help="file to write"
    )
    maps.set_defaults(run=commands.map_file)
    return parser


def _add_nearest(subparsers: Any) -> None:
    nearest = _add(
        subparsers,
        "nearest",
        "from a place as typed to the units and teams that help there, with their numbers",
        "A shell keeps what is typed in its history. To leave no trace there, give - as TEXT and "
        "type or pipe the place into standard input. Exit code: 0 one place found; 1 none, "
        "several, or one in another state; 2 nothing to look up, or the data or call is not valid. "
        "With --batch: 0 every row written; 2 not; 130 or 143 stopped, and --resume goes on.",
    )
    nearest.add_argument(
        "text",
        nargs="*",
        metavar="TEXT",
        help="address, crossing, ZIP, town, county or coordinates; - reads standard input",
    )
    nearest.add_argument(
        "-k",
        type=_count,
        metavar="N",
        help=f"how many units to list (default: {commands.UNITS_LISTED})",
    )
    nearest.add_argument(
        "--batch", type=_file, metavar="FILE", help="look up every row of this CSV file"
    )
    nearest.add_argument("--column", metavar="NAME", help="with --batch: the column of the places")
    nearest.add_argument(
        "-o", "--output", type=_file, metavar="FILE", help="with --batch: CSV file to write"
    )
    again = nearest.add_mutually_exclusive_group()
    again.add_argument(
        "--resume", action="store_true", help="with --batch: go on where an interrupted run stopped"
    )
    again.add_argument(
        "--overwrite", action="store_true", help="with --batch: begin anew over an older output"
    )
    nearest.set_defaults(run=commands.nearest, parser=nearest)


def _add(subparsers: Any, name: str, summary: str, codes: str) -> argparse.ArgumentParser:
    """Return a new command with the options that every command takes."""
    added: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=codes,
        allow_abbrev=False,
    )
    added.add_argument(
        "--data", type=Path, metavar="DIR", help="data folder; without it the one that came along"
    )
    added.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people or for programs"
    )
    added.add_argument(
        "--as-of",
        type=_day,
        metavar="YYYY-MM-DD",
        help="judge by this day: memberships and standards as of then, later sources left aside",
    )
    return added


def _day(text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _file(text: str) -> Path:
    if text == "-":
        message = "the name of a file is expected: a table is not read or written as a stream"
        raise argparse.ArgumentTypeError(message)
    return Path(text)


def _count(text: str) -> int:
    # Without the typed value, which may be a piece of an address in the wrong place.
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or int(text) == 0:
        raise argparse.ArgumentTypeError("a whole number from 1 to 999 is expected")
    return int(text)
