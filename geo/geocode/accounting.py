"""Whether every word beside a town's name is accounted for, so that the name stands there whole.

"New Batesville" is not Batesville: what stands directly beside a name belongs to it, unless it is
known to be something else.
"""

from collections.abc import Iterable
from itertools import pairwise

from geo.geocode import streets
from geo.geocode.name_index import FEATURES, Index, Name, key_of
from geo.geocode.parse_state import ParseState
from geo.geocode.part_of_more import ends_a_road
from geo.geocode.relation_words import AWAY, BETWEEN, CHAINS, FAR, IN, LANDMARKS, NEAR, UNITS
from geo.geocode.tokens import joined, tokenized, words

__all__ = [
    "PERSONAL",
    "ROADS",
    "are_known",
    "is_lone",
    "is_placed",
    "leads_away",
    "may_be_other_words",
    "names_a_person",
    "names_stand_whole",
]

# Between a name and what is before or after it.
_RELATIONS = IN | NEAR | FAR.keys() | words("& / @ a an and at from of or the to")
_PLACING = IN | NEAR | words("at from of to") | streets.STREET_TYPES
PERSONAL = words(
    "am are aunt baby boy boyfriend brother call called calling child client cousin dad daughter es "
    "esta estamos estoy family father friend girl girlfriend grandma grandmother had has have he help "
    "her hermana hermano hija hijo him his husband im is kid madre man me mi mis mom mother my need "
    "needs our padre parents patient person resident said she sister son su suicidal they this uncle "
    "was we were wife with woman"
)
"""Who is spoken of, and what people are and do."""
# The place is not where one of these leads: "on the way to Laurel", "just beyond it".
_LEADING = words("beyond but except excluding left leaving off past to")
_NOT = words("not isn't isnt aint ain't")
# Of a county or a ZIP these mean that the place is not in it, but beside it.
_BESIDE = words("across adjacent beside bordering next over")
_BACK_TO_BESIDE = words("de del county from line of the to zip")
# Where somebody was, or is not, and no more.
_GONE = {
    *(("used", "to"), ("ya", "no"), ("no", "vivo"), ("evicted", "from"), ("moved", "from")),
    *(("moved", "out"), ("old", "address"), ("old", "zip"), ("previous", "address")),
    *(("former", "address"), ("wrong", "address"), ("wrong", "zip"), ("not", "my")),
    ("line", "from"),
}
_GONE_WORDS = words("formerly fuera lejos previously")
_GONE_FIRST = _GONE_WORDS | _NOT | {first for first, _ in _GONE}
# These put a place near a town, where "behind" and "at" put it beside a building.
_NEARNESS = NEAR | words("of to")
_TITLES = words("dr miss mr mrs ms")
# A street goes on with one of these after a town's name: "Batesville hwy 6".
ROADS = words("county cr exit highway hwy i interstate mile mm sr us")
"""What a number after it is that of a road, an exit or a mile."""


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


def may_be_other_words(parsing: ParseState, names: Index) -> bool:
    """Whether a town's name may be a person's, plain words or a namesake elsewhere.

    "Columbus near Phenix City" is not here: what it is near may be a town that no table has.
    """
    return (
        _may_be_a_person(parsing)
        or _may_be_plain_words(parsing, names)
        or _is_near_a_stranger(parsing, names)
    )


def _is_near_a_stranger(parsing: ParseState, names: Index) -> bool:
    """Whether a town is said to be near a name that is no landmark's; its state would settle it."""
    said = [token.text for token in tokenized(parsing.parts.get("landmark", ""))]
    if not said or parsing.parts["state"] or parsing.parts["zip"]:
        return False
    size, known = len(said), LANDMARKS | FEATURES | CHAINS | streets.STREET_TYPES
    if any(word[0].isdigit() for word in said) or said[-1] in known or said[-1] in names.fillers:
        return False
    return any(
        [token.text for token in parsing.tokens[at : at + size]] == said
        and parsing.word(at, -1) in _NEARNESS
        for at in range(1, len(parsing.tokens))
    )


def _may_be_plain_words(parsing: ParseState, names: Index) -> bool:
    if parsing.state_at >= 0 or parsing.parts["zip"] or parsing.parts.get("house_number"):
        return False
    return any(
        key_of(parsing.tokens[start:end]) in names.plain and _is_loose(parsing, start)
        for start, end in parsing.spans
    )


def _is_loose(parsing: ParseState, start: int) -> bool:
    """Whether a word that may stand before plain words too is before a name, and no distance."""
    word, before = parsing.word(start, -1), parsing.word(start - 1, -1)
    return (word in NEAR or word in ("at", "from", "of", "to")) and before not in AWAY


def _may_be_a_person(parsing: ParseState) -> bool:
    """Whether a town's name may be somebody's: people are spoken of, and nothing marks a place.

    "My brother Houston", "Shelby called" and "Houston, my son" name no town.
    """
    marked = parsing.state_at >= 0 or parsing.parts.get("house_number") or parsing.parts["zip"]
    if marked or PERSONAL.isdisjoint(parsing.words):
        return False
    return not any(is_placed(parsing, start) for start, _ in parsing.spans)


