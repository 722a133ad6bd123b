"""The columns of a file of people, and the cells of its rows: what each must be."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.access.demand import Scale
from geo.catalog.find_county import find_county
from geo.catalog.records import Catalog
from geo.errors import UnknownCountyError

__all__ = ["BEYOND_DEGREES", "MAX_PEOPLE", "Cells", "Columns", "Fault", "columns_of"]

MAX_PEOPLE = 100_000_000
BEYOND_DEGREES = 0.25
"""How far outside the study area's box a point may lie: a county may reach over the water."""

_NAMES = {
    "lon": ("lon", "longitude", "lng", "x"),
    "lat": ("lat", "latitude", "y"),
    "people": ("people", "population", "pop"),
    "state": ("statefp",),
    "county_code": ("countyfp",),
    "tract": ("tractce",),
    "block_group": ("blkgrpce",),
    "geoid": ("geoid",),
    "county": ("county",),
}
_NEEDED = ("lon", "lat", "people")
# The Census Bureau's files have these columns and no other.
_CENSUS = {"statefp", "countyfp", "population", "latitude", "longitude"}
_CENSUS_ALSO = {"tractce", "blkgrpce", "couname", "stname"}
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,2})?"
)
_GEOID_DIGITS = 5
_HALF_TURN, _QUARTER_TURN = 180.0, 90.0


class Fault(NamedTuple):
    """A broken rule, the column it is about, what was found, and what was expected."""

    rule: str
    where: str
    found: str
    message: str


class Columns(NamedTuple):
    """Which column holds what, how many cells a row has, and what a row stands for."""

    at: dict[str, int]
    cells: int
    scale: Scale


def columns_of(header: Sequence[str]) -> tuple[Columns, list[Fault]]:
    """Return which column is which, and every fault of the header."""
    names = [name.strip().casefold() for name in header]
    at: dict[str, int] = {}
    faults = []
    shown = ", ".join(header)
    for meaning, accepted in _NAMES.items():
        places = [place for place, name in enumerate(names) if name in accepted]
        if len(places) > 1:
            message = f"expected one column of {meaning}: {', '.join(accepted)}"
            faults.append(Fault("ambiguous-column", "header", shown, message))
        elif places:
            at[meaning] = places[0]
        elif meaning in _NEEDED:
            message = f"expected a column of {meaning}, named one of {', '.join(accepted)}"
            faults.append(Fault("missing-column", "header", shown, message))
    for given, needed in (("state", "county_code"), ("county_code", "state")):
        if given in at and needed not in at and not faults:
            message = f"a column {_NAMES[needed][0]} belongs to {_NAMES[given][0]}"
            faults.append(Fault("missing-column", "header", shown, message))
    return Columns(at, len(header), _scale(set(names))), faults


def _scale(names: set[str]) -> Scale:
    if not _CENSUS <= names <= _CENSUS | _CENSUS_ALSO:
        return Scale.POINTS
    if "blkgrpce" in names:
        return Scale.BLOCK_GROUP
    return Scale.TRACT if "tractce" in names else Scale.COUNTY


