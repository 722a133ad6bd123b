"""The ranking of gaps: every county with its score, the score's parts and the reason for each."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from geo.access import gap_flags, sentences
from geo.access.gap_records import GapRow, Gaps
from geo.coverage.assessment import Assessment
from geo.report import html
from geo.report.standards import link_to
from geo.text import listing

__all__ = ["ranking"]

_FEW = 12
"""At most this many counties are named in a line; beyond it the line gives their number."""


def ranking(assessment: Assessment, gaps: Gaps) -> Markup:
    """Return how counties are ranked, the ranking, and the two kinds of gap apart."""
    titles = {standard.id: standard.title for standard in assessment.standards}
    return html.join(
        (
            Markup("<p>{}</p>").format(gaps.score),
            html.items(gaps.left_aside),
            _table(gaps, titles),
            Markup('<p class="cc-small">{}</p>').format(_robust(gaps)),
            _flags(assessment, gaps),
            _short(
                gaps.unproven, gaps, "Unproven: counties with a scored standard that is not covered"
            ),
            _short(
                gaps.far,
                gaps,
                f"Far: counties with people beyond {gaps.limit_miles} straight-line miles",
            ),
            html.items(_unknown(gaps)),
        )
    )


def _robust(gaps: Gaps) -> str:
    error = (
        " and within the points' error that 95 % of counties stay within"
        if gaps.limit_miles in gaps.demand.error_share
        else "; how far the points of where people live are off was not measured"
    )
    return (
        "Distance robust: whether most of a county is far stays the same wherever within its radius "
        f"each unit stands{error}."
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
        f"Distance is not known, and not scored, for {_who(names)}: no source speaks of a unit by "
        "this day, or nobody lives at the points there."
    ]


def _who(names: Sequence[str]) -> str:
    return listing(sorted(names)) if len(names) <= _FEW else f"{len(names)} counties"


def _table(gaps: Gaps, titles: dict[str, str]) -> Markup:
    rows = [
        (
            f"{ranked.rank}",
            link_to(ranked.geoid, ranked.county),
            " or ".join(str(number) for number in ranked.regions),
            f"{ranked.rucc}",
            f"{ranked.people:,}",
            f"{ranked.score:,.0f}",
            _parts(ranked, titles),
            _yes(ranked),
        )
        for ranked in gaps.ranking
    ]
    headers = (
        "Rank",
        "County",
        "Region",
        "Rural-urban code",
        "People",
        "Score",
        "Parts of the score, and why",
        "Distance robust",
    )
    return html.table(
        f"All {len(rows)} counties by people affected", headers, rows, numbers=(0, 4, 5)
    )


def _parts(row: GapRow, titles: dict[str, str]) -> Markup:
    parts = [
        Markup("<b>{} {:,.0f}.</b> {}").format(
            titles.get(part.part, "Distance"), part.people, part.reason
        )
        for part in row.parts
    ]
    if row.people_far.value is None:
        parts.append(Markup("<b>Distance:</b> not known."))
    if row.across_line:
        parts.append(escape(row.across_line))
    return html.join(parts, Markup("<br>")) or Markup("nothing counts here")


def _yes(row: GapRow) -> str:
    if row.people_far.value is None:
        return "not known"
    return "yes" if row.robust else "no"


def _short(some: Sequence[GapRow], gaps: Gaps, caption: str) -> Markup:
    rows = [
        (
            link_to(ranked.geoid, ranked.county),
            " or ".join(str(number) for number in ranked.regions),
            f"{ranked.people:,}",
            f"{ranked.people_unproven:,}",
            sentences.number(ranked.people_far),
        )
        for ranked in some
    ]
    if not rows:
        return Markup("<p>{}: none that is known.</p>").format(caption)
    far = f"People beyond {gaps.limit_miles} straight-line miles"
    headers = ("County", "Region", "People", "People unproven", far)
    return html.table(caption, headers, rows, numbers=(2, 3, 4))
