"""Time what records cost: verdicts without any, after a round of calls and after years of them.

.venv/bin/python benchmarks/records.py [--runs 9]
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import measure
from measure import ROOT, median

sys.path.insert(0, str(ROOT))

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Catalog, RecordHow, RecordOutcome
from geo.confirm import calls, draft, effects, store

YEARS = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="runs of each, in turn")
    runs = parser.parse_args().runs
    measure.headline("records", "pyyaml", "scipy")
    with tempfile.TemporaryDirectory() as folder:
        homes = [
            _home(Path(folder), name, rounds)
            for name, rounds in (("none", 0), ("one", 1), ("many", YEARS))
        ]
        told = [f"{len(load.load(home).confirmations.records):,} records" for home in homes]
        for what, work in (
            ("load and verify", _verified),
            ("calls", _called),
            ("effect of one call", _shown),
        ):
            seconds = [[] for _ in homes]
            for _ in range(runs):
                for place, home in enumerate(homes):
                    seconds[place].append(_timed(work, home))
            base = median(seconds[0])
            parts = [
                f"{name} {median(some) * 1000:.0f} ms ({median(some) / base:.2f} x)"
                for name, some in zip(told, seconds, strict=True)
            ]
            print(f"{what}: {', '.join(parts)}")


def _home(folder: Path, name: str, rounds: int) -> Path:
    """Return a copy of the data in which every question was answered so many times."""
    home = folder / name
    shutil.copytree(ROOT / "data", home)
    known = load.load(home)
    assessment = assess.verify(known)
    for year in range(rounds):
        answer = draft.Answer(
            outcome=RecordOutcome.CONFIRMED, on=f"{2026 - rounds + 1 + year}-10-01",
            recorded=known.today(), how=RecordHow.TELEPHONE, by="Planner", says="Yes.",
        )  # fmt: skip
        records = [
            record
            for question in calls.calls(assessment).questions
            for record in draft.records(assessment, question.fact, answer)
        ]
        store.append(known, records, store.state(home))
    return home


def _verified(home: Path) -> Callable[[], object]:
    return lambda: assess.verify(load.load(home))


def _called(home: Path) -> Callable[[], object]:
    assessment = assess.verify(load.load(home))
    return lambda: calls.calls.__wrapped__(assessment)


def _shown(home: Path) -> Callable[[], object]:
    known: Catalog = load.load(home)
    assessment = assess.verify(known)
    answer = draft.Answer(
        outcome=RecordOutcome.CONFIRMED, on="2026-10-02", recorded=known.today(),
        how=RecordHow.TELEPHONE, by="Planner", says="Yes.",
    )  # fmt: skip
    records = draft.records(assessment, calls.calls(assessment).questions[0].fact, answer)
    return lambda: effects.of(known, assessment, records)


def _timed(prepare: Callable[[Path], Callable[[], object]], home: Path) -> float:
    work = prepare(home)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
