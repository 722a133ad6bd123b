"""County shapes as a GeoDataFrame, and the proof that they tile the study area."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.catalog import county_shapes, geojson
from geo.catalog.county_shapes import CRS, CountyShape
from geo.catalog.raw_file import StrPath

__all__ = ["read_counties", "table"]

_Fault = tuple[int, str, str, str]
"""Which shape, the rule, what was found, and the sentence."""


def read_counties(
    path: StrPath, *, expected: int | None, bbox: Sequence[float] | None = None
) -> gpd.GeoDataFrame:
    """Return the counties of a GeoJSON file: `county_shapes.read`, then `table`."""
    return table(path, county_shapes.read(path, expected=expected, bbox=bbox))


def table(path: StrPath, shapes: Mapping[str, CountyShape]) -> gpd.GeoDataFrame:
    """Return counties sorted by GEOID, once their shapes are valid and tile the study area.

    Parameters
    ----------
    path : path
        The file they were read from, which tells the lines of problems.
    shapes : mapping
        Counties by GEOID.

    Returns
    -------
    GeoDataFrame
        Columns geoid (five digits), name, land_sq_mi (square miles) and geometry; EPSG:4269.

    Raises
    ------
    DataError
        With every problem found. A gap that is open to the outside looks like a coast and is
        the one fault of a tiling that shapes alone cannot show.
    """
    counties = [shapes[geoid] for geoid in sorted(shapes)]
    geometry = np.array([_geometry(county) for county in counties], dtype=object)
    # Next to a shape that is none, all would be gap.
    faults = list(_crossings(geometry)) or list(_tiling_faults(counties, geometry))
    if faults:
        file = geojson.read(path)
        for place, rule, found, message in faults:
            file.fault(counties[place].item, rule, "geometry", message, found)
        file.problems.check()
    columns: dict[str, list[Any]] = {
        name: [getattr(county, name) for county in counties]
        for name in ("geoid", "name", "land_sq_mi")
    }
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS)


def _geometry(county: CountyShape) -> shapely.Geometry:
    """Return a county's polygon, or its polygons."""
    polygons = [shapely.Polygon(outer, holes) for outer, *holes in county.polygons]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _crossings(geometry: Any) -> Iterator[_Fault]:
    for place in np.flatnonzero(~shapely.is_valid(geometry)).tolist():
        message = "rings may not cross each other or themselves"
        yield place, "invalid-geometry", shapely.is_valid_reason(geometry[place]), message


def _tiling_faults(counties: Sequence[CountyShape], geometry: Any) -> Iterator[_Fault]:
    """Find overlaps, edges whose vertices do not match, and holes between the counties.

    Edges of one tiling are equal vertex for vertex, so this is exact in degrees.
    """
    edges = shapely.coverage_invalid_edges(geometry)
    for place in np.flatnonzero(~shapely.is_empty(edges)).tolist():
        lon, lat = shapely.get_coordinates(edges[place])[0]
        found = f"{counties[place].name} at {lon:.6f}, {lat:.6f}"
        message = "the shape overlaps a neighbor, or their common border has other vertices"
        yield place, "overlap", found, message
    for part in shapely.get_parts(shapely.union_all(geometry)):
        for hole in shapely.get_rings(part)[1:]:
            # What lies in the hole counts as well: a county that lost its whole border strip.
            beside = np.flatnonzero(shapely.intersects(geometry, shapely.polygons(hole))).tolist()
            found = ", ".join(counties[place].name for place in beside)
            yield beside[0], "gap", found, "there is a gap between these counties"
