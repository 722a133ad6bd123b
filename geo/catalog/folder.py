"""The data folder: where it lies, what it holds, and the hash that names its state."""

import hashlib
import os
from pathlib import Path

from geo.catalog import confirmations
from geo.catalog.raw_file import StrPath

__all__ = [
    "DIRECTORY_VARIABLE",
    "DISPLAY_SHAPES",
    "EDIT_VARIABLE",
    "HASHED",
    "SHAPES",
    "STATES",
    "SURROUNDINGS",
    "VARIABLE",
    "default_dir",
    "digests",
    "sha256",
]

SHAPES = "counties.geojson"
DISPLAY_SHAPES = "display_counties.geojson"
STATES = "context_states.geojson"
SURROUNDINGS = ("context_cities.geojson", "context_rivers.geojson", STATES)
"""What lies around the study area on its maps."""

# Every file that a verdict, a map or a look-up is made of. README and editor schema change no answer.
HASHED = (
    "services.yaml",
    confirmations.FILE,
    "counties.csv",
    SHAPES,
    DISPLAY_SHAPES,
    *SURROUNDINGS,
    "zips.csv",
    "places.csv",
    "zip_cells.geojson",
    "zip_states.csv",
    "demand_error.yaml",
)


VARIABLE = "CRISIS_COVERAGE_DATA"
"""Environment variable that names another data folder, for the commands and the app."""
EDIT_VARIABLE = "CRISIS_COVERAGE_EDIT"
"""Environment variable that, set to 1, lets the app keep records in its data folder."""
DIRECTORY_VARIABLE = "CRISIS_COVERAGE_DIRECTORY"
"""Environment variable that names a federal directory file, for the app to show what it lists."""


def default_dir() -> Path:
    """Return the folder that `VARIABLE` names, else the bundled data, else the checkout's own."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


def sha256(data_dir: StrPath) -> str:
    """Return the SHA-256 of all files in `HASHED` that exist, by name and content."""
    lines = "".join(f"{name} {digest}\n" for name, digest in digests(data_dir).items())
    return hashlib.sha256(lines.encode()).hexdigest()


def digests(data_dir: StrPath) -> dict[str, str]:
    """Return by name the SHA-256 of each file in `HASHED` that exists."""
    paths = {name: Path(data_dir) / name for name in HASHED}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in paths.items()
        if path.is_file()
    }
