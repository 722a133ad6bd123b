"""The state of the data that all visitors share: which one is current, and how sound it is."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import wraps
from typing import Final, TypeVar

from geo.catalog import folder
from geo.errors import DataError, Problem
from geo.referral import refer
from geo.text import county_title
from geo.web import state
from geo.web.beside import PATIENCE_S, Beside, LateError
from geo.web.folder_watch import FolderWatch
from geo.web.state import MapPath, Measured, Snapshot

__all__ = [
    "Health",
    "MapPath",
    "Measured",
    "Snapshot",
    "current",
    "health",
    "once",
    "one_state",
    "renewed",
    "warm",
]

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the app serves a sound state, and which.

    `ready` is whether a state is there and the last look at the files found nothing else that was
    not sound; `sha256` and `day` are those of the state that visitors see, None without one.
    `problems` are those of the last look, or what is missing and what the clock is behind; empty when all is sound.
    """

    ready: bool
    sha256: str | None
    day: dt.date | None
    problems: tuple[Problem, ...]


def current() -> Snapshot:
    """Return the present state at once; only before the first is there it is waited for.

    Files that change are read beside, within seconds, and the state is exchanged when it is whole.

    Raises
    ------
    DataError
        If the data is not fit for use and never was since the server started.
    """
    pinned = _pinned.get()
    if isinstance(pinned, DataError):
        raise DataError(pinned.problems)
    return pinned or _told(_shared.get)


def renewed() -> Snapshot:
    """Return the state of the files as they are now: for whoever has just written one of them.

    Raises DataError as `current`.
    """
    return _told(_shared.renewed)


def _told(get: Callable[[], Snapshot]) -> Snapshot:
    try:
        return get()
    except LateError as error:
        raise DataError([_no_answer()]) from error


@contextmanager
def one_state() -> Iterator[None]:
    """Let everything within see the state that it began with, also where a newer one comes meanwhile."""
    seen: Snapshot | DataError
    try:
        seen = current()
    except DataError as error:
        seen = error
    token = _pinned.set(seen)
    try:
        yield
    finally:
        _pinned.reset(token)


def health() -> Health:
    """Return how the state is that visitors see now; it waits for nothing and reads no file."""
    last, error = _shared.last, _shared.error
    late = (_no_answer(),) if _shared.is_stuck else ()
    if last is None:
        told = error.problems if isinstance(error, DataError) else ()
        return Health(ready=False, sha256=None, day=None, problems=(*told, *late))
    faults = (*last.problems, *late, *((_FAULT,) if error else ()))
    return Health(
        ready=not faults,
        sha256=last.assessment.data_sha256,
        day=last.assessment.as_of,
        problems=faults or (*last.lacking, *last.clock),
    )


def once(make: Callable[[Snapshot], _T]) -> Callable[[Snapshot], _T]:
    """Return a function that makes something of a snapshot once and gives it to all visitors."""
    last: list[tuple[Snapshot, _T]] = []

    @wraps(make)
    def made(snapshot: Snapshot) -> _T:
        known = last[0] if last else None
        if known is None or known[0] is not snapshot:
            known = (snapshot, make(snapshot))
            last[:] = [known]
        return known[1]

    return made


def warm() -> str:
    """Read and draw everything, and look something up, before the first visitor comes; return the data's hash.

    What is missing for a broken file is logged.
    """
    snapshot = current()
    for problem in (*snapshot.lacking, *snapshot.clock):
        _log.warning("The pages do without a part of the data. %s", problem)
    county = snapshot.assessment.catalog.counties[0]
    state.or_why(lambda: refer.answer(snapshot.assessment, county_title(county.name)))
    return snapshot.assessment.data_sha256


def _no_answer() -> Problem:
    message = f"the data folder has not answered for {PATIENCE_S:g} seconds; it is waited for"
    return Problem(folder.default_dir().name, 0, "no-answer", "folder", "", message)


_FAULT: Final = Problem(
    "data",
    0,
    "program-fault",
    "folder",
    "",
    "the program failed to read it anew; its log says more",
)


_GONE: Final = "it was there and is gone: bring it back, or start the server anew to do without it"


class _Looker:
    """Makes a state where the files or the day are others than those of the last."""

    def __init__(self) -> None:
        self._watch = FolderWatch()

    def look(self, last: Snapshot | None, is_asked: bool) -> Snapshot | None:
        """Return the next state, None where the last is still right; DataError where there is none."""
        found = self._watch.changed(at_once=is_asked)
        return _next(last, *found) if found else None


def _next(last: Snapshot | None, files: folder.Files, today: dt.date) -> Snapshot:
    """Return the state of the files; the last, with their problems, where they are not sound any more."""
    if last and last.catalog.files == files and last.made_on == today:
        return replace(last, problems=())
    begun = time.perf_counter()
    try:
        made = state.make(files, today)
    except DataError as error:
        if last is None:
            raise
        return _kept(last, today, error.problems)
    if last and (worse := _worse(last, made)):
        return _kept(last, today, worse)
    told = {
        "event": "rebuild" if last else "data",
        "sha256": made.assessment.data_sha256,
        "as_of": made.assessment.as_of.isoformat(),
        "ms": round((time.perf_counter() - begun) * 1000),
    }
    _log.info("data loaded", extra=told)
    return made


def _kept(last: Snapshot, today: dt.date, problems: tuple[Problem, ...]) -> Snapshot:
    """Return the last sound state, judged on a new day where one has come, beside what is wrong now."""
    stays = last if last.made_on == today else state.make(last.catalog.files, today)
    files = ", ".join(sorted({problem.file for problem in problems}))
    told = {"event": "rebuild-failed", "problems": len(problems)}
    _log.warning("The last sound state stays: there are problems in %s.", files, extra=told)
    return replace(stays, problems=problems)


def _worse(last: Snapshot, made: Snapshot) -> tuple[Problem, ...]:
    """Return what is wrong with a state that has less than the last, none where it has not.

    A folder may do without some files, but not lose them unseen.
    """
    before, now = (
        {name for name, file in shown.catalog.files.held.items() if file.exists}
        for shown in (last, made)
    )
    lost = before - now - _files(made) - {folder.DISTANCES}
    gone = [Problem(name, 0, "gone", "file", "", _GONE) for name in sorted(lost)]
    return (*gone, *made.lacking) if gone or _files(made) - _files(last) else ()


def _files(snapshot: Snapshot) -> set[str]:
    return {problem.file for problem in snapshot.lacking}


def _fresh() -> Beside[Snapshot]:
    """Return what has seen nothing yet."""
    return Beside(_Looker().look, _LOOK_EVERY_S)


_LOOK_EVERY_S: Final = 0.5
_shared: Final = _fresh()
_pinned: Final[ContextVar[Snapshot | DataError | None]] = ContextVar("_pinned", default=None)
