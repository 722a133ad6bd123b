"""The files that `report` writes beside its pages, for readers to take along."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from geo import files
from geo.access.records import Access
from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.exports import write as exports
from geo.pocket import page as pocket
from geo.report import names
from geo.report.brief import Download

__all__ = ["KeptFile", "download_of", "made", "write"]

_WHAT: Final = {
    names.FIND_HELP: "whom to call for each ZIP, town and county, in one page that works offline",
    names.WORKBOOK: "the figures as a workbook for Excel",
    names.LAYERS: "maps for QGIS and ArcGIS (GeoPackage)",
    names.STATEWIDE_PDF: "the brief and the annex to print",
    f"{names.COUNTIES}.pdf": "all county sheets to print",
    "changes.pdf": "what changed, to print",
    "crisis.pdf": "what to do in a crisis, to print on one sheet",
}


class KeptFile(NamedTuple):
    """A file beside the pages."""

    download: Download
    content: bytes


def download_of(name: str) -> Download:
    """Return what the index says of a file beside it, by its name."""
    return Download(href=name, what=_WHAT[name])


def made(assessment: Assessment, access: Access) -> list[KeptFile]:
    """Return the files, none of them written yet; Find help is left out where no place can be looked up."""
    find_help: dict[str, bytes] = {}
    with contextlib.suppress(DataError):  # of which the catalog warns
        find_help[names.FIND_HELP] = pocket.pocket(assessment).html
    contents = {
        **find_help,
        names.WORKBOOK: exports.content(assessment, access, ".xlsx"),
        names.LAYERS: exports.content(assessment, access, ".gpkg"),
    }
    return [KeptFile(download_of(href), content) for href, content in contents.items()]


def write(folder: StrPath, kept: Iterable[KeptFile]) -> None:
    """Write files into a folder, which is made where it is missing, all of them whole or none.

    Raises
    ------
    OSError
        If the folder cannot be made or written to, or is a file.
    """
    home = Path(folder)
    files.make_folder(home)
    files.write_all({home / file.download.href: file.content for file in kept})
