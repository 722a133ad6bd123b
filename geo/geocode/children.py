"""Whether a typed text says that somebody is a child: by an age, or by a word such as "my daughter"."""

import re
from typing import Final

from geo.geocode.tokens import tokenized, words

__all__ = ["ADULT_AGE", "AGE", "CHILD_WORDS", "says_child", "without_age"]

ADULT_AGE: Final = 18
CHILD_WORDS: Final = words(
    "baby boy child children daughter daughters girl kid kids son sons teen teenage teenaged teenager "
    "adolescente hija hijo nina nino"
)
"""Words of a text that may be about somebody under 18, English and Spanish, in lower case. A son may be grown up:
they lead to a question, never to another place."""
# "son is 14," "14 year old", "14-yr-old", "14 y/o", "14yo", "age 14", "aged 14", "14 anos".
AGE: Final = re.compile(
    r"(?<![\w.,-])(?:(?:age|aged|edad) (?P<after>[0-9]{1,2})"
    r"|(?P<who>son|daughter|boy|girl|child|kid|he|she|hijo|hija|nino|nina) (?:is|tiene) (?P<stated>[0-9]{1,2})"
    r"(?P<ends>(?: anos)?(?: ?,(?![ ,]*(?:[0-9]|(?:in|at|near|en|cerca)\b))|(?= ?,)))"
    r"|(?P<before>[0-9]{1,2})(?:[ -]?(?:year|yr)s?[ -]old|[ -]?y/?o|[ -]?(?:year|yr)s? of age| anos))(?![\w./-])",
    re.IGNORECASE,
)


def without_age(line: str) -> str:
    """Return a normalized text without a stated age, which names no place; else the text itself.

    After "my son is 12," stands where he is: what follows is no name of somebody.
    """
    rest = AGE.sub(_rest, line)
    return rest.strip() if any(map(str.isalnum, rest)) else line


def _rest(said: re.Match[str]) -> str:
    return f"{said['who'] or ''} {'in ' if (said['ends'] or '').endswith(',') else ''}"


def says_child(line: str) -> bool:
    """Return whether a normalized text has a word for a child, or an age under 18."""
    ages = [
        int(match["after"] or match["stated"] or match["before"]) for match in AGE.finditer(line)
    ]
    if ages:
        return min(ages) < ADULT_AGE
    return any(token.text in CHILD_WORDS for token in tokenized(line))
