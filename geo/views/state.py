"""What all visitors share: the data read once, its verdicts, and the maps made of them."""

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from geo import catalog, coverage, folder, published, referral
from geo.access import gaps, measure
from geo.access.records import Access, Gaps
from geo.errors import DataError, Problem
from geo.maps import findmap, gapmap, statemap
from geo.maps.classed import Measure
from geo.maps.measures import measures
from geo.records import Catalog
from geo.report.atlas import atlas
from geo.verdicts import Verification

__all__ = ["Snapshot", "current", "warm"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the data on one day; `gaps` has a ranking for each limit in miles.

    `problems` says what is wrong with the files as they are now; the rest is then the last state
    that was sound.
    """

    catalog: Catalog
    verification: Verification
    access: Access
    gaps: Mapping[int, Gaps]
    measures: tuple[Measure, ...]
    map_path: str
    find_path: str
    gap_path: str
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
        made = _make(home, today)
    except DataError as error:
        _shared.error = error
        if _shared.snapshot:
            _shared.snapshot = replace(_shared.snapshot, problems=error.problems)
    else:
        _shared.snapshot = made
        _shared.error = None


def _make(home: Path, today: dt.date) -> Snapshot:
    known = catalog.load(home, today=today)
    verification = coverage.verify(known, today)
    access = measure.measure(known, verification)
    rankings = {
        limit: gaps.rank(known, verification, access, limit) for limit in access.limits_miles
    }
    drawn = measures(known, access, rankings)
    # Kept for the sheets of counties, which are drawn later, whatever the files hold by then.
    atlas(known)
    return Snapshot(
        catalog=known,
        verification=verification,
        access=access,
        gaps=rankings,
        measures=drawn,
        map_path=published.publish(statemap.state_map(known, verification)),
        find_path=published.publish(findmap.find_map(known)),
        gap_path=published.publish(gapmap.gap_map(known, verification, access, drawn)),
    )
