"""Downloads of the page Distance: the ranking as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Collection
from typing import Final

from geo.access import gaps as access_gaps
from geo.access.gap_records import Far, GapRow, Gaps
from geo.catalog.records import Catalog

__all__ = ["COLUMNS", "as_csv", "as_json", "name"]

COLUMNS: Final = (
    "rank",
    "geoid",
    "county",
    "regions",
    "rucc_2023",
    "people",
    "people_not_shown",
    "people_far",
    "people_far_low",
    "people_far_high",
    "most_far",
    "mean_miles",
    "people_far_with_neighbors",
    "people_far_with_neighbors_low",
    "people_far_with_neighbors_high",
    "most_far_with_neighbors",
    "mean_miles_with_neighbors",
    "across_line",
    "not_shown",
    "reasons",
    "flags",
    "limit_miles",
    "sort",
    "distance",
    "as_of",
    "data_sha256",
)


def as_csv(gaps: Gaps) -> str:
    """Return the ranking as CSV (RFC 4180), a row for each county; every row names day and data."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for row in gaps.ranking:
        table.writerow(
            (
                *_cells(row),
                gaps.limit_miles,
                gaps.sort.value,
                "straight line",
                gaps.as_of.isoformat(),
                gaps.data_sha256,
            )
        )
    return out.getvalue()


def as_json(
    catalog: Catalog, gaps: Gaps, regions: Collection[int] = (), *, urban: bool | None = None
) -> str:
    """Return what ``crisis-coverage gaps --format json`` prints for the same limit and filters."""
    whole = access_gaps.gaps_json(catalog, gaps, regions, urban=urban)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def name(gaps: Gaps, suffix: str) -> str:
    """Return a file's name, with the limit and the data's hash in it."""
    return f"gaps-{gaps.limit_miles}-miles-{gaps.data_sha256[:12]}.{suffix}"


def _cells(row: GapRow) -> tuple[object, ...]:
    reasons = [row.far_reason, *(part.reason for part in row.not_shown)]
    return (
        row.rank,
        row.geoid,
        row.county,
        " or ".join(str(region) for region in row.regions),
        row.rucc,
        row.people,
        row.people_not_shown,
        *_far(row.far()),
        *_far(row.far(with_neighbors=True)),
        row.across_line,
        " ".join(part.standard for part in row.not_shown),
        " ".join(filter(None, reasons)),
        " ".join(row.flags),
    )


def _far(far: Far) -> tuple[object, ...]:
    people = far.people
    return people.value, people.low, people.high, far.most.value, far.mean_miles.value
