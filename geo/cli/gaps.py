"""``gaps``: counties ranked by the people whom gaps affect, with the reasons in words."""

import argparse
import datetime as dt
from typing import Any

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Catalog
from geo.cli import options
from geo.coverage import regions as coverage_regions
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
    added.add_argument(
        "--region",
        type=options.count,
        nargs="+",
        action="extend",
        default=[],
        metavar="N",
        help="show the counties of these regions only",
    )
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
    known = load.load(asked.data)
    assessment = assess.verify(known, asked.as_of)
    _check_regions(asked.region, known, assessment.as_of)
    from geo.access import area_measures, gaps, measure

    limit = asked.limit or gaps.FAR_MILES
    if limit not in area_measures.LIMITS_MILES:
        limits = listing([str(one) for one in area_measures.LIMITS_MILES], "or")
        raise CrisisCoverageError(f"--limit {limit}: {limits} straight-line miles are asked for")
    access = measure.measure(assessment, options.demand(asked, known))
    whole = gaps.rank(assessment, access, limit)
    found = gaps.narrow(whole, asked.region, urban=asked.urban)
    if asked.format == "json":
        options.print_json(gaps.gaps_json(known, found, asked.region, urban=asked.urban))
        return 0
    from geo.cli import gaps_text

    gaps_text.print_gaps(
        known, access, found, _shown(asked, len(found.ranking), len(whole.ranking))
    )
    return 0


def _check_regions(numbers: list[int], known: Catalog, day: dt.date) -> None:
    """Raise CrisisCoverageError for regions that have no county on the day."""
    held = coverage_regions.memberships(known, day).values()
    there = {one.region for some in held for one in some}
    strays = sorted(set(numbers) - there)
    if strays:
        asked = " ".join(str(one) for one in strays)
        regions = listing([str(one) for one in sorted(there)])
        raise CrisisCoverageError(
            f"--region {asked}: on {day} the regions that have counties are {regions}"
        )


def _shown(asked: argparse.Namespace, shown: int, whole: int) -> str:
    """Return which counties are shown, in words."""
    if not asked.region and asked.urban is None:
        return f"all {count(whole, 'county', 'counties')}"
    kinds = {None: "", True: "urban ", False: "rural "}
    numbers = sorted(set(asked.region))
    regions = listing([str(one) for one in numbers])
    where = f" of region{'s' if len(numbers) > 1 else ''} {regions}" if numbers else ""
    return f"{shown} {kinds[asked.urban]}{'county' if shown == 1 else 'counties'}{where} out of {whole}"
