"""``verify``: every county against every standard."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.coverage.verify import exit_code
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.diff.records import LostCover

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has, or with --against a county lost "
        "coverage; 2 the data, the earlier state or the call is not valid. "
        "What is wrong with files that only maps and look-ups need is a warning on standard error.",
    )
    added.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap; and with 2 on any fault "
        "of the data, also in what only maps and look-ups need, and on a date in the future",
    )
    added.add_argument(
        "--against",
        type=options.folder,
        metavar="EARLIER",
        help="tell who lost coverage since an earlier state, and exit with 1 where any county did, on "
        "whatever standard: a data folder, judged on the same day; a file that export wrote, with "
        "the layer counties; or the JSON of verify",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Check every county against every standard."""
    assessment = options.assessment(asked, strict=asked.strict, warnings=sys.maxsize)
    lost = _lost(asked.against, assessment) if asked.against else None
    if asked.format == "json":
        against = {"against": jsonable(lost)} if lost else {}
        options.print_json(jsonable(assessment) | against)
    else:
        from geo.cli import verdict_text

        verdict_text.print_verification(assessment, lost)
    return max(exit_code(assessment, strict=asked.strict), 1 if lost and lost.losses else 0)


def _lost(earlier: Path, assessment: Assessment) -> "LostCover":
    """Return who lost coverage since an earlier state; DataError where that is not fit for use."""
    # Imported here: only this option needs what compares two states.
    from geo.diff import compare, read_state

    old = read_state.read(earlier, assessment.as_of, assessment.known_on)
    options.tell_warnings(old.warnings)
    return compare.lost_cover(
        old, read_state.of_assessment(assessment, str(assessment.catalog.home))
    )
