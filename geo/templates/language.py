"""Says the sentences of a page in the reader's language, names and numbers as they are."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from markupsafe import Markup, escape

from geo import text
from geo.said import Listed, Period, Said, in_full, said

__all__ = ["ENGLISH", "SPANISH", "Language"]

_LAST: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        # Spanish changes both words before their own vowel: "Panola u Oktibbeha", "Hinds e Itawamba".
        "and": lambda name: "e" if name.lower().startswith(("i", "hi")) else "y",
        "or": lambda name: "u" if name.lower().startswith(("o", "ho")) else "o",
    }
)


class Language:
    """A language that sentences are said in.

    A sentence is its English template, in which ``{name}`` stands for a field, or a `Said`, which brings its
    fields along. Fields that are plain text are names and numbers of the data: they stay as they are,
    and in another language they are marked as English for whoever has the page read aloud.

    Attributes
    ----------
    code : str
        As in the attribute ``lang`` of HTML.
    rows : mapping
        For each English template the one of this language; empty for English. A sentence without a row
        is said in English, and marked as that.
    reviewed : bool
        Whether somebody who speaks the language has checked the rows.
    """

    def __init__(self, code: str, rows: Mapping[str, str], *, reviewed: bool = True) -> None:
        self.code: Final = code
        self.rows: Final = rows
        self.reviewed: Final = reviewed

    def __call__(self, sentence: str, /, **fields: object) -> Markup:
        """Return a sentence for a page, its fields escaped unless they are markup."""
        if self.code == ENGLISH.code and not fields:
            return escape(str(sentence))
        template, parts = _parts(sentence, fields)
        words = self._words(template)
        filled = escape(words or template)
        if parts:  # else it may be a text of the data, with braces of its own
            filled = filled.format(**{name: self.part(part) for name, part in parts.items()})
        return filled if words else self.name(filled)

    def text(self, sentence: str, /, **fields: object) -> str:
        """Return a sentence as plain text, for the label of a control."""
        return self(sentence, **fields).striptags()

    def name(self, name: str) -> Markup:
        """Return a name of the data, in another language marked as English."""
        if self.code == ENGLISH.code or not any(map(str.isalpha, name)):
            return escape(name)
        return Markup('<span lang="en">{}</span>').format(name)

    def listing(self, names: Sequence[str], last: str = "and") -> Markup:
        """Return names as a list with the word before the last, "and" or "or"."""
        told = [self.part(name) for name in names]
        if len(told) < 2:
            return Markup("").join(told)
        word = last if self.code == ENGLISH.code else _LAST[last](told[-1].striptags())
        return Markup("{} {} {}").format(Markup(", ").join(told[:-1]), word, told[-1])

    def period(self, as_of: str) -> Markup:
        """Return a date or an interval of the data in words."""
        if self.code == ENGLISH.code:
            return escape(text.period(as_of))
        start, is_interval, end = as_of.partition("/")
        if isinstance(as_of, text.Undated):
            return self(_undated(start, end))
        if not is_interval:
            return self.part(_date(as_of))
        if start == "..":
            return self(said("{date} or earlier", date=_date(end)))
        return self(said("{start} to {end}", start=_date(start), end=_date(end)))

    def _words(self, template: str) -> str:
        return template if self.code == ENGLISH.code else self.rows.get(template, "")

    def part(self, part: object) -> Markup:
        """Return a field: a sentence or a list is said, a name or a number stays as it is."""
        match part:
            case Markup():
                return part
            case Said():
                return self(part)
            case Period():
                return self.period(part.as_of)
            case Listed():
                return self.listing(part.names, part.last)
            case _:
                return self.name(str(part))


def _undated(start: str, end: str) -> str:
    if not end:
        return said("undated, as of {date}", date=_date(start))
    if start == "..":
        return said("undated, {date} or earlier", date=_date(end))
    return said("undated, between {start} and {end}", start=_date(start), end=_date(end))


def _date(as_of: str) -> str:
    year, *rest = as_of.split("-")
    if not rest:
        return year
    month = said(text.MONTHS[int(rest[0]) - 1])
    if len(rest) == 1:
        return said("{month} {year}", month=month, year=year)
    return said("{month} {day}, {year}", month=month, day=int(rest[1]), year=year)


def _parts(sentence: str, fields: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    if isinstance(sentence, Said):
        return sentence.template, sentence.fields
    return in_full(sentence, fields)


ENGLISH: Final = Language("en", {})
SPANISH: Final = "es"
"""Code of the language of spanish.csv."""
