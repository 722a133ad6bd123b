"""The verdict: what each county's link to each standard rests on, and what follows from it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from geo.catalog.dates import When
from geo.catalog.records import Basis, Catalog, Flag, Standard, Status
from geo.coverage.assessment import Assessment
from geo.coverage.calls import always
from geo.coverage.findings import Finding, StandardTotal
from geo.coverage.gather import gather
from geo.coverage.judge import Measure, judge
from geo.jsonable import SCHEMA

__all__ = ["exit_code", "in_force", "verify"]


def verify(
    catalog: Catalog, as_of: dt.date, measure: Measure, known_on: dt.date | None = None
) -> Assessment:
    """Return the finding for every county and standard.

    Callers outside of this folder take `geo.access.assess.verify`, which knows the distances.

    Parameters
    ----------
    catalog : Catalog
        The checked data.
    as_of : datetime.date
        The date to judge by: memberships and standards as they stood then, sources dated later
        left aside, age of evidence counted up to it.
    measure : Measure
        Answers questions of distance: it is called once for each standard of that kind.
    known_on : datetime.date, optional
        Records that were written down after this day are left aside; without it none is.

    Returns
    -------
    Assessment
        A finding for every county and standard; none is left out. Beside them the numbers for
        everybody.
    """
    index = gather(catalog, as_of, known_on)
    catalog = index.catalog
    findings: list[Finding] = []
    totals: list[StandardTotal] = []
    for standard in catalog.services.standards:
        rows = judge(standard, index, measure)
        findings += rows
        totals.append(_total(standard, rows, catalog, as_of))
    return Assessment(
        schema=SCHEMA,
        data_sha256=catalog.data_sha256,
        as_of=as_of,
        known_on=known_on,
        counties=len(catalog.counties),
        people=sum(county.people for county in catalog.counties),
        standards=tuple(totals),
        findings=tuple(findings),
        statewide=always(catalog, as_of),
        catalog=catalog,
        evidence=index,
    )


def exit_code(assessment: Assessment, *, strict: bool = False) -> int:
    """Return 1 where a required standard has a gap (strict: or a claim or an unknown), else 0."""
    required = [total for total in assessment.standards if total.required and total.in_force]
    bad = sum(total.gap + (total.claimed + total.unknown if strict else 0) for total in required)
    return 1 if bad else 0


def in_force(start: When | None, end: When | None, as_of: dt.date) -> bool:
    """Return whether something in force from `start` to `end` (last day) is so on a date."""
    begun = not start or (start.earliest or dt.date.min) <= as_of
    return begun and (not end or as_of <= end.latest)


def _total(
    standard: Standard, findings: Sequence[Finding], catalog: Catalog, as_of: dt.date
) -> StandardTotal:
    people = {county.geoid: county.people for county in catalog.counties}
    counts = Counter(finding.status for finding in findings)
    bases = Counter(finding.basis for finding in findings)
    flags = Counter(flag for finding in findings for flag in finding.flags)
    return StandardTotal(
        id=standard.id,
        title=standard.title,
        short=standard.short or standard.title,
        evaluation=standard.evaluation,
        required=standard.required,
        in_force=in_force(standard.in_force_from, standard.in_force_to, as_of),
        covered=counts[Status.COVERED],
        claimed=counts[Status.CLAIMED],
        gap=counts[Status.GAP],
        unknown=counts[Status.UNKNOWN],
        people={
            status.value: sum(
                people[finding.geoid] for finding in findings if finding.status is status
            )
            for status in Status
        },
        bases={basis.value: bases[basis] for basis in Basis},
        flags={flag.value: flags[flag] for flag in Flag},
    )
