"""A comparison as the body of an HTML page."""

from typing import Final

from markupsafe import Markup

from geo.diff import sentences
from geo.diff.records import Changes
from geo.templates.render import render

__all__ = ["body"]

_MOST_OPEN: Final = 20
"""A folded list of at most so many lines is open."""


def body(changes: Changes, *, folded: bool = False) -> Markup:
    """Return sentences, headings (from h2), lists and tables.

    Parameters
    ----------
    changes : Changes
        What `compare` returns.
    folded : bool
        Fold long lists, for a screen; on paper all is to be seen.
    """
    lists = (
        (
            "Counties that only one side has",
            [
                *(f"Only before: {sentences.place(county)}" for county in changes.counties_gone),
                *(f"Only now: {sentences.place(county)}" for county in changes.counties_come),
            ],
        ),
        ("Numbers for everybody", [*map(sentences.number, changes.statewide)]),
        ("Teams, lines and units", [*map(sentences.provider, changes.providers)]),
        ("Regions", [*map(sentences.region, changes.regions)]),
        ("People and names", [*map(sentences.renamed, changes.people)]),
    )
    changed = [standard for standard in changes.standards if sentences.standard_changed(standard)]
    return render(
        "diff/changes.html",
        changes=changes,
        say=sentences,
        changed=changed,
        same=[standard for standard in changes.standards if standard not in changed],
        lists=lists,
        folded=folded,
        most_open=_MOST_OPEN,
    )
