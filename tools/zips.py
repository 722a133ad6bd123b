"""Every ZIP of a state with its point, its county and the people it has in each county."""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from pathlib import Path

from tools.shapes import ShapeError

__all__ = [
    "Postal",
    "Town",
    "ZipRow",
    "fold",
    "mended",
    "people",
    "people_elsewhere",
    "postal",
    "states",
]

DECIMALS = 5
# Share of a county's people of 2010 who may be in no ZIP of the table.
FEW = 0.002


@dataclass(frozen=True, kw_only=True)
class Postal:
    """A row of the postal table: GeoNames' point, in degrees, and its own words."""

    zip: str
    city: str
    county: str
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True)
class Town:
    """A named place with its point in degrees and the county it lies in."""

    id: str
    name: str
    lon: float
    lat: float
    geoid: str
    county: str
    people: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ZipRow:
    """A ZIP as zips.csv has it; `point` says where its point, in degrees, was taken from."""

    zip: str
    city: str
    lon: float
    lat: float
    point: str
    people: Mapping[str, int]


def fold(name: str) -> str:
    """Return what two spellings of a name have in common: letters only, "St." written out."""
    return re.sub(r"[^a-z]", "", re.sub(r"\b(?:saint|st)\b\.?", "saint", name.lower()))


def mended(city: str, towns: Mapping[str, str]) -> str:
    """Return a city name of the postal table as people write it.

    That table has no apostrophe and splits or lowers what follows "Mc": "D Lo", "Mc Lain",
    "Mccomb". A town of the same letters lends its spelling; `towns` has them by `fold`.
    """
    name = re.sub(r"\bMc ?([A-Za-z])", lambda found: f"Mc{found[1].upper()}", city)
    name = re.sub(r"\bD (?=[A-Z])", "D'", name)
    return towns.get(fold(name), name)


def postal(path: Path, state: str) -> tuple[dict[str, Postal], dict[str, str]]:
    """Return the state's rows of the postal table by ZIP, and states by three-digit prefix."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    ours = {
        row["zip_code"]: Postal(
            zip=row["zip_code"],
            city=row["city"],
            county=row["county"],
            lon=round(float(row["longitude"]), DECIMALS),
            lat=round(float(row["latitude"]), DECIMALS),
        )
        for row in rows
        if row["state"] == state
    }
    return ours, states((row["zip_code"], row["state"]) for row in rows)


def states(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the state that most ZIPs of a three-digit prefix lie in; a prefix that ties has none."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for code, state in rows:
        votes[code[:3]][state] += 1
    found = {}
    for prefix, count in sorted(votes.items()):
        first, *others = count.most_common(2)
        if not others or others[0][1] < first[1]:
            found[prefix] = first[0]
    return found


def zcta_points(path: Path) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each ZIP Code Tabulation Area."""
    text = path.read_text(encoding="utf-8").removeprefix("module.exports =").strip()
    return {
        code: (round(at["longitude"], DECIMALS), round(at["latitude"], DECIMALS))
        for code, at in json.loads(text.rstrip(";"))
    }


def people(by_county: Path, census: Path, state: str) -> dict[str, dict[str, int]]:
    """Return the people of 2010 by ZIP and county GEOID, as whole numbers.

    Parameters
    ----------
    by_county : Path
        Shares of each county's people by ZIP.
    census : Path
        The Census Bureau's counts of 2010 by county.
    state : str
        The two digits of the state.

    Raises
    ------
    ShapeError
        If a county has no count, or its people by ZIP are not within `FEW` of it: a few may live
        where no ZIP was, and shares are rounded.
    """
    with census.open(encoding="cp1252", newline="") as stream:
        counts = {
            row["FIPS"].zfill(5): int(row["CENSUS2010POP"])
            for row in csv.DictReader(stream)
            if row["CENSUS2010POP"].isdecimal()
        }
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for geoid, shares in _shares(by_county, "fips", "zip").items():
        if not geoid.startswith(state):
            continue
        if geoid not in counts:
            raise ShapeError(f"county {geoid} has no count of 2010")
        here = {code: round(share * counts[geoid]) for code, share in shares.items()}
        if abs(sum(here.values()) - counts[geoid]) > FEW * counts[geoid]:
            raise ShapeError(f"county {geoid}: people by ZIP are not the {counts[geoid]} of 2010")
        for code, count in here.items():
            found[code][geoid] = count
    return found


def people_elsewhere(
    path: Path, here: Mapping[str, Mapping[str, int]], home: str
) -> dict[str, dict[str, int]]:
    """Return the people of 2010 that ZIPs have in other states, by ZIP and the state's postal code.

    Parameters
    ----------
    path : Path
        Shares of each ZIP's people by state.
    here : mapping
        People by ZIP and county of this state, which give the shares their scale.
    home : str
        The two letters of this state.
    """
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            shares[row["zip"]][row["state_id"].upper()] += float(row["weight"])
    found = {}
    for code, counts in here.items():
        own = shares[code][home]
        others = {state: share for state, share in shares[code].items() if state != home}
        if others:
            whole = sum(counts.values()) / own
            found[code] = {state: round(whole * share) for state, share in others.items()}
    return found


def _shares(path: Path, whole: str, part: str) -> dict[str, dict[str, float]]:
    """Return shares by the whole and then by the part; columns are named for both."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row[whole]][row[part]] = float(row["weight"])
    return found


def rows(
    tables: Mapping[str, Postal],
    points: Mapping[str, tuple[float, float]],
    counts: Mapping[str, Mapping[str, int]],
    towns: Sequence[Town],
) -> list[ZipRow]:
    """Return a row for each ZIP of the postal table, and for each other that has a ZCTA point here.

    Parameters
    ----------
    tables : mapping
        Rows of the postal table by ZIP.
    points : mapping
        Longitude and latitude of ZCTAs by ZIP, in degrees.
    counts : mapping
        People of 2010 by ZIP and county.
    towns : sequence of Town
        Places that a ZIP without a ZCTA takes its point from, where the postal table names both
        the place and its county.
    """
    prefixes = {code[:3] for code in tables}
    extra = {code for code in points if code[:3] in prefixes} - tables.keys()
    spelled = {fold(town.name): town.name for town in towns}
    found = []
    for code in sorted({*tables, *extra}):
        entry = tables.get(code)
        city = mended(entry.city, spelled) if entry else _nearest(points[code], towns).name
        town = entry and _town(replace(entry, city=city), towns)
        if code in points:
            (lon, lat), point = points[code], "zcta"
        elif town:
            lon, lat, point = town.lon, town.lat, "town"
        else:
            lon, lat, point = tables[code].lon, tables[code].lat, "postal"
        found.append(
            ZipRow(zip=code, city=city, lon=lon, lat=lat, point=point, people=counts.get(code, {}))
        )
    return found


def _town(entry: Postal, towns: Iterable[Town]) -> Town | None:
    same = [
        town
        for town in towns
        if town.name == entry.city and fold(town.county) == fold(entry.county)
    ]
    return same[0] if len(same) == 1 else None


def _nearest(point: tuple[float, float], towns: Iterable[Town]) -> Town:
    # A degree of longitude is shorter than one of latitude; the nearest town is no closer call than that.
    narrow = cos(radians(point[1]))
    return min(
        towns, key=lambda one: ((one.lon - point[0]) * narrow) ** 2 + (one.lat - point[1]) ** 2
    )
