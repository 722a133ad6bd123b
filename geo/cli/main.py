"""The command line: what it takes, and what exit code each fault gets.

argparse, because a cold start is part of the promise: loading Typer with what it brings takes
longer than reading the data and reaching every verdict.
"""

import argparse
import errno
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NoReturn, TextIO

from geo.cli import (
    access,
    adequacy,
    app,
    calls,
    confirm,
    continuum,
    county,
    crisis,
    diff,
    export,
    gaps,
    handover,
    match,
    nearest,
    options,
    peers,
    pocket,
    provider,
    report,
    serve,
    signals,
    verify,
)
from geo.cli import map as map_page
from geo.errors import CrisisCoverageError, DataError, UnknownCountyError, places
from geo.jsonable import jsonable
from geo.text import listing

__all__ = ["INVALID", "build_parser", "main"]

_TYPED = re.compile(
    r"(unrecognized arguments|ignored explicit argument|invalid choice)\b.*?(?= \(choose from|\Z)",
    re.DOTALL,
)
# What begins so is a value, as the longitude in "-89.95, 34.3" is; argparse knows bare numbers alone.
_SIGNED = re.compile(r"-[0-9.]")
COMMANDS: Final = (
    verify, county, continuum, handover, nearest, provider, crisis, peers, access, gaps, calls,
    confirm, map_page, pocket, report, adequacy, export, diff, match, app, serve,
)  # fmt: skip
"""In the order in which help lists them; a new command is a module in `geo.cli` and its name here."""
INVALID = 2
"""Exit code for data or a call that is not valid."""
# Every other file is named by what writes it.
_OUTPUT: Final = "standard output"
_NO_ROOM: Final = {errno.EIO, errno.EFBIG, errno.ENOSPC, errno.EDQUOT}
TRACEBACK = "CRISIS_COVERAGE_TRACEBACK"
"""Variable that, when set, has a fault of the program print its whole traceback, without values."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    It is the command's own; 2 for data or a call that is not valid, or a file that cannot be read or
    written; 70 for a fault of the program; 129, 130 or 143 where it was stopped by the end of its
    terminal (SIGHUP), Ctrl+C or SIGTERM; 141 from every command where whoever read its output has gone.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after the command's name; without it that of this process.
    """
    # One answer makes little garbage; looking for it again and again took a tenth of the time.
    gc.disable()
    try:
        with signals.stoppable() as ask:
            _prepare_streams()
            code = _answer(arguments)
            ask()  # a server that ends in order drops what the signal raised
            return code
    except KeyboardInterrupt as stop:
        return signals.exit_code(stop)
    except BrokenPipeError:
        return options.CLOSED_PIPE
    except OSError as error:
        options.tell(f"crisis-coverage: {_refused_by_system(error)}")
        return INVALID
    except Exception as error:  # noqa: BLE001  (Python would exit with 1, which means a gap)
        _tell_fault(error)
        return options.FAULT
    finally:
        for stream in (sys.stdout, sys.stderr):
            _settle(stream)
        gc.enable()


def _answer(arguments: Sequence[str] | None) -> int:
    """Run a command, and tell what is wrong with its data or call; other faults are for the caller."""
    form = ""
    try:
        asked = build_parser().parse_args(arguments)
        form = asked.format
        return int(asked.run(asked))
    except KeyboardInterrupt:
        _settle(sys.stdout)  # with the terminal what was written may have gone; the signal is told
        raise
    except DataError as error:
        if form == "json":
            options.print_json({"status": "invalid", "problems": jsonable(error.problems)})
        options.tell(str(error))
    except UnknownCountyError as error:
        if form == "json":
            options.print_json({"status": "not_found", "suggestions": error.suggestions})
        options.tell(f"crisis-coverage: {error}")
    except CrisisCoverageError as error:
        options.tell(f"crisis-coverage: {error}")
    finally:
        # Help and refusals too: a reader that has gone is noticed here, not at exit.
        sys.stdout.flush()
    return INVALID


def _refused_by_system(error: OSError) -> str:
    """Return which file the system did not read or write, and why."""
    if error.errno == errno.EBADF and not error.filename:
        return f"{_OUTPUT} is closed, so the answer could not be written"
    named = error.filename or (_OUTPUT if error.errno in _NO_ROOM else "")
    return f"{named}{named and ': '}{error.strerror or error}"


def _settle(stream: TextIO) -> None:
    """Write out what a stream holds; where that fails it leads nowhere from now on.

    Python would try again at exit, and end with 120.
    """
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell_fault(error: Exception) -> None:
    """Print what kind of fault the program has, and where.

    Not the exception's message, which may hold a piece of an address, nor a path of this machine.
    """
    if os.environ.get(TRACEBACK):
        import traceback

        # Files, lines and code, without values.
        options.tell("".join(traceback.format_tb(error.__traceback__)).rstrip())
    fault = f"{type(error).__name__} at {places(error)[-1]}"
    options.tell(f"crisis-coverage: a fault of this program, please report it: {fault}")


def _prepare_streams() -> None:
    """Have no stream missing, as after ``>&-``, nor stop at a character that it cannot encode.

    A missing input is empty, and what is told on a missing standard error leads nowhere. A missing output
    cannot be written to, so that nobody takes an answer for given. The lowest free descriptor is taken,
    so that no file written later gets that of the output.
    """
    opened = (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_WRONLY),
    )
    for name, mode, access_mode in opened:
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, access_mode)
            setattr(sys, name, open(descriptor, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdin, sys.stdout):  # standard error escapes such characters by itself
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class _Once(argparse.Action):
    """Takes an option once: argparse would drop the first of two values without a word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002  (argparse gives it)
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Store the value; ArgumentError where the option was given before."""
        given = vars(namespace).setdefault("given", set())
        if self.option_strings and self.dest in given:
            raise argparse.ArgumentError(self, "given twice; give it once")
        given.add(self.dest)
        setattr(namespace, self.dest, self.const if self.nargs == 0 else values)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call without the words that were typed: they may be an address."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)
        self._negative_number_matcher = _SIGNED
        # Options that are to be repeated take the actions "append" and "extend".
        for name in (None, "store"):
            self.register("action", name, _Once)
        for name, stored in (("store_true", True), ("store_false", False)):
            flag = partial(_Once, nargs=0, const=stored, default=not stored)
            self.register("action", name, flag)

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Parse a call; of words that no command takes say which they are, and not what."""
        typed = list(sys.argv[1:] if args is None else args)
        asked, extra = self.parse_known_args(typed, namespace)
        if extra:
            places = [str(place) for place, word in enumerate(typed, start=1) if word in extra]
            word = "word" if len(places) == 1 else "words"
            super().error(
                f"unrecognized arguments: {word} {listing(places)} after {self.prog}, which may be an address and "
                f"is not repeated here"
            )
        return asked

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
        epilog=f"{options.EXIT_CODES} In an emergency call 911. In a crisis call or text 988.",
    )
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(added)
    return parser
