"""Words and cells in small: counts, lists, periods, cells that no spreadsheet runs."""

import re
from collections.abc import Sequence

__all__ = ["age", "anchor", "count", "listing", "percent", "period", "safe"]

# What is not seen before a text and a spreadsheet may pass over: white space, control characters,
# characters without width, letters that are blank.
_BLANK = (
    r"\s\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
# A cell that begins so is a formula to one spreadsheet or another, in full-width and small forms too.
_FORMULA = re.compile(rf"\t|[{_BLANK}]*[=+@\-\uff1d\uff0b\uff20\uff0d\ufe66\ufe62\ufe6b\ufe63]")
_NUMBER = re.compile(rf"[{_BLANK}]*-?[0-9]+(\.[0-9]+)?")
_BREAKS = re.compile(r"[\r\n]+")
_NOT_IN_ANCHOR = re.compile(r"[^a-z0-9]+")
_DAYS_PER_MONTH = 365.2425 / 12
_DAYS_TOLD_AS_SUCH = 60


def safe(text: str) -> str:
    """Return text on one line that no spreadsheet takes for a formula.

    An apostrophe goes before what would begin one, behind blanks too. A number stays as it is: a
    longitude begins with a minus sign, and a spreadsheet can do no more with it than read it.
    """
    line = _BREAKS.sub(" ", text)
    return f"'{line}" if _FORMULA.match(line) and not _NUMBER.fullmatch(line) else line


def anchor(text: str) -> str:
    """Return a text as an id of a page or a file's name: lower-case letters, digits and dashes."""
    return _NOT_IN_ANCHOR.sub("-", text.lower()).strip("-") or "part"


def percent(share: float) -> str:
    """Return a share of 1 as "72%"; never a round "0%" or "100%" for what is not nobody or all."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%"


def count(number: int, singular: str, plural: str) -> str:
    """Return "1 person" or "2,045 people": a number with its word."""
    return f"{number:,} {singular if number == 1 else plural}"


def age(days: int) -> str:
    """Return a span of days for readers, to the nearest month: "12 days", "3 years 5 months"."""
    if days < _DAYS_TOLD_AS_SUCH:
        return count(days, "day", "days")
    years, months = divmod(round(days / _DAYS_PER_MONTH), 12)
    parts = [count(years, "year", "years")] if years else []
    parts += [count(months, "month", "months")] if months else []
    return " ".join(parts)


def listing(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def period(text: str) -> str:
    """Return a date of the data for readers: "2021-09 to 2025-01" for an interval."""
    start, between, end = text.partition("/")
    if not between:
        return text
    return f"{end} or earlier" if start == ".." else f"{start} to {end}"
