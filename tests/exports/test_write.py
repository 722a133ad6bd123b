"""From a file's name to its bytes: the same in every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.exports import layers, write
from tests.small_state import DAY

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import datetime as dt, hashlib, pathlib, sys
from geo.access import assess, measure
from geo.catalog import load

from geo.exports import layers, write
day = dt.date.fromisoformat(sys.argv[2])
assessment = assess.verify(load.load(pathlib.Path(sys.argv[1])), day)
bundle = layers.build(assessment, measure.measure(assessment))
contents = {
    (ending, layer.name): write.ONE_LAYER[ending](bundle, layer)
    for ending in write.ONE_LAYER
    for layer in bundle.layers
} | {(ending, "all"): write.ALL_LAYERS[ending](bundle) for ending in write.ALL_LAYERS}
for name, content in contents.items():
    print(*name, hashlib.sha256(content).hexdigest())
"""


def test_another_process_with_another_hash_seed_writes_the_same_bytes(catalog: Catalog) -> None:
    digests = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(catalog.home), DAY.isoformat()],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert digests[0] == digests[1]
    assert len(digests[0].splitlines()) == 3 * len(layers.LAYERS) + 2


def test_a_suffix_is_taken_in_capitals_too_and_others_are_refused_by_name() -> None:
    assert write.suffix(Path("X.GPKG")) == ".gpkg"
    for name in ("x.shp", "x", ".csv", "x.csv.gz"):
        with pytest.raises(write.SuffixError, match=r"\.csv, \.geojson, \.gpkg, \.parquet, \.xlsx"):
            write.suffix(Path(name))


@pytest.mark.parametrize("ending", write.ONE_LAYER)
def test_a_format_of_one_layer_holds_the_one_that_is_asked_for(
    ending: str, assessment: Assessment, access: Access
) -> None:
    counties = write.content(assessment, access, ending)
    assert b"geoid" in counties
    about = write.content(assessment, access, ending, "about")
    assert b"what" in about
    assert b"geoid" not in about
    with pytest.raises(ValueError, match="the layers are counties"):
        write.content(assessment, access, ending, "roads")
