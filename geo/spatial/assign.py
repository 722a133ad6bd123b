"""Which county each of many points lies in, exactly."""

from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog.records import Catalog
from geo.errors import DataError, Problem
from geo.spatial import boundaries, geodesy

if TYPE_CHECKING:  # imported where many points ask for them: `import geo` stays light
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Columns = NDArray[np.float64]

__all__ = ["CELLS", "CHUNK", "assign_counties", "polygons"]

CELLS = 256
"""Rows and columns of the grid that `assign_counties` looks points up in."""
CHUNK = 65_536
"""Points assigned at once, which bounds the memory."""


def assign_counties(
    lon: "ArrayLike", lat: "ArrayLike", catalog: Catalog | None = None
) -> "NDArray[np.str_]":
    """Return the GEOIDs of the counties that cover points; "" outside of all.

    Parameters
    ----------
    lon, lat : arrays of shape (n,)
        Degrees.
    catalog : Catalog, optional
        Without it that of the bundled data, read once.

    Returns
    -------
    array of n texts
        Exact on counties.geojson, as `county_at`: of two counties that share a border point the
        lower GEOID. A cell of a fine grid that no outline enters names the county of all its
        points; in the others shapely decides.

    Raises
    ------
    ValueError
        For columns of unequal length, or a coordinate that is no degree; the message names its
        place, not its value.
    DataError
        Where counties.geojson is missing or broken.
    """
    import numpy as np

    if catalog is None:
        catalog = _loaded(folder.default_dir())
    lons, lats = geodesy.columns(lon, lat)
    grid = _grid(catalog)
    geoids = np.empty(len(lons), grid.geoids.dtype)
    for start in range(0, len(lons), CHUNK):
        chunk = slice(start, start + CHUNK)
        geoids[chunk] = grid.geoids[_look_up(grid, lons[chunk], lats[chunk])]
    return geoids


@lru_cache(maxsize=1)
def _loaded(home: Path) -> Catalog:
    return reader.load(home)


class _Grid(NamedTuple):
    """What each cell of a grid over the counties is.

    `cells` names a county by its place (0 and up), the outside (-1) or a mixed cell (-2 and down),
    whose candidates `mixed` lists, lowest GEOID first, -1 for none. `geoids` has "" at the end, so
    that -1 is the outside.
    """

    box: boundaries.Sides
    geoids: "NDArray[np.str_]"
    shapes: "NDArray[np.object_]"
    cells: "NDArray[np.int32]"
    mixed: "NDArray[np.int32]"


def _look_up(grid: _Grid, lon: "Columns", lat: "Columns") -> "NDArray[np.int32]":
    """Return the places of the counties, -1 outside."""
    import numpy as np
    import shapely

    west, south, east, north = grid.box
    within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    column = np.where(within, _cells(lon, west, east), 0).astype(np.int32)
    row = np.where(within, _cells(lat, south, north), 0).astype(np.int32)
    cell = np.minimum(row, CELLS - 1) * CELLS + np.minimum(column, CELLS - 1)
    counties = np.where(within, grid.cells[cell], -1)
    open_ = np.flatnonzero(counties < -1)
    candidates = grid.mixed[-2 - counties[open_]]
    counties[open_] = -1
    for place in range(grid.mixed.shape[1]):
        named = candidates[:, place] >= 0
        open_, candidates = open_[named], candidates[named]
        county = candidates[:, place]
        inside = shapely.intersects_xy(grid.shapes[county], lon[open_], lat[open_])
        counties[open_[inside]] = county[inside]
        open_, candidates = open_[~inside], candidates[~inside]
    return counties


