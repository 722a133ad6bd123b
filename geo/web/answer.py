"""The answer to a look-up as HTML and as plain text: whom to call first, then how sure that is."""

import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from geo.coverage.assessment import Assessment
from geo.match.facilities import ListedLayer
from geo.referral import everybody
from geo.referral.shown import Question, Row, View
from geo.templates.language import Language
from geo.templates.render import render

__all__ = ["asked", "folds", "listed", "nowhere", "plain", "reading", "readings", "unmarked"]

_MARKDOWN: Final = re.compile(r"([^\w\s,.])")
_TITLE: Final = re.compile(r"<(?:h[23]|summary)\b")
_END: Final = re.compile(r"</(?:p|li|h[23]|summary)>")


def unmarked(words: str) -> str:
    """Return words for a label of Streamlit, which reads Markdown, as they are."""
    return _MARKDOWN.sub(r"\\\1", words)


def reading(view: View, say: Language) -> Markup:
    """Return whom to call and where to go for one reading of a place."""
    return render("find/answer.html", view=view, say=say)


def folds(rows: Sequence[Row], say: Language) -> Markup:
    """Return how sure the answer is and where it comes from, each a click away."""
    return render("find/folds.html", rows=rows, say=say)


def listed(layer: ListedLayer, say: Language) -> Markup:
    """Return what a federal directory lists at the place, a click away."""
    return render("find/listed.html", layer=layer, say=say)


def asked(ask: Question, say: Language) -> Markup:
    """Return the question that an ambiguous text puts."""
    return render("find/question.html", ask=ask, say=say)


def readings(ask: Question, number: int, say: Language) -> Markup:
    """Return the mobile crisis numbers of one reading: somebody may need them at once."""
    _, teams = ask.readings[number]
    return render("find/reading.html", teams=teams, say=say) if teams else Markup("")


def nowhere(ask: Question, say: Language) -> Markup:
    """Return the answer where no place was found: why, and the numbers for everybody."""
    return render("find/nowhere.html", ask=ask, say=say)


def plain(drawn: Markup, assessment: Assessment, say: Language) -> str:
    """Return what the page shows as plain text to send on, with the numbers for everybody.

    Parameters
    ----------
    drawn : Markup
        What the page shows of an answer: the text is made from it, so that both say the same.
    assessment : Assessment
        Of which the answer is.
    say : Language
        The reader's.
    """
    foot = render(
        "find/copy_foot.html",
        numbers=everybody.numbers(assessment.statewide),
        day=assessment.as_of.isoformat(),
        version=assessment.data_sha256[:12],
        say=say,
    )
    whole = str(drawn) + str(foot)
    lines: list[str] = []
    for block in _END.split(whole):
        told = Markup(block).striptags()  # noqa: S704  (escaped there)
        if told:
            lines.append(f"\n{told}" if lines and _TITLE.search(block) else told)
    return "\n".join(lines)
