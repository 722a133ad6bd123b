"""Whether every word beside a town's name is accounted for, so that the name stands there whole.

"New Batesville" is not Batesville: what stands directly beside a name belongs to it, unless it is
known to be something else.
"""

from collections.abc import Iterable

from geo.geocode import streets
from geo.geocode.name_index import FEATURES, Index, Name
from geo.geocode.parse_state import ParseState
from geo.geocode.tokens import joined, tokenized, words
from geo.geocode.town_mentions import FAR, IN, NEAR, UNITS, ends_a_road

__all__ = ["are_known", "names_stand_whole"]

# Between a name and what is before or after it.
_RELATIONS = IN | NEAR | FAR.keys() | words("& / @ a an and at from of or the to")
# A street goes on with one of these after a town's name: "Batesville hwy 6".
_ROADS = words("county cr exit highway hwy i interstate mile mm sr us")


def are_known(words_left: Iterable[str], towns: Iterable[Name], names: Index) -> bool:
    """Whether words apart from a town are numbers, kinds of landmarks, its own name or the state's."""
    odd = [
        word
        for word in words_left
        if not (word[0].isdigit() or word in FEATURES or word in names.keepers)
    ]
    return not odd or {token.text for town in towns for token in tokenized(town.text)}.issuperset(
        odd
    )


def names_stand_whole(parsing: ParseState, names: Index) -> bool:
    """Whether nothing beside the towns that were read may be part of a longer name."""
    return all(
        _ends_before(parsing, start, names) and _begins_after(parsing, end, names)
        for start, end in parsing.spans
    )


def _ends_before(parsing: ParseState, start: int, names: Index) -> bool:
    """Whether the word before a name is the end of something else."""
    word = parsing.word(start, -1)
    if not word or _relates(word, names) or word in streets.STREET_TYPES:
        return True
    lettered = len(word) == 1 and parsing.word(start - 1, -1) in UNITS
    return lettered or ends_a_road(parsing, start) or _ends_a_street(parsing, start, names)


def _ends_a_street(parsing: ParseState, start: int, names: Index) -> bool:
    """Whether a street with a type ends right before a name, as "Avenue C" and "Hwy 45 Alt" do."""
    first = parsing.run_before(start, start)[0]
    text = joined(parsing.tokens[first:start])
    street = streets.parsed(text, names.highway)
    return street.typed and not street.cross_street and text.endswith(street.street)


def _begins_after(parsing: ParseState, end: int, names: Index) -> bool:
    """Whether the word after a name is the beginning of something else."""
    word = parsing.word(end - 1, 1)
    if not word or _relates(word, names) or word in UNITS or word in _ROADS:
        return True
    return word in names.keepers


def _relates(word: str, names: Index) -> bool:
    return word in _RELATIONS or word[0].isdigit() or word in names.fillers
