"""Something that all visitors share, made anew in one thread beside them while they keep the last."""

import logging
import threading
import time
import weakref
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from geo.errors import CrisisCoverageError

__all__ = ["Beside", "LateError"]

_T = TypeVar("_T")
PATIENCE_S: Final = 60.0
"""How long anybody waits; a look that takes longer is stuck, as on a network drive that hangs."""
_log: Final = logging.getLogger(__name__)


class LateError(CrisisCoverageError, TimeoutError):
    """There is nothing yet: the first look has not ended."""


class Beside(Generic[_T]):
    """Keeps what the latest look gave, and looks again and again in one thread.

    Whoever asks gets the last thing at once; only before the first is there they wait. The thread
    ends once nobody holds this any more.

    Parameters
    ----------
    look : callable
        Given the last thing and whether somebody waits, it returns the next thing, or None where
        the last is still right. Only that thread calls it.
    every_s : float
        Seconds from the end of a look to the next.
    """

    def __init__(self, look: Callable[[_T | None, bool], _T | None], every_s: float) -> None:
        self.last: _T | None = None
        self.error: Exception | None = None
        """What the last look raised that gave nothing."""
        self.every_s = every_s
        self._look = look
        self._changed = threading.Condition()
        self._asked = self._answered = 0
        self._begun: float | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for a look."""
        return self._asked > self._answered

    @property
    def is_stuck(self) -> bool:
        """Whether a look has not ended after `PATIENCE_S`."""
        begun = self._begun
        return begun is not None and time.monotonic() - begun > PATIENCE_S

    def get(self) -> _T:
        """Return the last thing; before the first, wait for it.

        Raises
        ------
        LateError
            If there is none after `PATIENCE_S`.
        Exception
            What the look raised, as long as there is none.
        """
        last = self.last
        return last if last is not None else self._awaited(asks=False)

    def renewed(self) -> _T:
        """Return what there is after a look that begins now, or the last where that is stuck.

        Raises what `get` does.
        """
        return self._awaited(asks=True)

    def _awaited(self, *, asks: bool) -> _T:
        with self._changed:
            if asks or not self._asked:
                self._asked += 1
            mine = self._asked if asks else 1
            self._changed.notify_all()
            if self._thread is None:
                about = (weakref.ref(self), self._changed)
                self._thread = threading.Thread(target=_run, args=about, daemon=True)
                self._thread.start()
            if not self.is_stuck:
                self._changed.wait_for(lambda: self._answered >= mine, PATIENCE_S)
            if self.last is not None:
                return self.last
            raise (self.error or LateError("nothing has been read yet")).with_traceback(None)

    def look(self) -> None:
        """Look once, and keep what that gives."""
        with self._changed:
            asked, is_asked = self._asked, self.is_asked
            self._begun = time.monotonic()
        made: _T | None = None
        error: Exception | None = None
        try:
            made = self._look(self.last, is_asked)
        except CrisisCoverageError as raised:
            error = raised
        except Exception as raised:  # noqa: BLE001 (logged; who asks gets it too)
            _log.exception("A fault of the program: what visitors see could not be made anew.")
            error = raised
        with self._changed:
            if made is not None:
                self.last, self.error = made, None
            elif error is not None:
                self.error = error
            self._answered, self._begun = asked, None
            self._changed.notify_all()


def _run(kept: "weakref.ref[Beside[_T]]", changed: threading.Condition) -> None:
    while (mine := kept()) is not None:
        mine.look()
        with changed:
            pause_s = 0.0 if mine.is_asked else mine.every_s
            del mine  # so that nothing but its users holds it while nothing is looked at
            changed.wait(pause_s)
