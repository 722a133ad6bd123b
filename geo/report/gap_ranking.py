"""The ranking of gaps: every county with two counts that are never added, and the reasons for each."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from geo.access import gap_flags, sentences
from geo.access.gap_records import GapRow, Gaps
from geo.coverage.assessment import Assessment
from geo.report import html
from geo.report.standards import link_to
from geo.text import count, listing

__all__ = ["ranking"]

_FEW = 12
"""At most this many counties are named in a line; beyond it the line gives their number."""
_MOST = (
    "“Most people?” says yes if the least is over half of the county, and no if the most is under half. "
    "Least and most here also allow for the measured error of the points where people are taken to live."
)


def ranking(assessment: Assessment, gaps: Gaps) -> Markup:
    """Return the two counts, every county with both, and the counties that are not shown with reasons."""
    titles = {standard.id: standard.title for standard in assessment.standards}
    return html.join(
        (
            html.paragraph(gaps.not_measured) if gaps.not_measured else Markup(""),
            html.paragraph(gaps.counted),
            html.items([*gaps.left_aside, *_totals(gaps)]),
            _table(gaps),
            html.paragraph(_MOST, small=True) if gaps.is_measured else Markup(""),
            _flags(assessment, gaps),
            _not_shown(gaps, titles),
            html.items(_unknown(gaps)) if gaps.is_measured else Markup(""),
        )
    )


def _totals(gaps: Gaps) -> Iterator[str]:
    totals, limit = gaps.totals, gaps.limit_miles
    yield from (standard.sentence for standard in totals.not_shown if standard.counties)
    if totals.people_far.value is not None:
        yield (
            f"{sentences.number(totals.people_far)} people live more than {limit} straight-line miles away."
        )
        if totals.people_far_with_neighbors != totals.people_far:
            yield (
                "With units in neighboring states counted it would be "
                f"{sentences.number(totals.people_far_with_neighbors)}. {sentences.ACROSS}"
            )


def _flags(assessment: Assessment, gaps: Gaps) -> Markup:
    """Return how old the verdicts are, and each flag once, with the counties that it is on."""
    marks = gap_flags.marks(assessment, gaps.ranking)
    said = html.items(f"{flag} In {_who(names)}." for flag, names in marks.counties.items())
    return html.banner(marks.banner) + said


def _unknown(gaps: Gaps) -> list[str]:
    names = [ranked.county for ranked in gaps.ranking if ranked.people_far.value is None]
    if not names:
        return []
    return [
        f"Distance is not known for {_who(names)}: no source speaks of a unit by this day, or nobody "
        "lives at the points there."
    ]


def _who(names: Sequence[str]) -> str:
    return listing(sorted(names)) if len(names) <= _FEW else f"{len(names)} counties"


def _table(gaps: Gaps) -> Markup:
    if not (gaps.is_measured or any(ranked.not_shown for ranked in gaps.ranking)):
        counties = count(len(gaps.ranking), "county", "counties")
        return html.paragraph(f"Nothing ranks the {counties} here.")
    rows = [
        (
            f"{ranked.rank}",
            link_to(ranked.geoid, ranked.county),
            _regions(ranked),
            f"{ranked.people:,}",
            sentences.best(ranked.people_far) if gaps.is_measured else html.NOTHING,
            sentences.least_to_most(ranked.people_far) or html.NOTHING,
            ranked.most_far.label if gaps.is_measured else html.NOTHING,
            f"{ranked.people_not_shown:,}" if ranked.not_shown else html.NOTHING,
            sentences.miles(ranked.mean_miles) if gaps.is_measured else html.NOTHING,
            sentences.best(ranked.people_far_with_neighbors)
            if ranked.across_line
            else html.NOTHING,
        )
        for ranked in gaps.ranking
    ]
    headers = (
        "Rank",
        "County",
        "Region",
        "People",
        f"Farther than {gaps.limit_miles} miles",
        "Least to most",
        "Most people?",
        "Not shown",
        "Average miles",
        "With units in neighboring states",
    )
    caption = f"All {len(rows)} counties by {gaps.sort.label}"
    return html.table(caption, headers, rows, numbers=(0, 3, 4, 5, 7, 8, 9))


def _not_shown(gaps: Gaps, titles: dict[str, str]) -> Markup:
    rows = [
        (
            link_to(ranked.geoid, ranked.county),
            _regions(ranked),
            f"{ranked.people:,}",
            _reasons(ranked, titles),
        )
        for ranked in gaps.ranking
        if ranked.not_shown
    ]
    caption = "Counties not shown to have a required service"
    if not gaps.totals.not_shown:
        return Markup("")  # none is required, so none could be said to be shown everywhere
    if not rows:
        return html.paragraph(f"{caption}: none.")
    headers = ("County", "Region", "People", "What is not shown, and why")
    return html.table(caption, headers, rows, numbers=(2,))


def _reasons(row: GapRow, titles: dict[str, str]) -> Markup:
    reasons = [escape(f"{titles[part.standard]}: {part.reason}") for part in row.not_shown]
    return html.join(reasons, Markup("<br>"))


def _regions(row: GapRow) -> str:
    return " or ".join(str(number) for number in row.regions)
