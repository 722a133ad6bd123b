"""The ranking of gaps: every county with its score, the score's parts and the reason for each."""

from collections.abc import Sequence

from markupsafe import Markup

from geo.access import words
from geo.access.records import GapRow, Gaps
from geo.records import Catalog
from geo.report import html
from geo.report.standards import link_to

__all__ = ["ranking"]


def ranking(catalog: Catalog, gaps: Gaps) -> Markup:
    """Return how counties are ranked, the ranking, and the two kinds of gap apart."""
    titles = {one.id: one.title for one in catalog.services.standards}
    return html.join(
        (
            Markup("<p>{}</p>").format(gaps.score),
            html.items(gaps.left_aside),
            _table(gaps, titles),
            _short(gaps.unproven, gaps, "Unproven: counties with a standard that is not covered"),
            _short(
                gaps.far,
                gaps,
                f"Far: counties with people beyond {gaps.limit_miles} straight-line miles",
            ),
        )
    )


def _table(gaps: Gaps, titles: dict[str, str]) -> Markup:
    rows = [
        (
            f"{one.rank}",
            link_to(one.geoid, one.county),
            " or ".join(str(number) for number in one.regions),
            f"{one.rucc}",
            f"{one.people:,}",
            f"{one.score:,.0f}",
            _parts(one, titles),
            "yes" if one.robust else "no",
        )
        for one in gaps.ranking
    ]
    headers = (
        "Rank",
        "County",
        "Region",
        "Rural-urban code",
        "People",
        "Score",
        "Parts of the score, and why",
        "Distance sure within the error",
    )
    return html.table(
        f"All {len(rows)} counties by people affected", headers, rows, numbers=(0, 4, 5)
    )


def _parts(row: GapRow, titles: dict[str, str]) -> Markup:
    parts = [
        Markup("<b>{} {:,.0f}.</b> {}").format(
            titles.get(one.part, "Distance"), one.people, one.reason
        )
        for one in row.parts
    ]
    return html.join(parts, Markup("<br>")) or Markup("nothing counts here")


def _short(some: Sequence[GapRow], gaps: Gaps, caption: str) -> Markup:
    rows = [
        (
            link_to(one.geoid, one.county),
            " or ".join(str(number) for number in one.regions),
            f"{one.people:,}",
            f"{one.people_unproven:,}",
            words.number(one.people_far),
        )
        for one in some
    ]
    if not rows:
        return Markup("<p>{}: none.</p>").format(caption)
    far = f"People beyond {gaps.limit_miles} straight-line miles"
    headers = ("County", "Region", "People", "People unproven", far)
    return html.table(caption, headers, rows, numbers=(2, 3, 4))
