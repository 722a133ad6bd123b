"""``verify``: every county against every standard."""

import argparse
from typing import Any

from geo import catalog, coverage
from geo.commands import common
from geo.verdicts import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = common.add(
        subparsers,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has; 2 the data or call is not valid.",
    )
    added.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Check every county against every standard."""
    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    if asked.format == "json":
        common.print_json(jsonable(verification))
    else:
        from geo import console

        console.print_verification(known, verification)
    return coverage.exit_code(verification, strict=asked.strict)