@lru_cache(maxsize=4)
def _grid(catalog: Catalog) -> _Grid:
    import numpy as np

    counties = boundaries.counties(catalog)
    count = len(counties)
    sides = np.array([county.box for county in counties])
    west, south = sides[:, :2].min(axis=0).tolist()
    east, north = sides[:, 2:].max(axis=0).tolist()
    box = west, south, east, north
    shapes = polygons(catalog)
    cells = _middles(shapes, sides, box)
    # A pair of cell and county is one number: sorted, they are in order of both.
    crossed = [_crossed(county, box) * count + place for place, county in enumerate(counties)]
    pairs = np.unique(np.concatenate(crossed))
    entered = np.unique(pairs // count)
    # A cell that no edge really enters lies in one county whole: in that of its middle.
    middles = cells[entered].astype(np.int64)
    pairs = np.union1d(pairs, (entered * count + middles)[middles >= 0])
    cell, county = np.divmod(pairs, count)
    row = np.searchsorted(entered, cell)
    column = np.arange(len(pairs)) - np.searchsorted(row, row)
    mixed = np.full((len(entered), int(column.max()) + 1), -1, np.int32)
    mixed[row, column] = county
    cells[entered] = -2 - np.arange(len(entered))
    geoids = np.array([*(county.id for county in counties), ""])
    return _Grid(box, geoids, shapes, cells, mixed)


@lru_cache(maxsize=4)
def polygons(catalog: Catalog) -> "NDArray[np.object_]":
    """Return the counties as prepared shapely polygons, by GEOID.

    The even-odd rule joins the rings of a county. Raises DataError where counties.geojson is
    missing or broken, or a ring crosses itself.
    """
    import numpy as np
    import shapely

    joined = []
    for county in boundaries.counties(catalog):
        rings = shapely.polygons([shapely.linearrings(ring) for ring in county.rings])
        if not shapely.is_valid(rings).all():
            message = "rings may not cross themselves"
            raise DataError(
                [Problem(folder.SHAPES, 0, "invalid-geometry", "GEOID", county.id, message)]
            )
        joined.append(reduce(shapely.symmetric_difference, rings))
    shapes = np.array(joined, dtype=object)
    shapely.prepare(shapes)
    return shapes


def _cells(value: "Columns", low: float, high: float) -> "Columns":
    """Return where values lie on the grid's axis, counted in cells."""
    return (value - low) * (CELLS / (high - low))


def _middles(
    shapes: "NDArray[np.object_]", sides: "Columns", box: boundaries.Sides
) -> "NDArray[np.int32]":
    """Return the place of the first county that covers the middle of each cell, or -1."""
    import numpy as np
    import shapely

    west, south, east, north = box
    halves = (np.arange(CELLS) + 0.5) / CELLS
    lon, lat = west + halves * (east - west), south + halves * (north - south)
    counties = np.full((CELLS, CELLS), -1, np.int32)
    for place in reversed(range(len(shapes))):
        columns = slice(*np.searchsorted(lon, sides[place, [0, 2]]))
        rows = slice(*np.searchsorted(lat, sides[place, [1, 3]]))
        x, y = np.meshgrid(lon[columns], lat[rows])
        counties[rows, columns][shapely.intersects_xy(shapes[place], x, y)] = place
    return counties.ravel()


def _crossed(outline: boundaries.Outline, box: boundaries.Sides) -> "NDArray[np.intp]":
    """Return all cells that the boxes around the edges of an outline touch."""
    import numpy as np

    west, south, east, north = box
    cells = []
    for ring in outline.rings:
        x = _cells(np.array(ring)[:, 0], west, east)
        y = _cells(np.array(ring)[:, 1], south, north)
        spans = []
        for axis in (x, y):
            # Wider by a hair: a point on a cell's side may be counted to either cell.
            low = np.floor(np.minimum(axis[:-1], axis[1:]) - 1e-6).astype(np.intp)
            high = np.floor(np.maximum(axis[:-1], axis[1:]) + 1e-6).astype(np.intp)
            spans += [np.clip(low, 0, CELLS - 1), np.clip(high, 0, CELLS - 1)]
        for left, right, bottom, top in np.unique(np.column_stack(spans), axis=0).tolist():
            rows, columns = np.arange(bottom, top + 1), np.arange(left, right + 1)
            cells.append((rows[:, np.newaxis] * CELLS + columns).ravel())
    return np.unique(np.concatenate(cells))
