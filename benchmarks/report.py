"""Time the report: every page in memory, and as a command from nothing, with and without PDF.

.venv/bin/python benchmarks/report.py [--runs 5] [--pdf]
"""

import argparse
import subprocess
import sys
import tempfile
import time

import measure
from measure import ROOT, median

sys.path.insert(0, str(ROOT))

from geo.access import assess, gaps
from geo.access import measure as access_measure
from geo.catalog import load
from geo.report import write

TARGET_S = 10.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each")
    parser.add_argument("--pdf", action="store_true", help="time printing too, once")
    options = parser.parse_args()
    measure.headline("report", "geopandas", "shapely", "markupsafe")
    warm(options.runs)
    command(options.runs)
    if options.pdf:
        command(1, "--pdf")


def warm(runs: int) -> None:
    """Time every page in one process, after the measures are there."""
    known = load.load()
    assessment = assess.verify(known)
    access = access_measure.measure(assessment)
    ranked = gaps.rank(assessment, access)
    seconds, size = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        size = sum(len(written.html) for written in write.pages(assessment, access, ranked))
        seconds.append(time.perf_counter() - start)
    print(f"All pages in memory: {median(seconds):.2f} s, {size / 1e6:.1f} MB")


def command(runs: int, *options: str) -> None:
    """Time the command from a cold start, into a new folder each time."""
    call = [sys.executable, "-m", "geo", "report", *options, "-o"]
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            subprocess.run([*call, folder], cwd=ROOT, check=True, stdout=subprocess.PIPE)
            seconds.append(time.perf_counter() - start)
    wanted = "" if options else f", target {TARGET_S:.0f} s or less"
    print(f"Command report {' '.join(options)}: {median(seconds):.2f} s{wanted}")


if __name__ == "__main__":
    main()
