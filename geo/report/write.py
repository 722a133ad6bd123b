"""The report's pages, and how they are written to a folder."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from geo import files
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.report import brief, county_sheet, crisis_page, document, footer, statewide
from geo.report.brief import Download
from geo.report.names import ANNEX, CHANGES, COUNTIES, CRISIS, INDEX, sheet_name
from geo.templates.render import render
from geo.text import county_title

__all__ = ["ANNEX", "CHANGES", "COUNTIES", "INDEX", "Page", "index", "pages", "sheet_name", "write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the report: its path inside the folder, its title, what it says, and the file.

    `content` is the body without the links around it, to be printed with others.
    """

    name: str
    title: str
    content: Markup
    html: bytes


def pages(
    assessment: Assessment,
    access: Access,
    gaps: Gaps,
    changes: Markup | None = None,
    *,
    full: bool = False,
    downloads: Sequence[Download] = (),
) -> Iterator[Page]:
    """Give the county sheets in the order of the data, what changed if asked, the annex, and the brief last.

    Last, so that whoever finds an index finds every page that it links to. `full` makes the annex
    hold everything; `downloads` are files beside the pages that the index links.

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
        inner = county_sheet.sheet(assessment, access, county, hrefs)
        body = render("report/sheet.html", name=county.name, sheet=inner)
        around = render("report/below.html", body=body)
        yield _page(
            sheet_name(county), f"{county_title(county.name)}, {state}", around, body, stamp
        )
    yield _crisis(assessment, stamp)
    names = [CRISIS, ANNEX]
    if changes is not None:
        names.append(CHANGES)
        yield _page(CHANGES, f"{state}: what changed", changes, changes, stamp)
    body = statewide.annex(assessment, access, gaps, full=full)
    yield _page(ANNEX, f"{state}: annex", body, body, stamp)
    yield index(assessment, downloads, names, full=full)


def index(
    assessment: Assessment,
    downloads: Sequence[Download],
    names: Collection[str],
    *,
    full: bool,
) -> Page:
    """Return the folder's first page, the brief, with links to downloads and to other pages by name."""
    titles = {
        ANNEX: "Everything there is"
        if full
        else "Annex: distances, units, open questions, sources",
        CHANGES: "What changed",
        CRISIS: crisis_page.TITLE,
    }
    others = {name: title for name, title in titles.items() if name in names}
    body = brief.brief(assessment, downloads, others)
    state = assessment.catalog.services.study_area.name
    title = f"{state}: crisis and intensive services by county"
    return _page(INDEX, title, body, body, footer.stamp(assessment))


def _crisis(assessment: Assessment, stamp: str) -> Page:
    """Return what to do in a crisis, on one sheet of paper."""
    inner = crisis_page.body(assessment)
    foot = footer.foot(assessment)
    body = render("crisis/page.html", index=INDEX, title=crisis_page.TITLE, body=inner, foot=foot)
    state = assessment.catalog.services.study_area.name
    return _page(CRISIS, f"{state}: {crisis_page.TITLE.lower()}", body, body, stamp)


def _page(name: str, title: str, whole: Markup, content: Markup, stamp: str) -> Page:
    return Page(name=name, title=title, content=content, html=document.page(title, whole, stamp))


def write(
    folder: StrPath,
    pages_to_write: Iterator[Page],
    count: int,
    progress: Callable[[float, int], None],
    below: str = COUNTIES,
) -> Sequence[Page]:
    """Write pages below a folder, which is made where it is missing, all of them whole or none.

    Nothing is deleted; pages that are there are replaced once all new ones are whole. `below` is the
    folder of the pages of counties.

    Raises
    ------
    OSError
        If the folder cannot be made or written to, or is a file.
    """
    home = Path(folder)
    for target in (home, home / below):
        files.make_folder(target)
    written = []
    for place, page in enumerate(pages_to_write, start=1):
        written.append(page)
        progress(place / count, place)
    files.write_all({home / page.name: page.html for page in written})
    return written
