"""Which of the names in a text is the town, and how far from it the place may be."""

from collections.abc import Sequence
from itertools import pairwise

from geo.geocode import states, streets
from geo.geocode.candidates import apart_m
from geo.geocode.name_index import Index, Name
from geo.geocode.parse_state import ParseState
from geo.geocode.tokens import joined
from geo.geocode.town_mentions import (
    AWAY,
    BETWEEN,
    FAR,
    IN,
    LAST_HEAD,
    NEAR,
    NUMBERED,
    OTHER,
    Span,
    is_count,
    spans,
)
from geo.geocode.zip_county_state import NEAR_M

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
    if best.rank == NUMBERED or (best.rank >= LAST_HEAD and _begins_a_street(draft, best)):
        draft.notes.append(("street_or_town", best.name.text))
    draft.named += [one.start for one in chosen if not one.name.abroad]
    _note_distance(draft, chosen)
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


def _note_distance(draft: ParseState, chosen: Sequence[Span]) -> None:
    """Note that a place is only near the town, and how far from it it may lie."""
    near = [one for one in chosen if _is_near(draft, one)]
    if near and draft.word(chosen[0].start, -1) in BETWEEN:
        near = list(chosen)
    distance_m = _distance_m(draft)
    if distance_m:
        near = near or list(chosen)
    if not near:
        return
    code = "distance_from_town" if distance_m else "near_town"
    draft.notes.append((code, " and ".join(one.name.text for one in near)))
    if all(one in near for one in chosen if not one.name.abroad):
        draft.beyond_m = max(distance_m or NEAR_M, _half_way_m(draft, chosen))


def _half_way_m(draft: ParseState, chosen: Sequence[Span]) -> float:
    """Return half of the way between two towns where a text says "between" them, else 0."""
    if len(chosen) < 2 or draft.word(chosen[0].start, -1) not in BETWEEN:
        return 0.0
    first, second = (one.name.places or one.name.zips for one in chosen)
    return max((apart_m(one, other) / 2 for one in first for other in second), default=0.0)


def _begins_a_street(draft: ParseState, span: Span) -> bool:
    """Whether the words after a name, up to a street's type, may be one street with it."""
    part = draft.tokens[span.start].part
    after = [
        word
        for at, word in enumerate(draft.tokens)
        if at >= span.end and word.part == part and at not in draft.used
    ]
    typed = any(word.text in streets.STREET_TYPES for word in after)
    return typed and not streets.is_apart(joined(after))


def _distance_m(draft: ParseState) -> float:
    """Return how far off a text says it is, as in "10 miles"; "mile 10" is a road's marker."""
    return max(
        (
            float(one.text) * FAR[other.text]
            for one, other in pairwise(draft.tokens)
            if other.text in FAR and one.part == other.part and is_count(one.text)
        ),
        default=0.0,
    )


def _is_near(draft: ParseState, span: Span) -> bool:
    before = [one.text for one in draft.tokens[max(0, span.start - 2) : span.start]]
    if not before:
        return False
    if before[-1] == "of":
        return before[0] not in ("city", "town")
    return before[-1] in NEAR or (before[-1] in ("from", "to") and before[0] in AWAY)
