"""Words and cells in small: counts, lists, periods, cells that no spreadsheet runs."""

import math
import re
from collections.abc import Sequence
from typing import Self

__all__ = [
    "METERS_PER_MILE",
    "MONTHS",
    "PRODUCT",
    "CountyName",
    "Undated",
    "about_miles",
    "address",
    "age",
    "anchor",
    "between",
    "count",
    "county_title",
    "date",
    "days",
    "describes",
    "has_title",
    "is_formula",
    "is_title",
    "listing",
    "percent",
    "percent_beside",
    "percent_to_tenths",
    "percents",
    "period",
    "safe",
]

METERS_PER_MILE = 1609.344
PRODUCT = "Crisis Coverage"
"""Name of the product, in the title of every document and window."""
# What is not seen before a text and a spreadsheet may pass over: white space, control characters,
# characters without width, letters that are blank.
_BLANK = (
    r"\s\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
# A cell that begins so is a formula to one spreadsheet or another, in full-width and small forms too.
_FORMULA = re.compile(
    rf"[\t\r\n]|[{_BLANK}]*[=+@\-\uff1d\uff0b\uff20\uff0d\ufe66\ufe62\ufe6b\ufe63]"
)
_NUMBER = re.compile(rf"[{_BLANK}]*-?[0-9]+(\.[0-9]+)?[{_BLANK}]*")
_BREAKS = re.compile(r"[\r\n]+")
_NOT_IN_ANCHOR = re.compile(r"[^a-z0-9]+")
# Written out, since a computer's locale must not change what is printed.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS_PER_MONTH = 365.2425 / 12
_DAYS_TOLD_AS_SUCH = 60


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a cell for a formula, behind blanks too.

    A number is none: a longitude begins with a minus sign, and a spreadsheet can do no more with it
    than read it.
    """
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def safe(text: str) -> str:
    """Return text on one line that no spreadsheet takes for a formula: an apostrophe goes before one."""
    line = _BREAKS.sub(" ", text)
    return f"'{line}" if is_formula(line) else line


def anchor(text: str) -> str:
    """Return a text as an id of a page or a file's name: lower-case letters, digits and dashes."""
    return _NOT_IN_ANCHOR.sub("-", text.lower()).strip("-") or "part"


def percent(share: float) -> str:
    """Return a share of 1 as "72%"; never a round "0%" or "100%" for what is not nobody or all."""
    if 0 < share <= 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%"


def percents(shares: Sequence[float]) -> list[str]:
    """Return shares of 1 that add to at most 1 so that what is shown adds to no more than 100%.

    The largest remainders are rounded up, as far as the sum goes.

    >>> percents([0.9852, 0.0086, 0.0062])
    ['98%', '1%', '1%']
    """
    whole = [int(share * 100) for share in shares]
    room = round(sum(shares) * 100) - sum(whole)
    by_rest = sorted(range(len(shares)), key=lambda place: whole[place] - shares[place] * 100)
    for place in by_rest[:room]:
        whole[place] += 1
    # Neither none nor all by rounding.
    return [
        "under 1%"
        if share and not number
        else "over 99%"
        if share < 1 and number == 100
        else f"{number}%"
        for number, share in zip(whole, shares, strict=True)
    ]


def percent_to_tenths(share: float) -> str:
    """Return a share of 1 as "72.3%"; never "0.0%" or "100.0%" for what is not nobody or all."""
    if 0 < share < 0.0005:
        return "under 0.1%"
    return "over 99.9%" if 0.9995 <= share < 1 else f"{share:.1%}"


def percent_beside(share: float, other: float | None = None) -> str:
    """Return a share of 1 with digits enough to tell it from none, from all and from another share.

    >>> percent_beside(0.8996, 0.9), percent_beside(0.9), percent_beside(0.99999)
    ('89.96%', '90%', '99.999%')
    """
    for digits in range(1, 7):
        words = f"{100 * share:.{digits}f}"
        alike = [
            f"{100 * each:.{digits}f}" for each in (0.0, 1.0, other) if each not in (None, share)
        ]
        if words not in alike:
            break
    return f"{words.rstrip('0').rstrip('.')}%"


def count(number: int, singular: str, plural: str) -> str:
    """Return "1 person" or "2,045 people": a number with its word."""
    return f"{number:,} {singular if number == 1 else plural}"


class CountyName(str):
    """A county's name as a table has it, "Lee" or "Acadia", with the name in full.

    Where the data gives no full name it is that with the word County: "Lee County", but "Acadia Parish".
    """

    full: str

    def __new__(cls, name: str, full: str = "") -> Self:
        """Take a name, and what the data says that it is in full."""
        made = super().__new__(cls, name)
        made.full = full or f"{name} County"
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what a copy is made of."""
        return str(self), self.full


def county_title(name: str) -> str:
    """Return a county's name as a sentence has it: "Lee County", "St. Louis city", "Acadia Parish".

    A name that is not from the table of counties is taken for that of a county.
    """
    return name.full if isinstance(name, CountyName) else f"{name} County"


def is_title(name: str) -> bool:
    """Return whether a county's name is its name in full, as "Carson City" is."""
    return county_title(name) == name


def has_title(name: str) -> bool:
    """Return whether a county is called something else than its name with the word County."""
    return county_title(name) != f"{name} County"


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


def address(street: str | None, city: str | None, zip_code: str | None) -> str:
    """Return an address on one line, as far as it is known: "1 Main Street, Oxford 38655"."""
    return ", ".join(filter(None, (street, " ".join(filter(None, (city, zip_code))))))


def about_miles(meters: float) -> str:
    """Return a distance rounded up, such as a radius: "about 7 miles", "about 0.2 miles"."""
    miles = meters / METERS_PER_MILE
    number = f"{math.ceil(miles * 10) / 10:.1f}" if miles <= 0.9 else f"{math.ceil(miles)}"
    return f"about {number} {'mile' if number == '1' else 'miles'}"


def date(text: str) -> str:
    """Return a date of the data for readers: "January 29, 2025", "July 2023", "2021"."""
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


class Undated(str):
    """The date of a source that has none of its own, as the data writes it: what its content tells."""

    __slots__ = ()


def period(text: str) -> str:
    """Return a date of the data for readers: "September 2021 to January 2025" for an interval.

    >>> period("2021/2026-11"), period(Undated("2021/2026-11")), period(Undated("2023-07"))
    ('2021 to November 2026', 'undated, between 2021 and November 2026', 'undated, as of July 2023')
    """
    start, is_interval, end = text.partition("/")
    if isinstance(text, Undated):
        day = between(text).removeprefix("a day ")
        return f"undated, {day}" if is_interval else f"undated, as of {day}"
    if not is_interval:
        return date(text)
    return f"{date(end)} or earlier" if start == ".." else f"{date(start)} to {date(end)}"


def days(first: str, last: str) -> str:
    """Return two days of the data as a span for readers: "July 17 to 21, 2023"; a single day alone.

    >>> days("2024-06-24", "2024-06-26")
    'June 24 to 26, 2024'
    """
    if first == last:
        return date(first)
    if first[:7] == last[:7]:
        return date(first).replace(",", f" to {int(last[8:])},")
    return f"{date(first)} to {date(last)}"


def between(text: str) -> str:
    """Return a date of the data as one day that may not be known exactly.

    >>> between("2021-09/2025-01-29")
    'a day between September 2021 and January 29, 2025'
    """
    start, interval, end = text.partition("/")
    if not interval:
        return date(text)
    if start == "..":
        return f"{date(end)} or earlier"
    return f"a day between {date(start)} and {date(end)}"


def describes(text: str) -> str:
    """Return when a source describes, for readers: "describes July 2023"; of one without a date only that."""
    return period(text) if isinstance(text, Undated) else f"describes {period(text)}"
