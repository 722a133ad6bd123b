"""Plant faults in the code, one at a time, and say which of them the tests notice.

    python -m tools.plant_faults --seed 8 --jobs 2 --json faults.json

draws 40 functions of the folders that decide something, changes one place in each (`tools.faults`
says how), and runs the tests in a copy of the checkout: those of the function's own folder first,
then, for what these let pass, all others but those in a browser and those of tools/. A test of
these others that fails without the fault too is set aside. The checkout itself is never changed.

The same seed draws the same faults as long as the code is the same. "--list" only shows them, and
"--only 7" plants the seventh alone and shows what pytest said.

Exit code: 0 every fault was caught, or shown; 1 one was not; 2 a call that is not valid, or tests
of a folder that fail without any fault.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

from tools.faults import Fault, faults_by_function, planted

__all__ = ["Outcome", "Planting", "Trial", "draw", "main"]

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("access", "coverage", "geocode", "referral", "spatial")
NOT_COPIED = (
    ".*_cache",
    ".coverage*",
    ".git",
    ".hypothesis",
    ".venv",
    "__pycache__",
    "build",
    "dist",
)
OTHER_TESTS = ("browser", "tools")
"""Folders of tests that take long and do not look at what is planted here."""
PYTEST = ("-m", "pytest", "-q", "-x", "--tb=short", "-m", "not browser", "-p", "no:cacheprovider")
TIME_LIMIT = "time limit"
MOST_SET_ASIDE = 5
SHOWN = 46
"""Characters of a change that a row shows."""


@dataclass(frozen=True, slots=True)
class Planting:
    """A fault with its number, counted from 1, and the file in which it is planted."""

    number: int
    path: str
    fault: Fault

    @property
    def folder(self) -> str:
        """The folder of geo/ that the file is in, and of tests/ that is to notice."""
        return Path(self.path).parts[1]

    def __str__(self) -> str:
        """Return a row of the table: number, place, kind, and the change."""
        old, new = (text if len(text) <= SHOWN else f"{text[:SHOWN]}…" for text in self.change)
        place = f"{self.path}:{self.fault.line} {self.fault.function}"
        return f"{self.number:>3}  {place}\n     {self.fault.kind}: {old}  ->  {new}"

    @property
    def change(self) -> tuple[str, str]:
        """What stands there, and what takes its place."""
        return self.fault.old, self.fault.new


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a fault: the test that caught it, or "time limit", or None."""

    caught_by: str | None
    seconds: float
    said: str
    """The end of what pytest said last."""


