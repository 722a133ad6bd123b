"""The report's pages, and how they are written to a folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from markupsafe import Markup

from geo import files, text
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.catalog.raw_file import StrPath
from geo.catalog.records import County
from geo.coverage.assessment import Assessment
from geo.report import county_sheet, document, footer, statewide

__all__ = ["COUNTIES", "INDEX", "Page", "pages", "sheet_name", "write"]

INDEX: Final = "index.html"
COUNTIES: Final = "counties"
"""Folder of the county sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the report: its path inside the folder, its title, what it says, and the file.

    `content` is the body without the links around it, to be printed with others.
    """

    name: str
    title: str
    content: Markup
    html: bytes


def sheet_name(county: County) -> str:
    """Return the path of a county's sheet inside the report: "counties/28107-panola.html"."""
    return f"{COUNTIES}/{county.geoid}-{text.anchor(county.name)}.html"


def pages(
    assessment: Assessment,
    access: Access,
    gaps: Gaps,
    changes: Markup | None = None,
) -> Iterator[Page]:
    """Give the county sheets in the order of the data, what changed if asked, and the index last.

    Last, so that whoever finds an index finds every page that it links to.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    stamp = footer.stamp(assessment)
    state = assessment.catalog.services.study_area.name
    hrefs = {
        county.geoid: PurePosixPath(sheet_name(county)).name
        for county in assessment.catalog.counties
    }
    for county in assessment.catalog.counties:
        body = Markup("<h1>{} County</h1>{}").format(
            county.name, county_sheet.sheet(assessment, access, county, hrefs)
        )
        around = Markup(
            '<nav class="cc-screen" aria-label="Report"><a href="../index.html">Statewide report</a></nav>'
            "<main>{}</main>"
        ).format(body)
        yield _page(sheet_name(county), f"{county.name} County, {state}", around, body, stamp)
    if changes is not None:
        title = f"{state}: what changed"
        yield _page(statewide.CHANGES, title, changes, changes, stamp)
    body = statewide.statewide(assessment, access, gaps, changes=changes is not None)
    yield _page(INDEX, f"{state}: crisis and intensive services by county", body, body, stamp)


def _page(name: str, title: str, whole: Markup, content: Markup, stamp: str) -> Page:
    return Page(name=name, title=title, content=content, html=document.page(title, whole, stamp))


def write(
    folder: StrPath,
    pages_to_write: Iterator[Page],
    count: int,
    progress: Callable[[float, int], None],
    below: str = COUNTIES,
) -> Sequence[Page]:
    """Write pages below a folder, which is made where it is missing, each whole or not at all.

    Nothing is deleted; a page that is there is replaced once its new state is whole. `below` is the
    folder of the pages of counties.

    Raises
    ------
    OSError
        If the folder cannot be made or written to, or is a file.
    """
    home = Path(folder)
    for target in (home, home / below):
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(20, "a folder is needed here, and this is a file", str(target))
        target.mkdir(parents=True, exist_ok=True)
    written = []
    for place, page in enumerate(pages_to_write, start=1):
        files.write_whole(home / page.name, page.html)
        written.append(page)
        progress(place / count, place)
    return written
