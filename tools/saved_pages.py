"""What a saved page says: its text, the telephone numbers, the place of a quote, and lists of counties."""

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from rapidfuzz import fuzz

from geo.catalog import csv_dialect
from geo.geocode.tokens import words

__all__ = [
    "SUFFIXES",
    "about_at",
    "end_of",
    "listed_counties",
    "nearest_number",
    "numbers",
    "page_text",
    "plain",
]

SUFFIXES = (".txt", ".html", ".htm")
_NUMBER = re.compile(r"(?<!\d)\(?([2-9]\d\d)\)?[\s.-]{1,2}([2-9]\d\d)[\s.-](\d{4})(?!\d)")
# Curly quotation marks and long dashes, as pages have them, to what a keyboard has.
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_APART = words(
    "address article aside blockquote br dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol option p pre section table tbody td th thead tr ul"
)
_ALIKE_PERCENT = 80
_ALIKE_LISTS = 0.5
# What stands beside the names in a list of counties.
_BESIDE_NAMES = re.compile(r"\bcount(?:y|ies)\b|\band\b|[^\w]")


class _Seen(HTMLParser):
    """Collects what a reader of a page sees, each block on lines of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (the parser gives them)
        """Begin a line at a block, and hide what no reader sees."""
        self._unseen += tag in _UNSEEN
        if tag in _APART:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in _APART:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Take text; where the file breaks it is no line of the page."""
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))


def page_text(path: Path) -> str:
    """Return the text of a saved page: of HTML what a reader sees."""
    text = csv_dialect.text_of(path.read_bytes())
    if path.suffix.lower() == ".txt":
        return text
    seen = _Seen()
    seen.feed(text)
    seen.close()
    lines = "".join(seen.pieces).splitlines()
    return "\n".join(line for line in lines if line.strip())


def plain(text: str) -> str:
    """Return a text in lower case, with single spaces and plain marks."""
    return " ".join(text.translate(_PLAIN).casefold().split())


def end_of(text: str, quote: str) -> int | None:
    """Return where a quote ends in a plain text, None where it is not there.

    ``...`` joins pieces that stand in this order, with anything between them.
    """
    where = 0
    for piece in re.split(r"\s*(?:\.\.\.|…)\s*", quote):
        # Whole words: "region 1" does not stand in "region 12".
        form = re.compile(rf"(?<!\w){re.escape(plain(piece))}(?!\w)")
        found = form.search(text, where)
        if not found:
            return None
        where = found.end()
    return where


def about_at(text: str, quote: str) -> int | None:
    """Return where the words of a plain text end that are most like a quote, None where none are alike."""
    whole = end_of(text, quote)
    if whole is not None:
        return whole
    last = re.split(r"\.\.\.|…", quote)[-1]
    found = fuzz.partial_ratio_alignment(plain(last), text, score_cutoff=_ALIKE_PERCENT)
    return found.dest_end if found else None


def numbers(text: str) -> set[str]:
    """Return the telephone numbers in a text, each as 601-555-0123."""
    return {"-".join(parts) for parts in _NUMBER.findall(text)}


def nearest_number(text: str, place: int, among: Collection[str]) -> str | None:
    """Return which of some numbers stands nearest to a place of a text, None where it has none of them."""
    found = [
        (abs(match.start() - place), "-".join(match.groups()))
        for match in _NUMBER.finditer(text)
        if "-".join(match.groups()) in among
    ]
    return min(found)[1] if found else None


def listed_counties(
    text: str, expected: Collection[str], names: Mapping[str, str], quote: str
) -> frozenset[str] | None:
    """Return the counties of the list in a text that is most like the expected one.

    Of two lists that are as like, the one that holds the quote counts, then the shorter text.

    Parameters
    ----------
    text : str
        The page, in its lines. A list is one of them, or several that a comma or "and" joins, or that
        hold nothing but counties.
    expected : collection of str
        Counties that the list had.
    names : mapping
        The county's name by each name and alias of a county, in lower case.
    quote : str
        The words that the data have of it.

    Returns
    -------
    frozenset of str or None
        None where no list has half of what it or the expected one names.
    """
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])({either})(?![\w-])")
    best: tuple[float, bool, int] = (0.0, False, 0)
    found: frozenset[str] | None = None
    for line in _joined(text, pattern):
        named = frozenset(names[name] for name in pattern.findall(line))
        alike = len(named & set(expected)) / len(named | set(expected)) if named else 0.0
        rank = (alike, end_of(line, quote) is not None, -len(line))
        if alike >= _ALIKE_LISTS and (found is None or rank > best):
            best, found = rank, named
    return found


def _joined(text: str, county: re.Pattern[str]) -> Iterator[str]:
    """Yield the lines of a text as plain text, those of one list as one."""
    held: list[str] = []
    for line in (plain(line) for line in text.splitlines()):
        if held and not (line and _goes_on(held[-1], line, county)):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)
    yield " ".join(held)


def _goes_on(line: str, following: str, county: re.Pattern[str]) -> bool:
    """Return whether a line's list goes on in the next one."""
    if re.search(r"(?:,|;|&|\band)$", line) or re.match(r"(?:&|and\b)", following):
        return True
    return all(
        county.search(one) and not _BESIDE_NAMES.sub("", county.sub("", one)).strip()
        for one in (line, following)
    )
