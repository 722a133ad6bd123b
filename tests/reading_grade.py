"""How hard a text is to read: its sentences, their words, a grade by letters, and words not to use.

The grade counts letters, not syllables, so that no dictionary is needed. Names, numbers and what a
source says in its own words are left out: nobody can put these more simply.
"""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["BANNED", "MOST_WORDS", "banned", "grade", "prose", "sentences", "too_long", "words"]

MOST_WORDS: Final = 25
"""Words that a sentence may have at most, outside quotes."""
BANNED: Final = (
    "to be kept in mind",
    "on what this rests",
    "to lift it",
    "would lift",
    "by the points",
    "bind nobody",
    "binds nobody",
    "speaks for",
    "speak for",
    "is asked for",
    "are asked for",
    "holes",
    "weak",
    "stale",
    "proven",
    "nobody has shown",
    "what it comes to",
    "stands",
    "kilometers",
    "km",
    "yardstick",
    "yardsticks",
)
"""Words that no reader is told, on screen, on paper or in a terminal."""

_QUOTE: Final = re.compile(r"“[^”]*”")
_ADDRESS: Final = re.compile(r"https?://\S+|\b[0-9a-f]{64}\b|\S+@\S+")
# A full stop in "Miss. Code", "U.S.C." or "9.4" ends no sentence.
_NO_END: Final = re.compile(
    r"\b(?:Miss|Code|Fed|Reg|No|St|Dr|vs|ch|sec|Inc|Jr|Sr|Ex|Admin|R|U|S|C|D)\.(?=\s|[A-Z0-9])"
)
_END: Final = re.compile(r"(?<=[.!?:])[)”\"']?\s+(?=[A-Z0-9“(])|\n{2,}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NAME: Final = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w'’\-]*")
_ONE: Final = r"[A-Z][\w'’.\-]*(?: (?:of |de )?[A-Z][\w'’.\-]*)*"
_LIST: Final = re.compile(rf"{_ONE}(?:(?:,|,? and|,? or) {_ONE})+")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]")


def prose(text: str) -> str:
    """Return a text without what sources say in their own words, and without addresses."""
    return _ADDRESS.sub("", _QUOTE.sub("", text))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line; an empty line and a colon before a capital end one."""
    marked = _NO_END.sub(lambda found: found[0].replace(".", "\u2024"), prose(text))
    parts = (" ".join(part.split()) for part in _END.split(marked))
    return [part.replace("\u2024", ".") for part in parts if part]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; a list of names is one, numbers and brackets are none."""
    left = sentence
    while (fewer := _BRACKETS.sub("", left)) != left:
        left = fewer
    return _WORD.findall(_LIST.sub("Names", left))


def too_long(text: str, most: int = MOST_WORDS) -> list[str]:
    """Return the sentences of more than `most` words."""
    return [sentence for sentence in sentences(text) if len(words(sentence)) > most]


def banned(text: str) -> set[str]:
    """Return the banned words that a text has, outside quotes."""
    plain = f" {' '.join(re.findall(r'[a-z]+', prose(text).lower()))} "
    return {phrase for phrase in BANNED if f" {phrase} " in plain}


def _plain_words(sentence: str) -> Iterator[str]:
    """Yield the words of a sentence that are no names: without a capital inside the sentence."""
    for word in words(_NAME.sub("", sentence)):
        if not word.isupper():
            yield word


def grade(text: str) -> float:
    """Return the school grade by the automated readability index; 0 for a text without words.

    4.71 letters per word + 0.5 words per sentence - 21.43 (Senter and Smith, 1967).
    """
    counted = [list(_plain_words(sentence)) for sentence in sentences(text)]
    counted = [found for found in counted if found]
    many = sum(map(len, counted))
    if not many:
        return 0.0
    letters = sum(len(word) for found in counted for word in found)
    return 4.71 * letters / many + 0.5 * many / len(counted) - 21.43
