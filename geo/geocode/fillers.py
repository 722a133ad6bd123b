"""Words, and short sayings of how somebody is, that a typed place may hold without their naming any place."""

import re
from pathlib import Path
from typing import Final

from geo.geocode.children import CHILD_WORDS

__all__ = ["FILLERS", "without_condition"]

_LIST = Path(__file__).with_name("filler_words.txt")

FILLERS: Final = CHILD_WORDS | frozenset(
    word
    for line in _LIST.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""Filler words, English and Spanish, in lower case; those in the names of the data do not count."""
_CONDITION: Final = re.compile(
    r"\b(?:"
    r"(?:(?:is|am|are|was|were|do|does|did|has|have|been|will|can) )*"
    r"(?:not|isn'?t|aren'?t|wasn'?t|ain'?t|don'?t|doesn'?t|didn'?t|hasn'?t|haven'?t|won'?t|can'?t|cannot)"
    r"(?: (?:been|be|being|feel|feeling|doing|do|acting))*"
    r" (?:safe|ok|okay|well|fine|good|alright|himself|herself|myself|themselves|eat|eating|sleep|sleeping|talk|talking)"
    r"|(?:is|am|are|was|were|feels?|feeling|he'?s|she'?s|they'?re|i'?m)(?: (?:very|so|really))?"
    r" (?:unsafe|scared|afraid|upset|unwell|crying|confused)"
    r"|no (?:es|esta|estan|estoy|estamos|se siente|se sienten|me siento) (?:bien|segur[oa]s?|a salvo)"
    r")\b(?P<ends> ?[,.;](?![ ,]*(?:(?:in|at|near|en|cerca)\b|[0-9]|$)))?",
    re.IGNORECASE,
)
"""How somebody is: "is not safe", "doesn't feel well", "no esta bien". A "not" before anything else may be about the
place, as in "not in Oxford"."""


def without_condition(line: str) -> str:
    """Return a normalized text without what says that somebody is not well or not safe; else the text itself.

    Where that ends with a comma, what follows says where, and is no name of somebody: "my son is not safe, Houston".
    """
    rest = _CONDITION.sub(lambda said: " in " if said["ends"] else " ", line)
    return rest.strip() if any(map(str.isalnum, _CONDITION.sub(" ", line))) else line
