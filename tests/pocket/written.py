"""A written file, read as its script reads it: which answer a text has, and what stands in it."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.pocket import page
from geo.pocket.readings import Line, Piece
from tests import live

__all__ = ["Shown", "Written", "of", "today"]

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """One place of an answer: parts by their kind, each with its title and its lines."""

    name: str
    placed: str
    parts: dict[str, tuple[str, list[Line]]]

    def lines(self, *kinds: str) -> list[Line]:
        """Return the lines of some parts, of all without one named."""
        return [line for kind in kinds or self.parts for line in self.parts.get(kind, ("", []))[1]]

    def phones(self) -> set[str]:
        """Return every number that can be called."""
        return {text for line in self.lines() for piece, text in line.runs if piece is Piece.PHONE}

    def text(self) -> str:
        """Return all that is said of the place, in its order."""
        told = [self.name, self.placed]
        for title, lines in self.parts.values():
            told += [title, *(line.text for line in lines)]
        return " ".join(" ".join(told).split())


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
        kind, question, cautions, readings, _ = self.data["answers"][place]
        strings = self.data["strings"]
        shown = [self._shown(reading) for reading in readings]
        return kind, strings[question], [strings[text] for text in cautions], shown

    def calls(self, place: int) -> list[str]:
        """Return whom an answer says to call where it names no place for certain, and what to know of that."""
        *_, calls = self.data["answers"][place]
        return [self._line(line).text for line in calls]

    def _shown(self, reading: int) -> Shown:
        name, placed, parts = self.data["readings"][reading]
        strings = self.data["strings"]
        shown = {}
        for part in parts:
            kind, title, lines = self.data["parts"][part]
            assert kind not in shown
            shown[kind] = (strings[title], [self._line(line) for line in lines])
        return Shown(strings[name], strings[placed], shown)

    def _line(self, line: int) -> Line:
        item, *pieces = self.data["lines"][line]
        runs = ((Piece(each % len(Piece)), each // len(Piece)) for each in pieces)
        return Line(tuple((piece, self.data["strings"][text]) for piece, text in runs), item == 1)


@cache
def of(day: dt.date) -> Written:
    """Return the file of the data that comes along, on a day; made once for all tests of a process."""
    return Written(page.pocket(live.assessment(day)).html)


def today() -> Written:
    """Return the file of the day that tests take."""
    return of(live.DAY)
