"""From typed text to plain tokens: one spelling for spaces, quotes, dashes, widths and accents."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Token", "joined", "normalized", "tokenized", "words"]

# What compatibility forms (NFKD) would spoil is replaced before they are taken.
_BEFORE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02b9\u02bc\u02c8\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u02ba\u3003", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00ba\u02da\u2218\u25e6\u2070\u1d52", "\u00b0"),
        "\u00bd": " 1/2",
        "\u00b1": "+/-",
        "\u2044": "/",
        "\u2215": "/",
        "\u3001": ",",
        "\u060c": ",",
        "\u061b": ";",
    }
)
_LINE_BREAKS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_CONTROLS = {**dict.fromkeys((*range(32), 127), " "), **_LINE_BREAKS, ord("`"): "'"}
_SPACES = re.compile(r"[^\S\n]+")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_GLUED_COUNTY = re.compile(r"(?<=[^\W\d_])(?=county\b)", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<number>[0-9]+(?:(?:st|nd|rd|th)(?![^\W_])|\.[0-9]+)?)"
    r"|(?P<mark>[#&@/])"
    r"|(?P<break>[,;\n|()])",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, number or mark.

    `lead` is what joins it to the token before: a space, a dash or nothing. `part` counts the
    commas, semicolons and line ends before it. `upper` means that it was typed in capitals.
    """

    text: str
    lead: str
    part: int
    upper: bool

    def __repr__(self) -> str:
        """Hide what was typed."""
        return "Token(hidden)"


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


def normalized(text: str) -> str:
    """Return a text in plain letters, digits and punctuation, in the case that it was typed in."""
    if not text.isascii():
        text = _plain(text.translate(_BEFORE).translate(_LINE_BREAKS))
    return _SPACES.sub(" ", text.translate(_CONTROLS)).strip()


def _plain(text: str) -> str:
    """Return a text without accents, direction marks and lone surrogates."""
    return "".join(_character(character) for character in unicodedata.normalize("NFKD", text))


def _character(character: str) -> str:
    if character.isascii() or character == "\u00b0":
        return character
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind[0] == "M" or kind == "Cf":
        return ""
    if kind == "Pd":
        return "-"
    return character if kind[0] == "L" else " "


def tokenized(line: str) -> tuple[Token, ...]:
    """Return the tokens of a normalized text, folded to lower case and without apostrophes."""
    line = _INITIALS.sub(lambda match: match[0].replace(".", ""), line)
    line = _GLUED_COUNTY.sub(" ", line)
    tokens: list[Token] = []
    part, end, broken = 0, 0, True
    for match in _TOKEN.finditer(line):
        if match.lastgroup == "break":
            part, broken = part + 1, True
        else:
            typed = match[0]
            between = line[end : match.start()]
            lead = " " if broken or between == " " else _lead(between)
            text = typed.casefold()
            if "'" in text:
                text = text.replace("'", "")
            tokens.append(Token(text, lead, part, typed.isupper()))
            broken = False
        end = match.end()
    return tuple(tokens)


def _lead(between: str) -> str:
    if " " in between:
        return " "
    return "-" if "-" in between else "" if not between or between == "'" else " "


def joined(tokens: Sequence[Token]) -> str:
    """Return tokens as one text."""
    return "".join(token.lead + token.text for token in tokens).strip(" -")