class Cells:
    """The rows taken so far, as columns. `county` is a place in ``catalog.counties``, -1 for none."""

    def __init__(self, columns: Columns, catalog: Catalog) -> None:
        self.line: list[int] = []
        self.lon: list[float] = []
        self.lat: list[float] = []
        self.people: list[float] = []
        self.county: list[int] = []
        self._columns = columns
        self._catalog = catalog
        self._places = {county.geoid: place for place, county in enumerate(catalog.counties)}
        self._by_word: dict[str, int | None] = {}
        self._seen: dict[tuple[str, ...], int] = {}
        west, south, east, north = catalog.services.study_area.bbox
        room = BEYOND_DEGREES
        self._box = west - room, south - room, east + room, north + room

    def take(self, line: int, row: Sequence[str]) -> list[Fault]:
        """Take in a row if it breaks no rule; return every rule it breaks."""
        if len(row) != self._columns.cells:
            message = f"expected {self._columns.cells} cells, as in the header"
            return [Fault("wrong-cells", "row", f"{len(row)} cells", message)]
        cells = {name: row[place].strip() for name, place in self._columns.at.items()}
        faults: list[Fault] = []
        lon, lat, people = (_number(name, cells[name], faults) for name in _NEEDED)
        faults += _people_faults(cells["people"], people)
        if lon is not None and lat is not None:
            faults += self._place_faults(lon, lat)
        county = self._county(cells, faults)
        faults += self._twice(line, cells)
        if lon is not None and lat is not None and people is not None and not faults:
            self.line.append(line)
            self.lon.append(lon)
            self.lat.append(lat)
            self.people.append(people)
            self.county.append(county)
        return faults

    def _place_faults(self, lon: float, lat: float) -> Iterator[Fault]:
        west, south, east, north = self._box
        if west <= lon <= east and south <= lat <= north:
            return
        found = f"{lon:g}, {lat:g}"
        if west <= lat <= east and south <= lon <= north:
            message = "longitude and latitude look swapped: longitude is the one below zero"
            yield Fault("swapped", "lon, lat", found, message)
        elif abs(lon) > _HALF_TURN or abs(lat) > _QUARTER_TURN:
            message = "expected degrees: longitude up to 180, latitude up to 90"
            yield Fault("not-degrees", "lon, lat", found, message)
        else:
            hint = "; west longitudes are below zero" if west <= -lon <= east else ""
            message = f"the point lies outside the state{hint}"
            yield Fault("outside-state", "lon, lat", found, message)

    def _county(self, cells: dict[str, str], faults: list[Fault]) -> int:
        """Return the place of the county that a row names, -1 where it names none."""
        if "state" in cells:
            state, code = cells["state"].zfill(2), cells["county_code"].zfill(3)
            if state != self._catalog.services.study_area.state_fips:
                message = "this row is of another state; keep the rows of this state only"
                faults.append(Fault("outside-state", "STATEFP", cells["state"], message))
                return -1
            return self._known(state + code, "COUNTYFP", cells["county_code"], faults)
        geoid = cells.get("geoid", "")
        if geoid:
            digits = geoid.rpartition("US")[2]  # 1500000US280010001011 is 280010001011
            return self._known(digits[:_GEOID_DIGITS], "geoid", geoid, faults)
        name = cells.get("county", "")
        if not name:
            return -1
        if name not in self._by_word:
            self._by_word[name] = self._named(name)
        place = self._by_word[name]
        if place is None:
            message = "the state has no county of this name or GEOID"
            faults.append(Fault("unknown-county", "county", name, message))
        return -1 if place is None else place

    def _known(self, geoid: str, where: str, found: str, faults: list[Fault]) -> int:
        place = self._places.get(geoid, -1)
        if place < 0:
            message = "the state has no county of this number"
            faults.append(Fault("unknown-county", where, found, message))
        return place

    def _named(self, name: str) -> int | None:
        try:
            return self._places[find_county(self._catalog, name).geoid]
        except UnknownCountyError:
            return None

    def _twice(self, line: int, cells: dict[str, str]) -> Iterator[Fault]:
        """Yield a fault where a tract, block group or county of the Census Bureau stood before."""
        if self._columns.scale is Scale.POINTS:
            return
        names = ("state", "county_code", "tract", "block_group")
        key = tuple([cells[name] for name in names if name in cells])
        first = self._seen.setdefault(key, line)
        if first != line:
            message = f"duplicate of the area on line {first}"
            yield Fault("duplicate-id", "row", " ".join(key), message)


def _number(name: str, text: str, faults: list[Fault]) -> float | None:
    if _NUMBER.fullmatch(text):
        return float(text)
    if text:
        message = f"{name} is a number with a decimal point"
        faults.append(Fault("not-a-number", name, text, message))
    else:
        faults.append(Fault("missing-value", name, "", f"{name} is missing"))
    return None


def _people_faults(text: str, people: float | None) -> Iterator[Fault]:
    if people is not None and people < 0:
        yield Fault("negative-people", "people", text, "expected a count of people, 0 or more")
    if people is not None and people > MAX_PEOPLE:
        yield Fault("too-many-people", "people", text, f"at most {MAX_PEOPLE} people live in a row")
