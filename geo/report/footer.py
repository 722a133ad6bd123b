"""The footer of every page: method, limits, credits, date and data."""

from typing import Final

from markupsafe import Markup

from geo.coverage.assessment import Assessment
from geo.maps import common

__all__ = ["LIMITS", "changed", "foot", "stamp"]

LIMITS: Final = (
    "A verdict says what dated sources say; it does not say that a team answers, that a bed is "
    "free, or that care is good. Claimed is not covered. Unknown beds are unknown, not zero. "
    "Where people live is taken from points, and most units are known by their town only."
)


def foot(assessment: Assessment) -> Markup:
    """Return limits, credits, the day the verdicts are of and the data's hash."""
    return Markup(
        '<p class="cc-small">{} In an emergency call 911; in a crisis call or text 988.</p>'
        '<p class="cc-small cc-stamp">As of {}. Data <code>{}</code>. {}.</p>'
    ).format(
        LIMITS,
        assessment.days,
        assessment.data_sha256,
        "; ".join(common.ATTRIBUTION),
    )


def changed(body: Markup, assessment: Assessment) -> Markup:
    """Return a page of what changed, with its heading, a way back and the foot of every page."""
    return Markup(
        '<nav class="cc-screen" aria-label="Report"><a href="index.html">Statewide report</a></nav>'
        "<main><h1>What changed</h1>{}<h2>Method and limits</h2>{}</main>"
    ).format(body, foot(assessment))


def stamp(assessment: Assessment) -> str:
    """Return the line that is printed at the bottom of every sheet of paper."""
    return f"As of {assessment.days}. Data {assessment.data_sha256}"
