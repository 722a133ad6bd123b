"""Time the verdict: warm, and as a command from nothing, against a plain GeoPandas script.

.venv/bin/python benchmarks/verify.py [--runs 15]
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.util import find_spec

import measure
from measure import ROOT, Run, median

sys.path.insert(0, str(ROOT))

from plain import verify_geopandas

import geo
from geo.catalog.vocabulary import Evaluation
from geo.coverage.assessment import Assessment

PLAIN = str(ROOT / "benchmarks" / "plain" / "verify_geopandas.py")
IMPORT_TIME = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|( +)(\S+)")
# What `crisis-coverage verify` does, one step more in each line.
STEPS = {
    "Python alone": "pass",
    "+ import geo.cli.main": "import geo.cli.main",
    "+ read and check the data": "import geo.cli.main; geo.load()",
    "+ verify": "import geo.cli.main; geo.verify(geo.load())",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="cold runs of each command")
    parser.add_argument("--repeats", type=int, default=40, help="warm calls of each function")
    options = parser.parse_args()
    measure.headline("verify", "pandas", "geopandas", "pyyaml", "rich")
    same_verdicts()
    warm(options.repeats)
    cold(options.runs)
    steps(options.runs)
    imports(max(3, options.runs // 3))


def same_verdicts() -> None:
    """Leave unless both say the same of every county, on the same basis, where both answer.

    Questions of distance are ours alone.
    """
    ours = geo.verify(geo.load())
    theirs = verify_geopandas.verdicts(*verify_geopandas.load())
    columns = (theirs[name] for name in ("geoid", "standard", "status", "basis"))
    plain = {(county, asked): verdict for county, asked, *verdict in zip(*columns, strict=True)}
    measured = {
        standard.id
        for standard in ours.catalog.services.standards
        if standard.evaluation is Evaluation.WITHIN
    }
    mine = {
        (finding.geoid, finding.standard): [finding.status.value, finding.basis.value]
        for finding in ours.findings
        if finding.standard not in measured
    }
    if mine != plain:
        odd = {key for key in mine.keys() | plain.keys() if mine.get(key) != plain.get(key)}
        sys.exit(f"The two disagree on {len(odd)} verdicts, such as {sorted(odd)[:3]}")
    _show_totals(ours, len(mine))


def _show_totals(ours: Assessment, verdicts: int) -> None:
    print(f"\nBoth give the same status and basis in all {verdicts} verdicts:")
    rows = [
        (total.id, total.covered, total.claimed, total.gap, total.unknown)
        for total in ours.standards
    ]
    measure.show(("standard", "covered", "claimed", "gap", "unknown"), rows)


def warm(repeats: int) -> None:
    """Time loading, and the verdict with the data loaded, inside one process."""
    catalog, facts = geo.load(), verify_geopandas.load()
    seconds = measure.alternate(
        {
            "geo verdict": lambda: geo.verify(catalog),
            "plain verdict": lambda: verify_geopandas.verdicts(*facts),
            "geo load": geo.load,
            "plain load": verify_geopandas.load,
        },
        repeats,
    )
    rows = []
    for what in ("verdict", "load"):
        ours, theirs = (median(seconds[f"{who} {what}"]) * 1e3 for who in ("geo", "plain"))
        p95 = measure.percentile(seconds[f"geo {what}"], 0.95) * 1e3
        cells = (f"{ours:.1f}", f"{p95:.1f}", f"{theirs:.1f}", measure.ratio(theirs, ours))
        rows.append((f"{what}, warm", *cells))
    headers = ("one process, ms", "geo median", "geo p95", "plain median", "plain : geo")
    measure.show(headers, rows)


def cold(runs: int) -> None:
    """Time the commands from start to end, each run a new process."""
    commands = {}
    for form in ("text", "json"):
        commands[f"geo {form}"] = [sys.executable, "-m", "geo", "verify", "--format", form]
        commands[f"plain {form}"] = [sys.executable, PLAIN, "--format", form]
    done = measure.alternate_commands(commands, runs)
    rows = []
    for form in ("text", "json"):
        ours, theirs = done[f"geo {form}"], done[f"plain {form}"]
        rows.append((f"{form}, wall", *_compare([_wall(ours), _wall(theirs)])))
        rows.append((f"{form}, processor", *_compare([_cpu(ours), _cpu(theirs)])))
    headers = ("new process, s", "geo median", "geo fastest", "plain median", "plain : geo")
    measure.show(headers, rows)


def _wall(runs: Sequence[Run]) -> list[float]:
    return [run.wall_s for run in runs]


def _cpu(runs: Sequence[Run]) -> list[float]:
    return [run.cpu_s for run in runs]


def _compare(pair: Sequence[list[float]]) -> tuple[str, str, str, str]:
    ours, theirs = (median(times) for times in pair)
    return f"{ours:.3f}", f"{min(pair[0]):.3f}", f"{theirs:.3f}", measure.ratio(theirs, ours)


def steps(runs: int) -> None:
    """Show what each step of the command adds."""
    commands = {name: [sys.executable, "-c", code] for name, code in STEPS.items()}
    for form in ("json", "text"):
        commands[f"whole command, {form}"] = [
            sys.executable,
            "-m",
            "geo",
            "verify",
            "--format",
            form,
        ]
    done = measure.alternate_commands(commands, runs)
    rows = [
        (name, f"{median(_wall(times)) * 1e3:.0f}", f"{median(_cpu(times)) * 1e3:.0f}")
        for name, times in done.items()
    ]
    measure.show(("where the cold time goes, ms", "wall", "processor"), rows)


def imports(runs: int) -> None:
    """Show which packages' modules take the time of importing, by themselves."""
    command = [sys.executable, "-X", "importtime", "-m", "geo", "verify"]
    done = measure.alternate_commands({"importtime": command}, runs)["importtime"]
    own: dict[str, list[float]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for run in done:
        here: Counter[str] = Counter()
        counts.clear()
        for self_us, _, _, module in IMPORT_TIME.findall(run.errors):
            package = _package(module)
            here[package] += int(self_us)
            counts[package] += 1
        for package, microseconds in here.items():
            own[package].append(microseconds / 1e3)
    by_time = sorted(((median(times), name) for name, times in own.items()), reverse=True)
    rows = [(name, counts[name], f"{ms:.1f}") for ms, name in by_time if ms >= 1]
    rows.append(("all", sum(counts.values()), f"{sum(ms for ms, _ in by_time):.1f}"))
    measure.show(("imports of `verify` (text)", "modules", "own ms"), rows)


def _package(module: str) -> str:
    first = module.partition(".")[0]
    if first in {"geo", "rich", "yaml"}:
        return first
    library = first.lstrip("_") in sys.stdlib_module_names or first in sys.stdlib_module_names
    return "standard library" if library or find_spec(first) is None else first


if __name__ == "__main__":
    main()
