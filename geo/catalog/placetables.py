"""Reads the tables behind place look-up, or says everything that is wrong with them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

from geo.catalog import csvtable, zipcells
from geo.catalog.gazetteer import POINTS, CountyPeople, Gazetteer, Place, ZipCode
from geo.catalog.schema import DECIMAL
from geo.catalog.yamltree import is_forbidden, shown
from geo.errors import Problem

__all__ = ["read"]

ZIP_COLUMNS = ("zip", "city", "lon", "lat", "point", "geoid", "radius_m", "counties")
PLACE_COLUMNS = ("id", "name", "lon", "lat", "geoid", "people", "radius_m", "aliases")
STATE_COLUMNS = ("state", "prefixes")
# How long numbers may be: at GeoNames, of people in any county, of metres below 100 km.
_ID, _PEOPLE, _METRES = 10, 8, 5
_GEOID = _ZIP = 5
_PREFIX = 3
_POSTAL = 2

Fault = tuple[str, str, str]
Box = Sequence[float]
Row = dict[str, str]
Check = Callable[[Row], Iterator[Fault]]


def read(
    home: Path, geoids: Collection[str] | None, bbox: Box | None
) -> tuple[Gazetteer | None, list[Problem]]:
    """Return the tables of a data folder, None where one has a problem, and every problem.

    Parameters
    ----------
    home : Path
        Folder with zips.csv, places.csv, zip_cells.geojson and zip_states.csv.
    geoids : collection of str or None
        Counties of the study area; None where they are not known, and are not asked for.
    bbox : sequence of float or None
        West, south, east and north of the study area in degrees, likewise.
    """
    problems: list[Problem] = []

    def lies(row: Row) -> Iterator[Fault]:
        return _point_faults(row, geoids, bbox)

    def serves(row: Row) -> Iterator[Fault]:
        return _share_faults(row["counties"], geoids)

    zips = [
        _zip(row)
        for row in _rows(home / "zips.csv", ZIP_COLUMNS, (_zip_faults, lies, serves), problems)
    ]
    codes = None if problems else {one.zip for one in zips}
    places = [
        _place(row)
        for row in _rows(home / "places.csv", PLACE_COLUMNS, (_place_faults, lies), problems)
    ]
    states: dict[str, str] = {}

    def free(row: Row) -> Iterator[Fault]:
        return _state_faults(row, states)

    for row in _rows(home / "zip_states.csv", STATE_COLUMNS, (free,), problems):
        states.update(dict.fromkeys(_prefixes(row["prefixes"]), row["state"]))
    cells = zipcells.read(home / "zip_cells.geojson", codes, bbox, problems)
    if problems:
        return None, problems
    return Gazetteer(
        zips=MappingProxyType({one.zip: one for one in zips}),
        places=tuple(places),
        cells=MappingProxyType(cells),
        zip_states=MappingProxyType(states),
    ), []


def _rows(
    path: Path, columns: Sequence[str], checks: Sequence[Check], problems: list[Problem]
) -> Iterator[Row]:
    """Yield the rows that break no rule; the first column names a row and stands once."""
    seen: set[str] = set()
    before = len(problems)
    for line, values in csvtable.rows(path, columns, problems):
        row = dict(zip(columns, values, strict=True))
        name = values[0]
        faults = [fault for check in checks for fault in check(row)]
        if name in seen:
            faults.append(("duplicate-id", columns[0], f"this {columns[0]} stands twice"))
        for rule, column, message in faults:
            where = f"row of {shown(name)}"
            problems.append(Problem(path.name, line, rule, where, shown(row[column]), message))
        if not faults:
            yield row
        seen.add(name)
    if not seen and len(problems) == before:
        problems.append(Problem(path.name, 1, "no-rows", "file", "", "the table has no row"))


def _zip(row: Row) -> ZipCode:
    return ZipCode(
        zip=row["zip"],
        city=row["city"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        point=row["point"],
        geoid=row["geoid"],
        radius_m=int(row["radius_m"]),
        shares=tuple(
            [CountyPeople(one[:_GEOID], int(one[_GEOID + 1 :])) for one in _listed(row["counties"])]
        ),
    )


def _place(row: Row) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        geoid=row["geoid"],
        people=int(row["people"]) if row["people"] else None,
        radius_m=int(row["radius_m"]),
        aliases=tuple(_listed(row["aliases"])),
    )


def _listed(text: str) -> list[str]:
    return text.split(";") if text else []


def _zip_faults(row: Row) -> Iterator[Fault]:
    if not _digits(row["zip"], _ZIP):
        yield "wrong-form", "zip", "a ZIP has five digits"
    if not _plain(row["city"]):
        yield "forbidden-character", "city", "a ZIP has a city of plain characters"
    if row["point"] not in POINTS:
        yield "unknown-value", "point", f"one of {', '.join(POINTS)} is asked for"


def _place_faults(row: Row) -> Iterator[Fault]:
    if not _whole(row["id"], _ID):
        yield "wrong-form", "id", "a place has GeoNames' number"
    if not _plain(row["name"]):
        yield "forbidden-character", "name", "a place has a name of plain characters"
    if row["people"] and not _whole(row["people"], _PEOPLE):
        yield "not-a-number", "people", "a count of people is a whole number above 0, or empty"
    aliases = _listed(row["aliases"])
    if not all(map(_plain, aliases)):
        yield "forbidden-character", "aliases", "aliases are names of plain characters, joined by ;"
    elif len({row["name"], *aliases}) <= len(aliases):
        yield "duplicate-name", "aliases", "each spelling stands once, the name itself not at all"


def _state_faults(row: Row, known: Collection[str]) -> Iterator[Fault]:
    state = row["state"]
    if len(state) != _POSTAL or not (state.isascii() and state.isalpha() and state.isupper()):
        yield "wrong-form", "state", "a state has a postal code of two capital letters"
    prefixes = _prefixes(row["prefixes"])
    if not prefixes:
        message = "three-digit beginnings of ZIPs are asked for, as 005;063;100-149"
        yield "wrong-form", "prefixes", message
    if len(set(prefixes)) < len(prefixes) or not set(prefixes).isdisjoint(known):
        yield "duplicate-id", "prefixes", "a beginning of ZIPs belongs to one state, once"


def _prefixes(text: str) -> list[str]:
    """Return all beginnings that a list such as 005;063;100-149 names; none if it is no such list."""
    found: list[str] = []
    for one in text.split(";"):
        first, _, last = one.partition("-")
        last = last or first
        if not _digits(first, _PREFIX) or not _digits(last, _PREFIX) or last < first:
            return []
        found += [f"{number:03}" for number in range(int(first), int(last) + 1)]
    return found


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _whole(text: str, most: int) -> bool:
    """Return whether a text is a whole number above 0 of at most so many digits."""
    return 0 < len(text) <= most and text.isascii() and text.isdigit() and text[0] != "0"


def _plain(text: str) -> bool:
    if text.isascii() and text.replace(" ", "").isalpha():  # nearly every name
        return True
    return bool(text.strip()) and not any(map(is_forbidden, text))


def _point_faults(row: Row, geoids: Collection[str] | None, bbox: Box | None) -> Iterator[Fault]:
    lon, lat = row["lon"], row["lat"]
    numbers = True
    for column, value in (("lon", lon), ("lat", lat)):
        if not DECIMAL.fullmatch(value):
            numbers = False
            yield "not-a-number", column, "degrees are a decimal number"
    if numbers and bbox and not _within(float(lon), float(lat), bbox):
        yield "outside", "lon", "the point lies outside the study area's box"
    yield from _county_faults(row["geoid"], "geoid", geoids)
    if not _whole(row["radius_m"], _METRES):
        yield "not-a-number", "radius_m", "metres are a whole number from 1 to 99999"


def _county_faults(geoid: str, column: str, geoids: Collection[str] | None) -> Iterator[Fault]:
    if geoids is not None and geoid in geoids:
        return
    if not _digits(geoid, _GEOID):
        yield "wrong-form", column, "a GEOID has five digits"
    elif geoids is not None:
        yield "unknown-county", column, "counties.csv has no county of this GEOID"


def _share_faults(text: str, geoids: Collection[str] | None) -> Iterator[Fault]:
    named = []
    for one in _listed(text):
        geoid, _, people = one.partition(":")
        if not _whole(people, _PEOPLE):
            message = "counties are GEOID:people joined by ;, with whole numbers above 0"
            yield "wrong-form", "counties", message
        yield from _county_faults(geoid, "counties", geoids)
        named.append(geoid)
    if len(set(named)) < len(named):
        yield "duplicate-id", "counties", "a county stands once"


def _within(lon: float, lat: float, box: Box) -> bool:
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]
