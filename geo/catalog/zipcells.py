"""Reads the ground of each ZIP, or says everything that is wrong with it."""

from collections.abc import Collection, Sequence

from geo.catalog import csvtable, geojson, rings
from geo.catalog.geojson import FeatureFile
from geo.catalog.raw_file import StrPath
from geo.catalog.rings import Ring

__all__ = ["read"]

BEYOND_DEGREES = 0.1
"""How far a cell may reach out of the study area's box: it goes a little over the state line."""

_WORLD = (-180.0, -90.0, 180.0, 90.0)
_is_zip = csvtable.matches("[0-9]{5}")


def read(
    path: StrPath, zips: Collection[str] | None, bbox: Sequence[float] | None
) -> dict[str, tuple[Ring, ...]]:
    """Return the closed rings around each ZIP's ground, in degrees.

    Parameters
    ----------
    path : path
        GeoJSON whose features have a property ``zips``: those that share the shape, with spaces.
    zips : collection of str or None
        Those that are to have a cell, and no other; None where they are not known.
    bbox : sequence of float or None
        West, south, east and north of the study area in degrees; None where it is not known.

    Raises
    ------
    DataError
        With every problem of the file.
    """
    file = geojson.read(path)
    cells: dict[str, tuple[Ring, ...]] = {}
    for item in range(len(file.features)):
        codes = _codes(file, item)
        cell = _cell(file, item, bbox) if codes is not None else ()
        for code in codes or ():
            if code in cells:
                file.fault(item, "duplicate-id", "zips", "duplicate ZIP", code)
            if zips is not None and code not in zips:
                file.fault(item, "unknown-zip", "zips", "zips.csv has no such ZIP", code)
            cells[code] = cell
    for code in sorted(set(zips or ()) - cells.keys()):
        message = "this ZIP of zips.csv has no cell"
        file.problems.add("missing-cell", message, where="features", found=code)
    file.problems.check()
    return cells


def _codes(file: FeatureFile, item: int) -> list[str] | None:
    """Return the ZIPs of a feature; None where it is none."""
    properties = file.properties(item)
    if properties is None:
        return None
    text = properties.get("zips")
    codes = text.split(" ") if isinstance(text, str) else [""]
    if all(map(_is_zip, codes)):
        return codes
    message = "expected five-digit ZIPs with a space between them"
    file.fault(item, "wrong-form", "zips", message, text)
    return []


def _cell(file: FeatureFile, item: int, bbox: Sequence[float] | None) -> tuple[Ring, ...]:
    """Return the rings of a feature; what is wrong with them is added to its file's problems."""
    try:
        polygons = rings.polygons(file.features[item].get("geometry"))
        cell = tuple(ring for polygon in polygons for ring in polygon)
        box = rings.extent(cell)
    except rings.NO_SHAPE:
        message = "a cell is a Polygon or MultiPolygon of rings of [longitude, latitude]"
        file.fault(item, "wrong-geometry", "geometry", message)
        return ()
    for ring in cell:
        if not rings.is_closed(ring):
            message = "a ring has three corners or more, and the last is the first again"
            file.fault(item, "open-ring", "geometry", message, f"{ring[0]} to {ring[-1]}")
    if not rings.within(box, bbox or _WORLD, BEYOND_DEGREES):
        west, south, east, north = box
        found = f"{west:g}, {south:g} to {east:g}, {north:g}"
        file.fault(item, "outside", "geometry", "the cell leaves the study area's box", found)
    return cell
