"""Typed text to its parts: house number, street, town, county, state, ZIP. Nothing is located here.

The order matters: ZIP, country, county, state, town, and what is left is street, landmark or words
that mean nothing here. Each step takes its tokens away from the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geo.geocode import stated_distance, streets, towns, zip_county_state
from geo.geocode.location import Parts
from geo.geocode.name_index import Index, Name, key
from geo.geocode.parse_state import Distance, MeasuredFrom, ParseState
from geo.geocode.tokens import Token, joined, tokenized

__all__ = ["MAX_BEYOND_COUNTY_M", "MAX_BEYOND_M", "ParsedAddress", "read"]

MAX_BEYOND_M = 60_000.0
"""Meters from a town or ZIP, about 37 miles, beyond which its name says too little to go by."""

MAX_BEYOND_COUNTY_M = 30_000.0
"""The same from a county, which reaches some 30 km from its middle itself."""

_NUMBERS_TO_CALL = frozenset(("911", "988"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ParsedAddress:
    """A typed text, understood but not located.

    `towns` are the names read as towns: one, several after a near spelling or where the text
    names two. `counties` are those named as such. `either` is the same-named county of a lone
    name. `state` is a postal code. `other_zips` are further ZIPs. `distance` is how far from what
    is named the place may lie: "10 miles south of", "near". `notes` are (caution code, name from
    the tables). `unread` are the words in a place's slot that no table knows.
    """

    parts: Parts
    towns: tuple[Name, ...] = ()
    counties: tuple[Name, ...] = ()
    either: bool = False
    state: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    unread: tuple[Token, ...] = ()
    other_zips: tuple[str, ...] = ()
    distance: Distance | None = None

    @property
    def county(self) -> Name | None:
        """The county, if one alone was named."""
        return self.counties[0] if len(self.counties) == 1 else None


def read(line: str, names: Index) -> ParsedAddress:
    """Return the parts of a normalized text. Never raises."""
    home = names.home
    draft = ParseState(tokenized(line))
    zip_county_state.take_zip(draft, names)
    zip_county_state.take_country(draft)
    counties = zip_county_state.take_counties(draft, names)
    state = draft.parts["state"] = zip_county_state.take_state(draft, names)
    found = towns.take_towns(draft, names, apart=bool(counties or state == home))
    named = bool(found)
    found, state = towns.beside_a_state(draft, found, state, home, by_county=bool(counties))
    lone = not any(draft.parts.values()) and not draft.left() and not towns.said_so(draft)
    found, counties, either = _sorted_out(found, counties, lone=lone)
    left = _take_street(draft, names)
    if not found and state in ("", home) and not draft.noted("part_of_name"):
        found = _spelled(draft, names, left, by_county=bool(counties))
        found, counties, _ = _sorted_out(found, counties, lone=False)
    if not named:
        stated_distance.note_from_areas(draft, found, counties, names)
    if left.rest and found:
        draft.notes.append(("words_unread", ""))
    found, counties = _near_enough(draft, found, counties, names)
    if joined(draft.tokens).replace("-", "") in _NUMBERS_TO_CALL:
        draft.notes.append(("call_it", ""))
    elif len(draft.tokens) == 1 and draft.tokens[0].text.isdigit() and not draft.used:
        draft.notes.append(("zip_digits", ""))
    unread = () if found or not left.rest else tuple(left.slot)
    return ParsedAddress(
        parts=_parts(draft, found, counties, unread),
        towns=found,
        counties=counties,
        either=either,
        state=state,
        notes=tuple(dict.fromkeys(draft.notes)),
        unread=unread,
        other_zips=tuple(draft.other_zips),
        distance=draft.distance,
    )


def _near_enough(
    draft: ParseState, found: tuple[Name, ...], counties: tuple[Name, ...], names: Index
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return towns and counties without those that the place lies too far from to go by.

    A county or ZIP that only says where such a town lies goes with it.
    """
    distance = draft.distance
    if not distance or distance.measured_from is MeasuredFrom.NOTHING:
        return found, counties
    if distance.measured_from is MeasuredFrom.TOWN and not found:
        # The name was a county's.
        distance = draft.distance = replace(distance, measured_from=MeasuredFrom.COUNTY)
    from_county = distance.measured_from is MeasuredFrom.COUNTY and not found
    limit_m = MAX_BEYOND_COUNTY_M if from_county else MAX_BEYOND_M
    beside = distance.measured_from is MeasuredFrom.ELSEWHERE and not found
    if distance.meters <= limit_m or beside:
        return found, counties
    far = [name.text for name in found]
    zip_code = names.zips.get(draft.parts["zip"])
    if zip_code and not found:
        far = [f"ZIP {zip_code.zip}"]
    draft.notes[:] = [
        ("too_far", " and ".join(far or [f"{name.text} County" for name in counties]))
    ]
    draft.distance = None
    with_it = not distance.from_unread
    cities = {key(name.text) for name in found if with_it}
    if zip_code and (not found or key(zip_code.city) in cities):
        draft.parts["zip"] = draft.parts["zip4"] = ""
        draft.other_zips.clear()
    geoids = {place.geoid for name in found if with_it for place in name.places}
    return (), tuple(county for county in counties if found and county.geoid not in geoids)


