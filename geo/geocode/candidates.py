"""Candidates from table rows: what a ZIP, a town, a county or a point stands for."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from geo.catalog.gazetteer import Place, ZipCode
from geo.catalog.records import Catalog
from geo.catalog.rings import METERS_PER_DEGREE
from geo.geocode.location import Candidate, CountyShare, Scale
from geo.spatial import boundaries, geodesy
from geo.spatial.area import Area
from geo.text import county_title

__all__ = [
    "OUTLINE_ERROR_M",
    "apart_m",
    "area_of",
    "county_name",
    "moved",
    "of_county",
    "of_place",
    "of_point",
    "of_zip",
    "reached_by_zip",
]

OUTLINE_ERROR_M = 500
"""Meters within which 19 of 20 corners of the county outlines are right (data/README.md: 381 m)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cache:
    """County names by GEOID, and what was derived from table rows so far."""

    counties: dict[str, str]
    candidates: dict[tuple[str, str], Candidate]
    reached_by_zip: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def _cache(catalog: Catalog) -> _Cache:
    return _Cache(
        {county.geoid: county.name for county in catalog.counties},
        {},
        {},
    )


@lru_cache(maxsize=4)
def _places(catalog: Catalog) -> dict[str, Place]:
    return {place.id: place for place in catalog.gazetteer.places}


def county_name(catalog: Catalog, geoid: str) -> str:
    """Return a county's name by its GEOID."""
    return _cache(catalog).counties[geoid]


def _shares(catalog: Catalog, geoids: tuple[str, ...]) -> tuple[CountyShare, ...]:
    return tuple(CountyShare(geoid=geoid, county=county_name(catalog, geoid)) for geoid in geoids)


def of_zip(catalog: Catalog, code: str, *, as_town: bool = False) -> Candidate:
    """Return the candidate of a ZIP in the tables, the county with most of its people first.

    `as_town` labels it by its city, for a town that only the ZIP table knows.
    """
    row = catalog.gazetteer.zips[code]
    label = f"{row.city} (ZIP {row.zip})" if as_town else f"ZIP {row.zip} ({row.city})"
    return _cached(catalog, "zip", label, lambda: _of_zip(catalog, row, label))


def reached_by_zip(catalog: Catalog, code: str) -> frozenset[str]:
    """Return the GEOIDs of the counties within a ZIP's radius of its point."""
    reached = _cache(catalog).reached_by_zip
    if code not in reached:
        row = catalog.gazetteer.zips[code]
        near = boundaries.counties_within(catalog, row.lon, row.lat, row.radius_m)
        reached[code] = frozenset(geoid for geoid, _ in near)
    return reached[code]


def of_place(catalog: Catalog, place_id: str) -> Candidate:
    """Return the candidate of a town in the tables, with every county that its disc touches."""
    return _cached(catalog, "place", place_id, lambda: _of_place(catalog, place_id))


def of_county(catalog: Catalog, geoid: str) -> Candidate:
    """Return the candidate of a county: the disc around its middle that holds all of it."""
    return _cached(catalog, "county", geoid, lambda: _of_county(catalog, geoid))


def _cached(catalog: Catalog, kind: str, name: str, make: Callable[[], Candidate]) -> Candidate:
    """Return a table row's candidate, made on first use; nothing typed is kept here."""
    by_row = _cache(catalog).candidates
    candidate = by_row.get((kind, name))
    if candidate is None:
        candidate = by_row[kind, name] = make()
    return candidate


def _of_zip(catalog: Catalog, row: ZipCode, label: str) -> Candidate:
    # A ZIP's point can lie in a county where few of its people live: the county of most leads.
    counties = _counties(catalog, row)
    return Candidate(
        label=label,
        lon=row.lon,
        lat=row.lat,
        precision=Scale.ZIP,
        radius_m=row.radius_m,
        geoid=counties[0].geoid,
        county=counties[0].county,
        counties=counties,
        id=row.zip,
    )


def _counties(catalog: Catalog, row: ZipCode) -> tuple[CountyShare, ...]:
    """Return a ZIP's counties by people; without shares where these do not fit its point.

    Some post office boxes lie in a county where none of their few counted people live.
    """
    people = sum(share.people for share in row.shares)
    by_people = sorted(row.shares, key=lambda share: (-share.people, share.geoid))
    geoids = tuple(share.geoid for share in by_people)
    if row.geoid not in geoids or not people:
        return _shares(catalog, (row.geoid, *(geoid for geoid in geoids if geoid != row.geoid)))
    return tuple(
        CountyShare(
            geoid=share.geoid,
            county=county_name(catalog, share.geoid),
            share=share.people / people,
        )
        for share in by_people
    )


def _of_place(catalog: Catalog, place_id: str) -> Candidate:
    place = _places(catalog)[place_id]
    county = county_name(catalog, place.geoid)
    near = boundaries.counties_within(catalog, place.lon, place.lat, place.radius_m)
    geoids = (place.geoid, *(other for other, _ in near if other != place.geoid))
    return Candidate(
        label=f"{place.name} ({county_title(county)})",
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
        label=county_title(name),
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
    """Return the candidate of typed coordinates in county `geoid`; never cached: they are private.

    Other county lines nearby matter only where the typing itself leaves the county open, since
    the outlines are no better than `OUTLINE_ERROR_M`.
    """
    geoids: tuple[str, ...] = (geoid,)
    if radius_m > OUTLINE_ERROR_M:
        near = boundaries.counties_within(catalog, lon, lat, radius_m)
        geoids += tuple(other for other, _ in near if other != geoid)
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


def apart_m(first: Located, second: Located) -> float:
    """Return meters between two points, right within 1 % across a state: to compare, not to show."""
    north = first.lat - second.lat
    east = (first.lon - second.lon) * math.cos(math.radians((first.lat + second.lat) / 2))
    return math.hypot(north, east) * METERS_PER_DEGREE


def moved(start: Located, bearing: float, distance_m: float) -> tuple[float, float]:
    """Return longitude and latitude of the point a distance away, `bearing` degrees from north.

    As exact as `apart_m`.
    """
    angle = math.radians(bearing)
    north = math.cos(angle) * distance_m / METERS_PER_DEGREE
    east = math.sin(angle) * distance_m / METERS_PER_DEGREE
    return start.lon + east / math.cos(math.radians(start.lat)), start.lat + north


def area_of(catalog: Catalog, candidate: Candidate) -> Area:
    """Return what a candidate stands for: a ZIP's cell, a county's shape, else a disc."""
    if candidate.precision is Scale.COUNTY:
        return boundaries.area_of_county(catalog, candidate.geoid)
    cells = catalog.gazetteer.cells if candidate.precision is Scale.ZIP else {}
    rings = cells.get(candidate.id, ())
    lon, lat = candidate.lon, candidate.lat
    if not rings:
        return Area(lon=lon, lat=lat, radius_m=candidate.radius_m)
    reach_m = max(geodesy.between_m(lon, lat, x, y) for ring in rings for x, y, *_ in ring)
    return Area(lon=lon, lat=lat, radius_m=math.ceil(reach_m), rings=rings)
