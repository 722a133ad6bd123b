"""What requests ask the data as of a day, worked out once for each state of the data."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

from geo.access import assess, gaps, measure
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.coverage.assessment import Assessment
from geo.web import snapshot
from geo.web.snapshot import Snapshot

__all__ = ["JudgedDay", "judged", "kept"]

BODIES_KEPT: Final = 256
"""Compressed they have some 10 MB: each county, and what else there is, of two days."""
DAYS_KEPT: Final = 2
"""Other days than the present one: each holds all its verdicts and measures."""

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class JudgedDay:
    """The verdicts of one day, and what is measured on it where somebody asks."""

    snapshot: Snapshot
    assessment: Assessment

    @cached_property
    def access(self) -> Access:
        """How far people are from units; DataError where a file that it needs is broken."""
        if self.assessment is self.snapshot.assessment:
            return self.snapshot.access
        return measure.measure(self.assessment)

    def gaps(self, limit_miles: int) -> Gaps:
        """Return the ranking of gaps; DataError as for `access`."""
        if self.assessment is self.snapshot.assessment:
            return self.snapshot.gaps[limit_miles]
        return gaps.rank(self.assessment, self.access, limit_miles)


class _Recent(Generic[_T]):
    """Values by key; the longest unused fall out. Several threads may use it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, _T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> _T | None:
        """Return the value of a key, or None; being asked for counts as use."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: _T) -> _T:
        """Keep a value and return it."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


class _Kept:
    """What was made of one snapshot."""

    def __init__(self) -> None:
        self.bodies: _Recent[bytes] = _Recent(BODIES_KEPT)
        self.days: _Recent[JudgedDay] = _Recent(DAYS_KEPT)


# One is made at a time: visitors share the processor with it.
_making: Final = threading.Lock()
_of: Final = snapshot.once(lambda _snapshot: _Kept())


def judged(shown: Snapshot, as_of: dt.date | None, known_on: dt.date | None) -> JudgedDay:
    """Return the verdicts as of a day; without days those that the pages show."""
    if as_of is None and known_on is None:
        return JudgedDay(shown, shown.assessment)
    days = _of(shown).days
    found = days.get((as_of, known_on))
    return found or days.put(
        (as_of, known_on), JudgedDay(shown, assess.verify(shown.catalog, as_of, known_on))
    )


def kept(shown: Snapshot, key: Hashable, make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns, made once for a snapshot and a key."""
    bodies = _of(shown).bodies
    found = bodies.get(key)
    if found is None:
        with _making:
            found = bodies.get(key) or bodies.put(key, make())
    return found
