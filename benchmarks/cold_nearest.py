"""Time `nearest` as a command from nothing, against a plain GeoPandas script that takes a ZIP.

.venv/bin/python benchmarks/cold_nearest.py [--runs 15]
"""

import argparse
import json
import subprocess
import sys

import measure
from measure import ROOT, median

ZIP = "38606"
TEXTS = {
    "a ZIP": ZIP,
    "an address": "102 Main Street, Batesville MS 38606",
    "a near spelling": "Cofeeville",
    "coordinates": "34.3117, -89.9441",
}
PLAIN = [sys.executable, str(ROOT / "benchmarks" / "plain" / "nearest_geopandas.py"), ZIP]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="cold runs of each command")
    options = parser.parse_args()
    measure.headline("nearest, cold", "geopandas", "rapidfuzz", "rich")
    same_units()
    commands = {"plain GeoPandas, a ZIP": PLAIN}
    for name, text in TEXTS.items():
        for form in ("text", "json"):
            commands[f"geo, {name}, {form}"] = ours(text, form)
    done = measure.alternate_commands(commands, options.runs)
    theirs = median([run.wall_s for run in done["plain GeoPandas, a ZIP"]])
    rows = []
    for name, runs in done.items():
        wall = [run.wall_s for run in runs]
        cpu = median([run.cpu_s for run in runs])
        cells = (f"{median(wall):.3f}", f"{min(wall):.3f}", f"{cpu:.3f}")
        rows.append((name, *cells, measure.ratio(theirs, median(wall))))
    measure.show(("new process, s", "wall", "fastest", "processor", "plain : this"), rows)


def ours(text: str, form: str) -> list[str]:
    return [sys.executable, "-m", "geo", "nearest", text, "--format", form]


def same_units() -> None:
    """Leave unless both name the same three units and the same first number."""
    found, plain = (
        json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        for command in (ours(ZIP, "json"), PLAIN)
    )
    if [unit["facility"] for unit in found["nearest"]] != [
        unit["name"] for unit in plain["nearest"]
    ]:
        sys.exit("The two name other units.")
    if found["mobile_crisis"][0]["phone"] not in plain["mobile_crisis"]:
        sys.exit("The two give another number.")


if __name__ == "__main__":
    main()