def names_a_person(parsing: ParseState, start: int, end: int, names: Index) -> bool:
    """Whether a state's name may be somebody's: "my sister Virginia", "Georgia Smith".

    The word before is a person's, and not that of a city as in "my brother, Atlanta Georgia".
    """
    if is_placed(parsing, start):
        return False
    before = parsing.tokens[start - 1].text if start else ""  # a comma may stand between
    after = parsing.word(end - 1, 1)
    if before.isalpha() and before not in PERSONAL | _TITLES and not _relates(before, names):
        return False
    if after.isalpha() and after not in PERSONAL and not _relates(after, names):
        return True
    return not PERSONAL.isdisjoint(parsing.words)


def is_lone(parsing: ParseState, names: Index) -> bool:
    """Whether a text has nothing but names, perhaps the state, and words that say nothing of a place."""
    beside = {part for name, part in parsing.parts.items() if name != "state"} - {""}
    beside |= {parsing.tokens[at].text for at in parsing.unused()} - (names.fillers - CHAINS)
    placed = any(is_placed(parsing, start) for start, _ in parsing.spans)
    return not (beside or placed) and IN.isdisjoint(parsing.words)


def is_placed(parsing: ParseState, start: int) -> bool:
    """Whether a word before a name says that it is a place."""
    word = parsing.word(start, -1)
    return word in _PLACING or (word == "the" and parsing.word(start - 1, -1) in _PLACING)


def leads_away(parsing: ParseState) -> bool:
    """Whether a town, county or ZIP is only what the place is not in, is beyond, or on the way to.

    "5 miles past" one says how far, and "next to" it is near.
    """
    starts = {*parsing.named, *(start for start, _ in parsing.spans), parsing.zip_at} - {-1}
    if starts and _is_gone(parsing):
        return True
    return any(
        _is_led_to(parsing, start) or (not parsing.spans and _is_beside(parsing, start))
        for start in starts
    )


def _is_gone(parsing: ParseState) -> bool:
    """Whether a text says where somebody was before, or is not."""
    if _GONE_FIRST.isdisjoint(parsing.words):
        return False
    said = [token.text for token in parsing.tokens]
    return (
        not _GONE_WORDS.isdisjoint(said)
        or not _GONE.isdisjoint(pairwise(said))
        or any(
            word in _NOT and at == "at" and number[0].isdigit()
            for word, at, number in zip(said, said[1:], said[2:], strict=False)
        )
    )


def _is_beside(parsing: ParseState, start: int) -> bool:
    """Whether the place is beside a county or ZIP: "over the county line from Lee County"."""
    at = start
    while parsing.word(at, -1) in _BACK_TO_BESIDE:
        at -= 1
    return parsing.word(at, -1) in _BESIDE


def _is_led_to(parsing: ParseState, start: int) -> bool:
    off = parsing.word(start, -1) == "of" and parsing.word(start - 1, -1) in _LEADING  # "off of"
    at = start - off
    word = parsing.word(at, -1)
    placing = word in IN or word in NEAR or word == "at"
    if not _NOT.isdisjoint((word, parsing.word(at - 1, -1) if placing else "")):
        return True
    if word == "to":
        return parsing.word(at - 1, -1) not in AWAY
    return word in _LEADING and not (parsing.distance and parsing.distance.stated)


def are_towns(parsing: ParseState, names: Index) -> bool:
    """Whether the towns' names stand whole, or each after "in", whatever follows it."""
    placed = all(parsing.word(start, -1) in IN for start, _ in parsing.spans)
    return placed or names_stand_whole(parsing, names)


def names_stand_whole(parsing: ParseState, names: Index) -> bool:
    """Whether nothing beside the towns that were read may be part of a longer name.

    "Between" one town and something else leaves open what the other is.
    """
    if len(parsing.spans) == 1 and _is_one_end(parsing, parsing.spans[0][0]):
        return False
    return all(
        _ends_before(parsing, start, names) and _begins_after(parsing, end, names)
        for start, end in parsing.spans
    )


def _is_one_end(parsing: ParseState, start: int) -> bool:
    """Whether the only town of a text is one of the two things that the place is between."""
    before = parsing.word(start, -1)
    if before not in ("and", "&"):
        return before in BETWEEN
    return any(parsing.tokens[at].text in BETWEEN for at in parsing.run_before(start, start))


def _ends_before(parsing: ParseState, start: int, names: Index) -> bool:
    """Whether the word before a name is the end of something else."""
    word = parsing.word(start, -1)
    ends_street = word in streets.STREET_TYPES and parsing.word(start - 1, -1)
    if not word or _relates(word, names) or ends_street:
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
    if word == "of":  # "Rolling Fork of the river"
        return False
    if not word or _relates(word, names) or word in UNITS or word in ROADS:
        return True
    return word in names.keepers


def _relates(word: str, names: Index) -> bool:
    return word in _RELATIONS or word[0].isdigit() or word in names.fillers
