"""``confirm``: keep what somebody answered about a fact, after showing what that changes."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from typing import Any

from geo.catalog import confirmations
from geo.catalog.dates import parse_when
from geo.catalog.find_county import find_county
from geo.catalog.records import Catalog, ChallengeState, RecordHow, RecordOutcome
from geo.cli import options
from geo.errors import CrisisCoverageError
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "confirm",
        "keep what was answered about a fact: confirmed, corrected or challenged",
        "Shows what the record will change, and asks. Exit code: 0 kept, or shown with --dry-run; 1 not "
        "kept, since the answer was no; 2 the data or call is not valid, and nothing is written.",
    )
    added.add_argument(
        "fact",
        metavar="FACT",
        help="an id that crisis-coverage calls prints, for all that the call asks; or one fact, as "
        "crisis-unit/phone",
    )
    added.add_argument(
        "--how", choices=[how.value for how in RecordHow], required=True, help="how it was answered"
    )
    added.add_argument("--on", metavar="DAY", required=True, help="the day of the answer")
    added.add_argument("--says", metavar="TEXT", required=True, help="their words, shortened")
    added.add_argument(
        "--by", metavar="ROLE", default="Planner", help="your role, never a person's name"
    )
    added.add_argument(
        "--answered-by",
        metavar="ID",
        help='operator or unit that answered, "" somebody else; without it whom calls names',
    )
    _add_counties(added)
    _add_outcomes(added)
    added.add_argument("--yes", action="store_true", help="keep it without asking")
    added.add_argument("--dry-run", action="store_true", help="only show what it would change")
    added.set_defaults(run=run)


def _add_counties(added: argparse.ArgumentParser) -> None:
    counties = added.add_mutually_exclusive_group()
    counties.add_argument(
        "--counties", metavar="A,B", help="only these were named; else all that were read out"
    )
    counties.add_argument(
        "--only-counties", metavar="A,B", help="a correction: these are served, and no others"
    )


def _add_outcomes(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--now", metavar="VALUE", help="a correction: what it is now (closed, a number)"
    )
    added.add_argument(
        "--challenge",
        choices=[state.value for state in ChallengeState],
        help="somebody says that it is not so; later, what became of that",
    )
    added.add_argument("--reason", metavar="TEXT", help="why a challenge was upheld or rejected")


def run(asked: argparse.Namespace) -> int:
    """Show what a record changes, and keep it."""
    from geo.access import assess
    from geo.confirm import draft, effects, store

    catalog = options.catalog(asked)
    seen = store.state(catalog.files)
    today = catalog.today()
    assessment = assess.verify(catalog, asked.as_of or today)
    records = draft.records(assessment, asked.fact, _answer(asked, catalog, today))
    effect = effects.of(catalog, assessment, records)
    told = effects.sentences(effect, catalog)
    if asked.format == "json" and not (asked.yes or asked.dry_run):
        raise CrisisCoverageError("--format json asks nothing: add --yes or --dry-run")
    keep = _agreed(asked, store.as_yaml(records), told)
    if keep:
        store.append(catalog, records, seen)
    if asked.format == "json":
        head = {"schema": assessment.schema, "data_sha256": catalog.data_sha256}
        options.print_json(
            {**head, "as_of": str(assessment.as_of), "kept": keep, **jsonable(effect), "told": told}
        )
    elif keep:
        sys.stdout.write(f"Kept in {catalog.home / confirmations.FILE}\n")
    elif not asked.dry_run:
        sys.stdout.write("Nothing was kept.\n")
    return 0 if keep or asked.dry_run else 1


def _answer(asked: argparse.Namespace, catalog: Catalog, today: dt.date) -> Any:
    from geo.confirm.draft import Answer

    outcome = RecordOutcome.CONFIRMED
    if asked.challenge:
        outcome = RecordOutcome.CHALLENGED
    elif asked.now or asked.only_counties:
        outcome = RecordOutcome.CORRECTED
    try:
        day = parse_when(asked.on)
    except ValueError as error:
        raise CrisisCoverageError(f"--on: {error}") from error
    if day.first_day > today:
        raise CrisisCoverageError(f"--on {asked.on}: that day has not come")
    return Answer(
        outcome=outcome,
        on=asked.on,
        recorded=today,
        how=RecordHow(asked.how),
        by=options.words(asked.by),
        says=options.words(asked.says),
        answered_by=asked.answered_by,
        counties=_counties(asked.counties or asked.only_counties, catalog),
        now=asked.now and options.words(asked.now),
        state=ChallengeState(asked.challenge) if asked.challenge else None,
        reason=asked.reason and options.words(asked.reason),
    )


def _counties(given: str | None, catalog: Catalog) -> tuple[str, ...] | None:
    """Return county names; UnknownCountyError for one that nobody has."""
    if given is None:
        return None
    names = [name.strip() for name in options.words(given).split(",")]
    return tuple(find_county(catalog, name).name for name in names if name)


def _agreed(asked: argparse.Namespace, record: str, told: Sequence[str]) -> bool:
    """Show the record and what it changes; return whether it is to be kept."""
    if asked.format == "json":
        return not asked.dry_run
    from geo.cli import terminal

    out = terminal.screen()
    terminal.section(out, "The record")
    out.print(record, end="", soft_wrap=True)
    terminal.lines(out, told, "What it will change")
    if asked.dry_run or asked.yes:
        return not asked.dry_run
    if not sys.stdin.isatty():
        raise CrisisCoverageError("nobody is there to be asked: add --yes to keep it")
    return input("\nKeep this record? [y/N] ").strip().lower() in ("y", "yes")
