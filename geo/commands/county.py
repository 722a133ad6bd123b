"""``county``: everything known about one county."""

import argparse
from typing import Any

from geo import catalog, catchments, coverage, dossier
from geo.commands import common
from geo.verdicts import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = common.add(
        subparsers,
        "county",
        "show everything known about one county: numbers, services, verdicts, sources",
        "Exit code: 0 found; 2 no such county, or the data or call is not valid.",
    )
    added.add_argument("name", nargs="+", help="name, alias or GEOID, in any case")
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show everything known about one county."""
    known = catalog.load(asked.data)
    one = catchments.find_county(known, " ".join(asked.name))
    verification = coverage.verify(known, asked.as_of)
    found = dossier.compile_dossier(known, verification, one)
    if asked.format == "json":
        common.print_json(jsonable(found))
    else:
        from geo import console

        console.print_dossier(known, found)
    return 0
