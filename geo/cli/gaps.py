"""``gaps``: counties ranked by people beyond a limit or without a service shown, with the reasons."""

import argparse
from typing import Any

from geo.access.gap_records import Order
from geo.cli import options
from geo.errors import CrisisCoverageError
from geo.text import count, listing

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "gaps",
        "rank counties by people far from a unit, or by people without a required service shown",
        "The two counts are never added. Distances are straight lines, not drives. Exit code: 0 shown; "
        "2 the data, the demand file or the call is not valid.",
    )
    added.add_argument(
        "--limit",
        type=options.count,
        metavar="MILES",
        help="people with no unit within so many straight-line miles are far: 15, 30, 45 or 60; "
        "without it 30",
    )
    added.add_argument(
        "--sort",
        choices=[order.value for order in Order],
        default=Order.FAR.value,
        help="rank by people beyond the limit (far), by people whose county is not shown to have a "
        "required service (not-shown), by people, by average miles (miles) or by name (county); without "
        "it far",
    )
    added.add_argument(
        "--with-neighbors",
        action="store_true",
        help="show and rank distances as if units in neighboring states took people from here",
    )
    options.add_regions(added, "show the counties of these regions only")
    _add_kinds(added)
    options.add_demand(added)
    added.set_defaults(run=run)


def _add_kinds(added: argparse.ArgumentParser) -> None:
    """Add the two options that show rural or urban counties only."""
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


def run(asked: argparse.Namespace) -> int:
    """Show the ranking, what is not shown, who is far, and benchmarks from elsewhere."""
    assessment = options.assessment(asked)
    catalog = assessment.catalog
    options.check_regions(asked.region, assessment)
    from geo.access import area_measures, gaps

    limit = asked.limit or gaps.FAR_MILES
    if limit not in area_measures.LIMITS_MILES:
        limits = listing([str(miles) for miles in area_measures.LIMITS_MILES], "or")
        raise CrisisCoverageError(f"--limit {limit}: expected {limits} straight-line miles")
    access = options.access(asked, assessment)
    whole = gaps.order(
        gaps.rank(assessment, access, limit), Order(asked.sort), with_neighbors=asked.with_neighbors
    )
    narrowed = gaps.narrow(whole, asked.region, urban=asked.urban)
    if asked.format == "json":
        options.print_json(gaps.gaps_json(catalog, narrowed, asked.region, urban=asked.urban))
        return 0
    from geo.cli import gaps_text

    shown = _shown(asked, len(narrowed.ranking), len(whole.ranking))
    gaps_text.print_gaps(assessment, access, narrowed, shown)
    return 0


def _shown(asked: argparse.Namespace, shown: int, whole: int) -> str:
    """Return which counties are shown, in words."""
    if not asked.region and asked.urban is None:
        return f"all {count(whole, 'county', 'counties')}"
    kinds = {None: "", True: "urban ", False: "rural "}
    numbers = sorted(set(asked.region))
    word = "regions" if len(numbers) > 1 else "region"
    where = f" of {word} {listing(list(map(str, numbers)))}" if numbers else ""
    return f"{shown} {kinds[asked.urban]}{'county' if shown == 1 else 'counties'}{where} out of {whole}"
