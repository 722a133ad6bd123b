"""What sets counties of the ranking of gaps apart: each mark once, with the counties that have it."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.access.gap_records import GapRow
from geo.access.gaps import counted
from geo.catalog.records import Flag
from geo.coverage import freshness
from geo.coverage.assessment import Assessment

__all__ = ["Marks", "marks"]


class Marks(NamedTuple):
    """What is said once of all rows, and each mark as a sentence with the counties that have it."""

    banner: str
    counties: dict[str, list[str]]


def marks(assessment: Assessment, rows: Sequence[GapRow]) -> Marks:
    """Return what sets counties of the ranking apart, in the order of the sentences."""
    geoids = {row.geoid for row in rows}
    findings = [finding for finding in counted(assessment) if finding.geoid in geoids]
    ages = freshness.of_findings(findings, assessment.as_of)
    titles = {standard.id: f"“{standard.title}”" for standard in assessment.standards}
    told = [(flag, row.county) for row in rows for flag in row.flags]
    if ages.mostly_stale:
        told = [(flag, name) for flag, name in told if not flag.endswith(f": {Flag.STALE.label}.")]
        told += [
            (f"{titles[each.standard]}: {freshness.FRESH}.", each.county)
            for each in findings
            if ages.mark(freshness.is_stale(each))
        ]
    counties: dict[str, list[str]] = {}
    for flag, name in sorted(told):
        counties.setdefault(flag, []).append(name)
    return Marks(ages.banner, counties)
