"""Invented input for the readers of data files, and for the reader of typed places, for a given time.

Runs the tests' own properties again and again, each time with other examples; stops at the first that fails
and prints it. What is found becomes a case among those tests.
"""

import argparse
import re
import subprocess
import sys
import time
from typing import Final

from measure import ROOT, headline

GROUPS: Final = {
    "readers": (
        "tests/catalog/test_damaged_folder.py",
        "tests/catalog/test_dates.py",
        "tests/catalog/test_gazetteer.py",
        "tests/catalog/test_load.py",
        "tests/catalog/test_rings.py",
        "tests/catalog/test_schema.py",
        "tests/catalog/test_shapes.py",
        "tests/catalog/test_yamltree.py",
    ),
    "places": (
        "tests/geocode/test_added_words.py",
        "tests/geocode/test_coordinates.py",
        "tests/geocode/test_geocode.py",
        "tests/geocode/test_never_raises.py",
        "tests/geocode/test_parse.py",
        "tests/geocode/test_points_in_text.py",
    ),
}
EXAMPLES: Final = re.compile(r"(\d+) passing,")


def main() -> None:
    """Run one group of properties or both, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", nargs="+", choices=GROUPS, default=[*GROUPS])
    parser.add_argument("--minutes", type=float, default=10.0, help="for each group")
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    asked = parser.parse_args()
    headline("Invented input", "hypothesis")
    for group in asked.groups:
        end, seed, examples = time.monotonic() + asked.minutes * 60, asked.seed, 0
        while time.monotonic() < end:
            examples += _round(group, seed)
            seed += 1
        print(f"{group}: {examples:,} examples in {seed - asked.seed} rounds, none failed")


def _round(group: str, seed: int) -> int:
    """Run a group's properties with examples of a seed; return how many examples there were."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-m",
        "hypothesis",
        "-p",
        "no:cacheprovider",
    ]
    options = [f"--hypothesis-seed={seed}", "--hypothesis-show-statistics"]
    options += ["--hypothesis-profile=others"]
    done = subprocess.run(
        [*command, *options, *GROUPS[group]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told, _, _ = done.stdout.partition("= Hypothesis Statistics")
        sys.exit(f"{told}\n{group}: seed {seed} found something")
    return sum(int(number) for number in EXAMPLES.findall(done.stdout))


if __name__ == "__main__":
    main()
