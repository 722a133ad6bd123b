"""Reads the tables behind place look-up, or says everything that is wrong with each of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from geo.catalog import csvtable
from geo.catalog.csvtable import DEGREES, Column, Row, Rule, column, is_name, matches, named
from geo.catalog.gazetteer import POINTS, CountyPeople, Place, StatePeople, ZipCode
from geo.catalog.raw_file import StrPath
from geo.errors import Problems

__all__ = ["read_places", "read_zip_states", "read_zips"]

_OF_TOWN = POINTS[1]
_PEOPLE = "[1-9][0-9]{0,7}"
_is_geoid, _is_prefix, _is_people = matches("[0-9]{5}"), matches("[0-9]{3}"), matches(_PEOPLE)


def read_zips(
    path: StrPath, geoids: Collection[str] | None, bbox: Sequence[float] | None
) -> Mapping[str, ZipCode]:
    """Return zips.csv by ZIP.

    Parameters
    ----------
    path : path
        A CSV file with the columns that README.md of the data folder explains.
    geoids : collection of str or None
        Counties of the study area; None where they are not known, and not checked.
    bbox : sequence of float or None
        West, south, east and north of the study area in degrees, likewise.

    Raises
    ------
    DataError
        With every problem of the file.
    """
    columns = (
        column("zip", ("wrong-form", "a ZIP has five digits", matches("[0-9]{5}")), unique="ZIP"),
        column("city", named("a ZIP has a city of plain characters")),
        column(
            "point", ("unknown-value", f"expected one of {', '.join(POINTS)}", POINTS.__contains__)
        ),
        *_ground(geoids, bbox),
        column("counties", *_shares(geoids)),
        column("may_reach", *_counties(geoids, _listed), _ONCE),
        column("other_states", ("wrong-form", _STATES, _have_people("[A-Z]{2}")), _ONCE),
    )
    rows = _sound(path, columns, _counted_or_not)
    return MappingProxyType({row.cells["zip"]: _zip(row.cells) for row in rows})


def read_places(
    path: StrPath,
    geoids: Collection[str] | None,
    bbox: Sequence[float] | None,
    codes: Iterable[ZipCode] = (),
) -> tuple[Place, ...]:
    """Return places.csv in its order; parameters and errors as for `read_zips`.

    `codes` are the ZIPs beside it. Where one was put at the point of its town, that town is to be there: a table
    that was cut between two rows has no other sign of it.
    """
    people = "a count of people is a whole number above 0, or empty"
    aliases = "aliases are names of plain characters, joined by ;"
    columns = (
        column(
            "id",
            ("wrong-form", "a place has GeoNames' number", matches("[1-9][0-9]{0,9}")),
            unique="id",
        ),
        column("name", named("a place has a name of plain characters")),
        column("people", ("not-a-number", people, matches(f"|{_PEOPLE}"))),
        column("aliases", ("forbidden-character", aliases, _are_names)),
        *_ground(geoids, bbox),
    )
    places = tuple(_place(row.cells) for row in _sound(path, columns, _spelled_once))
    known = {(place.lon, place.lat) for place in places}
    lacking = [
        code.city for code in codes if code.point == _OF_TOWN and (code.lon, code.lat) not in known
    ]
    if lacking:
        message = f"{len(lacking)} ZIPs of zips.csv have the point of a town that is not here: is the table whole?"
        Problems(Path(path).name).refuse("missing-place", message, found=lacking[0])
    return places


def read_zip_states(path: StrPath) -> Mapping[str, str]:
    """Return the state's postal code by the first three digits of a ZIP; errors as `read_zips`."""
    states: dict[str, str] = {}

    def is_free(cell: str) -> bool:
        prefixes = _prefixes(cell)
        return len(set(prefixes)) == len(prefixes) and states.keys().isdisjoint(prefixes)

    postal = "a state has a postal code of two capital letters"
    form = "expected three-digit beginnings of ZIPs, as 005;063;100-149"
    once = "a beginning of ZIPs belongs to one state, once"
    columns = (
        column("state", ("wrong-form", postal, matches("[A-Z]{2}")), unique="state"),
        column("prefixes", ("wrong-form", form, _prefixes), ("duplicate-id", once, is_free)),
    )
    for row in _sound(path, columns):
        states.update(dict.fromkeys(_prefixes(row.cells["prefixes"]), row.cells["state"]))
    return MappingProxyType(states)


def _sound(
    path: StrPath,
    columns: Sequence[Column],
    check: Callable[[Row, Problems], None] = lambda _row, _problems: None,
) -> Iterator[Row]:
    """Yield the rows that break no rule; at the end DataError if there was any other, or none."""
    problems = Problems(Path(path).name)
    row = None
    for row in csvtable.rows(path, columns, problems):
        if not row.broken:
            check(row, problems)
            yield row
    if row is None:
        problems.add("no-rows", "the table has no row", line=1)
    problems.check()


