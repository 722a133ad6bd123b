"""Which of the names in a text is the town."""

from itertools import pairwise

from geo.geocode import stated_distance, streets
from geo.geocode.name_index import Index, Name
from geo.geocode.parse_state import ParseState
from geo.geocode.relation_words import BETWEEN
from geo.geocode.tokens import joined, words
from geo.geocode.town_mentions import LAST_HEAD, NUMBERED, OTHER, Mention, mentions

__all__ = ["take_towns"]

# Between two names these say that neither is part of the other, as a county or a street is.
_LISTING = BETWEEN | words("& / and from maybe or perhaps possibly then to")


def take_towns(parsing: ParseState, names: Index, *, apart: bool) -> tuple[Name, ...]:
    """Take the town that a text names: one, or all that it names with equal weight.

    `apart` means that a state or county was named, which sets a town apart from plain words.
    """
    apart = apart or parsing.zip_at >= 0
    ranked = sorted(
        mentions(parsing, names, apart=apart), key=lambda mention: (mention.rank, -mention.start)
    )
    if not ranked:
        return ()
    # A town was named after all.
    parsing.notes[:] = [note for note in parsing.notes if note[0] != "part_of_name"]
    best = ranked[0]
    chosen = [best]
    for mention in ranked[1:]:
        known = [other.name for other in chosen]
        # Beside a city elsewhere any town here is worth a question.
        equal = mention.rank <= OTHER or (
            best.name.other_state and mention.name.is_town and not mention.numbered
        )
        if equal and all(mention.name is not name for name in known):
            chosen.append(mention)
    for mention in chosen:
        parsing.used.update(range(mention.start, mention.end))
    chosen.sort(key=lambda mention: mention.start)
    parsing.listed = any(
        parsing.tokens[at].text in _LISTING
        for first, second in pairwise(chosen)
        for at in range(first.end, second.start)
    )
    if best.rank == NUMBERED:
        parsing.parts["house_number"] = parsing.tokens[best.start - 1].text
        parsing.used.add(best.start - 1)
    if best.rank == NUMBERED or (best.rank >= LAST_HEAD and _begins_a_street(parsing, best, names)):
        parsing.notes.append(("street_or_town", best.name.text))
    parsing.spans += [(mention.start, mention.end) for mention in chosen]
    parsing.named += [mention.start for mention in chosen if not mention.name.other_state]
    stated_distance.note_from_towns(parsing, chosen, names)
    return tuple(mention.name for mention in chosen)


def _begins_a_street(parsing: ParseState, mention: Mention, names: Index) -> bool:
    """Whether the words after a name, up to a street's type, may form one street with it."""
    part = parsing.tokens[mention.start].part
    after = [
        word
        for at, word in enumerate(parsing.tokens)
        if at >= mention.end and word.part == part and at not in parsing.used
    ]
    typed = any(word.text in streets.STREET_TYPES for word in after)
    return typed and not streets.is_apart(joined(after), names.highway)
