"""What all visitors share: the data read once, its verdicts, and the maps made of them."""

import datetime as dt
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from geo import catalog, coverage, folder, referral, server
from geo.errors import DataError, Problem
from geo.maps import findmap, statemap
from geo.records import Catalog
from geo.verdicts import Verification

__all__ = ["Snapshot", "current", "warm"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the data on one day.

    `problems` says what is wrong with the files as they are now; the rest is then the last state
    that was sound.
    """

    catalog: Catalog
    verification: Verification
    map_path: str
    find_path: str
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Shared:
    """The latest snapshot, and the files and the day that it was made for."""

    stamp: object = None
    snapshot: Snapshot | None = None
    error: DataError | None = None


_shared: Final = _Shared()
_lock: Final = threading.Lock()


def current() -> Snapshot:
    """Return the present state; files changed since the last call are read anew.

    Raises
    ------
    DataError
        If the data is not fit for use and never was since the server started.
    """
    home = folder.default_dir()
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    stamp = (home, today, *(_mark(home / name) for name in folder.HASHED))
    with _lock:
        if stamp != _shared.stamp:
            _renew(home, today)
            _shared.stamp = stamp
        if _shared.snapshot is None:
            raise _shared.error or DataError(())
        return _shared.snapshot


def warm() -> None:
    """Read and draw everything, and look something up, before the first visitor comes."""
    found = current()
    referral.answer(found.catalog, found.verification, f"{found.catalog.counties[0].name} County")


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _renew(home: Path, today: dt.date) -> None:
    try:
        known = catalog.load(home, today=today)
        verification = coverage.verify(known, today)
        path = server.publish(statemap.state_map(known, verification))
        find_path = server.publish(findmap.find_map(known))
    except DataError as error:
        _shared.error = error
        if _shared.snapshot:
            _shared.snapshot = replace(_shared.snapshot, problems=error.problems)
    else:
        _shared.snapshot = Snapshot(known, verification, path, find_path)
        _shared.error = None
