"""``county``: everything known about one county."""

import argparse
from typing import TYPE_CHECKING, Any

from geo.catalog.find_county import find_county
from geo.catalog.records import County
from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.errors import DataError
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.access.transport import Transport

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
        way = _transport(assessment, county)
        options.print_json(jsonable(profile) | {"transport": jsonable(way)})
    else:
        from geo.cli import verdict_text

        verdict_text.print_county(assessment.catalog, profile)
    return 0


def _transport(assessment: Assessment, county: County) -> "Transport | None":
    """Return what a deputy drives; None where distances cannot be measured."""
    from geo.access import measure, transport

    try:
        access = measure.measure(assessment)
    except DataError:
        return None
    area = access.county(county.geoid)
    return transport.transport(assessment, access, area) if area else None
