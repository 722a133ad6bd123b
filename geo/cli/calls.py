"""``calls``: what to ask whom, so that the evidence is fresh again."""

import argparse
from collections.abc import Sequence
from typing import Any

from geo.cli import options
from geo.confirm.records import Calls, Question, QuestionKind
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "calls",
        "list what to ask whom: each number once, whom it is for, what one answer would settle",
        "Exit code: 0; 2 the data or call is not valid. confirm takes the id of each line.",
    )
    options.add_regions(added, "only what is asked for counties of these regions")
    added.add_argument(
        "--kind",
        choices=[kind.value for kind in QuestionKind],
        nargs="+",
        action="extend",
        default=[],
        help="only questions of these kinds",
    )
    added.add_argument("--open", action="store_true", help="only what is not confirmed yet")
    added.add_argument("--csv", action="store_true", help="print a table to take along")
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """List what to ask."""
    from geo.confirm.calls import calls

    assessment = options.assessment(asked)
    options.check_regions(asked.region, assessment)
    found = calls(assessment)
    shown = _chosen(asked, found)
    if asked.format == "json":
        told = {**jsonable(found), "questions": [_as_json(each) for each in shown]}
        if len(shown) < len(found.questions):
            told |= {"least": None, "least_of_all": None}  # They settle the whole state.
        options.print_json(told)
        return 0
    if asked.csv:
        from geo.confirm.table import as_csv

        options.print_utf_8(as_csv(shown))
    else:
        from geo.cli import calls_text

        calls_text.print_calls(assessment, found, shown)
    return 0


def _as_json(question: Question) -> dict[str, Any]:
    return {**jsonable(question), "clears": question.clears}


def _chosen(asked: argparse.Namespace, found: Calls) -> Sequence[Question]:
    """Return the questions that were asked for."""
    regions = set(asked.region)
    return [
        question
        for question in found.questions
        if (not regions or regions & set(question.regions))
        and (not asked.kind or question.kind in asked.kind)
        and not (asked.open and question.confirmed_on)
    ]
