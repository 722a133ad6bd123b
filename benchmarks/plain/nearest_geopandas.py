"""The same nearest units as a plain GeoPandas script: what one writes first, and what geo is compared with.

Takes a ZIP only, puts it at its point, and prints county, mobile crisis numbers and the three
nearest CSUs in the plane of EPSG:3814. It reads no address, knows no error and explains nothing.

    python benchmarks/plain/nearest_geopandas.py ZIP
"""

import argparse
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
PLANE = "EPSG:3814"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("zip")
    print(json.dumps(answer(parser.parse_args().zip), indent=1))


def answer(code: str) -> dict[str, object]:
    facts = yaml.safe_load((DATA / "services.yaml").read_text(encoding="utf-8"))
    zips = pd.read_csv(DATA / "zips.csv", dtype=str)
    place = zips[zips["zip"] == code].astype({"lon": float, "lat": float})
    spot = gpd.GeoDataFrame(
        place[["zip"]], geometry=gpd.points_from_xy(place["lon"], place["lat"]), crs="EPSG:4269"
    )
    shapes = gpd.read_file(DATA / "counties.geojson").to_crs("EPSG:4269")
    county = spot.sjoin(shapes[["GEOID", "NAME", "geometry"]], predicate="within")["NAME"].iloc[0]
    (region,) = {
        numbered["number"]
        for numbered in facts["regions"]
        for membership in numbered["members"]
        if "valid_to" not in membership and county in membership["counties"]
    }
    mobile = [
        service["phone"]
        for service in facts["services"]
        if service["type"] == "mobile_crisis"
        and (
            county in service["catchment"].get("counties", ())
            or region in service["catchment"].get("regions", ())
        )
    ]
    units = pd.DataFrame(facts["facilities"])
    units = gpd.GeoDataFrame(
        units[["name", "phone", "region"]],
        geometry=gpd.points_from_xy(units["lon"], units["lat"]),
        crs="EPSG:4269",
    ).to_crs(PLANE)
    units["distance_m"] = units.distance(spot.to_crs(PLANE).geometry.iloc[0])
    nearest = units.drop(columns="geometry").nsmallest(3, "distance_m").to_dict("records")
    return {"county": county, "region": region, "mobile_crisis": mobile, "nearest": nearest}


if __name__ == "__main__":
    main()
