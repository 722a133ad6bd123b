"""``adequacy``: the file of the statute on adequacy, county by county, as pages that print."""

import argparse
import sys
from typing import Any

from geo.catalog.find_county import find_county
from geo.cli import options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "adequacy",
        "write the services that a statute names, county by county: what sources show, what would "
        "settle the rest, and a draft notice",
        "It makes no finding and is not legal advice. Files of the same name are replaced, each whole "
        "or not at all; nothing is deleted. Exit code: 0 written; 2 not written, no such county, or the "
        "data or call is not valid.",
    )
    added.add_argument(
        "name",
        nargs="*",
        type=options.words,
        metavar="COUNTY",
        help="only this county: name, alias or GEOID; without it all of them and a statewide list",
    )
    options.add_output_folder(added)
    options.add_demand(added)
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the file."""
    assessment = options.assessment(asked)
    county = find_county(assessment.catalog, " ".join(asked.name)) if asked.name else None
    from geo.cli import terminal
    from geo.report import adequacy, adequacy_pages, write

    file = adequacy.adequacy(
        assessment, options.access(asked, assessment), [county] if county else None
    )
    pages = adequacy_pages.pages(assessment, file, alone=county is not None)
    count = len(file.counties) + (county is None)
    with terminal.progress("Writing the file") as progress:
        written = write.write(asked.output, pages, count, progress, below=adequacy_pages.FOLDER)
    size_bytes = sum(len(page.html) for page in written)
    if asked.format == "json":
        names = [page.name for page in written]
        told = {"folder": str(asked.output), "files": names, "bytes": size_bytes}
        options.print_json({**jsonable(file), **told})
        return 0
    sys.stdout.write(
        f"Wrote {len(written)} pages to {asked.output} ({size_bytes / 1e6:.1f} MB): begin with "
        f"{written[-1].name}; as of {file.as_of}, data {file.data_sha256[:12]}\n"
    )
    return 0
