"""Reads what lies around the study area on its maps: other states, rivers, cities."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from geo.catalog import geojson, raw_file, rings
from geo.catalog.csvtable import is_name
from geo.catalog.raw_file import StrPath
from geo.catalog.rings import Ring

__all__ = ["City", "Context", "River", "State", "read_cities", "read_rivers", "read_states"]

_WORLD = (-180.0, -90.0, 180.0, 90.0)
_POSTAL = re.compile("[A-Z]{2}")
_T = TypeVar("_T")


class State(NamedTuple):
    """Another state: its postal code and name, its closed rings in degrees, its GeoJSON geometry."""

    postal: str
    name: str
    rings: tuple[Ring, ...]
    geometry: Mapping[str, Any]


class River(NamedTuple):
    """A river: its name, and its GeoJSON geometry, of one line or several in degrees."""

    name: str
    geometry: Mapping[str, Any]


class City(NamedTuple):
    """A city to label: its name, the postal code of its state, its point in degrees."""

    name: str
    state: str
    lon: float
    lat: float


class Context(NamedTuple):
    """All of it, in the order of the files: cities with the first to be labeled first."""

    states: Sequence[State]
    rivers: Sequence[River]
    cities: Sequence[City]


def read_states(path: StrPath) -> tuple[State, ...]:
    """Return the states of a GeoJSON file, none where there is no file.

    Raises
    ------
    DataError
        With every problem found.
    """
    message = "a state is a (Multi)Polygon in degrees with its NAME, and its postal code in STUSPS"
    return _read(path, _state, message)


def read_rivers(path: StrPath) -> tuple[River, ...]:
    """Return the rivers of a GeoJSON file; else as `read_states`."""
    return _read(path, _river, "a river is a (Multi)LineString in degrees with its name")


def read_cities(path: StrPath) -> tuple[City, ...]:
    """Return the cities of a GeoJSON file; else as `read_states`."""
    return _read(path, _city, "a city is a Point in degrees with its name and state (postal code)")


def _read(
    path: StrPath, record: Callable[[dict[str, Any], Any], _T], message: str
) -> tuple[_T, ...]:
    if not raw_file.is_there(path):  # a data folder may do without it
        return ()
    file = geojson.read(path)
    records: list[_T] = []
    for item, feature in enumerate(file.features):
        properties = file.properties(item)
        if properties is None:
            continue
        try:
            records.append(record(properties, feature.get("geometry")))
        except rings.NO_SHAPE:
            file.fault(item, "wrong-geometry", "geometry", message)
    file.problems.check()
    return tuple(records)


def _state(properties: dict[str, Any], geometry: Any) -> State:
    closed = tuple(ring for polygon in rings.polygons(geometry) for ring in polygon)
    _check(all(map(rings.is_closed, closed)) and rings.within(rings.extent(closed), _WORLD))
    return State(_postal(properties["STUSPS"]), _name(properties["NAME"]), closed, geometry)


def _river(properties: dict[str, Any], geometry: Any) -> River:
    coordinates = geometry["coordinates"]
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}[geometry["type"]]
    _check(all(len(line) > 1 for line in lines) and rings.within(rings.extent(lines), _WORLD))
    return River(_name(properties["name"]), geometry)


def _city(properties: dict[str, Any], geometry: Any) -> City:
    west, south, *_ = box = rings.extent([[geometry["coordinates"]]])
    _check(geometry["type"] == "Point" and rings.within(box, _WORLD))
    return City(_name(properties["name"]), _postal(properties["state"]), west, south)


def _name(value: Any) -> str:
    _check(isinstance(value, str) and is_name(value))
    return str(value)


def _postal(value: Any) -> str:
    _check(bool(_POSTAL.fullmatch(value)))
    return str(value)


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("the feature is not what it should be")
