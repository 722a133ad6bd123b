"""Measure what memory millions of places take: the functions in one piece and in parts, and the recipe under Dask.

.venv/bin/python benchmarks/many_places.py [--points 1000000 4000000] [--rows 40000 160000] [--part 20000]
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
import numpy as np
import pandas as pd
from measure import ROOT

sys.path.insert(0, str(ROOT))

import geo
from geo.catalog.records import Catalog

DOCUMENT = ROOT / "docs" / "many-places.md"
BOX = (-91.7, 30.1, -88.1, 35.0)
# Each runs in a process of its own, so that its peak is its own; %d is the number of points, of parts.
POINTS = """
import numpy as np
import geo
catalog = geo.load()
units = [(unit.lon, unit.lat) for unit in catalog.services.facilities]
rng = np.random.default_rng(1)
for _ in range({parts}):
    lon, lat = rng.uniform(-91.7, -88.1, {count}), rng.uniform(30.1, 35.0, {count})
    geo.{function}
"""
FUNCTIONS = {
    "nearest_many": "nearest_many(units, lon, lat)",
    "assign_counties": "assign_counties(lon, lat, catalog)",
}
WHOLE = """
import pandas as pd
import recipe
recipe.answered(recipe.measured(pd.read_parquet("visits"))).to_parquet("whole.parquet")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, nargs="+", default=[1_000_000, 4_000_000])
    parser.add_argument("--rows", type=int, nargs="+", default=[40_000, 160_000])
    parser.add_argument("--part", type=int, default=20_000, help="rows of a part")
    options = parser.parse_args()
    measure.headline("memory for many places", "numpy", "pandas", "pyarrow", "dask")
    of_functions(options.points, 100_000)
    of_recipe(options.rows, options.part)


def of_functions(counts: list[int], part: int) -> None:
    rows = []
    for name, function in FUNCTIONS.items():
        for count in counts:
            whole, _ = peak("-c", POINTS.format(parts=1, count=count, function=function))
            cut = POINTS.format(parts=count // part, count=part, function=function)
            rows.append((name, f"{count:,}", f"{whole:.0f}", f"{peak('-c', cut)[0]:.0f}"))
    measure.show(("peak MB of a process", "points", "in one piece", f"parts of {part:,}"), rows)


def of_recipe(counts: list[int], part: int) -> None:
    (recipe,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    catalog, shown = geo.load(), []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            (home / "recipe.py").write_text(recipe, encoding="utf-8")
            write(catalog, home / "visits", count, part)
            cut_mb, cut_s = peak("recipe.py", home=home)
            whole_mb, whole_s = peak("-c", WHOLE, home=home)
            whole = pd.read_parquet(home / "whole.parquet")
            answers = [home / "answers" / f"part.{place}.parquet" for place in range(count // part)]
            pd.testing.assert_frame_equal(
                pd.concat(map(pd.read_parquet, answers), ignore_index=True),
                whole.reset_index(drop=True),
                check_dtype=False,  # there are two types of text
            )
        shown.append(
            (f"{count:,} rows", *(f"{value:.0f}" for value in (cut_mb, cut_s, whole_mb, whole_s)))
        )
    head = (f"recipe, parts of {part:,}", "peak MB", "s", "in one piece: MB", "s")
    measure.show(head, shown)


def write(catalog: Catalog, folder: Path, count: int, part: int) -> None:
    """Write visits: ZIPs and towns in turns, and a point for each."""
    folder.mkdir()
    rng = np.random.default_rng(2)
    codes = list(catalog.gazetteer.zips)
    towns = [place.name for place in catalog.gazetteer.places]
    west, south, east, north = BOX
    for place, start in enumerate(range(0, count, part)):
        code, town = rng.choice(codes, part), rng.choice(towns, part)
        typed = [(f"{town[row]} MS", code[row])[row % 2] for row in range(part)]
        rows = pd.DataFrame({"id": range(start, start + part), "place": typed})
        rows["lon"], rows["lat"] = rng.uniform(west, east, part), rng.uniform(south, north, part)
        rows.to_parquet(folder / f"{place:05}.parquet", index=False)


def peak(*command: str, home: Path = ROOT) -> tuple[float, float]:
    """Return the peak in MB of the largest process that a command starts, and its seconds."""
    code = "import json, resource, subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]], check=True)"
    code += "; print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=home, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1]) / 1024, time.perf_counter() - start


if __name__ == "__main__":
    main()
