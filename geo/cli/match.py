"""``match``: the federal directory of treatment facilities beside the data."""

import argparse
from typing import Any

from geo.catalog.dates import When, parse_when
from geo.cli import options
from geo.errors import CrisisCoverageError
from geo.jsonable import jsonable

__all__ = ["UndatedError", "add", "run"]


class UndatedError(CrisisCoverageError):
    """Records of a directory need the day that it describes."""

    def __init__(self) -> None:
        super().__init__(
            "neither the title nor the name of the file tells which year it describes, and a record "
            "ages from there: say it with --describes"
        )


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "match",
        "lay a federal directory of treatment facilities beside the data: what is equal, new or different",
        "FILE: the workbook (.xlsx) or CSV of a National Directory, or the download of FindTreatment.gov. "
        "Rows of other states are skipped. That a directory leaves somebody out says nothing. Exit code: "
        "1 a value of the directory differs from the data; 0 none does; 2 the file, data or call is not valid.",
    )
    added.add_argument("file", type=options.file, metavar="FILE", help="the directory's file")
    added.add_argument(
        "--describes",
        type=_when,
        metavar="DATE",
        help="the day, month or year that the directory describes, where neither its title nor its name "
        "tells: 2024, 2024-05 or 2024-05-31",
    )
    added.add_argument(
        "--patch",
        type=options.file,
        metavar="OUT",
        help="write units' new addresses as a patch of services.yaml, which itself stays as it is",
    )
    added.add_argument(
        "--write",
        action="store_true",
        help="add a record to confirmations.yaml for each number and address that is equal",
    )
    added.add_argument(
        "--by",
        type=options.words,
        default="Planner",
        metavar="ROLE",
        help="the role of whoever compared, for the records; never a person's name",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Lay a directory beside the data."""
    from geo.confirm import store
    from geo.coverage.corrected import corrected
    from geo.files import write_whole
    from geo.match import compare, confirmed, patch, read_directory

    catalog = options.catalog(asked)
    seen = store.state(catalog.files)
    day = asked.as_of or catalog.today()
    known, rulings = corrected(catalog, day, asked.known_on)
    directory = read_directory.read(asked.file, known.services, asked.describes)
    if asked.write and directory.day is None:
        raise UndatedError
    report = compare.compare(known, directory, day)
    change = patch.patch(catalog, report)
    challenged = {fact for fact, _ in rulings.challenges}
    records = confirmed.confirmed(report, catalog, challenged, asked.by, catalog.today())
    if asked.patch and change.text:
        write_whole(asked.patch, change.text.encode())
    if asked.write and records:
        store.append(catalog, records, seen)
    if asked.format == "json":
        told = [
            {"fact": record.fact, "on": record.on.text, "says": record.says} for record in records
        ]
        more = {"patch": jsonable(change), "records": told, "written": asked.write}
        options.print_json({**jsonable(report), **more})
    else:
        from geo.cli import match_text

        match_text.print_report(report, change, asked.patch)
        match_text.print_records(report, records, written=asked.write)
    return compare.exit_code(report)


def _when(text: str) -> When:
    try:
        when = parse_when(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if when.earliest is None:
        raise argparse.ArgumentTypeError(
            "say the first day that it can describe: it ages from there"
        )
    return when
