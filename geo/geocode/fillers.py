"""Words that a typed place may hold without their naming any place."""

from pathlib import Path
from typing import Final

from geo.geocode.children import CHILD_WORDS

__all__ = ["FILLERS"]

_LIST = Path(__file__).with_name("filler_words.txt")

FILLERS: Final = CHILD_WORDS | frozenset(
    word
    for line in _LIST.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""Filler words, English and Spanish, in lower case; those in the names of the data do not count."""
