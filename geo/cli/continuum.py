"""``continuum``: what there is to talk to, to respond, to go to, and of continuing care."""

import argparse
from typing import Any

from geo.catalog.find_county import find_county
from geo.cli import options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "continuum",
        "show the whole continuum of care, of the state or one county: someone to talk to, someone to "
        "respond, somewhere to go, continuing care",
        "Exit code: 0; 2 no such county, or the data or call is not valid.",
    )
    added.add_argument(
        "name",
        nargs="*",
        type=options.words,
        help="county by name, alias or GEOID, in any case; without one the whole state",
    )
    added.add_argument(
        "--all",
        action="store_true",
        dest="whole",
        help="tell each service without a place and each that is not counted, with reason and source; the "
        "JSON has them always",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show the continuum."""
    from geo.coverage.continuum import county_continuum, statewide

    assessment = options.assessment(asked)
    if not asked.name:
        state = statewide(assessment)
        if asked.format == "json":
            options.print_json(jsonable(state))
        else:
            from geo.cli import continuum_text

            continuum_text.print_state(assessment, state, whole=asked.whole)
        return 0
    found = county_continuum(assessment, find_county(assessment.catalog, " ".join(asked.name)))
    if asked.format == "json":
        options.print_json(jsonable(found))
    else:
        from geo.cli import continuum_text

        continuum_text.print_county(assessment, found, whole=asked.whole)
    return 0
