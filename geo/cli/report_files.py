"""The files that `report` writes beside its pages, for readers to take along."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from geo import files
from geo.access.records import Access
from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.exports import write as exports
from geo.pocket import page as pocket
from geo.report.brief import Download

__all__ = ["KeptFile", "download_of", "written"]

_WHAT: Final = {
    "find-help.html": "whom to call for each ZIP, town and county, in one page that works offline",
    "counties.xlsx": "the figures as a workbook for Excel",
    "layers.gpkg": "maps for QGIS and ArcGIS (GeoPackage)",
    "statewide.pdf": "the brief and the annex to print",
    "counties.pdf": "all county sheets to print",
    "changes.pdf": "what changed, to print",
}


class KeptFile(NamedTuple):
    """A file beside the pages, and its bytes."""

    download: Download
    size: int


def download_of(name: str) -> Download:
    """Return what the index says of a file beside it, by its name."""
    return Download(href=name, what=_WHAT[name])


def written(folder: StrPath, assessment: Assessment, access: Access) -> list[KeptFile]:
    """Write the files into a folder, which is made where it is missing, each whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be made or written to, or is a file.
    """
    contents: dict[str, Callable[[], bytes]] = {
        "find-help.html": lambda: pocket.pocket(assessment).html,
        "counties.xlsx": lambda: exports.content(assessment, access, ".xlsx"),
        "layers.gpkg": lambda: exports.content(assessment, access, ".gpkg"),
    }
    home = Path(folder)
    if home.exists() and not home.is_dir():
        raise NotADirectoryError(20, "a folder is needed here, and this is a file", str(home))
    home.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, make in contents.items():
        content = make()
        files.write_whole(home / name, content)
        kept.append(KeptFile(download_of(name), len(content)))
    return kept
