"""Made-up directory files in the forms of the federal ones, for the made-up state."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from geo.catalog.records import Catalog
from tests import small_state

HEADER = (
    "name1",
    "name2",
    "street1",
    "street2",
    "city",
    "state",
    "zip",
    "phone",
    "intake1",
    "intake2",
    "intake1a",
    "intake2a",
    "service_code_info",
)
"""As the National Directory has it since 2022."""
LOCATOR = (*HEADER[:7], "zip4", "county", "phone", "intake1", "website", "latitude", "longitude")
"""As the locator's listing has it, with points."""


def row(**cells: str) -> dict[str, str]:
    """Return a row of a unit in Birchville, with other cells where they are given."""
    base = {
        "name1": "Plains Center",
        "name2": "Birchville Haven",
        "street1": "12 North Elm Street",
        "city": "Birchville",
        "state": "WY",
        "zip": "82001",
        "phone": "307-555-0110",
        "service_code_info": "MH * RES * CIT WI * ADLT",
    }
    return base | cells


def csv_text(rows: Sequence[Mapping[str, str]], header: Sequence[str] = HEADER) -> str:
    """Return rows as CSV below a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_file(path: Path, rows: Sequence[Mapping[str, str]], header: Sequence[str] = HEADER) -> Path:
    path.write_text(csv_text(rows, header), encoding="utf-8")
    return path


def xlsx_file(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook; texts and numbers as they are, None as no cell."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(line, place, cell)
    return path


def content() -> dict[str, Any]:
    """Return services.yaml of the made-up state with what a directory can be compared to."""
    services = small_state.services()
    plains, hills = services["operators"]
    plains |= {"city": "Alderton", "street": "7 Main St", "zip": "82009"}
    hills |= {"city": "Cedar Falls", "also_called": ["Hill Country Services"]}
    birch, cedar = services["facilities"]
    birch |= {"operator": "plains"}
    cedar |= {"operator": "hills", "street": "40 Oak Avenue", "zip": "82003"}
    services["neighbor_units"] = [
        {
            "id": "ut-ogden",
            "type": "haven",
            "name": "Ogden Haven",
            "kind": "walk-in center",
            "run_by": "Wasatch Care",
            "city": "Ogden",
            "state": "UT",
            "phone": "801-555-0170",
            "lon": -111.97,
            "lat": 41.22,
            "radius_m": 500,
            "location_note": "The address itself.",
            "counts": False,
            "counts_note": "Far away.",
            "eligibility": "Adults.",
            "source": "news",
            "quote": "Ogden Haven",
        }
    ]
    return services


def catalog(folder: Path) -> Catalog:
    """Return the made-up state as read on a day on which its sources are fresh."""
    return small_state.load(folder, content())
