"""A county's region, now and before, and the counties around it."""

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from geo import text
from geo.catalog.records import Standard
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Finding, MembershipEvidence
from geo.report import html

__all__ = ["neighbors", "region"]


def region(profile: CountyProfile) -> Markup:
    """Return the county's region with its evidence, and every region it was in."""
    lines = [
        Markup("{} <strong>Region {}</strong>{}.").format(
            "In" if region.certain else "Possibly in", region.region, _why(region.evidence)
        )
        for region in profile.regions
    ]
    memberships = {region.evidence for region in profile.regions}
    history = [
        Markup("Region {}, {}{}.").format(
            membership.region, sentences.span(membership), _why(membership)
        )
        for membership in profile.region_history
        if membership not in memberships or membership.valid_from or membership.valid_to
    ]
    over_time = html.items(history) or Markup(
        "<p>No other region as far back as the records go.</p>"
    )
    return html.section("Region, now and before", html.items(lines), over_time)


def _why(membership: MembershipEvidence) -> Markup:
    return Markup(": {}, {} <small>({}, {})</small>").format(
        membership.how_sure,
        membership.says,
        text.listing([membership.source, *membership.also]),
        text.period(membership.as_of),
    )


def neighbors(
    assessment: Assessment,
    geoid: str,
    beside: Sequence[str],
    regions: Mapping[str, Sequence[int]],
    told: Collection[str] = (),
) -> Markup:
    """Return the counties that touch this one: their region, and where their verdicts differ.

    `told` are ids of standards that another part of the sheet is about.
    """
    standards = [
        standard for standard in assessment.catalog.services.standards if standard.id not in told
    ]
    by_geoid = {county.geoid: county for county in assessment.catalog.counties}
    findings = _by_county(assessment, (geoid, *beside))
    rows = [
        (
            by_geoid[neighbor].name,
            " or ".join(str(number) for number in regions[neighbor]),
            "yes" if regions[neighbor] == regions[geoid] else "no",
            _differences(standards, findings[geoid], findings[neighbor]),
        )
        for neighbor in sorted(beside, key=lambda geoid: by_geoid[geoid].name)
    ]
    if not rows:
        return Markup("")
    headers = ("County", "Region", "Same region", "Verdicts that differ (there; here)")
    return html.section(
        "Counties around", html.table("Counties that touch this one", headers, rows)
    )


def _by_county(assessment: Assessment, geoids: Sequence[str]) -> dict[str, dict[str, Finding]]:
    findings: dict[str, dict[str, Finding]] = {geoid: {} for geoid in geoids}
    for finding in assessment.findings:
        if finding.geoid in findings:
            findings[finding.geoid][finding.standard] = finding
    return findings


def _differences(
    standards: Sequence[Standard], here: Mapping[str, Finding], neighbor: Mapping[str, Finding]
) -> Markup | str:
    parts = [
        Markup("{}: {} there, {} here").format(
            standard.title,
            html.status_mark(neighbor[standard.id].status),
            html.status_mark(here[standard.id].status),
        )
        for standard in standards
        if neighbor[standard.id].status is not here[standard.id].status
    ]
    return html.join(parts, "; ") or "none"
