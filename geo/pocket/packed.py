"""The answers as one small JSON value: each text, line, part and reading once, named by its place."""

from collections.abc import Hashable, Iterable
from typing import Any, Final, Generic, TypeVar

from geo.coverage.assessment import Assessment
from geo.geocode import states
from geo.geocode.location import Candidate, LocationStatus, Reason
from geo.geocode.name_index import LONG_FORMS
from geo.pocket.english import ENGLISH, say
from geo.pocket.lookups import Lookups
from geo.pocket.readings import Line, Part, Reading, everybody
from geo.referral import questions
from geo.referral.records import Answer

__all__ = ["NO_TEXT", "packed"]

_Value = TypeVar("_Value", bound=Hashable)

NO_TEXT: Final = -1
"""Stands where a line has no number."""
_GUESS: Final = "guess"
"""An answer to a near spelling: its readings are asked, without their numbers."""
_SAID_BY_STATUS: Final = frozenset({"nothing_known", "out_of_state", "spelled"})
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
        self.parts: _Pool[tuple[str, tuple[int, ...], tuple[int, ...]]] = _Pool()
        self.readings: _Pool[tuple[int, int, tuple[int, ...]]] = _Pool()

    def texts(self, texts: Iterable[str]) -> tuple[int, ...]:
        """Return the places of texts."""
        return tuple(map(self.strings.place, texts))

    def line(self, line: Line) -> int:
        """Return the place of a line."""
        phone = NO_TEXT if line.phone is None else self.strings.place(line.phone)
        return self.lines.place((phone, *self.texts((line.name, *line.details))))

    def reading(self, reading: Reading) -> int:
        """Return the place of a reading."""
        parts = tuple(map(self._part, reading.parts))
        name, placed = self.texts((reading.name, reading.placed))
        return self.readings.place((name, placed, parts))

    def _part(self, part: Part) -> int:
        lines = tuple(map(self.line, part.lines))
        return self.parts.place((part.kind, lines, self.texts(part.sentences)))


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
        _answer(pools, answer, area.name, [readings[each] for each in answer.candidates])
        for answer in lookups.answers
    ]
    places = {text: place for place, text in enumerate(lookups.texts)}
    calls = [pools.line(line) for line in everybody(assessment)]
    return {
        "about": about,
        "say": dict(ENGLISH),
        "words": {
            **LONG_FORMS,
            **dict.fromkeys(_COUNTY, "county"),
            area.postal.lower(): area.name.lower(),
        },
        "heads": _HEADS,
        "home": area.name.lower(),
        "codes": sorted(code.lower() for code in states.CODES if code != area.postal),
        "loose": sorted(states.LOOSE),
        "states": sorted(name for name, code in states.NAMES.items() if code != area.postal),
        "texts": lookups.texts,
        "answer_of": lookups.answer_of,
        "offered": [places[text] for text in lookups.offered],
        "prefixes": lookups.prefixes,
        "calls": calls,
        "answers": answers,
        "readings": pools.readings.values(),
        "parts": pools.parts.values(),
        "lines": pools.lines.values(),
        "strings": pools.strings.values(),
    }


def _answer(pools: _Pools, answer: Answer, state: str, readings: list[Reading]) -> list[Any]:
    """Return the kind of an answer, its question, cautions, readings, and whom else to call.

    The last is what to know of calls from another state.
    """
    known = [each.message for each in answer.warnings if each.code not in _SAID_BY_STATUS]
    calls: list[Line] = []
    sentences: list[str] = []
    if answer.status is not LocationStatus.OK:
        elsewhere = questions.elsewhere(answer)
        calls = [Line(call.phone, call.answers) for call in questions.calls_for(answer)]
        calls += [Line(phone, says) for phone, says in elsewhere if phone]
        sentences = [says for phone, says in elsewhere if not phone]
    if readings and answer.status is LocationStatus.OUT_OF_STATE:
        known.append(questions.before_numbers(state))
    return [
        _GUESS if answer.reason is Reason.SPELLING else answer.status.value,
        pools.strings.place(_question(answer, state)),
        pools.texts(known),
        [pools.reading(reading) for reading in readings],
        [pools.line(line) for line in calls],
        pools.texts(sentences),
    ]


def _question(answer: Answer, state: str) -> str:
    match answer.status:
        case LocationStatus.AMBIGUOUS:
            return questions.question(answer, state)
        case LocationStatus.OUT_OF_STATE if answer.elsewhere:
            return say("elsewhere", where=answer.elsewhere, state=state)
        case LocationStatus.OUT_OF_STATE:
            return say("only_state", state=state)
        case LocationStatus.NOT_FOUND | LocationStatus.INVALID:
            return say("not_found")
    return ""
