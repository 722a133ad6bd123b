"""How far the bundled points are from where people live: against a finer file of people.

Both are measured to the nearest unit at its point, in straight lines. What is compared is the
points alone, so the radii of units play no part. The two are not quite independent: the points
are moved to each county's center of population, which the Census Bureau made of the same count.

With --write the data folder's demand_error.yaml is written, from which verdicts take the errors.
"""

import argparse
import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from measure import ROOT, headline

sys.path.insert(0, str(ROOT))

import geo
from geo.access import demand, demand_file, measure
from geo.access.demand import Demand
from geo.access.records import Access
from geo.catalog.demand_error import FILE
from geo.catalog.records import Catalog
from geo.spatial import geodesy, nearest

Floats = npt.NDArray[np.float64]
WORST = 5
CONFIDENCE = 0.95


class Figures(NamedTuple):
    """Miles to the nearest unit: of the state by name; of each area the mean, and shares in percent."""

    state: dict[str, float]
    mean: Floats
    share: dict[str, dict[int, Floats]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "file",
        type=Path,
        help="the Census Bureau's centers of population of the state's block groups, such as "
        "CenPop2020_Mean_BG28.txt",
    )
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--write", action="store_true", help=f"write the data folder's {FILE}")
    asked = parser.parse_args()
    headline("Points of people against a finer file", "numpy", "scipy", "pyproj")
    known = geo.load(asked.data)
    ours, finer = demand.default(known), demand_file.read(asked.file, known)
    if finer.scale is not demand.Scale.BLOCK_GROUP:
        sys.exit("What the points are compared with is to be a file of block groups.")
    print(f"\nours: {ours.title}; {len(ours.people)} points; data {ours.sha256[:12]}")
    print(f"against: {finer.title}; {len(finer.people)} points; file {finer.sha256[:12]}")
    access = measure.measure(geo.verify(known))
    both = figures(known, ours, access), figures(known, finer, access)
    show(known, *both)
    if asked.write:
        (known.home / FILE).write_text(stated(known, ours, finer, access, both), encoding="utf-8")


def figures(known: Catalog, people: Demand, access: Access) -> Figures:
    units = [
        (unit.lon, unit.lat) for unit in known.services.facilities if unit.type == access.service
    ]
    miles = nearest.nearest_many(units, people.lon, people.lat)[1] / geodesy.METERS_PER_MILE
    order = np.argsort(miles, kind="stable")
    up_to = np.cumsum(people.people[order]) / people.people.sum()
    at = {"median": 0.5, "90th percentile": 0.9}
    state = {"mean": float(np.average(miles, weights=people.people))}
    state |= {name: float(miles[order][np.searchsorted(up_to, part)]) for name, part in at.items()}
    for limit in access.limits_miles:
        near = people.people[miles <= limit].sum()
        state[f"within {limit}"] = float(100 * near / people.people.sum())
    counties = {county.geoid: place for place, county in enumerate(known.counties)}
    areas = {"county": access.counties, "region": access.regions, "state": (access.state,)}
    share = {}
    for kind, members in areas.items():
        rows = [
            np.isin(people.county, [counties[geoid] for geoid in area.counties]) for area in members
        ]
        share[kind] = {
            limit: np.array(
                [100 * np.average(miles[row] <= limit, weights=people.people[row]) for row in rows]
            )
            for limit in access.limits_miles
        }
    count = len(known.counties)
    total = np.bincount(people.county, people.people, count)
    return Figures(state, np.bincount(people.county, people.people * miles, count) / total, share)


def show(known: Catalog, ours: Figures, finer: Figures) -> None:
    print("\n| state | these points | finer file | difference |\n|---|---|---|---|")
    for name, value in ours.state.items():
        unit = "%" if name.startswith("within") else "miles"
        other = finer.state[name]
        print(f"| {name} ({unit}) | {value:.2f} | {other:.2f} | {value - other:+.2f} |")
    print("\n| counties | mean error | 95 % within | largest | parted | parted: 95 % within |")
    print("|---|---|---|---|---|---|")
    error = np.abs(ours.mean - finer.mean)
    print(f"| mean miles | {summary(error)} | | |")
    for limit, share in ours.share["county"].items():
        other = finer.share["county"][limit]
        off = np.abs(share - other)
        count, most = (parts(share) | parts(other)).sum(), of_parted(share, other)
        print(f"| within {limit} (points) | {summary(off)} | {count} | {most:.2f} |")
    print("\n| worst counties | these points | finer file | people |\n|---|---|---|---|")
    worst(known, "mean miles", ours.mean, finer.mean)
    for limit, share in ours.share["county"].items():
        worst(known, f"within {limit} (%)", share, finer.share["county"][limit])
    weights = [county.people for county in known.counties]
    print(f"\ncounty mean miles, error by people: {np.average(error, weights=weights):.2f}")


def summary(error: Floats) -> str:
    return f"{error.mean():.2f} | {np.quantile(error, CONFIDENCE):.2f} | {error.max():.2f}"


def parts(share: Floats) -> npt.NDArray[np.bool_]:
    return (share > 0) & (share < 100)


def of_parted(share: Floats, other: Floats) -> float:
    """Return what 95 % of the counties that a limit parts stay within."""
    parted = parts(share) | parts(other)
    return float(np.quantile(np.abs(share - other)[parted], CONFIDENCE)) if parted.any() else 0.0


def worst(known: Catalog, what: str, ours: Floats, finer: Floats) -> None:
    error = np.abs(ours - finer)
    for place in np.argsort(-error, kind="stable")[:WORST]:
        if error[place] > 0:
            county = known.counties[place]
            values = f"{ours[place]:.1f} | {finer[place]:.1f} | {county.people:,}"
            print(f"| {county.name}, {what} | {values} |")


def stated(
    known: Catalog, ours: Demand, finer: Demand, access: Access, both: tuple[Figures, Figures]
) -> str:
    """Return the file of errors, each rounded up to a tenth."""
    mine, theirs = both
    lines = [
        "# How far off the demand points are: what benchmarks/demand_error.py measures, each error rounded up.",
        "# It belongs to the very points of `points_sha256`: where zips.csv, counties.csv or counties.geojson",
        "# make other points, no error is claimed until the script is run again with --write. Other units",
        "# change an error little; answers then say that it was measured to others.",
        f"measured: {datetime.now(tz=UTC).date()}",
        f"against: {len(finer.people):,} points, {finer.title}",
        f"against_sha256: {finer.sha256}",
        f"points_sha256: {demand.points_sha256(known, ours)}",
        f"units_sha256: {demand.units_sha256(known, access.service)}",
        "# Miles: 95 % of the counties' mean miles to the nearest unit are right within this.",
        f"mean_miles: {up(float(np.quantile(np.abs(mine.mean - theirs.mean), CONFIDENCE)))}",
        "# Points of percent by which the share of people within a limit is off: 95 % of the counties that the",
        "# limit parts are within `county`; `region` is the largest error of a region, `state` that of the state.",
        "shares:",
    ]
    for limit in access.limits_miles:
        pairs = {
            kind: (shares[limit], theirs.share[kind][limit]) for kind, shares in mine.share.items()
        }
        largest = {
            kind: float(np.abs(share - other).max()) for kind, (share, other) in pairs.items()
        }
        lines += [
            f"  - within_miles: {limit}",
            f"    county: {up(of_parted(*pairs['county']))}",
            f"    region: {up(largest['region'])}",
            f"    state: {up(largest['state'])}",
        ]
    return "\n".join(lines) + "\n"


def up(error: float) -> float:
    return math.ceil(error * 10) / 10


if __name__ == "__main__":
    main()
