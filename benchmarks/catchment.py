"""Time catchment ratios against PySAL `access`, and every people-weighted measure of a state.

.venv/bin/python benchmarks/catchment.py [--places 3000] [--sites 500] [--repeats 5]
"""

import argparse
import sys
from collections.abc import Callable, Sequence

import measure
import numpy as np
import pandas as pd
from access import fca  # type: ignore[import-untyped]
from access import weights as pysal
from measure import ROOT, median
from numpy.typing import NDArray

sys.path.insert(0, str(ROOT))

import geo
from geo.access import floating_catchment
from geo.access import measure as access
from geo.access.demand import Demand, Scale
from geo.spatial import distance_bounds, geodesy

Columns = NDArray[np.float64]
MISSISSIPPI = (-91.66, 30.17, -88.09, 35.0)
LIMIT_MILES = 60.0
ZONES = tuple(zip((15.0, 30.0, LIMIT_MILES), floating_catchment.LUO_QI_WEIGHTS, strict=True))
PLAIN = ((LIMIT_MILES, 1.0),)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=3_000)
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    measure.headline("floating catchments and weighted measures", "numpy", "pandas", "access")
    rng = np.random.default_rng(5)
    catchments(rng, options.places, options.sites, options.repeats)
    for count in (731, 2_445):
        measures(rng, count, options.repeats)
    county_bounds(options.repeats)


def spread(rng: np.random.Generator, count: int) -> Columns:
    west, south, east, north = MISSISSIPPI
    return np.column_stack((rng.uniform(west, east, count), rng.uniform(south, north, count)))


def miles(points: Columns, units: Columns) -> Columns:
    lon, lat = points.T[:, :, np.newaxis]
    return geodesy.distance_m(lon, lat, *units.T) / geodesy.METERS_PER_MILE


def catchments(rng: np.random.Generator, places: int, sites: int, repeats: int) -> None:
    """Give each side its own form of the same distances, made outside of the timing.

    PySAL takes frames with a row for each pair of place and site. A planner may leave out the
    pairs beyond the limit, which is faster, so both ways are timed. Ours takes the whole matrix.
    """
    people = rng.integers(1, 3_000, places).astype(float)
    beds = rng.integers(4, 32, sites).astype(float)
    far = miles(spread(rng, places), spread(rng, sites))
    demand = pd.DataFrame({"geoid": np.arange(places), "people": people})
    supply = pd.DataFrame({"beds": beds})
    place, site = (side.ravel() for side in np.indices(far.shape))
    pairs = pd.DataFrame({"origin": place, "dest": site, "cost": far.ravel()})
    near = pairs[pairs["cost"] <= LIMIT_MILES].reset_index(drop=True)
    print(f"\n{places:,} places, {sites:,} sites, {len(pairs):,} pairs, {len(near):,} within")
    steps = pysal.step_fn(dict(ZONES))
    for name, zones, weight in (("2SFCA", PLAIN, None), ("E2SFCA", ZONES, steps)):

        def ours(zones: floating_catchment.Zones = zones) -> Columns:
            return floating_catchment.enhanced(people, beds, far, zones)

        def theirs(costs: pd.DataFrame, weight: object = weight) -> Columns:
            names = {"demand_name": "people", "supply_name": "beds"}
            ratios = fca.two_stage_fca(
                demand, supply, costs, LIMIT_MILES, weight_fn=weight, **names
            )
            return np.asarray(ratios.reindex(range(places), fill_value=0.0))

        for costs in (pairs, near):
            np.testing.assert_allclose(ours(), theirs(costs), rtol=1e-12, atol=0)
        compare(
            {
                f"geo, {name}": ours,
                f"PySAL access, {name}, all pairs": lambda: theirs(pairs),
                f"PySAL access, {name}, pairs within": lambda: theirs(near),
            },
            repeats,
        )


def compare(ways: dict[str, Callable[[], object]], repeats: int) -> None:
    """Show medians and ratios; the first way is ours."""
    seconds = measure.alternate(ways, repeats)
    ours = median(next(iter(seconds.values())))
    rows = [
        (*times(name, durations), measure.ratio(median(durations), ours))
        for name, durations in seconds.items()
    ]
    measure.show(("", "ms", "fastest", "other : ours"), rows)


def times(name: str, seconds: Sequence[float]) -> tuple[str, str, str]:
    return name, f"{median(seconds) * 1e3:.1f}", f"{min(seconds) * 1e3:.1f}"


def alone(ways: dict[str, Callable[[], object]], repeats: int) -> None:
    """Show medians of what nothing is compared with."""
    seconds = measure.alternate(ways, repeats)
    measure.show(
        ("", "ms", "fastest"), [times(name, durations) for name, durations in seconds.items()]
    )


def measures(rng: np.random.Generator, count: int, repeats: int) -> None:
    """Time all figures of the state, its regions and its counties at made-up points inside.

    Bounds of counties are kept from the first run on, as in the app; they have a row of their own.
    """
    catalog = geo.load()
    assessment = geo.verify(catalog)
    points = np.empty((0, 2))
    while len(points) < count:
        more = spread(rng, count)
        inside = geo.assign_counties(more[:, 0], more[:, 1], catalog) != ""
        points = np.vstack((points, more[inside]))[:count]
    places = {county.geoid: place for place, county in enumerate(catalog.counties)}
    county = geo.assign_counties(points[:, 0], points[:, 1], catalog)
    people = Demand(
        title="made-up points",
        vintage="of now",
        scale=Scale.POINTS,
        sha256="",
        lon=points[:, 0],
        lat=points[:, 1],
        people=rng.uniform(1, 3_000, count),
        county=np.array([places[geoid] for geoid in county]),
    )
    units = np.array([(unit.lon, unit.lat) for unit in catalog.services.facilities])
    alone(
        {
            f"{count:,} points: all measures": lambda: access.measure(assessment, people),
            "of it the distances": lambda: miles(points, units),
        },
        repeats,
    )


def county_bounds(repeats: int) -> None:
    """Time the bounds on the nearest unit of every county."""
    catalog = geo.load()
    units = catalog.services.facilities
    lonlat, radii = [(unit.lon, unit.lat) for unit in units], [unit.radius_m for unit in units]
    alone(
        {
            f"bounds of {len(catalog.outlines)} counties": lambda: [
                distance_bounds.distance_range(rings, lonlat, radii)
                for rings in catalog.outlines.values()
            ]
        },
        repeats,
    )


if __name__ == "__main__":
    main()
