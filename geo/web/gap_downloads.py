"""Downloads of the page Gaps: the ranking as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Collection
from typing import Final

from geo.access import gaps as access_gaps
from geo.access.gap_records import GapRow, Gaps
from geo.catalog.records import Catalog

__all__ = ["COLUMNS", "as_csv", "as_json", "name"]

COLUMNS: Final = (
    "rank",
    "geoid",
    "county",
    "regions",
    "rucc_2023",
    "people",
    "people_unproven",
    "people_far",
    "people_far_low",
    "people_far_high",
    "score",
    "people_far_with_neighbors",
    "score_with_neighbors",
    "rank_with_neighbors",
    "across_line",
    "robust",
    "reasons",
    "flags",
    "limit_miles",
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
    far = row.people_far
    return (
        row.rank,
        row.geoid,
        row.county,
        " or ".join(str(region) for region in row.regions),
        row.rucc,
        row.people,
        row.people_unproven,
        far.value,
        far.low,
        far.high,
        row.score,
        row.people_far_with_neighbors.value,
        row.score_with_neighbors,
        row.rank_with_neighbors,
        row.across_line,
        "yes" if row.robust else "no",
        " ".join(part.reason for part in row.parts),
        " ".join(row.flags),
    )
