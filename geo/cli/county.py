"""``county``: everything known about one county."""

import argparse
from typing import TYPE_CHECKING, Any

from geo.access import documents
from geo.catalog.find_county import find_county
from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.errors import DataError

if TYPE_CHECKING:
    from geo.access.records import Access

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
    if asked.format == "json":
        options.print_json(documents.county(assessment, county, _access(assessment)))
    else:
        from geo.cli import verdict_text

        verdict_text.print_county(assessment.catalog, county_profile(assessment, county))
    return 0


def _access(assessment: Assessment) -> "Access | None":
    """Return how far people are from units; None where distances cannot be measured."""
    from geo.access import measure

    try:
        return measure.measure(assessment)
    except DataError:
        return None
