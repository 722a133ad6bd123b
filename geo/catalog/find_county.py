"""The county that a name means, as people write it."""

import re
from difflib import get_close_matches

from geo.catalog.records import Catalog, County, StudyArea
from geo.errors import UnknownCountyError
from geo.text import county_title, has_title, is_title

__all__ = ["county_names", "find_county"]

_LONGEST_NAME = 100


_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def county_names(catalog: Catalog) -> list[str]:
    """Return the counties' names in the order of the alphabet."""
    return sorted(county.name for county in catalog.counties)


def find_county(catalog: Catalog, text: str) -> County:
    """Return the county that a person means by `text`: a name or alias in any case, or a GEOID.

    Raises
    ------
    UnknownCountyError
        With up to three near names. The message does not repeat the text.
    """
    asked = text.strip().casefold()
    if len(asked) > _LONGEST_NAME:
        raise UnknownCountyError(())
    by_geoid = {county.geoid: county for county in catalog.counties}
    if asked in by_geoid:
        return by_geoid[asked]
    names = {_key(name): geoid for name, geoid in catalog.geoid_by_name.items()}
    names |= {
        _key(county_title(county.name)): county.geoid
        for county in catalog.counties
        if has_title(county.name)
    }
    bare = _without_suffix(asked, catalog.services.study_area)
    for candidate in (_key(asked), _key(bare)):
        if candidate in names:
            found = by_geoid[names[candidate]]
            _refuse_two(found, catalog, said=asked != bare)
            return found
    start = _key(asked)
    begun = [key for key in sorted(names) if len(start) > 1 and key.startswith(start)]
    near = begun[:3] or get_close_matches(_key(bare), names, n=3, cutoff=0.6)
    suggestions = dict.fromkeys(by_geoid[names[key]].name for key in near)
    raise UnknownCountyError(tuple(suggestions))


def _refuse_two(found: County, catalog: Catalog, *, said: bool) -> None:
    """Raise UnknownCountyError for a bare name that another county has too, with more behind it.

    "St. Louis" may be St. Louis County or St. Louis city; `said` is that the word County was there.
    """
    alike = (
        county.name
        for county in catalog.counties
        if is_title(county.name) and county.name.startswith(f"{found.name} ")
    )
    if not said and (other := next(alike, None)):
        raise UnknownCountyError((county_title(found.name), other))


def _without_suffix(asked: str, area: StudyArea) -> str:
    """Return a name without the word County and without this state's; another's stays."""
    state = "|".join(re.escape(name.casefold()) for name in (area.name, area.postal))
    county = r"(?:county|co\.?|cnty)"
    return re.sub(rf"[\s,]+(?:{county}[\s,]+)?(?:{county}|{state})\.?$", "", asked)


def _key(name: str) -> str:
    return _NOT_A_LETTER.sub("", name.casefold())
