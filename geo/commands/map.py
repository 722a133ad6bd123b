"""``map``: one HTML file with every map layer."""

import argparse
from typing import Any

from geo import catalog, coverage
from geo.commands import common

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = common.add(
        subparsers,
        "map",
        "write one HTML file with every map layer; it opens from disk and loads nothing",
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    added.add_argument(
        "-o", "--output", type=common.file, metavar="FILE", required=True, help="file to write"
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the map."""
    from geo import files
    from geo.maps import statemap

    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    content = statemap.state_map(known, verification)
    files.write_whole(asked.output, content)
    common.tell_written(asked, verification, len(content))
    return 0
