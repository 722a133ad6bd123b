"""From typed text to its parts: house number, street, town, county, state, ZIP. Nothing is located.

The order matters: ZIP, country, county, state, town; what is left is a street, a landmark or words
that mean nothing here. Each step uses up its tokens, so that the next does not see them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geo.geocode import accounting, county_state, elsewhere, stated_distance, streets, towns, zips
from geo.geocode.location import Parts, Scale
from geo.geocode.name_index import Index, Name, key
from geo.geocode.parse_state import Distance, ParseState
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

    `towns` are the names read as towns: one, or several after a near spelling or where the text
    names two. `counties` are those named as such. `either` means that a lone name is a county's
    as well. `state` is a postal code. `other_zips` are further ZIPs. `distance` is how far from
    what is named the place may lie: "10 miles south of", "near". `unaccounted` means that a word
    may be part of a place's name and is nothing that is known, `stand_whole` that the towns' names are
    whole all the same; `bare_county` that a county was named without the word, `other_side` that the
    place is across a river or line, `near_elsewhere` that it is near a city or state elsewhere, `listed`
    that several towns are named by words such as "or", `leads_away` that the place is not in what is
    named. `notes` are pairs of caution code and name. `unread` are words that no table knows.
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
    unaccounted: bool = False
    stand_whole: bool = True
    bare_county: bool = False
    other_side: bool = False
    near_elsewhere: bool = False
    listed: bool = False
    leads_away: bool = False

    @property
    def county(self) -> Name | None:
        """The county, if exactly one was named."""
        return self.counties[0] if len(self.counties) == 1 else None


def read(line: str, names: Index) -> ParsedAddress:
    """Return the parts of a normalized text. Never raises."""
    parsing = ParseState(tokenized(line))
    said, state = _take_areas(parsing, names)
    mentioned = towns.take_towns(parsing, names, apart=bool(said or state == names.home))
    named, state = elsewhere.beside_a_state(parsing, mentioned, state, names, by_county=bool(said))
    lone, unread = accounting.is_lone(parsing, names), _take_street(parsing, names)
    lone = lone or (_lies_elsewhere(named) and not _has_an_address(parsing, names))
    named, counties, either = _towns_or_counties(parsing, named, said, lone=lone)
    if not named and state in ("", names.home) and not parsing.noted("part_of_name"):
        named = _spelled_nearly(parsing, names, unread, by_county=bool(counties))
        named, counties, _ = _towns_or_counties(parsing, named, counties, lone=False)
    if not mentioned:
        stated_distance.note_from_areas(parsing, named, counties, names)
    unaccounted = not (
        accounting.are_known(unread.left.split(), named, names)
        and accounting.names_stand_whole(parsing, names)
        and (counties or not accounting.may_be_other_words(parsing, names))
    )
    if (unread.text or unaccounted) and named:
        parsing.notes.append(("words_unread", ""))
    named, counties = _near_enough(parsing, named, counties, names)
    _note_numbers(parsing)
    unknown = tuple(unread.slot) if unread.text and not named else ()
    return ParsedAddress(
        parts=_parts(parsing, named, counties, unknown),
        towns=named,
        counties=counties,
        either=either and bool(named),
        state=state,
        notes=tuple(dict.fromkeys(parsing.notes)),
        unread=unknown,
        other_zips=tuple(parsing.other_zips),
        distance=parsing.distance,
        unaccounted=unaccounted,
        stand_whole=not unaccounted or accounting.are_towns(parsing, names),
        bare_county=any(parsing.maybe_city or not (said or each.tells_county) for each in counties),
        other_side=parsing.other_side,
        listed=parsing.listed,
        leads_away=accounting.leads_away(parsing),
        near_elsewhere=elsewhere.is_only_near(parsing, names),
    )


def _take_areas(parsing: ParseState, names: Index) -> tuple[tuple[Name, ...], str]:
    """Take ZIP, country, counties and state; return the counties and the state's postal code."""
    zips.take_zip(parsing, names)
    county_state.take_country(parsing)
    counties = county_state.take_counties(parsing, names)
    state = county_state.take_state(parsing, names)
    state = parsing.parts["state"] = state or elsewhere.take_parish(parsing, names.home)
    elsewhere.take_other_side(parsing)
    elsewhere.take_line(parsing, names.home)
    return counties, state


def _lies_elsewhere(named: Sequence[Name]) -> bool:
    """Whether a town lies in another county than the one of its name, whose team is another."""
    return any(
        town.geoid
        and all(place.geoid != town.geoid for place in town.places)
        and all(row.geoid != town.geoid for row in town.zips)
        for town in named
    )


def _has_an_address(parsing: ParseState, names: Index) -> bool:
    """Whether a ZIP or a street says that a name is a town's; a highway runs through its county too."""
    parts = parsing.parts
    street = parts.get("street", "")
    in_town = bool(street) and not names.highway.match(street)
    return bool(parts["zip"] or parts.get("po_box") or parts.get("cross_street") or in_town)


def _note_numbers(parsing: ParseState) -> None:
    """Note a lone number that is one to call, or that is no ZIP."""
    if joined(parsing.tokens).replace("-", "") in _NUMBERS_TO_CALL:
        parsing.notes.append(("call_it", ""))
    elif len(parsing.tokens) == 1 and parsing.tokens[0].text.isdigit() and not parsing.used:
        parsing.notes.append(("zip_digits", ""))


