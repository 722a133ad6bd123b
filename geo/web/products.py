"""The files that the app offers, and how each is made."""

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from geo.access import gaps
from geo.exports import write as export_write
from geo.pocket import page as pocket
from geo.report import footer, names, pdf
from geo.report import write as report_write
from geo.web.snapshot import Snapshot

__all__ = [
    "LAYERS",
    "POCKET",
    "REPORT",
    "REPORT_PDF",
    "SHEETS",
    "TO_TAKE_ALONG",
    "WORKBOOK",
    "Product",
    "exported",
]


class Product(NamedTuple):
    """A file that can be had: its title after "Make", how its bytes are made, and whether distances are needed."""

    id: str
    title: str
    kind: str
    file_name: str
    mime: str
    make: Callable[[Snapshot], bytes]
    has_distances: bool = True


def _pages(snapshot: Snapshot) -> list[report_write.Page]:
    ranked = snapshot.gaps[gaps.FAR_MILES]
    return list(report_write.pages(snapshot.assessment, snapshot.access, ranked))


def _zipped(files: Mapping[str, bytes], day: dt.date) -> bytes:
    """Return files in an archive; equal files give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _report(snapshot: Snapshot) -> bytes:
    pages = {page.name: page.html for page in _pages(snapshot)}
    return _zipped(pages, snapshot.assessment.as_of)


def _sheets(snapshot: Snapshot) -> bytes:
    folder = f"{report_write.COUNTIES}/"
    pages = {page.name: page.html for page in _pages(snapshot) if page.name.startswith(folder)}
    return _zipped(pages, snapshot.assessment.as_of)


def _report_pdf(snapshot: Snapshot) -> bytes:
    """Return the statewide report as PDF; what is printed lies in a private folder until then."""
    assessment = snapshot.assessment
    state = assessment.catalog.services.study_area.name
    documents = pdf.documents(_pages(snapshot), state, footer.stamp(assessment))
    with tempfile.TemporaryDirectory(prefix="crisis-coverage-") as folder:
        target = Path(folder) / names.STATEWIDE_PDF
        pdf.print_pdf(pdf.browser(), documents[target.name], target)
        return target.read_bytes()


def exported(title: str, kind: str, ending: str, mime: str) -> Product:
    """Return the product that ``export`` writes to a file with this ending."""
    return Product(
        f"export-{ending.removeprefix('.')}",
        title,
        kind,
        f"counties{ending}",
        mime,
        lambda snapshot: export_write.content(snapshot.assessment, snapshot.access, ending),
    )


REPORT_PDF: Final = Product(
    "report-pdf", "the report", "PDF", "report.pdf", "application/pdf", _report_pdf
)
REPORT: Final = Product(
    "report", "the report", "web pages, zip", "report.zip", "application/zip", _report
)
WORKBOOK: Final = exported(
    "the workbook",
    "Excel",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
LAYERS: Final = exported("the map layers", "GeoPackage", ".gpkg", "application/geopackage+sqlite3")
SHEETS: Final = Product(
    "sheets", "the county sheets", "zip", "county-sheets.zip", "application/zip", _sheets
)
POCKET: Final = Product(
    "pocket",
    "Find help in one file",
    "web page",
    names.FIND_HELP,
    "text/html",
    lambda snapshot: pocket.pocket(snapshot.assessment).html,
    has_distances=False,
)
TO_TAKE_ALONG: Final = (REPORT_PDF, REPORT, WORKBOOK, LAYERS, SHEETS, POCKET)
