"""The project that helps people home from prison, as its source tells it: places, parts, targets, figures."""

from dataclasses import dataclass

from geo.catalog.records import Pillar, ProgrammeKind, Reference, ReferenceKind, Source
from geo.coverage import beside
from geo.coverage.assessment import Assessment
from geo.coverage.continuum_records import Told

__all__ = ["Pilot", "pilot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """A project that is tried out; all empty where no source tells of one by the day.

    `places` are where it runs, `parts` what it does elsewhere, `plans` what may come of it. `targets` are what it aims
    at and never results; `figures` are money and other numbers as the sources say them.
    """

    places: tuple[Told, ...]
    parts: tuple[Told, ...]
    plans: tuple[Told, ...]
    targets: tuple[Reference, ...]
    figures: tuple[Reference, ...]
    sources: tuple[Source, ...]


def pilot(assessment: Assessment) -> Pilot:
    """Return what sources that may speak for the day tell of the project."""
    told = [programme for pillar in Pillar for programme in beside.programmes(assessment, pillar)]
    known = [programme for programme in told if programme.kind is ProgrammeKind.PILOT]
    named = {programme.source for programme in known}
    data = assessment.catalog.services
    references = [reference for reference in data.references if reference.source in named]
    return Pilot(
        places=tuple(programme for programme in known if programme.county),
        parts=tuple(programme for programme in known if not programme.county),
        plans=tuple(
            programme
            for programme in told
            if programme.kind is ProgrammeKind.PLANNED and programme.source in named
        ),
        targets=tuple(each for each in references if each.kind is ReferenceKind.TARGET),
        figures=tuple(each for each in references if each.kind is ReferenceKind.FIGURE),
        sources=data.sources_of(named),
    )