def _near_enough(
    parsing: ParseState, named: tuple[Name, ...], counties: tuple[Name, ...], names: Index
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return towns and counties without those that the place is too far from to be located by.

    A county or ZIP that only says where such a town lies is dropped with it.
    """
    distance = parsing.distance
    if not distance or not (named or distance.measured_from):
        return named, counties
    if distance.measured_from is Scale.PLACE and not named:  # the name was a county's
        distance = parsing.distance = replace(distance, measured_from=Scale.COUNTY)
    row = names.zips.get(parsing.parts["zip"])
    from_county = distance.measured_from is Scale.COUNTY and not (named or row)
    if distance.meters <= (MAX_BEYOND_COUNTY_M if from_county else MAX_BEYOND_M):
        return named, counties
    far = [town.text for town in named] or ([f"ZIP {row.zip}"] if row else [])
    far = far or [county.in_full for county in counties]
    parsing.notes[:] = [("too_far", " and ".join(far))]
    parsing.distance = None
    with_it = [] if distance.from_unread else named
    if row and (not named or key(row.city) in {key(town.text) for town in with_it}):
        parsing.parts["zip"] = parsing.parts["zip4"] = ""
        parsing.other_zips.clear()
    geoids = {place.geoid for town in with_it for place in town.places}
    return (), tuple(county for county in counties if named and county.geoid not in geoids)


def _parts(
    parsing: ParseState, named: Sequence[Name], counties: Sequence[Name], unread: Sequence[Token]
) -> Parts:
    place = " and ".join(town.text for town in named)
    if not named and all(token.text.isalpha() for token in unread):
        place = joined(unread)
    county = " and ".join(county.text for county in counties) or parsing.parts.get("county", "")
    # All of them are text.
    return Parts(**{**parsing.parts, "place": place, "county": county})  # type: ignore[arg-type]


def _counties_of(town: Name) -> set[str]:
    """Return the GEOIDs of the counties that a name's places, or the people of its ZIPs, are in."""
    people = {share.geoid for row in town.zips for share in row.shares}
    return people | {place.geoid for place in town.places} | {row.geoid for row in town.zips}


def _towns_or_counties(
    parsing: ParseState, named: tuple[Name, ...], counties: tuple[Name, ...], *, lone: bool
) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Return towns, counties, and whether a lone name may be either.

    A name that only a county has is read as the county. Of two names one may be the county that
    the other lies in: "Canton, Madison".
    """
    if not counties:
        only = tuple(name for name in named if name.geoid and not name.is_town)
        if only:
            return tuple(name for name in named if name not in only), only, False
        if len(named) == 2 and not parsing.listed:
            for town, other in (named, named[::-1]):
                if other.geoid and other.geoid in _counties_of(town):
                    return (town,), (other,), False
    either = lone and not counties and len(named) == 1 and bool(named[0].geoid)
    return named, counties, either


@dataclass(slots=True, repr=False)
class _Unread:
    """What the street grammar did not understand: all of it, and the words where a town may stand.

    `tails` are the last words of each part, `slot` those of the last part. `streets` are those of
    streets without a type. `left` means that some are no part of an address at all.
    """

    slot: Sequence[Token] = ()
    text: str = ""
    left: str = ""
    tails: list[Sequence[Token]] = field(default_factory=list)
    streets: list[Sequence[Token]] = field(default_factory=list)


def _take_street(parsing: ParseState, names: Index) -> _Unread:
    """Read each part as one of a street address; return what is not understood."""
    unread = _Unread()
    texts: list[str] = []
    left: list[str] = []
    addressed = False
    for part in parsing.unused_parts():
        street = streets.parsed(joined([parsing.tokens[at] for at in part]), names.highway)
        for name in ("house_number", "street", "cross_street", "unit", "po_box", "landmark"):
            text = getattr(street, name)
            if text and not parsing.parts.get(name):
                parsing.parts[name] = text
            elif text:
                texts.append(text)
        rest = streets.unread(street.rest, names.fillers)
        if street.house_number and street.typed and not addressed:
            addressed = True
            left.clear()  # before an address stands whose it is
        if rest:
            left.append(rest)
            texts.append(rest)
            unread.tails.append(tokenized(rest))
        elif street.street and not street.typed:
            unread.tails.append(tokenized(street.street)[1:])
            unread.streets.append(unread.tails[-1])
        elif street.landmark:
            unread.tails.append(tokenized(street.landmark))
    unread.text, unread.left = " ".join(texts), " ".join(left)
    unread.slot = unread.tails[-1] if unread.tails and unread.text else ()
    return unread


def _spelled_nearly(
    parsing: ParseState, names: Index, unread: _Unread, *, by_county: bool
) -> tuple[Name, ...]:
    """Return towns spelled nearly as the words where a town may stand, the last part first."""
    row = names.zips.get(parsing.parts["zip"])
    for tail in unread.tails[:-4:-1]:
        for last_words in _endings(tail, whole=tail not in unread.streets):
            near = tuple(
                name
                for name in names.near(last_words)
                if (name.is_town or not by_county) and (not row or key(row.city) == key(name.text))
            )
            if near:
                parsing.notes.append(("spelled", " or ".join(name.text for name in near)))
                _take_back(parsing, unread, last_words)
                return near
    return ()


def _endings(tail: Sequence[Token], *, whole: bool) -> Iterator[Sequence[Token]]:
    """Yield the words that may be a town: all of them, or the last ones after a house number."""
    for size in dict.fromkeys((len(tail), *(() if whole else (3, 2, 1)))):
        if 0 < size <= min(len(tail), 4):
            yield tail[-size:]


def _take_back(parsing: ParseState, unread: _Unread, last_words: Sequence[Token]) -> None:
    """Take the town's words back out of the street or landmark that they were read as."""
    text = joined(last_words)
    unread.text = unread.text.replace(text, "").strip()
    unread.left = unread.left.replace(text, "").strip()
    for name in ("street", "landmark"):
        part = parsing.parts.get(name, "")
        if part.endswith(text) and not unread.text:
            parsing.parts[name] = part.removesuffix(text).strip()
