"""Whether the set of CSUs that a ZIP's cell allows holds the one nearest to people's homes.

A cell is not the ZIP's true shape, so the measure takes homes from elsewhere: the centers of the
2020 Census block groups. Which ZIP each of them has is not published with them either. It is
found as the way of giving every county's block groups to the ZIPs that have people there, as many
as the 2010 Census counted, at the least total distance from block group to ZIP point. The cells
play no part in it.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyproj
from measure import ROOT, headline
from scipy.optimize import linprog
from scipy.sparse import csr_array

sys.path.insert(0, str(ROOT))

from geo.catalog import load
from geo.catalog.gazetteer import Gazetteer, ZipCode
from geo.catalog.records import Catalog
from geo.spatial import assign, nearest, possible_nearest
from geo.spatial.area import Area

Floats = npt.NDArray[np.float64]
GEOD = pyproj.Geod(ellps="WGS84")
LEAST_PEOPLE = 1e-6
MANY_PEOPLE = 1000


@dataclass(frozen=True, kw_only=True)
class Homes:
    """People of block groups with the ZIP they are given; degrees."""

    zips: Sequence[str]
    people: Floats
    lon: Floats
    lat: Floats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--block-groups",
        type=Path,
        required=True,
        help="the Census Bureau's centers of population by block group, 2020, for the state: CSV "
        "with STATEFP, COUNTYFP, TRACTCE, BLKGRPCE, POPULATION, LATITUDE, LONGITUDE",
    )
    parser.add_argument("--data", type=Path, help="data folder")
    asked = parser.parse_args()
    headline("Sets of possible nearest CSUs from a ZIP", "numpy", "scipy", "pyproj")
    known = load.load(asked.data)
    homes = given_zips(known.gazetteer, asked.block_groups)
    radii = np.array([unit.radius_m for unit in units(known)], dtype=float)
    for title, radius in (("units at their points", 0 * radii), ("units with radii", radii)):
        show(known, homes, sets(known, radius), title)
    show_radii(known, homes)
    show_counties(known, homes)


def given_zips(gazetteer: Gazetteer, path: Path) -> Homes:
    """Return the people of every block group with their likely ZIP."""
    groups = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            at = (float(row["LONGITUDE"]), float(row["LATITUDE"]), float(row["POPULATION"]))
            if at[2] > 0:
                groups[row["STATEFP"] + row["COUNTYFP"]].append(at)
    pieces = defaultdict(dict)
    for code in gazetteer.zips.values():
        for share in code.shares:
            pieces[share.geoid][code.zip] = float(share.people)
    homes: list[tuple[str, float, float, float]] = []
    for geoid, here in groups.items():
        homes += transport(gazetteer, np.array(here), pieces[geoid])
    codes, people, lon, lat = zip(*homes, strict=True)
    return Homes(zips=codes, people=np.array(people), lon=np.array(lon), lat=np.array(lat))


def transport(
    gazetteer: Gazetteer, groups: Floats, pieces: Mapping[str, float]
) -> list[tuple[str, float, float, float]]:
    """Give a county's block groups (lon, lat, people) to its ZIPs at the least total distance."""
    codes = list(pieces)
    ends = np.array([(gazetteer.zips[code].lon, gazetteer.zips[code].lat) for code in codes])
    rows, columns = np.indices((len(groups), len(codes))).reshape(2, -1)
    km = GEOD.inv(*groups[rows, :2].T, *ends[columns].T)[2] / 1000
    supply, demand = groups[:, 2], np.array([pieces[code] for code in codes])
    ones, pairs = np.ones(2 * len(km)), np.arange(len(km))
    balance = csr_array(
        (ones, (np.concatenate([rows, len(groups) + columns]), np.concatenate([pairs, pairs])))
    )
    totals = np.concatenate([supply, demand * supply.sum() / demand.sum()])
    plan = linprog(km, A_eq=balance, b_eq=totals, method="highs")
    assert plan.status == 0, plan.message
    return [
        (codes[columns[place]], plan.x[place], *groups[rows[place], :2])
        for place in np.flatnonzero(plan.x > LEAST_PEOPLE)
    ]


def units(known: Catalog) -> list:
    return [unit for unit in known.services.facilities if unit.type == "csu"]