def _zip(cells: Mapping[str, str]) -> ZipCode:
    shares, states = (
        [pair.split(":") for pair in _listed(cells[name])] for name in ("counties", "other_states")
    )
    return ZipCode(
        zip=cells["zip"],
        city=cells["city"],
        lon=float(cells["lon"]),
        lat=float(cells["lat"]),
        point=cells["point"],
        geoid=cells["geoid"],
        radius_m=int(cells["radius_m"]),
        shares=tuple([CountyPeople(geoid, int(people)) for geoid, people in shares]),
        may_reach=tuple(_listed(cells["may_reach"])),
        other_states=tuple([StatePeople(state, int(people)) for state, people in states]),
    )


def _place(cells: Mapping[str, str]) -> Place:
    return Place(
        id=cells["id"],
        name=cells["name"],
        lon=float(cells["lon"]),
        lat=float(cells["lat"]),
        geoid=cells["geoid"],
        people=int(cells["people"]) if cells["people"] else None,
        radius_m=int(cells["radius_m"]),
        aliases=tuple(_listed(cells["aliases"])),
    )


def _listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


# Rules of the columns --------------------------------------------------------------------------


def _ground(geoids: Collection[str] | None, bbox: Sequence[float] | None) -> tuple[Column, ...]:
    """Return the columns of a point: its degrees, its county, and how far around it reaches."""
    west, south, east, north = bbox or (-180.0, -90.0, 180.0, 90.0)
    meters = "meters are a whole number from 1 to 999999"
    return (
        column("lon", DEGREES, _between(west, east)),
        column("lat", DEGREES, _between(south, north)),
        column("geoid", *_counties(geoids, lambda cell: [cell])),
        column("radius_m", ("not-a-number", meters, matches("[1-9][0-9]{0,5}"))),
    )


def _between(least: float, most: float) -> Rule:
    message = "the point lies outside the study area's box"
    return "outside", message, lambda cell: least <= float(cell) <= most


def _counties(
    geoids: Collection[str] | None, named_in: Callable[[str], list[str]]
) -> tuple[Rule, ...]:
    """Return the rules on the GEOIDs that a cell names."""
    form, unknown = "a GEOID has five digits", "counties.csv has no county of this GEOID"
    return (
        ("wrong-form", form, lambda cell: all(map(_is_geoid, named_in(cell)))),
        (
            "unknown-county",
            unknown,
            lambda cell: geoids is None or all(geoid in geoids for geoid in named_in(cell)),
        ),
    )


def _shares(geoids: Collection[str] | None) -> tuple[Rule, ...]:
    """Return the rules on counties with the people that a ZIP has in each."""
    form = "counties are GEOID:people joined by ;, with whole numbers above 0"
    return (
        ("wrong-form", form, _have_people("[^:]*")),
        *_counties(geoids, _named_in),
        ("duplicate-id", "duplicate county in this list", _are_distinct),
    )


def _have_people(named: str) -> Callable[[str], bool]:
    """Return whether a list is of names of this form, each with a count of people."""
    is_pair = matches(f"{named}:{_PEOPLE}")
    return lambda cell: all(map(is_pair, _listed(cell)))


def _named_in(cell: str) -> list[str]:
    return [pair.partition(":")[0] for pair in _listed(cell)]


def _are_distinct(cell: str) -> bool:
    return len(set(_named_in(cell))) == len(_named_in(cell))


def _counted_or_not(row: Row, problems: Problems) -> None:
    """Check that a ZIP may reach only into counties where none of its people were counted."""
    counted, further = _named_in(row.cells["counties"]), _listed(row.cells["may_reach"])
    if not set(counted).isdisjoint(further):
        message = "a county with people is in counties, and not in may_reach too"
        found = row.cells["may_reach"]
        problems.add("duplicate-id", message, line=row.line, where=row.where, found=found)


_STATES = "other states are postal codes with people, as AR:2, joined by ;"
_ONCE: Rule = ("duplicate-id", "duplicate in this list", _are_distinct)


def _are_names(cell: str) -> bool:
    return all(map(is_name, _listed(cell)))


def _spelled_once(row: Row, problems: Problems) -> None:
    """Check that no alias is another, or the name itself."""
    aliases = row.cells["aliases"]
    if len({row.cells["name"], *_listed(aliases)}) <= len(_listed(aliases)):
        message = "expected each other spelling once, without the name itself"
        problems.add("duplicate-name", message, line=row.line, where=row.where, found=aliases)


@lru_cache(maxsize=64)
def _prefixes(cell: str) -> list[str]:
    """Return all beginnings that a list such as 005;063;100-149 names; none if it is no such list."""
    prefixes: list[str] = []
    for span in cell.split(";"):
        first, _, last = span.partition("-")
        last = last or first
        if not _is_prefix(first) or not _is_prefix(last) or last < first:
            return []
        prefixes += [f"{number:03}" for number in range(int(first), int(last) + 1)]
    return prefixes