def main(arguments: list[str] | None = None) -> int:
    """Draw faults, plant and try each, print a table; return the exit code."""
    options = _parser().parse_args(arguments)
    plantings = draw(options.checkout, options.count, options.seed)
    if options.only:
        plantings = [planting for planting in plantings if planting.number in options.only]
    if not plantings:
        print("plant_faults: there is no such fault", file=sys.stderr)
        return 2
    if options.list:
        print(*plantings, sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="faults-") as home:
        copies = [Path(home) / str(number) for number in range(options.jobs)]
        for copy in copies:
            shutil.copytree(options.checkout, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        trial = Trial(copies, options.limit)
        for folder in sorted({planting.folder for planting in plantings}):
            failing, said = trial.run(copies[0], [f"tests/{folder}"], options.limit)
            if failing:
                print(f"{said}\nplant_faults: fails without a fault: {failing}", file=sys.stderr)
                return 2
        outcomes = trial.outcomes(plantings)
    if options.only:
        print(*(outcome.said for outcome in outcomes), sep="\n")
    return _report(plantings, outcomes, options.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkout", type=Path, default=ROOT, help="whose code and tests to take")
    parser.add_argument("--seed", type=int, default=8, help="of the draw (default: 8)")
    parser.add_argument("--count", type=int, default=40, help="functions to draw (default: 40)")
    parser.add_argument("--only", type=int, nargs="+", metavar="N", help="these faults alone")
    parser.add_argument("--list", action="store_true", help="show the faults and plant none")
    parser.add_argument("--jobs", type=int, default=1, help="faults at a time (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table here as well")
    parser.add_argument(
        "--limit",
        type=float,
        default=1800.0,
        metavar="SECONDS",
        help="of one run of tests; a fault that makes it longer is caught (default: 1800)",
    )
    return parser


def draw(checkout: Path, count: int, seed: int) -> list[Planting]:
    """Draw functions of `FOLDERS`, and one fault in each: first its kind, then its place."""
    functions = [
        (path.relative_to(checkout).as_posix(), faults)
        for folder in FOLDERS
        for path in sorted((checkout / "geo" / folder).rglob("*.py"))
        for faults in faults_by_function(path.read_bytes()).values()
    ]
    chance = random.Random(seed)  # noqa: S311  (to be repeated, not to be secret)
    plantings = []
    for number, (path, faults) in enumerate(
        chance.sample(functions, min(count, len(functions))), start=1
    ):
        kind = chance.choice(sorted({fault.kind for fault in faults}))
        fault = chance.choice([fault for fault in faults if fault.kind == kind])
        plantings.append(Planting(number, path, fault))
    return plantings


class Trial:
    """Tries faults in copies of a checkout, as many at a time as there are copies."""

    def __init__(self, copies: Sequence[Path], limit_s: float) -> None:
        self._copies: SimpleQueue[Path] = SimpleQueue()
        self._count = len(copies)
        self._limit_s = limit_s
        for copy in copies:
            self._copies.put(copy)

    def outcomes(self, plantings: Sequence[Planting]) -> list[Outcome]:
        """Try faults, and print a row as soon as each is decided; return what became of them."""
        with ThreadPoolExecutor(self._count) as pool:
            return list(pool.map(self._outcome, plantings))

    def _outcome(self, planting: Planting) -> Outcome:
        copy = self._copies.get()
        path = copy / planting.path
        source = path.read_bytes()
        start = time.monotonic()
        try:
            _put(path, planted(source, planting.fault))
            caught_by, said = self.run(copy, _own_tests(copy, planting.path), self._limit_s)
            if caught_by is None:
                caught_by, said = self._by_others(copy, planting, source)
        finally:
            _put(path, source)
            self._copies.put(copy)
        outcome = Outcome(caught_by, round(time.monotonic() - start, 1), said)
        print(f"{planting}\n     {_verdict(outcome)} ({outcome.seconds:.0f} s)", flush=True)
        return outcome

    def _by_others(self, copy: Path, planting: Planting, source: bytes) -> tuple[str | None, str]:
        """Return which test outside of the fault's own folder catches it, if one does."""
        skipped = {planting.folder, *OTHER_TESTS}
        tests = [
            f"tests/{path.name}"
            for path in sorted((copy / "tests").iterdir())
            if path.name not in skipped
            and (any(path.rglob("test_*.py")) if path.is_dir() else path.match("test_*.py"))
        ]
        set_aside: list[str] = []
        while tests and len(set_aside) <= MOST_SET_ASIDE:
            options = [option for name in set_aside for option in ("--deselect", name)]
            caught_by, said = self.run(copy, [*tests, *options], self._limit_s)
            if caught_by in (None, TIME_LIMIT):
                return caught_by, said
            _put(copy / planting.path, source)
            without, _ = self.run(copy, [str(caught_by)], self._limit_s)
            if without is None:
                return caught_by, said
            _put(copy / planting.path, planted(source, planting.fault))
            set_aside.append(str(caught_by))
        return None, f"set aside, since they fail without the fault too: {set_aside}"

    def run(self, copy: Path, tests: Sequence[str], limit_s: float) -> tuple[str | None, str]:
        """Run tests in a copy; return the first that fails, or None, and the end of what was said."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("CI", "PYTHONDONTWRITEBYTECODE") and not name.startswith("COVERAGE_")
        }
        process = subprocess.Popen(
            [sys.executable, *PYTEST, *tests],
            cwd=copy,
            env=environment | {"PYTHONPATH": str(copy)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            return TIME_LIMIT, said[-4000:]
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
        if process.returncode == 0:
            return None, said[-4000:]
        return (failed[1] if failed else f"pytest's exit code {process.returncode}"), said[-4000:]


def _own_tests(copy: Path, path: str) -> list[str]:
    """Return the tests of a module, if there are such, and those of its folder."""
    folder, name = Path(path).parts[1:3]
    mirrored = f"tests/{folder}/test_{name}"
    return [*([mirrored] if (copy / mirrored).is_file() else []), f"tests/{folder}"]


def _put(path: Path, source: bytes) -> None:
    """Write a module, and drop what Python compiled of it.

    Python tells an old one by time and size, and both can be the same within a second.
    """
    path.write_bytes(source)
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def _verdict(outcome: Outcome) -> str:
    return f"caught by {outcome.caught_by}" if outcome.caught_by else "NOT CAUGHT"


def _report(plantings: Sequence[Planting], outcomes: Sequence[Outcome], file: Path | None) -> int:
    """Print what was not caught and how many were; write all to a file; return the exit code."""
    pairs = list(zip(plantings, outcomes, strict=True))
    missed = [planting for planting, outcome in pairs if outcome.caught_by is None]
    print(f"\n{len(pairs) - len(missed)} of {len(pairs)} faults caught")
    for planting in missed:
        print(f"{planting}\n     NOT CAUGHT")
    if file:
        listed = [
            {"number": planting.number, "path": planting.path}
            | asdict(planting.fault)
            | asdict(outcome)
            for planting, outcome in pairs
        ]
        file.write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
