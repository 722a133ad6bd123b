"""``gaps``: counties ranked by the people whom gaps affect, with the reasons in words."""

import argparse
from typing import Any

from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError
from geo.text import count, listing

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "gaps",
        "rank counties by the people whom gaps affect, with the reason for each",
        "Distances are straight lines, not drives. Exit code: 0 shown; 2 the data, the demand file "
        "or the call is not valid.",
    )
    added.add_argument(
        "--limit",
        type=options.count,
        metavar="MILES",
        help="people with no unit within so many straight-line miles are far: 15, 30, 45 or 60; "
        "without it 30",
    )
    options.add_regions(added, "show the counties of these regions only")
    kind = added.add_mutually_exclusive_group()
    kind.add_argument(
        "--rural",
        dest="urban",
        action="store_false",
        default=None,
        help="show counties outside metropolitan areas only (Rural-Urban Continuum Code 4 to 9)",
    )
    kind.add_argument(
        "--urban",
        dest="urban",
        action="store_true",
        default=None,
        help="show counties in metropolitan areas only (Rural-Urban Continuum Code 1 to 3)",
    )
    options.add_demand(added)
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show the ranking, what is unproven, who is far, and yardsticks that bind nobody."""
    assessment = options.assessment(asked)
    catalog = assessment.catalog
    _check_regions(asked.region, assessment)
    from geo.access import area_measures, gaps

    limit = asked.limit or gaps.FAR_MILES
    if limit not in area_measures.LIMITS_MILES:
        limits = listing([str(miles) for miles in area_measures.LIMITS_MILES], "or")
        raise CrisisCoverageError(f"--limit {limit}: expected {limits} straight-line miles")
    access = options.access(asked, assessment)
    whole = gaps.rank(assessment, access, limit)
    narrowed = gaps.narrow(whole, asked.region, urban=asked.urban)
    if asked.format == "json":
        options.print_json(gaps.gaps_json(catalog, narrowed, asked.region, urban=asked.urban))
        return 0
    from geo.cli import gaps_text

    shown = _shown(asked, len(narrowed.ranking), len(whole.ranking))
    gaps_text.print_gaps(assessment, access, narrowed, shown)
    return 0


def _check_regions(numbers: list[int], assessment: Assessment) -> None:
    """Raise CrisisCoverageError for regions that have no county on the day."""
    memberships = assessment.evidence.regions.values()
    known = {membership.region for of_county in memberships for membership in of_county}
    strays = sorted(set(numbers) - known)
    if strays:
        raise CrisisCoverageError(
            f"--region {' '.join(map(str, strays))}: on {assessment.as_of} the regions that have "
            f"counties are {listing(list(map(str, sorted(known))))}"
        )


def _shown(asked: argparse.Namespace, shown: int, whole: int) -> str:
    """Return which counties are shown, in words."""
    if not asked.region and asked.urban is None:
        return f"all {count(whole, 'county', 'counties')}"
    kinds = {None: "", True: "urban ", False: "rural "}
    numbers = sorted(set(asked.region))
    word = "regions" if len(numbers) > 1 else "region"
    where = f" of {word} {listing(list(map(str, numbers)))}" if numbers else ""
    return f"{shown} {kinds[asked.urban]}{'county' if shown == 1 else 'counties'}{where} out of {whole}"
