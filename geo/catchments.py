"""From "Region 12", "Jeff Davis" or "statewide" to counties, and on what that rests."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from geo.errors import UnknownCountyError
from geo.records import Basis, Catalog, Catchment, County, Membership, Source, StudyArea
from geo.verdicts import Belonging, MembershipEvidence

__all__ = ["belongings", "county_names", "find_county", "membership_evidence", "reach"]

_LONGEST_NAME = 100
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def belongings(catalog: Catalog, as_of: dt.date) -> dict[str, tuple[Belonging, ...]]:
    """Return by GEOID the region a county is in on a date.

    One belonging that is certain; or, between the earliest and the latest day on which a move
    can have happened, all that are possible by number, none of them certain.
    """
    sources = {one.id: one for one in catalog.services.sources}
    found: dict[str, list[Belonging]] = {one.geoid: [] for one in catalog.counties}
    for region in sorted(catalog.services.regions, key=lambda one: one.number):
        for membership in region.members:
            possible, certain = _holds(membership, as_of)
            if not possible:
                continue
            belonging = Belonging(
                region=region.number,
                certain=certain,
                operator=region.operator,
                evidence=membership_evidence(region.number, membership, sources[membership.source]),
            )
            for name in membership.counties:
                found[catalog.geoid_by_name[name]].append(belonging)
    return {geoid: tuple(some) for geoid, some in found.items()}


def _holds(membership: Membership, as_of: dt.date) -> tuple[bool, bool]:
    """Return whether a membership can hold on a date, and whether it surely does."""
    start, end = membership.valid_from, membership.valid_to
    possible = (not start or (start.earliest or dt.date.min) <= as_of) and (
        not end or as_of < end.latest
    )
    certain = (not start or start.latest <= as_of) and (
        not end or as_of < (end.earliest or dt.date.min)
    )
    return possible, certain


def membership_evidence(number: int, membership: Membership, source: Source) -> MembershipEvidence:
    """Return a membership with its source, as a verdict shows it."""
    return MembershipEvidence(
        region=number,
        confidence=membership.confidence,
        source=membership.source,
        says=membership.says,
        as_of=source.as_of.text,
        valid_from=membership.valid_from.text if membership.valid_from else None,
        valid_to=membership.valid_to.text if membership.valid_to else None,
        also=membership.also,
    )


def reach(
    catchment: Catchment,
    catalog: Catalog,
    regions: Mapping[str, tuple[Belonging, ...]],
) -> Iterator[tuple[str, Basis, Belonging | None]]:
    """Yield GEOID, basis and belonging of each county that a catchment speaks for.

    A county whose region is not certain on the date is yielded with basis none: the catchment
    may include it, which is neither yes nor no.
    """
    for name in catchment.counties:
        yield catalog.geoid_by_name[name], Basis.LISTED, None
    if catchment.statewide:
        for county in catalog.counties:
            yield county.geoid, Basis.CLAIMED, None
    if catchment.regions:
        for geoid, some in regions.items():
            for belonging in some:
                if belonging.region in catchment.regions:
                    basis = Basis.REGION if belonging.certain else Basis.NONE
                    yield geoid, basis, belonging


def county_names(catalog: Catalog) -> list[str]:
    """Return the counties' names in the order of the alphabet."""
    return sorted(one.name for one in catalog.counties)


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
    by_geoid = {one.geoid: one for one in catalog.counties}
    if asked in by_geoid:
        return by_geoid[asked]
    names = {_key(name): geoid for name, geoid in catalog.geoid_by_name.items()}
    bare = _without_suffix(asked, catalog.services.study_area)
    for candidate in (_key(asked), _key(bare)):
        if candidate in names:
            return by_geoid[names[candidate]]
    begun = [one for one in sorted(names) if len(_key(asked)) > 1 and one.startswith(_key(asked))]
    near = begun[:3] or get_close_matches(_key(bare), names, n=3, cutoff=0.6)
    suggestions = dict.fromkeys(by_geoid[names[one]].name for one in near)
    raise UnknownCountyError(tuple(suggestions))


def _without_suffix(asked: str, area: StudyArea) -> str:
    """Return a name without the word County and without this state's; another's stays."""
    state = "|".join(re.escape(one.casefold()) for one in (area.name, area.postal))
    county = r"(?:county|co\.?|cnty)"
    return re.sub(rf"[\s,]+(?:{county}[\s,]+)?(?:{county}|{state})\.?$", "", asked)


def _key(name: str) -> str:
    return _NOT_A_LETTER.sub("", name.casefold())
