"""``county``: everything known about one county."""

import argparse
from typing import Any

from geo.catalog.find_county import find_county
from geo.cli import options
from geo.coverage.county import county_profile
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
    added.add_argument(
        "name", nargs="+", type=options.words, help="name, alias or GEOID, in any case"
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show everything known about one county."""
    assessment = options.assessment(asked)
    county = find_county(assessment.catalog, " ".join(asked.name))
    profile = county_profile(assessment, county)
    if asked.format == "json":
        options.print_json(jsonable(profile))
    else:
        from geo.cli import verdict_text

        verdict_text.print_county(assessment.catalog, profile)
    return 0
