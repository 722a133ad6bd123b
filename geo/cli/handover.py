"""``handover``: whom to call for somebody who goes home to a county, and the re-entry project."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.catalog.find_county import find_county
from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.access.records import Access

__all__ = ["add", "run"]

_HTML = (".html", ".htm")
_PDF = ".pdf"


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "handover",
        "show whom to call for somebody who goes home to a county from prison, jail or a hospital",
        "Without a county it shows the re-entry project: its places, and its targets, which are no "
        "results. Distances are straight lines. Exit code: 0 shown or written; 2 no such county, nothing "
        "written, or the data or call is not valid.",
    )
    added.add_argument(
        "name",
        nargs="*",
        type=options.words,
        metavar="COUNTY",
        help="the county of return, in full",
    )
    added.add_argument(
        "-o",
        "--output",
        type=options.file,
        metavar="FILE",
        help="write the county's sheet, one page to print: .html, or .pdf by the Chromium or Chrome "
        "that is there (CHROMIUM names another). It has no field for a name",
    )
    added.set_defaults(run=run, parser=added)


def run(asked: argparse.Namespace) -> int:
    """Show or write a county's sheet, or show the project."""
    if asked.output and not asked.name:
        asked.parser.error("-o writes a county's sheet; name the county")
    if asked.output and asked.output.suffix.lower() not in (*_HTML, _PDF):
        asked.parser.error("-o takes a file that ends in .html or .pdf")
    assessment = options.assessment(asked)
    if not asked.name:
        return _project(asked, assessment)
    from geo.report import handover

    county = find_county(assessment.catalog, " ".join(asked.name))
    made = handover.handover(assessment, county, _access(assessment))
    if asked.output:
        size = _write(asked.output, handover.page(assessment, made))
        options.tell_written(asked, assessment, size)
    elif asked.format == "json":
        options.print_json(jsonable(made))
    else:
        from geo.cli import handover_text

        handover_text.print_handover(made)
    return 0


def _access(assessment: Assessment) -> "Access | None":
    """Return how far people are from units; None where it cannot be measured."""
    from geo.access import measure

    try:
        return measure.measure(assessment)
    except DataError:
        return None


def _write(target: Path, page: bytes) -> int:
    """Write the sheet whole or not at all, and return its bytes."""
    from geo import files
    from geo.report import pdf

    if target.suffix.lower() == _PDF:
        return pdf.print_pdf(pdf.browser(), page, target)
    files.write_whole(target, page)
    return len(page)


def _project(asked: argparse.Namespace, assessment: Assessment) -> int:
    from geo.coverage import reentry

    project = reentry.pilot(assessment)
    if asked.format == "json":
        head = {
            "schema": assessment.schema,
            "data_sha256": assessment.data_sha256,
            "as_of": assessment.as_of.isoformat(),
        }
        options.print_json(head | jsonable(project))
    else:
        from geo.cli import handover_text

        handover_text.print_project(assessment, project)
    return 0
