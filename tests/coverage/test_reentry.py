"""The project for people who come home from prison: what it is, what it aims at, and on which day it is told."""

import datetime as dt

from geo.catalog.records import ProgrammeKind, ReferenceKind
from geo.coverage.reentry import Pilot, pilot
from tests import live


def test_places_parts_plans_targets_and_figures_are_kept_apart() -> None:
    project = pilot(live.assessment())
    assert {each.kind for each in (*project.places, *project.parts)} == {ProgrammeKind.PILOT}
    assert all(place.county for place in project.places)
    assert not any(part.county for part in project.parts)
    assert {each.kind for each in project.targets} == {ReferenceKind.TARGET}
    assert {each.kind for each in project.figures} == {ReferenceKind.FIGURE}
    named = {source.id for source in project.sources}
    assert {each.source for each in (*project.places, *project.parts)} == named
    assert {each.source for each in (*project.targets, *project.figures)} <= named
    programmes = live.catalog().services.programmes
    assert {each.id for each in project.plans} == {
        each.id
        for each in programmes
        if each.kind is ProgrammeKind.PLANNED and each.source in named
    }


def test_before_any_source_speaks_there_is_no_project() -> None:
    nothing = Pilot(places=(), parts=(), plans=(), targets=(), figures=(), sources=())
    assert pilot(live.assessment(dt.date(2010, 1, 1))) == nothing
