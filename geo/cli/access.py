"""``access``: how far people are from the nearest unit, how many, and how sure that is."""

import argparse
from typing import Any

from geo.access import documents
from geo.access.records import Access
from geo.catalog.find_county import find_county
from geo.catalog.records import County, OpenQuestion
from geo.cli import options
from geo.coverage import asking
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "access",
        "show how far people are from the nearest crisis unit and their region's own, and how many",
        "Distances are straight lines, not drives. Exit code: 0 shown; 2 no such county, or the "
        "data, the demand file or the call is not valid.",
    )
    added.add_argument(
        "name", nargs="*", type=options.words, metavar="COUNTY", help="one county, in full"
    )
    options.add_demand(added)
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show the measures of the state, its regions and counties, or of one county."""
    assessment = options.assessment(asked)
    catalog = assessment.catalog
    county = find_county(catalog, " ".join(asked.name)) if asked.name else None
    access = options.access(asked, assessment)
    area = access.county(county.geoid) if county else None
    if asked.format == "json":
        options.print_json(documents.distances(access, area))
        return 0
    from geo.cli import access_text

    if area:
        access_text.print_area(
            assessment, access, area, _open_questions(assessment, access, county)
        )
    else:
        access_text.print_access(catalog, access, _open_questions(assessment, access))
    return 0


def _open_questions(
    assessment: Assessment, access: Access, county: County | None = None
) -> list[OpenQuestion]:
    """Return what is not known of the units that were measured to: those of the state or of a county."""
    known = (
        county_profile(assessment, county).holes
        if county
        else asking.open_questions(assessment.catalog.services)
    )
    return [question for question in known if access.service in question.about]
