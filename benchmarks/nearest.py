"""Time the search for the nearest facility of many points, and count each way's wrong picks.

.venv/bin/python benchmarks/nearest.py [--points 1000000] [--repeats 3]
"""

import argparse
import sys
import time
from collections.abc import Callable

import geopandas as gpd
import measure
import numpy as np
import shapely
from measure import ROOT, median
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree
from sklearn.neighbors import BallTree

sys.path.insert(0, str(ROOT))

import geo
from geo.spatial import nearest

Columns = NDArray[np.float64]
Places = NDArray[np.intp]
GEOD = Geod(ellps="WGS84")
SPHERE_M = 6_371_008.8
# Radii of curvature of WGS 84 lie between 6,335,439 and 6,399,594 m, so a geodesic is at least
# this part of the great circle of the same degrees on the sphere.
LEAST = 6_335_439 / SPHERE_M
OURS = "geo.nearest_many"
MISSISSIPPI = (-91.7, 30.1, -88.1, 35.0)
CONTERMINOUS = (-124.7, 24.5, -67.0, 49.4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--facilities", type=int, default=5_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    packages = ("numpy", "scipy", "pyproj", "shapely", "geopandas", "scikit-learn")
    measure.headline("points to the nearest facility", *packages)
    rng = np.random.default_rng(2)
    units = [unit for unit in geo.load().services.facilities if unit.type == "csu"]
    own = np.array([(unit.lon, unit.lat) for unit in units])
    compare(own, spread(rng, options.points, MISSISSIPPI), (3814,), options.repeats)
    many = spread(rng, options.facilities, CONTERMINOUS)
    compare(many, spread(rng, options.points, CONTERMINOUS), (3814, 5070), options.repeats)
    one_point()


def spread(rng: np.random.Generator, count: int, box: tuple[float, ...]) -> Columns:
    west, south, east, north = box
    return np.column_stack((rng.uniform(west, east, count), rng.uniform(south, north, count)))


def truth(units: Columns, points: Columns) -> Places:
    """Measure the eight nearest on a sphere by Geod; where a ninth could win, measure all."""
    k = min(8, len(units))
    around = BallTree(radians(units), metric="haversine")
    angle, place = around.query(radians(points), k=k)
    geodesic = np.column_stack([measured(points, units[place[:, i]]) for i in range(k)])
    lowest = np.where(geodesic == geodesic.min(axis=1)[:, np.newaxis], place, len(units))
    lowest_place = lowest.min(axis=1)
    if k < len(units):
        for row in np.flatnonzero(angle[:, -1] * SPHERE_M * LEAST <= geodesic.min(axis=1)):
            same = np.broadcast_to(points[row], units.shape)
            lowest_place[row] = measured(same, units).argmin()
    return lowest_place


def radians(lonlat: Columns) -> Columns:
    return np.radians(lonlat[:, ::-1])


def measured(starts: Columns, ends: Columns) -> Columns:
    return np.asarray(GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])[2])


def on_sphere(lonlat: Columns) -> Columns:
    lon, lat = np.radians(lonlat).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def by_geopandas(units: Columns, points: Columns, epsg: int) -> Callable[[], Places]:
    """Start from frames in degrees: reading them is not what is timed."""
    here, there = (
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(*lonlat.T, crs="EPSG:4326"))
        for lonlat in (points, units)
    )

    def search() -> Places:
        near = gpd.sjoin_nearest(here.to_crs(epsg), there.to_crs(epsg), distance_col="distance_m")
        first: Places = near["index_right"].groupby(level=0).min().to_numpy()
        return first

    return search


def by_strtree(units: Columns, points: Columns, epsg: int) -> Places:
    move = Transformer.from_crs(4326, epsg, always_xy=True).transform
    tree = shapely.STRtree(shapely.points(*move(*units.T)))
    moved = shapely.points(*move(*points.T))
    pairs, _ = tree.query_nearest(moved, return_distance=True, all_matches=False)
    return np.asarray(pairs[1])


def by_balltree(units: Columns, points: Columns) -> Places:
    return BallTree(radians(units), metric="haversine").query(radians(points), k=1)[1][:, 0]


def by_kdtree(units: Columns, points: Columns) -> Places:
    return np.asarray(cKDTree(on_sphere(units)).query(on_sphere(points), k=1)[1])


def compare(units: Columns, points: Columns, systems: tuple[int, ...], repeats: int) -> None:
    lon, lat = np.ascontiguousarray(points.T)
    ways: dict[str, Callable[[], Places]] = {OURS: lambda: nearest.nearest_many(units, lon, lat)[0]}
    for epsg in systems:
        ways[f"GeoPandas to_crs, sjoin_nearest, EPSG:{epsg}"] = by_geopandas(units, points, epsg)
    first = systems[0]
    ways[f"pyproj, shapely STRtree, EPSG:{first}"] = lambda: by_strtree(units, points, first)
    ways["scikit-learn BallTree, haversine"] = lambda: by_balltree(units, points)
    ways["scipy cKDTree on the sphere"] = lambda: by_kdtree(units, points)
    right = truth(units, points)
    wrong = {name: int((way() != right).sum()) for name, way in ways.items()}
    seconds = measure.alternate(ways, repeats)
    ours = median(seconds[OURS])
    rows = [
        (
            name,
            f"{median(times):.2f}",
            f"{min(times):.2f}",
            f"{median(times) / len(points) * 1e9:.0f}",
            measure.ratio(median(times), ours),
            f"{wrong[name]:,}",
        )
        for name, times in seconds.items()
    ]
    title = f"{len(points):,} points to {len(units):,}"
    measure.show((title, "s", "fastest", "ns a point", "other : ours", "wrong picks"), rows)


def one_point(calls: int = 2_000) -> None:
    """Time single look-ups, as the command and the page make them."""
    catalog = geo.load()
    rng = np.random.default_rng(4)
    seconds = []
    for lon, lat in spread(rng, calls, MISSISSIPPI).tolist():
        start = time.perf_counter()
        nearest.nearest(catalog, lon, lat)
        seconds.append(time.perf_counter() - start)
    p99 = measure.percentile(seconds, 0.99)
    print(f"\nnearest, one point: {median(seconds) * 1e6:.0f} µs, p99 {p99 * 1e6:.0f} µs")


if __name__ == "__main__":
    main()
