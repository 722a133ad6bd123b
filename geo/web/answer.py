"""The answer to a look-up as HTML and as plain text: whom to call first, then how sure that is."""

import re
from typing import Final

from markupsafe import Markup

from geo.templates.language import Language
from geo.templates.render import render
from geo.web.answer_records import View
from geo.web.snapshot import Snapshot

__all__ = ["folds", "plain", "reading", "unmarked"]

_MARKDOWN: Final = re.compile(r"([^\w\s,.])")


def unmarked(words: str) -> str:
    """Return words for a label of Streamlit, which reads Markdown, as they are."""
    return _MARKDOWN.sub(r"\\\1", words)


def reading(view: View, say: Language) -> Markup:
    """Return whom to call and where to go for one reading of a place."""
    return render("find/answer.html", view=view, say=say)


def folds(view: View, say: Language) -> Markup:
    """Return how sure the answer is and where it comes from, each a click away."""
    return render("find/folds.html", view=view, say=say)


def plain(view: View, say: Language, snapshot: Snapshot) -> str:
    """Return the answer as plain text to send on, numbers first."""
    assessment = snapshot.assessment
    version = assessment.data_sha256[:12]
    drawn = render(
        "find/copy.txt", view=view, say=say, day=assessment.as_of.isoformat(), version=version
    )
    lines = (Markup(line).striptags() for line in drawn.splitlines())  # noqa: S704  (escaped there)
    return "\n".join(filter(None, lines))
