"""The statewide report in a few lines: each standard, how far people are, beds, counties with gaps."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from geo.access import sentences as access_sentences
from geo.access.gap_records import Gaps
from geo.access.records import Access, within_limit
from geo.catalog.records import Catalog, Flag, Status
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.report import html
from geo.text import count, listing

__all__ = ["summary"]


def summary(assessment: Assessment, access: Access, gaps: Gaps, short: str) -> Markup:
    """Return the report's key points; `short` names the kind of unit."""
    state, unread = access.state, assessment.unread()
    ages = freshness.of_findings(assessment.findings, assessment.as_of)
    lines = [
        *(
            " ".join(
                (
                    f"{standard.title}: {sentences.summary(standard, assessment.counties)}",
                    *_doubtful(assessment.catalog, assessment.of(standard.id)),
                )
            )
            for standard in assessment.standards
            if standard not in unread
        ),
        *([sentences.unread(unread)] if unread else []),
        _miles(access, gaps, short),
        *(access_sentences.disputed(unit_id) for unit_id in state.disputed),
        _beds(access, short),
        _gaps(gaps),
    ]
    return html.banner(ages.banner) + html.items(lines)


def _doubtful(catalog: Catalog, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield how many counties are disputed or weak, and which, the covered ones apart."""
    names = {county.geoid: county.name for county in catalog.counties}
    for covered in (True, False):
        chosen = [finding for finding in findings if (finding.status is Status.COVERED) is covered]
        for flag in (Flag.DISPUTED, Flag.WEAK):
            flagged = [names[finding.geoid] for finding in chosen if flag in finding.flags]
            if flagged:
                whom = "covered ones" if covered else "others"
                label = f"{flag.label[0].upper()}{flag.label[1:]}"
                yield f"{label} for {len(flagged)} of the {len(chosen)} {whom}: {listing(flagged)}."


def _miles(access: Access, gaps: Gaps, short: str) -> str:
    state = access.state
    if state.nearest.mean_miles.value is None:
        return (
            f"How far people are from a {short} is not known: no source speaks of one by this day."
        )
    within, across = (
        within_limit(limits, gaps.limit_miles)
        for limits in (state.within, state.within_with_neighbors)
    )
    return (
        f"From people to the nearest {short} it is {access_sentences.miles(state.nearest.mean_miles)} "
        f"straight-line miles on average. Within {within.miles} straight-line miles of one live "
        f"{access_sentences.number(within.people)} of {state.people:,.0f} people, by the points: "
        f"{access_sentences.percent(within.share)}; with the units of other states that count, "
        f"{access_sentences.percent(across.share)}."
    )


def _beds(access: Access, short: str) -> str:
    bed_count = access.state.beds
    if not access.units:
        return f"Beds: not known, since no source speaks of a {short} by this day."
    units = count(access.units, short, f"{short}s")
    rate = access_sentences.bed_rate(bed_count)
    return f"Beds of the {units}: {access_sentences.beds(bed_count)}; for 100,000 people: {rate}."


def _gaps(gaps: Gaps) -> str:
    totals = gaps.totals
    titles = [f"“{each.title}”" for each in totals.not_shown if each.counties]
    not_shown = (
        f"{count(totals.counties_not_shown, 'county', 'counties')} ({totals.people_not_shown:,} people) "
        f"{'is' if totals.counties_not_shown == 1 else 'are'} not shown to have {listing(titles, 'or')}."
        if titles
        else "Every required standard is covered in every county."
        if totals.not_shown
        else "No service is required here, so none can be said to be missing."
    )
    if totals.people_far.value is None:
        return f"{not_shown} How many people are far is not known."
    counties = sum(bool(ranked.people_far.value) for ranked in gaps.ranking)
    far = (
        f"{access_sentences.number(totals.people_far)} people in {count(counties, 'county', 'counties')} "
        f"live more than {gaps.limit_miles} straight-line miles away."
    )
    unknown = totals.counties_unknown
    rest = f" For {count(unknown, 'county', 'counties')} that is not known." if unknown else ""
    return f"{not_shown} {far}{rest}"
