"""The part of the report on the whole system: every service by part, and in full each county."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from geo.catalog.records import Flag, ProgrammeKind
from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.coverage.continuum_records import Told
from geo.templates.render import render

__all__ = ["TITLE", "part"]

TITLE: Final = "The whole system, in four parts"
_MOST_NAMED: Final = 3
"""More programmes of one kind are counted, where the report is short."""


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
        told={own.pillar: _told(own.programmes, full=full) for own in state.pillars},
    )


def _told(programmes: Sequence[Told], *, full: bool) -> tuple[str, ...]:
    """Return each programme with its day or, of many of one kind, how many there are."""
    by_kind: dict[ProgrammeKind, list[Told]] = defaultdict(list)
    for programme in programmes:
        by_kind[programme.kind].append(programme)
    phrases: list[str] = []
    for kind, same in by_kind.items():
        if full or len(same) <= _MOST_NAMED:
            phrases += [f"{programme.title} ({', '.join(programme.marks)})" for programme in same]
        else:
            stale = sum(programme.stale for programme in same)
            how_many = "each" if stale == len(same) else str(stale)
            mark = f" ({how_many} {Flag.STALE.label})" if stale else ""
            phrases.append(f"{len(same)} {kind.plural}{mark}")
    return tuple(phrases)
