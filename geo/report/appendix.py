"""The report's appendix: yardsticks, contradictions, method and limits."""

from typing import Final

from markupsafe import Markup

from geo.access import sentences
from geo.access import yardsticks as measures
from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.coverage.sentences import BY_DISTANCE
from geo.report import footer, html
from geo.report.area_tables import BEDS_ALONE

__all__ = ["contradictions", "method", "yardsticks"]

_METHOD: Final = (
    "Verdicts: for each county and standard the best evidence that dated sources give. Listed: the "
    "source names the county. Confirmed: its region's center named the county when asked. Region: the "
    "source names its region. Claimed: only a general sentence "
    "speaks for it; claimed is not covered. Gap: a list that is meant to be complete leaves it out. "
    f"{BY_DISTANCE}",
    "Straight line: the shortest way over the ground between two points, as on a map, whatever roads "
    "and rivers lie between. Every drive is longer. Where minutes are shown they are an estimate, as "
    "an interval, from straight-line miles.",
    "Ranges: most units are known by their town only and stand somewhere within a radius. The figure "
    f"takes each at its point. {sentences.STRAIGHT_LINE}",
    "What is not known is never written as 0: where no unit is known on the day, or nobody is at the "
    "points, the figure is not known.",
    "Unknown beds are neither zero nor guessed: where a unit's beds are unknown, the least counts none "
    f"and there is no most; where all are, nothing is told. {BEDS_ALONE}",
)


def yardsticks(assessment: Assessment) -> Markup:
    """Return non-binding benchmarks with their value for this state; recalled ones by name only."""
    as_of, people = assessment.as_of, assessment.people
    rows = [
        (
            yardstick.title,
            yardstick.value,
            yardstick.figure,
            html.part(
                "with_origin",
                f"{yardstick.citation}.",
                f"({yardstick.source}, {yardstick.as_of})",
            ),
            yardstick.note or "",
        )
        for yardstick in measures.yardsticks(assessment.catalog, people, as_of)
    ]
    named = [
        f"{reference.title}: {reference.citation} ({reference.words})."
        for reference in measures.recalled(assessment.catalog, as_of)
    ]
    headers = ("Yardstick", "What it says", "What it comes to here", "Where it stands", "Note")
    intro = html.paragraph(f"Each is {measures.SHOWN_AS}; none of them is a duty.")
    table = html.table("Yardsticks that were read", headers, rows) if rows else Markup("")
    return intro + table + html.items(named) if rows or named else Markup("")


def contradictions(catalog: Catalog) -> Markup:
    """Return where sources disagree, who says what, and how that is treated."""
    rows = [
        (
            contradiction.title,
            html.items(f"{side.words} ({side.source})" for side in contradiction.sides),
            f"Concerns {'coverage' if contradiction.bears_on.value == 'coverage' else 'a detail'}. "
            f"{contradiction.treatment}",
        )
        for contradiction in catalog.services.contradictions
    ]
    headers = ("About", "Who says what", "How it is treated")
    return html.table("Contradictions", headers, rows) if rows else Markup("")


def method(assessment: Assessment, access: Access) -> Markup:
    """Return how verdicts and figures are made and how far off they may be, with the page's footer."""
    return html.join(
        (
            html.items(_METHOD),
            html.items(_demand_error(access)),
            footer.foot(assessment),
        )
    )


def _demand_error(access: Access) -> list[str]:
    """Return how far the points that stand for people are off, by limit."""
    shares = "; ".join(
        f"{100 * error:.0f} points of percent within {limit} straight-line miles"
        for limit, error in sorted(access.demand.error_share.items())
    )
    lines = [sentences.demand(access.demand)]
    if shares:
        lines.append(
            "The share of a county's people within a limit stays, for 95 % of the counties that the "
            f"limit parts, within this of what census block groups give: {shares}. For the others it "
            "may be further off."
        )
    return [*lines, f"Hash of the data of where people live: {access.demand.sha256}."]
