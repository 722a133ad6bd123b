"""``map``: one HTML file with every map layer."""

import argparse
from typing import Any

from geo.cli import options

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "map",
        "write one HTML file with every map layer; it opens from disk and loads nothing",
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    added.add_argument(
        "-o", "--output", type=options.file, metavar="FILE", required=True, help="file to write"
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the map."""
    from geo import files
    from geo.maps import layers

    assessment = options.assessment(asked)
    content = layers.state_map(assessment)
    files.write_whole(asked.output, content)
    options.tell_written(asked, assessment, len(content))
    return 0
