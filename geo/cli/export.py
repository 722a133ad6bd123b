"""``export``: the data and its verdicts as a file for other programs."""

import argparse
from typing import Any

from geo.cli import options

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "export",
        "write counties with their verdicts, teams, units, regions and sources to one file",
        "By the suffix of FILE: .csv, .geojson and .parquet hold one layer, .gpkg and .xlsx all. "
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    added.add_argument(
        "-o", "--output", type=options.file, metavar="FILE", required=True, help="file to write"
    )
    added.add_argument(
        "--layer",
        metavar="NAME",
        help=(
            "for .csv, .geojson and .parquet: counties (default), facilities, teams, regions, "
            "sources, findings or about"
        ),
    )
    options.add_demand(added)
    added.set_defaults(run=run, parser=added)


def run(asked: argparse.Namespace) -> int:
    """Write the export."""
    from geo import files
    from geo.exports import layers, write

    ending = write.suffix(asked.output)
    if asked.layer and ending in write.ALL_LAYERS:
        asked.parser.error(f"{ending} holds every layer; drop --layer")
    if asked.layer and asked.layer not in layers.LAYERS:
        asked.parser.error(f"--layer is one of {', '.join(layers.LAYERS)}")
    assessment = options.assessment(asked)
    access = options.access(asked, assessment)
    content = write.content(assessment, access, ending, asked.layer or layers.LAYERS[0])
    files.write_whole(asked.output, content)
    options.tell_written(asked, assessment, len(content))
    return 0
