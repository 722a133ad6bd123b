"""``peers``: what was read of peer support: kinds of peers, openings, trainings, each with its day."""

import argparse
from typing import Any

from geo.cli import options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "peers",
        "what was read of peer support: kinds of peers, openings by region, trainings and whether they are past",
        "Exit code: 0; 2 the data or call is not valid. None of it makes a county covered.",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Show what was read of peer support."""
    from geo.coverage.peers import peers

    found = peers(options.assessment(asked))
    if asked.format == "json":
        options.print_json(jsonable(found))
    else:
        from geo.cli import peers_text

        peers_text.print_peers(found)
    return 0
