r"""Store every output of the product, and compare two such folders.

Before a change that is to keep what users get:

    python -m tools.compare_outputs write BEFORE --checkout PATH

and after it:

    python -m tools.compare_outputs write AFTER
    python -m tools.compare_outputs compare BEFORE AFTER

"write" runs every command on the checkout's own data, as of one day, with its exit code, both
outputs and the files that it writes; `tools.output_calls` lists the calls. "compare" takes text,
JSON, CSV and GeoJSON byte for byte, HTML after parsing, and workbooks, GeoPackages and Parquet
files as read back. Where the data differ, their hash is taken as equal.

A file of allowed differences has lines of a pattern for files, a space, and a regular expression
that is looked for in the line of the difference; # begins a remark:

    county-*/stdout.json  ^\$\.findings\[\d+\]\.note
    help-app/*  the file is new

Exit code: 0 written, or equal but for what is allowed; 1 different; 2 a call that is not valid.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tools.output_calls import Call, calls
from tools.output_differences import differences
from tools.output_inputs import write_inputs

__all__ = ["Allowed", "Runner", "compare", "main", "read_allowed", "write"]

ROOT = Path(__file__).resolve().parent.parent
HASHED = ("verify-json/stdout.json", "verify-changed-data-json/stdout.json")
"""Outputs that tell the hash of the data: the live ones, and the changed copy of them."""
WORKER = ROOT / "tools" / "output_worker.py"


@dataclass(slots=True)
class Allowed:
    """A kind of difference that is meant: in files of this pattern, lines that this is found in."""

    files: str
    form: re.Pattern[str]
    times: int = 0

    def allows(self, file: str, difference: str) -> bool:
        """Return whether a difference is of this kind, and count it if so."""
        fits = fnmatchcase(file, self.files) and bool(self.form.search(difference))
        self.times += fits
        return fits


def main(arguments: list[str] | None = None) -> int:
    """Write or compare; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.action == "write":
            home, checkout = options.folder.absolute(), options.checkout.resolve()
            count = write(Runner(home, checkout, options.python, options.jobs), options.only)
            print(f"{count} calls stored in {options.folder}")
            return 0
        allowed = read_allowed(options.allow) if options.allow else []
        return _report(options, allowed)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"compare_outputs: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(dest="action", required=True)
    writing = actions.add_parser("write", help="run every command and store its outputs")
    writing.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")
    writing.add_argument("--checkout", type=Path, default=ROOT, help="whose code and data to run")
    writing.add_argument("--python", default=sys.executable, metavar="EXE", help="runs the code")
    writing.add_argument("--jobs", type=int, default=2, help="calls at a time (default: 2)")
    comparing = actions.add_parser("compare", help="say in what two stored folders differ")
    comparing.add_argument("old", type=Path, metavar="OLD")
    comparing.add_argument("new", type=Path, metavar="NEW")
    comparing.add_argument("--allow", type=Path, metavar="FILE", help="differences that are meant")
    comparing.add_argument("--most", type=int, default=5, help="shown of each file (default: 5)")
    for action, what in ((writing, "calls"), (comparing, "files")):
        action.add_argument("--only", default="*", metavar="PATTERN", help=f"these {what} alone")
    return parser


