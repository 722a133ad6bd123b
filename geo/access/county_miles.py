"""How far each county's people are from the nearest of some units, as measured before and kept.

Measuring takes a second or two and NumPy; `verify` has neither to spare. The file distances.json of
the data folder, which ``python -m tools.build_distances`` writes, keeps what was measured beside a
key: the hash of all that it was measured from. Under any other key it says nothing, nor where what it
keeps is not what was written: its own hash stands in it too.
"""

import hashlib
import json
from array import array
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from geo.access.reach_standards import AreaMiles
from geo.catalog import demand_error, folder, raw_file
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog, Facility
from geo.coverage.neighbors import CountedUnit
from geo.errors import Problems

__all__ = ["FILE", "CountyMiles", "UnitMiles", "as_text", "key", "stored"]

FILE = folder.DISTANCES
_FORMAT = 2
"""Grows with every change of how distances are measured or written."""
_ABOUT = "Written by python -m tools.build_distances; not to be edited."
_ENTRIES = b'"entries":'
"""What the hash in the file is of begins after this."""


class CountyMiles(NamedTuple):
    """The miles of a county's people to the nearest unit, and which units are nearest to somebody.

    `nearest` are places in the list of units, that of most people first. `with_neighbors` are the
    miles to the nearest unit of this state or the next, None where they are the same.
    """

    miles: AreaMiles
    nearest: tuple[int, ...]
    with_neighbors: AreaMiles | None


class UnitMiles(NamedTuple):
    """The miles by GEOID, and how far off the points may be where that was measured.

    `error_share` is by limit in miles and in parts of 1, as `error_miles` of the counties.
    """

    counties: Mapping[str, CountyMiles]
    error_miles: float | None
    error_share: Mapping[int, float]


def key(
    catalog: Catalog,
    units: Sequence[Facility],
    disputed: Collection[str],
    neighbors: Sequence[CountedUnit],
) -> str:
    """Return the hash of all that miles to these units, and those of other states, are measured from.

    It is made from the catalog as it is in memory, and not from its files, which may have changed.
    """
    digest = _of_places(catalog).copy()
    for unit in units:
        where = f"{unit.lon!r} {unit.lat!r} {unit.radius_m} {unit.id in disputed}\n"
        digest.update(where.encode())
    for across in neighbors:
        digest.update(f"across {across.lon!r} {across.lat!r} {across.radius_m}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def _of_places(catalog: Catalog) -> "hashlib._Hash":
    """Return the hash so far, of where people live: counties, their shapes, and ZIPs."""
    digest = hashlib.sha256(f"{_FORMAT}\n".encode())
    for county in catalog.counties:
        place = (county.geoid, county.people, county.center_lon, county.center_lat)
        rings = catalog.outlines.get(county.geoid, ())
        digest.update(f"{place} {[len(ring) for ring in rings]}\n".encode())
        corners = chain.from_iterable(chain.from_iterable(rings))
        digest.update(array("d", corners).tobytes())
    for code in catalog.gazetteer.zips.values():
        shares = ((int(share.geoid), share.people) for share in code.shares)
        digest.update(array("d", (code.lon, code.lat, *chain.from_iterable(shares))).tobytes())
    digest.update(catalog.files[demand_error.FILE].raw)
    return digest


def stored(home: StrPath, wanted: str) -> UnitMiles | None:
    """Return what the data folder keeps under a key; None where there is nothing or it was changed."""
    try:
        raw = raw_file.read_bytes(folder.files(home)[FILE], folder.MOST_BYTES, Problems(FILE))
        kept = json.loads(raw)
        if kept["sha256"] != hashlib.sha256(raw.partition(_ENTRIES)[2]).hexdigest():
            return None
        entries = kept["entries"]
        entry = next((entry for entry in entries if entry["key"] == wanted), None)
        return _read(entry) if entry else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _read(entry: Any) -> UnitMiles:
    return UnitMiles(
        counties={
            geoid: _county(AreaMiles(*columns), tuple(nearest), across)
            for geoid, (*columns, nearest, across) in entry["counties"].items()
        },
        error_miles=entry["error_miles"],
        error_share={int(limit): share for limit, share in entry["error_share"].items()},
    )


def _county(miles: AreaMiles, nearest: tuple[int, ...], across: list[list[float]]) -> CountyMiles:
    at, low, high = across or (None, None, None)
    if at is None or low is None or high is None:
        return CountyMiles(miles, nearest, None)
    return CountyMiles(miles, nearest, AreaMiles(miles.people, at, low, high, None, None))


def as_text(entries: Mapping[str, UnitMiles]) -> str:
    """Return the file's text for what was measured, by key; a county has a line of its own."""
    parts = []
    for name, found in entries.items():
        rows = ",\n".join(
            f"{json.dumps(geoid)}:{_line([*county.miles, county.nearest, _across(county)])}"
            for geoid, county in found.counties.items()
        )
        head = {
            "key": name,
            "error_miles": found.error_miles,
            "error_share": dict(found.error_share),
        }
        parts.append(f'{_line(head)[:-1]},"counties":{{\n{rows}\n}}}}')
    entries_text = "[\n{}\n]}}\n".format(",\n".join(parts))
    about = {
        "about": _ABOUT,
        "columns": [*AreaMiles._fields, "nearest", "at_low_high_with_neighbors"],
        "sha256": hashlib.sha256(entries_text.encode()).hexdigest(),
    }
    return f"{_line(about)[:-1]},{_ENTRIES.decode()}{entries_text}"


def _across(county: CountyMiles) -> list[Sequence[float]]:
    miles = county.with_neighbors
    return [miles.at, miles.low, miles.high] if miles else []


def _line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
