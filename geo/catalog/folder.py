"""The data folder: where it lies, what it holds, and the hash that names its state."""

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from geo.catalog import confirmations, raw_file, spanish
from geo.catalog.raw_file import HeldFile, StrPath

__all__ = [
    "DIRECTORY_VARIABLE",
    "DISPLAY_SHAPES",
    "DISTANCES",
    "EDIT_VARIABLE",
    "HASHED",
    "LOG_VARIABLE",
    "MOST_BYTES",
    "READ",
    "SHAPES",
    "STATES",
    "SURROUNDINGS",
    "VARIABLE",
    "Files",
    "default_dir",
    "digests",
    "fault",
    "files",
    "sha256",
]

SHAPES = "counties.geojson"
DISPLAY_SHAPES = "display_counties.geojson"
STATES = "context_states.geojson"
SURROUNDINGS = ("context_cities.geojson", "context_rivers.geojson", STATES)
"""What lies around the study area on its maps."""
DISTANCES = "distances.json"
MOST_BYTES = 32_000_000
"""Of one file of the folder; a reader may take less."""

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
READ = (*HASHED, DISTANCES, spanish.FILE)
"""Every file that is read."""

VARIABLE = "CRISIS_COVERAGE_DATA"
"""Environment variable that names another data folder, for the commands and the app."""
EDIT_VARIABLE = "CRISIS_COVERAGE_EDIT"
"""Environment variable that, set to 1, lets the app keep records in its data folder."""
DIRECTORY_VARIABLE = "CRISIS_COVERAGE_DIRECTORY"
"""Environment variable that names a federal directory file, for the app to show what it lists."""
LOG_VARIABLE = "CRISIS_COVERAGE_LOG"
"""Environment variable that, set to ``json``, has the app's server log everything as JSON lines."""

_NO_FOLDER = f"there is no such folder: look at --data or {VARIABLE}"


def default_dir() -> Path:
    """Return the folder that `VARIABLE` names, else the bundled data, else the checkout's own."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).resolve().parents[1]
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


def fault(home: StrPath) -> str:
    """Return why nothing in a folder can be read: it is not there, or it or one above it is closed; else ""."""
    try:
        # The dot, which pathlib would drop, asks for what its files need: a way into it.
        found = os.stat(f"{os.fspath(home)}{os.sep}.")  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return _NO_FOLDER
    except OSError as error:
        return f"the folder cannot be read: {error.strerror}"
    return "" if stat.S_ISDIR(found.st_mode) else _NO_FOLDER


@dataclass(frozen=True, slots=True)
class Files(os.PathLike[str]):
    """A data folder as it was when it was read; given in place of its path, it is not read again.

    `held` has every file of `READ` by name, also those that are not there.
    """

    home: Path
    held: Mapping[str, HeldFile]

    def __fspath__(self) -> str:
        """Return the path of the folder."""
        return str(self.home)

    def __getitem__(self, name: str) -> HeldFile:
        """Return one file."""
        return self.held[name]

    @property
    def are_read(self) -> bool:
        """Whether every ordinary file that is there was read, so that reading again tells nothing new."""
        return not any(file.is_unread for file in self.held.values())

    def with_content(self, name: str, raw: bytes) -> "Files":
        """Return the folder as if one of its files had other bytes; nothing is written."""
        file = HeldFile(self.home / name, raw, len(raw))
        return replace(self, held={**self.held, name: file})


def files(data_dir: StrPath) -> Files:
    """Return a data folder with the bytes of its files, each read once; a fault is kept with its file."""
    if isinstance(data_dir, Files):
        return data_dir
    home = Path(data_dir)
    return Files(home, {name: raw_file.hold(home / name, MOST_BYTES) for name in READ})


def sha256(data_dir: StrPath) -> str:
    """Return the SHA-256 of all files in `HASHED` that exist, by name and content."""
    lines = "".join(f"{name} {digest}\n" for name, digest in digests(data_dir).items())
    return hashlib.sha256(lines.encode()).hexdigest()


def digests(data_dir: StrPath) -> dict[str, str]:
    """Return by name the SHA-256 of each file in `HASHED` that exists.

    In place of that of a file that cannot be read stands the rule that it broke.
    """
    held = files(data_dir)
    return {name: held[name].digest for name in HASHED if held[name].exists}
