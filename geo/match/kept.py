"""The directory that the app shows: read once, then kept in memory."""

import threading
from pathlib import Path
from typing import Final, TypeAlias

from geo.catalog.raw_file import StrPath
from geo.catalog.records import Services
from geo.errors import DataError, Problem
from geo.match import read_directory
from geo.match.records import Directory

__all__ = ["directory"]

_Key: TypeAlias = tuple[Path, str]

_lock: Final = threading.Lock()
_kept: Final[dict[_Key, Directory | tuple[Problem, ...]]] = {}
"""What was read of a file for a state, or why it cannot be: the last one alone."""


def directory(path: StrPath, services: Services) -> Directory:
    """Return a directory file as it was when it was first asked for, see `read_directory.read`.

    Raises
    ------
    DataError
        Where the file could not be read then. A file that was mended is read at the next start.
    """
    # Only rows of the state are shown, so that no other change of the data asks for another reading.
    key = (Path(path).resolve(), services.study_area.postal)
    with _lock:
        if key not in _kept:
            _kept.clear()
            _kept[key] = _read(path, services)
        known = _kept[key]
    if isinstance(known, Directory):
        return known
    raise DataError(known)


def _read(path: StrPath, services: Services) -> Directory | tuple[Problem, ...]:
    try:
        return read_directory.read(path, services)
    except DataError as error:
        return error.problems
