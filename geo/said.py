"""Sentences that know what they were made of, so that they can be said in another language too."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

from geo.text import CountyName, county_title, has_title, listing, period

__all__ = ["Listed", "Period", "Said", "in_full", "listed", "said", "together"]

_NONE: Mapping[str, object] = MappingProxyType({})


class Said(str):
    """A sentence in English: its text, with the template and the fields that it was made of."""

    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, fields: Mapping[str, object] = _NONE) -> Self:
        """Fill a template, in which ``{name}`` stands for a field."""
        made = super().__new__(cls, template.format_map(fields) if fields else template)
        made.template, made.fields = template, fields
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        """Return what a copy is made of."""
        return self.template, dict(self.fields)


class Period(str):
    """A date or an interval for readers in English, with the text that the data has for it."""

    as_of: str

    def __new__(cls, as_of: str) -> Self:
        """Write out a date of the data."""
        made = super().__new__(cls, period(as_of))
        made.as_of = as_of
        return made

    def __getnewargs__(self) -> tuple[str]:
        """Return what a copy is made of."""
        return (self.as_of,)


class Listed(str):
    """Names as a list in English, "a, b or c", with the names themselves and the word of the last."""

    names: Sequence[str]
    last: str

    def __new__(cls, names: Sequence[str], last: str = "and") -> Self:
        """Join names."""
        made = super().__new__(cls, listing(names, last))
        made.names, made.last = tuple(names), last
        return made

    def __getnewargs__(self) -> tuple[Sequence[str], str]:  # type: ignore[override]
        """Return what a copy is made of."""
        return self.names, self.last


def said(template: str, /, **fields: object) -> Said:
    """Return a sentence; fields are numbers, names, and sentences or lists of these."""
    return Said(*in_full(template, fields))


def in_full(template: str, fields: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """Return a template and its fields, with the full name of a county that is not called County."""
    for field in ("county", "counties"):
        name, called = fields.get(field), f"{{{field}}} County"
        if isinstance(name, CountyName) and has_title(name) and called in template:
            template = template.replace(called, f"{{{field}}}")
            fields = {**fields, field: county_title(name)}
    return template, fields


def listed(names: Sequence[str], last: str = "and") -> Listed:
    """Return names as a list, the last after "and" or "or"."""
    return Listed(names, last)


def together(sentences: Sequence[str]) -> str:
    """Return sentences one after the other; there is at least one."""
    first, *rest = sentences
    return said("{first} {rest}", first=first, rest=together(rest)) if rest else first
