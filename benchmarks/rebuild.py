"""Time how long visitors wait for the state of the data while its files are touched and changed.

.venv/bin/python benchmarks/rebuild.py [--visitors 50] [--seconds 20]

Each visitor is a thread that asks for the state every 20 ms, over a copy of the data. The other side
is the way of before: who first sees a change reads everything anew, and all others wait behind a lock.
"""

import argparse
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import measure
from measure import ROOT, median

sys.path.insert(0, str(ROOT))

from geo.catalog import folder
from geo.catalog.dates import machine_date
from geo.web import snapshot, state

PAUSE_S = 0.02
NAMES = ("services.yaml", "places.csv")


class Locked:
    """The way of before: the files are looked at under a lock, by whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: object = None
        self._shown: snapshot.Snapshot | None = None

    def current(self) -> snapshot.Snapshot:
        """Return the state of the files, made anew where any has another time or size."""
        home = folder.default_dir()
        stats = [(home / name).stat() for name in folder.HASHED]
        marks = [(stat.st_mtime_ns, stat.st_size) for stat in stats]
        with self._lock:
            if self._shown is None or marks != self._marks:
                self._shown, self._marks = state.make(home, machine_date()), marks
            return self._shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each part")
    options = parser.parse_args()
    measure.headline("rebuild", "streamlit", "geopandas")
    ways: dict[str, Callable[[], snapshot.Snapshot]] = {
        "beside": snapshot.current,
        "under a lock": Locked().current,
    }
    with copy() as home:
        for ask in ways.values():
            ask()
        gc.collect()
        rows = []
        for what, disturb in (("nothing", rest), ("touch", touch), ("change", change)):
            for way, ask in ways.items():
                waits, states = visit(ask, partial(disturb, home), options)
                figures = (f"{1000 * wait:.1f}" for wait in waits_of(waits))
                rows.append((f"{what}, {way}", len(waits), states, *figures))
    measure.show(("files", "asked", "states", "median ms", "p99 ms", "longest ms"), rows)
    print(f"load {os.getloadavg()[0]:.1f}")


@contextmanager
def copy() -> Iterator[Path]:
    """Give a copy of the data folder, which is the one that is shown."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(shutil.copytree(folder.default_dir(), Path(made) / "data"))
        os.environ[folder.VARIABLE] = str(home)
        yield home


def rest(_home: Path) -> None:
    """Leave the files alone."""


def touch(home: Path) -> None:
    """Give files another time, and the same bytes."""
    for name in NAMES:
        (home / name).touch()


def change(home: Path) -> None:
    """Change a file as an editor does, whole or not at all."""
    path = home / NAMES[0]
    draft = home / "draft"
    draft.write_bytes(path.read_bytes() + b"\n")
    draft.replace(path)


def visit(
    ask: Callable[[], snapshot.Snapshot], disturb: Callable[[], None], options: argparse.Namespace
) -> tuple[list[float], int]:
    """Return how long each visitor waited each time, and how many states they saw."""
    end = time.monotonic() + options.seconds
    waits: list[float] = []
    seen: set[int] = set()

    def visitor() -> None:
        while time.monotonic() < end:
            begun = time.perf_counter()
            shown = ask()
            waits.append(time.perf_counter() - begun)
            seen.add(id(shown))
            time.sleep(PAUSE_S)

    visitors = [threading.Thread(target=visitor) for _ in range(options.visitors)]
    for each in visitors:
        each.start()
    while time.monotonic() < end:
        time.sleep(options.seconds / 4)
        disturb()
    for each in visitors:
        each.join()
    return waits, len(seen)


def waits_of(waits: list[float]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the longest."""
    return median(waits), measure.percentile(waits, 0.99), max(waits)


if __name__ == "__main__":
    main()
