"""The answers as one small JSON value: each text, line, part and reading once, named by its place."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

from geo.coverage.assessment import Assessment
from geo.geocode import children, states
from geo.geocode.location import Candidate, LocationStatus
from geo.geocode.name_index import LONG_FORMS
from geo.pocket.english import ENGLISH
from geo.pocket.lookups import Lookups
from geo.pocket.readings import Line, Part, Piece, Reading, Run, calls_of
from geo.referral import cautions as referral_cautions
from geo.referral import everybody, unsure
from geo.referral.records import Answer
from geo.referral.shown import Question

__all__ = ["packed"]

_Value = TypeVar("_Value", bound=Hashable)

_SENTENCE: Final = re.compile(r"(?<=\. )")
_GUESS: Final = "guess"
"""An answer to a near spelling: its readings are asked, without their numbers."""
_SHORT: Final = 3
"""Digits of the numbers that are the same in the whole country."""
_HEADS: Final = ("zip", "zipcode", "code")
"""What people write before a ZIP, and what says nothing there."""
_COUNTY: Final = ("co", "cty", "cnty")


class _Pool(Generic[_Value]):
    """Values, each once, and the place of each."""

    def __init__(self) -> None:
        self._places: dict[_Value, int] = {}

    def place(self, value: _Value) -> int:
        """Return the place of a value, a new one where it was not there."""
        return self._places.setdefault(value, len(self._places))

    def values(self) -> list[_Value]:
        """Return the values in their places."""
        return list(self._places)


class _Pools:
    """All that answers share."""

    def __init__(self) -> None:
        self.strings: _Pool[str] = _Pool()
        self.lines: _Pool[tuple[int, ...]] = _Pool()
        self.parts: _Pool[tuple[str, int, tuple[int, ...]]] = _Pool()
        self.readings: _Pool[tuple[int, int, tuple[int, ...]]] = _Pool()

    def texts(self, texts: Iterable[str]) -> tuple[int, ...]:
        """Return the places of texts."""
        return tuple(map(self.strings.place, texts))

    def lines_of(self, lines: Iterable[Line]) -> tuple[int, ...]:
        """Return the places of lines: each is whether it stands in a list, then its pieces.

        A piece is the place of its text times the number of kinds, plus its own kind.
        """
        return tuple(self.lines.place((int(line.item), *self._pieces(line.runs))) for line in lines)

    def _pieces(self, runs: Iterable[Run]) -> Iterator[int]:
        for piece, text in runs:
            # Sentence by sentence: many lines end in the same ones.
            for words in _SENTENCE.split(text):
                yield self.strings.place(words) * len(Piece) + piece

    def reading(self, reading: Reading) -> int:
        """Return the place of a reading."""
        parts = tuple(map(self._part, reading.parts))
        name, placed = self.texts((reading.name, reading.placed))
        return self.readings.place((name, placed, parts))

    def _part(self, part: Part) -> int:
        title = self.strings.place(part.title)
        return self.parts.place((part.kind, title, self.lines_of(part.lines)))


def packed(
    assessment: Assessment,
    lookups: Lookups,
    readings: dict[Candidate, Reading],
    about: dict[str, Any],
) -> dict[str, Any]:
    """Return what the page's script needs, as JSON values.

    Parameters
    ----------
    assessment : Assessment
        Of which the look-ups are.
    lookups : Lookups
        Every text with its answer.
    readings : dict
        The help for each place that an answer names, by its candidate.
    about : dict
        What the page says of itself: its day, how long it is good, the version of its data.
    """
    pools, area = _Pools(), assessment.catalog.services.study_area
    answers = [
        _answer(pools, assessment, answer, [readings[each] for each in answer.candidates])
        for answer in lookups.answers
    ]
    places = {text: place for place, text in enumerate(lookups.texts)}
    numbers = everybody.numbers(assessment.statewide)
    national = [call for call in numbers if len(call[0]) == _SHORT]
    return {
        "about": about,
        "say": dict(ENGLISH),
        "words": {
            **LONG_FORMS,
            **dict.fromkeys(_COUNTY, "county"),
            area.postal.lower(): area.name.lower(),
        },
        "child": _child(),
        "heads": _HEADS,
        "home": area.name.lower(),
        "codes": sorted(code.lower() for code in states.CODES if code != area.postal),
        "loose": sorted(states.LOOSE),
        "states": sorted(name for name, code in states.NAMES.items() if code != area.postal),
        "texts": lookups.texts,
        "answer_of": lookups.answer_of,
        "offered": [places[text] for text in lookups.offered],
        "prefixes": lookups.prefixes,
        "calls": pools.lines_of(_calls(calls=numbers)),
        "national": pools.lines_of(_calls(calls=national)),
        "urgent": pools.lines_of(_calls(urgent=[phone for phone, _ in national])),
        "answers": answers,
        "readings": pools.readings.values(),
        "parts": pools.parts.values(),
        "lines": pools.lines.values(),
        "strings": pools.strings.values(),
    }


def _child() -> dict[str, Any]:
    """Return how a text says that somebody is a child, and what to say first then."""
    return {
        "words": sorted(children.CHILD_WORDS),
        # A named group is written "(?<name>" in the script's language.
        "age": children.AGE.pattern.replace("(?P<", "(?<"),
        "adult_age": children.ADULT_AGE,
        "says": referral_cautions.UNDER_AGE,
    }


def _calls(
    *, urgent: Sequence[str] = (), calls: Sequence[tuple[str, str]] = ()
) -> tuple[Line, ...]:
    """Return the numbers for everybody as the page says them where it asks or finds nothing."""
    ask = Question(question="", guess=False, cautions=(), elsewhere=(), urgent=urgent, calls=calls)
    return calls_of(ask)


def _answer(
    pools: _Pools, assessment: Assessment, answer: Answer, readings: list[Reading]
) -> list[Any]:
    """Return the kind of an answer, its question, cautions, readings, and whom else to call."""
    places = [pools.reading(reading) for reading in readings]
    if answer.status is LocationStatus.OK:
        cautions = pools.texts(each.message for each in answer.warnings)
        return [answer.status.value, pools.strings.place(""), cautions, places, ()]
    ask = unsure.question(assessment, answer)
    return [
        _GUESS if ask.guess else answer.status.value,
        pools.strings.place(ask.question),
        pools.texts(ask.cautions),
        places,
        pools.lines_of(calls_of(ask)),
    ]
