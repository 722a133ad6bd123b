"""Reads what somebody chose on the page Data & sources to be compared: an export, or a data folder.

It stays in memory: nothing of it goes to a log, a cache or an address. A data folder alone is read by path, as
everywhere else; its known files are written into a private folder, in memory where the system has
such a place, which is removed as soon as they are read. Names in an archive name no path.
"""

import datetime as dt
import io
import logging
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from geo.access import county_miles
from geo.catalog import folder, load
from geo.diff import read_state
from geo.diff.snapshot import Snapshot
from geo.errors import CrisisCoverageError, DataError, Problem

__all__ = ["CONTROL", "ENDINGS", "MAX_BYTES", "MAX_FILES", "Chosen", "RefusedError", "read"]

ZIP: Final = ".zip"
FACTS: Final = "services.yaml"
"""The file by which a data folder is known."""
CONTROL: Final = "sources_upload"
"""Key of the control by which somebody chooses."""
ENDINGS: Final = (*read_state.SUFFIXES, ZIP, ".yaml")
MAX_BYTES: Final = 5 * 2**20
"""Of all files together. Streamlit's maxUploadSize holds for each of them."""
MAX_FILES: Final = 40
MAX_IN_ARCHIVE: Final = 1000
MAX_UNPACKED: Final = 40_000_000
_FOLDER: Final = frozenset((*folder.HASHED, county_miles.FILE))
"""What of a data folder is read."""
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (a folder of its own is made there)
_MAC: Final = "__MACOSX"
_MOST_TOLD: Final = 3
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError),
)
_log = logging.getLogger(__name__)


class RefusedError(CrisisCoverageError, ValueError):
    """What was chosen cannot be compared; its text says why, and `details` where."""

    def __init__(self, sentence: str, details: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.details = tuple(details)


class Chosen(NamedTuple):
    """A file that somebody chose."""

    name: str
    content: bytes


def read(files: Sequence[Chosen], as_of: dt.date, geoids: Collection[str]) -> Snapshot:
    """Return the state of the data that files hold.

    Parameters
    ----------
    files : sequence of Chosen
        An export, the JSON of `verify`, or a data folder as a ZIP archive or as its files.
    as_of : datetime.date
        The day to judge a data folder by; an export has its own.
    geoids : collection of str
        The counties that it is to be compared for.

    Raises
    ------
    RefusedError
        If it is none of these, is broken, too large, or of other counties.
    """
    _check_size(files)
    try:
        snapshot = _read(files, as_of)
    except DataError as error:
        raise _refused(error) from None
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001  (it must not reach the log)
        # What somebody else made can break a reader in ways that nobody thought of. The error itself
        # may hold a piece of it, which has no place in a log.
        _log.warning("A chosen file could not be read: %s", type(error).__name__)
        raise RefusedError("This file cannot be read. It may be damaged.") from None
    if not snapshot.counties.keys() & set(geoids):
        raise RefusedError(
            "This file is of other counties. None of them is in this app's data, so there is nothing to "
            "compare."
        )
    return snapshot


def _check_size(files: Sequence[Chosen]) -> None:
    if len(files) > MAX_FILES:
        raise RefusedError(f"These are {len(files)} files. Choose at most {MAX_FILES}.")
    if sum(len(chosen.content) for chosen in files) > MAX_BYTES:
        raise RefusedError(
            f"The files have more than {MAX_BYTES // 2**20} MB together. A data folder as a ZIP file is "
            "smaller."
        )


def _read(files: Sequence[Chosen], as_of: dt.date) -> Snapshot:
    by_name = {PurePosixPath(chosen.name).name: chosen.content for chosen in files}
    if FACTS in by_name:
        return _of_folder(by_name, "Data folder", as_of)
    if len(files) != 1:
        raise RefusedError(
            f"Choose one export, or all files of one data folder with {FACTS} among them."
        )
    ((name, content),) = by_name.items()
    if PurePosixPath(name).suffix.lower() == ZIP:
        return _of_folder(_unpacked(content), name, as_of)
    return read_state.of_bytes(content, name)


def _of_folder(files: Mapping[str, bytes], name: str, as_of: dt.date) -> Snapshot:
    """Return the state of a data folder; only files that one has by name are looked at."""
    memory = str(_IN_MEMORY) if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as made:  # for this user alone
        home = Path(made)
        for known in sorted(_FOLDER & files.keys()):
            (home / known).write_bytes(files[known])
        return read_state.of_catalog(load.load(home), as_of, name)


def _unpacked(raw: bytes) -> dict[str, bytes]:
    """Return the files of the data folder in an archive, by name; what else it holds is left."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_IN_ARCHIVE:
                raise RefusedError(
                    f"The ZIP file holds {len(entries):,} files. A data folder has few: choose its own."
                )
            return _members(archive, entries)
    except RefusedError:
        raise
    except _BROKEN:
        raise RefusedError(
            "This is no whole ZIP file, or it is locked with a password. Make it again, or choose the "
            "folder's files."
        ) from None


def _members(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> dict[str, bytes]:
    paths = {PurePosixPath(entry.filename): entry for entry in entries}
    homes = {path.parent for path in paths if path.name == FACTS and path.parts[0] != _MAC}
    if len(homes) != 1:
        many = "several data folders" if homes else "no data folder"
        raise RefusedError(
            f"The ZIP file holds {many}. It is to hold one, with {FACTS} in it; choose an export as it is."
        )
    (home,) = homes
    files: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for path, entry in paths.items():
        if path.parent == home and path.name in _FOLDER:
            # Whatever size the archive says that it has.
            with archive.open(entry) as member:
                files[path.name] = member.read(left + 1)
            left -= len(files[path.name])
            if left < 0:
                raise RefusedError(
                    f"The ZIP file unpacks to more than {MAX_UNPACKED // 1_000_000} MB, so it was not "
                    "read."
                )
    return files


def _refused(error: DataError) -> RefusedError:
    """Return what is wrong with a file, the first few places of it."""
    told = [_told(problem) for problem in error.problems[:_MOST_TOLD]]
    more = len(error.problems) - len(told)
    if more:
        told.append(f"And {more:,} more.")
    return RefusedError("This file cannot be compared.", told)


def _told(problem: Problem) -> str:
    """Return one problem for a reader who has the file at hand: line, column, what is asked for."""
    line = f", line {problem.line}" if problem.line else ""
    where = f", {problem.where}" if problem.where != "file" else ""
    found = f" (found: {problem.found})" if problem.found else ""
    return f"{problem.file}{line}{where}: {problem.message}{found}."
