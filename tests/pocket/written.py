"""A written file, read as its script reads it: which answer a text has, and what stands in it."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.pocket import page
from tests import live

__all__ = ["Shown", "Written", "of", "today"]

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """One place of an answer: parts by their kind, each with sentences and with lines.

    A line is a number or None, a name, and what is said behind it.
    """

    name: str
    placed: str
    parts: dict[str, tuple[list[str], list[tuple[str | None, str, list[str]]]]]

    def lines(self, *kinds: str) -> list[tuple[str | None, str, list[str]]]:
        """Return the lines of some parts, of all without one named."""
        return [line for kind in kinds or self.parts for line in self.parts.get(kind, ([], []))[1]]

    def sentences(self) -> list[str]:
        """Return the sentences of all parts."""
        return [sentence for sentences, _ in self.parts.values() for sentence in sentences]


class Written:
    """A file's bytes, and the answers in it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.html = content.decode("utf-8")
        found = DATA.search(self.html)
        assert found
        self.data: dict[str, Any] = json.loads(found[1])
        self.place_of = dict(zip(self.data["texts"], self.data["answer_of"], strict=True))

    def answer(self, text: str) -> tuple[str, str, list[str], list[Shown]]:
        """Return the kind of a text's answer, its question, its cautions, and the places."""
        return self.at(self.place_of[text])

    def at(self, place: int) -> tuple[str, str, list[str], list[Shown]]:
        """Return an answer by its place among all."""
        kind, question, cautions, readings, _, _ = self.data["answers"][place]
        strings = self.data["strings"]
        shown = [self._shown(reading) for reading in readings]
        return kind, strings[question], [strings[text] for text in cautions], shown

    def calls(self, place: int) -> list[tuple[str | None, str]]:
        """Return whom an answer says to call where it names no place for certain, and what to know of that."""
        *_, calls, sentences = self.data["answers"][place]
        told = [self._line(line)[:2] for line in calls]
        return [*told, *((None, self.data["strings"][text]) for text in sentences)]

    def _shown(self, reading: int) -> Shown:
        name, placed, parts = self.data["readings"][reading]
        strings = self.data["strings"]
        shown = {}
        for part in parts:
            kind, lines, sentences = self.data["parts"][part]
            assert kind not in shown
            shown[kind] = (
                [strings[sentence] for sentence in sentences],
                [self._line(line) for line in lines],
            )
        return Shown(strings[name], strings[placed], shown)

    def _line(self, line: int) -> tuple[str | None, str, list[str]]:
        phone, name, *details = self.data["lines"][line]
        strings = self.data["strings"]
        return strings[phone] if phone >= 0 else None, strings[name], [strings[d] for d in details]


@cache
def of(day: dt.date) -> Written:
    """Return the file of the data that comes along, on a day; made once for all tests of a process."""
    return Written(page.pocket(live.assessment(day)).html)


def today() -> Written:
    """Return the file of the day that tests take."""
    return of(live.DAY)
