"""The answer for one place as the page Find help draws it, taken apart into lines that need no markup."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from html import unescape
from typing import Final

from markupsafe import Markup

from geo.coverage.assessment import Assessment
from geo.geocode.location import Candidate
from geo.referral.records import Referral
from geo.referral.shown import Question
from geo.referral.view import view
from geo.templates.language import ENGLISH
from geo.templates.render import render

__all__ = ["Line", "Part", "Piece", "Reading", "Run", "calls_of", "reading"]

_SECTION: Final = re.compile(r'<section data-kind="(\w+)">(.*?)</section>', re.DOTALL)
_BLOCK: Final = re.compile(r"<(h3|p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TOKEN: Final = re.compile(r"<(/?)([^>]+)>|([^<]+)")
_SPACE: Final = re.compile(r"\s+")


class Piece(IntEnum):
    """What a piece of a line is: words, a number that can be called, the name of who answers it."""

    WORDS = 0
    PHONE = 1
    NAME = 2


Run = tuple[Piece, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or an entry of a list (`item`): its pieces one after the other."""

    runs: tuple[Run, ...]
    item: bool = False

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(text for _, text in self.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: its kind in `geo.referral.shown.Row`, its title, empty for none, its lines."""

    kind: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole answer for one place."""

    name: str
    placed: str
    parts: tuple[Part, ...]


def reading(assessment: Assessment, candidate: Candidate, referral: Referral) -> Reading:
    """Return the help for one place, part by part as the page Find help has it."""
    shown = view(assessment, candidate, referral)
    parts = _parts(render("pocket/reading.html", view=shown, say=ENGLISH))
    return Reading(shown.place, shown.placed, tuple(parts))


def calls_of(ask: Question) -> tuple[Line, ...]:
    """Return whom to call where a place is not one for certain, and what to know of that."""
    (part,) = _parts(render("pocket/calls.html", ask=ask, say=ENGLISH))
    return part.lines


def _parts(drawn: Markup) -> Iterator[Part]:
    """Yield the parts of a page of our own: sections with a title, paragraphs and entries of lists.

    In such pages every character that is not markup is escaped, so that tags can be told by their brackets;
    `html.parser` took four times as long.
    """
    for kind, inside in _SECTION.findall(drawn):
        title, lines = "", []
        for tag, words in _BLOCK.findall(inside):
            line = Line(_joined(_runs(words)), item=tag == "li")
            if tag == "h3":
                title = line.text
            else:
                lines.append(line)
        yield Part(kind, title, tuple(lines))


def _runs(drawn: str) -> Iterator[Run]:
    piece = Piece.WORDS
    for ends, tag, words in _TOKEN.findall(drawn):
        if not tag:
            yield piece, unescape(words)
        elif tag.split()[0] == "q":
            yield piece, "”" if ends else "“"
        elif tag == "strong" or tag.startswith('a class="cc-phone"'):
            piece = Piece.WORDS if ends else Piece.NAME if tag == "strong" else Piece.PHONE
        elif tag == "a":
            piece = Piece.WORDS


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return pieces with one space where a browser shows one, none at the ends, equal kinds together."""
    joined: list[Run] = []
    for piece, text in runs:
        words = _SPACE.sub(" ", text)
        if words.startswith(" ") and (not joined or joined[-1][1].endswith(" ")):
            words = words[1:]
        if joined and joined[-1][0] is piece:
            joined[-1] = (piece, joined[-1][1] + words)
        elif words:
            joined.append((piece, words))
    if joined and joined[-1][1].endswith(" "):
        piece, text = joined.pop()
        joined += [(piece, text[:-1])] if text.strip() else []
    return tuple(joined)
