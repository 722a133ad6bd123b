"""``match``: the federal directory of treatment facilities beside the data."""

import argparse
from typing import Any

from geo.catalog.dates import When, parse_when
from geo.cli import options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


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
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Lay a directory beside the data."""
    from geo.coverage import corrected
    from geo.files import write_whole
    from geo.match import compare, patch, read_directory

    catalog = options.catalog(asked)
    day = asked.as_of or catalog.today()
    known, _ = corrected.corrected(catalog, day, asked.known_on)
    directory = read_directory.read(asked.file, known.services, asked.describes)
    report = compare.compare(known, directory, day)
    change = patch.patch(catalog, report)
    if asked.patch and change.text:
        write_whole(asked.patch, change.text.encode())
    if asked.format == "json":
        options.print_json({**jsonable(report), "patch": jsonable(change)})
    else:
        from geo.cli import match_text

        match_text.print_report(report, change, asked.patch)
    return compare.exit_code(report)


def _when(text: str) -> When:
    try:
        return parse_when(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
