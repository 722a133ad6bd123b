"""``county``: everything known about one county."""

import argparse
from typing import Any

from geo.access import assess
from geo.catalog import find_county, load
from geo.cli import options
from geo.coverage import county
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "county",
        "show everything known about one county: numbers, services, verdicts, sources",
        "Exit code: 0 found; 2 no such county, or the data or call is not valid.",
    )
    added.add_argument("name", nargs="+", help="name, alias or GEOID, in any case")
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show everything known about one county."""
    known = load.load(asked.data)
    one = find_county.find_county(known, " ".join(asked.name))
    assessment = assess.verify(known, asked.as_of)
    found = county.county_profile(assessment, one)
    if asked.format == "json":
        options.print_json(jsonable(found))
    else:
        from geo.cli import terminal

        terminal.print_county(known, found)
    return 0