def _parts(
    draft: ParseState, found: Sequence[Name], counties: Sequence[Name], unread: Sequence[Token]
) -> Parts:
    place = " and ".join(one.text for one in found)
    if not found and all(one.text.isalpha() for one in unread):
        place = joined(unread)
    county = " and ".join(one.text for one in counties) or draft.parts.get("county", "")
    named = {"place": place, "county": county}
    return Parts(**{**draft.parts, **named})  # type: ignore[arg-type]  # all of them text


def _sorted_out(
    found: tuple[Name, ...], counties: tuple[Name, ...], *, lone: bool
) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Return towns, counties, and whether a lone name may be either.

    A name that is only a county's is read as the county. Of two names one may be the county
    that the other lies in: "Canton, Madison".
    """
    if not counties:
        only = [one for one in found if one.geoid and not one.is_town]
        rest = tuple(one for one in found if one not in only)
        if only:
            return rest, tuple(only), False
        if len(found) == 2:
            for town, other in (found, found[::-1]):
                if other.geoid and any(one.geoid == other.geoid for one in town.places):
                    return (town,), (other,), False
    either = lone and not counties and len(found) == 1 and bool(found[0].geoid)
    return found, counties, either


@dataclass(slots=True, repr=False)
class _Left:
    """What the street grammar left: words in a place's slot, and all of them."""

    slot: Sequence[Token] = ()
    rest: str = ""
    tails: list[Sequence[Token]] = field(default_factory=list)


def _take_street(draft: ParseState, names: Index) -> _Left:
    """Read each part as a piece of a street address; return what is not understood."""
    left = _Left()
    every: list[str] = []
    for part in draft.parts_left():
        found = streets.parsed(joined([draft.tokens[at] for at in part]), names.highway)
        for name in ("house_number", "street", "cross_street", "unit", "po_box", "landmark"):
            text = getattr(found, name)
            if text and not draft.parts.get(name):
                draft.parts[name] = text
            elif text:
                every.append(text)
        if found.rest:
            every.append(found.rest)
            left.tails.append(tokenized(found.rest))
        elif found.street and not found.typed:
            left.tails.append(tokenized(found.street)[1:])
        elif found.landmark:
            left.tails.append(tokenized(found.landmark))
    left.rest = " ".join(every)
    left.slot = left.tails[-1] if left.tails and left.rest else ()
    return left


def _spelled(draft: ParseState, names: Index, left: _Left, *, by_county: bool) -> tuple[Name, ...]:
    """Return towns spelled nearly as the words in a place's slot: the last part, its last words."""
    for tail in left.tails[:-4:-1]:
        for piece in _pieces(tail):
            near = tuple(one for one in names.near(piece) if one.is_town or not by_county)
            if near:
                text = " or ".join(one.text for one in near)
                draft.notes.append(("spelled", text))
                _forget(draft, left, piece)
                return near
    return ()


def _pieces(tail: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for size in dict.fromkeys((len(tail), 3, 2, 1)):
        if 0 < size <= min(len(tail), 4):
            yield tail[-size:]


def _forget(draft: ParseState, left: _Left, piece: Sequence[Token]) -> None:
    """Take the town's words out of the street or landmark that they were read as."""
    text = joined(piece)
    left.rest = left.rest.replace(text, "").strip()
    for name in ("street", "landmark"):
        said = draft.parts.get(name, "")
        if said.endswith(text) and not left.rest:
            draft.parts[name] = said.removesuffix(text).strip()
