"""How far the points that come along are from where people live: against a finer file of people.

Both are measured to the nearest CSU at its point, in straight lines. What is compared is the
points alone, so the radii of CSUs play no part. The two are not quite independent: the points
are moved to each county's center of population, which the Census Bureau made of the same count.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from measure import ROOT, headline

sys.path.insert(0, str(ROOT))

from geo.access import demand, demand_file
from geo.access.demand import Demand
from geo.catalog import load
from geo.catalog.records import Catalog
from geo.spatial import nearest

Floats = npt.NDArray[np.float64]
METERS_PER_MILE = 1609.344
LIMITS = (15, 30, 45, 60)
WORST = 5
CONFIDENCE = 0.95


class Figures(NamedTuple):
    """Miles to the nearest CSU: of the state by name, and by county; shares in percent."""

    state: dict[str, float]
    mean: Floats
    share: dict[int, Floats]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "file",
        type=Path,
        help="the Census Bureau's CenPop2020_Mean_BG28.txt, or another file of people that "
        "--demand takes",
    )
    parser.add_argument("--data", type=Path, help="data folder")
    asked = parser.parse_args()
    headline("Points of people against a finer file", "numpy", "scipy", "pyproj")
    known = load.load(asked.data)
    ours, finer = demand.default(known), demand_file.read(asked.file, known)
    print(f"\nours: {ours.title}; {len(ours.people)} points; data {ours.sha256[:12]}")
    print(f"against: {finer.title}; {len(finer.people)} points; file {finer.sha256[:12]}")
    show(known, figures(known, ours), figures(known, finer))


def figures(known: Catalog, people: Demand) -> Figures:
    units = [(one.lon, one.lat) for one in known.services.facilities if one.type == "csu"]
    miles = nearest.nearest_many(units, people.lon, people.lat)[1] / METERS_PER_MILE
    order = np.argsort(miles, kind="stable")
    up_to = np.cumsum(people.people[order]) / people.people.sum()
    at = {"median": 0.5, "90th percentile": 0.9}
    state = {"mean": float(np.average(miles, weights=people.people))}
    state |= {name: float(miles[order][np.searchsorted(up_to, one)]) for name, one in at.items()}
    for limit in LIMITS:
        near = people.people[miles <= limit].sum()
        state[f"within {limit}"] = float(100 * near / people.people.sum())
    total = by_county(known, people, people.people)
    share = {
        limit: 100 * by_county(known, people, people.people * (miles <= limit)) / total
        for limit in LIMITS
    }
    return Figures(state, by_county(known, people, people.people * miles) / total, share)


def by_county(known: Catalog, people: Demand, what: Floats) -> Floats:
    return np.bincount(people.county, what, len(known.counties))


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
    for limit in LIMITS:
        off = np.abs(ours.share[limit] - finer.share[limit])
        parted = parts(ours.share[limit]) | parts(finer.share[limit])
        most = np.quantile(off[parted], CONFIDENCE) if parted.any() else 0.0
        print(f"| within {limit} (points) | {summary(off)} | {parted.sum()} | {most:.2f} |")
    print("\n| worst counties | these points | finer file | people |\n|---|---|---|---|")
    worst(known, "mean miles", ours.mean, finer.mean)
    for limit in LIMITS:
        worst(known, f"within {limit} (%)", ours.share[limit], finer.share[limit])
    weights = [one.people for one in known.counties]
    print(f"\ncounty mean miles, error by people: {np.average(error, weights=weights):.2f}")


def summary(error: Floats) -> str:
    return f"{error.mean():.2f} | {np.quantile(error, CONFIDENCE):.2f} | {error.max():.2f}"


def parts(share: Floats) -> npt.NDArray[np.bool_]:
    return (share > 0) & (share < 100)


def worst(known: Catalog, what: str, ours: Floats, finer: Floats) -> None:
    error = np.abs(ours - finer)
    for place in np.argsort(-error, kind="stable")[:WORST]:
        if error[place] > 0:
            one = known.counties[place]
            print(
                f"| {one.name}, {what} | {ours[place]:.1f} | {finer[place]:.1f} | {one.people:,} |"
            )


if __name__ == "__main__":
    main()
