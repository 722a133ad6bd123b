"""Peer support: who looks for peers, how they are trained, what the words mean, each with its day."""

import datetime as dt
from dataclasses import dataclass

from geo.catalog.records import Contradiction, Operator, ProgrammeKind, Source, Term
from geo.coverage import asking, contradictions
from geo.coverage.assessment import Assessment
from geo.coverage.programmes import DatedProgramme, DatedTraining, programmes_on, trainings_on

__all__ = ["Peers", "peers", "summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """What was read of peer support, as seen on a day. None of it makes a county covered.

    `programmes` are kinds of peers with the places that a page gives for them, `openings` jobs for peers by region,
    `trainings` all dates of the page, the earliest first. `department` is whom to ask for newer ones.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    programmes: tuple[DatedProgramme, ...]
    openings: tuple[DatedProgramme, ...]
    trainings: tuple[DatedTraining, ...]
    terms: tuple[Term, ...]
    contradictions: tuple[Contradiction, ...]
    department: Operator | None
    sources: tuple[Source, ...]


def peers(assessment: Assessment) -> Peers:
    """Return what was read of peer support, as seen on the day of an assessment."""
    data, day = assessment.catalog.services, assessment.as_of
    told = [
        programme
        for programme in programmes_on(data.programmes, assessment.evidence)
        if programme.kind in (ProgrammeKind.PEER, ProgrammeKind.OPENING)
    ]
    trainings = sorted(
        trainings_on(data.trainings, assessment.evidence),
        key=lambda training: training.first.first_day,
    )
    pages = {each.source for each in told} | {each.source for each in trainings}
    return Peers(
        schema=assessment.schema,
        data_sha256=assessment.data_sha256,
        as_of=day,
        programmes=tuple(each for each in told if each.kind is ProgrammeKind.PEER),
        openings=tuple(each for each in told if each.kind is ProgrammeKind.OPENING),
        trainings=tuple(trainings),
        terms=tuple(term for term in data.terms if term.source in pages),
        contradictions=tuple(
            each
            for each in contradictions.standing(assessment.catalog, day)
            if pages & {side.source for side in each.sides}
        ),
        department=asking.department(data),
        sources=data.sources_of(pages),
    )


def summary(found: Peers) -> tuple[str, ...]:
    """Return what to know before relying on any of it: how much is old or past, and whom to ask."""
    if not (found.programmes or found.openings or found.trainings):
        return ("The data has no source on peer support that speaks for this day.",)
    told = ["None of this makes a county covered. A job opening does not show a service."]
    old = sum(each.stale for each in found.openings)
    if old:
        openings = _part(old, len(found.openings), "opening is", "openings are")
        told.append(f"{openings} over the age limit. Call before you rely on one.")
    past = sum(each.past for each in found.trainings)
    if past:
        trainings = _part(past, len(found.trainings), "training is", "trainings are")
        told.append(f"{trainings} past.")
    whom = found.department
    if whom and whom.phone and (old or past):
        told.append(f"For newer dates ask {whom.name}, {whom.phone}.")
    return tuple(told)


def _part(number: int, every: int, one: str, several: str) -> str:
    """Return "All 8 openings are" or "3 of 8 openings are"."""
    if number < every:
        return f"{number} of {every} {several}"
    return f"All {number} {several}" if number > 1 else f"The one {one}"
