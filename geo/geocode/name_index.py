"""The names of towns, ZIP cities and counties, found exactly or by a near spelling."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from geo.catalog.gazetteer import Place, ZipCode
from geo.catalog.records import Catalog, StudyArea
from geo.errors import DataError, Problem
from geo.geocode import states, streets
from geo.geocode.candidates import apart_m, county_name
from geo.geocode.fillers import FILLERS
from geo.geocode.tokens import Token, tokenized, words
from geo.text import CountyName, county_title, has_title, is_title

__all__ = ["FEATURES", "LONG_FORMS", "MIN_FUZZY", "Index", "Name", "index", "key", "key_of"]

_T = TypeVar("_T")

MIN_FUZZY = 5
"""Letters that a name must have for a near spelling to count."""

FEATURES = words(
    "academy airport bank bayou bridge campus casino center church clinic college community creek "
    "dam elementary forest general grocery health high hill hospital hotel inn institute jail lake "
    "landing mall market medical memorial middle mill motel museum national park plantation prison "
    "reservation reservoir regional resort ridge river school shelter speedway state station store "
    "university valley wildlife"
)
"""Words that make a town's name before them part of a longer name, which may lie elsewhere."""

_MIN_FUZZY_TWICE = 8
_MIN_TOWN_TWICE = 12
# For suggestions only.
_MIN_LIKENESS = 0.7
LONG_FORMS = {
    **{"e": "east", "ft": "fort", "mt": "mount", "n": "north", "s": "south", "spgs": "springs"},
    **{"pt": "point", "st": "saint", "w": "west"},
}
"""What a short word of a name stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Everything that one name stands for: places, further towns, a county, a city elsewhere.

    `text` is the tables' own spelling. `zips` are those of a city of that name that is none of
    the `places`: no such place is known, or it lies elsewhere. `other_state` is the postal code
    of the neighbor state that a city lies in.
    """

    text: str
    places: tuple[Place, ...] = ()
    zips: tuple[ZipCode, ...] = ()
    geoid: str = ""
    other_state: str = ""

    @property
    def in_full(self) -> str:
        """The name as that of a county: "Lee County", "St. Louis city"."""
        return county_title(self.text)

    @property
    def tells_county(self) -> bool:
        """Whether the name alone says that it is a county's, as "St. Louis city" does."""
        return is_title(self.text)

    @property
    def is_town(self) -> bool:
        """Whether a town has this name."""
        return bool(self.places or self.zips)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Index:
    """Names by key: the letters and digits of a name, with Saint for St. and the like.

    `home` is the study area's postal code. `keepers` are what its own roads are called by, in
    lower case, and `highway` is the form of numbered roads. `plain` are the keys of towns whose
    names are plain words as well; `fillers` are words of no name. `longest` counts the words of the
    longest name and one more.
    """

    home: str
    state_name: str
    keepers: frozenset[str]
    highway: re.Pattern[str]
    plain: frozenset[str]
    fillers: frozenset[str]
    names: Mapping[str, Name]
    counties: Mapping[str, Name]
    zips: Mapping[str, ZipCode]
    longest: int
    longest_key: int
    missing: tuple[Problem, ...]  # of tables that cannot be read, so that names are not here

    def at(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, Name] | None:
        """Return the end and the name of the longest name that begins at `start`, within one part."""
        for last in range(min(end, start + self.longest), start, -1):
            name = self.names.get(key_of(tokens[start:last]))
            if name and (last == start + 1 or len(name.text) >= MIN_FUZZY or " " in name.text):
                return last, name
        return None

    def near(self, words: Sequence[Token], *, counties: bool = False) -> tuple[Name, ...]:
        """Return the names one edit away: a letter more, less or different, or two swapped.

        Two edits away from a long word count as well; of counties from a shorter one.
        """
        asked = key_of(words)
        names = self.counties if counties else self.names
        if asked in names:
            return ()  # it was seen already, and not taken for a town
        if not MIN_FUZZY - 1 <= len(asked) <= self.longest_key + 1 or not asked.isalpha():
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        edits = 2 if len(asked) >= (_MIN_FUZZY_TWICE if counties else _MIN_TOWN_TWICE) else 1
        matches = process.extract(
            asked, names.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        least = min((score for _, score, _ in matches), default=0)
        keys = sorted(key for key, score, _ in matches if len(key) >= MIN_FUZZY and score == least)
        return _distinct(names[key] for key in keys)

    def alike(self, words: Sequence[Token], limit: int = 3) -> tuple[str, ...]:
        """Return up to `limit` names of towns and counties that are spelled somewhat alike."""
        asked = key_of(words)
        if not 3 <= len(asked) <= 2 * self.longest_key:
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        matches = process.extract(
            asked,
            self.names.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=_MIN_LIKENESS,
            limit=3 * limit,
        )
        best = sorted(matches, key=lambda match: (-match[1], match[0]))
        near = _distinct(self.names[key] for key, _, _ in best)
        return tuple(name.text for name in near if not name.other_state)[:limit]


@lru_cache(maxsize=2048)
def key(text: str) -> str:
    """Return the key of a name of the tables; not for typed text, since it is cached."""
    return key_of(tokenized(text))


def key_of(tokens: Iterable[Token]) -> str:
    """Return the key of a name of several tokens."""
    return "".join([LONG_FORMS.get(token.text, token.text) for token in tokens])


def _distinct(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple({name.text: name for name in names}.values())


@lru_cache(maxsize=4)
def index(catalog: Catalog) -> Index:
    """Return the names of a catalog, of the tables that can be read; built once for each."""
    counties = {
        key(name): Name(text=county_name(catalog, geoid), geoid=geoid)
        for name, geoid in catalog.geoid_by_name.items()
    }
    for county in filter(lambda county: has_title(county.name), catalog.counties):
        title = county_title(county.name)
        counties[key(title)] = Name(text=CountyName(title, title), geoid=county.geoid)
    towns = _towns(catalog)
    names: dict[str, Name] = {**_context_cities(catalog, towns), **counties}
    for name_key, (places, zips) in towns.items():
        text = places[0].name if places else zips[0].city
        geoid = counties[name_key].geoid if name_key in counties else ""
        likeliest = sorted(places, key=lambda place: (-(place.people or 0), place.id))
        names[name_key] = Name(
            text=text, places=tuple(likeliest), zips=_apart(places, zips), geoid=geoid
        )
    for name_key, place in _aliases(catalog):
        if name_key not in names:
            names[name_key] = Name(text=place.name, places=towns[key(place.name)][0])
    longest = max((len(name.text.replace("-", " ").split()) for name in names.values()), default=1)
    area = catalog.services.study_area
    keepers = _keepers(area)
    return Index(
        home=area.postal,
        state_name=area.name,
        keepers=keepers,
        highway=streets.highways(keepers),
        plain=frozenset(map(key, area.plain_names)),
        fillers=FILLERS.difference(*(_words_of(name.text) for name in names.values())),
        names=names,
        counties=counties,
        zips={} if "zips.csv" in catalog.missing else catalog.gazetteer.zips,
        longest=longest + 1,
        longest_key=max(map(len, names), default=0),
        missing=tuple(
            problem
            for file in ("zips.csv", "places.csv")
            for problem in catalog.missing.get(file, ())
        ),
    )


def _words_of(text: str) -> Iterator[str]:
    """Yield the words of a name."""
    return (token.text for token in tokenized(text))


def _keepers(area: StudyArea) -> frozenset[str]:
    """Return what the state's own roads are called by, but not a code that is a plain word."""
    names = {name for name, code in states.NAMES.items() if code == area.postal}
    return frozenset({area.name.casefold(), area.postal.casefold(), *names} - states.WORDS)


def _towns(catalog: Catalog) -> dict[str, tuple[tuple[Place, ...], tuple[ZipCode, ...]]]:
    """Return places and ZIPs by the key of the town that they are named for."""
    places: dict[str, list[Place]] = {}
    zips: dict[str, list[ZipCode]] = {}
    for place in _read(catalog.gazetteer.places):
        places.setdefault(key(place.name), []).append(place)
    for row in _read(catalog.gazetteer.zips.values()):
        zips.setdefault(key(row.city), []).append(row)
    return {
        name_key: (tuple(places.get(name_key, ())), tuple(zips.get(name_key, ())))
        for name_key in {**places, **zips}
    }


def _apart(places: Sequence[Place], zips: Sequence[ZipCode]) -> tuple[ZipCode, ...]:
    """Return the ZIPs that lie in other counties than the places of their name, and far from them."""
    counties = {place.geoid for place in places}
    return tuple(
        row
        for row in zips
        if row.geoid not in counties
        and all(apart_m(row, place) > row.radius_m + place.radius_m for place in places)
    )


def _aliases(catalog: Catalog) -> Iterator[tuple[str, Place]]:
    """Yield the keys of other spellings of places."""
    for place in _read(catalog.gazetteer.places):
        for alias in place.aliases:
            yield key(alias), place


def _context_cities(catalog: Catalog, towns: Mapping[str, object]) -> dict[str, Name]:
    """Return the well-known cities of neighbor states that the maps show for orientation."""
    own = catalog.services.study_area.postal
    return {
        key(city.name): Name(text=city.name, other_state=city.state)
        for city in _read(catalog.context.cities)
        if city.state in states.CODES and city.state != own and key(city.name) not in towns
    }


def _read(part: Iterable[_T]) -> tuple[_T, ...]:
    """Return a part of the data, nothing where its file is broken; the catalog's warnings say so."""
    try:
        return tuple(part)
    except DataError:
        return ()
