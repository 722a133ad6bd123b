"""Candidates out of table rows: what a ZIP, a town, a county or a point stands for."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from geo.catalog.gazetteer import Place, ZipCode
from geo.catalog.records import Catalog
from geo.geocode.location import Candidate, CountyShare, Scale
from geo.spatial import boundaries

__all__ = [
    "OUTLINE_ERROR_M",
    "apart_m",
    "county_name",
    "moved",
    "of_county",
    "of_place",
    "of_point",
    "of_zip",
    "reached_by_zip",
]

OUTLINE_ERROR_M = 500
"""Metres within which nineteen in twenty corners of the county outlines are right (data/README.md: 381 m)."""

_METRES_PER_DEGREE = 111_195.0  # of a great circle on the mean sphere of 6,371 km


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """A catalog's counties by GEOID, places by id, and what was made of its rows so far."""

    counties: dict[str, str]
    places: dict[str, Place]
    made: dict[tuple[str, str], Candidate]
    reached: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def _shelf(catalog: Catalog) -> _Shelf:
    return _Shelf(
        {one.geoid: one.name for one in catalog.counties},
        {one.id: one for one in catalog.gazetteer.places},
        {},
        {},
    )


def county_name(catalog: Catalog, geoid: str) -> str:
    """Return a county's name by its GEOID."""
    return _shelf(catalog).counties[geoid]


def _shares(catalog: Catalog, geoids: tuple[str, ...]) -> tuple[CountyShare, ...]:
    return tuple(CountyShare(geoid=one, county=county_name(catalog, one)) for one in geoids)


def of_zip(catalog: Catalog, zip_code: str, *, as_town: bool = False) -> Candidate:
    """Return what a ZIP of the tables stands for, the county with most of its people first.

    `as_town` labels it by its city, for a town that is known by its ZIP alone.
    """
    one = catalog.gazetteer.zips[zip_code]
    label = f"{one.city} (ZIP {one.zip})" if as_town else f"ZIP {one.zip} ({one.city})"
    return _once(catalog, "zip", label, lambda: _of_zip(catalog, one, label))


def reached_by_zip(catalog: Catalog, zip_code: str) -> frozenset[str]:
    """Return the GEOIDs of the counties that come within a ZIP's radius of its point."""
    reached = _shelf(catalog).reached
    if zip_code not in reached:
        one = catalog.gazetteer.zips[zip_code]
        near = boundaries.counties_within(catalog, one.lon, one.lat, one.radius_m)
        reached[zip_code] = frozenset(geoid for geoid, _ in near)
    return reached[zip_code]


def of_place(catalog: Catalog, place_id: str) -> Candidate:
    """Return what a town of the tables stands for, with every county that its disc touches."""
    return _once(catalog, "place", place_id, lambda: _of_place(catalog, place_id))


def of_county(catalog: Catalog, geoid: str) -> Candidate:
    """Return what a county stands for: the disc around the middle that holds all of it."""
    return _once(catalog, "county", geoid, lambda: _of_county(catalog, geoid))


def _once(catalog: Catalog, kind: str, name: str, make: Callable[[], Candidate]) -> Candidate:
    """Return a row's candidate, made at its first use. Rows are the tables', not anybody's."""
    made = _shelf(catalog).made
    found = made.get((kind, name))
    if found is None:
        found = made[kind, name] = make()
    return found


def _of_zip(catalog: Catalog, one: ZipCode, label: str) -> Candidate:
    # The point of a ZIP can lie in a county of few of its people: the county of most stands first.
    counties = _counties(catalog, one)
    return Candidate(
        label=label,
        lon=one.lon,
        lat=one.lat,
        precision=Scale.ZIP,
        radius_m=one.radius_m,
        geoid=counties[0].geoid,
        county=counties[0].county,
        counties=counties,
        id=one.zip,
    )


def _counties(catalog: Catalog, one: ZipCode) -> tuple[CountyShare, ...]:
    """Return a ZIP's counties by people; without shares where these do not fit its point.

    Some post office boxes stand in a county where none of their few counted people live.
    """
    people = sum(share.people for share in one.shares)
    by_people = sorted(one.shares, key=lambda share: (-share.people, share.geoid))
    geoids = tuple(share.geoid for share in by_people)
    if one.geoid not in geoids or not people:
        return _shares(catalog, (one.geoid, *(geoid for geoid in geoids if geoid != one.geoid)))
    return tuple(
        CountyShare(
            geoid=share.geoid,
            county=county_name(catalog, share.geoid),
            share=share.people / people,
        )
        for share in by_people
    )


def _of_place(catalog: Catalog, place_id: str) -> Candidate:
    place = _shelf(catalog).places[place_id]
    county = county_name(catalog, place.geoid)
    near = boundaries.counties_within(catalog, place.lon, place.lat, place.radius_m)
    geoids = (place.geoid, *(one for one, _ in near if one != place.geoid))
    return Candidate(
        label=f"{place.name} ({county} County)",
        lon=place.lon,
        lat=place.lat,
        precision=Scale.PLACE,
        radius_m=place.radius_m,
        geoid=place.geoid,
        county=county,
        counties=_shares(catalog, geoids),
        id=place.id,
    )


def _of_county(catalog: Catalog, geoid: str) -> Candidate:
    area = boundaries.area_of_county(catalog, geoid)
    name = county_name(catalog, geoid)
    return Candidate(
        label=f"{name} County",
        lon=area.lon,
        lat=area.lat,
        precision=Scale.COUNTY,
        radius_m=round(area.radius_m),
        geoid=geoid,
        county=name,
        counties=_shares(catalog, (geoid,)),
        id=geoid,
    )


def of_point(
    catalog: Catalog, lon: float, lat: float, radius_m: int, *, geoid: str, label: str
) -> Candidate:
    """Return what typed coordinates in county `geoid` stand for; not cached: they are somebody's.

    Which other county lines are near is asked only where the typing itself leaves it open; the
    outlines are no better than `OUTLINE_ERROR_M`.
    """
    geoids: tuple[str, ...] = (geoid,)
    if radius_m > OUTLINE_ERROR_M:
        near = boundaries.counties_within(catalog, lon, lat, radius_m)
        geoids += tuple(one for one, _ in near if one != geoid)
    return Candidate(
        label=label,
        lon=lon,
        lat=lat,
        precision=Scale.COORDINATE,
        radius_m=radius_m,
        geoid=geoid,
        county=county_name(catalog, geoid),
        counties=_shares(catalog, geoids),
    )


class Located(Protocol):
    """Anything with a point in degrees."""

    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


def apart_m(one: Located, other: Located) -> float:
    """Return metres between two points, right within 1 % across a state: to compare, not to show."""
    north = one.lat - other.lat
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(north, east) * _METRES_PER_DEGREE


def moved(start: Located, bearing: float, distance_m: float) -> tuple[float, float]:
    """Return longitude and latitude a distance from a point, by degrees from north; as exact."""
    angle = math.radians(bearing)
    north = math.cos(angle) * distance_m / _METRES_PER_DEGREE
    east = math.sin(angle) * distance_m / _METRES_PER_DEGREE
    return start.lon + east / math.cos(math.radians(start.lat)), start.lat + north
