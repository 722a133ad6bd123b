"""``crisis``: what to do in a crisis, whom to call in which case, and which team answers in which county."""

import argparse
from typing import Any

from geo.cli import options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "crisis",
        "what to do in a crisis: whom to call in which case, and the mobile crisis team of each county",
        "Exit code: 0; 2 the data or call is not valid. In an emergency call 911.",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Say what to do in a crisis."""
    from geo.coverage.crisis import crisis_guide

    guide = crisis_guide(options.assessment(asked))
    if asked.format == "json":
        options.print_json(jsonable(guide))
    else:
        from geo.cli import crisis_text

        crisis_text.print_guide(guide)
    return 0
