"""The command line: parse, call, print. Imports GeoPandas and Folium only where a map is asked.

argparse, because a cold start is part of the promise: loading Typer with what it brings takes
longer than reading the data and reaching every verdict.
"""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo import catalog, catchments, coverage, dossier
from geo.errors import CrisisCoverageError, DataError, UnknownCountyError
from geo.verdicts import jsonable
from geo.when import parse_day

__all__ = ["INVALID", "build_parser", "main"]

INVALID = 2
"""Exit code for data or a call that is not valid."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after the command's name; without it that of this process.
    """
    asked = build_parser().parse_args(arguments)
    try:
        code = int(asked.run(asked))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone, as `| head` does; what is left unsaid must not be said at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DataError as error:
        if asked.format == "json":
            _print_json({"status": "invalid", "problems": jsonable(error.problems)})
        sys.stderr.write(f"{error}\n")
    except UnknownCountyError as error:
        if asked.format == "json":
            _print_json({"status": "not_found", "suggestions": error.suggestions})
        sys.stderr.write(f"crisis-coverage: {error}\n")
    except (CrisisCoverageError, OSError) as error:
        sys.stderr.write(f"crisis-coverage: {error}\n")
    else:
        return code
    return INVALID


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; each command's function is in its result as ``run``."""
    parser = argparse.ArgumentParser(
        prog="crisis-coverage",
        description=(
            "Which counties have crisis and intensive mental health services, on what evidence, "
            "and who says so."
        ),
        epilog="In an emergency call 911. In a crisis call or text 988.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    verify = _add(
        commands,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has; 2 the data or call is not valid.",
    )
    verify.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap",
    )
    verify.set_defaults(run=_verify)
    county = _add(
        commands,
        "county",
        "show everything known about one county: numbers, services, verdicts, sources",
        "Exit code: 0 found; 2 no such county, or the data or call is not valid.",
    )
    county.add_argument("name", nargs="+", help="name, alias or GEOID, in any case")
    county.set_defaults(run=_county)
    maps = _add(
        commands,
        "map",
        "write one HTML file with every map layer; it opens from disk and loads nothing",
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    maps.add_argument(
        "-o", "--output", type=Path, metavar="FILE", required=True, help="file to write"
    )
    maps.set_defaults(run=_map)
    return parser


def _add(commands: Any, name: str, summary: str, codes: str) -> argparse.ArgumentParser:
    """Return a new command with the options that every command takes."""
    added: argparse.ArgumentParser = commands.add_parser(
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


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _verify(asked: argparse.Namespace) -> int:
    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    if asked.format == "json":
        _print_json(jsonable(verification))
    else:
        from geo import console

        console.print_verification(known, verification)
    return coverage.exit_code(verification, strict=asked.strict)


def _county(asked: argparse.Namespace) -> int:
    known = catalog.load(asked.data)
    county = catchments.find_county(known, " ".join(asked.name))
    verification = coverage.verify(known, asked.as_of)
    found = dossier.compile_dossier(known, verification, county)
    if asked.format == "json":
        _print_json(jsonable(found))
    else:
        from geo import console

        console.print_dossier(known, found)
    return 0


def _map(asked: argparse.Namespace) -> int:
    from geo import files, maps

    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    content = maps.state_map(known, verification)
    files.write_whole(asked.output, content)
    if asked.format == "json":
        _print_json(
            {
                "schema": verification.schema,
                "file": str(asked.output),
                "bytes": len(content),
                "as_of": verification.as_of.isoformat(),
                "data_sha256": verification.data_sha256,
            }
        )
    else:
        size = f"{len(content) / 1000:.0f} kB"
        sys.stdout.write(
            f"Wrote {asked.output} ({size}), as of {verification.as_of}, "
            f"data {verification.data_sha256[:12]}\n"
        )
    return 0
