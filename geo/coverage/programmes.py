"""Programmes and trainings on a day: whether what is told of them is past, or older than its source lasts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from geo.catalog.records import Flag, Programme, Training
from geo.coverage.fact_ages import Known, is_old
from geo.text import Undated, period

__all__ = ["DatedProgramme", "DatedTraining", "programmes_on", "trainings_on", "when"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedProgramme(Programme):
    """A programme as seen on a day.

    `told_as_of` is its own day, else the one that its source describes; `stale` where that is past the age limit of
    the source.
    """

    told_as_of: str
    stale: bool

    @property
    def when(self) -> str:
        """The day that it is told of and its age, in words: "June 1, 2023, over its age limit"."""
        day = when(self.told_as_of, dated=self.as_of is not None)
        return f"{day}, {Flag.STALE.label}" if self.stale else day


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTraining(Training):
    """A training as seen on a day: `past` after its last day, `closed` after the day to apply by or its first."""

    past: bool
    closed: bool


def when(as_of: str, *, dated: bool) -> str:
    """Return the day that something is told of; one that is not `dated` has that of its source."""
    if dated or isinstance(as_of, Undated):
        return period(as_of)
    return f"undated, from a page of {period(as_of)}"


def programmes_on(programmes: Iterable[Programme], known: Known) -> Iterator[DatedProgramme]:
    """Yield the programmes that can be told of on a day, as seen on it.

    The source must speak for the day, and the day that it tells of must have begun.
    """
    for programme in programmes:
        source = known.sources[programme.source]
        own = programme.as_of or source.as_of
        if source.as_of.begun_by(known.as_of) and own.begun_by(known.as_of):
            yield DatedProgramme(
                **{each.name: getattr(programme, each.name) for each in fields(programme)},
                told_as_of=own.text if programme.as_of else source.describes,
                stale=is_old(replace(source, as_of=own), known.as_of),
            )


def trainings_on(trainings: Iterable[Training], known: Known) -> Iterator[DatedTraining]:
    """Yield the trainings that can be told of on a day, as seen on it."""
    for training in trainings:
        if known.sources[training.source].as_of.begun_by(known.as_of):
            ends = training.deadline or training.first
            yield DatedTraining(
                **{each.name: getattr(training, each.name) for each in fields(training)},
                past=training.last.latest < known.as_of,
                closed=ends.latest < known.as_of,
            )
