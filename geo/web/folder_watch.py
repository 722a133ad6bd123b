"""Tells when the data folder, or the day, is another than before: by content, and once its files are at rest."""

import datetime as dt
from pathlib import Path

from geo.catalog import folder
from geo.catalog.dates import machine_date
from geo.catalog.folder import Files

__all__ = ["FolderWatch"]


class FolderWatch:
    """Looks at the data folder that `folder.default_dir` names, and reads it where it has changed."""

    def __init__(self) -> None:
        self._seen: object = None
        self._read: object = None
        self._given: tuple[Files, dt.date] | None = None

    def changed(self, *, at_once: bool) -> tuple[Files, dt.date] | None:
        """Return the files and the day by the clock; None where both are those given last.

        A file that somebody is writing may look whole and be cut: unless `at_once`, files are read
        when they are the same as at the call before. What cannot be read is tried at each call.
        """
        home, today = folder.default_dir(), machine_date()
        marks = (home, today, *(_mark(home / name) for name in folder.READ))
        at_rest = marks == self._seen
        self._seen = marks
        if marks == self._read or not (at_rest or at_once):
            return None
        files = folder.files(home)
        self._read = marks if files.are_read else None
        if self._given == (files, today):
            return None
        self._given = files, today
        return self._given


def _mark(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
