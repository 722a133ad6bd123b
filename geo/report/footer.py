"""The footer of every page: limits, credits, date and data."""

from typing import Final

from markupsafe import Markup

from geo import text
from geo.coverage.assessment import Assessment
from geo.maps import common
from geo.templates.render import render

__all__ = ["LIMITS", "changed", "foot", "stamp"]

LIMITS: Final = (
    "We report what dated sources say. We do not know whether a team answers, a bed is free, or care is "
    "good. “Claimed only” does not mean covered. Unknown beds are unknown, not zero. Where people live "
    "is taken from points, and most units are known by their town only."
)
_VERSION_DIGITS: Final = 12


def foot(assessment: Assessment) -> Markup:
    """Return limits, credits, the day the verdicts are of and the data's hash."""
    return render(
        "report/foot.html",
        limits=LIMITS,
        days=_days(assessment),
        data_sha256=assessment.data_sha256,
        credits=common.ATTRIBUTION,
    )


def changed(body: Markup, assessment: Assessment) -> Markup:
    """Return a page of what changed, with its heading, a way back and the foot of every page."""
    return render("report/changed.html", body=body, foot=foot(assessment))


def stamp(assessment: Assessment) -> str:
    """Return the line that is printed at the bottom of every sheet of paper."""
    version = assessment.data_sha256[:_VERSION_DIGITS]
    return f"Checked as of {_days(assessment)}. Data version {version}"


def _days(assessment: Assessment) -> str:
    """Return the day that the verdicts are of and, where it was limited, the last of which records count."""
    day = text.period(assessment.as_of.isoformat())
    if not assessment.known_on:
        return day
    return f"{day}, by what was recorded up to {text.period(assessment.known_on.isoformat())}"
