"""The statewide report in a few lines: each standard, how far people are, beds, counties with gaps."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from geo.access import sentences as access_sentences
from geo.access.gap_records import FLAGS, Gaps
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
        _gaps(assessment.catalog, gaps),
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
                word, _, why = FLAGS[flag].partition(": ")
                yield (
                    f"Of the {len(chosen)} {whom}, {len(flagged)} {'is' if len(flagged) == 1 else 'are'} "
                    f"{word} ({why}): {listing(flagged)}."
                )


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


def _gaps(catalog: Catalog, gaps: Gaps) -> str:
    titles = {standard.id: f"“{standard.title}”" for standard in catalog.services.standards}
    parts = {part.part for row in gaps.unproven for part in row.parts if part.part in titles}
    which = listing([title for name, title in titles.items() if name in parts])
    unproven = (
        f"{count(len(gaps.unproven), 'county has', 'counties have')} a scored standard that is not "
        f"covered ({which})"
        if gaps.unproven
        else "Every scored standard is covered in every county"
    )
    unknown = sum(ranked.people_far.value is None for ranked in gaps.ranking)
    far = f"in {len(gaps.far)} some people live beyond {gaps.limit_miles} straight-line miles, by the points"
    if unknown == len(gaps.ranking):
        far = "how many people are far is not known"
    elif unknown:
        far += f"; for {count(unknown, 'county', 'counties')} that is not known"
    return f"{unproven}; {far}."
