"""What to do in a crisis, as a page to print on one sheet and for the app."""

from typing import Final

from markupsafe import Markup

from geo.catalog.records import Pillar
from geo.coverage import crisis, sentences
from geo.coverage.assessment import Assessment
from geo.templates.language import ENGLISH, Language
from geo.templates.render import render

__all__ = ["TITLE", "body"]

TITLE: Final = "What to do in a crisis"


def body(assessment: Assessment, say: Language = ENGLISH) -> Markup:
    """Return whom to call in which case, which team answers where, and who says so, in the reader's language."""
    guide = crisis.crisis_guide(assessment)
    return render(
        "crisis/guide.html",
        guide=guide,
        age=crisis.age(guide),
        pillars=tuple(Pillar),
        by_id={source.id: source for source in guide.sources},
        grade=sentences.grade,
        say=say,
    )
