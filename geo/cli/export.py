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
        "By the suffix of FILE: .csv, .geojson and .parquet hold one layer, .gpkg and .xlsx all, or "
        "those that --layer names with the layer about. "
        "Exit code: 0 written; 2 not written, and an old file is as it was.",
    )
    added.add_argument(
        "-o", "--output", type=options.file, metavar="FILE", required=True, help="file to write"
    )
    added.add_argument(
        "--layer",
        action="append",
        metavar="NAME",
        help=(
            "counties (the one taken for .csv, .geojson and .parquet without this option), "
            "facilities, teams, regions, sources, findings or about; for .gpkg and .xlsx it may be "
            "given several times"
        ),
    )
    options.add_demand(added)
    added.set_defaults(run=run, parser=added)


def run(asked: argparse.Namespace) -> int:
    """Write the export."""
    from geo import files
    from geo.exports import layers, write

    ending = write.suffix(asked.output)
    names = asked.layer or []
    if not set(names) <= set(layers.LAYERS):
        asked.parser.error(f"--layer is one of {', '.join(layers.LAYERS)}")
    if len(names) > len(set(names)):
        asked.parser.error("--layer names a layer twice; name each once")
    if len(names) > 1 and ending in write.ONE_LAYER:
        several = " or ".join(write.ALL_LAYERS)
        asked.parser.error(f"{ending} holds one layer; give --layer once, or take {several}")
    assessment = options.assessment(asked)
    access = options.access(asked, assessment)
    content = write.content(assessment, access, ending, names)
    files.write_whole(asked.output, content)
    options.tell_written(asked, assessment, len(content))
    return 0