def sets(known: Catalog, radius_m: Floats) -> dict[str, frozenset[int]]:
    """Return the units that could be nearest, by ZIP."""
    points = [(unit.lon, unit.lat) for unit in units(known)]
    allowed = {}
    for code, rings in known.gazetteer.cells.items():
        zip_code = known.gazetteer.zips[code]
        corners = np.array([corner for ring in rings for corner in ring])
        ends = np.full((len(corners), 2), (zip_code.lon, zip_code.lat))
        far_m = float(GEOD.inv(*ends.T, *corners.T)[2].max())
        area = Area(lon=zip_code.lon, lat=zip_code.lat, radius_m=far_m, rings=rings)
        allowed[code] = frozenset(possible_nearest.possible(points, radius_m, area))
    return allowed


def show(known: Catalog, homes: Homes, allowed: Mapping[str, frozenset[int]], title: str) -> None:
    points = np.array([(unit.lon, unit.lat) for unit in units(known)])
    index, _ = nearest.nearest_many(points, homes.lon, homes.lat)
    in_set = np.array(
        [
            nearest_unit in allowed[code]
            for nearest_unit, code in zip(index, homes.zips, strict=True)
        ]
    )
    sizes = {code: len(allowed_units) for code, allowed_units in allowed.items()}
    weights = np.array([sizes[code] for code in homes.zips])
    alone = np.mean([size == 1 for size in sizes.values()])
    print(f"\n{title}")
    print(
        f"  people whose nearest CSU is in the set   {np.average(in_set, weights=homes.people):.4%}"
    )
    print(f"  people outside                           {homes.people[~in_set].sum():.0f}")
    print(f"  CSUs in the set, mean over ZIPs          {np.mean(list(sizes.values())):.3f}")
    print(
        f"  CSUs in the set, mean over people        {np.average(weights, weights=homes.people):.3f}"
    )
    print(f"  largest set; ZIPs with one CSU only      {max(sizes.values())}; {alone:.1%}")


def show_radii(known: Catalog, homes: Homes) -> None:
    """Print which share of people lives within their ZIP's radius, and where it is least."""
    zips = known.gazetteer.zips
    ends = [zips[code] for code in homes.zips]
    far_m = GEOD.inv(homes.lon, homes.lat, [end.lon for end in ends], [end.lat for end in ends])[2]
    within = far_m <= np.array([end.radius_m for end in ends])
    radii_km = np.array([row.radius_m for row in zips.values()]) / 1000
    people, inside = defaultdict(float), defaultdict(float)
    for code, count, held in zip(homes.zips, homes.people, within, strict=True):
        people[code] += count
        inside[code] += count * held
    worst = sorted(
        (inside[code] / people[code], code) for code in people if people[code] >= MANY_PEOPLE
    )
    print("\nradius_m of zips.csv, meant to hold 95 %")
    print(
        f"  people within it of their ZIP's point    {np.average(within, weights=homes.people):.2%}"
    )
    print(
        f"  kilometers, median and mean over ZIPs    {np.median(radii_km):.1f}, {radii_km.mean():.1f}"
    )
    print(
        f"  ZIPs of {MANY_PEOPLE} people, under 80 %       {sum(share < 0.8 for share, _ in worst)}"
    )
    for share, code in worst[:5]:
        print(f"    {code} {zips[code].city:<32} {share:.1%}")


def show_counties(known: Catalog, homes: Homes) -> None:
    """Print how many ZIPs have people in a county that is not said of them.

    Here a block group has the ZIP whose area's point is nearest, in whatever county that lies.
    """
    zips = known.gazetteer.zips
    areas = [row for row in zips.values() if row.point == "zcta"]
    ends = np.array([(row.lon, row.lat) for row in areas])
    index, _ = nearest.nearest_many(ends, homes.lon, homes.lat)
    geoids = assign.assign_counties(homes.lon, homes.lat, known)
    people: dict[tuple[str, str], float] = defaultdict(float)
    for at, geoid, count in zip(index, geoids, homes.people, strict=True):
        people[areas[at].zip, geoid] += count
    print("\ncounties of ZIPs, of those with people in zips.csv")
    for title, further in (("counted in 2010", False), ("counted, or within reach", True)):
        lacking = {
            (code, geoid): count
            for (code, geoid), count in people.items()
            if zips[code].shares and geoid not in told(zips[code], further=further)
        }
        codes = {code for code, _ in lacking}
        print(f"  {title:<40} {len(codes)} lack one, with {sum(lacking.values()):.0f} people")


def told(row: ZipCode, *, further: bool) -> set[str]:
    """Return the GEOIDs of the counties that are named for a ZIP."""
    counted = {share.geoid for share in row.shares} | {row.geoid}
    return counted | set(row.may_reach) if further else counted


if __name__ == "__main__":
    main()
