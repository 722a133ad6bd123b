"""Reads the ground of each ZIP, or says everything that is wrong with it."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from geo.catalog import geojson
from geo.catalog.rings import Ring
from geo.catalog.yamltree import shown
from geo.errors import DataError, Problem

__all__ = ["read"]

BEYOND_DEGREES = 0.1
"""How far a cell may reach out of the study area's box: it goes a little over the state line."""

_ZIP_DIGITS = 5
# A triangle, and its first corner again.
_SHORTEST_RING = 4

Fault = tuple[str, str, str, str]


def read(
    path: Path, zips: Collection[str] | None, bbox: Sequence[float] | None, problems: list[Problem]
) -> dict[str, tuple[Ring, ...]]:
    """Return the closed rings around each ZIP's ground, in degrees; what is wrong to `problems`.

    Parameters
    ----------
    path : Path
        GeoJSON whose features have a property ``zips``: those that share the shape, with spaces.
    zips : collection of str or None
        Those that are to have a cell, and no other; None where they are not known.
    bbox : sequence of float or None
        West, south, east and north of the study area in degrees; None where it is not known.
    problems : list of Problem
        Takes every problem.
    """
    try:
        file = geojson.read(path)
    except DataError as error:
        problems.extend(error.problems)
        return {}
    cells: dict[str, tuple[Ring, ...]] = {}
    faults: list[tuple[int, Fault]] = []
    for place, feature in enumerate(file.features):
        codes, rings, own = _cell(feature, bbox)
        for code in codes:
            own += _zip_faults(code, cells, zips)
            cells[code] = rings
        faults += [(place, fault) for fault in own]
    lines = file.lines() if faults else []
    for place, (rule, part, found, message) in faults:
        where = f"features[{place}].{part}"
        problems.append(Problem(path.name, lines[place], rule, where, shown(found), message))
    for code in sorted(set(zips or ()) - cells.keys()):
        message = "this ZIP of zips.csv has no cell"
        problems.append(Problem(path.name, 0, "missing-cell", "features", code, message))
    return cells


def _cell(
    feature: Any, bbox: Sequence[float] | None
) -> tuple[list[str], tuple[Ring, ...], list[Fault]]:
    """Return the ZIPs of a feature, its rings, and what is wrong with it."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        message = "each item is to be a GeoJSON Feature with properties"
        return [], (), [("not-a-feature", "feature", str(feature), message)]
    faults: list[Fault] = []
    text = properties.get("zips")
    codes = text.split(" ") if isinstance(text, str) else []
    if not all(
        len(one) == _ZIP_DIGITS and one.isascii() and one.isdigit() for one in codes or [""]
    ):
        codes = []
        message = "five-digit ZIPs with a space between them are asked for"
        faults.append(("wrong-form", "zips", str(text), message))
    try:
        rings = _rings(feature["geometry"])
        faults += _ring_faults(rings, bbox)
    except (KeyError, OverflowError, TypeError, ValueError):
        rings = ()
        message = "a cell is a Polygon or MultiPolygon of rings of [longitude, latitude]"
        faults.append(("wrong-geometry", "geometry", "", message))
    return codes, rings, faults


def _rings(geometry: Any) -> tuple[Ring, ...]:
    """Return all rings of a shape; an error where it has none or is no polygon."""
    kind, parts = geometry["type"], geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError
    rings = tuple(ring for one in (parts if kind == "MultiPolygon" else [parts]) for ring in one)
    if not rings or not all(rings):
        raise ValueError
    return rings


def _ring_faults(rings: tuple[Ring, ...], bbox: Sequence[float] | None) -> Iterator[Fault]:
    west, south, east, north = bbox or (-180.0, -90.0, 180.0, 90.0)
    for ring in rings:
        if len(ring) < _SHORTEST_RING or ring[0] != ring[-1]:
            message = "a ring has four corners or more, and the last is the first"
            yield "open-ring", "geometry", f"{ring[0]} to {ring[-1]}", message
        # Unpacking fails on what is no pair, comparing and adding on what is no number.
        lons, lats = zip(*ring, strict=True)
        for low, high, values in ((west, east, lons), (south, north, lats)):
            least, most = min(values) + 0.0, max(values) + 0.0
            if least < low - BEYOND_DEGREES or most > high + BEYOND_DEGREES:
                found = f"{least:g} to {most:g}"
                yield "outside", "geometry", found, "the cell leaves the study area's box"


def _zip_faults(code: str, known: Collection[str], zips: Collection[str] | None) -> Iterator[Fault]:
    if code in known:
        yield "duplicate-id", "zips", code, "this ZIP stands twice"
    if zips is not None and code not in zips:
        yield "unknown-zip", "zips", code, "zips.csv has no such ZIP"
