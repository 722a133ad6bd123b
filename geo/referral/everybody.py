"""The numbers for everybody, in the words that stand beside them."""

from collections.abc import Iterable
from typing import Final

from geo.catalog.records import ServiceRole
from geo.coverage.calls import StatewideCall
from geo.said import said

__all__ = ["NATIONAL", "numbers", "words"]

_WORDS: Final = {
    ServiceRole.EMERGENCY: said("emergency"),
    ServiceRole.CRISIS_LINE: said("call or text"),
}
NATIONAL: Final = (
    ("911", _WORDS[ServiceRole.EMERGENCY], ()),
    ("988", _WORDS[ServiceRole.CRISIS_LINE], ()),
)
"""Shown where no data can be read: whoever opens the page may need them at that moment."""


def words(call: StatewideCall) -> str:
    """Return what a number is for, or the name of who answers it."""
    return _WORDS.get(call.role) or said(call.answers)


def numbers(calls: Iterable[StatewideCall]) -> list[tuple[str, str]]:
    """Return numbers, each with what it is for: the short ones of the whole country first."""
    told = [(call.phone, words(call)) for call in calls]
    return sorted(told, key=lambda call: (len(call[0]), call[0]))
