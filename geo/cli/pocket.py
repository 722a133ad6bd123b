"""``pocket``: Find help as one HTML file that answers without a server, and prints as a booklet."""

import argparse
import hashlib
import sys
from typing import TYPE_CHECKING, Any

from geo.cli import options
from geo.coverage.assessment import Assessment

if TYPE_CHECKING:
    from geo.pocket.page import Pocket

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "pocket",
        "write Find help as one HTML file: every ZIP, town and county, without a server or a network",
        "It reads no street addresses. Printed, it is a booklet by county with an index of towns and ZIPs. "
        "It says when it is old. Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    added.add_argument(
        "-o", "--output", type=options.file, metavar="FILE", required=True, help="file to write"
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the file."""
    from geo import files
    from geo.pocket import page

    assessment = options.assessment(asked)
    made = page.pocket(assessment)
    files.write_whole(asked.output, made.html)
    if asked.format == "json":
        options.print_json(_as_json(asked, assessment, made))
    else:
        options.tell_written(asked, assessment, len(made.html))
        sys.stdout.write(
            f"It answers {made.zips:,} ZIPs, {made.towns:,} towns and places, and {made.counties:,} "
            f"counties. From {made.old_from} on it says that it is old.\n"
        )
    return 0


def _as_json(asked: argparse.Namespace, assessment: Assessment, made: "Pocket") -> dict[str, Any]:
    return {
        "schema": assessment.schema,
        "file": str(asked.output),
        "bytes": len(made.html),
        "sha256": hashlib.sha256(made.html).hexdigest(),
        "zips": made.zips,
        "towns": made.towns,
        "counties": made.counties,
        "texts": made.texts,
        "old_from": made.old_from.isoformat(),
        "as_of": assessment.as_of.isoformat(),
        "data_sha256": assessment.data_sha256,
    }
