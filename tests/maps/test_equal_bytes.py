"""Equal data give equal bytes, in whatever process and whichever order its sets and hashes have."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from geo.access import gaps, measure
from geo.maps import findmap, gap_map, layers
from geo.maps.measures import measures
from tests import live


def digest() -> str:
    """Return the hash of all three maps of the data that comes along."""
    assessment = live.assessment()
    access = measure.measure(assessment)
    rankings = {limit: gaps.rank(assessment, access, limit) for limit in access.limits_miles}
    shown = measures(access, rankings)
    maps = (
        layers.state_map(assessment),
        findmap.find_map(assessment),
        gap_map.gap_map(assessment, access, shown),
    )
    return hashlib.sha256(b"".join(maps)).hexdigest()


def test_equal_data_give_equal_bytes_in_every_process(repo_root: Path) -> None:
    first = digest()
    assert digest() == first
    other = subprocess.run(
        [sys.executable, "-c", "from tests.maps import test_equal_bytes as t; print(t.digest())"],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(repo_root)},
        cwd=repo_root,
        capture_output=True,
        check=True,
        text=True,
    )
    assert other.stdout.strip() == first
