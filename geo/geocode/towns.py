"""Which of the names in a text is the town."""

from geo.geocode import stated_distance, states, streets
from geo.geocode.name_index import Index, Name
from geo.geocode.parse_state import ParseState
from geo.geocode.tokens import joined
from geo.geocode.town_mentions import AWAY, IN, LAST_HEAD, NEAR, NUMBERED, OTHER, Span, spans

__all__ = ["beside_a_state", "said_so", "take_towns"]


def said_so(draft: ParseState) -> bool:
    """Whether a town was named with a word that says it is one, as in "in Jackson"."""
    return any(one.text in IN for one in draft.tokens)


def take_towns(draft: ParseState, names: Index, *, apart: bool) -> tuple[Name, ...]:
    """Take the town that a text names: one, or two where it names two in places of equal right.

    `apart` tells that a state or county was named, which sets a town apart from plain words.
    """
    apart = apart or draft.zip_at >= 0
    found = sorted(spans(draft, names, apart=apart), key=lambda one: (one.rank, -one.start))
    if not found:
        return ()
    # The town itself was named too.
    draft.notes[:] = [one for one in draft.notes if one[0] != "part_of_name"]
    best = found[0]
    chosen = [best]
    for one in found[1:]:
        if one.rank <= OTHER and one.name is not best.name and len(chosen) == 1:
            chosen.append(one)
    for one in chosen:
        draft.used.update(range(one.start, one.end))
    chosen.sort(key=lambda one: one.start)
    if best.rank == NUMBERED:
        draft.parts["house_number"] = draft.tokens[best.start - 1].text
        draft.used.add(best.start - 1)
    if best.rank == NUMBERED or (best.rank >= LAST_HEAD and _begins_a_street(draft, best, names)):
        draft.notes.append(("street_or_town", best.name.text))
    draft.named += [one.start for one in chosen if not one.name.abroad]
    stated_distance.note_from_towns(draft, chosen, names)
    return tuple(one.name for one in chosen)


def beside_a_state(
    draft: ParseState, found: tuple[Name, ...], state: str, home: str, *, by_county: bool
) -> tuple[tuple[Name, ...], str]:
    """Return towns and state where another state is only what a place is near to or far from.

    "Southaven near Memphis TN" and "Vicksburg, born in Louisiana" name two places. A county that
    is near a city elsewhere is still that county.
    """
    local = any(not one.abroad for one in found)
    if by_county and found and not local:
        draft.notes.append(("near_town", found[0].text))
        found = ()
    if state in ("", home) or not (local or by_county) or not _only_beside(draft):
        return found, state
    if not local:
        draft.notes.append(("near_town", states.name_of(state)))
    elif not any(one.abroad for one in found):
        found = (*found, Name(text=states.name_of(state), abroad=state))
    return found, ""


def _only_beside(draft: ParseState) -> bool:
    """Whether a word like "near" stands between a place named here and the other state."""
    for at in range(min(draft.named) + 1, draft.state_at):
        word, before = draft.tokens[at].text, draft.tokens[at - 1].text
        if word in NEAR or (word in ("of", "to", "from", "in") and before in (*AWAY, "born")):
            return True
        if word == "from":
            return True
    return False


def _begins_a_street(draft: ParseState, span: Span, names: Index) -> bool:
    """Whether the words after a name, up to a street's type, may be one street with it."""
    part = draft.tokens[span.start].part
    after = [
        word
        for at, word in enumerate(draft.tokens)
        if at >= span.end and word.part == part and at not in draft.used
    ]
    typed = any(word.text in streets.STREET_TYPES for word in after)
    return typed and not streets.is_apart(joined(after), names.highway)
