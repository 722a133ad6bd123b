"""What the benchmarks share: timing side by side, medians, ratios, and a word on the machine."""

import gzip
import math
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

__all__ = [
    "ROOT",
    "Run",
    "alternate",
    "alternate_commands",
    "find_browser",
    "gzipped",
    "headline",
    "median",
    "percentile",
    "ratio",
    "show",
]

ROOT = Path(__file__).resolve().parents[1]
# As in tests/conftest.py.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@dataclass(frozen=True)
class Run:
    """One run of a command: wall and processor seconds, and what it wrote."""

    wall_s: float
    cpu_s: float
    errors: str


def headline(title: str, *packages: str) -> None:
    """Print a title, and what the figures below depend on."""
    print(f"\n{title}\n{'=' * len(title)}")
    known = ", ".join(f"{name} {version(name)}" for name in packages)
    cores = os.cpu_count()
    print(
        f"{cores} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {known}"
    )


def alternate(calls: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Return seconds by name; the calls take turns, so that a busy spell hits all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()  # what is cached on first use is not what is measured
    for _ in range(repeats):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def alternate_commands(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, list[Run]]:
    """Return runs by name; the commands take turns, each in a process of its own."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for command in commands.values():
        _run(command)  # compiles what is not yet compiled, fills the disk cache
    for _ in range(repeats):
        for name, command in commands.items():
            runs[name].append(_run(command))
    return runs


def _run(command: Sequence[str]) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, done.stderr)


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def ratio(theirs: float, ours: float) -> str:
    """Return how many times as much theirs is."""
    return f"{theirs / ours:.1f} x"


def gzipped(content: bytes) -> int:
    """Return the size after gzip, in bytes."""
    return len(gzip.compress(content, mtime=0))


def show(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table whose first column is text and whose others are figures."""
    lines = [[str(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headers))]
    print()
    for number, line in enumerate(lines):
        first, *rest = (cell for cell in line)
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def find_browser() -> str:
    """Return the path of a Chromium or Chrome; leave where there is none."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else BROWSERS:
        if path := shutil.which(name):
            return path
    return sys.exit("A Chromium or Chrome is needed: put one on the PATH or set CHROMIUM.")
