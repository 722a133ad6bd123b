"""Miles that people stay within, or beyond, in words: rounded so that what is said of them holds."""

import math
from collections.abc import Callable

from geo.access.records import Range

__all__ = ["WHOLE_FROM", "at_least", "at_most", "within"]

WHOLE_FROM = 9.95
"""Miles from which a tenth is not said."""


def within(figure: Range) -> str:
    """Return miles that so many people stay within, with the least and the most, each rounded up.

    Of people half of whom live within 45.49 miles fewer than half live within 45.
    """
    if figure.value is None:
        return "not known"
    value, low, high = (at_most(each) for each in (figure.value, figure.low, figure.high))
    return value if value == low == high else f"{value} ({low} to {high})"


def at_most(miles: float | None) -> str:
    """Return miles without the unit, never fewer than they are; "not known" for None."""
    return _said(miles, math.ceil)


def at_least(miles: float | None) -> str:
    """Return miles without the unit, never more than they are; "not known" for None."""
    return _said(miles, math.floor)


def _said(miles: float | None, how: Callable[[float], int]) -> str:
    if miles is None:
        return "not known"
    digits = 0 if miles >= WHOLE_FROM else 1
    # What a product is off by, in the last of its digits, is no mile more.
    return f"{how(round(miles * 10**digits, 6)) / 10**digits:.{digits}f}"
