"""Where a county belongs: its region now and before, and the counties around it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo import text
from geo.catalog.records import Standard
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Finding, MembershipEvidence
from geo.report import html

__all__ = ["neighbors", "region"]


def region(found: CountyProfile) -> Markup:
    """Return the county's region with its evidence, and every region it was in."""
    lines = [
        Markup("{} <strong>Region {}</strong>{}.").format(
            "In" if one.certain else "Possibly in", one.region, _why(one.evidence)
        )
        for one in found.regions
    ]
    held = {one.evidence for one in found.regions}
    history = [
        Markup("Region {}, {}{}.").format(one.region, sentences.span(one), _why(one))
        for one in found.region_history
        if one not in held or one.valid_from or one.valid_to
    ]
    over_time = html.items(history) or Markup(
        "<p>No other region as far back as the records go.</p>"
    )
    return html.section("Region, now and before", html.items(lines), over_time)


def _why(one: MembershipEvidence) -> Markup:
    return Markup(": {}, {} <small>({}, {})</small>").format(
        one.confidence.value,
        one.says,
        text.listing([one.source, *one.also]),
        text.period(one.as_of),
    )


def neighbors(
    assessment: Assessment,
    geoid: str,
    beside: Sequence[str],
    regions: Mapping[str, Sequence[int]],
) -> Markup:
    """Return the counties that touch this one: their region, and where their verdicts differ."""
    by_geoid = {one.geoid: one for one in assessment.catalog.counties}
    found = _by_county(assessment, (geoid, *beside))
    rows = [
        (
            by_geoid[one].name,
            " or ".join(str(number) for number in regions[one]),
            "yes" if regions[one] == regions[geoid] else "no",
            _differences(assessment.catalog.services.standards, found[geoid], found[one]),
        )
        for one in sorted(beside, key=lambda one: by_geoid[one].name)
    ]
    if not rows:
        return Markup("")
    headers = ("County", "Region", "Same region", "Verdicts that differ (there; here)")
    return html.section("Neighbors", html.table("Counties that touch this one", headers, rows))


def _by_county(assessment: Assessment, geoids: Sequence[str]) -> dict[str, dict[str, Finding]]:
    found: dict[str, dict[str, Finding]] = {one: {} for one in geoids}
    for finding in assessment.findings:
        if finding.geoid in found:
            found[finding.geoid][finding.standard] = finding
    return found


def _differences(
    standards: Sequence[Standard], here: Mapping[str, Finding], there: Mapping[str, Finding]
) -> Markup | str:
    parts = [
        Markup("{}: {} there, {} here").format(
            one.title,
            html.status_mark(there[one.id].status),
            html.status_mark(here[one.id].status),
        )
        for one in standards
        if there[one.id].status is not here[one.id].status
    ]
    return html.join(parts, "; ") or "none"
