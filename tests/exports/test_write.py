"""From a file's name to its bytes: the same in every process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.exports import layers, write
from geo.exports.layers import Bundle
from tests.small_state import DAY

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import datetime as dt, pathlib, sys
from geo.access import assess, measure
from geo.catalog import load
from geo.exports import layers
from tests.exports.test_write import digests
day = dt.date.fromisoformat(sys.argv[2])
assessment = assess.verify(load.load(pathlib.Path(sys.argv[1])), day)
print(*digests(layers.build(assessment, measure.measure(assessment))), sep="\\n")
"""


def digests(bundle: Bundle) -> list[str]:
    """Return the hash of every file that can be written, with its suffix and layer."""
    contents = {
        f"{ending} {layer.name}": to_bytes(bundle, layer)
        for ending, to_bytes in write.ONE_LAYER.items()
        for layer in bundle.layers
    }
    contents |= {f"{ending} all": to_bytes(bundle) for ending, to_bytes in write.ALL_LAYERS.items()}
    return [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in contents.items()]


def test_another_process_with_another_hash_seed_writes_the_same_bytes(
    catalog: Catalog, bundle: Bundle
) -> None:
    own = os.environ.get("PYTHONHASHSEED")
    other = {"PYTHONHASHSEED": "2" if own == "1" else "1", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(catalog.home), DAY.isoformat()],
        cwd=ROOT,
        env={**os.environ, **other, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == digests(bundle)
    assert len(digests(bundle)) == 3 * len(layers.LAYERS) + 2


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
    about = write.content(assessment, access, ending, ("about",))
    assert b"what" in about
    assert b"geoid" not in about
    with pytest.raises(ValueError, match="the layers are counties"):
        write.content(assessment, access, ending, ("roads",))
