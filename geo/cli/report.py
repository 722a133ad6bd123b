"""``report``: a folder of pages to hand in, that print."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli import options
from geo.coverage.assessment import Assessment

if TYPE_CHECKING:
    from markupsafe import Markup

    from geo.cli.report_files import KeptFile
    from geo.report.write import Page

__all__ = ["add", "run"]

NO_PDF = 2
"""Exit code where PDF was asked for and not made; the pages are written all the same."""


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "report",
        "write a folder that opens anywhere: a brief, an annex, a sheet for each county, files to download",
        "Distances are straight lines, not drives. Files of the same name are replaced, each whole or "
        "not at all; nothing is deleted. Exit code: 0 written; 2 not written, or --pdf was asked for "
        "and no PDF was made: then the pages are written, and standard error says why.",
    )
    options.add_output_folder(added)
    added.add_argument(
        "--full",
        action="store_true",
        help="put everything into the annex: each service with its map, all tables of distances, the "
        "ranking, beds and teams, benchmarks from elsewhere, and every source",
    )
    added.add_argument(
        "--pdf",
        action="store_true",
        help="also print the report and all sheets to PDF, by the Chromium or Chrome that is there "
        "(CHROMIUM names another)",
    )
    added.add_argument(
        "--since",
        type=options.folder,
        metavar="OLD",
        help="add a page of what changed since OLD: a data folder, a file that export wrote, or the "
        "JSON of verify",
    )
    options.add_demand(added)
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the report."""
    assessment = options.assessment(asked)
    from geo import files
    from geo.access import gaps
    from geo.cli import report_files, terminal
    from geo.report import write

    access = options.access(asked, assessment)
    changes = _changes(asked.since, assessment) if asked.since else None
    for folder in (asked.output, asked.output / write.COUNTIES):
        files.expect_no_file(folder)
    kept = report_files.made(assessment, access)
    pages = write.pages(
        assessment,
        access,
        gaps.rank(assessment, access),
        changes,
        full=asked.full,
        downloads=[file.download for file in kept],
    )
    count = len(assessment.catalog.counties) + 3 + (changes is not None)
    # All is made before anything is written: what cannot be made leaves the folder as it was.
    drawn: list[Page] = []
    with terminal.progress("Writing the report") as progress:
        for place, page in enumerate(pages, start=1):
            drawn.append(page)
            progress(place / count, place)
    report_files.write(asked.output, kept)
    written = [*write.write(asked.output, iter(drawn), count, lambda _share, _count: None)]
    printed, missing = _printed(asked, assessment, written) if asked.pdf else ([], None)
    if printed:
        # The index names a PDF only once it is there.
        also = [report_files.download_of(path.name) for path, _ in printed]
        downloads = [*(file.download for file in kept), *also]
        names = [page.name for page in written]
        written[-1] = write.index(assessment, downloads, names, full=asked.full)
        write.write(asked.output, iter(written[-1:]), 1, lambda _share, _count: None)
    _tell(asked, assessment, written, kept, printed, missing)
    return NO_PDF if missing else 0


def _changes(since: Path, assessment: Assessment) -> "Markup":
    """Return what changed since another state of the data, as the body of a page."""
    from geo.diff import compare, page, read_state
    from geo.report import footer

    day = assessment.as_of
    # The name of the folder or file, not where it lay: the report goes to other people.
    old = replace(
        read_state.with_people(read_state.read(since, day), assessment.catalog),
        name=since.resolve().name,
    )
    new = read_state.of_catalog(assessment.catalog, day, "of this report")
    return footer.changed(page.body(compare.compare(old, new)), assessment)


def _printed(
    asked: argparse.Namespace,
    assessment: Assessment,
    written: "Sequence[Page]",
) -> tuple[list[tuple[Path, int]], str | None]:
    """Return the PDF files with their bytes, and why some are missing."""
    from geo.report import footer, pdf

    stamp = footer.stamp(assessment)
    printed: list[tuple[Path, int]] = []
    try:
        path = pdf.browser()
        for name, page in pdf.documents(
            written, assessment.catalog.services.study_area.name, stamp
        ).items():
            target = asked.output / name
            printed.append((target, pdf.print_pdf(path, page, target)))
    except pdf.PrintError as error:
        return printed, str(error)
    return printed, None


def _tell(
    asked: argparse.Namespace,
    assessment: Assessment,
    written: "Sequence[Page]",
    kept: "Sequence[KeptFile]",
    printed: list[tuple[Path, int]],
    missing: str | None,
) -> None:
    """Print what was written, and on standard error why a file is missing."""
    from geo.report.names import FIND_HELP

    size = sum(len(page.html) for page in written)
    if all(file.download.href != FIND_HELP for file in kept):
        why = "a place cannot be looked up in this data"
        sys.stderr.write(f"crisis-coverage: {FIND_HELP} was not made: {why}\n")
    if missing:
        options.tell(f"crisis-coverage: not every PDF was made: {missing}")
    if asked.format == "json":
        options.print_json(
            {
                "schema": assessment.schema,
                "folder": str(asked.output),
                "files": [page.name for page in written],
                "bytes": size,
                "as_of": assessment.as_of.isoformat(),
                "data_sha256": assessment.data_sha256,
                "downloads": [
                    {"file": file.download.href, "bytes": len(file.content)} for file in kept
                ],
                "pdf": [{"file": path.name, "bytes": count} for path, count in printed],
                "pdf_missing": missing,
            }
        )
        return
    beside = [(file.download.href, len(file.content)) for file in kept]
    beside += [(path.name, count) for path, count in printed]
    also = "".join(f", {name} ({count / 1e6:.1f} MB)" for name, count in beside)
    sys.stdout.write(
        f"Wrote {len(written)} pages to {asked.output} ({size / 1e6:.1f} MB): begin with index.html"
        f"{also}; as of {assessment.as_of}, data {assessment.data_sha256[:12]}\n"
    )
