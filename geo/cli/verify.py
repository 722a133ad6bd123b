"""``verify``: every county against every standard."""

import argparse
import sys
from typing import Any

from geo.cli import options
from geo.coverage.verify import exit_code
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has; 2 the data or call is not valid. "
        "What is wrong with files that only maps and look-ups need is a warning on standard error.",
    )
    added.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap; and with 2 on any fault "
        "of the data, also in what only maps and look-ups need, and on a date in the future",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Check every county against every standard."""
    assessment = options.assessment(asked, strict=asked.strict, warnings=sys.maxsize)
    if asked.format == "json":
        options.print_json(jsonable(assessment))
    else:
        from geo.cli import verdict_text

        verdict_text.print_verification(assessment)
    return exit_code(assessment, strict=asked.strict)
