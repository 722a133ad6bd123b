"""The command line: what it takes, and what exit code each fault gets.

argparse, because a cold start is part of the promise: loading Typer with what it brings takes
longer than reading the data and reaching every verdict.
"""

import argparse
import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from geo.cli import access, app, county, diff, export, gaps, nearest, options, report, verify
from geo.cli import map as map_page
from geo.errors import CrisisCoverageError, DataError, UnknownCountyError
from geo.jsonable import jsonable

__all__ = ["INVALID", "build_parser", "main"]

_TYPED = re.compile(
    r"(unrecognized arguments|ignored explicit argument|invalid choice)\b.*?(?= \(choose from|\Z)",
    re.DOTALL,
)
_SIGNED = re.compile("-[0-9.]")
VALUED = frozenset(
    [
        "-k",
        "--batch",
        "--column",
        "-o",
        "--output",
        "--data",
        "--format",
        "--as-of",
        "--demand",
        "--limit",
        "--port",
        "--region",
        "--since",
    ]
)
"""Options with a value after them."""
COMMANDS: Final = (verify, county, nearest, access, gaps, map_page, report, export, diff, app)
"""In the order in which help lists them; a new command is a module in `geo.cli` and its name here."""
INVALID = 2
"""Exit code for data or a call that is not valid."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    It is the command's own; 2 for data or a call that is not valid, or a file that cannot be read or
    written; 130 after Ctrl+C; 141 from every command where whoever read its output has gone.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after the command's name; without it that of this process.
    """
    _open_streams()
    # One answer makes little garbage; looking for it again and again took a tenth of the time.
    gc.disable()
    try:
        return _answer(arguments)
    except BrokenPipeError:
        # As `| head` does; what is left unsaid must not be said at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return options.CLOSED_PIPE
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"crisis-coverage: {named}{error.strerror or error}\n")
        return INVALID
    finally:
        gc.enable()


def _answer(arguments: Sequence[str] | None) -> int:
    """Run a command, and tell what is wrong with its data or call; OSError is for the caller."""
    form = ""
    try:
        asked = build_parser().parse_args(
            _signed_as_text(sys.argv[1:] if arguments is None else arguments)
        )
        form = asked.format
        return int(asked.run(asked))
    except KeyboardInterrupt:
        return options.INTERRUPTED
    except DataError as error:
        if form == "json":
            options.print_json({"status": "invalid", "problems": jsonable(error.problems)})
        sys.stderr.write(f"{error}\n")
    except UnknownCountyError as error:
        if form == "json":
            options.print_json({"status": "not_found", "suggestions": error.suggestions})
        sys.stderr.write(f"crisis-coverage: {error}\n")
    except CrisisCoverageError as error:
        sys.stderr.write(f"crisis-coverage: {error}\n")
    finally:
        # Help and refusals too: a reader that has gone is noticed here, not at exit.
        sys.stdout.flush()
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
    for command in COMMANDS:
        command.add(added)
    return parser
