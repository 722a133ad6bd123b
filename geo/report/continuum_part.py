"""The part of the report on the whole system: every service by part, and in full each county."""

from markupsafe import Markup

from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.templates.render import render

__all__ = ["TITLE", "part"]

TITLE = "The whole system, in four parts"


def part(assessment: Assessment, *, full: bool) -> Markup:
    """Return the services with their counts, what has no place and what is not counted."""
    state = continuum.statewide(assessment)
    return render(
        "continuum/report.html",
        state=state,
        lead=beside.lead(state),
        ages=continuum.ages(assessment),
        several=[own.pillar for own in state.pillars if len(own.deciding) > 1],
        full=full,
    )