@dataclass(frozen=True, slots=True)
class Runner:
    """Where outputs go, whose code is run, by which Python, and how many calls at a time."""

    folder: Path
    checkout: Path
    python: str
    jobs: int = 2

    def run(self, group: Sequence[Call], cache: Path) -> None:
        """Run calls, each in a folder of its own, and store what they give."""
        plan = [
            {
                "place": str(self._prepared(call)),
                "arguments": call.arguments,
                "stdout": "stdout.json" if "json" in call.arguments else "stdout.txt",
                "environment": call.environment,
            }
            for call in group
        ]
        (cache / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        # -P: the tools beside the worker are not to stand before libraries of the same name.
        worker = [self.python, "-P", str(WORKER), str(cache / "plan.json"), str(self.jobs)]
        subprocess.run(
            worker, env=self._environment(), stdin=subprocess.DEVNULL, cwd=cache, check=True
        )

    def _prepared(self, call: Call) -> Path:
        """Make the folder of a call, with what it is to find there, and return it."""
        place = self.folder / "calls" / call.name
        place.mkdir(parents=True)
        if call.stdin:
            (place / "stdin.txt").write_bytes(call.stdin)
        for name, (origin, share) in call.copies.items():
            content = (place.parent / origin).read_bytes()
            (place / name).write_bytes(content[: round(share * len(content))])
        return place

    def _environment(self) -> dict[str, str]:
        """Return the same environment for every call, whoever starts it."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.checkout),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            # Threads of a library do not outlive a fork.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "100",
        }


def write(runner: Runner, only: str = "*") -> int:
    """Run the calls whose names fit a pattern, those that read others' files last; count them.

    Those that tell the hash of the data always run.

    Raises
    ------
    ValueError
        Where the folder is there already, or the checkout has no data.
    """
    data = runner.checkout / "data"
    if runner.folder.exists():
        raise ValueError(f"{runner.folder} is there already")
    if not (data / "counties.csv").is_file():
        raise ValueError(f"{runner.checkout} has no data/counties.csv")
    listed = [
        call
        for call in calls(data)
        if fnmatchcase(call.name, only) or f"{call.name}/stdout.json" in HASHED
    ]
    write_inputs(runner.folder / "inputs", data)
    with tempfile.TemporaryDirectory() as cache:
        for is_later in (False, True):
            group = [call for call in listed if call.needs_others is is_later]
            if group:
                runner.run(group, Path(cache))
    return len(listed)


def read_allowed(path: Path) -> list[Allowed]:
    """Read a file of allowed differences.

    Raises
    ------
    ValueError
        For a line that is not a pattern and a regular expression.
    """
    allowed = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        files, _, form = line.strip().partition(" ")
        try:
            allowed.append(Allowed(files, re.compile(form.strip() or "(")))
        except re.error as error:
            raise ValueError(f"{path}:{number}: {error}: {form.strip()!r}") from error
    return allowed


def compare(
    old: Path, new: Path, allowed: Sequence[Allowed], only: str = "*"
) -> Iterator[tuple[str, list[str]]]:
    """Yield every file of either folder, as CALL/NAME, with its differences that are not allowed."""
    homes = (old / "calls", new / "calls")
    for home in homes:
        if not home.is_dir():
            raise ValueError(f"{home} is no folder: write the outputs first")
    before, after = (
        {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
        for home in homes
    )
    replaced = _replaced(*homes)
    for name in sorted(name for name in before | after if fnmatchcase(name, only)):
        if name not in after:
            lines = ["the file is gone"]
        elif name not in before:
            lines = ["the file is new"]
        else:
            lines = list(differences(homes[0] / name, homes[1] / name, replaced))
        yield name, [line for line in lines if not _is_allowed(name, line, allowed)]


def _is_allowed(file: str, line: str, allowed: Sequence[Allowed]) -> bool:
    return any(kind.allows(file, line) for kind in allowed)


def _replaced(old: Path, new: Path) -> dict[str, str]:
    """Return the hashes of the old data, in full and short, with those of the new data."""
    replaced: dict[str, str] = {}
    for name in HASHED:
        if (old / name).is_file() and (new / name).is_file():
            hashes = [
                str(json.loads((home / name).read_bytes())["data_sha256"]) for home in (old, new)
            ]
            if hashes[0] != hashes[1]:
                replaced |= {hashes[0]: hashes[1], hashes[0][:12]: hashes[1][:12]}
    return replaced


def _report(options: argparse.Namespace, allowed: Sequence[Allowed]) -> int:
    """Print the files that differ and in what; return the exit code."""
    count = unequal = 0
    for name, lines in compare(options.old, options.new, allowed, options.only):
        count += 1
        if lines:
            unequal += 1
            print(f"{name}: {len(lines)} different")
            for line in lines[: options.most]:
                print(f"    {line}")
    for kind in allowed:
        print(f"allowed {kind.times} times: {kind.files} {kind.form.pattern}")
    print(f"{count} files compared, {unequal} differ")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
