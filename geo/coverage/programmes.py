"""Programmes and trainings on a day: whether what is told of them is past, or older than its source lasts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from geo.catalog.records import Flag, Programme, Source, Training
from geo.coverage.fact_ages import is_old
from geo.text import period

__all__ = ["DatedProgramme", "DatedTraining", "programme_on", "training_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedProgramme(Programme):
    """A programme as seen on a day.

    `stale` where the day that it is told of is past the age limit of its source; one without a day of its own
    (`as_of` None) ages with its source.
    """

    stale: bool

    @property
    def when(self) -> str:
        """The day that it is told of and its age, in words: "June 1, 2023, over its age limit"."""
        day = period(self.as_of.text) if self.as_of else "no date given"
        return f"{day}, {Flag.STALE.label}" if self.stale else day


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTraining(Training):
    """A training as seen on a day: `past` after its last day, `closed` after the day to apply by or its first."""

    past: bool
    closed: bool


def programme_on(
    programme: Programme, sources: Mapping[str, Source], day: dt.date
) -> DatedProgramme:
    """Return a programme as seen on a day; `sources` by id."""
    source = sources[programme.source]
    told = replace(source, as_of=programme.as_of or source.as_of)
    return DatedProgramme(
        **{each.name: getattr(programme, each.name) for each in fields(programme)},
        stale=is_old(told, day),
    )


def training_on(training: Training, day: dt.date) -> DatedTraining:
    """Return a training as seen on a day."""
    ends = training.deadline or training.first
    return DatedTraining(
        **{each.name: getattr(training, each.name) for each in fields(training)},
        past=training.last.latest < day,
        closed=ends.latest < day,
    )
