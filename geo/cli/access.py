"""``access``: how far people are from the nearest unit, how many, and how sure that is."""

import argparse
from dataclasses import fields
from typing import Any

from geo.access import assess
from geo.catalog import find_county, load
from geo.cli import options
from geo.jsonable import jsonable

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
    added.add_argument("name", nargs="*", metavar="COUNTY", help="one county, in full")
    options.add_demand(added)
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show the measures of the state, its regions and counties, or of one county."""
    known = load.load(asked.data)
    one = find_county.find_county(known, " ".join(asked.name)) if asked.name else None
    assessment = assess.verify(known, asked.as_of)
    from geo.access import measure

    found = measure.measure(assessment, options.demand(asked, known))
    area = next((area for area in found.counties if one and area.id == one.geoid), None)
    if asked.format == "json":
        whole = {name.name: getattr(found, name.name) for name in fields(found)}
        if area:
            whole |= {"counties": (area,)}
            del whole["regions"], whole["state"]
        options.print_json(jsonable(whole))
        return 0
    from geo.cli import access_text

    if area:
        access_text.print_area(known, found, area)
    else:
        access_text.print_access(known, found)
    return 0
