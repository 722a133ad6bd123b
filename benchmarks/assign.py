"""Time how points are assigned to counties: ours against GeoPandas' spatial join, each checked against shapely.

.venv/bin/python benchmarks/assign.py [--points 1000000] [--repeats 5]
"""

import argparse
import sys
import time

import geopandas as gpd
import measure
import numpy as np
import shapely
from measure import ROOT, median
from numpy.typing import NDArray

sys.path.insert(0, str(ROOT))

import geo
from geo.catalog import shapes as catalog_shapes
from geo.catalog.records import Catalog
from geo.spatial import assign

Columns = NDArray[np.float64]
Names = NDArray[np.str_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    measure.headline("points to counties", "numpy", "shapely", "geopandas")
    catalog = geo.load()
    shapes = catalog_shapes.read_counties(catalog.home / "counties.geojson", expected=None)
    shapes = shapes[["geoid", "geometry"]]
    start = time.perf_counter()
    assign.assign_counties(np.zeros(1), np.zeros(1), catalog)
    print(f"made once for a catalog: {(time.perf_counter() - start) * 1e3:.0f} ms")
    rng = np.random.default_rng(3)
    west, south, east, north = shapes.total_bounds
    lon, lat = rng.uniform(west, east, options.points), rng.uniform(south, north, options.points)
    inside = truth(shapes, lon, lat) != ""
    more = int(inside.sum())
    whole = f"{options.points:,} points around the state"
    compare(whole, (catalog, shapes), (lon, lat), options.repeats)
    within = f"the {more:,} of them inside"
    compare(within, (catalog, shapes), (lon[inside], lat[inside]), options.repeats)


def truth(shapes: gpd.GeoDataFrame, lon: Columns, lat: Columns) -> Names:
    """Ask shapely about each point and county; of two counties the lower GEOID."""
    geoids = np.full(len(lon), "", dtype="<U5")
    for geoid, shape in zip(shapes["geoid"][::-1], shapes.geometry[::-1], strict=True):
        shapely.prepare(shape)
        geoids[shapely.intersects_xy(shape, lon, lat)] = geoid
    return geoids


def joined(shapes: gpd.GeoDataFrame, lon: Columns, lat: Columns) -> Names:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat, crs=shapes.crs))
    both = gpd.sjoin(points, shapes, how="left", predicate="intersects")
    first = both["geoid"].fillna("").groupby(level=0).min()
    return first.to_numpy(dtype="<U5")


def compare(
    what: str, known: tuple[Catalog, gpd.GeoDataFrame], at: tuple[Columns, Columns], repeats: int
) -> None:
    (catalog, shapes), (lon, lat) = known, at
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat, crs=shapes.crs))
    calls = {
        "geo.assign_counties": lambda: assign.assign_counties(lon, lat, catalog),
        "GeoPandas sjoin, points made before": lambda: gpd.sjoin(
            points, shapes, how="left", predicate="intersects"
        ),
        "GeoPandas from columns to columns": lambda: joined(shapes, lon, lat),
    }
    right = truth(shapes, lon, lat)
    ours = assign.assign_counties(lon, lat, catalog)
    wrong = {
        "geo.assign_counties": int((ours != right).sum()),
        "GeoPandas from columns to columns": int((joined(shapes, lon, lat) != right).sum()),
    }
    seconds = measure.alternate(calls, repeats)
    best = median(seconds["geo.assign_counties"])
    rows = [
        (
            name,
            f"{median(times) * 1e3:.0f}",
            f"{min(times) * 1e3:.0f}",
            f"{median(times) / len(lon) * 1e9:.0f}",
            measure.ratio(median(times), best),
            wrong.get(name, ""),
        )
        for name, times in seconds.items()
    ]
    measure.show((what, "ms", "fastest", "ns a point", "other : ours", "wrong"), rows)


if __name__ == "__main__":
    main()
