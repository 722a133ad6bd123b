"""What place look-up knows: ZIPs, named places, the ground of each ZIP, the states of ZIP prefixes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.catalog.rings import Ring

__all__ = ["POINTS", "CountyPeople", "Gazetteer", "Place", "StatePeople", "ZipCode"]

POINTS = ("zcta", "town", "postal")
"""Where a ZIP's point was taken from, the best first: its area, its town, the post's own table."""


class CountyPeople(NamedTuple):
    """The people that a ZIP has in a county (2010 Census)."""

    geoid: str
    people: int


class StatePeople(NamedTuple):
    """The people that a ZIP has in another state, by its postal code (2010 Census)."""

    state: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipCode:
    """A ZIP with its point in degrees, which lies in county `geoid`.

    More than 95 % of the ZIP's people live within `radius_m` meters of the point. `shares` are all
    counties where people with it were counted, the most first; empty where that is not known.
    `may_reach` are the GEOIDs of further counties that hold much of the ground within the radius,
    the most first. `other_states` are those where people with it were counted.
    """

    zip: str
    city: str
    lon: float
    lat: float
    point: str
    geoid: str
    radius_m: int
    shares: tuple[CountyPeople, ...]
    may_reach: tuple[str, ...]
    other_states: tuple[StatePeople, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town or other named place with its point in degrees, which lies in county `geoid`.

    `people` is GeoNames' estimate, None where it has none to be trusted; `aliases` are other
    spellings of the name. `radius_m` meters are an allowance for the place's extent.
    """

    id: str
    name: str
    lon: float
    lat: float
    geoid: str
    people: int | None
    radius_m: int
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """The four tables; one whose file is broken raises its problems as a DataError when it is used.

    `cells` holds by ZIP the closed rings around the ground that it may stand for (even-odd rule);
    ZIPs of the same ground share them. `zip_states` holds the state's postal code by the first
    three digits of a ZIP, for the whole country.
    """

    zips: Mapping[str, ZipCode]
    places: Sequence[Place]
    cells: Mapping[str, tuple[Ring, ...]]
    zip_states: Mapping[str, str]
