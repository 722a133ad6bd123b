"""The same verdicts as a plain GeoPandas script: what one writes first, and what geo is compared with.

Reads the same services.yaml with PyYAML, joins with pandas, and gives status and basis of every
county for every standard but those of distance. It takes the data as sound, judges by today only,
and explains nothing.

    python benchmarks/plain/verify_geopandas.py [--data DIR] [--format text|json]
"""

import argparse
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
BASES = ["listed", "region", "claimed"]
STATUS = {"listed": "covered", "region": "covered", "claimed": "claimed"}


def load(folder: Path = DATA) -> tuple[dict[str, Any], gpd.GeoDataFrame]:
    """Return services.yaml as it is, and the counties: geoid, name, pop2020, geometry."""
    facts = yaml.safe_load((folder / "services.yaml").read_text(encoding="utf-8"))
    facts["standards"] = [asked for asked in facts["standards"] if asked["evaluation"] != "within"]
    shapes = gpd.read_file(folder / "counties.geojson")[["GEOID", "geometry"]]
    people = pd.read_csv(folder / "counties.csv", dtype={"geoid": str})
    counties = shapes.merge(people, left_on="GEOID", right_on="geoid", validate="1:1")
    return facts, counties[["geoid", "name", "pop2020", "geometry"]]


def verdicts(facts: dict[str, Any], counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return one row per county and standard: geoid, name, pop2020, standard, basis, status."""
    places = pd.DataFrame(counties[["geoid", "name", "pop2020"]])
    members = _members(facts, places)
    bases = pd.concat(
        [
            _by_service(facts, places, members),
            _by_facility(facts, places, members),
            _by_claim(facts, places),
        ]
    )
    bases["rank"] = bases["basis"].map(BASES.index)
    best = bases.groupby(["standard", "geoid"], as_index=False)["rank"].min()
    standards = pd.DataFrame(facts["standards"])[["id", "any_of"]]
    complete = {kind["id"] for kind in facts["service_types"] if kind["complete"]}
    standards["otherwise"] = [
        "gap" if complete.issuperset(kinds) else "unknown" for kinds in standards.pop("any_of")
    ]
    grid = standards.rename(columns={"id": "standard"}).merge(places, how="cross")
    grid = grid.merge(best, how="left", on=["standard", "geoid"])
    grid["basis"] = grid.pop("rank").map(dict(enumerate(BASES))).fillna("none")
    grid["status"] = grid["basis"].map(STATUS).fillna(grid.pop("otherwise"))
    return grid


def _members(facts: dict[str, Any], places: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (region["number"], name)
        for region in facts["regions"]
        for membership in region["members"]
        if "valid_to" not in membership
        for name in membership["counties"]
    ]
    return pd.DataFrame(rows, columns=["region", "name"]).merge(places, on="name")[
        ["region", "geoid"]
    ]


def _asked(facts: dict[str, Any], *evaluations: str) -> pd.DataFrame:
    standards = pd.DataFrame(facts["standards"]).explode("any_of")
    asked = standards[standards["evaluation"].isin(evaluations)]
    return asked[["id", "any_of", "evaluation"]].rename(
        columns={"id": "standard", "any_of": "type"}
    )


def _by_service(facts: dict[str, Any], places: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    services = pd.json_normalize(facts["services"])
    listed = services[["type", "catchment.counties"]].explode("catchment.counties").dropna()
    listed = listed.merge(places, left_on="catchment.counties", right_on="name")
    region = services[["type", "catchment.regions"]].explode("catchment.regions").dropna()
    region = region.merge(members, left_on="catchment.regions", right_on="region")
    claimed = services.loc[services["catchment.statewide"].notna(), ["type"]]
    claimed = claimed.merge(places, how="cross")
    reached = pd.concat(
        [
            listed.assign(basis="listed"),
            region.assign(basis="region"),
            claimed.assign(basis="claimed"),
        ]
    )
    return _asked(facts, "service").merge(reached, on="type")[["standard", "geoid", "basis"]]


def _by_facility(
    facts: dict[str, Any], places: pd.DataFrame, members: pd.DataFrame
) -> pd.DataFrame:
    homes = pd.DataFrame(facts["facilities"])[["type", "county"]]
    homes = homes.merge(places, left_on="county", right_on="name")[["type", "geoid"]]
    here = _asked(facts, "facility_in_county", "facility_in_region").merge(homes, on="type")
    near = _asked(facts, "facility_in_region").merge(homes, on="type").merge(members, on="geoid")
    near = near[["standard", "region"]].merge(members, on="region")
    served = pd.concat([here.assign(basis="listed"), near.assign(basis="region")])
    return served[["standard", "geoid", "basis"]]


def _by_claim(facts: dict[str, Any], places: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (standard["id"], "claimed")
        for standard in facts["standards"]
        for claim in facts["claims"]
        if claim["every_county"] and set(claim["about"]) <= set(standard["any_of"])
    ]
    return pd.DataFrame(rows, columns=["standard", "basis"]).merge(places[["geoid"]], how="cross")


def totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return counties by standard and status."""
    counted = pd.crosstab(table["standard"], table["status"])
    columns = ["covered", "claimed", "gap", "unknown"]
    return counted.reindex(columns=columns, index=table["standard"].unique(), fill_value=0)


def main() -> None:
    """Print totals and the counties that are not covered, or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args()
    table = verdicts(*load(options.data))
    if options.format == "json":
        print(table.to_json(orient="records"))
        return
    print(totals(table).to_string())
    for (standard, status), rows in table.groupby(["standard", "status"], sort=False):
        if status != "covered":
            people = rows["pop2020"].sum()
            print(f"\n{standard}: {len(rows)} {status} ({people:,} people)")
            print(", ".join(rows["name"]))


if __name__ == "__main__":
    main()
